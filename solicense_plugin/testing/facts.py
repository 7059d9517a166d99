"""Facts about an installation, made up: what hooks are asked about and told."""

from __future__ import annotations

from solicense_plugin import (
    ActivationFacts,
    AssignmentChange,
    AssignmentChanges,
    ChangeFacts,
    ComparisonFacts,
    LicenceFacts,
    Person,
)
from solicense_plugin.testing.signing import NOW

#: The host's key of the only installation.
INSTALLATION = "default"
_OWNER = "VENDOR"


def licence(
    name: str = "signature", *, owner: str = _OWNER, description: str = "Signature user"
) -> LicenceFacts:
    """Return a user licence of which 3 of 5 are in use."""
    return LicenceFacts(
        installation=INSTALLATION,
        owner_name=owner,
        name=name,
        description=description,
        kind="user",
        quantity=5,
        in_use=3,
        is_plan=False,
    )


def people(count: int, *, name: str = "Anna Berg") -> list[Person]:
    """Return people whose ids count from 1."""
    return [Person(user_id=str(number), name=name) for number in range(1, count + 1)]


def change(name: str = "signature", *, before: int = 5, after: int = 3) -> ChangeFacts:
    """Return that a licence is lowered, or raised."""
    kind = "lowered" if after < before else "raised"
    return ChangeFacts(
        name=name, change=kind, before=before, after=after, in_use=3, must_remove=max(0, 3 - after)
    )


def comparison(changes: int = 1, *, owner: str = _OWNER) -> ComparisonFacts:
    """Return what a package would change."""
    changed = [change(f"signature-{number}") for number in range(changes)]
    return ComparisonFacts(
        installation=INSTALLATION, owner_name=owner, issue_number=2, changes=changed
    )


def activation(event_id: str = "event-1", *, owner: str = _OWNER) -> ActivationFacts:
    """Return that a package has been activated."""
    return ActivationFacts(
        event_id=event_id,
        installation=INSTALLATION,
        owner_name=owner,
        issue_number=2,
        at=NOW,
        user_id="1",
        changes=[change()],
    )


def assignments(event_id: str = "event-2", *, owner: str = _OWNER) -> AssignmentChanges:
    """Return that one person was given a licence and another lost it."""
    changed = [
        AssignmentChange(user_id="3", name="signature", given=True),
        AssignmentChange(user_id="4", name="signature", given=False),
    ]
    return AssignmentChanges(
        event_id=event_id, installation=INSTALLATION, owner_name=owner, at=NOW, changes=changed
    )
