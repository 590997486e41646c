from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_dedup.linkage import Model, block_keys, cap_blocks, default_model, prepare, score
from event_dedup.linkage.comparisons import COMPARISONS
from event_dedup.linkage.folding import fold as fold_sql
from event_dedup.linkage.folding import places, with_synonyms
from event_dedup.linkage.marks import contacts, host, prices, told_minutes
from event_dedup.linkage.specification import on_evidence
from event_dedup.linkage.vocabulary import fold, words_of
from event_dedup.settings import Vocabulary
from event_dedup.user_error import UserError

from .listings import adapted, listing, relation, scored

SAME_EVENT = [
    listing("a/1", "Großer Hemdglunkerumzug", time="19:30", city="Tannau"),
    listing("b/7", "Hemdglunker-Umzug", time="19:30", city="Tannau"),
    listing("b/8", "Schachturnier der Jugend", time="14:00", city="Tannau"),
]


def test_one_event_in_two_calendars_is_a_match_and_another_is_not(con):
    weights = scored(con, SAME_EVENT)
    assert weights["a/1", "b/7"] > 0
    assert weights.get(("a/1", "b/8"), -9) < 0


def test_every_comparison_of_the_model_has_the_levels_of_the_code():
    levels = {
        comparison["output_column_name"]: [
            level["sql_condition"] for level in comparison["comparison_levels"]
        ]
        for comparison in default_model().settings["comparisons"]
    }
    assert levels == {
        name: [on_evidence(level.condition) for level in levels] for name, levels in COMPARISONS.items()
    }


def test_a_model_survives_its_json():
    assert Model.from_json(default_model().to_json()) == default_model()


def test_text_that_is_no_model_says_what_is_missing():
    with pytest.raises(UserError, match="settings"):
        Model.from_json('{"trained_at": "", "trained_on": ""}')


def test_levels_and_weights_of_a_pair_add_up(con):
    model = default_model()
    records = con.from_arrow(prepare(con, relation(con, SAME_EVENT), model, Vocabulary()).to_arrow_table())
    pairs = score(con, records, block_keys(con, records), model)  # noqa: F841 (read by the SQL)
    prior = model.settings["probability_two_random_records_match"]
    rows = con.sql(
        "SELECT match_weight, list_sum([l.weight FOR l IN levels]) + log2($p / (1 - $p)) FROM pairs",
        params={"p": prior},
    )
    for weight, total in rows.fetchall():
        assert weight == pytest.approx(total, abs=1e-3)


def test_with_fresh_records_only_their_pairs_are_scored_and_weigh_the_same(con):
    model = default_model()
    rows = [*SAME_EVENT, listing("c/1", "Hemdglunkerumzug", time="19:30", city="Tannau")]
    records = con.from_arrow(prepare(con, relation(con, rows), model, Vocabulary()).to_arrow_table())
    blocks = con.from_arrow(block_keys(con, records).to_arrow_table())
    everything = {row[:2]: row[2:] for row in score(con, records, blocks, model).fetchall()}
    fresh = score(con, records, blocks, model, con.sql("SELECT 'c/1' AS record_id")).fetchall()
    assert {row[:2] for row in fresh} == {pair for pair in everything if "c/1" in pair}
    assert all(everything[row[:2]] == row[2:] for row in fresh)


def test_scoring_leaves_no_table_behind(con):
    scored(con, SAME_EVENT)
    assert con.sql("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE '%splink%'").fetchall() == []


def test_an_oversized_block_is_left_out(con):
    rows = [listing(f"a/{number}", "Kinderball", city="Tannau") for number in range(5)]
    records = con.from_arrow(
        prepare(con, relation(con, rows), default_model(), Vocabulary()).to_arrow_table()
    )
    blocks = block_keys(con, records)
    assert cap_blocks(con, blocks, 4).fetchall() == []


@pytest.mark.slow
def test_adapting_to_few_listings_leaves_weights_nearly_as_they_were(con):
    before = scored(con, SAME_EVENT)
    after = scored(con, SAME_EVENT, adapted(con, SAME_EVENT))
    assert after["a/1", "b/7"] == pytest.approx(before["a/1", "b/7"], abs=3)


@pytest.mark.slow
def test_a_model_keeps_its_id_and_another_lexicon_has_another(con):
    assert adapted(con, SAME_EVENT).model_id == adapted(con, SAME_EVENT).model_id != default_model().model_id


def test_an_empty_folder_gives_no_pairs(con):
    assert scored(con, []) == {}


@settings(deadline=None)
@given(st.lists(st.text("aäàçeéoöøuüßłœæ 'ÄÖÜÉÇ-–.:019zZ"), min_size=1, max_size=20))
def test_python_and_sql_fold_alike(texts):
    with duckdb.connect() as con:
        folded = con.execute(
            f"SELECT list_transform($1::VARCHAR[], lambda t: {fold_sql('t')})", [texts]
        ).fetchall()
    assert folded == [([fold(text) for text in texts],)]


