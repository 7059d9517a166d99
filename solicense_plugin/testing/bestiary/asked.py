"""Those that do the same in every hook."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import Any

from solicense_plugin import PlanLimit, hookimpl
from solicense_plugin.testing.bestiary.naps import nap

#: More than anybody could read.
MANY = 100_000


class Asked(ABC):
    """Something that is done whatever is asked."""

    api = "solicense-addon/1"

    @abstractmethod
    def do(self) -> Any:
        """Do it."""

    @hookimpl
    def solicense_licence_tabs(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_licence_panels(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_issuers(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_metered_services(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_plan_limits(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_system_events(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_object_to_activation(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_object_to_removal(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_activated(self) -> None:
        self.do()

    @hookimpl
    def solicense_assignments_changed(self) -> None:
        self.do()

    @hookimpl
    def solicense_blueprints(self) -> Any:
        return self.do()

    @hookimpl
    def solicense_translations(self) -> Any:
        return self.do()


class Raises(Asked):
    """It raises."""

    def do(self) -> Any:
        message = "the vendor's database is away \"><img src=x onerror=alert(1)>"
        raise ConnectionError(message)


class Exits(Asked):
    """It ends the program, were it let."""

    def do(self) -> Any:
        sys.exit(3)


class Sleeps(Asked):
    """It sleeps."""

    def do(self) -> Any:
        nap()


class AnswersWrongly(Asked):
    """It answers with a number."""

    def do(self) -> Any:
        return 5


class AnswersAtLength(Asked):
    """It answers with more than anybody could read."""

    def do(self) -> Any:
        return [PlanLimit(key="limit", title="Limit", used=1, maximum=2)] * MANY


class Deaf:
    """It raises when it is told what has been done already."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_activated(self) -> None:
        message = "the queue is full"
        raise OverflowError(message)

    @hookimpl
    def solicense_assignments_changed(self) -> None:
        sys.exit("the queue is full")
