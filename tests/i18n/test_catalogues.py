"""The catalogues: complete in six languages, official where there are official words, fresh."""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from solicense_plugin.i18n import LANGUAGES
from tests import i18n_catalogues as catalogues

_EVERY = [
    pytest.param(which, language, id=f"{which}-{language}")
    for which in catalogues.SETS
    for language in LANGUAGES
]
every_catalogue = pytest.mark.parametrize(("which", "language"), _EVERY)


def read(which: str, language: str) -> Catalog:
    return catalogues.read(catalogues.catalogue(which, language), language)


@every_catalogue
def test_what_is_compiled_is_what_the_catalogue_says(which: str, language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, read(which, language))
    file = catalogues.catalogue(which, language).with_suffix(".mo")
    assert file.read_bytes() == compiled.getvalue(), "run `python3 dev.py i18n`"


@every_catalogue
def test_python_reads_what_is_compiled(which: str, language: str) -> None:
    with catalogues.catalogue(which, language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.info()["language"] == language
    assert compiled.charset() == "utf-8"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of whatever catalogues are made from, in which they are merged again."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("setup.cfg", "pyproject.toml"):
        shutil.copy(catalogues.ROOT / name, folder)
    for name in ("hooks", "solicense_plugin", "templates", "translations"):
        shutil.copytree(catalogues.ROOT / name, folder / name, symlinks=True)
    for which in catalogues.SETS:
        catalogues.merge(which, folder)
    return folder


@every_catalogue
def test_merging_the_texts_of_the_sources_changes_no_byte(
    copy: Path, which: str, language: str
) -> None:
    merged = catalogues.catalogue(which, language, copy)
    committed = catalogues.catalogue(which, language)
    assert ids(catalogues.read(merged, language)) == ids(read(which, language)), (
        "run `python3 dev.py i18n`"
    )
    assert merged.read_bytes() == committed.read_bytes(), "run `python3 dev.py i18n`"


def ids(catalog: Catalog) -> set[tuple[str | None, str | tuple[str, ...]]]:
    return {(m.context, m.id if isinstance(m.id, str) else tuple(m.id)) for m in entries(catalog)}


def entries(catalog: Catalog) -> Iterator[Message]:
    return catalogues.messages(catalog)


@every_catalogue
def test_every_text_is_translated(which: str, language: str) -> None:
    missing = [m.id for m in entries(read(which, language)) if not all(catalogues.forms(m.string))]
    assert not missing


@every_catalogue
def test_no_translation_is_a_guess(which: str, language: str) -> None:
    assert not [m.id for m in entries(read(which, language)) if m.fuzzy]


@every_catalogue
def test_every_plural_has_as_many_forms_as_its_language(which: str, language: str) -> None:
    catalog = read(which, language)
    plurals = [m for m in entries(catalog) if not isinstance(m.id, str)]
    assert {len(catalogues.forms(m.string)) for m in plurals} <= {catalog.num_plurals}


@every_catalogue
def test_placeholders_of_a_translation_are_those_of_its_text(which: str, language: str) -> None:
    found = [list(catalogues.complaints(m)) for m in entries(read(which, language))]
    assert not [complaint for complaints in found for complaint in complaints]


@pytest.mark.parametrize("which", catalogues.SETS)
def test_no_text_contains_markup(which: str) -> None:
    texts = [text for m in entries(read(which, "en")) for text in catalogues.forms(m.id)]
    assert not [text for text in texts if re.search(r"</?[A-Za-z]|&[a-z]+;", text)]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        pytest.param("%(num)d of %(all)s", "%(num)d", id="one is lost"),
        pytest.param("%(num)d", "%(nummer)d", id="one is renamed"),
        pytest.param("%(num)d", "%(num)s", id="another type"),
        pytest.param("none", "100 %", id="a percent sign alone"),
        pytest.param(("%(num)d day", "%(num)d days"), ("ein Tag", "%(num)d Tage"), id="a plural"),
    ],
)
def test_a_translation_with_other_placeholders_is_refused_by_name(
    text: str | tuple[str, ...], translation: str | tuple[str, ...]
) -> None:
    catalog = Catalog(locale="de")
    catalog.add(text, translation)
    with pytest.raises(catalogues.BrokenTranslation, match=re.escape(catalogues.forms(text)[0])):
        catalogues.completed(catalog, "de")
