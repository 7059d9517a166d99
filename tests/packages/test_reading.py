"""The whole road of a file: what comes out may be trusted, and its hashes name it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.packages.reading import reread_package
from tests.support.hostile import read, refusal
from tests.support.signing import NOW, Issuer, document, module


def test_a_good_file_becomes_its_package(issuer: Issuer) -> None:
    signed = read(issuer.sign(document(module("web", 3), issue=7)), issuer.roots)
    assert signed.package.issue_number == 7
    assert [(found.name, found.quantity) for found in signed.package.licences] == [("web", 3)]


def test_a_file_is_known_by_its_bytes_and_a_document_by_what_was_signed(issuer: Issuer) -> None:
    payload = json.dumps(document()).encode()
    one = read(issuer.sign(payload), issuer.roots)
    assert one.hash == hashlib.sha256(one.content).hexdigest()
    assert one.document_hash == hashlib.sha256(payload).hexdigest()
    renewed = Issuer(root=issuer.root)
    other = read(renewed.sign(payload), renewed.roots)
    assert other.document_hash == one.document_hash
    assert other.hash != one.hash


@pytest.mark.parametrize(
    "zone, expected",
    [
        pytest.param("UTC", "2027-01-01T00:00:00+00:00", id="utc"),
        pytest.param("Asia/Tokyo", "2026-12-31T15:00:00+00:00", id="tokyo"),
    ],
)
def test_dates_without_an_offset_are_the_installations(
    issuer: Issuer, zone: str, expected: str
) -> None:
    content = issuer.sign(document(ExpiryDate="2027-01-01"))
    expiry = read(content, issuer.roots, zone=ZoneInfo(zone)).package.owner.dates.expiry
    assert expiry == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "flip",
    [
        pytest.param(slice(0, 1), id="its-first-byte"),
        pytest.param(slice(-3, -2), id="its-last-byte"),
    ],
)
def test_what_was_changed_in_the_store_is_refused(issuer: Issuer, flip: slice) -> None:
    stored = bytearray(read(issuer.sign(document()), issuer.roots).content)
    stored[flip] = b"!"
    with pytest.raises(PackageRefused):
        reread_package(bytes(stored), roots=issuer.roots, zone=UTC)


def test_a_stored_package_is_refused_once_its_root_is_trusted_no_more(issuer: Issuer) -> None:
    stored = read(issuer.sign(document()), issuer.roots).content
    successor = Issuer()
    with pytest.raises(PackageRefused) as refused:
        reread_package(stored, roots=successor.roots, zone=UTC)
    assert refused.value.fault is Fault.CERTIFICATE_SIGNATURE


@pytest.mark.parametrize(
    "fields, fault, detail",
    [
        pytest.param(
            document(module("web"), module("WEB")), Fault.CONTRADICTORY, "web", id="module-twice"
        ),
        pytest.param(
            document(
                module("a", PrerequisiteModuleName="b"), module("b", PrerequisiteModuleName="A")
            ),
            Fault.CONTRADICTORY,
            "a",
            id="prerequisites-in-a-circle",
        ),
        pytest.param(
            document(
                module("p", ExtraFlags=1, ExtraInfo="set=q"),
                module("q", ExtraFlags=1, ExtraInfo="set=p"),
            ),
            Fault.CONTRADICTORY,
            "q",
            id="plans-in-a-circle",
        ),
        pytest.param(
            document(GraceDate=(NOW + timedelta(days=99)).isoformat()),
            Fault.CONTRADICTORY,
            "AdminWarningDate ≤ ExpiryDate ≤ GraceDate",
            id="grace-before-expiry",
        ),
    ],
)
def test_a_signed_contradiction_is_refused(
    issuer: Issuer, fields: dict[str, object], fault: Fault, detail: str
) -> None:
    refused = refusal(issuer.sign(fields), issuer.roots)
    assert (refused.fault, refused.detail) == (fault, detail)


def test_a_package_that_has_expired_or_is_not_valid_yet_is_read_all_the_same(
    issuer: Issuer,
) -> None:
    """Those are objections to its activation, and shown there."""
    long_ago = (NOW - timedelta(days=10)).isoformat()
    soon = (NOW + timedelta(days=10)).isoformat()
    read(issuer.sign(document(ExpiryDate=long_ago)), issuer.roots)
    read(issuer.sign(document(IssuedAt=soon)), issuer.roots)
