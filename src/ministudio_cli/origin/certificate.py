"""The certificate that films are signed with: a studio's own, or one that this machine made for itself.

Read from the user's environment, never from a film's `.env`::

    MINISTUDIO_SIGN_CERTIFICATE   the chain as PEM, the signer first: a file
    MINISTUDIO_SIGN_KEY           its private key as PEM: a file, or the text itself
    MINISTUDIO_SIGN_PASSPHRASE    the passphrase of that key
    MINISTUDIO_SIGN_COMMAND       in place of a key: a command that is given the bytes and answers with their signature
    MINISTUDIO_SIGN_TIMESTAMP     the address of a time stamping authority (RFC 3161)

Without these, from `sign/` in the user's own configuration, which `ministudio sign --setup` fills.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ministudio_cli.configuration import configuration_folder, write_private
from ministudio_cli.errors import MissingPart, UsageFault
from ministudio_cli.origin.keys import algorithm_of, by_command, by_key, pem_text, private_key
from ministudio_cli.secrets import redact

CHAIN, KEY = "chain.pem", "key.pem"
_YEARS = 5


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the chain (PEM, the signer first), the algorithm as C2PA names it, the function that signs bytes, the
    address of a time stamping authority or “”, and in whose name.
    """

    chain: str
    algorithm: str
    sign: Callable[[bytes], bytes]
    timestamp: str
    name: str
    until: dt.datetime


def folder() -> Path:
    """Where this machine's own certificate stands."""
    return configuration_folder() / "sign"


def signer() -> Signer | None:
    """Who signs films here; None where nobody does. Raises UsageFault where a certificate or key cannot be used."""
    named = os.environ.get("MINISTUDIO_SIGN_CERTIFICATE", "")
    key, command = os.environ.get("MINISTUDIO_SIGN_KEY", ""), os.environ.get("MINISTUDIO_SIGN_COMMAND", "")
    if named:
        if not (key or command):
            raise UsageFault(
                "there is a certificate to sign with and no key", hint="set MINISTUDIO_SIGN_KEY or _COMMAND"
            )
        chain_file = Path(named)
    elif key or command:
        raise UsageFault("there is a key to sign with and no certificate", hint="set MINISTUDIO_SIGN_CERTIFICATE")
    elif (folder() / CHAIN).is_file():
        chain_file, key = folder() / CHAIN, str(folder() / KEY)
    else:
        return None
    chain = pem_text(chain_file, "certificate")
    certificates = _ordered(chain, chain_file)
    until = _in_time(certificates[0], chain_file)
    made = by_command(command, certificates[0]) if command else by_key(private_key(key), certificates[0])
    return Signer(
        chain, algorithm_of(certificates[0]), made, os.environ.get("MINISTUDIO_SIGN_TIMESTAMP", ""),
        _name(certificates[0].subject), until,
    )  # fmt: skip


def set_up(name: str) -> Signer:
    """Make a certificate of this machine's own for a studio's `name`. Raises UsageFault where there is one already."""
    if (folder() / KEY).exists():
        raise UsageFault(
            f"there is a key already: {folder() / KEY}", hint="move it away first; films keep what it signed"
        )
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    above, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    # The key above signs one certificate and is forgotten.
    chain = [
        certificate(f"{name}: signing", name, own, f"{name}: root", above),
        certificate(f"{name}: root", name, above, f"{name}: root", above),
    ]
    text = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain).decode()
    plain = serialization.NoEncryption()
    secret = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()
    redact(secret)
    write_private(folder() / KEY, secret)
    write_private(folder() / CHAIN, text)
    found = signer()
    if found is None:
        raise UsageFault("the certificate that was just made is not there", hint="look at that folder")
    return found


def certificate(subject: str, studio: str, key: Any, issuer: str, above: Any, *, days: int = 365 * _YEARS) -> Any:
    """A certificate as C2PA asks for it (specification 2.2, section 14.5); its issuer's own where the keys are one."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415

    def named(words: str) -> Any:
        parts = ((NameOID.COMMON_NAME, words[:64]), (NameOID.ORGANIZATION_NAME, studio[:64]))
        return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])

    top, now = key is above, dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1) + min(dt.timedelta(), dt.timedelta(days=days)))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=top, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(digital_signature=not top, key_cert_sign=top, crl_sign=top, **usage), critical=True
        )
    )
    if not top:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return built.sign(above, hashes.SHA256())


def _ordered(chain: str, path: Path) -> list[Any]:
    """The certificates of a chain. Raises UsageFault where they do not follow from each other, the signer first."""
    try:
        from cryptography import x509  # noqa: PLC0415
    except ImportError:
        raise MissingPart("signing needs the package cryptography", hint="pip install cryptography") from None
    try:
        found = x509.load_pem_x509_certificates(chain.encode())
    except ValueError:
        raise UsageFault(f"{path} holds no certificate", hint="give the chain as PEM, the signer first") from None
    for below, above in itertools.pairwise(found):
        try:
            below.verify_directly_issued_by(above)
        except Exception:  # noqa: BLE001 - every way of not following is one
            raise UsageFault(
                f"the certificates of {path} are out of order: “{_name(above.subject)}” did not issue "
                f"“{_name(below.subject)}”",
                hint="put the signer first, then who issued it, and so on",
            ) from None
    return found


def _in_time(signing: Any, path: Path) -> dt.datetime:
    now, until = dt.datetime.now(dt.UTC), signing.not_valid_after_utc
    if now > until:
        raise UsageFault(f"the certificate of {path} expired on {until:%Y-%m-%d}", hint="give one that is valid today")
    if now < signing.not_valid_before_utc:
        raise UsageFault(
            f"the certificate of {path} is not valid before {signing.not_valid_before_utc:%Y-%m-%d}",
            hint="give one that is valid today, and look at this machine’s clock",
        )
    return until  # type: ignore[no-any-return]


def _name(subject: Any) -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    found = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else subject.rfc4514_string()
