"""Screenplay to Plan: everything that can be settled before a voice is heard or a cent is spent."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.capability import Anchor, anchors
from ministudio_cli.planning.casting import cast_voices
from ministudio_cli.planning.clip_plan import clip_prices, clips_of
from ministudio_cli.planning.film_plan import FilmProviders, Plan, Remembered, ShotPlan
from ministudio_cli.planning.footage import footage_plan
from ministudio_cli.planning.lengths import expected_length
from ministudio_cli.planning.line_tasks import line_task
from ministudio_cli.planning.music import cues_of
from ministudio_cli.planning.prompts import anchor_words, plate_prompt, portrait_prompt, shot_prompt
from ministudio_cli.planning.seeds import derive, seed_key, shot_seed
from ministudio_cli.planning.state import CharacterState, SetState, ShotState, moments, named_in
from ministudio_cli.planning.task import digest, digest_of, plain
from ministudio_cli.planning.tasks import PlateTask, PortraitTask
from ministudio_cli.planning.views import is_view, pictures_in, seen_in
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.model import Screenplay, Shot

PLATE_MARGIN = Fraction(6, 5)
PORTRAIT = (768, 1024)


def plan_film(
    film: Screenplay,
    makers: FilmProviders,
    references: dict[str, str] | None = None,
    remembered: Remembered | None = None,
) -> Plan:
    """Plan a film; `references` maps each file that the screenplay names to its digest.

    Raises ScreenplayInvalid where a shot is to show the take of another one whose words are not its own.
    """
    draft = _Draft(film, makers, references or {}, remembered if remembered and remembered.holds(film) else None)
    shots: list[ShotPlan] = []
    for number, moment in enumerate(moments(film), 1):
        shots.append(draft.shot(number, moment, shots[-1] if shots else None))
    return Plan(
        film=film, makers=makers, shots=tuple(shots), cues=cues_of(film, makers, draft.references),
        references=draft.references, company=_company(shots),
    )  # fmt: skip


def _company(shots: Sequence[ShotPlan]) -> dict[str, tuple[str, ...]]:
    """See `Plan.company`."""
    found: dict[str, dict[str, None]] = {}
    for shot in shots:
        found.setdefault(shot.shot.scene, {}).update(dict.fromkeys(figure.id for figure in shot.moment.figures))
    return {scene: tuple(ids) for scene, ids in found.items()}


class _Draft:
    """The plan in the making: the orders that several shots share are made once."""

    def __init__(
        self, film: Screenplay, makers: FilmProviders, references: dict[str, str], remembered: Remembered | None
    ) -> None:
        self.film = film
        self.makers = makers
        self.references = references
        self.remembered = remembered or Remembered()
        self.ids = {shot.id for shot in film.shots}
        self.takes: dict[str, dict[str, int]] = {}
        """Of each content the shots that show it, each with the number of its take."""
        self.seeds: dict[str, set[int]] = {}
        self.shown: dict[str, int] = {}
        """The seed of each shot so far, by its id."""
        self.numbers: dict[str, int] = {}
        """The take that each shot so far shows, by its id."""
        self.voices = cast_voices(film, makers.voices, key=makers.voice_key)
        self.plates: dict[tuple[str, SetState], tuple[PlateTask, str]] = {}
        self.people: dict[str, tuple[PortraitTask, str]] = {}

    def shot(self, number: int, moment: ShotState, before: ShotPlan | None) -> ShotPlan:
        film, shot = self.film, moment.shot
        lines = tuple(line_task(film, self.makers, self.voices, self.references, line) for line in shot.lines)
        if shot.clips:
            return footage_plan(
                moment, film, self.makers, self.references, number=number, lines=lines,
                expected=expected_length(film, shot),
                matched=self.plate(shot.set, moment.view)[0] if any(clip.is_toned for clip in shot.clips) else None,
            )  # fmt: skip
        plate, plate_digest = self.plate(shot.set, moment.view)
        portraits = [self.portrait(figure) for figure in moment.figures]
        maker = self.makers.of(shot)
        model = maker.model
        prompt = shot_prompt(moment, film.style, avoid=model is None or not model.negative)
        pictures = pictures_in(self.film, moment, self.references)
        things = [[plain(one), pictures.get(one.id, "")] for one in moment.things]
        views = [[of, picture] for of, picture in pictures.items() if is_view(of)]
        drawings = {"drawings": plain(moment.drawings)} if moment.drawings and not model else {}
        settled: JsonObject = {
            "prompt": prompt,
            "seed": 0,
            "size": shot.size,
            "camera": shot.camera,
            **({"angle": shot.angle} if shot.angle != "eye" else {}),
            **({"stage": plain(shot.stage)} if shot.stage else {}),
            "action": shot.action,
            "cast": [plain(figure) for figure in moment.figures],
            **({"things": things} if things else {}),
            **drawings,
            **({"views": views} if views and model else {}),
            "set": plain(moment.view),
            "style": plain(film.style),
            "format": plain(film.format),
            "provider": plain(maker.ref),
            "plate": plate_digest,
            "portraits": [portrait[1] for portrait in portraits],
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
        expected = expected_length(film, shot)
        sent, left_out = self.anchors(moment, pictures)
        if model:
            settled["model"] = model.model
            settled |= {"sound": shot.own_sound} if shot.own_sound != "drop" else {}
            settled["anchors"] = [[anchor.role, anchor.of] for anchor in sent]
            seen = [(one.id, one.name) for one in moment.figures] + [(one.id, one.name) for one in moment.things]
            prompt += anchor_words(sent, dict(seen))
        content = digest_of(
            {
                "prompt": prompt,
                "shown": [shot.size, shot.camera, shot.angle, shot.action, shot.title, shot.continuity, *shot.stage],
                "cast": [[figure.name, figure.identity, figure.state] for figure in moment.figures],
                "set": moment.view,
                "style": film.style,
                "format": film.format,
                "made": [model.model if model else plain(maker.ref), [anchor.role for anchor in sent]],
                "plate": plate_digest,
                "shot before": before.content if before and shot.continuity == "match" else "",
                **({"things": things} if things else {}),
                **drawings,
                **({"views": views} if views and model else {}),
                **({"sound": True} if model and model.asks_sound else {}),
            }
        )
        seed = self.seed(shot, content)
        settled["seed"] = seed
        number_of_take = self.number(shot)
        if number_of_take > 1:
            settled["take"] = number_of_take
        clips = clips_of(model, sent, expected)
        return ShotPlan(
            number=number,
            shot=shot,
            moment=moment,
            seed=seed,
            maker=maker,
            prompt=prompt,
            plate=plate,
            portraits=tuple(portrait[0] for portrait in portraits),
            lines=lines,
            ingredients=tuple((name, _short(value)) for name, value in settled.items()),
            digest=digest_of(settled),
            content=content,
            expected=expected,
            clips=clips,
            anchors=sent,
            pictures=tuple(pictures.items()),
            left_out=left_out,
            take=number_of_take,
            price=sum(clip_prices(maker, clips, film.format, expected), Decimal(0)),
        )

    def seed(self, shot: Shot, content: str) -> int:
        """A shot's seed: as it was settled for this content before, whatever its ids were then, else derived from them.

        Of generated shots of the same words each has a take, and so a seed, of its own, unless it asks for another's.
        """
        number = self.take(shot, content)
        model = self.makers.of(shot).model
        found = shot_seed(self.film.seed, self.film.seed_lock, shot.scene, shot.id, take=number)
        before = self.remembered.shots.get(content, ())
        own = next((seed for key, seed in before if key == shot.id), None)
        # A shot that is no longer there under its id was renamed: its seed goes to the first new shot that shows it.
        left = [seed for key, seed in before if key not in self.ids and seed not in self.seeds.get(content, ())]
        if own is None and left:
            own = left[0]
        if shot.same_take_as:
            own = self.shown[shot.same_take_as]
        chosen = own if own is not None else model.seed_for(found) if model else found
        self.seeds.setdefault(content, set()).add(chosen)
        self.shown[shot.id] = chosen
        return chosen

    def number(self, shot: Shot) -> int:
        """The number of the take that is chosen of a shot, or of the one whose take it shows."""
        self.numbers[shot.id] = self.numbers[shot.same_take_as] if shot.same_take_as else shot.take or shot.picked
        return self.numbers[shot.id]

    def take(self, shot: Shot, content: str) -> int:
        """Which take of its content a shot shows: 0 for the first; drawn shots of the same words are the same."""
        shots = self.takes.setdefault(content, {})
        if shot.same_take_as:
            if shot.same_take_as not in shots:
                message = (
                    f"“{shot.same_take_as}” is no earlier shot of the same words, so its take cannot be shown here"
                )
                fault = Fault(
                    at=shot.at,
                    rule="same-take",
                    message=message,
                    hint="write the same words, render: and clip_sound:, or remove it",
                )
                raise ScreenplayInvalid(f"{self.film.file} has 1 fault", faults=(fault,))
            shots[shot.id] = shots[shot.same_take_as]
        else:
            shots[shot.id] = len(set(shots.values())) if self.makers.of(shot).model else 0
        return shots[shot.id]

    def settled_seed(self, kind: str, key: str, content: object) -> int:
        """The seed of a set or a character: as it was settled for this content, else derived from its id."""
        return self.remembered.others.get(seed_key(kind, content), derive(self.film.seed, kind, key))

    def anchors(self, moment: ShotState, pictures: Mapping[str, str]) -> tuple[tuple[Anchor, ...], tuple[str, ...]]:
        shot = moment.shot
        model = self.makers.of(shot).model
        if model is None:
            return (), ()
        figures = tuple(figure.id for figure in moment.figures)
        acts = tuple(
            figure.id
            for figure in moment.figures
            if any(named_in(shot.action, name) for name in (figure.name, figure.id))
        )
        speakers = tuple(dict.fromkeys(line.speaker for line in shot.lines))
        return anchors(
            model, figures, speakers, acts, match=shot.continuity == "match", still=shot.camera == "static",
            things=tuple(thing.id for thing in moment.things if thing.id in pictures),
            views=Counter(seen_in(of) for of in pictures if is_view(of)),
        )  # fmt: skip

    def plate(self, key: str, view: SetState) -> tuple[PlateTask, str]:
        if (key, view) not in self.plates:
            film = self.film
            order = PlateTask(
                maker=self.makers.plates,
                view=view,
                style=film.style,
                width=2 * round(film.format.width * PLATE_MARGIN / 2),
                height=2 * round(film.format.height * PLATE_MARGIN / 2),
                seed=self.settled_seed("set", key, [view, film.style]),
                prompt=plate_prompt(view, film.style),
                reference=self.references.get(film.set(key).reference, ""),
            )
            order = dataclasses.replace(order, price=self.makers.price(order))
            self.plates[key, view] = order, digest(order)
        return self.plates[key, view]

    def portrait(self, figure: CharacterState) -> tuple[PortraitTask, str]:
        if figure.id not in self.people:
            film = self.film
            order = PortraitTask(
                maker=self.makers.plates,
                figure=CharacterState(id=figure.id, name=figure.name, identity=figure.identity, state=()),
                style=film.style,
                width=PORTRAIT[0],
                height=PORTRAIT[1],
                seed=self.settled_seed("character", figure.id, [figure.name, figure.identity, film.style]),
                prompt=portrait_prompt(figure.name, figure.identity, film.style),
                reference=self.references.get(film.character(figure.id).reference, ""),
            )
            order = dataclasses.replace(order, price=self.makers.price(order))
            self.people[figure.id] = order, digest(order)
        return self.people[figure.id]


def _short(value: Any) -> str:
    """An ingredient as the lock keeps it: itself while it is short, else its digest."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else digest_of(value)[:16]
