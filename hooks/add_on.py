"""An add-on: how it is loaded, why it may be disabled, and how its hooks are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import EntryPoint
from itertools import islice
from typing import Any, TypeVar

import pluggy

from solicense_plugin.domain.add_ons import Fault
from solicense_plugin.hooks.boundary import AddOnFailed, Boundary, WrongValue
from solicense_plugin.hooks.fields import KEY
from solicense_plugin.hooks.glances import Glances
from solicense_plugin.hooks.patience import Patience
from solicense_plugin.hooks.specs import PROJECT, AddOnHooks

hookimpl = pluggy.HookimplMarker(PROJECT)

#: The versions of what add-ons are promised that are kept, the newest last.
SUPPORTED_APIS = (1,)
#: For how many seconds an add-on may be imported, and then looked at.
TO_LOAD = 5.0
#: How many values a hook may answer with.
MOST_VALUES = 1000
_API_NAME = re.compile(r"solicense-addon/([1-9][0-9]{0,3})")

Value = TypeVar("Value")


def supported_with(api: int) -> tuple[int, ...]:
    """Return the versions that a release keeps whose newest is this one.

    Of one that is still to come nobody knows what it will keep: itself.
    """
    return SUPPORTED_APIS if api in SUPPORTED_APIS else (api,)


class Refusal(StrEnum):
    """Why an add-on is disabled."""

    #: Its entry point's name cannot stand in an address.
    BAD_NAME = "bad-name"
    NAME_TAKEN = "name-taken"
    #: It could not be imported, or made.
    FAILED = "failed"
    #: It does not say ``api = "solicense-addon/1"``.
    NO_API = "no-api"
    #: It was written for a later version of what add-ons are promised.
    NEWER_API = "newer-api"
    #: It was written for a version that is not supported any more.
    OLDER_API = "older-api"
    #: It has a hook that does not exist, or takes an argument that its hook has not.
    UNKNOWN_HOOK = "unknown-hook"
    #: It has a function named as a hook without ``@hookimpl``.
    UNMARKED_HOOK = "unmarked-hook"
    #: It wraps a hook, which would let it into other add-ons' calls.
    WRAPPER = "wrapper"


@dataclass(frozen=True, slots=True)
class Refused:
    """That an add-on is disabled, and why."""

    refusal: Refusal
    #: The hook, the version or the exception that is meant.
    detail: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, eq=False)
class AddOn:
    """One add-on, enabled or disabled."""

    #: Its entry point's name, unique; part of its routes' addresses.
    name: str
    boundary: Boundary
    glances: Glances
    ours: bool = False
    #: The distribution that brought it, and its version; empty where none did.
    distribution: str = ""
    version: str = ""
    #: The version of our promises that it was written for; 0 where it does not say.
    api: int = 0
    refusal: Refused | None = None
    _manager: pluggy.PluginManager | None = None

    @classmethod
    def of(
        cls,
        name: str,
        plugin: object,
        *,
        ours: bool = False,
        point: EntryPoint | None = None,
        patience: Patience | None = None,
    ) -> AddOn:
        """Take in a plugin; what is wrong with it disables it."""
        boundary, patience = Boundary(name), patience or Patience(TO_LOAD)
        try:
            taken = patience.call(
                boundary, "registration", lambda: _taken_in(name, plugin, ours=ours)
            )
        except AddOnFailed as failed:
            fault = failed.fault
            taken = _TakenIn(refused=Refused(Refusal.FAILED, fault.message, fault))
        return cls(
            name=name,
            boundary=boundary,
            glances=Glances(boundary),
            ours=ours,
            distribution=_distribution(point),
            version=_version(point),
            api=taken.api,
            refusal=taken.refused,
            _manager=taken.manager,
        )

    @classmethod
    def loaded(cls, point: EntryPoint, patience: Patience | None = None) -> AddOn:
        """Load an installed add-on: a class is called, an instance or a module taken as it is.

        :param patience: how long it may take, where others are loaded too.
        """
        patience = patience or Patience(TO_LOAD)
        if not KEY.fullmatch(point.name):
            return cls.refused(point.name, Refusal.BAD_NAME, point.name, point=point)
        try:
            plugin = patience.call(Boundary(point.name), "import", lambda: _made(point.load()))
        except AddOnFailed as failed:
            fault = failed.fault
            return cls.refused(point.name, Refusal.FAILED, fault.message, point=point, fault=fault)
        return cls.of(point.name, plugin, point=point, patience=patience)

    @classmethod
    def refused(
        cls,
        name: str,
        refusal: Refusal,
        detail: str,
        *,
        point: EntryPoint,
        fault: Fault | None = None,
    ) -> AddOn:
        """Return an add-on that is disabled."""
        boundary = Boundary(name)
        return cls(
            name=name,
            boundary=boundary,
            glances=Glances(boundary),
            distribution=_distribution(point),
            version=_version(point),
            refusal=Refused(refusal, detail, fault),
        )

    def has(self, hook: str) -> bool:
        """Return whether it implements a hook."""
        return bool(self._implementations(hook))

    def ask(
        self, hook: str, kind: type[Value], *, budget: float, **arguments: object
    ) -> tuple[Value, ...]:
        """Ask a hook that answers with values.

        :raises AddOnFailed: it raised, was late, or answered with something else.
        """
        return self.boundary.call(hook, lambda: self.values(hook, kind, **arguments), budget=budget)

    def values(self, hook: str, kind: type[Value], **arguments: object) -> tuple[Value, ...]:
        """Return what a hook answers, for whoever stands behind the boundary already.

        :raises WrongValue: it answered with something else.
        """
        answers = [_called(one, arguments) for one in self._implementations(hook)]
        return tuple(value for answer in answers for value in _values(answer, kind))

    def tell(self, hook: str, *, budget: float, **arguments: object) -> None:
        """Tell a hook something; what it returns is not read.

        :raises AddOnFailed: it raised, or was late.
        """

        def tell() -> None:
            for one in self._implementations(hook):
                _called(one, arguments)

        self.boundary.call(hook, tell, budget=budget)

    def _implementations(self, hook: str) -> list[Any]:
        if self._manager is None:
            return []
        found: list[Any] = getattr(self._manager.hook, hook).get_hookimpls()
        return found


def _made(loaded: object) -> object:
    return loaded() if isinstance(loaded, type) else loaded


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """What was found when a plugin was looked at; even that is its own code (properties)."""

    api: int = 0
    refused: Refused | None = None
    manager: pluggy.PluginManager | None = None


def _taken_in(name: str, plugin: object, *, ours: bool) -> _TakenIn:
    """Look at a plugin and register it alone: what is wrong with it is nobody else's."""
    api, refused = (SUPPORTED_APIS[-1], None) if ours else _api(plugin)
    if refused is not None:  # of other versions we know no hooks
        return _TakenIn(api, refused)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(AddOnHooks)
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        return _TakenIn(api, Refused(Refusal.UNKNOWN_HOOK, " ".join(str(error).split())))
    refused = _misused(manager, plugin)
    return _TakenIn(api, refused, None if refused else manager)


