"""Every hook. A host implements the first kind once; anybody may implement the second.

An implementation may take fewer arguments than a hook has, so that hooks can grow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Protocol

import pluggy
from flask import Blueprint, Flask

from solicense_plugin.hooks.contributions import (
    ActivationObjection,
    Issuer,
    MeteredService,
    PlanLimit,
    RemovalObjection,
    SystemEvent,
)
from solicense_plugin.hooks.facts import (
    ActivationFacts,
    AssignmentChanges,
    ComparisonFacts,
    LicenceFacts,
    Person,
)
from solicense_plugin.hooks.tabs import LicencePanel, LicenceTab
from solicense_plugin.hooks.values import DatabaseFacts, HostUser, Screen

#: The name under which implementations are marked.
PROJECT = "solicense"

hookspec = pluggy.HookspecMarker(PROJECT)


class HostHooks(Protocol):
    """What the host CRM tells us, and is told."""

    @hookspec(firstresult=True)
    def solicense_current_user(self) -> HostUser | None:
        """Return who is signed in, or ``None`` for nobody.

        Called once in each request to one of our pages. If it fails, the request fails:
        nobody is let in on a guess.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_users(self, installation: str, ids: Collection[str] | None) -> Iterable[HostUser]:
        """Return an installation's users, all of them or those with these ids.

        Called by ``flask licences sync-users``, outside any transaction of ours. An id
        that the host does not know is left out of the answer.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the host's word for it
        """Return where somebody signs in who is not signed in.

        :param next: a path on this site, to come back to.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_page_template(self) -> str | None:
        """Return the template that our pages extend.

        It has the blocks ``solicense_title``, ``solicense_head`` and
        ``solicense_content``. ``None``, or no implementation: a plain layout of ours.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_register_screen(self, app: Flask, screen: Screen) -> None:
        """Put the Licences screen into the menu, under Settings and maintenance.

        Called once, when the plugin is set up.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_register_user_tab(self, app: Flask, tab: Screen) -> None:
        """Put the tab User licences on the Users screen.

        Called once, when the plugin is set up.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_installation(self) -> str | None:
        """Return the host's key of the installation that this request is about.

        Needed only where one deployment holds several.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_timezone(self, installation: str) -> tzinfo | None:
        """Return the installation's time zone, for dates that have no offset.

        Without it, ``SOLICENSE_TIMEZONE``.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_database_facts(self, installation: str) -> DatabaseFacts | None:
        """Return which database this is, so that a copy of it is recognised.

        Called with each request to a page of ours, each page with notices and each
        command, outside any transaction of ours: keep it cheap. ``None``, no
        implementation, or one that fails (it is logged): copies are not recognised.

        .. versionadded:: 0.1
        """


class AddOnHooks(Protocol):
    """What add-ons contribute, object to and are told. Our own tabs come through the same hooks.

    Every implementation is called on its own and outside any transaction of ours: what it
    raises (``SystemExit`` too), a late answer and a wrong value cost its own contribution.
    Who asks says how long he waits.
    """

    @hookspec
    def solicense_licence_tabs(self) -> Sequence[LicenceTab] | None:
        """Add tabs to the Licences screen.

        Called once, when the plugin is set up; titles are lazy. If it fails, the add-on
        has no tabs.

        :returns: the tabs, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_licence_panels(self, licence: LicenceFacts) -> Sequence[LicencePanel] | None:
        """Add panels to a licence's details.

        Called after the details are shown. If it fails, a box with a reference stands
        where its panels would.

        :returns: the panels, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_issuers(self) -> Sequence[Issuer] | None:
        """Say who issues a module owner's licences: licence server, shop and support.

        Called once, when the plugin is set up. What the owner's signed package says holds
        before it; a licence server is asked only where the operator allows its host. Where
        it does, the owner's tab is there before its first package, with Check now. If it
        fails, the package alone says so.

        :returns: the issuers, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_metered_services(self, installation: str) -> Sequence[MeteredService] | None:
        """Add meters to the dashboard of metered services.

        Called when the dashboard is shown, after its own cards. If it fails, a box with a
        reference stands where its cards would.

        :param installation: the host's key of the installation.
        :returns: the meters with their monthly readings, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_plan_limits(self, installation: str) -> Sequence[PlanLimit] | None:
        """Add limits of the plan to Restrictions.

        Called when the Status tab is shown, after its own parts. If it fails, a box with a
        reference stands where its limits would.

        :param installation: the host's key of the installation.
        :returns: the limits with what is used of them, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_system_events(self, installation: str) -> Sequence[SystemEvent] | None:
        """Add what runs to System notifications: imports, indexing and the like.

        Called when the Status tab is shown, after its own parts, and again while one of
        them is not finished. If it fails, a box with a reference stands where its events
        would.

        :param installation: the host's key of the installation.
        :returns: the events, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_object_to_activation(
        self, comparison: ComparisonFacts
    ) -> Sequence[ActivationObjection] | None:
        """Object to the activation of a package.

        Called before Activate new licence is shown and again before the activation, never
        during it. Who objects stops it until he does not. If it fails or is late, nothing
        is stopped: the dialog says that the add-on could not be asked, and the ledger
        keeps that.

        :returns: the objections, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_object_to_removal(
        self, licence: LicenceFacts, associates: Sequence[Person]
    ) -> Sequence[RemovalObjection] | None:
        """Say who may not lose a licence now, and why.

        Called in Remove superfluous licences, never during it: after a page of the list was
        shown, with the people on it, beside whose names the reasons stand; with people who
        could be suggested; and with those who are chosen before they lose it. While it names
        one of those, nobody loses it. If it fails or is late, nobody is kept, the page says so,
        and the ledger keeps that it could not be asked.

        :param associates: at most 1,000 people.
        :returns: an objection for each person who must keep it, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_activated(self, activation: ActivationFacts) -> None:
        """Be told that a package has been activated.

        Called after commit, in the background, at least once: ``event_id`` is the same
        each time. If it fails, it is called again later, for 30 days.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_assignments_changed(self, changes: AssignmentChanges) -> None:
        """Be told who was given a licence and who lost one.

        Called after commit, in the background, at least once: ``event_id`` is the same
        each time. If it fails, it is called again later, for 30 days.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_blueprints(self) -> Sequence[Blueprint] | None:
        """Add pages below ours, at ``/add-ons/<name of the add-on>``.

        Called once, when the plugin is set up. Our guard stands before them: whoever may
        see licences reaches a GET, administrators a POST, which needs the form's tokens.
        If it fails, the add-on has no pages of its own.

        :returns: blueprints with names of the add-on's own, or ``None`` for none.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_translations(self) -> Sequence[Path] | None:
        """Say where the add-on's own catalogues are.

        Called once, when the plugin is set up. If it fails, its texts stay as they are.

        :returns: folders with ``<locale>/LC_MESSAGES/messages.mo``, or ``None`` for none.

        .. versionadded:: 0.1
        """
