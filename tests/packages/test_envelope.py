"""A line's signature: one algorithm, one spelling, checked before anything is parsed."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault
from solicense_plugin.packages import envelope
from tests.support.hostile import (
    PACKAGE_HEADER,
    b64,
    certificate,
    file,
    line,
    package_line,
    read,
    refusal,
    unb64,
)
from tests.support.signing import Issuer, document

PAYLOAD = json.dumps(document()).encode()
BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_a_hand_made_line_is_read_like_the_issuers_own(issuer: Issuer) -> None:
    """So that whatever is refused below is refused for what is wrong with it."""
    made = file(certificate(issuer), line(PACKAGE_HEADER, PAYLOAD, issuer.key))
    assert read(made, issuer.roots).package.issue_number == 1


@pytest.mark.parametrize(
    "algorithm",
    ["none", "EdDSA", "HS256", "RS256", "ES256", "Ed448", "ed25519", "Ed25519 ", "", None, 7, []],
    ids=repr,
)
def test_every_other_algorithm_is_refused_although_the_signature_holds(
    issuer: Issuer, algorithm: object
) -> None:
    made = line(PACKAGE_HEADER | {"alg": algorithm}, PAYLOAD, issuer.key)
    assert refusal(file(issuer.certificate, made), issuer.roots).fault is Fault.ALGORITHM
    header = {"alg": algorithm, "typ": "solicense-owner-key", "kid": issuer.root.kid}
    approval = line(header, unb64(issuer.certificate.split(b".")[1]), issuer.root)
    assert refusal(file(approval, made), issuer.roots).fault is Fault.ALGORITHM


def test_a_line_without_an_algorithm_is_refused(issuer: Issuer) -> None:
    header = {name: text for name, text in PACKAGE_HEADER.items() if name != "alg"}
    made = file(issuer.certificate, line(header, PAYLOAD, issuer.key))
    assert refusal(made, issuer.roots).fault is Fault.ALGORITHM


def test_the_public_key_is_no_secret_to_sign_with(issuer: Issuer) -> None:
    """The classic mix-up: HMAC with the public key as its secret."""
    signed = b64(json.dumps(PACKAGE_HEADER | {"alg": "HS256"}).encode()) + b"." + b64(PAYLOAD)
    secret = unb64(str(issuer.key.as_dict(private=False)["x"]).encode())
    made = signed + b"." + b64(hmac.digest(secret, signed, hashlib.sha256))
    assert refusal(file(issuer.certificate, made), issuer.roots).fault is Fault.ALGORITHM


def test_the_refused_algorithm_is_named(issuer: Issuer) -> None:
    made = line(PACKAGE_HEADER | {"alg": "none\x1b[2J"}, PAYLOAD, issuer.key)
    assert refusal(file(issuer.certificate, made), issuer.roots).detail == "none\ufffd[2J"


def with_header(issuer: Issuer, header: dict[str, Any] | bytes) -> bytes:
    return file(issuer.certificate, line(header, PAYLOAD, issuer.key))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"crit": ["exp"], "exp": 1}, id="crit"),
        pytest.param({"b64": False, "crit": ["b64"]}, id="unencoded-payload"),
        pytest.param({"b64": True}, id="b64"),
        pytest.param({"jwk": {"kty": "OKP"}}, id="a-key-of-its-own"),
        pytest.param({"jku": "https://evil.example/keys"}, id="the-address-of-a-key"),
        pytest.param({"x5c": ["MIIB"]}, id="certificates"),
        pytest.param({"kid": "test-SUPEROFFICE"}, id="a-key-id"),
        pytest.param({"zip": "DEF"}, id="compression"),
        pytest.param({"note": "x"}, id="anything"),
        pytest.param({"typ": "solicense-owner-key"}, id="the-certificates-type"),
        pytest.param({"typ": "JWT"}, id="another-type"),
        pytest.param({"typ": "Solicense-Package"}, id="its-type-in-another-spelling"),
        pytest.param({"typ": None}, id="no-type"),
        pytest.param({"typ": ["solicense-package"]}, id="a-list-of-types"),
        pytest.param({"cty": "text/plain"}, id="another-content"),
        pytest.param({"cty": "application/json; charset=utf-16"}, id="another-charset"),
        pytest.param({"cty": ""}, id="no-content"),
        pytest.param({"cty": {}}, id="content-of-another-kind"),
    ],
)
def test_a_header_of_a_package_says_what_it_is_and_nothing_more(
    issuer: Issuer, more: dict[str, Any]
) -> None:
    refused = refusal(with_header(issuer, PACKAGE_HEADER | more), issuer.roots)
    assert refused.fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize("name", ["typ", "cty"])
def test_a_header_says_all_of_it(issuer: Issuer, name: str) -> None:
    header = {other: text for other, text in PACKAGE_HEADER.items() if other != name}
    assert refusal(with_header(issuer, header), issuer.roots).fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"not json", id="no-json"),
        pytest.param(b"\xff\xfe", id="no-text"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"Ed25519"', id="a-text"),
        pytest.param(b"[" * 100_000, id="without-end"),
        pytest.param(b'{"a":' * 40 + b"1" + b"}" * 40, id="too-deep"),
        pytest.param(b"1" * 5000, id="a-number-too-long-for-python"),
        pytest.param(json.dumps(PACKAGE_HEADER).encode()[:-1] + b',"x":NaN}', id="no-number"),
        pytest.param(
            b'{"alg":"none",' + json.dumps(PACKAGE_HEADER).encode()[1:], id="an-algorithm-twice"
        ),
        pytest.param(
            json.dumps(PACKAGE_HEADER).encode()[:-1] + b',"typ":"JWT"}', id="a-type-twice"
        ),
    ],
)
def test_a_header_that_cannot_be_read_is_no_signed_licence(issuer: Issuer, header: bytes) -> None:
    """Nothing is known to be signed yet, so that no message may say so."""
    assert refusal(with_header(issuer, header), issuer.roots).fault is Fault.NOT_A_PACKAGE


def test_a_header_beyond_all_measure_is_refused(issuer: Issuer) -> None:
    header = json.dumps(PACKAGE_HEADER).encode() + b" " * 1000
    assert refusal(with_header(issuer, header), issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def with_spaces(signed: bytes, key: OKPKey, spaces: int) -> bytes:
    """Sign a line's header and payload anew, each with spaces behind it."""
    header, payload, _ = signed.split(b".")
    return line(unb64(header) + b" " * spaces, unb64(payload) + b" " * spaces, key)


