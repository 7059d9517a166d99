"""The root keys that an operator configures: a set that cannot be meant is refused at start."""

from __future__ import annotations

import json

import pytest
from joserfc.jwk import OKPKey

from solicense_plugin.issuer import keys
from solicense_plugin.packages.trust import RootKeys
from tests.support.hostile import b64, jwk
from tests.support.signing import Issuer


def test_the_root_set_is_read_by_key_id(issuer: Issuer) -> None:
    assert list(RootKeys.from_jwks(issuer.jwks).keys) == ["test-root"]
    assert RootKeys.from_jwks(issuer.jwks)


PRIVATE = keys.generate("root").as_dict(private=True)


@pytest.mark.parametrize(
    "content, problem",
    [
        pytest.param("", "is no JWK set", id="nothing"),
        pytest.param("no json", "is no JWK set", id="no-json"),
        pytest.param("[]", "is no JWK set", id="a-list"),
        pytest.param("null", "is no JWK set", id="null"),
        pytest.param("{}", "is no JWK set", id="no-keys"),
        pytest.param({"keys": []}, "is no JWK set", id="an-empty-list"),
        pytest.param({"keys": 7}, "is no JWK set", id="a-number-of-keys"),
        pytest.param({"keys": ["key"]}, "is no JWK set", id="a-text-for-a-key"),
        pytest.param({"keys": [{"kty": []}]}, "is no JWK set", id="a-list-for-a-type"),
        pytest.param(jwk(kid="root"), "is no JWK set", id="a-key-and-no-set"),
        pytest.param({"keys": [jwk(kid="root", x="AAAA")]}, "is no JWK set", id="a-damaged-key"),
        pytest.param({"keys": [jwk(kid="root", crv="Ed9")]}, "is no JWK set", id="no-curve"),
        pytest.param({"keys": [jwk()]}, "no kid", id="a-key-without-an-id"),
        pytest.param({"keys": [jwk(kid="")]}, "no kid", id="an-empty-id"),
        pytest.param(
            {"keys": [OKPKey.generate_key("Ed448", {"kid": "root"}).as_dict(private=False)]},
            "not Ed25519",
            id="another-curve",
        ),
        pytest.param(
            {"keys": [{"kty": "oct", "kid": "root", "k": b64(b"s" * 64).decode()}]},
            "not Ed25519",
            id="a-shared-secret",
        ),
        pytest.param({"keys": [PRIVATE]}, "private half of root", id="a-private-key"),
        pytest.param(
            {"keys": [jwk(kid="root"), jwk(kid="root")]}, "two keys with the kid root", id="twice"
        ),
    ],
)
def test_a_root_set_that_cannot_be_meant_is_refused_with_its_reason(
    content: object, problem: str
) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(ValueError, match=problem):
        RootKeys.from_jwks(text)
