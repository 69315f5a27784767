"""What the edit is made of: sound, transitions, burnt captions, the film and its contact sheet, as tasks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from ministudio_cli.cut.beats import LASTS
from ministudio_cli.planning.inspection_tasks import CUT
from ministudio_cli.planning.origin import Statement
from ministudio_cli.planning.task import APART, ProviderRef, Task, digest, ours
from ministudio_cli.planning.voicing import AS_SPOKEN, Voicing
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.timeline import Timeline
from ministudio_cli.timeline import FilmTimeline, PictureClip

BurntWords = Callable[[float, float], str]
"""The captions to draw into a stretch of the film, in seconds, as ASS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line's take, by its digest, at a sample of the film, and how it is heard; shot and text say which, where it
    cannot be had.
    """

    start: int
    take: str
    voicing: Voicing = AS_SPOKEN
    shot: str = field(metadata=APART)
    text: str = field(metadata=APART)


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicUnder:
    """Music between two samples of a film: the artifact and its file, and its level in dB. Of a file, in samples: where
    it is played from, where it loops (counted from there), how long it fades in and out, and how long of that it is
    heard together with other music.
    """

    take: str
    file: str
    level: float
    place: tuple[int, int]
    loop: tuple[int, int] = (0, 0)
    start: int = 0
    fades: tuple[int, int] = (0, 0)
    crossfades: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSound:
    """The sound of footage, `sound.wav` of a take, between two samples of a film; ducked by the voice or kept."""

    take: str
    start: int
    end: int
    ducked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTask(Task):
    """Lines, music, footage, ambience, effects and master: `master.wav`, `voice.wav` (all that is spoken),
    `narration.wav` (the narrator), `dialogue.wav` (the cast), `music.wav`, `production.wav`, `ambience.wav` and
    `effects.wav`, each exactly `samples` long. Where there is neither a line nor
    music nor footage, places are as loud as they are, and not mastered.
    """

    kind: ClassVar[str] = "sound"
    make: ClassVar[str] = "ministudio_cli.cut.edit:sound"
    maker: ProviderRef
    samples: int
    lines: tuple[PlacedLine, ...]
    music: tuple[MusicUnder, ...]
    """In the order in which it comes in."""
    master: str
    ambience: str = ""
    """The artifact with the sound of the film's places; “” where there is none."""
    foley: str = ""
    """The artifact with the sounds of what is seen; “” where there is none."""
    clips: tuple[ClipSound, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        takes = dict.fromkeys(line.take for line in self.lines)
        music = dict.fromkeys(under.take for under in self.music)
        footage = dict.fromkeys(clip.take for clip in self.clips)
        return tuple(filter(None, (*takes, *music, self.ambience, self.foley, *footage)))

    @property
    def effort(self) -> int:
        return 1 + self.samples // 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinTask(Task):
    """A transition of so many frames: the tail of the take before (“” for the first shot) over the head of this one."""

    kind: ClassVar[str] = "join"
    make: ClassVar[str] = "ministudio_cli.cut.edit:join"
    maker: ProviderRef
    how: str
    frames: int
    fps: Fraction
    before: str
    after: str

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.before, self.after)))

    @property
    def effort(self) -> int:
        return self.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTask(Task):
    """A part of the film, `file` of an artifact, of so many frames, with something laid over it."""

    maker: ProviderRef
    part: str
    file: str
    fps: Fraction
    frames: int

    @property
    def inputs(self) -> tuple[str, ...]:
        return (self.part,)


@dataclass(frozen=True, slots=True, kw_only=True)
class BurntTask(PartTask):
    """A part with captions (ASS) drawn into it."""

    kind: ClassVar[str] = "burnt"
    make: ClassVar[str] = "ministudio_cli.cut.edit:burnt"
    words: str

    @property
    def effort(self) -> int:
        return self.frames // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AccentTask(PartTask):
    """A part with accents of a kind on its frames `hits` (see `cut.accents`)."""

    kind: ClassVar[str] = "accented"
    make: ClassVar[str] = "ministudio_cli.cut.edit:accented"
    how: str
    hits: tuple[int, ...]

    @property
    def effort(self) -> int:
        return self.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTask(Task):
    """Parts, each (artifact, file), joined by stream copy, with sound, captions (SRT) and chapters (title, first and
    last frame) in one file: `film.mp4`.
    """

    kind: ClassVar[str] = "film"
    make: ClassVar[str] = "ministudio_cli.cut.edit:film"
    maker: ProviderRef
    parts: tuple[tuple[str, str], ...]
    sound: str
    captions: str
    title: str
    chapters: tuple[tuple[str, int, int], ...]
    fps: Fraction
    language: str
    frames: int
    samples: int
    source: str = ""
    """What the film is, as a digital source type of the IPTC, and `described` in one sentence: its plain metadata."""
    described: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        return (*dict.fromkeys(part for part, _ in self.parts), self.sound)

    @property
    def effort(self) -> int:
        return round(CUT * self.frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTask(Task):
    """The contact sheet of stills, a row a take as (artifact, its files): `sheet.jpg`."""

    kind: ClassVar[str] = "sheet"
    make: ClassVar[str] = "ministudio_cli.cut.edit:sheet"
    maker: ProviderRef
    stills: tuple[tuple[str, tuple[str, ...]], ...]
    title: str = ""
    language: str = ""
    source: str = ""
    described: str = ""
    """As of the film."""

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(take for take, _ in self.stills))


