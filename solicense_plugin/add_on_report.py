"""What administrators and operators are told of each add-on, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from solicense_plugin.domain.add_ons import Ailment, FaultKind, Standing
from solicense_plugin.domain.texts import printable
from solicense_plugin.hooks.add_on import AddOn, Refusal, Refused, supported_with
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, ngettext


@dataclass(frozen=True, slots=True)
class AddOnReport:
    """An add-on that is installed."""

    name: str
    #: What brought it; empty where nothing did.
    distribution: str
    version: str
    #: 0 where it does not say.
    api: int
    is_enabled: bool
    #: Why it is disabled, in words.
    reason: str
    #: In words.
    contributes: tuple[str, ...]
    #: What of it is not shown, in words.
    not_shown: tuple[str, ...]

    @property
    def written_for(self) -> str:
        """Return the version that it was written for, as it says it; empty where it does not."""
        return f"solicense-addon/{self.api}" if self.api else ""


def report(add_ons: AddOns) -> list[AddOnReport]:
    """Tell of every add-on but our own, in the order in which they were loaded."""
    return [
        AddOnReport(
            name=one.name,
            distribution=one.distribution,
            version=one.version,
            api=one.api,
            is_enabled=one.refusal is None,
            reason=reason(one.refusal) if one.refusal else "",
            contributes=tuple(_contributes(one, _titles(add_ons, one))),
            not_shown=tuple(
                _('Its tab "%(key)s" is not shown: that key is taken.', key=taken.key)
                for taken in add_ons.taken
                if taken.add_on == one.name
            ),
        )
        for one in add_ons.all
        if not one.ours
    ]


def stopping(add_ons: AddOns, api: int) -> list[str]:
    """Return the names of those that work now and would not with another version.

    :param api: the version of what add-ons are promised.
    """
    kept = supported_with(api)
    return [one.name for one in add_ons.enabled if not one.ours and one.api not in kept]


def stopping_line(stopping: Sequence[str], api: int) -> str:
    """Say which would stop working with a version."""
    if not stopping:
        return f"Every add-on works with version {api}."
    return f"These would stop working with version {api}: {', '.join(stopping)}"


def values(add_ons: AddOns, ailments: Iterable[Ailment]) -> dict[str, Any]:
    """Return the same for programs, with what has failed."""
    return {
        "add_ons": [asdict(one) for one in report(add_ons)],
        "faults": [
            {
                "add_on": one.fault.add_on,
                "contribution": one.fault.contribution,
                "in_a_row": one.standing.faults,
                "paused_since": since.isoformat() if (since := one.standing.paused_since) else None,
                "at": one.at.isoformat(),
                "reference": one.fault.reference,
                "kind": one.fault.kind.value,
                "message": one.fault.message,
            }
            for one in ailments
        ],
    }


def text(add_ons: AddOns, ailments: Iterable[Ailment]) -> str:
    """Say the same in lines, for a terminal."""
    return "\n".join(_lines(add_ons, ailments))


def _lines(add_ons: AddOns, ailments: Iterable[Ailment]) -> Iterator[str]:
    installed = report(add_ons)
    if not installed:
        yield _("No add-on is installed.")
    for one in installed:
        yield printable(f"{one.name}: {_('enabled') if one.is_enabled else one.reason}")
        if one.distribution:
            yield printable(f"  {one.distribution} {one.version}")
        for line in (*one.contributes, *one.not_shown):
            yield f"  {printable(line)}"
    for ailment in ailments:
        fault, how = ailment.fault, standing(ailment.standing)
        what = printable(f"{fault.add_on}, {fault.contribution}: {how}")
        yield f"{what} ({fault.reference}, {ailment.at.isoformat()}) {printable(fault.message)}"


def standing(now: Standing) -> str:
    """Say how something has been answering."""
    if now.is_paused:
        return _("paused")
    if not now.faults:
        return _("has answered since")
    return ngettext("failed", "failed %(num)d times in a row", now.faults)


def kind(fault: FaultKind) -> str:
    """Say what went wrong."""
    return {
        FaultKind.RAISED: lambda: _("It raised an error."),
        FaultKind.LATE: lambda: _("It did not answer in time."),
        FaultKind.WRONG_VALUE: lambda: _("It answered with something that cannot be shown."),
    }[fault]()


def reason(refused: Refused) -> str:
    """Say why an add-on is disabled."""
    return _REASONS[refused.refusal](refused.detail)


_REASONS: dict[Refusal, Callable[[str], str]] = {
    Refusal.BAD_NAME: lambda _detail: _(
        "Its name cannot stand in an address: lower case letters, digits and hyphens are needed."
    ),
    Refusal.NAME_TAKEN: lambda _detail: _("Another add-on has this name already."),
    Refusal.FAILED: lambda detail: _("It could not be loaded: %(error)s", error=detail),
    Refusal.NO_API: lambda detail: _(
        'It does not say which version it was written for: api = "solicense-addon/1" is needed, '
        'not "%(stated)s".',
        stated=detail,
    ),
    Refusal.NEWER_API: lambda detail: _(
        "It was written for %(stated)s, which is newer than what is installed here.", stated=detail
    ),
    Refusal.OLDER_API: lambda detail: _(
        "It was written for %(stated)s, which is not supported any more.", stated=detail
    ),
    Refusal.UNKNOWN_HOOK: lambda detail: _(
        "It has a hook or an argument that does not exist: %(error)s", error=detail
    ),
    Refusal.UNMARKED_HOOK: lambda detail: _(
        "It has %(hook)s without @hookimpl, so that it would never be called.", hook=detail
    ),
    Refusal.WRAPPER: lambda detail: _(
        "It wraps %(hook)s, which would let it into other add-ons.", hook=detail
    ),
}


def _titles(add_ons: AddOns, add_on: AddOn) -> list[str]:
    mine = [tab for owner, tab in add_ons.tabs if owner is add_on]
    return [add_ons.title_of(tab, language()) for tab in mine]


def _contributes(add_on: AddOn, titles: Sequence[str]) -> Iterator[str]:
    for title in titles:
        yield _("tab %(title)s", title=title)
    for hook, say in CONTRIBUTIONS.items():
        if add_on.has(hook):
            yield say()


#: What an add-on contributes by each hook, apart from tabs, which have titles.
CONTRIBUTIONS: dict[str, Callable[[], str]] = {
    "solicense_licence_panels": lambda: _("details of licences"),
    "solicense_issuers": lambda: _("issuers of licences"),
    "solicense_metered_services": lambda: _("metered services"),
    "solicense_plan_limits": lambda: _("restrictions"),
    "solicense_system_events": lambda: _("system notifications"),
    "solicense_object_to_activation": lambda: _("objections to activation"),
    "solicense_object_to_removal": lambda: _("objections to removal"),
    "solicense_activated": lambda: _("is told of activations"),
    "solicense_assignments_changed": lambda: _("is told who gets and loses licences"),
    "solicense_blueprints": lambda: _("pages of its own"),
    "solicense_translations": lambda: _("translations"),
}
