"""What people and attackers put into the form for a licence file, and why it is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO

from solicense_plugin.domain.errors import Fault
from solicense_plugin.issuer import keys
from solicense_plugin.packages.lines import MAX_BYTES
from tests.support.hostile import PACKAGE_HEADER, file, line, package_line
from tests.support.signing import NOW, Issuer, document, module

_BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))


def good(issuer: Issuer, issue: int = 3) -> bytes:
    """A file that is accepted."""
    return issuer.sign(document(issue=issue))


def _xml(text: str) -> Callable[[Issuer], bytes]:
    return lambda issuer: issuer.sign(text.encode(), "application/xml")


def _json(text: str) -> Callable[[Issuer], bytes]:
    return lambda issuer: issuer.sign(text.encode())


def _changed(**fields: object) -> Callable[[Issuer], bytes]:
    return lambda issuer: issuer.sign(document(issue=3) | fields)


def _under(algorithm: object) -> Callable[[Issuer], bytes]:
    """Sign as is right, below a header that says something else."""
    header = PACKAGE_HEADER | {"alg": algorithm}
    payload = json.dumps(document(issue=3)).encode()
    return lambda issuer: file(issuer.certificate, line(header, payload, issuer.key))


def _another_key(issuer: Issuer) -> bytes:
    return file(issuer.certificate, package_line(good(Issuer())))


def _unknown_root(_issuer: Issuer) -> bytes:
    return good(Issuer(root=keys.generate("of-somebody-else")))


def _expired(issuer: Issuer) -> bytes:
    return file(issuer.approve(expires_at=NOW), package_line(good(issuer)))


def _partner(issuer: Issuer) -> bytes:
    """A partner who is approved, and signs for the platform."""
    return good(Issuer("ACME", issuer.root))


def _docx(_issuer: Issuer) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 50)
    return written.getvalue()


#: What it is, how it is made, why it is refused, and what the message names.
HOSTILE: dict[str, tuple[Callable[[Issuer], bytes], Fault, str]] = {
    # No licence file at all.
    "newlines": (lambda _: b"\r\n\n", Fault.EMPTY, ""),
    "1 MiB and a byte": (lambda _: b"e" * (MAX_BYTES + 1), Fault.TOO_LARGE, str(MAX_BYTES)),
    "UTF-16": (lambda i: good(i).decode().encode("utf-16"), Fault.NOT_TEXT, ""),
    "a .docx": (_docx, Fault.NOT_TEXT, ""),
    "bare XML": (lambda _: b"<LicenseInfo></LicenseInfo>", Fault.UNSIGNED, ""),
    "a third line": (lambda i: good(i) + b"e30.e30.e30\n", Fault.NOT_A_PACKAGE, ""),
    "the second line alone": (lambda i: package_line(good(i)), Fault.NOT_A_PACKAGE, ""),
    "cut off": (lambda i: good(i)[:-90], Fault.NOT_A_PACKAGE, ""),
    # Its signatures do not hold.
    "HS256": (_under("HS256"), Fault.ALGORITHM, "HS256"),
    "EdDSA": (_under("EdDSA"), Fault.ALGORITHM, "EdDSA"),
    "none": (_under("none"), Fault.ALGORITHM, "none"),
    "another key": (_another_key, Fault.PACKAGE_SIGNATURE, ""),
    "another root of that name": (lambda _: good(Issuer()), Fault.CERTIFICATE_SIGNATURE, ""),
    "an unknown root": (_unknown_root, Fault.UNKNOWN_ROOT, "of-somebody-else"),
    "an expired owner key": (
        _expired,
        Fault.OWNER_KEY_EXPIRED,
        "SUPEROFFICE",
    ),
    "a partner for the platform": (_partner, Fault.FOREIGN_OWNER, "SUPEROFFICE"),
    # It is signed, and makes no sense.
    "no company": (_changed(CompanyName=None), Fault.MALFORMED, "CompanyName"),
    "duplicate keys": (
        _json('{"IssueNumber": 1, "IssueNumber": 2}'),
        Fault.DUPLICATE_KEY,
        "IssueNumber",
    ),
    "a document type": (_xml("<!DOCTYPE LicenseInfo><LicenseInfo/>"), Fault.FORBIDDEN_XML, ""),
    "entities": (
        _xml(
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><LicenseInfo>&e;</LicenseInfo>'
        ),
        Fault.FORBIDDEN_XML,
        "",
    ),
    "billion laughs": (
        _xml(f"<!DOCTYPE x [{_BILLION}]><LicenseInfo>&l8;</LicenseInfo>"),
        Fault.FORBIDDEN_XML,
        "",
    ),
    "deep JSON": (_json('{"a":' * 20_000 + "1" + "}" * 20_000), Fault.TOO_DEEP, ""),
    "deep XML": (
        _xml(f"<LicenseInfo>{'<a>' * 20_000}{'</a>' * 20_000}</LicenseInfo>"),
        Fault.TOO_DEEP,
        "",
    ),
    "a module twice": (
        _changed(ModuleLicenses=[module("web"), module("WEB")]),
        Fault.CONTRADICTORY,
        "web",
    ),
    # It is sound, and not for here or not for now.
    "another serial number": (_changed(SerialNr="1"), Fault.UNKNOWN_SERIAL, "1"),
    "another company": (_changed(CompanyName="Acme"), Fault.WRONG_COMPANY, "Acme"),
    "a lower issue number": (lambda i: good(i, 1), Fault.LOWER_ISSUE_NUMBER, "1"),
}
