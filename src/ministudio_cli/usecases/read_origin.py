"""The use case `origin`: what a file says of where it comes from, and whether that still holds."""

from __future__ import annotations

from pathlib import Path

from ministudio_cli.errors import CheckFailed, MissingPart
from ministudio_cli.origin.read import INVALID, NONE, Credentials, credentials_of
from ministudio_cli.planning.origin import Statement
from ministudio_cli.planning.source_types import IPTC
from ministudio_cli.report.seal import seal_of
from ministudio_cli.report.values import OriginCheck
from ministudio_cli.store.files import hash_of
from ministudio_cli.usecases.sign_film import report_beside


def read_origin(path: Path) -> Credentials:
    """The credentials of any file. Raises CheckFailed where it is of no kind that can carry any."""
    return credentials_of(path)


def check_origin(film: Path) -> tuple[OriginCheck | None, tuple[str, ...]]:
    """What a finished film says of its origin, and what of that is wrong: held against what was noted when it was
    signed and against the report that stands beside it. None where it can carry no credentials, or none can be read
    here.
    """
    try:
        found = credentials_of(film)
    except (CheckFailed, MissingPart):
        return None, ()
    source = found.source or found.plain.get("source", "").removeprefix(IPTC)
    pieces = len(found.statement.pieces) if found.statement else 0
    checked = OriginCheck(state=found.state, signer=found.signer, source=source, pieces=pieces)
    return checked, tuple(_wrong(film, found))


def _wrong(film: Path, found: Credentials) -> list[str]:
    seal, report = seal_of(film), report_beside(film)
    if found.state == INVALID:
        return [f"it is not as it was signed: {'; '.join(found.why) or 'its credentials do not hold'}"]
    if found.state == NONE:
        return [f"it was delivered with the credentials of {seal.signer}, and has none"] if seal else []
    if seal and seal.file != hash_of(film):
        return ["it is not the file that was signed when it was delivered"]
    if report and report.origin and found.statement:
        return _false(found.statement, report.origin)
    if report and report.origin and seal:
        return ["its credentials do not say what it is made of"]
    return []


def _false(stated: Statement, true: Statement) -> list[str]:
    """Where what is signed says something else than the report of the film does."""
    declared = {(piece.role, piece.id, piece.maker): piece for piece in stated.pieces}
    wrong = []
    for piece in true.pieces:
        other = declared.get((piece.role, piece.id, piece.maker))
        if other is None:
            wrong.append(f"its credentials do not declare the {piece.role} {piece.id}")
        elif other.source != piece.source:
            wrong.append(
                f"its credentials call the {piece.role} {piece.id} {other.source or 'of unknown origin'}, "
                f"and it is {piece.source or 'of unknown origin'}"
            )
    return wrong