def sound_task(
    timeline: Timeline, music: tuple[MusicUnder, ...], master: str, ambience: str = "", foley: str = "",
    clips: tuple[ClipSound, ...] = (),
) -> SoundTask:  # fmt: skip
    """The sound of a timeline over the `ambience` of its places, the `foley` of what is seen and the sound of footage,
    mastered for `master` (see `cut.loudness`).
    """
    lines = tuple(
        PlacedLine(start=line.start, take=line.spoken.take, voicing=line.voicing, shot=line.shot, text=line.text)
        for line in timeline.lines
    )
    return SoundTask(
        maker=ours("edit"), samples=timeline.samples, lines=lines, music=music, master=master, ambience=ambience,
        foley=foley, clips=clips,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The tasks that cut a film: its parts that are not takes, and the film of them all."""

    parts: tuple[JoinTask | PartTask, ...]
    film: FilmTask


def edit(
    timeline: FilmTimeline,
    sound: SoundTask,
    captions: str = "",
    burnt: BurntWords | None = None,
    origin: Statement | None = None,
) -> Edit:
    """Cut a timeline, with its sound; `captions` are its SRT, `burnt` draws them into the picture; `origin` is stated
    in its plain metadata.
    """
    maker, fps = ours("edit"), timeline.rate
    made: list[JoinTask | PartTask] = []
    parts: list[tuple[str, str]] = []

    def part(artifact: str, file: str, first: int, frames: int, accented: Sequence[PictureClip]) -> None:
        # An accent that began in the part before goes on in this.
        for clip in accented:
            if on := tuple(hit - first for hit in clip.accents if -LASTS * fps < hit - first < frames):
                task = AccentTask(
                    maker=maker, part=artifact, file=file, how=clip.accent, hits=on, fps=fps, frames=frames
                )
                made.append(task)
                artifact = digest(task)
        words = burnt(float(first / fps), float((first + frames) / fps)) if burnt else ""
        if "Dialogue:" in words:
            drawn = BurntTask(maker=maker, part=artifact, file=file, words=words, fps=fps, frames=frames)
            made.append(drawn)
            artifact = digest(drawn)
        parts.append((artifact, file))

    before = ""
    shown: tuple[PictureClip, ...] = ()
    for clip in timeline.picture:
        take, joined = clip.source.artifact, 0
        if clip.transition:
            joined = clip.transition.frames
            join = JoinTask(maker=maker, how=clip.transition.kind, frames=joined, fps=fps, before=before, after=take)
            made.append(join)
            part(digest(join), "join.mp4", clip.start, joined, (*shown, clip))
        part(take, clip.source.file, clip.start + joined, clip.end - clip.start - joined, (clip,))
        before, shown = take, (clip,)
    film = FilmTask(
        maker=maker, parts=tuple(parts), sound=digest(sound), captions=captions, title=timeline.title,
        chapters=timeline.chapters, fps=fps, language=timeline.language, frames=timeline.frames,
        samples=timeline.samples, source=origin.source if origin else "",
        described=origin.in_words() if origin else "",
    )  # fmt: skip
    return Edit(parts=tuple(made), film=film)


def sheet_task(takes: Sequence[Artifact], film: FilmTask | None = None) -> SheetTask | None:
    """The contact sheet of takes in the film's order; None where none brought stills."""
    rows = [(take.order, tuple(name for name in sorted(take.files) if name.startswith("still-"))) for take in takes]
    stills = tuple(row for row in rows if row[1])
    if not stills:
        return None
    if film is None:
        return SheetTask(maker=ours("sheet"), stills=stills)
    return SheetTask(
        maker=ours("sheet"), stills=stills, title=film.title, language=film.language, source=film.source,
        described=film.described,
    )  # fmt: skip
