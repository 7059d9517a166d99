"""Names: which ones there can be, and which are the same."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.names import (
    identity_text,
    is_module_name,
    is_owner_name,
    module_key,
)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("SUPEROFFICE", id="the-platform"),
        pytest.param("ACME2", id="letters-and-digits"),
        pytest.param("7", id="a-digit-alone"),
        pytest.param("A" * 239, id="the-longest"),
        pytest.param("USERS", id="begins-with-a-reserved-name"),
    ],
)
def test_an_owner_is_named_in_capitals_and_digits(name: str) -> None:
    assert is_owner_name(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param("Acme", id="small-letters"),
        pytest.param("ACME-NORD", id="hyphen"),
        pytest.param("ACME\n", id="newline"),
        pytest.param("ÅCME", id="letter-beyond-ascii"),
        pytest.param("ＳＵＰＥＲＯＦＦＩＣＥ", id="wide-letters"),
        pytest.param("٣", id="digit-beyond-ascii"),
        pytest.param("A" * 240, id="too-long"),
        pytest.param("USER", id="user"),
        pytest.param("SITE", id="site"),
    ],
)
def test_nothing_else_names_an_owner(name: str) -> None:
    assert not is_owner_name(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ten-sales", id="as-in-packages"),
        pytest.param("EXPANDER", id="as-in-the-documentation"),
        pytest.param("a", id="one-letter"),
        pytest.param("a_b.c-9", id="every-sign"),
        pytest.param("a" * 239, id="the-longest"),
    ],
)
def test_a_module_is_named_by_letters_digits_and_three_signs(name: str) -> None:
    assert is_module_name(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param("9lives", id="digit-first"),
        pytest.param("-cal", id="hyphen-first"),
        pytest.param("ten sales", id="space"),
        pytest.param("ten/sales", id="slash"),
        pytest.param("ten,sales", id="comma"),
        pytest.param("sales\n", id="newline"),
        pytest.param("øl", id="letter-beyond-ascii"),
        pytest.param("\N{KELVIN SIGN}", id="looks-like-a-k"),
        pytest.param("a" * 240, id="too-long"),
    ],
)
def test_nothing_else_names_a_module(name: str) -> None:
    assert not is_module_name(name)


def test_modules_are_the_same_without_regard_to_case() -> None:
    assert module_key("Ten-Sales") == module_key("TEN-SALES") != module_key("ten-service")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("  Blåbær & Søn A/S\t\n", id="surrounded-by-space"),
        pytest.param("Bla\u030abær & Søn A/S", id="ring-as-a-mark-of-its-own"),
        pytest.param("\u00a0Blåbær & Søn A/S\u2003", id="surrounded-by-other-spaces"),
    ],
)
def test_companies_compare_after_trim_and_nfc(typed: str) -> None:
    assert identity_text(typed) == "Blåbær & Søn A/S"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Blabær & Søn A/S", id="another-letter"),
        pytest.param("blåbær & søn a/s", id="another-case"),
        pytest.param("Blåbær  & Søn A/S", id="two-spaces"),
        pytest.param("Blåbær\u200b & Søn A/S", id="a-space-of-no-width"),
        pytest.param("Blåbær ＆ Søn A/S", id="wide-sign"),
    ],
)
def test_nothing_else_is_the_same_company(other: str) -> None:
    assert identity_text(other) != "Blåbær & Søn A/S"
