"""The edit: takes and timeline to sound and film, each made once and kept in the store like any other artifact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ministudio_cli.errors import PassingFault
from ministudio_cli.planning.orders import digest_of
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.making import Made
from ministudio_cli.store.making import made as once
from ministudio_cli.store.store import Store
from ministudio_cli.sync.timeline import Segment, Timeline, frame_sample

VERSION = "edit-6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """The music under a film: its artifact and file name, its level in dB, and where it loops, in samples."""

    take: Artifact
    name: str
    level: float
    loop: tuple[int, int] = (0, 0)


def made(store: Store, kind: str, told: object, make: Callable[[Path], Made]) -> Artifact:
    """The artifact for what is told, found or made."""
    return once(store, kind, digest_of({"kind": kind, "version": VERSION, "told": told}), make)


def edit_sound(store: Store, timeline: Timeline, music: Music | None, target: str) -> Artifact:
    """Lines, music and master: `master.wav`, `narration.wav` and `music.wav`, each exactly as long as the film."""
    samples = timeline.samples
    lines = [(line.start, line.spoken.take) for line in timeline.lines]
    bed = [music.take.order, music.level, list(music.loop)] if music else None

    def make(folder: Path) -> Made:
        from ministudio_cli.cut import sound  # noqa: PLC0415 - numpy, which an unchanged film does without

        takes = {key: store.find(key) for _, key in lines}
        placed = []
        for line in timeline.lines:
            take = takes[line.spoken.take]
            if take is None:
                raise PassingFault(
                    f"the take of a line of {line.shot} (“{line.text[:40]}”) is no longer in the store",
                    hint="run it again: it is spoken anew",
                )
            placed.append((line.start, store.path(take, "line.wav")))
        voice = sound.place_lines(placed, samples, folder / "narration.wav") if placed else None
        under = None
        if music:
            under = sound.fit_music(store.path(music.take, music.name), music.loop, samples, folder / "music.wav")
        mixed = sound.mix(voice, under, music.level if music else 0.0, samples, folder / "mix.wav")
        finished = sound.master(mixed, target, folder)
        files = (
            {"master.wav": finished.path}
            | ({"narration.wav": voice} if voice else {})
            | ({"music.wav": under} if under else {})
        )
        return files, {"lufs": finished.lufs, "peak": finished.peak, "samples": samples}

    return made(store, "sound", {"samples": samples, "lines": lines, "music": bed, "master": target}, make)


def edit_joins(store: Store, timeline: Timeline, takes: Mapping[str, Artifact]) -> dict[str, Artifact]:
    """The transition at the start of each shot that has one, by the shot's id."""
    joins = {}
    before: Artifact | None = None
    for segment in timeline.segments:
        take = takes[segment.plan.id]
        if segment.head:
            joins[segment.plan.id] = _join(store, segment, before, take, int(timeline.fps))
        before = take
    return joins


def _join(store: Store, segment: Segment, before: Artifact | None, take: Artifact, fps: int) -> Artifact:
    kind = segment.plan.shot.transition.kind
    told = [kind, segment.head, fps, before.files["tail.mp4"].sha256 if before else "", take.files["head.mp4"].sha256]

    def make(folder: Path) -> Made:
        from ministudio_cli.cut.picture import Join, make_join  # noqa: PLC0415

        join = Join(
            kind=kind,
            frames=segment.head,
            fps=fps,
            before=store.path(before, "tail.mp4") if before else None,
            after=store.path(take, "head.mp4"),
        )
        return {"join.mp4": make_join(join, folder / "join.mp4")}, {"frames": segment.head}

    return made(store, "join", told, make)


def _burnt(
    store: Store,
    part: Artifact,
    name: str,
    first: int,
    frames: int,
    timeline: Timeline,
    burnt: Callable[[float, float], str] | None,
) -> tuple[Artifact, str]:
    """A segment with its captions drawn into it; itself where none are asked for, or none are said in it."""
    fps = float(timeline.fps)
    words = burnt(first / fps, (first + frames) / fps) if burnt else ""
    if "Dialogue:" not in words:
        return part, name

    def make(folder: Path) -> Made:
        from ministudio_cli.cut.picture import burn  # noqa: PLC0415

        return {name: burn(store.path(part, name), words, int(fps), folder / name)}, {"frames": frames}

    return made(store, "burnt", [part.files[name].sha256, words, int(fps)], make), name


def edit_film(
    store: Store,
    timeline: Timeline,
    takes: Mapping[str, Artifact],
    sound: Artifact,
    captions: str,
    title: str,
    chapters: Sequence[tuple[str, int, int]],
    burnt: Callable[[float, float], str] | None = None,
    language: str = "en",
) -> Artifact:
    """Join, caption and mux: `film.mp4`, its words in `language`. `burnt` gives the captions to draw into a stretch of
    the film, as ASS.
    """
    joins = edit_joins(store, timeline, takes)
    parts: list[tuple[Artifact, str]] = []
    for segment in timeline.segments:
        first = segment.cut.start
        if segment.plan.id in joins:
            parts.append(_burnt(store, joins[segment.plan.id], "join.mp4", first, segment.head, timeline, burnt))
        body = segment.cut.frames - segment.head
        parts.append(_burnt(store, takes[segment.plan.id], "body.mp4", first + segment.head, body, timeline, burnt))
    pieces = [part.files[name].sha256 for part, name in parts]
    told = [
        pieces,
        sound.files["master.wav"].sha256,
        captions,
        title,
        [list(one) for one in chapters],
        int(timeline.fps),
        *([language] if language != "en" else []),
    ]

    def make(folder: Path) -> Made:
        from ministudio_cli.cut.deliver import Chapter, mux  # noqa: PLC0415

        text = folder / "captions.srt"
        text.write_text(captions, "utf-8")
        film = mux(
            [store.path(part, name) for part, name in parts],
            store.path(sound, "master.wav"),
            text if captions else None,
            title,
            [Chapter(title=name, start=start, end=end) for name, start, end in chapters],
            int(timeline.fps),
            folder,
            language,
        )
        return {"film.mp4": film}, {"frames": timeline.frames, "samples": frame_sample(timeline.frames, timeline.fps)}

    return made(store, "film", told, make)


def edit_sheet(store: Store, takes: Sequence[Artifact]) -> Artifact | None:
    """The contact sheet of the takes that brought stills: `sheet.jpg`."""
    stills = [(take, [name for name in sorted(take.files) if name.startswith("still-")]) for take in takes]
    stills = [(take, names) for take, names in stills if names]
    if not stills:
        return None

    def make(folder: Path) -> Made:
        from ministudio_cli.media.sheet import write_sheet  # noqa: PLC0415

        paths = [[store.path(take, name) for name in names] for take, names in stills]
        return {"sheet.jpg": write_sheet(paths, folder / "sheet.jpg")}, {}

    return made(store, "sheet", [[take.files[name].sha256 for name in names] for take, names in stills], make)
