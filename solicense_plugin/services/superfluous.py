"""Taking superfluous licences off people, so that a package can be activated.

A choice is kept under the form's token while somebody pages and searches; OK applies
it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.errors import (
    ChoiceMoved,
    InvalidField,
    NotFound,
    RemovalRefused,
    StaleChoice,
)
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.lists import HolderPage, Wanted
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.superfluous import Excess, Target, excess, targets
from solicense_plugin.hooks.facts import Person
from solicense_plugin.services import removal_objections
from solicense_plugin.services.assignments import demand_allowed, settled, take_with_dependants
from solicense_plugin.services.comparing import OwnedLicences, Proposed, owner_record, waiting
from solicense_plugin.services.context import Context
from solicense_plugin.services.removal_objections import HeardOfPeople
from solicense_plugin.store import assignments, batches, choices, holders, licences
from solicense_plugin.store.batches import Batch
from solicense_plugin.store.choices import Choices
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.store.session import Reading, Writing

#: How often others are suggested for those whom a vendor wants to keep a licence.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Superfluous:
    """What the dialog shows."""

    excess: Excess
    #: What can be given instead, by licence id, with the seats that the choice leaves.
    targets: Mapping[int, Target]
    choices: Choices
    #: How many of those who must go are not chosen yet.
    still_to_go: int
    #: How many people must lose a licence in all, for this package.
    total_to_go: int
    holders: HolderPage
    #: What is chosen for those on the page: associate id → target licence id or ``None``.
    chosen: Mapping[int, int | None]
    #: How many use each of the owner's licences now, by module key.
    use: Mapping[str, int]
    #: Names of the owner's licences in the language that was asked for, by module key.
    names: Mapping[str, str]


def superfluous(
    context: Context, *, owner: str, licence: str, token: str, wanted: Wanted, language: str
) -> Superfluous:
    """Return a page of holders and what is chosen so far.

    :raises NotFound: there is no such owner or licence, or the package does not touch it.
    :raises NothingWaiting: no package waits.
    """
    with context.reading() as reading:
        case = _case(context, reading, owner, licence)
        page = holders.page(reading, [case.licence_id], wanted)
        chosen = choices.counted(reading, token)
        return Superfluous(
            excess=case.excess,
            targets=_seats_left(case, chosen),
            choices=chosen,
            still_to_go=_still_to_go(case, chosen),
            total_to_go=case.waiting.comparison.still_to_go,
            holders=page,
            chosen=choices.of_people(reading, token, [row.associate_id for row in page.rows]),
            use={key: record.in_use for key, record in case.owned.records.items()},
            names=licences.names(reading, case.waiting.record.id, language),
        )


def choose(
    context: Context, *, token: str, shown: frozenset[int], chosen: Mapping[int, int | None]
) -> None:
    """Keep what is chosen on one page.

    :param shown: everybody on the page.
    :param chosen: those of them who are chosen → the licence to give instead, or ``None``.
    """
    with context.writing() as writing:
        choices.replace_for(writing, token, shown, {p: t for p, t in chosen.items() if p in shown})


def suggest(context: Context, *, owner: str, licence: str, token: str) -> int:
    """Choose as many more as must still go: longest without sign-in first.

    People whom a vendor wants to keep it are left out, as far as he can be asked.

    :returns: how many were added.
    """
    added, kept = 0, set[str]()
    for _ in range(_TRIES):
        before = _chosen(context, token)
        with context.writing() as writing:
            case = _case(context, writing, owner, licence)
            missing = _still_to_go(case, choices.counted(writing, token))
            if missing:
                added += choices.suggest(writing, token, [case.licence_id], missing, kept)
        withheld = {one.user_id for one in _heard(context, owner, licence, token, before).withheld}
        if not withheld:
            break
        with context.writing() as writing:
            added -= choices.leave_out(writing, token, withheld)
        kept |= withheld
    return added


def aim(context: Context, *, token: str, target_id: int | None) -> None:
    """Let the same become of everybody who is chosen."""
    with context.writing() as writing:
        choices.aim(writing, token, target_id)


def over_used(context: Context, *, owner: str) -> tuple[str, ...]:
    """Return the names of the licences from which people must still be taken.

    :raises NothingWaiting: no package waits.
    """
    with context.reading() as reading:
        found = waiting(context, reading, owner_record(reading, owner))
        return tuple(line.licence.name for line in found.comparison.over_used)


def forget_gone(context: Context, *, owner: str, licence: str, token: str) -> None:
    """Take those out of the choice who do not hold the licence any more."""
    with context.writing() as writing:
        case = _case(context, writing, owner, licence)
        choices.forget(writing, token, without=case.licence_id)


@dataclass(frozen=True, slots=True)
class Applied:
    """What OK did."""

    removed: int
    reassigned: int


def apply(context: Context, *, owner: str, licence: str, token: str, actor: Actor) -> Applied:
    """Take the licence from everybody who is chosen, or give another instead: all or nothing.

    Also when it is fewer than needed. Vendors are asked before it about those who are
    chosen; who cannot be asked stops nothing, and the ledger keeps that.

    :raises InvalidField: nobody is chosen, or the target is none that can be given.
    :raises RemovalRefused: a vendor objects to taking it from somebody who is chosen.
    :raises StaleChoice: somebody who is chosen does not hold the licence any more.
    :raises ChoiceMoved: others were chosen by the same form while vendors were asked.
    :raises AssignmentRefused: a licence to be given has too few seats, or a rule
        stands against it.
    :raises AlreadyDone: the form arrived before; its result is the two counts.
    """
    heard = _heard(context, owner, licence, token)
    with context.once(token) as effect:
        writing = effect.writing
        case = _case(context, writing, owner, licence)
        chosen = choices.counted(writing, token)
        _demand_people(writing, case, token, chosen, heard)
        _demand_targets(writing, case, token, chosen)
        everybody = choices.everybody(writing, token)

        def change(lines: LineWriter) -> None:
            for target_id in chosen.by_target:
                batch = choices.batch(writing, token, target_id)
                _take(writing, case, batch, target_id, lines)
                if target_id is not None:
                    now = context.clock()
                    assignments.give(writing, target_id, batch, actor=actor, now=now)
                    lines.given(target_id, batch)

        entry = _entry(context, case, chosen, actor, heard.not_asked)
        settled(context, writing, case.owned, everybody, change=change, entry=entry)
        choices.forget(writing, token)
        removed = chosen.by_target.get(None, 0)
        applied = Applied(removed, chosen.total - removed)
        effect.result = f"{applied.removed} {applied.reassigned}"
    return applied


def _chosen(context: Context, token: str) -> frozenset[str]:
    """Return the host's ids of who is chosen, where a vendor will be asked about others."""
    if not removal_objections.somebody_listens(context):
        return frozenset()
    with context.reading() as reading:
        return _user_ids(reading, token)


