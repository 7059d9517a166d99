"""Texts of a package, in the language that somebody reads."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.texts import Spoken, Text

WEB = Text("Web client", {"da": "Webklient", "sv": ""})


@pytest.mark.parametrize(
    "language, expected",
    [
        pytest.param("da", Spoken("Webklient"), id="translated"),
        pytest.param("en", Spoken("Web client"), id="the-default-language"),
        pytest.param("de", Spoken("Web client", "en"), id="not-translated"),
        pytest.param("sv", Spoken("Web client", "en"), id="translated-by-nothing"),
    ],
)
def test_a_missing_translation_is_the_default_marked_with_its_language(
    language: str, expected: Spoken
) -> None:
    assert WEB.spoken(language, "en") == expected


def test_a_text_without_translations_is_its_default() -> None:
    assert Text("Web").spoken("de", "de") == Spoken("Web")
    assert Text("Web").spoken("de", "en") == Spoken("Web", "en")
