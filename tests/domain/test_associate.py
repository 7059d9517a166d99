"""Associates: found by the beginning of any word, and sorted alike everywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.associate import LONGEST_WORD, folded, search_words, sort_key

#: Letters that fold to several, or to others only once they are taken apart.
HARD = st.sampled_from("ÆæØøǾǿǼǽÅåßẞİŉŁłÞþĳ№™ℍﬃＡ\u0301\u030a")
LETTERS = st.text(HARD | st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "name, expected",
    [
        pytest.param("Søren Ærø", "soren aero", id="danish"),
        pytest.param("Günther Weiß", "gunther weiss", id="german"),
        pytest.param("O'Connor-Smith", "o'connor-smith", id="english"),
        pytest.param("Åse Ødegård", "ase odegard", id="norwegian"),
        pytest.param("Daniëlle de Bruyn", "danielle de bruyn", id="dutch"),
        pytest.param("Åsa Öström", "asa ostrom", id="swedish"),
        pytest.param("René Łukasz Þór", "rene lukasz thor", id="from-elsewhere"),
        pytest.param("Ǿrsted Ǽgir", "orsted aegir", id="accents-on-danish-letters"),
        pytest.param("A\u030ase O\u0308stro\u0308m", "ase ostrom", id="marks-of-their-own"),
        pytest.param("GROẞ", "gross", id="capital-sharp-s"),
        pytest.param("№ 1 ﬁrm™", "no 1 firmtm", id="letters-in-signs"),
    ],
)
def test_letters_of_the_six_languages_are_found_without_their_marks(
    name: str, expected: str
) -> None:
    assert folded(name) == folded(name.upper()) == folded(name.lower()) == expected


@given(LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(LETTERS)
def test_how_a_letter_is_composed_makes_no_difference(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)
    assert folded(unicodedata.normalize("NFC", text)) == folded(text)


@pytest.mark.parametrize(
    "first, second",
    [
        pytest.param("Aas, Ingrid", "aase, ole", id="case"),
        pytest.param("Ærø", "Afzal", id="ligature-as-two-letters"),
        pytest.param("Øst", "Otto", id="stroke"),
        pytest.param("Åberg", "Abom", id="ring"),
        pytest.param("  Dahl ", "Dahl Berg", id="space-around"),
    ],
)
def test_names_are_sorted_by_their_plain_letters(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


def test_a_sort_key_has_one_space_between_words_and_fits_its_column() -> None:
    assert sort_key(" Anna\u00a0 \t Dahl\n") == "anna dahl"
    assert len(sort_key("ﬄ" * 200)) == 239


@pytest.mark.parametrize(
    "texts, words",
    [
        pytest.param(["Anna Dahl"], {"anna", "dahl"}, id="a-name"),
        pytest.param(
            ["Charlotte Nørgaard-Christiansen"],
            {"charlotte", "norgaard-christiansen", "norgaard", "christiansen"},
            id="a-hyphen",
        ),
        pytest.param(["Siân O’Brien"], {"sian", "o’brien", "o", "brien"}, id="an-apostrophe"),
        pytest.param(
            ["ingrid.aas@nordlys.example"],
            {"ingrid.aas@nordlys.example", "ingrid", "aas", "nordlys", "example"},
            id="an-address",
        ),
        pytest.param(["tor_lunde2"], {"tor_lunde2", "tor", "lunde2"}, id="a-login"),
        pytest.param(["Weiß", "katrin.weiss"], {"weiss", "katrin.weiss", "katrin"}, id="several"),
        pytest.param(["", " \n", "-- ' @"], {"--", "'", "@"}, id="signs-alone"),
        pytest.param([], set(), id="nothing"),
    ],
)
def test_somebody_is_found_by_every_word_and_every_part_of_it(
    texts: list[str], words: set[str]
) -> None:
    assert search_words(*texts) == words


@given(st.lists(LETTERS))
def test_every_word_can_be_stored_and_searched(texts: list[str]) -> None:
    for word in search_words(*texts):
        assert word == folded(word)
        assert 0 < len(word) <= LONGEST_WORD
        assert word.split() == [word]


def test_a_word_without_end_is_found_by_its_beginning() -> None:
    assert search_words("a" * 500) == {"a" * LONGEST_WORD}
