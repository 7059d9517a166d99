"""The digest: it changes with every fact that the decision depends on, and with no other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from solicense_plugin.domain.comparison import Comparison, Current, Objection, ObjectionCode
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import ModuleLicence
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.usage import Usage
from tests.support.signing import COMPANY, NOW, SERIAL
from tests.support.values import (
    NEW_HASH,
    OLD_HASH,
    US,
    compared,
    current,
    hidden,
    licence,
    owner,
    package,
    plan,
)

OTHER_HASH = "f" * 64
NAMES = ["ten-sales", "ten-service", "web", "user", "pocket"]


@dataclass(frozen=True)
class Case:
    """What is compared; a test changes one part of it."""

    before: Current | None
    after: LicencePackage
    new_hash: str = NEW_HASH
    identity: Identity = US
    now: datetime = NOW
    vetoes: tuple[Objection, ...] = ()

    @property
    def comparison(self) -> Comparison:
        return compared(
            self.before,
            self.after,
            new_hash=self.new_hash,
            identity=self.identity,
            moment=self.now,
            vetoes=self.vetoes,
        )

    @property
    def digest(self) -> str:
        return self.comparison.digest

    def with_licence(self, changed: ModuleLicence) -> Case:
        """Return the case with one licence of the new package changed."""
        kept = (found for found in self.after.licences if found.key != changed.key)
        return replace(self, after=replace(self.after, licences=(*kept, changed)))

    def with_use(self, key: str, more: int) -> Case:
        """Return the case with more people who hold a licence directly."""
        assert self.before is not None
        assigned = dict(self.before.usage.assigned)
        assigned[key] = assigned.get(key, 0) + more
        return replace(self, before=replace(self.before, usage=Usage(assigned, {})))


def _licence(name: str, quantity: int) -> ModuleLicence:
    if name.startswith("ten-"):
        return plan(name, quantity, implies="user")
    return hidden(name, quantity) if name == "user" else licence(name, quantity)


def _licences(quantities: dict[str, int]) -> tuple[ModuleLicence, ...]:
    return tuple(_licence(name, quantity) for name, quantity in sorted(quantities.items()))


QUANTITIES = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 50), min_size=1)
ASSIGNED = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 20))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return a comparison with or without objections of every kind."""
    before = current(*_licences(draw(QUANTITIES)), assigned=draw(ASSIGNED))
    expiry = draw(st.sampled_from([None, NOW]))
    return Case(
        draw(st.sampled_from([before, before, None])),
        package(*_licences(draw(QUANTITIES)), owner=owner(expiry=expiry)),
        vetoes=draw(st.sampled_from([(), (Objection(ObjectionCode.VETO, vendor="ACME"),)])),
    )


@given(cases())
def test_the_same_facts_have_the_same_digest(case: Case) -> None:
    assert case.digest == replace(case).digest
    assert len(case.digest) == 64


@given(cases())
def test_it_changes_with_the_new_package(case: Case) -> None:
    assert replace(case, new_hash=OTHER_HASH).digest != case.digest


@given(cases())
def test_it_changes_with_the_active_package(case: Case) -> None:
    assume(case.before)
    assert case.before is not None
    assert case.before.package_hash == OLD_HASH
    other = replace(case, before=replace(case.before, package_hash=OTHER_HASH))
    assert other.digest != case.digest
    assert replace(case, before=None).digest != case.digest


@given(cases(), st.data(), st.integers(51, 99))
def test_it_changes_with_a_changed_lines_quantity(
    case: Case, data: st.DataObject, quantity: int
) -> None:
    present = [line for line in case.comparison.changed if line.new]
    assume(present)
    line = data.draw(st.sampled_from(present))
    assert case.with_licence(_licence(line.licence.name, quantity)).digest != case.digest


@given(cases(), st.data(), st.integers(60, 90))
def test_it_changes_with_what_must_be_removed(case: Case, data: st.DataObject, more: int) -> None:
    assume(case.before)
    line = data.draw(st.sampled_from(case.comparison.lines))
    assume(line.new or not line.licence.hidden)
    assert case.with_use(line.licence.key, more).digest != case.digest


@given(cases(), st.data())
def test_it_does_not_change_with_use_that_changes_nothing(case: Case, data: st.DataObject) -> None:
    assume(case.before)
    enough = [
        line
        for line in case.comparison.lines
        if not line.must_remove and line.new_free > 0 and not line.licence.is_plan
    ]
    assume(enough)
    line = data.draw(st.sampled_from(enough))
    other = case.with_use(line.licence.key, 1)
    assert other.comparison.lines != case.comparison.lines
    assert other.digest == case.digest


@given(cases())
def test_it_changes_with_every_objection(case: Case) -> None:
    veto = Objection(ObjectionCode.VETO, vendor="FAB", detail="No")
    others = [
        replace(case, identity=Identity(COMPANY, "7")),
        replace(case, identity=Identity("Other AS", SERIAL)),
        replace(case, after=replace(case.after, issue_number=1)) if case.before else None,
        replace(case, now=case.after.issued_at - (NOW - case.after.issued_at)),
        replace(case, after=replace(case.after, owner=owner(grace=NOW)))
        if case.after.owner.dates.expiry is None
        else None,
        replace(case, vetoes=(*case.vetoes, veto)),
        replace(case, vetoes=(*case.vetoes, replace(veto, vendor="FOB"))),
        replace(case, vetoes=(*case.vetoes, replace(veto, detail="Nay"))),
    ]
    digests = [other.digest for other in others if other]
    assert len({case.digest, *digests}) == 1 + len(digests)


@given(cases())
def test_it_does_not_change_with_the_clock_alone(case: Case) -> None:
    later = replace(case, now=NOW + (NOW - case.after.issued_at))
    assert later.digest == case.digest


def test_a_hostile_veto_has_a_digest_too() -> None:
    veto = Objection(ObjectionCode.VETO, vendor="ACME", detail="\ud800\x00\u202e")
    assert Case(None, package(licence("web")), vetoes=(veto,)).digest
