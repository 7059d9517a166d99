"""What administrators are told on every page."""

from __future__ import annotations

from collections.abc import Iterator

from solicense_plugin.domain.clock import Time
from solicense_plugin.domain.copies import Origin
from solicense_plugin.domain.notices import Notice, NoticeKind, of_owner
from solicense_plugin.services.context import Context
from solicense_plugin.store import checks
from solicense_plugin.store.session import Reading

_URGENCY = list(NoticeKind)


def current(context: Context, *, language: str) -> tuple[Notice, ...]:
    """Return what there is to tell, the most urgent first.

    Kept for as long as nothing changes, and for a minute, since dates come.

    :param language: of the owners' names.
    """
    with context.reading() as reading:
        time, here = context.time(reading), context.database
        depends_on = (
            reading.installation_id,
            reading.installation.revision,
            time.now.replace(second=0, microsecond=0),
            time.moved_back,
            language,
            here,
        )
        return context.notices.get(
            depends_on, lambda: _sorted(_all(context, reading, time, language))
        )


def _sorted(found: Iterator[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(found, key=lambda notice: _URGENCY.index(notice.kind)))


def _all(context: Context, reading: Reading, time: Time, language: str) -> Iterator[Notice]:
    for record, standing in checks.of_all(reading, language):
        is_active = record.active_package_id is not None
        revoked = context.revoked(reading, record)
        yield from of_owner(record.owner, standing, time.now, is_active=is_active, revoked=revoked)
    if time.moved_back:
        yield Notice(NoticeKind.CLOCK, date=time.now)
    if context.origin(reading) is Origin.SUSPECTED:
        kept, here = reading.installation.home.kept, str(context.database)
        yield Notice(NoticeKind.COPY, kept=kept, here=here)
