"""Associates: what we know of the host's users."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from solicense_plugin.domain.associate import Associate
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services.context import Context
from solicense_plugin.store import associates
from solicense_plugin.store.session import Writing

_SAME = {field.name for field in fields(Associate)} & {field.name for field in fields(HostUser)}
_INT32 = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Synchronised:
    """What a synchronisation did."""

    added: int
    changed: int
    #: Whom the host does not list any more; they keep what they hold, and cannot log in.
    gone: int


def names(context: Context, *, host_ids: Collection[str]) -> Mapping[str, str]:
    """Return the names of those of these users who are known here, by the host's id."""
    with context.reading() as reading:
        return associates.names_by_host_id(reading, host_ids)


def synchronise(context: Context, *, users: Iterable[HostUser]) -> Synchronised:
    """Store the installation's users as the host lists them now.

    :param users: all of them; asked of the host before this, outside any transaction.
    """
    listed = {user.id: user for user in users}
    with context.writing() as writing:
        known = associates.ids_by_host_id(writing)
        fresh = [user for host_id, user in listed.items() if host_id not in known]
        ids = dict(_new_ids(writing, fresh, set(known.values())))
        associates.add(writing, (_associate(user, ids[user.id]) for user in fresh))
        stored = associates.all_by_host_id(writing)
        changed = [
            person
            for host_id, identifier in known.items()
            if host_id in listed
            and (person := _associate(listed[host_id], identifier)) != stored[host_id]
        ]
        gone = [
            stored[host_id]
            for host_id in known
            if host_id not in listed and not stored[host_id].former_employee
        ]
        associates.change(writing, changed)
        associates.change(writing, (_former(person) for person in gone))
    return Synchronised(len(fresh), len(changed), len(gone))


def associate_id(context: Context, *, host_id: str) -> int:
    """Return our id of one of the host's users.

    :raises NotFound: the user has not been synchronised.
    """
    with context.reading() as reading:
        found = associates.id_of(reading, host_id)
    if found is None:
        raise NotFound
    return found


def _new_ids(writing: Writing, users: list[HostUser], taken: set[int]) -> Iterator[tuple[str, int]]:
    """Yield an id for each user: the host's where it is a free int32, else a new one."""
    taken = set(taken)
    without: list[HostUser] = []
    for user in users:
        number = int(user.id) if user.id.isascii() and user.id.isdigit() else 0
        if 0 < number <= _INT32 and number not in taken:
            taken.add(number)
            yield user.id, number
        else:
            without.append(user)
    while without:
        numbers = [number for number in writing.take_ids(len(without)) if number not in taken]
        yield from zip((user.id for user in without), numbers, strict=False)
        without = without[len(numbers) :]


def _associate(user: HostUser, identifier: int) -> Associate:
    return Associate(
        id=identifier, host_id=user.id, **{name: getattr(user, name) for name in _SAME - {"id"}}
    )


def _former(person: Associate) -> Associate:
    return replace(person, former_employee=True, can_log_in=False)
