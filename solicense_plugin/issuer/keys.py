"""Ed25519 keys: the private half for its owner's eyes, the public half to hand on.

As files, and the private half also as an environment variable, where a system keeps
its secrets so.
"""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

#: Of a file that only its owner may read.
_SECRET = 0o600


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The two files of one key."""

    #: A JWK with its private part.
    private: Path
    #: A JWK set of the public part, as ``SOLICENSE_ROOT_KEYS`` and ``approve`` take it.
    public: Path

    @classmethod
    def named(cls, name: Path) -> KeyFiles:
        """Return the files that belong to a name."""
        return cls(
            name.with_name(f"{name.name}.private.jwk"), name.with_name(f"{name.name}.public.jwks")
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that holds a private key, as its file would."""

    name: str

    def __str__(self) -> str:
        """Return how a command line names it."""
        return f"env:{self.name}"


#: Where a private key is.
Private = Path | Variable


def generate(kid: str) -> OKPKey:
    """Make a new key.

    :param kid: its id, by which a certificate names the root key that signed it.
    """
    return OKPKey.generate_key("Ed25519", {"kid": kid, "use": "sig", "alg": "Ed25519"})


def public_set(*keys: OKPKey) -> str:
    """Return the public halves as a JWK set."""
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}, indent=2) + "\n"


def save(key: OKPKey, files: KeyFiles) -> None:
    """Write a key's two files; neither may be there yet.

    :raises FileExistsError: a key is never written over.
    """
    for path in (files.private, files.public):
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    content = json.dumps(key.as_dict(private=True), indent=2) + "\n"
    descriptor = os.open(files.private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    with files.public.open("x") as file:
        file.write(public_set(key))


def load_private(place: Private) -> OKPKey:
    """Read a private key.

    :raises ValueError: it is no private Ed25519 key, or the variable is not set.
    """
    key = _ed25519(_content(place), place)
    if not key.is_private:
        message = f"{place} is no private key"
        raise ValueError(message)
    return key


def load_public(path: Path) -> OKPKey:
    """Read the one public key of a JWK set.

    :raises ValueError: it is no set of one Ed25519 key.
    """
    content = _content(path)
    keys = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(keys, list) or len(keys) != 1:
        message = f"{path} is no JWK set of one key"
        raise ValueError(message)
    return _ed25519(keys[0], path)


def _content(place: Private) -> object:
    if isinstance(place, Variable) and place.name not in os.environ:
        message = f"{place} is not set"
        raise ValueError(message)
    try:
        content: object = json.loads(_text(place))
    except ValueError as error:
        message = f"{place} is no JSON"
        raise ValueError(message) from error
    return content


def _text(place: Private) -> str:
    if isinstance(place, Variable):
        return os.environ[place.name]
    return place.read_text(encoding="utf-8")


def _ed25519(jwk: object, place: Private) -> OKPKey:
    try:
        if isinstance(jwk, dict) and jwk.get("crv") == "Ed25519":
            return OKPKey.import_key(jwk)
    except (JoseError, ValueError) as error:
        message = f"{place} holds a damaged key"
        raise ValueError(message) from error
    message = f"{place} holds no Ed25519 key"
    raise ValueError(message)
