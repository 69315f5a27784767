"""Delivery: the film, its captions, its report and its contact sheet, put where the director looks."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from ministudio_cli.media.xmp import Metadata, with_metadata
from ministudio_cli.planning.credit import credits_text
from ministudio_cli.planning.origin import Statement
from ministudio_cli.planning.source_types import IPTC
from ministudio_cli.report.json_form import plain_of
from ministudio_cli.report.seal import is_signed
from ministudio_cli.report.values import FilmReport
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import hash_of, open_new, own_folder, write_whole
from ministudio_cli.store.store import Store


def deliver(
    folder: Path,
    name: str,
    store: Store,
    film: Artifact,
    sheet: Artifact | None,
    captions: Mapping[str, str],
    report: FilmReport,
    timeline: str,
    dailies: Artifact,
    signer: str = "",
) -> Path:
    """Put everything of a film into its folder, captions by their suffix; returns the film's path. `signer` is who is
    about to sign it, “” for nobody.
    """
    own_folder(folder)
    place = folder / f"{name}.mp4"
    if not is_signed(place, film.files["film.mp4"].sha256):
        place = copy_out(store, film, "film.mp4", place)
    write_whole(folder / "report.json", json.dumps(plain_of(report), indent=1, ensure_ascii=False) + "\n")
    write_whole(folder / "timeline.json", timeline)
    write_whole(folder / "credits.txt", credits_text(report.title, report.credits))
    page = store.path(dailies, "report.html").read_text("utf-8")
    write_whole(folder / "report.html", page.replace('"run":null', f'"run":{_run(report, signer)}', 1))
    for suffix in ("srt", "vtt", "ass"):
        # Players load captions by their name: those of an earlier render are not this film's.
        if suffix not in captions:
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    for suffix, words in captions.items():
        write_whole(folder / f"{name}.{suffix}", words)
    if sheet:
        copy_out(store, sheet, "sheet.jpg", folder / "sheet.jpg")
    return place


def _run(report: FilmReport, signer: str) -> str:
    """What is true of this run alone, for a page that is made once for the same film: what was made, why, the cost, and
    who signed it.
    """
    run = {"made": {shot.id: shot.why for shot in report.shots}, "spent": report.spent, "signer": signer}
    return json.dumps(run, ensure_ascii=False).replace("<", "\\u003c")


def copy_out(store: Store, artifact: Artifact, name: str, place: Path) -> Path:
    """Copy a file out of the store, whole or not at all; what stands there already is left."""
    blob = artifact.files[name]
    if place.is_file() and place.stat().st_size == blob.size and hash_of(place) == blob.sha256:
        return place
    own_folder(place.parent)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(6)}.part")
    try:
        with store.path(artifact, name).open("rb") as source, open_new(beside) as file:
            shutil.copyfileobj(source, file, 1 << 20)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def metadata_of(film: Screenplay, origin: Statement, title: str = "") -> Metadata:
    """The plain metadata of a picture of a film."""
    return Metadata(
        title=title or film.title, description=origin.in_words(), language=film.language, source=IPTC + origin.source
    )


def write_stated(place: Path, picture: bytes, metadata: Metadata) -> Path:
    """Put a picture, JPEG or PNG, into a place, whole or not at all, with what it says of itself in it."""
    whole = with_metadata(picture, metadata, place.name)
    if not place.is_file() or place.read_bytes() != whole:
        own_folder(place.parent)
        write_whole(place, whole)
    return place


def copy_stems(film: Path, store: Store, sound: Artifact) -> list[Path]:
    """Put the stems that there are beside the film: `NAME.narration.wav`, `NAME.dialogue.wav`, `NAME.music.wav`,
    `NAME.production.wav` (footage), `NAME.ambience.wav` and `NAME.effects.wav`; each is exactly as long as it. One that
    this film has not, of an earlier render, is taken away.
    """
    made = []
    for name in ("narration", "dialogue", "music", "production", "ambience", "effects"):
        place = film.with_suffix(f".{name}.wav")
        if f"{name}.wav" in sound.files:
            made.append(copy_out(store, sound, f"{name}.wav", place))
        else:
            place.unlink(missing_ok=True)
    return made