def _user_ids(reading: Reading, token: str) -> frozenset[str]:
    return frozenset(user_id for user_id, _name in choices.people(reading, token))


def _heard(
    context: Context, owner: str, licence: str, token: str, but: frozenset[str] = frozenset()
) -> HeardOfPeople:
    """Ask vendors about everybody who is chosen, but some."""
    if not removal_objections.somebody_listens(context):
        return HeardOfPeople()
    with context.reading() as reading:
        record = owner_record(reading, owner)
        owned = OwnedLicences.read(reading, record.id).records.get(module_key(licence))
        people = [
            Person(user_id=user_id, name=name)
            for user_id, name in choices.people(reading, token)
            if user_id not in but
        ]
        key = reading.installation.key
    if owned is None:  # the change itself says so
        return HeardOfPeople()
    facts = removal_objections.facts_of(key, owner, owned, owned.licence.description.default)
    return removal_objections.to_removal(context, facts, people)


@dataclass(frozen=True, slots=True)
class _Case:
    """One licence of one owner whose package waits."""

    waiting: Proposed
    owned: OwnedLicences
    excess: Excess
    licence_id: int
    key: str


def _case(context: Context, reading: Reading, owner: str, licence: str) -> _Case:
    found = waiting(context, reading, owner_record(reading, owner))
    owned = OwnedLicences.read(reading, found.record.id)
    key = module_key(licence)
    over = excess(found.comparison, key)
    if over is None or key not in owned.records:
        raise NotFound
    return _Case(found, owned, over, owned.records[key].id, key)


def _seats_left(case: _Case, chosen: Choices) -> dict[int, Target]:
    """Return what can be given instead, less the seats that are spoken for."""
    use = {key: record.in_use for key, record in case.owned.records.items()}
    found = targets(case.waiting.comparison, case.key, use, case.owned.implied)
    by_id = {case.owned.records[target.licence.key].id: target for target in found}
    return {
        licence_id: target
        if target.free is None
        else replace(target, free=target.free - chosen.by_target.get(licence_id, 0))
        for licence_id, target in by_id.items()
    }


def _still_to_go(case: _Case, chosen: Choices) -> int:
    keys = {record.id: key for key, record in case.owned.records.items()}
    helping = sum(
        count
        for target, count in chosen.by_target.items()
        if target is None
        or (target in keys and case.excess.counts(keys[target], case.owned.implied))
    )
    return max(0, case.excess.must_remove - helping)


def _demand_people(
    writing: Writing, case: _Case, token: str, chosen: Choices, heard: HeardOfPeople
) -> None:
    """Refuse when nobody is chosen, or somebody who cannot lose the licence."""
    if not chosen.total:
        raise InvalidField("chosen", "none")
    if heard.about is not None and heard.about != _user_ids(writing, token):
        raise ChoiceMoved
    if heard.withheld:
        raise RemovalRefused(heard.withheld)
    batch = choices.everybody(writing, token)
    if batches.is_anybody(writing, batches.not_holding(writing, batch, [case.licence_id])):
        raise StaleChoice(batches.names_without(writing, batch, [case.licence_id]))


def _demand_targets(writing: Writing, case: _Case, token: str, chosen: Choices) -> None:
    """Refuse what cannot be given instead, and people who may not have it."""
    known = _seats_left(case, Choices({}))
    for target_id in chosen.by_target:
        if target_id is None:
            continue
        if target_id not in known:
            raise InvalidField("target", "unknown")
        batch = choices.batch(writing, token, target_id)
        given = case.owned.records[known[target_id].licence.key]
        demand_allowed(writing, case.owned, given, batch, taken=case.key)


def _take(
    writing: Writing, case: _Case, batch: Batch, target_id: int | None, lines: LineWriter
) -> None:
    keys = {record.id: key for key, record in case.owned.records.items()}
    instead = keys[target_id] if target_id else None
    take_with_dependants(writing, case.owned, case.key, batch, lines, instead=instead)


def _entry(
    context: Context, case: _Case, chosen: Choices, actor: Actor, not_asked: tuple[str, ...]
) -> LedgerEntry:
    names = {record.id: record.licence.name for record in case.owned.records.values()}
    facts: dict[str, object] = {
        "licence": case.excess.licence.licence.name,
        "removed": chosen.by_target.get(None, 0),
        "reassigned": {names[t]: n for t, n in chosen.by_target.items() if t is not None},
    }
    if not_asked:
        facts["not_asked"] = not_asked
    owner = case.waiting.record.owner.name
    return LedgerEntry(context.clock(), actor, Action.SUPERFLUOUS_REMOVED, owner, facts=facts)
