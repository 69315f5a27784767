"""What is noted beside a film that was signed: `signed.json`, by which a changed or copied file is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ministudio_cli.store.files import hash_of, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """SHA-256 of the film before it was signed, of the file after, and of the chain (PEM); and who signed."""

    film: str
    file: str
    chain: str
    signer: str


def seal_of(film: Path) -> Seal | None:
    """What was noted when a film was signed; None where nothing was."""
    try:
        found = json.loads((film.parent / "signed.json").read_text("utf-8"))
        return Seal(**{name: str(found[film.name][name]) for name in ("film", "file", "chain", "signer")})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_seal(film: Path, before: str, chain: str, signer: str) -> None:
    """Note that a film was signed: `before` is its SHA-256 until then."""
    seal = Seal(film=before, file=hash_of(film), chain=_short(chain), signer=signer)
    write_whole(film.parent / "signed.json", json.dumps({film.name: asdict(seal)}, indent=1, ensure_ascii=False) + "\n")


def is_signed(film: Path, before: str, chain: str = "") -> bool:
    """Whether a file is the signed copy of a film, untouched since; by a chain (PEM), if one is named."""
    seal = seal_of(film)
    if seal is None or seal.film != before or (chain and seal.chain != _short(chain)) or not film.is_file():
        return False
    return seal.file == hash_of(film)


def _short(chain: str) -> str:
    return hashlib.sha256(chain.encode()).hexdigest()
