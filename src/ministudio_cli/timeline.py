"""A film's timeline as a value: what stands where, in whole frames and samples; written as `timeline.json`. Pure.

`schemas/timeline.schema.json` describes the file. A source names an artifact by its order's digest, a file of it, and
that file's SHA-256, so that whoever has the store has the media.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ministudio_cli.json_types import JsonObject

VERSION = 2
TRACKS = ("picture", "voice", "music", "captions", "markers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of an artifact, from its frame or sample `start`."""

    artifact: str
    file: str
    sha256: str
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How a shot begins, over its first `frames`, with the frames that the shot before goes on for."""

    kind: str
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureClip:
    """A shot in frames [start, end); `handles` are the frames that its take has before and after."""

    shot: str
    scene: str
    start: int
    end: int
    source: Source
    handles: tuple[int, int]
    transition: Transition | None = None
    lands_on: str = ""
    accent: str = ""
    """What its picture does on the frames (of the film) `accents`: flash, push or shake; “” where nothing."""
    accents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceClip:
    """A spoken line in samples [start, end), with its words as (text, start, end) in samples of the film.

    `name` is what captions call its speaker, empty for the narrator.
    """

    shot: str
    speaker: str
    name: str
    text: str
    language: str
    start: int
    end: int
    source: Source
    words: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicClip:
    """The music under the film in samples [start, end), at a level in dB before it is ducked. Of its source: the sample
    from which it is played (`source_start`), and the samples [first, last) that are repeated where the film is longer
    (`loop`), none where they are equal.
    """

    start: int
    end: int
    level: float
    source: Source
    loop: tuple[int, int] = (0, 0)
    source_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A caption, in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A moment in seconds: of `kind` beat, chapter or finding."""

    kind: str
    at: float
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTimeline:
    """`rate` is in frames a second, exactly; `samples` at `sample_rate`."""

    title: str
    language: str
    rate: Fraction
    width: int
    height: int
    frames: int
    sample_rate: int
    samples: int
    picture: tuple[PictureClip, ...]
    voice: tuple[VoiceClip, ...]
    music: tuple[MusicClip, ...]
    captions: tuple[Caption, ...]
    markers: tuple[Marker, ...]

    @property
    def chapters(self) -> tuple[tuple[str, int, int], ...]:
        """The scenes as (title, first frame, frame after the last)."""
        marks = [(marker.label, round(marker.at * self.rate)) for marker in self.markers if marker.kind == "chapter"]
        ends = [first for _, first in marks[1:]] + [self.frames]
        return tuple((title, first, last) for (title, first), last in zip(marks, ends, strict=True))

    @property
    def beats(self) -> tuple[float, ...]:
        """The beats that it was cut to, in seconds."""
        return tuple(marker.at for marker in self.markers if marker.kind == "beat")

    def with_notes(self, captions: Iterable[Caption], findings: Iterable[tuple[str, str]]) -> FilmTimeline:
        """The same film with its captions, and with what is wrong in its shots as (shot, words)."""
        starts = {clip.shot: round(float(clip.start / self.rate), 6) for clip in self.picture}
        marks = (*self.markers, *(Marker(kind="finding", at=starts[shot], label=words) for shot, words in findings))
        ordered = tuple(sorted(marks, key=lambda marker: (marker.at, marker.kind, marker.label)))
        return dataclasses.replace(self, captions=tuple(captions), markers=ordered)

    def to_json(self) -> str:
        """As `timeline.json` holds it."""
        plain = dataclasses.asdict(self) | {"rate": f"{self.rate.numerator}/{self.rate.denominator}"}
        return json.dumps({"ministudio_timeline": VERSION} | plain, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> FilmTimeline:
    """Read what `to_json` wrote. Raises ValueError for another version, KeyError or TypeError for another file."""
    plain: JsonObject = json.loads(text)
    if plain.pop("ministudio_timeline", None) != VERSION:
        raise ValueError("not a timeline of this version")
    rows = {track: tuple(plain.pop(track)) for track in TRACKS}
    return FilmTimeline(
        **{name: value for name, value in plain.items() if name != "rate"},
        rate=Fraction(plain["rate"]),
        picture=tuple(
            PictureClip(
                **row
                | {"source": Source(**row["source"]), "handles": _pair(row["handles"])}
                | {"transition": Transition(**row["transition"]) if row["transition"] else None}
                | {"accents": tuple(int(frame) for frame in row["accents"])}
            )
            for row in rows["picture"]
        ),
        voice=tuple(
            VoiceClip(
                **row
                | {"source": Source(**row["source"])}
                | {"words": tuple((str(word), int(start), int(end)) for word, start, end in row["words"])}
            )
            for row in rows["voice"]
        ),
        music=tuple(
            MusicClip(**row | {"source": Source(**row["source"]), "loop": _pair(row["loop"])}) for row in rows["music"]
        ),
        captions=tuple(Caption(**row | {"lines": tuple(row["lines"])}) for row in rows["captions"]),
        markers=tuple(Marker(**row) for row in rows["markers"]),
    )


def _pair(values: list[int]) -> tuple[int, int]:
    first, last = values
    return int(first), int(last)
