"""The use case `export --material`: everything that a film is made of, by names that a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.report.delivery import copy_out
from ministudio_cli.report.values import FilmReport
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.places import store_url
from ministudio_cli.store.store import Store
from ministudio_cli.timeline import FilmTimeline, from_json
from ministudio_cli.usecases.open_dailies import dailies_page, report_of
from ministudio_cli.usecases.options import RenderOptions

_STEMS = ("narration", "dialogue", "music", "production", "ambience", "effects")


def export_material(path: Path, options: RenderOptions, folder: Path) -> list[Path]:
    """The last render's shots, the clips that they were made of as they came, plates, portraits, lines and stems,
    written into a folder. Raises UsageFault where something of it is no longer in the store.
    """
    page = dailies_page(path, options)
    report, store = report_of(page), Store(store_url(path, options.store))
    try:
        timeline = from_json((page.parent / "timeline.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageFault(f"there is no timeline beside {page}", hint="render the film again") from None
    parts = (*_pictures(report, store), *_shots(report, store), *_sounds(report, timeline, store))
    return [copy_out(store, artifact, file, folder / name) for artifact, file, name in parts]


def _pictures(report: FilmReport, store: Store) -> Iterator[tuple[Artifact, str, str]]:
    """Each plate and portrait once, by the set or the character; another light of a set is numbered."""
    plates: dict[str, list[str]] = {}
    portraits: dict[str, str] = {}
    for shot in report.shots:
        if shot.plate and shot.plate not in plates.setdefault(shot.set, []):
            plates[shot.set].append(shot.plate)
        portraits |= shot.portraits
    for name, orders in plates.items():
        for number, order in enumerate(orders, 1):
            yield _found(store, order), "plate.png", f"plate-{name}{f'-{number}' * (number > 1)}.png"
    for who, order in portraits.items():
        yield _found(store, order), "portrait.png", f"portrait-{who}.png"


def _shots(report: FilmReport, store: Store) -> Iterator[tuple[Artifact, str, str]]:
    """Each shot as it stands in the film, and the clips of a generated one as they were bought."""
    for shot in report.shots:
        made, name = _found(store, shot.take), f"{shot.number:02d}-{shot.id}"
        yield made, "body.mp4", f"shot-{name}.mp4"
        take = store.find(str(made.facts.get("take", "")))
        for clip in take.facts.get("clips", ()) if take else ():
            if take:
                yield take, clip, f"bought-{name}-{Path(clip).stem}.mp4"


def _sounds(report: FilmReport, timeline: FilmTimeline, store: Store) -> Iterator[tuple[Artifact, str, str]]:
    """Each line in the order in which they are heard, and the stems."""
    for number, line in enumerate(timeline.voice, 1):
        source = line.source
        yield _found(store, source.artifact), source.file, f"line-{number:02d}-{line.shot}-{line.speaker}.wav"
    sound = _found(store, report.sound)
    for stem in _STEMS:
        if f"{stem}.wav" in sound.files:
            yield sound, f"{stem}.wav", f"stem-{stem}.wav"


def _found(store: Store, order: str) -> Artifact:
    found = store.find(order)
    if found is None:
        raise UsageFault("a part of this film is no longer in the store", hint="render the film again")
    return found