@pytest.mark.parametrize("part", [0, 1, 2], ids=["header", "payload", "signature"])
@pytest.mark.parametrize(
    "which, fault",
    [
        pytest.param(0, Fault.CERTIFICATE_SIGNATURE, id="certificate"),
        pytest.param(1, Fault.PACKAGE_SIGNATURE, id="package"),
    ],
)
def test_base64url_has_one_spelling(issuer: Issuer, which: int, fault: Fault, part: int) -> None:
    """The last digit of a part may have bits that mean nothing: setting them is refused."""
    plain = [issuer.certificate, line(PACKAGE_HEADER, PAYLOAD, issuer.key)]
    key = [issuer.root, issuer.key][which]
    lengthened = (with_spaces(plain[which], key, spaces) for spaces in range(3))
    parts = next(found for made in lengthened if len((found := made.split(b"."))[part]) % 4)
    good, last = parts[part], BASE64URL.index(parts[part][-1:])
    parts[part] = good[:-1] + BASE64URL[last + 1 : last + 2]
    assert unb64(parts[part]) == unb64(good)
    plain[which] = b".".join(parts)
    assert refusal(file(*plain), issuer.roots).fault is fault


def test_a_part_of_an_impossible_length_is_refused(issuer: Issuer) -> None:
    good = line(PACKAGE_HEADER, PAYLOAD, issuer.key)
    for part in range(3):
        parts = good.split(b".")
        parts[part] = parts[part][: len(parts[part]) // 4 * 4] + b"A"
        refused = refusal(file(issuer.certificate, b".".join(parts)), issuer.roots)
        assert refused.fault is Fault.PACKAGE_SIGNATURE


def test_a_signature_of_another_length_is_refused(issuer: Issuer) -> None:
    signed, _, signature = line(PACKAGE_HEADER, PAYLOAD, issuer.key).rpartition(b".")
    for other in (b64(unb64(signature)[:-1]), b64(unb64(signature) + b"\0"), b64(b"\0" * 2000)):
        refused = refusal(file(issuer.certificate, signed + b"." + other), issuer.roots)
        assert refused.fault is Fault.PACKAGE_SIGNATURE


def test_a_signature_that_was_made_larger_by_the_groups_order_is_refused(issuer: Issuer) -> None:
    """Ed25519 is malleable where S is not checked against the order (RFC 8032, 5.1.7)."""
    order = 2**252 + 27742317777372353535851937790883648493
    signed, _, signature = line(PACKAGE_HEADER, PAYLOAD, issuer.key).rpartition(b".")
    plain = unb64(signature)
    larger = (int.from_bytes(plain[32:], "little") + order).to_bytes(32, "little")
    made = signed + b"." + b64(plain[:32] + larger)
    assert refusal(file(issuer.certificate, made), issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_a_package_signed_with_the_wrong_key_is_refused(issuer: Issuer) -> None:
    other = Issuer(root=issuer.root)
    made = file(issuer.certificate, package_line(other.sign(document())))
    assert refusal(made, issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_a_package_signed_with_the_root_key_is_refused(issuer: Issuer) -> None:
    made = file(issuer.certificate, line(PACKAGE_HEADER, PAYLOAD, issuer.root))
    assert refusal(made, issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_a_payload_is_not_looked_at_before_its_signature_held(issuer: Issuer) -> None:
    stranger = OKPKey.generate_key("Ed25519")
    made = file(issuer.certificate, line(PACKAGE_HEADER, b"[" * 100_000, stranger))
    assert refusal(made, issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_parts_of_two_good_packages_do_not_mix(issuer: Issuer) -> None:
    one, two = (package_line(issuer.sign(document(issue=n))).split(b".") for n in (1, 2))
    for mixed in ((one[0], two[1], one[2]), (two[0], two[1], one[2])):
        made = file(issuer.certificate, b".".join(mixed))
        assert refusal(made, issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_what_is_sealed_is_the_documents_bytes_as_they_are(issuer: Issuer) -> None:
    header = {"typ": "solicense-package", "cty": "application/json"}
    sealed = envelope.seal(b" \r\n{}\xff", header=header, key=issuer.key)
    assert envelope.payload_of(sealed) == b" \r\n{}\xff"


def test_canonical_json_is_sorted_without_spaces_in_utf8() -> None:
    assert envelope.canonical_json({"b": "ø", "a": [1, 2]}) == '{"a":[1,2],"b":"ø"}'.encode()
