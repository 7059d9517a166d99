"""Packages: who gets one, and that it is the one that the source says."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.issuer import keys
from tests.issuer.server.conftest import ME, NEIGHBOUR, Server, said
from tests.support.hostile import package_line, unb64
from tests.support.licence_folder import LicenceFolder
from tests.support.signing import NOW, SERIAL, Issuer, module


def test_a_customer_gets_what_his_source_says_signed(server: Server) -> None:
    answer = server.package()
    assert answer.content_type == "application/vnd.solicense.package"
    package = server.read(answer).package
    assert {licence.name: licence.quantity for licence in package.licences}["ten-sales"] == 21
    assert package.issued_at == NOW


def test_each_customer_gets_his_own(server: Server) -> None:
    assert server.signed(NEIGHBOUR).package.identity.serial_number == NEIGHBOUR["serial"]
    assert server.current().identity.serial_number == SERIAL


def test_a_source_in_xml_is_signed_as_xml_with_everything_in_it(server: Server) -> None:
    name = "Å & <b> 漢字"
    server.folder.customer(
        module("web", ModuleDescriptions={"da": "På dansk"}, Unheard="of"),
        xml=True,
        SerialNr="X-1",
        CompanyName=name,
    )
    signed = server.signed({"serial": "X-1", "company": name})
    (licence,) = signed.package.licences
    assert licence.description.translations == {"da": "På dansk"}
    assert b"<Unheard>of</Unheard>" in _document(signed.content)


def test_what_the_server_does_not_know_is_signed_too(server: Server) -> None:
    server.folder.customer(
        SerialNr=NEIGHBOUR["serial"], CompanyName=NEIGHBOUR["company"], Unheard={"of": [1, 2]}
    )
    assert b'"Unheard"' in _document(server.signed(NEIGHBOUR).content)


def _document(content: bytes) -> bytes:
    return unb64(package_line(content).split(b".")[1])


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({**ME, "serial": f"  {SERIAL}\n"}, id="space-around-the-serial"),
        pytest.param({**ME, "company": "\tNordlys Design AS "}, id="space-around-the-company"),
        pytest.param({**ME, "issue": "7"}, id="with-the-issue-that-it-has"),
    ],
)
def test_serial_and_company_are_trimmed(server: Server, query: dict[str, str]) -> None:
    assert server.package(query).status_code == 200


def test_composed_and_decomposed_letters_are_the_same_company(server: Server) -> None:
    server.folder.customer(SerialNr="NFC", CompanyName="Blåbær A\u030angstro\u0308m AS")
    company = "Bla\u030abær Ångström AS"
    assert server.package({"serial": "NFC", "company": company}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({**ME, "serial": "1010000008"}, id="unknown-serial"),
        pytest.param({**ME, "company": "Nordlys Design"}, id="part-of-the-company"),
        pytest.param({**ME, "company": "nordlys design as"}, id="company-in-small-letters"),
        pytest.param({**ME, "company": NEIGHBOUR["company"]}, id="the-neighbours-company"),
        pytest.param({**ME, "company": "Nordlys  Design AS"}, id="two-spaces"),
        pytest.param({**ME, "serial": "../licences/" + SERIAL}, id="a-path"),
        pytest.param({**ME, "serial": "." + SERIAL}, id="a-hidden-file"),
        pytest.param({**ME, "serial": SERIAL + "\x00"}, id="a-null"),
        pytest.param({**ME, "serial": SERIAL + "."}, id="a-dot-that-some-systems-drop"),
        pytest.param({**ME, "serial": "/etc/passwd"}, id="an-absolute-path"),
        pytest.param({**ME, "serial": "１０１００００００６"}, id="digits-of-another-script"),
        pytest.param({**ME, "serial": "9" * 254}, id="a-long-one"),
    ],
)
def test_whoever_is_not_known_gets_one_and_the_same_answer(
    server: Server, query: dict[str, str]
) -> None:
    answer = server.package(query)
    assert answer.status_code == 404
    assert said(answer) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no licence for this serial number and company.",
        "code": "ProblemWithLicense",
    }


def test_nothing_is_issued_to_whoever_is_not_known(server: Server) -> None:
    server.package({**ME, "company": "Somebody Else AS"})
    assert not (server.folder.path / "issued").exists()


def test_another_owners_packages_are_not_here(server: Server) -> None:
    assert server.get("/packages/ACME").status_code == 404
    assert server.get("/packages/superoffice").status_code == 404


def test_whoever_has_the_package_is_sent_nothing(server: Server) -> None:
    first = server.package()
    assert first.headers["ETag"] == f'"{hashlib.sha256(first.data).hexdigest()}"'
    again = server.package(headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_whoever_has_an_older_package_is_sent_the_current_one(server: Server) -> None:
    old = server.package().headers["ETag"]
    server.folder.customer(module("ten-sales", 18))
    new = server.package(headers={"If-None-Match": old})
    assert new.status_code == 200
    assert new.headers["ETag"] != old


def test_a_package_is_kept_by_no_cache_between(server: Server) -> None:
    assert server.package().headers["Cache-Control"] == "private, no-cache"
    assert server.package({**ME, "serial": "1"}).headers["Cache-Control"] == "no-store"


def test_a_source_of_a_later_day_keeps_its_date(server: Server) -> None:
    later = (NOW + timedelta(days=30)).isoformat()
    server.folder.customer(IssuedAt=later)
    assert server.current().issued_at == NOW + timedelta(days=30)
    server.folder.customer(IssuedAt=(NOW - timedelta(days=30)).isoformat())
    assert server.current().issued_at == NOW


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"ModuleLicenses": []}, id="without-licences"),
        pytest.param({"IssuedAt": "tomorrow"}, id="no-date"),
        pytest.param({"OwnerName": "ACME"}, id="another-owner"),
        pytest.param({"IssueNumber": 2**31}, id="a-number-too-high"),
        pytest.param({"Padding": "x" * 800_000}, id="too-large"),
    ],
)
def test_a_source_that_customers_would_refuse_is_not_issued(
    server: Server, change: dict[str, Any]
) -> None:
    server.folder.customer(**change)
    answer = server.package()
    assert (answer.status_code, said(answer)["code"]) == (500, "UnknownError")
    assert server.status()["code"] == "UnknownError"
    assert server.package(NEIGHBOUR).status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"<LicenseInfo/>"])
def test_a_half_written_source_is_no_source_until_it_is_whole(
    server: Server, content: bytes
) -> None:
    file = server.folder.customer()
    whole = file.read_bytes()
    file.write_bytes(content)
    assert server.package().status_code == 500
    file.write_bytes(whole)
    assert server.package().status_code == 200


def test_an_expired_certificate_signs_nothing_new(server: Server) -> None:
    server.package()
    server.clock.now = NOW + timedelta(days=400)
    assert server.package().status_code == 200
    server.folder.customer(module("ten-sales", 18))
    assert said(server.package())["code"] == "UnknownError"


def test_a_rotated_key_issues_every_package_again(server: Server, issuer: Issuer) -> None:
    before = server.signed()
    server.folder.rotate(Issuer(root=issuer.root))
    after = server.signed()
    assert after.package.issue_number == before.package.issue_number + 1
    assert after.package.licences == before.package.licences


def test_a_key_that_does_not_fit_the_certificate_signs_nothing(
    server: Server, folder: LicenceFolder
) -> None:
    folder.write("key", str(keys.generate("x").as_dict(private=True)).replace("'", '"'))
    assert said(server.package())["code"] == "UnknownError"
