"""Screenplay to Plan: everything that can be settled before a voice is heard or a cent is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ministudio_cli.plan.capability import Anchor, Capability, anchors
from ministudio_cli.plan.casting import OfferedVoice, cast_voices
from ministudio_cli.plan.orders import (
    BedOrder,
    LineOrder,
    ListenOrder,
    Maker,
    Order,
    PlateOrder,
    PortraitOrder,
    digest,
    digest_of,
    plain,
)
from ministudio_cli.plan.prompts import anchor_words, plate_prompt, portrait_prompt, shot_prompt
from ministudio_cli.plan.seeds import derive, shot_seed
from ministudio_cli.plan.state import Figure, Moment, View, moments
from ministudio_cli.screenplay.model import Format, Line, Screenplay, Shot

LEAD = Fraction(1, 4)
TRAIL = Fraction(7, 20)
"""Air before a shot's first line and after its last, in seconds."""
SPEECH_RATE = Fraction(29, 2)
"""Characters a second that an unheard line is expected to run at."""
SILENT = {"wide": Fraction(4), "medium": Fraction(3), "close": Fraction(3), "extreme-close": Fraction(5, 2)}
PLATE_MARGIN = Fraction(6, 5)
PORTRAIT = (768, 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """The providers a film is planned for, and what a second or a picture of theirs costs in US dollars."""

    shots: Maker
    plates: Maker
    voice: Maker
    bed: Maker
    listen: Maker
    shot_second: Decimal = Decimal(0)
    plate: Decimal = Decimal(0)
    character: Decimal = Decimal(0)
    voices: tuple[OfferedVoice, ...] = ()
    model: Capability | None = None
    """What the model behind the shots can do; None where shots are drawn at any length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotPlan:
    """One shot with everything settled but its exact length. Seconds; `price` in US dollars."""

    number: int
    shot: Shot
    moment: Moment
    seed: int
    prompt: str
    plate: PlateOrder
    portraits: tuple[PortraitOrder, ...]
    lines: tuple[LineOrder, ...]
    ingredients: tuple[tuple[str, str], ...]
    digest: str
    expected: Fraction
    clips: tuple[int, ...]
    """Seconds of each clip that the expected length takes; empty where the shot is drawn."""
    anchors: tuple[Anchor, ...]
    left_out: tuple[str, ...]
    price: Decimal
    """Of the picture; plates, portraits and lines have their own."""

    @property
    def id(self) -> str:
        return self.shot.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    film: Screenplay
    makers: Makers
    shots: tuple[ShotPlan, ...]
    music: BedOrder | ListenOrder | None

    @property
    def digest(self) -> str:
        film = self.film
        whole = [film.title, film.format, film.length, film.captions, film.master, film.music.level]
        scenes = [scene.title for scene in film.scenes]
        music = None if self.music is None else digest(self.music)
        shots = [[shot.digest, shot.shot.start, shot.shot.on] for shot in self.shots]
        return digest_of([whole, scenes, shots, music])

    @property
    def price(self) -> Decimal:
        """Everything, as if nothing were in the store; the shots at their expected lengths."""
        shots = sum((shot.price for shot in self.shots), Decimal(0))
        return shots + sum((price_of(self.makers, order) for order in self.first_orders()), Decimal(0))

    @property
    def expected(self) -> Fraction:
        end = Fraction(0)
        for shot in self.shots:
            end = max(end, shot.shot.start or end) + shot.expected
        return self.film.length or end

    def plates(self) -> tuple[PlateOrder, ...]:
        return tuple(dict.fromkeys(shot.plate for shot in self.shots))

    def portraits(self) -> tuple[PortraitOrder, ...]:
        return tuple(dict.fromkeys(one for shot in self.shots for one in shot.portraits))

    def lines(self) -> tuple[LineOrder, ...]:
        return tuple(dict.fromkeys(line for shot in self.shots for line in shot.lines))

    def first_orders(self) -> tuple[Order, ...]:
        """Everything of pass 1 but the music."""
        return (*self.plates(), *self.portraits(), *self.lines())

    def shot(self, which: str) -> ShotPlan | None:
        """By number (the third shot is `3`) or by id."""
        return next((one for one in self.shots if which in (one.id, str(one.number))), None)


def plan_film(film: Screenplay, makers: Makers, references: dict[str, str] | None = None) -> Plan:
    """Plan a film; `references` maps each file that the screenplay names to its digest."""
    draft = _Draft(film, makers, references or {})
    shots: list[ShotPlan] = []
    for number, moment in enumerate(moments(film), 1):
        shots.append(draft.shot(number, moment, shots[-1] if shots else None))
    return Plan(film=film, makers=makers, shots=tuple(shots), music=draft.music())


class _Draft:
    """The plan in the making: the orders that several shots share are made once."""

    def __init__(self, film: Screenplay, makers: Makers, references: dict[str, str]) -> None:
        self.film = film
        self.makers = makers
        self.references = references
        self.voices = cast_voices(film, makers.voices, google=makers.voice.name == "google")
        self.plates: dict[tuple[str, View], tuple[PlateOrder, str]] = {}
        self.people: dict[str, tuple[PortraitOrder, str]] = {}

    def shot(self, number: int, moment: Moment, before: ShotPlan | None) -> ShotPlan:
        film, shot = self.film, moment.shot
        plate, plate_digest = self.plate(shot.set, moment.view)
        portraits = [self.portrait(figure) for figure in moment.figures]
        lines = tuple(self.line(line) for line in shot.lines)
        seed = shot_seed(film.seed, film.seed_lock, shot.scene, shot.id)
        model = self.makers.model
        prompt = shot_prompt(moment, film.style, avoid=model is None or not model.negative)
        settled: dict[str, Any] = {
            "prompt": prompt,
            "seed": seed,
            "size": shot.size,
            "camera": shot.camera,
            "action": shot.action,
            "cast": [plain(figure) for figure in moment.figures],
            "set": plain(moment.view),
            "style": plain(film.style),
            "format": plain(film.format),
            "provider": plain(self.makers.shots),
            "plate": plate_digest,
            "portraits": [one[1] for one in portraits],
            "lines": [
                [digest(order), line.speaker, *map(str, (line.pause, line.lead, line.overlap, line.follows))]
                for order, line in zip(lines, shot.lines, strict=True)
            ],
            "duration": str(shot.duration or "auto"),
            "transition": plain(shot.transition),
            "continuity": shot.continuity,
            "title": shot.title,
            "shot before": before.digest if before and shot.continuity == "match" else "",
        }
        expected = self.expected(shot)
        sent, left_out = self.anchors(moment)
        if model:
            settled["model"] = model.model
            settled["anchors"] = [[one.role, one.of] for one in sent]
            prompt += anchor_words(sent, [one.id for one in moment.figures], [one.name for one in moment.figures])
        clips = clips_of(model, sent, expected)
        return ShotPlan(
            number=number,
            shot=shot,
            moment=moment,
            seed=seed,
            prompt=prompt,
            plate=plate,
            portraits=tuple(one[0] for one in portraits),
            lines=lines,
            ingredients=tuple((name, _short(value)) for name, value in settled.items()),
            digest=digest_of(settled),
            expected=expected,
            clips=clips,
            anchors=sent,
            left_out=left_out,
            price=shot_price(self.makers, clips, film.format, expected),
        )

    def anchors(self, moment: Moment) -> tuple[tuple[Anchor, ...], tuple[str, ...]]:
        if self.makers.model is None:
            return (), ()
        shot = moment.shot
        acting = shot.action.lower()
        figures = tuple(figure.id for figure in moment.figures)
        named = " ".join(figure.id for figure in moment.figures if figure.name.lower() in acting)
        speakers = tuple(dict.fromkeys(line.speaker for line in shot.lines))
        return anchors(
            self.makers.model, figures, speakers, named, match=shot.continuity == "match", still=shot.camera == "static"
        )

    def plate(self, key: str, view: View) -> tuple[PlateOrder, str]:
        if (key, view) not in self.plates:
            film = self.film
            order = PlateOrder(
                maker=self.makers.plates,
                view=view,
                style=film.style,
                width=2 * round(film.format.width * PLATE_MARGIN / 2),
                height=2 * round(film.format.height * PLATE_MARGIN / 2),
                seed=derive(film.seed, "set", key),
                prompt=plate_prompt(view, film.style),
                reference=self.references.get(film.set(key).reference, ""),
            )
            self.plates[key, view] = order, digest(order)
        return self.plates[key, view]

    def portrait(self, figure: Figure) -> tuple[PortraitOrder, str]:
        if figure.id not in self.people:
            film = self.film
            order = PortraitOrder(
                maker=self.makers.plates,
                figure=Figure(id=figure.id, name=figure.name, identity=figure.identity, state=()),
                style=film.style,
                width=PORTRAIT[0],
                height=PORTRAIT[1],
                seed=derive(film.seed, "character", figure.id),
                prompt=portrait_prompt(figure.name, figure.identity, film.style),
                reference=self.references.get(film.character(figure.id).reference, ""),
            )
            self.people[figure.id] = order, digest(order)
        return self.people[figure.id]

    def line(self, line: Line) -> LineOrder:
        film = self.film
        seed = derive(film.seed, "voice", line.speaker)
        return LineOrder(maker=self.makers.voice, text=line.text, voice=self.voices[line.speaker], seed=seed)

    def expected(self, shot: Shot) -> Fraction:
        if shot.duration is not None:
            return shot.duration
        if not shot.lines:
            return SILENT[shot.size]
        spoken = sum((line.pause + Fraction(len(line.text)) / SPEECH_RATE / self.film.voice_of(line.speaker).pace
                      for line in shot.lines), Fraction(0))  # fmt: skip
        return LEAD + spoken + TRAIL

    def music(self) -> BedOrder | ListenOrder | None:
        music = self.film.music
        if music.file:
            return ListenOrder(maker=self.makers.listen, file=self.references.get(music.file, ""))
        if not music.bed or music.tempo is None:
            return None
        seed = derive(self.film.seed, "music")
        return BedOrder(maker=self.makers.bed, mood=music.bed, tempo=music.tempo, seed=seed)


def clips_of(model: Capability | None, sent: Sequence[Anchor], need: Fraction) -> tuple[int, ...]:
    """The clips that so many seconds of a shot take; none where it is drawn."""
    return model.clips(need, references=any(one.role == "reference" for one in sent)) if model else ()


def shot_price(makers: Makers, clips: Sequence[int], format_: Format, need: Fraction) -> Decimal:
    """Dollars for a shot's picture: whole clips of a model, or seconds of a provider that counts them."""
    if makers.model:
        return sum(clips) * makers.model.price(min(format_.width, format_.height))
    return (Decimal(float(need)) * makers.shot_second).quantize(Decimal("0.0001"))


def price_of(makers: Makers, order: Order) -> Decimal:
    """Dollars for one order of pass 1; a picture of the user's own costs nothing."""
    if isinstance(order, LineOrder):
        own = next((one.price for one in makers.voices if one.name == order.voice.name), None)
        return (makers.character if own is None else own) * len(order.text)
    if isinstance(order, PlateOrder | PortraitOrder):
        return Decimal(0) if order.reference else makers.plate
    return Decimal(0)


def _short(value: Any) -> str:
    """An ingredient as the lock keeps it: itself while it is short, else its digest."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else digest_of(value)[:16]
