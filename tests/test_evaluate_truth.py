"""Labels are read from truth.csv, and what does not fit is named with its remedy."""

import pytest

from event_dedup.review.truth import TruthError, read_truth

RECORDS = {"a/1": ("a", "1"), "a/2": ("a", "2"), "b/3": ("b", "3")}


def write(folder, *lines):
    (folder / "truth.csv").write_text("\n".join(lines), "utf-8")
    return folder


def test_every_labelled_listing_gets_its_cluster(tmp_path):
    folder = write(tmp_path, "event_id,cluster_id", "1,x", "3,x", "2,y")
    assert read_truth(folder, RECORDS) == {"a/1": "x", "a/2": "y", "b/3": "x"}


def test_a_listing_without_label_and_a_label_without_listing_are_left_out(tmp_path):
    assert read_truth(write(tmp_path, "event_id,cluster_id", "1,x", "9,x"), RECORDS) == {"a/1": "x"}


def test_a_source_column_tells_equal_ids_apart(tmp_path):
    folder = write(tmp_path, "event_id,cluster_id,source", "1,x,a", "1,y,b")
    assert read_truth(folder, {"a/1": ("a", "1"), "b/1": ("b", "1")}) == {"a/1": "x", "b/1": "y"}


def test_equal_ids_without_source_column_ask_for_one(tmp_path):
    folder = write(tmp_path, "event_id,cluster_id", "1,x")
    with pytest.raises(TruthError, match="event_id 1 is the id of 2 listings"):
        read_truth(folder, {"a/1": ("a", "1"), "b/1": ("b", "1")})


def test_a_folder_without_labels_says_how_to_write_them(tmp_path):
    with pytest.raises(TruthError, match="Write one with the columns event_id,cluster_id"):
        read_truth(tmp_path, RECORDS)


def test_wrong_columns_are_named(tmp_path):
    with pytest.raises(TruthError, match="has id,cluster: begin it with the line event_id,cluster_id"):
        read_truth(write(tmp_path, "id,cluster", "1,x"), RECORDS)


def test_labels_of_other_listings_are_refused(tmp_path):
    with pytest.raises(TruthError, match="use the ids of the files"):
        read_truth(write(tmp_path, "event_id,cluster_id", "99,x"), RECORDS)


def test_a_listing_without_cluster_is_named_by_its_line(tmp_path):
    with pytest.raises(TruthError, match="line 3 has no cluster_id"):
        read_truth(write(tmp_path, "event_id,cluster_id", "1,x", "2"), RECORDS)


def test_labels_in_another_encoding_are_refused(tmp_path):
    (tmp_path / "truth.csv").write_bytes("event_id,cluster_id\n1,ä\n".encode("latin-1"))
    with pytest.raises(TruthError, match="no CSV in UTF-8"):
        read_truth(tmp_path, RECORDS)


def test_the_file_itself_may_be_named(tmp_path):
    folder = write(tmp_path, "event_id,cluster_id", "1,x")
    assert read_truth(folder / "truth.csv", RECORDS) == {"a/1": "x"}