def _api(plugin: object) -> tuple[int, Refused | None]:
    stated = getattr(plugin, "api", "")
    found = _API_NAME.fullmatch(stated) if isinstance(stated, str) else None
    if found is None:
        return 0, Refused(Refusal.NO_API, f"{stated!s:.100}")
    version = int(found[1])
    if version in SUPPORTED_APIS:
        return version, None
    is_newer = version > SUPPORTED_APIS[-1]
    return version, Refused(Refusal.NEWER_API if is_newer else Refusal.OLDER_API, stated)


def _misused(manager: pluggy.PluginManager, plugin: object) -> Refused | None:
    callers = manager.get_hookcallers(plugin) or []
    for caller in callers:
        if any(one.hookwrapper or one.wrapper for one in caller.get_hookimpls()):
            return Refused(Refusal.WRAPPER, caller.name)
    marked = {caller.name for caller in callers}
    for hook in vars(AddOnHooks):
        if hook.startswith("solicense_") and hook not in marked and hasattr(plugin, hook):
            return Refused(Refusal.UNMARKED_HOOK, hook)
    return None


def _called(implementation: Any, arguments: dict[str, object]) -> object:  # noqa: ANN401  pluggy's own
    """Call one implementation with those arguments that it takes."""
    answer: object = implementation.function(
        **{name: arguments[name] for name in implementation.argnames}
    )
    return answer


def _values(answer: object, kind: type[Value]) -> tuple[Value, ...]:
    if answer is None:
        return ()
    if not isinstance(answer, Iterable) or isinstance(answer, str | bytes):
        raise WrongValue(f"a sequence of {kind.__name__} is needed, not {answer!r:.100}")
    values = tuple(islice(answer, MOST_VALUES + 1))
    if len(values) > MOST_VALUES:
        raise WrongValue(f"more than {MOST_VALUES} values")
    for value in values:
        if not isinstance(value, kind):
            raise WrongValue(f"a {kind.__name__} is needed, not {value!r:.100}")
    return values


def _distribution(point: EntryPoint | None) -> str:
    return point.dist.name if point and point.dist else ""


def _version(point: EntryPoint | None) -> str:
    return point.dist.version if point and point.dist else ""
