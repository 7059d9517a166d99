"""Asking vendors whether they object: outside any transaction, all of them at once.

Who fails or is late stops nothing; that he could not be asked is shown and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from solicense_plugin.domain.comparison import Comparison, Objection, ObjectionCode
from solicense_plugin.domain.texts import printable
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.hooks.contributions import ActivationObjection
from solicense_plugin.hooks.facts import ChangeFacts, ComparisonFacts
from solicense_plugin.services import add_ons
from solicense_plugin.services.context import Context

#: For how many seconds a vendor may think about it.
THINKS = 2.0
#: More reasons of one vendor help nobody.
_MOST_REASONS = 20
_HOOK = "solicense_object_to_activation"

Answer = TypeVar("Answer")


class Heard(NamedTuple):
    """What vendors said."""

    vetoes: Sequence[Objection] = ()
    #: The add-ons that could not be asked.
    not_asked: Sequence[str] = ()


#: Before anybody is asked, and where nobody would be.
NOBODY_ASKED = Heard()


def somebody_listens(context: Context) -> bool:
    """Tell whether there is anybody to be asked about an activation."""
    return bool(context.add_ons.having(_HOOK))


def to_activation(context: Context, installation: str, comparison: Comparison) -> Heard:
    """Ask who objects to an activation.

    :param installation: the host's key of it.
    """
    facts = _facts(installation, comparison)

    def ask(add_on: AddOn) -> list[str]:
        kind, arguments = ActivationObjection, {"comparison": facts}
        found = add_on.ask(_HOOK, kind, budget=THINKS, **arguments)
        return [printable(str(one.reason)) for one in found[:_MOST_REASONS]]

    answers, silent = asked(context, context.add_ons.having(_HOOK), _HOOK, ask)
    vetoes = [
        Objection(ObjectionCode.VETO, vendor=vendor, detail=reason)
        for vendor, reasons in answers.items()
        for reason in reasons
    ]
    return Heard(vetoes, silent)


def asked(
    context: Context,
    those: Sequence[AddOn],
    hook: str,
    ask: Callable[[AddOn], Answer],
) -> tuple[dict[str, Answer], list[str]]:
    """Ask add-ons at once: what each answered, and who could not be asked."""
    if not those:
        return {}, []

    def one(add_on: AddOn) -> Answer | None:
        try:
            return add_ons.ask(context, add_on, hook, lambda: ask(add_on))
        except AddOnFailed:
            return None

    with ThreadPoolExecutor(len(those)) as threads:
        answers = dict(zip((add_on.name for add_on in those), threads.map(one, those), strict=True))
    said = {name: answer for name, answer in answers.items() if answer is not None}
    return said, [name for name in answers if name not in said]


def _facts(installation: str, comparison: Comparison) -> ComparisonFacts:
    return ComparisonFacts(
        installation=installation,
        owner_name=comparison.new.owner.name,
        issue_number=comparison.new.issue_number,
        changes=tuple(_changes(comparison)),
    )


def _changes(comparison: Comparison) -> Iterable[ChangeFacts]:
    for line in comparison.changed:
        yield ChangeFacts(
            name=line.licence.name,
            change=line.change.value,
            before=line.total,
            after=line.new_total,
            in_use=line.in_use,
            must_remove=line.must_remove,
        )
