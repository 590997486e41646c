"""Whatever a file is, reading it gives a delivery, and says what to do where it is none."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from event_dedup.ingest import file_sha256, find_files, read_file, record_id, source_of, unfinished
from event_dedup.user_error import UserError
from tests.ingest.conftest import event, only_fault, only_row

GOOD = json.dumps({"events": [event(title="Bürgerball")]}, ensure_ascii=False)


def whole_file_reason(path: Path) -> str:
    fault = only_fault(read_file(path))
    assert fault["position"] is None
    assert fault["remedy"].endswith(".")
    return str(fault["reason"])


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace(", ", ",\r\n").encode(),
        b"\n\n  " + GOOD.encode() + b"\n",
        json.dumps(event(title="Bürgerball")).encode(),
        json.dumps([event(title="Bürgerball")]).encode(),
        GOOD.replace("Bürger", "Bürger\t").replace("\t", "").encode(),
    ],
)
def test_unusual_but_clear_files_are_read(tmp_path: Path, content: bytes):
    (tmp_path / "a_1.json").write_bytes(content)
    assert only_row(read_file(tmp_path / "a_1.json"))["title"] == "Bürgerball"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (GOOD.encode("utf-16"), "the file is UTF-16"),
        (GOOD.encode("utf-16-le"), "the file is UTF-16"),
        (GOOD.encode("utf-16-be"), "the file is UTF-16"),
        (GOOD.encode("latin-1"), "the file is not UTF-8: byte 37 (line 1) is 0xfc"),
        (GOOD.encode()[:-20], "the file ends in the middle of its JSON (line 1): half-written?"),
        (GOOD.encode()[:40], "the file ends in the middle of its JSON (line 1): half-written?"),
        (b"[" * 200_000, "the file ends in the middle of its JSON"),
        (b"<html>Not found</html>", "the file is no JSON: expecting value at column 1 of line 1"),
        (b"\0" * 1000, "the file begins with NUL bytes"),
        (b'{"events": [],}', "the file is no JSON: "),
        (b"3", "the file holds 3, no events"),
        (b"null", "the file holds null, no events"),
        (b'"text"', 'the file holds "text", no events'),
        (b"{}", "the file has no list of events (its keys: none)"),
        (b'{"items": []}', "the file has no list of events (its keys: items)"),
        (b'{"events": {"a": 1}}', '"events" is an object with 1 keys, no list'),
        (b'{"events": null}', '"events" is null, no list'),
        (b'{"events": [], "rejected": 1}', '"rejected" is 1, no list'),
        (b'{"events": [], "events": [1]}', 'the key "events" is given twice with different values'),
        (b'{"@type": "Organization"}', "the file holds no schema.org event (types found: Organization)"),
    ],
)
def test_a_file_that_holds_no_events_is_quarantined_as_a_whole(tmp_path: Path, content: bytes, reason: str):
    (tmp_path / "a_1.json").write_bytes(content)
    assert reason in whole_file_reason(tmp_path / "a_1.json")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xml", b"<xml/>", "files of this kind (.xml) are not known; known are .json, .jsonl"),
        ("a", b"text", "files of this kind (no suffix) are not known"),
        ("a.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "ends before END:VCALENDAR"),
        ("a.ics", b"text", "does not begin with BEGIN:VCALENDAR"),
        ("a.parquet", b"PAR1", "the file is no Parquet"),
        ("a.csv", b"id,title\n1,x\n", "the table has no column for date (its columns: id, title)"),
        (
            "a.csv",
            b'id,title,date\n1,"x,2026-02-14\n',
            "the file is no CSV: a quote is opened and never closed (line 2)",
        ),
        ("a.jsonl", b"text\nmore", "no line of the file can be read"),
    ],
)
def test_every_format_says_why_a_file_is_not_of_it(tmp_path: Path, name: str, content: bytes, reason: str):
    (tmp_path / name).write_bytes(content)
    assert reason in whole_file_reason(tmp_path / name)


def test_a_file_without_a_known_suffix_is_read_by_how_it_begins(tmp_path: Path):
    (tmp_path / "a.export").write_text(GOOD)
    assert only_row(read_file(tmp_path / "a.export"))["title"] == "Bürgerball"


def test_json_lines_named_json_are_read(tmp_path: Path):
    lines = [json.dumps(event(id=name)) for name in "ab"]
    (tmp_path / "a_1.json").write_text("\n".join(lines))
    delivery = read_file(tmp_path / "a_1.json")
    assert (delivery.format, delivery.listings.num_rows) == ("jsonl", 2)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", GOOD, ""),
        ("a.json", GOOD[:-9], "the file ends in the middle of its JSON (line 1): half-written?"),
        ("a.json", "", "the file is empty"),
        ("a.jsonl", '{"id": 1}\n{"id": 2}', ""),
        ("a.jsonl", '{"id": 1}\n{"id": ', "its last line has no end"),
        ("a.csv", "id,title,date\n1,Ball,2026-02-14\n", ""),
        ("a.csv", "id,title,date\n1,Ball,2026-02-1", "its last line has no end"),
        ("a.csv", "id,title,date", "its last line has no end"),
        (
            "a.csv",
            'id,title,date\n1,Ball,2026-02-14\n2,"Zwei\n',
            "a quote is opened and never closed",
        ),
    ],
)
def test_a_file_that_is_still_being_written_is_told(tmp_path: Path, name: str, content: str, reason: str):
    (tmp_path / name).write_text(content)
    assert unfinished(tmp_path / name) == reason


def test_directories_pipes_sockets_and_links_are_told_apart(tmp_path: Path):
    folder, outside = tmp_path / "in", tmp_path / "secret.json"
    (folder / "dir.json").mkdir(parents=True)
    outside.write_text(GOOD)
    os.mkfifo(folder / "pipe.json")
    (folder / "out.json").symlink_to(outside)
    (folder / "up.json").symlink_to("../secret.json")
    (folder / "nowhere.json").symlink_to("gone.json")
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "there.json").symlink_to("back.json")
    (folder / "back.json").symlink_to("there.json")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.json"))
        reasons = {path.name: whole_file_reason(path) for path in find_files(folder)}
    assert reasons["dir.json"] == "it is a directory, not a file"
    assert reasons["pipe.json"] == "it is a named pipe, not a file"
    assert "socket" in reasons["socket.json"] or "No such device" in reasons["socket.json"]
    assert reasons["out.json"].startswith("it is a link out of its folder")
    assert reasons["up.json"].startswith("it is a link out of its folder")
    assert reasons["nowhere.json"] == "the file is gone, or a link leads nowhere"
    assert reasons["loop.json"] == reasons["there.json"] == "it is a link that leads back to itself"


def test_a_link_inside_the_folder_is_followed(tmp_path: Path):
    (tmp_path / "a_1.json").write_text(GOOD)
    (tmp_path / "b_1.json").symlink_to("a_1.json")
    assert only_row(read_file(tmp_path / "b_1.json"))["source"] == "b"


def test_a_vanished_file_is_a_fault_with_a_stable_hash(tmp_path: Path):
    path = tmp_path / "a_1.json"
    assert whole_file_reason(path) == "the file is gone, or a link leads nowhere"
    gone = read_file(path).sha256
    assert gone == read_file(path).sha256 == file_sha256(path)
    path.write_text(GOOD)
    assert read_file(path).sha256 == file_sha256(path) != gone


def test_the_hash_of_a_directory_changes_when_the_directory_does(tmp_path: Path):
    path = tmp_path / "a_1.json"
    path.mkdir()
    before = file_sha256(path)
    os.utime(path, (1, 1))
    assert file_sha256(path) != before


def test_a_file_nobody_may_read_says_so(tmp_path: Path):
    path = tmp_path / "a_1.json"
    path.write_text(GOOD)
    path.chmod(0)
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    code = "import sys, os; os.getuid() or os.setuid(65534)\n" + (
        "from pathlib import Path; from event_dedup.ingest.files import read_bytes\n"
        "from event_dedup.ingest.faults import FileFault\n"
        "try: read_bytes(Path(sys.argv[1]))\n"
        "except FileFault as found: print(found.fault.reason)"
    )
    preload = "import event_dedup.ingest.files, event_dedup.ingest.delivery\n"
    done = subprocess.run(
        [sys.executable, "-c", preload + code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "no permission to read the file"


@pytest.mark.parametrize(
    "name",
    [
        b"-rf_1.json",
        b"100%_1.json",
        b"quo\"te'_1.json",
        b"new\nline_1.json",
        b"a..%2f.._1.json",
        b"latin\xfc_1.json",
        "mü\u0308 ♥_1.json".encode(),
        b"x" * 250 + b".json",
        b"_1.json",
        b"__.json",
    ],
)
def test_any_file_name_is_read_and_shown_on_one_line(tmp_path: Path, name: bytes):
    path = tmp_path / os.fsdecode(name)
    path.write_text(GOOD)
    [found] = find_files(tmp_path)
    delivery = read_file(found)
    row = only_row(delivery)
    assert delivery.file.isprintable() and delivery.source.isprintable() and delivery.source
    assert row["record_id"].encode().decode() == record_id(delivery.source, "e1")


def test_files_are_found_in_order_without_hidden_temporary_and_label_files(tmp_path: Path):
    temporary = [".c.json", "d.json.tmp", "e.json.part", "f.crdownload", "g.json~"]
    store = ["events.duckdb", "events.duckdb.wal", "events.toml"]
    for name in ["b.json", "a.json", *temporary, "truth.csv", *store, "notes.toml"]:
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "archive").mkdir()
    (tmp_path / "2026.02").mkdir()
    assert [path.name for path in find_files(tmp_path, "*")] == ["a.json", "b.json", "notes.toml"]


def test_linked_directories_are_not_entered(tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.json").write_text(GOOD)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to("../outside")
    (tmp_path / "in" / "loop").symlink_to(".")
    assert find_files(tmp_path / "in", "**/*.json") == []
    assert [
        path for path in find_files(tmp_path / "in", "*/*.json") if "outside" in str(path.resolve())
    ] == []


@pytest.mark.parametrize("pattern", ["", "/etc/*"])
def test_a_pattern_that_is_none_says_what_to_give(tmp_path: Path, pattern: str):
    with pytest.raises(UserError, match="Give one like"):
        find_files(tmp_path, pattern)


def test_a_folder_that_is_none_says_what_to_do(tmp_path: Path):
    with pytest.raises(NotADirectoryError, match="Create it"):
        find_files(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("bwb_11.02.2026_x.json", "bwb"),
        ("bwb.json", "bwb"),
        ("a.b.json", "a.b"),
        ("_x.json", "_x"),
        ("/in/ab_c.json", "ab"),
    ],
)
def test_the_source_is_the_name_up_to_the_first_underscore(name: str, source: str):
    assert source_of(name) == source


def test_record_ids_of_different_listings_differ():
    pairs = [("a", "b/c"), ("a/b", "c"), ("a%2Fb", "c"), ("a", "b%2Fc"), ("ä", "c"), ("a ", "c")]
    assert len({record_id(*pair) for pair in pairs}) == len(pairs)
