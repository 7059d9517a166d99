"""What we contribute to the Licences screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from babel.dates import format_date
from flask import Blueprint, url_for
from markupsafe import Markup

from acme_signatures.archive import MOST_WAITING, Archive
from acme_signatures.pages import make_pages
from acme_signatures.texts import TRANSLATIONS, lazy_gettext, ngettext
from acme_signatures.texts import gettext as _
from solicense_plugin import (
    ActivationFacts,
    ActivationObjection,
    AssignmentChanges,
    ComparisonFacts,
    Issuer,
    LicenceFacts,
    LicencePanel,
    LicenceTab,
    MeteredService,
    PanelAction,
    PanelNotice,
    PanelValues,
    Person,
    PlanLimit,
    Reading,
    RemovalObjection,
    Sign,
    SystemEvent,
    TabContext,
    hookimpl,
)

OWNER = "ACME"
#: The module without which nobody can sign.
SIGNATURE = "signature"


def _documents() -> str:
    return url_for("solicense.acme_signatures.documents")


class AcmeSignatures:
    """The add-on."""

    api = "solicense-addon/1"

    def __init__(self, archive: Archive | None = None) -> None:
        self._archive = archive or Archive()

    # --- what is on the screen ---------------------------------------------------------------

    @hookimpl
    def solicense_licence_tabs(self) -> Sequence[LicenceTab]:
        """Add to the tab of our licences the documents that wait."""
        return [
            LicenceTab(
                key="acme",
                title=lazy_gettext("Acme Signatures"),
                weight=500,
                owner_name=OWNER,
                badge=self._badge,
                values=self._waiting,
            )
        ]

    def _badge(self, _context: TabContext) -> str | None:
        waiting = len(self._archive.waiting())
        return str(waiting) if waiting else None

    def _waiting(self, context: TabContext) -> PanelValues:
        documents = self._archive.waiting()
        text = ngettext(
            "%(num)d document waits for a signature.",
            "%(num)d documents wait for a signature.",
            len(documents),
        )
        written = partial(format_date, format="medium", locale=context.locale)
        return PanelValues(
            notices=[PanelNotice(text, Sign.INFO if documents else Sign.GOOD)],
            columns=[_("Document"), _("Who signs it"), _("Sent")],
            rows=[[one.title, one.signer, written(one.sent)] for one in documents],
            actions=[PanelAction(_("Documents …"), _documents(), in_dialog=True)],
        )

    @hookimpl
    def solicense_licence_panels(self, licence: LicenceFacts) -> Sequence[LicencePanel] | None:
        """Say in the details of our user licence what it is needed for."""
        if (licence.owner_name, licence.name) != (OWNER, SIGNATURE):
            return None
        return [LicencePanel("acme-waiting", _("Documents that wait"), self._list)]

    def _list(self, _context: TabContext) -> Markup:
        line = Markup("<li>{} ({})</li>")
        lines = [line.format(one.title, one.signer) for one in self._archive.waiting()]
        return Markup("<ul>{}</ul>").format(Markup().join(lines))

    @hookimpl
    def solicense_issuers(self) -> Sequence[Issuer]:
        """Say where our licences are bought and who helps."""
        return [
            Issuer(
                owner_name=OWNER,
                shop_url="https://shop.acme.example/",
                support_text="Acme Signatures support",
                support_url="https://support.acme.example/",
            )
        ]

    # --- what is on the Status tab -----------------------------------------------------------

    @hookimpl
    def solicense_metered_services(self) -> Sequence[MeteredService]:
        """Show how many documents are sent a month."""
        sent = self._archive.sent_by_month()
        return [
            MeteredService(
                key="documents",
                title=_("Documents sent"),
                unit=_("documents"),
                base=100,
                allowance_per_user=10,
                readings=[Reading(month, count) for month, count in sent.items()],
            )
        ]

    @hookimpl
    def solicense_plan_limits(self) -> Sequence[PlanLimit]:
        """Show how many documents may wait at once."""
        used = len(self._archive.waiting())
        return [
            PlanLimit(
                key="waiting", title=_("Documents that wait"), used=used, maximum=MOST_WAITING
            )
        ]

    @hookimpl
    def solicense_system_events(self) -> Sequence[SystemEvent] | None:
        """Tell that the archive is full, for as long as it is."""
        if len(self._archive.waiting()) < MOST_WAITING:
            return None
        return [
            SystemEvent(
                key="full",
                name=_("Signature archive"),
                status=_("full"),
                message=_("No document can be sent until one has been signed."),
                activated=datetime.now(UTC),
            )
        ]

    # --- what we object to -------------------------------------------------------------------

    @hookimpl
    def solicense_object_to_activation(
        self, comparison: ComparisonFacts
    ) -> Sequence[ActivationObjection] | None:
        """Keep a licence that is needed for documents that wait."""
        gone = {change.name for change in comparison.changes if change.change == "removed"}
        if comparison.owner_name != OWNER or SIGNATURE not in gone or not self._archive.waiting():
            return None
        return [ActivationObjection(_("Documents still wait for a signature."))]

    @hookimpl
    def solicense_object_to_removal(
        self, licence: LicenceFacts, associates: Sequence[Person]
    ) -> Sequence[RemovalObjection] | None:
        """Keep the licence of whoever has something to sign."""
        if (licence.owner_name, licence.name) != (OWNER, SIGNATURE):
            return None
        reason = _("has documents waiting for signature")
        waiting = self._archive.waiting_for({person.user_id for person in associates})
        return [RemovalObjection(user_id, reason) for user_id in waiting]

    # --- what we are told --------------------------------------------------------------------

    @hookimpl
    def solicense_activated(self, activation: ActivationFacts) -> None:
        """Keep a log of activations."""
        if activation.owner_name == OWNER:
            text = f"licence {activation.issue_number} activated"
            self._archive.log(activation.event_id, at=activation.at, text=text)

    @hookimpl
    def solicense_assignments_changed(self, changes: AssignmentChanges) -> None:
        """Keep a log of who may sign."""
        if changes.owner_name == OWNER:
            words = {True: "may", False: "may not"}
            said = [f"{one.user_id} {words[one.given]} {one.name}" for one in changes.changes]
            self._archive.log(changes.event_id, at=changes.at, text=", ".join(said))

    # --- our own pages and texts -------------------------------------------------------------

    @hookimpl
    def solicense_blueprints(self) -> Sequence[Blueprint]:
        """Add the dialog in which documents are sent and signed."""
        return [make_pages(self._archive)]

    @hookimpl
    def solicense_translations(self) -> Sequence[Path]:
        """Say where our texts are."""
        return [TRANSLATIONS]
