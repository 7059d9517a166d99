"""From in order to lapsed: what the dates of an owner's licences mean now."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from solicense_plugin.domain.owner import Dates


class Validity(StrEnum):
    """The states of an owner's licences, in the order in which they come."""

    IN_ORDER = "in-order"
    #: Administrators are told that it will expire.
    WARNING = "warning"
    #: Expired, in grace: everything still works.
    EXPIRED = "expired"
    #: After grace, or revoked: read-only, and nothing can be assigned.
    LAPSED = "lapsed"


def validity(dates: Dates, now: datetime, *, is_revoked: bool = False) -> Validity:
    """Tell the state at a moment. A state begins with its date, to the microsecond.

    :param is_revoked: whether a root key has taken back the package or the key that signed
        it. An accepted package outlives its key's expiry, not its revocation (design 4), so
        that no date counts any more.
    """
    if is_revoked:
        return Validity.LAPSED
    for date, state in (
        (dates.grace, Validity.LAPSED),
        (dates.expiry, Validity.EXPIRED),
        (dates.admin_warning, Validity.WARNING),
    ):
        if date is not None and now >= date:
            return state
    return Validity.IN_ORDER


def is_maintained(maintenance: datetime | None, now: datetime) -> bool:
    """Tell whether releases may be installed: until the maintenance date comes."""
    return maintenance is None or now < maintenance
