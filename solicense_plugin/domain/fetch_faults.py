"""Why asking a licence server failed: a closed set, whatever a network or a server does."""

from __future__ import annotations

from enum import StrEnum

from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.domain.texts import printable


class FetchFault(StrEnum):
    """Why a licence server could not be asked, or its answer not used.

    Whatever it is, nothing has changed here, and a licence file that the owner sends
    can be loaded instead.
    """

    # It may not be asked at all.
    #: The owner's licence URL is no address that can be asked. The administrator asks the
    #: owner for a package with a right one.
    BAD_ADDRESS = "bad-address"
    #: The operator has not allowed this server. He adds it to SOLICENSE_LICENCE_HOSTS.
    NOT_PERMITTED = "not-permitted"
    #: The name leads into a private network. If that is meant, the operator allows the
    #: full origin (https://licences.example.intern) instead of the name alone.
    NOT_PUBLIC = "not-public"
    # It could not be reached.
    #: Nobody knows a host of this name. The administrator looks at the name and at the
    #: name service.
    NO_SUCH_HOST = "no-such-host"
    #: Nothing listens there. The administrator tries again later, or asks the owner.
    REFUSED = "refused"
    #: No way leads there. The administrator looks at network and firewall.
    UNREACHABLE = "unreachable"
    #: The whole exchange took longer than it may. The administrator tries again later.
    TIMEOUT = "timeout"
    #: The connection broke before the answer was complete. The administrator tries again.
    BROKEN_OFF = "broken-off"
    # Something else than the licence server answered, or may have.
    #: What listens there does not speak HTTPS. The operator looks at address and port.
    NOT_HTTPS = "not-https"
    #: The server's certificate does not hold for this name (unknown issuer, expired,
    #: another name). The operator has the server's or his own certificates put right.
    CERTIFICATE = "certificate"
    #: The answer is no HTTP. The operator looks at address and port.
    NOT_HTTP = "not-http"
    #: It sends to another address, where we do not follow. The owner has to name the
    #: right one in the package.
    REDIRECT = "redirect"
    #: The answer is larger than any licence package. The administrator asks the owner.
    TOO_LARGE = "too-large"
    #: The answer is none of those agreed on: a wrong status or type, or what it says
    #: cannot be read. The administrator asks the owner.
    UNEXPECTED_ANSWER = "unexpected-answer"
    #: The server says that it has a problem itself. The administrator tries again later.
    SERVER_PROBLEM = "server-problem"


class FetchFailed(LicenceError):
    """A licence server that could not be asked, or whose answer cannot be used."""

    def __init__(self, fault: FetchFault, detail: str = "") -> None:
        shown = printable(detail)
        super().__init__(fault, shown)
        #: The class of fault, which has one message in every language.
        self.fault = fault
        #: What it is about (a host, an address, a status), as pages and logs can show it.
        #: Hostile text, so that pages escape it.
        self.detail = shown
