"""Asking for a licence where the licence server cannot be reached."""

from __future__ import annotations

import secrets

from solicense_plugin.domain.errors import NotFound, NotIdentified
from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.domain.request_code import NONCE, RequestCode
from solicense_plugin.services.context import Context
from solicense_plugin.store import owners


def make(context: Context, *, owner: str) -> RequestCode:
    """Make a request code that no other one equals. Nothing of it is stored.

    An owner of whom there is nothing here yet can be asked for the first licence.

    :raises NotFound: no owner can have that name.
    :raises NotIdentified: nobody has said whose installation this is.
    """
    if not is_owner_name(owner):
        raise NotFound
    with context.reading() as reading:
        identity, record = reading.installation.identity, owners.by_name(reading, owner)
    if identity is None:
        raise NotIdentified
    number = record.issue_number if record else 0
    return RequestCode(owner, identity, number, secrets.token_bytes(NONCE))
