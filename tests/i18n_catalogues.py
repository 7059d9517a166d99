"""What `python3 dev.py i18n` runs: extract texts, merge and compile both sets of catalogues.

The options of Babel's commands are in setup.cfg. Between merging and compiling, English
and SuperOffice's official terms are filled in, and placeholders are compared.
"""

from __future__ import annotations

import contextlib
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages import frontend
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from solicense_plugin.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
TERMS = Path(__file__).with_name("data") / "terms.csv"
#: Both sets: what the sections of setup.cfg that hold its differences end with.
SETS = {"solicense": "", "demo": ":demo"}

#: Terms whose English words have another translation elsewhere: their context.
CONTEXTS = {
    "btn_delete_in_remove_dialog": "remove dialog",
    "expiry_date_status_tab": "status",
    "fld_finished": "add event",
}
#: What terms.csv calls a language otherwise than we do.
_COLUMNS = {"nb": "no"}

_COMMANDS: dict[str, Any] = {
    "extract_messages": frontend.ExtractMessages,
    "update_catalog": frontend.UpdateCatalog,
    "compile_catalog": frontend.CompileCatalog,
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%")


class BrokenTranslation(Exception):
    """A translation whose placeholders are not those of its text."""


@dataclass(frozen=True, slots=True)
class Term:
    """An official term: its English words, and what they are in other languages."""

    id: str
    english: str
    context: str | None
    cells: Mapping[str, str]


def terms() -> list[Term]:
    """Return the official terms, each with the cells that are filled."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return [
            Term(name := row["term_id"], row["en"], CONTEXTS.get(name), dict(_cells(row)))
            for row in csv.DictReader(file)
        ]


def _cells(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if found := row[_COLUMNS.get(language, language)]:
            yield language, found


def options(section: str, root: Path = ROOT) -> dict[str, str]:
    """Return what setup.cfg says of one of Babel's commands, for one of the sets."""
    parser = ConfigParser(interpolation=None)
    parser.read(root / "setup.cfg", encoding="utf-8")
    return {**parser[section.partition(":")[0]], **parser[section]}


def run(section: str, root: Path = ROOT, **more: str) -> None:
    """Run one of Babel's commands with the options of its section, in the project's folder."""
    command = _COMMANDS[section.partition(":")[0]]()
    switches = {name.replace("-", "_") for name in command.boolean_options}
    for name, value in {**options(section, root), **more}.items():
        setattr(command, name, value == "true" if name in switches else value)
    with contextlib.chdir(root):
        command.ensure_finalized()
        command.run()


def extract(which: str, root: Path = ROOT) -> Catalog:
    """Return the texts of a set, as they stand in the sources now."""
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.pot"
        run(f"extract_messages{SETS[which]}", root, output_file=str(template))
        return read(template)


def catalogue(which: str, language: str, root: Path = ROOT) -> Path:
    """Return where a set's catalogue of a language is."""
    section = options(f"update_catalog{SETS[which]}", root)
    return root / section["output_dir"] / language / "LC_MESSAGES" / f"{section['domain']}.po"


def read(file: Path, language: str | None = None) -> Catalog:
    """Read a catalogue."""
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def messages(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue, without its header."""
    return (message for message in catalog if message.id)


def merge(which: str, root: Path = ROOT) -> None:
    """Bring every catalogue of a set to the texts of today."""
    section = f"update_catalog{SETS[which]}"
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.pot"
        run(f"extract_messages{SETS[which]}", root, output_file=str(template))
        for language in LANGUAGES:
            run(section, root, input_file=str(template), locale=language, init_missing="true")
    width = int(options(section, root)["width"])
    for language in LANGUAGES:
        file = catalogue(which, language, root)
        merged = completed(read(file, language), language)
        with file.open("wb") as opened:
            write_po(opened, merged, width=width, ignore_obsolete=True)


def completed(catalog: Catalog, language: str) -> Catalog:
    """Fill in what needs no translator, and refuse what would fail at run time.

    :raises BrokenTranslation: names every entry whose placeholders differ.
    """
    catalog.project, catalog.version = "solicense-plugin", "texts"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    name = catalog.locale.english_name if catalog.locale else language
    catalog.header_comment = f"# {name} texts. `python3 dev.py i18n` merges and compiles them."
    if language == "en":
        for message in messages(catalog):
            message.string = message.id
    for term in terms():
        found = catalog.get(term.english, term.context) if term.english else None
        if found is not None and language in term.cells:
            found.string = term.cells[language]
    if broken := [complaint for message in messages(catalog) for complaint in complaints(message)]:
        raise BrokenTranslation("\n".join(f"{language}: {complaint}" for complaint in broken))
    return catalog


def complaints(message: Message) -> Iterator[str]:
    """Say which forms of a translation have other placeholders than their text."""
    for text, translation in zip(forms(message.id), forms(message.string), strict=False):
        if translation and placeholders(text) != placeholders(translation):
            yield f"{text!r} is translated as {translation!r}"


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the plural forms of a text, or the only one."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def placeholders(text: str) -> list[str]:
    """Return what a formatted text needs, in alphabetical order; also a percent sign alone."""
    return sorted(_PLACEHOLDER.findall(text))


def main() -> None:
    """Extract, merge and compile."""
    for which, suffix in SETS.items():
        merge(which)
        run(f"compile_catalog{suffix}")
        for language in LANGUAGES:
            catalog = read(catalogue(which, language), language)
            missing = sum(not all(forms(m.string)) for m in messages(catalog))
            sys.stdout.write(f"{which} {language}: {missing} of {len(catalog)} not translated\n")


if __name__ == "__main__":
    try:
        main()
    except BrokenTranslation as broken:
        sys.exit(f"Placeholders differ:\n{broken}")
