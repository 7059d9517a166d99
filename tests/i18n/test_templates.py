"""No template says anything in English by itself."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.i18n_catalogues import ROOT

#: Names of products, the same in every language.
NAMES = ("Nordlys CRM",)

_SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-description", "aria-label", "placeholder", "title"})
_FOLDERS = ("templates", "solicense_plugin/demo/templates")
#: The shop is a page of the issuer for all of his customers, not one of the CRM's: it has no
#: user whose language it could know, speaks the language of its ``lang``, and a real issuer
#: puts a shop of his own in its place (docs/licence-server.md).
_ENGLISH = "solicense_plugin/issuer/server/templates"
_TEMPLATES = sorted(file for folder in _FOLDERS for file in (ROOT / folder).rglob("*.html"))


class _Texts(HTMLParser):
    """Collects what a reader is told outside of Jinja's expressions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in _SPOKEN_ATTRIBUTES]


def hard_coded(source: str) -> list[str]:
    """Return the texts of a template that no catalogue can translate."""
    texts = _Texts()
    texts.feed("".join(_without_expressions(source)))
    texts.close()
    for name in NAMES:
        texts.found = [text.replace(name, "") for text in texts.found]
    return [text.strip() for text in texts.found if any(c.isalpha() for c in text)]


def _without_expressions(source: str) -> Iterator[str]:
    for _line, kind, value in Environment().lex(source):
        if kind == "data":
            yield value


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_template_has_no_words_of_its_own(file: Path) -> None:
    assert hard_coded(file.read_text(encoding="utf-8")) == []


def test_every_other_template_is_the_shops_which_says_that_it_speaks_english() -> None:
    package = set((ROOT / "solicense_plugin").rglob("*.html"))
    shop = set((ROOT / _ENGLISH).rglob("*.html"))
    assert package - set(_TEMPLATES) == shop
    texts = [file.read_text(encoding="utf-8") for file in shop]
    assert [text for text in texts if "{% extends" not in text and 'lang="en"' not in text] == []
    assert [text for text in texts if "gettext" in text] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("<p>Save {{ name }}</p>", ["Save"], id="a text"),
        pytest.param('<a aria-label="Close">{{ x }}</a>', ["Close"], id="a label"),
        pytest.param("{% if x %}<b>now</b>{% endif %}", ["now"], id="inside a condition"),
        pytest.param('<a class="wide" {% if x %}title="So"{% endif %}>', ["So"], id="a title"),
        pytest.param("{# Why #}<p>{{ _('Save') }} · Nordlys CRM</p>", [], id="nothing"),
    ],
)
def test_words_in_a_template_are_found(source: str, found: list[str]) -> None:
    assert hard_coded(source) == found
