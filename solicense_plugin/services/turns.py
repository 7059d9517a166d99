"""Packages that came before their date, and whose date has come."""

from __future__ import annotations

from dataclasses import replace

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.updates import CheckResult, Reason
from solicense_plugin.services.automatic import Answer, Checked, by_itself
from solicense_plugin.services.comparing import owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.services.queue import Queue, take_turn
from solicense_plugin.store import checks
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading


def has_come(context: Context, reading: Reading, record: OwnerRecord) -> bool:
    """Tell whether the date of a package of an owner has come that waits for it."""
    return record.has_begun(context.time(reading).now)


def take(context: Context, owner: str) -> Checked | None:
    """Activate the package whose date has come, when nothing stands against it.

    Else it waits from now on for somebody to decide, as a fetched one does; the next check
    tries again.

    :return: ``None`` when somebody else has done it, or has removed the owner, meanwhile.
    """
    try:
        answer = by_itself(context, owner)
    except PackageRefused as refusal:
        answer = Answer(CheckResult.FAILED, Reason(refusal.fault.value, refusal.detail))
    with context.writing() as writing:
        record = owner_record(writing, owner)
        if not record.is_installed:
            return None
        if answer.result is not CheckResult.ACTIVATED:
            if not has_come(context, writing, record):
                return None
            take_turn(writing, record, Queue.read(context, writing, record))
        before = checks.of_owner(writing, record)
        after = replace(before, result=answer.result, reason=answer.reason)
        checks.save(writing, record.id, after)
    return Checked(owner, after)
