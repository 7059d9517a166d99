"""Certificates of a certificate authority that tests trust, good ones and others."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Authority:
    """Who signs certificates. Another one of the same name is a stranger."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=_key)

    def _builder(
        self, subject: str, key: ec.EllipticCurvePrivateKey, until: datetime
    ) -> x509.CertificateBuilder:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("Authority of the tests"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(until - 30 * _DAY)
            .not_valid_after(until)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(identifier, False)
        )

    def trusting(self) -> ssl.SSLContext:
        """Return what a client has that trusts this authority alone."""
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        own = self._builder("Authority of the tests", self.key, datetime.now(UTC) + 9 * _DAY)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        signed = own.add_extension(usage, True).sign(self.key, hashes.SHA256())
        return ssl.create_default_context(cadata=signed.public_bytes(Encoding.PEM).decode())

    def serving(self, name: str, *, expired: bool = False) -> ssl.SSLContext:
        """Return what a server has that shows a certificate for a name."""
        key = _key()
        until = datetime.now(UTC) + (-_DAY if expired else _DAY)
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        builder = self._builder(name, key, until).add_extension(names, False)
        signed = builder.sign(self.key, hashes.SHA256())
        file = self.folder / "server.pem"
        file.write_bytes(
            signed.public_bytes(Encoding.PEM)
            + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context
