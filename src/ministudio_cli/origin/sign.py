"""A film signed: its statement and its pieces as C2PA credentials, put into the delivered copy."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ministudio_cli import __version__
from ministudio_cli.errors import CheckFailed, MinistudioError, MissingPart, UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.media.xmp import boxes
from ministudio_cli.origin.certificate import Signer
from ministudio_cli.planning.origin import Piece, Statement
from ministudio_cli.planning.source_types import IN_WORDS, IPTC
from ministudio_cli.report.json_form import plain_of
from ministudio_cli.store.files import hash_of

LABEL = "org.ministudio.film"
"""The assertion in which a film states its pieces in full."""
_OUTSIDE = ("ftyp", "free", "skip", "mfra")
"""The boxes of an MP4 that C2PA's hash leaves out: they are stated apart."""


def signed(
    film: Path,
    title: str,
    statement: Statement,
    by: Signer,
    clips: Mapping[str, Sequence[Path]] | None = None,
    source: Path | None = None,
) -> None:
    """Sign a film in place, whole or not at all; `source` is the film unsigned, where it stands elsewhere. `clips` are
    those that generated shots were made of, by the shot's id: credentials that they carry are kept. Raises UsageFault
    where it cannot be signed; the film then stays as it is.
    """
    source = source or film
    c2pa = library()
    refused, answered = list[MinistudioError](), list[bytes]()

    def sign(data: bytes) -> bytes:
        try:
            answered.append(by.sign(data))
            return answered[-1]
        except MinistudioError as error:  # the library would call it an error of its own
            refused.append(error)
            raise

    beside = film.with_name(f".{film.name}.{secrets.token_hex(6)}.part")
    try:
        with contextlib.ExitStack() as open_files:
            manifest, found = _manifest(source, title, statement, clips or {})
            builder = open_files.enter_context(c2pa.Builder(json.dumps(manifest), context=offline()))
            for ingredient, clip in found:
                builder.add_ingredient(json.dumps(ingredient), "video/mp4", open_files.enter_context(clip.open("rb")))
            algorithm = getattr(c2pa.C2paSigningAlg, by.algorithm)
            signer = c2pa.Signer.from_callback(sign, algorithm, by.chain, by.timestamp or None)
            open_files.enter_context(signer)
            unsigned = open_files.enter_context(source.open("rb"))
            builder.sign(signer, "video/mp4", unsigned, open_files.enter_context(beside.open("w+b")))
        beside.replace(film)
    except c2pa.C2paError as error:
        if refused:
            raise refused[0] from None
        if by.timestamp and answered and isinstance(error, c2pa.C2paError.Signature):
            raise UsageFault(
                f"{film.name} is not signed: the time stamping authority {by.timestamp} gave no stamp",
                hint="the film is kept as it is; look at MINISTUDIO_SIGN_TIMESTAMP, or sign without it",
            ) from None
        raise UsageFault(
            f"{film.name} is not signed: {_short(error)}",
            hint="the film is kept as it is; look at the certificate (ministudio sign --status)",
        ) from None
    except OSError as error:
        raise CheckFailed(f"{film.name} is not signed: {error.strerror}", hint="the film is kept as it is") from None
    finally:
        beside.unlink(missing_ok=True)


def library() -> Any:
    """The C2PA library; raises MissingPart where it is not installed."""
    try:
        import c2pa  # noqa: PLC0415 - 60 MB
    except (ImportError, OSError) as error:
        raise MissingPart(
            f"credentials need the package c2pa-python ({error})", hint="pip install c2pa-python"
        ) from None
    return c2pa


def offline() -> Any:
    """The library's context in which no file makes it ask a network: an address in a stranger's film is not visited."""
    c2pa = library()
    return c2pa.Context(c2pa.Settings.from_dict({"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}))


def _manifest(
    film: Path, title: str, statement: Statement, clips: Mapping[str, Sequence[Path]]
) -> tuple[JsonObject, list[tuple[JsonObject, Path]]]:
    """The manifest, and the ingredients that are files."""
    agent = {"name": "ministudio", "version": __version__}
    actions: list[JsonObject] = [
        {"action": "c2pa.created", "digitalSourceType": IPTC + statement.source, "softwareAgent": agent}
    ]
    described, files = list[JsonObject](), list[tuple[JsonObject, Path]]()
    for number, piece in enumerate(statement.pieces):
        own = list(clips.get(piece.id, ())) if piece.role == "shot" else []
        labels = [f"piece-{number}-{part}" for part in range(max(1, len(own)))]
        for part, label in enumerate(labels):
            ingredient = _ingredient(piece, label, part if len(own) > 1 else None)
            if own:
                files.append((ingredient, own[part]))
            else:
                described.append(ingredient)
        action: JsonObject = {
            "action": "c2pa.placed", "parameters": {"ingredientIds": labels}, "description": _words(piece),
        }  # fmt: skip
        if piece.source:
            action["digitalSourceType"] = IPTC + piece.source
        if piece.maker:
            action["softwareAgent"] = {"name": piece.model or piece.maker, "version": piece.version or "unversioned"}
        actions.append(action)
    stated = plain_of(statement) | {"film": hash_of(film), "outside": outside(film)}
    manifest: JsonObject = {
        "claim_generator_info": [agent], "title": title or film.name, "format": "video/mp4", "ingredients": described,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": actions}},
            {"label": LABEL, "data": stated},
        ],
    }  # fmt: skip
    return manifest, files


def _ingredient(piece: Piece, label: str, part: int | None) -> JsonObject:
    name = f"{piece.role} {piece.id}" + ("" if part is None else f", clip {part + 1}")
    return {
        "title": name, "format": _FORMATS[piece.role], "relationship": "componentOf", "label": label,
        "instance_id": f"xmp:iid:{label}", "description": _words(piece),
    }  # fmt: skip


_FORMATS = {
    "shot": "video/mp4", "set": "image/png", "figure": "image/png", "voice": "audio/wav", "music": "audio/wav",
    "sound": "audio/wav",
}  # fmt: skip


def _words(piece: Piece) -> str:
    maker = f" ({piece.model or piece.maker})" if piece.maker else ""
    return f"{piece.role} {piece.id}: {IN_WORDS[piece.source]}{maker}"


def outside(film: Path) -> str:
    """The SHA-256 of the boxes of a film that C2PA's hash leaves out."""
    digest = hashlib.sha256()
    with film.open("rb") as file:
        for kind, at, size in boxes(film):
            if kind in _OUTSIDE:
                file.seek(at)
                digest.update(file.read(size))
    return digest.hexdigest()


def _short(error: Exception) -> str:
    """What the library says, in one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
