# Recipes for a machine with Python 3.11 to 3.13 and pip. PYTHON=/path/to/python3.12 picks another interpreter.

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

python := env("PYTHON", "python3")
bin := justfile_directory() / ".venv/bin"
run := bin / "python -m event_dedup"
tests := bin / "python -m pytest -n 2 --dist loadfile"

# list the recipes
[private]
default:
    @{{ just_executable() }} --list --unsorted --list-heading $'just RECIPE, where a recipe is one of\n'

# process data/sample into out/demo.duckdb, afresh
[group('use')]
[no-exit-message]
demo: setup
    @rm -f out/demo.duckdb out/demo.duckdb.wal
    @{{ run }} batch data/sample out/demo.duckdb

# process the files of a folder: FOLDER [STORE] [--config TOML] [--pattern GLOB]
[group('use')]
[no-exit-message]
batch FOLDER *STORE: setup
    @{{ run }} batch "$@"

# process a folder, then whatever arrives in it: FOLDER [STORE], stop with Ctrl-C
[group('use')]
[no-exit-message]
watch FOLDER *STORE: setup
    @{{ run }} watch "$@"

# judge doubtful pairs in the browser: [STORE]
[group('use')]
[no-exit-message]
review *STORE: setup
    @{{ run }} review "$@"

# choose thresholds and vocabulary in the browser: [STORE or FOLDER]
[group('use')]
[no-exit-message]
tune *STORE: setup
    @{{ run }} tune "$@"

# write canonical events: [STORE] --format json|csv|parquet|ical --out FOLDER
[group('use')]
[no-exit-message]
export *ARGS: setup
    @{{ run }} export "$@"

# derive pairs and canonical events anew: [STORE]
[group('use')]
[no-exit-message]
rebuild *STORE: setup
    @{{ run }} rebuild "$@"

# take listings back out: SOURCE ID… [--store STORE]
[group('use')]
[no-exit-message]
withdraw *ARGS: setup
    @{{ run }} withdraw "$@"

# save or read what people decided as JSON lines: dump|load FILE [--store STORE]
[group('use')]
[no-exit-message]
judgements *ARGS: setup
    @{{ run }} judgements "$@"

# measure the linkage against labelled folders: [FOLDER…], data/sample where none is named
[group('measure')]
[no-exit-message]
evaluate *FOLDERS: setup
    @{{ run }} evaluate "$@"

# list the worst mistakes on a labelled folder: [FOLDER], data/sample where none is named
[group('measure')]
[no-exit-message]
errors *FOLDER: setup
    @{{ run }} errors "$@"

# measure what one more file costs in stores of growing size: [LISTINGS…]
[group('measure')]
[no-exit-message]
bench *SIZES: setup
    @{{ run }} bench "$@"

# measure how long people wait for the apps on a large store: [--listings N]
[group('measure')]
[no-exit-message]
bench-apps *ARGS: setup
    @{{ bin }}/python -m tests.browser.measure "$@"

# take the pictures of the README and the docs anew (needs Chromium)
[group('develop')]
[no-exit-message]
pictures: setup
    @{{ bin }}/python -m tests.browser.pictures

# train the model that the package ships
[group('measure')]
[no-exit-message]
train-default *ARGS: setup
    @{{ run }} train-default "$@"

# measure what each comparison and each blocking rule contributes: [FOLDER…]
[group('measure')]
[no-exit-message]
ablation *FOLDERS: setup
    @{{ run }} ablation "$@"

# measure what more judgements would gain: [FOLDER…]
[group('measure')]
[no-exit-message]
learning-curve *FOLDERS: setup
    @{{ run }} learning-curve "$@"

# write listings with labels: --help tells the options
[group('measure')]
[no-exit-message]
generate *ARGS: setup
    @{{ bin }}/python data/generate.py "$@"

# make .venv, with what requirements.lock names
[group('develop')]
[no-exit-message]
setup:
    #!/usr/bin/env bash
    set -euo pipefail
    cd "{{ justfile_directory() }}"
    wanted() { "{{ python }}" --version; cat pyproject.toml requirements.lock; }
    if [ -x .venv/bin/python ] && wanted | cmp -s - .venv/installed; then exit 0; fi
    "{{ python }}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "error: $("{{ python }}" --version) is too old. Install Python 3.11 to 3.13 and name it: PYTHON=python3.12 just setup" >&2
        exit 2
    }
    echo "Setting up .venv with $("{{ python }}" --version); this takes a minute the first time."
    [ "$(.venv/bin/python --version 2>&1)" = "$("{{ python }}" --version)" ] || "{{ python }}" -m venv --clear .venv
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
    .venv/bin/python -m pip install --quiet --requirement requirements.lock
    .venv/bin/python -m pip install --quiet --no-deps --editable .
    wanted > .venv/installed

# everything that must hold before a commit: format, lint, types, notebooks, tests
[group('develop')]
[no-exit-message]
check: lint test

# format, lint, types and notebooks, without tests
[group('develop')]
[no-exit-message]
lint: setup
    @{{ bin }}/ruff format --check
    @{{ bin }}/ruff check
    @{{ bin }}/mypy
    @{{ bin }}/marimo check --strict notebooks

# every test, in the browser and slow ones too (needs Chromium): [pytest options]
[group('develop')]
[no-exit-message]
test *ARGS: setup
    @{{ tests }} "$@"

# tests without browser and without long ones: [pytest options]
[group('develop')]
[no-exit-message]
test-unit *ARGS: setup
    @{{ tests }} -m "not browser and not slow" "$@"

# kill, fill the disk and shuffle for many minutes; the promises of docs/design.md must hold: [options]
[group('develop')]
[no-exit-message]
torture *ARGS: setup
    @{{ bin }}/python -m tests.torture "$@"

# format the code and mend what ruff can mend
[group('develop')]
[no-exit-message]
fmt: setup
    @{{ bin }}/ruff check --fix
    @{{ bin }}/ruff format

# pin the newest versions in requirements.lock
[group('develop')]
[no-exit-message]
lock: setup
    @{{ bin }}/python -m pip install --quiet uv
    @{{ bin }}/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
        --no-emit-index-url --no-header --output-file requirements.lock --quiet

# remove what can be made again, except .venv
[group('develop')]
[no-exit-message]
clean:
    rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
    find . -path ./.venv -prune -o \( -name __pycache__ -o -name __marimo__ \) -print0 | xargs -0 rm -rf
