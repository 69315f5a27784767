"""What signs: a private key, or a command that has one; with the algorithm of a certificate's key."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.secrets import redact

_SIGNING = 60
"""Seconds that a signing command may take."""
_CURVES = {256: ("ES256", "SHA256", 32), 384: ("ES384", "SHA384", 48), 521: ("ES512", "SHA512", 66)}
"""By the size of a curve: the algorithm as C2PA names it, its hash, and the bytes of each number of a signature."""


def pem_text(path: Path, what: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or "it is no text"
        raise UsageFault(f"the {what} to sign with cannot be read ({path}): {why}", hint="give a PEM file") from None


def private_key(given: str) -> Any:
    """A private key, from a file or as it is written."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    text = given if "-----BEGIN" in given else pem_text(Path(given), "key")
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


def algorithm_of(signing: Any) -> str:
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


def by_key(key: Any, signing: Any) -> Callable[[bytes], bytes]:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != signing.public_key().public_bytes(*form):
        raise UsageFault("the key to sign with is not the certificate’s", hint="give the two that belong together")
    algorithm = algorithm_of(signing)

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


def by_command(command: str, signing: Any) -> Callable[[bytes], bytes]:
    """Sign by a command: it reads the bytes and writes their signature, plain or as ASN.1."""
    words, algorithm = shlex.split(command), algorithm_of(signing)

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
