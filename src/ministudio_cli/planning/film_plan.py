"""What a plan is: its providers, its shots, and the seeds that it remembers. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ministudio_cli.planning.capability import Anchor, Capability
from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.credit import Credit
from ministudio_cli.planning.state import ShotState
from ministudio_cli.planning.task import ProviderRef, Task, digest, digest_of, plain
from ministudio_cli.planning.tasks import BedTask, LineTask, ListenTask, PlateTask, PortraitTask
from ministudio_cli.planning.voicing import voicing_of
from ministudio_cli.reading.soundscape import is_sound_file
from ministudio_cli.screenplay.lettering import CaptionStyle
from ministudio_cli.screenplay.model import Screenplay, Shot
from ministudio_cli.screenplay.music import Music


def _free(_task: Task) -> Decimal:
    return Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Seeds that an earlier plan of the film settled, so that a renamed id does not reseed what was made.

    `shots` and `others` (sets and characters) give a seed by the digest of what it covers, ids apart; `own` the digest
    of each shot's, set's and character's own id. They hold for one global seed and one kind of seed lock.
    """

    seed: int = 0
    seed_lock: str = ""
    shots: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """The (id, seed) of every shot of some content, in the film's order."""
    others: Mapping[str, int] = field(default_factory=dict)

    def holds(self, film: Screenplay) -> bool:
        return (self.seed, self.seed_lock) == (film.seed, film.seed_lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotMaker:
    """Who makes a shot's picture."""

    ref: ProviderRef
    second: Decimal = Decimal(0)
    """US dollars for a second, where it counts the seconds that are needed."""
    model: Capability | None = None
    """What the model behind it can do; None where shots are drawn at any length."""
    source: str = ""
    """What it makes, see `origin`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmProviders:
    """The providers a film is planned for, and what an order of theirs costs in US dollars."""

    shots: ShotMaker
    by_shot: tuple[tuple[str, ShotMaker], ...] = ()
    """Of shots, by id, that another makes."""
    plates: ProviderRef
    voice: ProviderRef
    bed: ProviderRef
    listen: ProviderRef
    recording: ProviderRef = field(default_factory=lambda: ProviderRef(name="recording"))
    """What makes the lines that are recorded."""
    footage: ShotMaker = field(default_factory=lambda: ShotMaker(ref=ProviderRef(name="footage")))
    """What cuts the shots that show footage of one's own."""
    price: Callable[[Task], Decimal] = _free
    """What an order of pass 1 costs: the sum of the requests that its provider says it will need."""
    voices: tuple[OfferedVoice, ...] = ()
    voice_key: str = ""
    """The key under which a voice names those of this engine; “” for `name`."""
    credits: tuple[Credit, ...] = ()
    """Works of others in what these providers make."""
    sources: tuple[tuple[str, str], ...] = ()
    """What the providers of plates and voice make, see `origin`."""

    def source(self, kind: str) -> str:
        """See `sources`; “” where it is not stated."""
        return dict(self.sources).get(kind, "")

    def of(self, shot: Shot) -> ShotMaker:
        """Who makes a shot's picture, and its sound where that is to be heard."""
        found = self.footage if shot.clips else dict(self.by_shot).get(shot.id, self.shots)
        if found.model is None or shot.own_sound == "drop":
            return found
        return replace(found, model=found.model.sounding())


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotPlan:
    """One shot with everything settled but its exact length. Seconds; `price` in US dollars."""

    number: int
    shot: Shot
    moment: ShotState
    seed: int
    maker: ShotMaker
    prompt: str
    plate: PlateTask | None
    """None where it shows footage of one's own."""
    matched: PlateTask | None = None
    """The plate to whose colours its footage is brought."""
    portraits: tuple[PortraitTask, ...]
    lines: tuple[LineTask, ...]
    ingredients: tuple[tuple[str, str], ...]
    digest: str
    content: str
    """The digest of what the shot shows, without its seed and ids: equal for shots of the same words."""
    expected: Fraction
    clips: tuple[Fraction, ...]
    """Seconds of each clip that the expected length takes; empty where the shot is drawn."""
    anchors: tuple[Anchor, ...]
    pictures: tuple[tuple[str, str], ...] = ()
    """Of its props those that have a picture, by id, with its digest."""
    left_out: tuple[str, ...]
    price: Decimal
    """Of the picture; plates, portraits and lines have their own."""
    take: int = 1
    """The number of the take that is shown: each but the first has a seed of its own."""

    @property
    def id(self) -> str:
        return self.shot.id

    @property
    def set_plate(self) -> PlateTask | None:
        """The plate that it needs: it is filmed on it, or its footage is brought to its colours."""
        return self.plate or self.matched


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicCue:
    """Music under so many shots of a film, from where the cue before it ends: a bed, whose length and sections its cuts
    settle, the analysis of a file, or neither, for silence.
    """

    music: Music
    shots: int
    bed: BedTask | None = None
    track: ListenTask | None = None

    @property
    def key(self) -> str | None:
        """The digest of its task; None for silence."""
        task = self.bed or self.track
        return digest(task) if task else None

    @property
    def words(self) -> str:
        """What it is, for readers."""
        if self.bed:
            return f"a {self.bed.mood} bed, {float(self.bed.tempo):g} beats a minute"
        return self.music.file or "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    film: Screenplay
    makers: FilmProviders
    shots: tuple[ShotPlan, ...]
    cues: tuple[MusicCue, ...] = ()
    """Its music, in the order in which it is heard."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Every file that the screenplay names, with the digest under which the store keeps it."""
    company: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Everybody who is seen in a scene, by its id, in the order in which they come in."""

    @property
    def cue_shots(self) -> tuple[tuple[MusicCue, int, int], ...]:
        """Each cue with its first shot and the one after its last, by their places."""
        ends = tuple(itertools.accumulate(cue.shots for cue in self.cues))
        return tuple(zip(self.cues, (0, *ends), ends, strict=False))

    @property
    def tracks(self) -> tuple[ListenTask, ...]:
        """The analyses of its music's files."""
        return tuple(dict.fromkeys(cue.track for cue in self.cues if cue.track))

    @property
    def music_digest(self) -> str | None:
        """The digest of all its music; None for silence."""
        keys = [cue.key for cue in self.cues]
        return keys[0] if len(keys) == 1 else digest_of(keys) if any(keys) else None

    @property
    def digest(self) -> str:
        film = self.film
        level = self.cues[0].music.level if self.cues else Fraction(0)
        whole = [film.title, film.format, film.length, film.captions, film.master, level]
        scenes = [scene.title for scene in film.scenes]
        shots = [[shot.digest, shot.shot.start, shot.shot.on] for shot in self.shots]
        return digest_of([whole, scenes, shots, self.music_digest, *self._chosen()])

    def _chosen(self) -> list[Any]:
        """What else changes the film, where it is not as usual: a lock of a film without it stays good."""
        film = self.film
        chosen: dict[str, Any] = {"language": film.language, "captions": film.caption_style, "check": film.check}
        usual: dict[str, Any] = {"language": "en", "captions": CaptionStyle(), "check": ()}
        chosen["label"], usual["label"] = film.label, None
        files = {
            sound: self.references.get(sound) for shot in self.shots if is_sound_file(sound := film.sound_of(shot.shot))
        }
        chosen["sounds"], usual["sounds"] = files, {}
        chosen["lyrics"] = tuple(lyric for cue in self.cues for lyric in cue.music.sung)
        usual["lyrics"] = ()
        chosen["fades"] = [[cue.music.fade_in, cue.music.fade_out] for cue in self.cues if cue.track]
        usual["fades"] = [[0, 2] for cue in self.cues if cue.track]
        # How far each reaches and how they meet.
        several = self.cues if len(self.cues) > 1 else ()
        chosen["cues"] = [[cue.shots, cue.music.level, cue.music.crossfade] for cue in several]
        usual["cues"] = []
        for shot in self.shots:
            chosen[f"sound {shot.id}"], usual[f"sound {shot.id}"] = film.sound_of(shot.shot), ""
            voicings = [voicing_of(film, shot.moment, line) for line in shot.shot.lines]
            heard = [[number, plain(voicing)] for number, voicing in enumerate(voicings) if not voicing.is_plain]
            chosen[f"voices {shot.id}"], usual[f"voices {shot.id}"] = heard, []
            moving = shot.shot.moving_background or film.set(shot.shot.set).moving_background
            chosen[f"held {shot.id}"] = [film.steady_of(shot.shot), moving, shot.shot.lighting_change]
            usual[f"held {shot.id}"] = ["auto", False, False]
            chosen[f"accent {shot.id}"], usual[f"accent {shot.id}"] = shot.shot.accent, None
        changed = {name: plain(value) for name, value in chosen.items() if value != usual[name]}
        return [changed] if changed else []

    @property
    def generated(self) -> bool:
        """Whether a model makes any of its shots."""
        return any(shot.maker.model for shot in self.shots)

    @property
    def price(self) -> Decimal:
        """Everything, as if nothing were in the store; the shots at their expected lengths."""
        shots = sum((shot.price for shot in self.shots), Decimal(0))
        return shots + sum((order.price for order in self.first_orders()), Decimal(0))

    @property
    def expected(self) -> Fraction:
        end = Fraction(0)
        for shot in self.shots:
            end = max(end, shot.shot.start or end) + shot.expected
        return self.film.length or end

    def without_music(self, *shots: ShotPlan) -> Plan:
        """Some of its shots, in silence."""
        return replace(self, shots=shots, cues=(MusicCue(music=Music(), shots=len(shots)),))

    def plates(self) -> tuple[PlateTask, ...]:
        return tuple(dict.fromkeys(shot.set_plate for shot in self.shots if shot.set_plate))

    def portraits(self) -> tuple[PortraitTask, ...]:
        return tuple(dict.fromkeys(portrait for shot in self.shots for portrait in shot.portraits))

    def lines(self) -> tuple[LineTask, ...]:
        return tuple(dict.fromkeys(line for shot in self.shots for line in shot.lines))

    def first_orders(self) -> tuple[PlateTask | PortraitTask | LineTask, ...]:
        """Everything of pass 1 but the music."""
        return (*self.plates(), *self.portraits(), *self.lines())

    def shot(self, which: str) -> ShotPlan | None:
        """By number (the third shot is `3`) or by id."""
        return next((shot for shot in self.shots if which in (shot.id, str(shot.number))), None)
