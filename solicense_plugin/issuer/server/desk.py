"""Who gets what: the rules of the licence server, without HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.server import issuing
from solicense_plugin.issuer.server.changes import is_authorised, move_of
from solicense_plugin.issuer.server.folder import Folder
from solicense_plugin.issuer.server.issuing import Issued
from solicense_plugin.issuer.server.messages import message_to
from solicense_plugin.issuer.server.sources import Source, source_of
from solicense_plugin.issuer.server.statuses import Answer, Declined

#: How far back a module's history goes, in packages.
HISTORY = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers customers.

    Every method raises ``FolderFault`` when the folder holds something that cannot work.
    """

    folder: Folder
    clock: Callable[[], datetime]

    def owner(self) -> str:
        """Return whose packages these are."""
        return self.folder.owner().owner

    def source(self, identity: Identity) -> Source:
        """Return what a customer is to have.

        :raises Declined: there is no such customer.
        """
        found = source_of(self.folder, identity)
        if found is None:
            raise Declined.unknown()
        return found

    def package(self, identity: Identity) -> Issued:
        """Return a customer's current package.

        :raises Declined: says what there is instead.
        """
        return issuing.current(self.folder, self._granted(identity), now=self.clock())

    def status(self, identity: Identity, issue: int | None) -> Answer:
        """Compare what a customer has with what he is to have.

        :param issue: the number that he has, ``None`` for nothing.
        """
        try:
            newest = self.package(identity).number
        except Declined as declined:
            return declined.answer
        if told := message_to(self.folder, identity.serial_number):
            return replace(told, issue_number=newest)
        return Answer(_compared(issue, newest), issue_number=newest)

    def change(self, old: Identity, new: Identity) -> Issued:
        """Return the first package of an installation's new identity.

        Its number is higher than any that the old serial number was given, because an
        installation accepts no lower one.

        :raises Declined: the issuer has not authorised it.
        """
        if source_of(self.folder, new) is None or not is_authorised(self.folder, old, new):
            answer = Answer(LicenceStatus.PROBLEM_WITH_LICENCE)
            raise Declined(answer, HTTPStatus.FORBIDDEN, "This change is not authorised.")
        above = self._above(old, new)
        return issuing.current(self.folder, self._granted(new), now=self.clock(), above=above)

    def history(self, identity: Identity, module: str) -> Iterator[dict[str, object]]:
        """Return how many of a licence each package granted, the newest first.

        :raises Declined: there is no such customer.
        """
        self.source(identity)
        for issued in issuing.issued_to(self.folder, identity.serial_number)[:HISTORY]:
            package = issued.package()
            granted = {licence.key: licence.quantity for licence in package.licences}
            yield {
                "issueNumber": issued.number,
                "issuedAt": package.issued_at.isoformat(),
                "quantity": granted.get(module_key(module), 0),
            }

    def _granted(self, identity: Identity) -> Source:
        """Return a customer's source, if he is to have it now and under this identity."""
        self._demand_unmoved(identity)
        source = self.source(identity)
        told = message_to(self.folder, identity.serial_number)
        if told and told.code is not LicenceStatus.NEW_LICENCE_ACTIVATED:
            raise Declined(told, HTTPStatus.FORBIDDEN, told.message or "No package for now.")
        return source

    def _demand_unmoved(self, identity: Identity) -> None:
        new = move_of(self.folder, identity)
        if new is None or source_of(self.folder, new) is None:
            return
        is_serial = new.serial_number != identity.serial_number
        code = (
            LicenceStatus.NEW_SERIAL_AVAILABLE
            if is_serial
            else LicenceStatus.NEW_COMPANY_NAME_AVAILABLE
        )
        answer = Answer(code, company_name=new.company_name, serial_number=new.serial_number)
        raise Declined(answer, HTTPStatus.CONFLICT, "This customer has a new identity.")

    def _above(self, old: Identity, new: Identity) -> int:
        if old.serial_number == new.serial_number or source_of(self.folder, old) is None:
            return 0
        return issuing.newest_number(self.folder, old.serial_number)


def _compared(issue: int | None, newest: int) -> LicenceStatus:
    if issue is None or issue < newest:
        return LicenceStatus.NEW_LICENCE_AVAILABLE
    # A higher number than ours: our folder was lost, or restored from an old copy.
    return LicenceStatus.OK if issue == newest else LicenceStatus.PROBLEM_WITH_LICENCE
