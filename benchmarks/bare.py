"""The bare views: one query for the same columns, the same row markup, texts formatted before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, render_template
from sqlalchemy import Row as Found
from sqlalchemy import create_engine, text

from benchmarks.worlds import World
from solicense_plugin.web.licence_list import Column, Row, Section
from solicense_plugin.web.people import Heading, Holder

_LICENCES = text(
    """
    SELECT l.name, coalesce(nullif(t.description, ''), l.description),
           coalesce(nullif(t.tooltip, ''), l.tooltip),
           l.version, l.hidden, l.unrestricted, l.in_use,
           l.quantity, l.kind, l.id, t.description IS NULL, t.tooltip IS NULL,
           l.extra_flags, l.extra_info, l.prerequisite
    FROM solicense_licence l
    LEFT JOIN solicense_text t
      ON t.installation_id = l.installation_id AND t.subject_id = l.id AND t.language = :language
    WHERE l.installation_id = :installation AND l.quantity > 0 AND NOT l.hidden
    ORDER BY l.sort_order
    """
)
_HOLDERS = text(
    """
    SELECT p.id, p.name, p.login, p.primary_group, p.former_employee, p.can_log_in,
           p.portrait_url, p.last_login, a.since, a.given_by, g.name AS giver, a.licence_id,
           a.sort_key
    FROM solicense_assignment a
    JOIN solicense_associate p ON p.installation_id = a.installation_id AND p.id = a.associate_id
    LEFT JOIN solicense_associate g
      ON g.installation_id = a.installation_id AND g.host_id = substr(a.given_by, 6)
    WHERE a.installation_id = :installation AND a.licence_id = :licence
    ORDER BY a.sort_key, a.associate_id LIMIT 50
    """
)


class _NoWanted:
    """A list that is neither searched nor sorted."""

    sort = search = ""
    descending = hidden = False
    order = type("Order", (), {"value": "name"})


def app(world: World, licence_id: int) -> Flask:
    """Make an application with the bare views."""
    bare = Flask("bare", template_folder=str(Path(__file__).parent.parent / "templates"))
    bare.jinja_env.globals.update(sl_gettext=lambda words: words)
    engine = create_engine(world.engine.url)
    columns = [Column(name, "", "", "", "") for name in ("Name", "in use", "Share", "available")]

    @bare.get("/licences")
    def licences() -> str:
        with engine.connect() as connection:
            values = {"language": "en", "installation": world.context.installation_id}
            found = connection.execute(_LICENCES, values).all()
        sections = [
            Section(
                str(kind),
                "Licences",
                "",
                kind != 1,
                columns,
                [_row(r) for r in found if r.kind == kind],
            )
            for kind in (3, 1)
        ]
        return render_template("solicense/tabs/_rows.html", sections=sections, wanted=_NoWanted)

    @bare.get("/holders")
    def holders() -> str:
        with engine.connect() as connection:
            values = {"installation": world.context.installation_id, "licence": licence_id}
            found = connection.execute(_HOLDERS, values).all()
        people = [
            Holder(
                r.id,
                r.name,
                r.login,
                "AB",
                r.primary_group,
                "",
                "3 days ago",
                "1 Aug 2026",
                "Admin",
                "",
            )
            for r in found
        ]
        return render_template("solicense/parts/_holder_rows.html", holders=people, list=_NoList)

    return bare


class _NoList:
    search = order = previous_url = next_url = ""
    descending = False
    headings = dict.fromkeys(("name", "group", "last-login", "since"), Heading("", None))


def _row(r: Found[Any]) -> Row:
    name, description, tooltip, version, hidden, unrestricted, in_use, quantity = tuple(r)[:8]
    return Row(
        url=name,
        name=name,
        description=description,
        description_language="",
        tooltip=tooltip,
        tooltip_language="",
        version=version,
        hidden=hidden,
        unrestricted=unrestricted,
        in_use=str(in_use),
        available=str(quantity - in_use),
        quantity=str(quantity),
        meter=50,
        sign="",
        sign_text="",
    )