@pytest.mark.parametrize(
    ("title", "spelt"),
    [
        ("Generalversammlung", "jahreshauptversammlung"),
        ("Jahreshauptversammlung", "jahreshauptversammlung"),
        ("Jugendzentrum", "jugendhaus"),
        ("Guggenmusiktreffen", "guggenmusiktreffen"),
        ("Schmotziger Dunschtig", "schmutziger donnerstag"),
    ],
)
def test_synonyms_become_the_word_that_is_kept_and_that_word_stays(con, title, spelt):
    once = with_synonyms(fold_sql("$title"), words_of(Vocabulary()))
    twice = with_synonyms(once, words_of(Vocabulary()))
    assert con.sql(f"SELECT {once}, {twice}", params={"title": title}).fetchall() == [(spelt, spelt)]


def test_every_kept_word_stays_and_every_synonym_becomes_it(con):
    words = words_of(Vocabulary())
    for kept, pattern in words.synonyms.items():
        written = [re.sub(r"\\b", "", word) for word in pattern.split("|")]
        spelt = con.sql(
            f"SELECT DISTINCT {with_synonyms('word', words)} FROM (SELECT unnest($words) AS word)",
            params={"words": written},
        ).fetchall()
        assert spelt == [(kept,)]


def test_configured_synonyms_are_added_to_the_shipped_ones_and_win():
    patterns = words_of(
        Vocabulary(
            synonyms={"Bibliothek": ["Lesesaal"], "tanzen": ["Line Dance"], "konzert": [], "markt": ["–"]}
        )
    ).synonyms
    assert {"lesesaal", "mediathek"} <= set(patterns["bibliothek"].split("|"))
    assert "line dance" in patterns["tanzen"] and "line dance" not in patterns.get("linedance", "")
    assert "konzert" not in patterns and "markt" not in patterns


def test_a_prefix_is_known_as_titles_spell_it():
    assert "theatre" in words_of(Vocabulary(prefixes=["Theater", "–"])).prefixes
    assert "" not in words_of(Vocabulary(prefixes=["–"])).prefixes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Doors 7:30pm", [1170]),
        ("from 12 a.m. to 12 p.m.", [0, 720]),
        ("Beginn 19.30 Uhr, Einlass 18:30", [1110, 1170]),
        ("um 99:99 uhr", []),
    ],
)
def test_told_times_are_read_once_each(con, text, minutes):
    told = con.sql(f"SELECT list_sort({told_minutes('lower($text)')})", params={"text": text}).fetchall()
    assert told == [(minutes,)]


def test_names_of_a_title_are_among_its_names(con):
    rows = [listing("a/1", "Zwirbelhaus Quintett", venue="Zwirbelhaus", city="Tannau")]
    ((title_names, names),) = (
        prepare(con, relation(con, rows), default_model(), Vocabulary())
        .project("title_names, names")
        .fetchall()
    )
    assert len(title_names) == 1 and set(title_names) <= set(names)


def test_words_are_found_in_titles_whose_synonyms_are_replaced():
    framing = words_of(Vocabulary()).contrasts["part"]["framing"]
    assert re.search(framing, "kinder zone at quarry days") and re.search(framing, "kids zone")


@pytest.mark.parametrize(
    ("label", "town"),
    [
        ("Ghana, Accra", "accra"),
        ("Accra - Ghana", "accra"),
        ("Accra Ghana", "accra"),
        ("Weil am Rhein, Deutschland", "weil"),
        ("Luxembourg", "luxembourg"),
        ("New Mexico", "new mexico"),
        ("Rhode Island", "rhode island"),
        ("Polen-Siedlung", "polen siedlung"),
    ],
)
def test_a_country_beside_a_town_is_left_out(con, label, town):
    told = con.sql(
        f"SELECT {places(('city', 'district'))} FROM (SELECT $label AS city, NULL::VARCHAR AS district)",
        params={"label": label},
    ).fetchall()
    assert told[0][0] == town


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("vvk 10,50 €, ak € 12", [1050, 1200]),
        ("eintritt 8 euro, kinder frei", [800]),
        ("$15 at the door", [1500]),
        ("12 europäische weine", []),
    ],
)
def test_prices_are_read_from_texts(con, text, cents):
    assert con.sql(f"SELECT list_sort({prices('$text')})", params={"text": text}).fetchall() == [(cents,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tel. 07641 / 12 34-56", ["1123456"]),
        ("call (707) 555-1234", ["5551234"]),
        ("mail an lyra.tannau@chor-rebland.de.", ["lyra.tannau@chor-rebland.de"]),
        ("am 2031-05-03 um 19.30 uhr", []),
    ],
)
def test_telephone_numbers_and_mail_addresses_are_read_from_texts(con, text, found):
    assert con.sql(f"SELECT {contacts('$text')}", params={"text": text}).fetchall() == [(found,)]


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Quark Devroom at OpenLepton", "openlepton"),
        ("Quark Devroom @ OpenLepton", "openlepton"),
        ("Lesung im Rahmen der Buchtage", "buchtage"),
        ("Music at the Cider Festival", "cider festival"),
        ("Look", ""),
        ("@home", ""),
    ],
)
def test_a_title_tells_what_it_is_part_of(con, title, whole):
    assert con.sql(f"SELECT {host('$title')}", params={"title": title}).fetchall() == [(whole,)]
