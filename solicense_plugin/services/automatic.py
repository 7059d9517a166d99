"""Activating by the system itself, by the same rules wherever the package came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import ActivationRefused, NothingWaiting, StaleComparison
from solicense_plugin.domain.texts import printable
from solicense_plugin.domain.updates import CheckResult, Checks, Reason
from solicense_plugin.services import activation
from solicense_plugin.services.context import Context


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a check."""

    owner: str
    checks: Checks


@dataclass(frozen=True, slots=True)
class Answer:
    """What a licence server's answer, or the date of a package, came to."""

    result: CheckResult
    reason: Reason = field(default_factory=Reason)


def by_itself(context: Context, owner: str) -> Answer:
    """Activate what waits for an owner when nothing stands against it.

    What waits for its date is left waiting.
    """
    try:
        comparison = activation.propose(context, owner=owner).comparison
        if comparison.is_early:
            return Answer(CheckResult.UNCHANGED)
        if not context.auto_activate:
            return Answer(CheckResult.DECISION, Reason("by-hand"))
        activation.activate(context, owner=owner, digest=comparison.digest, actor=SYSTEM)
    except ActivationRefused as refused:
        first = refused.objections[0]
        # The other reasons have their words; a vendor's are his own.
        said = f"{first.vendor}: {first.detail}" if first.code is ObjectionCode.VETO else ""
        return Answer(CheckResult.DECISION, Reason(first.code.value, printable(said)))
    except NothingWaiting:  # a colleague was faster, and it is active
        return Answer(CheckResult.UNCHANGED)
    except StaleComparison:  # something changed within this moment: the next check decides
        return Answer(CheckResult.DECISION, Reason("stale"))
    return Answer(CheckResult.ACTIVATED)
