"""The screenplay as frozen values: the one form in which a film travels through the studio."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ministudio_cli.screenplay.clips import Clip
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.screenplay.lettering import CaptionStyle, Label
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.screenplay.music import Music
from ministudio_cli.screenplay.staging import Accent, Change, Staging, Transition

if TYPE_CHECKING:
    from ministudio_cli.screenplay.faults import Fault

NARRATOR = "narrator"

Traits = tuple[tuple[str, str], ...]
"""Ordered (name, words) pairs: an identity or a state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands: one-based line and column of a file."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The picture: pixels, and frames a second as an exact fraction."""

    width: int = 1920
    height: int = 1080
    fps: Fraction = Fraction(24)
    """Frames a second, exactly: 23.976 is 24000/1001."""

    @property
    def aspect(self) -> str:
        shape = Fraction(self.width, self.height)
        return f"{shape.numerator}:{shape.denominator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    look: str = ""
    light: str = ""
    palette: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How somebody sounds; `name` pins an offline voice, `names` those of other engines, by their key. Pace 1 is the
    voice's own.
    """

    gender: str = ""
    style: str = ""
    age: str = ""
    pace: Fraction = Fraction(1)
    name: str = ""
    names: tuple[tuple[str, str], ...] = ()
    language: str = ""
    """Its BCP 47 tag; the film's where it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    id: str
    name: str
    identity: Traits
    state: Traits = ()
    voice: Voice = Voice()
    reference: str = ""
    views: tuple[str, ...] = ()
    """Further pictures, from other sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """A thing that is the same in the whole film, as a character is: its identity, its state when the film begins, and
    a picture of it, “” for none, with more from other sides.
    """

    id: str
    name: str
    identity: Traits
    state: Traits = ()
    reference: str = ""
    views: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    id: str
    place: str
    interior: bool | None = None
    """Indoors or out; None where the screenplay leaves it to the place's words."""
    architecture: str = ""
    light: str = ""
    time: str = ""
    weather: str = ""
    props: tuple[str, ...] = ()
    reference: str = ""
    views: tuple[str, ...] = ()
    steady: str = ""
    """How its generated footage is held steady: auto, off or strict; “” as the film has it."""
    moving_background: bool = False
    sound: str = ""
    """What is heard in it: “none”, words, or “” for what its other words say."""
    acoustics: str = ""
    """How voices sound in it (see `reading.acoustics`), or “” for what its words say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One spoken line; `pause` is the silence before it, in seconds.

    `lead` is when a shot's first line begins, in seconds from the shot's first frame (negative: over the shot before);
    `overlap` how far its last line may run on over the next shot; `follows` ties a first line to the line before it.
    """

    speaker: str
    text: str
    language: str = ""
    """Its BCP 47 tag; the speaker's where it is empty."""
    say: str = ""
    """What is spoken in its place."""
    recording: str = ""
    """A sound file of it, in a voice's place."""
    level: Fraction = Fraction(0)
    """By how much it is louder, in dB."""
    through: str = ""
    """What it is heard through: telephone, radio, loudspeaker, wall, or “”."""
    pause: Fraction
    lead: Fraction | None = None
    overlap: Fraction = Fraction(0)
    follows: bool = False
    at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One shot; `cast` is None where the screenplay leaves the cast of the shot before in the frame."""

    id: str
    scene: str
    set: str
    size: str = "medium"
    camera: str = "static"
    angle: str = "eye"
    cast: tuple[tuple[str, Traits], ...] | None = None
    action: str = ""
    things: tuple[tuple[str, Traits], ...] = ()
    """Props of the film that are in it, with what changes about them from here on."""
    stage: tuple[Staging, ...] = ()
    lines: tuple[Line, ...] = ()
    duration: Fraction | None = None
    transition: Transition = Transition()  # noqa: RUF009 - frozen
    continuity: str = "cut"
    same_take_as: str = ""
    """The id of an earlier shot of the same words whose take it shows, or “”: then it has a take of its own."""
    take: int = 0
    """The number of the take that its screenplay says it shows; 0 where it leaves that to what is `picked`."""
    picked: int = 1
    skip: bool = False
    """Whether it is left out of the film; what it changes still holds."""
    change: Change = Change()  # noqa: RUF009 - frozen
    title: str = ""
    start: Fraction | None = None
    """The film's second on which the shot must begin, or None."""
    steady: str = ""
    moving_background: bool = False
    lighting_change: bool = False
    sound: str = ""
    """As its set's, which it replaces."""
    clips: tuple[Clip, ...] = ()
    """What of one's own is shown in it; empty where its picture is made."""
    clip_sound: str = ""
    """What becomes of the sound of its clips: keep, duck or drop; “” where it does not say."""
    on: str = ""
    """What it must begin on: downbeat, beat, onset, free, or “” for what is best."""
    accent: Accent | None = None
    at: Place

    @property
    def own_sound(self) -> str:
        """What becomes of the sound of its clips: usually one's own is ducked, a generated one dropped."""
        return self.clip_sound or ("duck" if self.clips else "drop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    id: str
    title: str
    set: str
    shots: tuple[Shot, ...]
    music: Music | None = None
    """Its own; None where it has the film's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenplay:
    title: str
    file: str
    format: Format
    seed: int
    seed_lock: str
    style: Style
    cast: tuple[Character, ...]
    sets: tuple[Set, ...]
    props: tuple[Prop, ...] = ()
    narrator: Voice
    music: Music
    render: ProviderNames
    captions: str
    recording: str = ""
    """A sound file of all that the narrator says."""
    caption_style: CaptionStyle = CaptionStyle()  # noqa: RUF009 - frozen
    label: Label | None = None
    """What says in the picture that it is made by a machine."""
    language: str = "en"
    lexicon: tuple[tuple[str, str], ...] = ()
    """Words, and how they are spelt for the voices."""
    master: str
    length: Fraction | None
    steady: str = "auto"
    sound: str = "auto"
    """auto: places sound as their words say; none: nothing but voice and music is heard."""
    check: tuple[tuple[str, float], ...] = ()
    """Limits of the finished film: offset (ms), loudness (LU), kappa, captions (characters a second)."""
    scenes: tuple[Scene, ...]
    art: tuple[Art, ...] = ()
    """Drawings of the film's own, from `art/` beside it."""
    approve: str = ""
    """What must be approved before anything else is bought: anchors, or “”."""
    warnings: tuple[Fault, ...] = ()
    """What in the screenplay and its files is allowed, and most likely not meant."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The shots that are in the film, in its order."""
        return tuple(shot for shot in self.written if not shot.skip)

    @property
    def written(self) -> tuple[Shot, ...]:
        """All shots, also those that are left out."""
        return tuple(shot for scene in self.scenes for shot in scene.shots)

    @property
    def all_music(self) -> tuple[Music, ...]:
        """All music that is written: the film's and its scenes'."""
        return tuple(dict.fromkeys((self.music, *(scene.music for scene in self.scenes if scene.music))))

    @property
    def shot_providers(self) -> dict[str, tuple[str, ...]]:
        """The providers of the shots that are made, each with the ids of those that it makes."""
        made = {shot.id: self.render.of(shot.id) for shot in self.shots if not shot.clips}
        return {name: tuple(shot for shot, by in made.items() if by == name) for name in dict.fromkeys(made.values())}

    def character(self, key: str) -> Character:
        return next(person for person in self.cast if person.id == key)

    def shot(self, key: str) -> Shot:
        return next(shot for shot in self.written if shot.id == key)

    def set(self, key: str) -> Set:
        return next(place for place in self.sets if place.id == key)

    def sound_of(self, shot: Shot) -> str:
        """What is heard of a shot's place: “none”, words, or “” for what the set's words say."""
        return "none" if self.sound == "none" else shot.sound or self.set(shot.set).sound

    def steady_of(self, shot: Shot) -> str:
        """How a shot's footage is held steady: as it says itself, or its set, or the film; one's own stays as it is."""
        return "off" if shot.clips else shot.steady or self.set(shot.set).steady or self.steady

    def language_of(self, line: Line) -> str:
        """The BCP 47 tag of a line: its own, its speaker's, or the film's."""
        return line.language or self.voice_of(line.speaker).language or self.language

    def recording_of(self, line: Line) -> str:
        """The sound file in which a line is; “” where a voice speaks it."""
        return line.recording or (self.recording if line.speaker == NARRATOR else "")

    def voice_of(self, speaker: str) -> Voice:
        return self.narrator if speaker == NARRATOR else self.character(speaker).voice
