"""The import rule and the size of functions and modules, as docs/design.md and the style ask for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "event_dedup"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
BASE = {"settings", "logs", "clock", "user_error"}
# room -> the rooms it may import from; what is not named here is above all of them.
STAGES = {"ingest", "linkage", "canonical"}
PIPELINE = {"pipeline", "settle", "in_force", "report", "questions"}
ALLOWED = {
    **dict.fromkeys(BASE, BASE),
    **{stage: BASE | {stage} for stage in STAGES},
    "store": BASE | STAGES | {"store"},
    **{part: BASE | STAGES | {"store"} | PIPELINE - {"pipeline", part} for part in PIPELINE},
    "batch": BASE | STAGES | {"store"} | PIPELINE,
    "review": BASE | STAGES | {"store", "batch", "review", "export"} | PIPELINE,
    "export": BASE | {"export", "store"},
}
TOP = {"__init__", "__main__", "commands", "worker", "folder", "folder_charts", "folder_page", "runner"}
TOP |= {"summary", "progress", "expected", "inbox", "labelled"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    """Dotted names of the modules that a module imports, wherever in it."""
    nodes = list(ast.walk(tree(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("event_dedup.")}


def functions() -> Iterator[tuple[str, int]]:
    """(name, lines from `def` to the end without the docstring) of every function of the package."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                signature = node.body[0].lineno - node.lineno
                yield f"{path.name}:{node.name}", signature + (node.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward_only(path: Path) -> None:
    allowed = ALLOWED.get(room(path))
    assert room(path) in ALLOWED or room(path) in TOP, "a new room: say above what it may import"
    assert allowed is None or rooms_imported(path) <= allowed


def test_splink_appears_in_linkage_and_review_explain_alone() -> None:
    users = {path for path in MODULES if any(name.split(".")[0] == "splink" for name in imported(path))}
    assert {path for path in users if room(path) != "linkage"} <= {PACKAGE / "review" / "explain.py"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_import_public_names_alone_and_hold_no_sql(path: Path) -> None:
    assert not {name for name in imported(path) if name.startswith("event_dedup.")}
    assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\b|\.(sql|execute)\(", path.read_text("utf-8"))


def test_functions_are_short() -> None:
    lengths = [length for _, length in functions()]
    longest = sorted(functions(), key=lambda item: -item[1])[:20]
    assert median(lengths) < 10, longest
    assert quantiles(lengths, n=10)[-1] < 25, longest


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_under_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 300


def test_public_names_are_found_where_the_type_checker_looks_for_them() -> None:
    import event_dedup as ed

    block = next(node for node in tree(PACKAGE / "__init__.py").body if isinstance(node, ast.If))
    typed = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed == set(ed.__all__)
    assert all(hasattr(ed, name) for name in ed.__all__)


def test_no_argument_read_by_sql_is_named_like_a_temporary_table() -> None:
    # DuckDB looks for a table first and for a Python variable only then.
    made = re.compile(r'TEMP TABLE (\w+)|keep\(\s*con,\s*"(\w+)"')
    tables = {a or b for path in MODULES for a, b in made.findall(path.read_text("utf-8"))}
    assert "fresh" in tables
    hidden = [
        f"{path.name}:{node.name}: {arg.arg}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for arg in (*node.args.args, *node.args.kwonlyargs)
        if arg.arg in tables and re.search(rf"(FROM|JOIN)\s+{arg.arg}\b", ast.unparse(node))
    ]
    assert hidden == []
