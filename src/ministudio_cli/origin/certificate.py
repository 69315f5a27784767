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
import secrets
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ministudio_cli.configuration import configuration_folder
from ministudio_cli.errors import MissingPart, UsageFault
from ministudio_cli.secrets import redact

CHAIN, KEY = "chain.pem", "key.pem"
_YEARS = 5
_SIGNING = 60
"""Seconds that a signing command may take."""


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
    chain = _read(chain_file, "certificate")
    certificates = _ordered(chain, chain_file)
    until = _in_time(certificates[0], chain_file)
    made = _by_command(command, certificates[0]) if command else _by_key(_key(key), certificates[0])
    return Signer(
        chain, _algorithm(certificates[0]), made, os.environ.get("MINISTUDIO_SIGN_TIMESTAMP", ""),
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
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(folder() / KEY, secret)
        _write_new(folder() / CHAIN, text)
    except OSError as error:
        raise UsageFault(
            f"your own configuration cannot be written ({folder()}): {error.strerror}",
            hint="name another folder by MINISTUDIO_CONFIG",
        ) from None
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


def _write_new(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all; one that is there is kept (FileExistsError)."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path, what: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or "it is no text"
        raise UsageFault(f"the {what} to sign with cannot be read ({path}): {why}", hint="give a PEM file") from None


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


def _key(given: str) -> Any:
    """A private key, from a file or as it is written."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    text = given if "-----BEGIN" in given else _read(Path(given), "key")
    phrase = os.environ.get("MINISTUDIO_SIGN_PASSPHRASE", "")
    redact(text, *([phrase] if phrase else []))
    locked = "ENCRYPTED" in text
    if locked and not phrase:
        raise UsageFault("the key to sign with has a passphrase", hint="set MINISTUDIO_SIGN_PASSPHRASE")
    try:
        return serialization.load_pem_private_key(text.encode(), phrase.encode() if locked else None)
    except (ValueError, TypeError):
        if locked:
            raise UsageFault(
                "the passphrase of the key to sign with is wrong", hint="look at MINISTUDIO_SIGN_PASSPHRASE"
            ) from None
        raise UsageFault("the key to sign with cannot be read", hint="give a private key as PEM (PKCS #8)") from None


def _algorithm(signing: Any) -> str:
    """The algorithm as C2PA names it, from the certificate's key."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: PLC0415

    public = signing.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey) and public.key_size in _CURVES:
        return _CURVES[public.key_size][0]
    if isinstance(public, ed25519.Ed25519PublicKey):
        return "ED25519"
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= 2048:
        return "PS256"
    raise UsageFault(
        "the certificate’s key is of a kind that C2PA does not take",
        hint="use P-256, P-384, P-521, Ed25519, or RSA ≥ 2048",
    )


_CURVES = {256: ("ES256", "SHA256", 32), 384: ("ES384", "SHA384", 48), 521: ("ES512", "SHA512", 66)}


def _by_key(key: Any, signing: Any) -> Callable[[bytes], bytes]:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != signing.public_key().public_bytes(*form):
        raise UsageFault("the key to sign with is not the certificate’s", hint="give the two that belong together")
    algorithm = _algorithm(signing)

    def sign(data: bytes) -> bytes:
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

        if algorithm == "ED25519":
            return bytes(key.sign(data))
        if algorithm == "PS256":
            return bytes(key.sign(data, *_pss()))
        kind = next(each for each in _CURVES.values() if each[0] == algorithm)
        return _plain(key.sign(data, ec.ECDSA(getattr(hashes, kind[1])())), kind[2])

    return sign


def _by_command(command: str, signing: Any) -> Callable[[bytes], bytes]:
    """Sign by a command: it reads the bytes and writes their signature, plain or as ASN.1."""
    words, algorithm = shlex.split(command), _algorithm(signing)

    def sign(data: bytes) -> bytes:
        hint = "look at MINISTUDIO_SIGN_COMMAND: it reads bytes and writes their signature"
        try:
            done = subprocess.run(words, input=data, capture_output=True, timeout=_SIGNING, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            why = "it took over a minute" if isinstance(error, subprocess.TimeoutExpired) else error.strerror
            raise UsageFault(f"the signing command cannot be used: {why}", hint=hint) from None
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise UsageFault(f"the signing command ended with {done.returncode}: {''.join(last)}", hint=hint)
        size = next((each[2] for each in _CURVES.values() if each[0] == algorithm), 0)
        found = done.stdout
        if size and len(found) != 2 * size:
            try:
                found = _plain(found, size)
            except ValueError:
                raise UsageFault("the signing command’s answer is no signature", hint=hint) from None
        if not _fits(signing, algorithm, found, data):
            raise UsageFault("the signing command’s signature is not of the certificate’s key", hint=hint)
        return found

    return sign


def _fits(signing: Any, algorithm: str, found: bytes, data: bytes) -> bool:
    """Whether a signature is of the certificate's key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature  # noqa: PLC0415

    public = signing.public_key()
    try:
        if algorithm == "ED25519":
            public.verify(found, data)
        elif algorithm == "PS256":
            public.verify(found, data, *_pss())
        else:
            kind = next(each for each in _CURVES.values() if each[0] == algorithm)
            first, second = (int.from_bytes(part, "big") for part in (found[: kind[2]], found[kind[2] :]))
            public.verify(encode_dss_signature(first, second), data, ec.ECDSA(getattr(hashes, kind[1])()))
    except InvalidSignature:
        return False
    return True


def _pss() -> tuple[Any, Any]:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

    return padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH), hashes.SHA256()


def _plain(signature: bytes, size: int) -> bytes:
    """An ASN.1 signature as the two numbers that COSE takes. Raises ValueError where it is none."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature  # noqa: PLC0415

    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(signature))


def _name(subject: Any) -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    found = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else subject.rfc4514_string()
