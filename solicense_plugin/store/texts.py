"""Names and tooltips in the languages that packages bring."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert

from solicense_plugin.domain.texts import Text
from solicense_plugin.store.session import Writing


def replace(writing: Writing, subjects: Mapping[int, tuple[Text, Text | None]]) -> None:
    """Store the names and tooltips of owners or licences instead of what was there."""
    row = writing.tables.text
    writing.connection.execute(
        delete(row).where(
            row.c.installation_id == writing.installation_id, row.c.subject_id.in_(subjects)
        )
    )
    rows = [
        {
            "installation_id": writing.installation_id,
            "subject_id": subject,
            "language": language,
            "description": description.translations.get(language, ""),
            "tooltip": tooltip.translations.get(language, "") if tooltip else "",
        }
        for subject, (description, tooltip) in subjects.items()
        for language in {**description.translations, **(tooltip.translations if tooltip else {})}
    ]
    if rows:
        writing.connection.execute(insert(row), rows)
