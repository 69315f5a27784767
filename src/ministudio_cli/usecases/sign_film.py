"""The use case `sign`: a delivered film is given credentials, the last act on the copy that is handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ministudio_cli.configuration import configuration_folder
from ministudio_cli.errors import UsageFault
from ministudio_cli.graph.events import Event, ProgressSink
from ministudio_cli.origin.certificate import Signer, signer
from ministudio_cli.report.seal import is_signed, note_seal
from ministudio_cli.report.values import FilmReport
from ministudio_cli.stabilise.conform import clips_in
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store
from ministudio_cli.usecases.open_dailies import report_of

_HINT = "this film says what it is made of in plain metadata; to sign it, so that changes show: ministudio sign --setup"


def sign_delivered(
    film: Path, unsigned: Path, report: FilmReport, clips: Mapping[str, Sequence[Path]], sink: ProgressSink
) -> Signer | None:
    """Sign a film that was just delivered, where this machine has a certificate; one that is signed by it already is
    left. `unsigned` is the film as the store keeps it.
    Without one it is said once how to have one. Raises UsageFault where the certificate cannot be used; the film stays.
    """
    by = signer()
    if by is None:
        _say_once(sink)
        return None
    if report.origin is None or is_signed(film, report.sha256, by.chain):
        return by
    from ministudio_cli.origin.sign import signed  # noqa: PLC0415

    signed(film, report.title, report.origin, by, clips, unsigned)
    note_seal(film, report.sha256, by.chain, by.name)
    return by


def signer_name() -> str:
    """Who is about to sign films here; “” where nobody is, or their certificate cannot be used."""
    try:
        by = signer()
    except UsageFault:
        return ""
    return by.name if by else ""


def sign(film: Path) -> Signer:
    """Sign a film that stands with its report. Raises UsageFault where there is no certificate or no report of it."""
    by = signer()
    if by is None:
        raise UsageFault("there is no certificate to sign with", hint="make one: ministudio sign --setup")
    report = report_beside(film)
    if report is None or report.origin is None:
        raise UsageFault(
            f"no report beside {film.name} says what it is made of", hint="sign a film where it was rendered"
        )
    if not is_signed(film, report.sha256, by.chain):
        from ministudio_cli.origin.sign import signed  # noqa: PLC0415
        from ministudio_cli.store.files import hash_of  # noqa: PLC0415

        if hash_of(film) != report.sha256:
            raise UsageFault(
                f"{film.name} is not the film of the report beside it", hint="render it again: it is then signed anew"
            )
        signed(film, report.title, report.origin, by)
        note_seal(film, report.sha256, by.chain, by.name)
    return by


def report_beside(film: Path) -> FilmReport | None:
    """The report that stands beside a film; None where there is none that can be read."""
    try:
        return report_of(film)
    except UsageFault:
        return None


def clips_of(takes: Mapping[str, Artifact], store: Store) -> dict[str, list[Path]]:
    """The clips that each generated shot was made of, by its id."""
    return {
        shot: [store.path(take, name) for name in clips_in(take.files)]
        for shot, take in takes.items()
        if "bought" in take.facts
    }


def _say_once(sink: ProgressSink) -> None:
    """Say how films are signed, once to each user."""
    noted = configuration_folder() / "sign.noted"
    if noted.exists():
        return
    try:
        noted.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        noted.write_text("", "utf-8")
    except OSError:
        return
    sink(Event(kind="note", label=_HINT))
