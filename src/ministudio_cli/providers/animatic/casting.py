"""The cast of a shot on its marks, with what each does and says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from ministudio_cli.media.pcm import Sound, read_wav
from ministudio_cli.planning.state import CharacterState
from ministudio_cli.planning.tasks import SAMPLE_RATE, ShotTask
from ministudio_cli.providers.animatic.acting import Line, acts_of
from ministudio_cli.providers.animatic.actor import Actor, Part
from ministudio_cli.providers.animatic.camera import angle_of
from ministudio_cli.providers.animatic.creature import Beast, Creature, Cutout
from ministudio_cli.providers.animatic.deeds import read
from ministudio_cli.providers.animatic.figure.speech import shape_of
from ministudio_cli.providers.animatic.framed import standing_of
from ministudio_cli.providers.animatic.look import PEOPLE, look_of
from ministudio_cli.providers.animatic.naming import place_of
from ministudio_cli.providers.animatic.paint import Picture, decoded, premultiplied
from ministudio_cli.providers.animatic.person import Person
from ministudio_cli.providers.animatic.rendering import rendering_of
from ministudio_cli.providers.animatic.scenery import mood_of
from ministudio_cli.providers.animatic.stage import (
    WIDE,
    Mark,
    Standing,
    block,
    places_of,
)
from ministudio_cli.providers.animatic.turning import facing, from_behind, to_the_lens
from ministudio_cli.providers.kit import TakeContext

MOUTHS = 5
"""Openings of a mouth: 0 closed, to 4 wide."""


def cast(figure: CharacterState, part: Part, given: Picture | None = None) -> Actor:
    """The actor for a figure: a person, or something else, or the cut-out (premultiplied BGRA) of a picture of it."""
    if given is not None:
        return Cutout(figure, part, given)
    being = look_of(figure).being
    if being.startswith("art:"):
        return Beast(figure, part)
    return (Person if being in PEOPLE else Creature)(figure, part)


def cast_actors(order: ShotTask, context: TakeContext, total: int) -> list[Actor]:
    """The figures on their marks, in the order's own order; `filming` draws those behind first."""
    fps = float(order.format.fps)
    seconds, looks = total / fps, [look_of(figure) for figure in order.figures]
    given = [_given(order, index, context) for index in range(len(order.figures))]
    places = {figure.id: place for figure, place in zip(order.figures, places_of(looks), strict=True)}
    if len(order.figures) == 1:
        places = {order.figures[0].id: 0.49 if sided(order) > 0 else 0.51}
    staged = {staging.who: staging for staging in order.stage}
    places |= {who: float(staging.at) for who, staging in staged.items() if staging.at is not None and who in places}
    own = order.view.art + order.drawings
    acts = acts_of(order.figures, order.action, _lines(order), seconds, places, near=order.size not in WIDE, art=own)
    acts |= {
        who: facing(acts[who], staging.faces, places.get(who, 0.5), places)
        for who, staging in staged.items()
        if who in acts and staging.faces
    }
    if order.size == "over-shoulder" and len(order.figures) == 2:
        listener = order.figures[1 - _focus(order)].id
        acts[listener] = from_behind(acts[listener])
    seer = _focus(order) if order.size == "pov" and len(order.figures) > 1 else None
    if seer is not None:
        acts |= {figure.id: to_the_lens(acts[figure.id]) for figure in order.figures}
    standing = [
        None
        if look.being not in PEOPLE
        else STATUE
        if picture is not None
        else standing_of(figure, acts[figure.id], seconds)
        for figure, look, picture in zip(order.figures, looks, given, strict=True)
    ]
    meets = max((act.motion.meets for each in acts.values() for act in each), default=0.0)
    seen = [index for index in range(len(order.figures)) if index != seer]
    placed = {
        new: staged[order.figures[index].id] for new, index in enumerate(seen) if order.figures[index].id in staged
    }
    marks = dict(zip(seen, block(
        [looks[index] for index in seen], [standing[index] for index in seen], order.size,
        angle_of(order.angle, order.camera), order.format.width, order.format.height,
        at={new: float(staging.at) for new, staging in placed.items() if staging.at is not None},
        depths={new: DEPTHS[staging.depth] for new, staging in placed.items() if staging.depth != "middle"},
        sides=[acts[order.figures[index].id][0].aside for index in seen], focus=_focus(order), close=meets,
    ), strict=True))  # fmt: skip
    mood, place = mood_of(order.view, order.style), place_of(order.view)
    adrift, afloat = place in ("space", "reef", "midair"), place == "reef"
    actors = []
    for index, figure in enumerate(order.figures):
        mark = marks.get(index, Mark(x=0, y=0, unit=1))
        mouths, visemes = mouth_track(order, figure.id, context, total)
        part = Part(
            mark=mark, mood=mood, acts=acts[figure.id], action=order.action, mouths=mouths, visemes=visemes,
            absent=index == seer, grounded=order.size in WIDE, turned=TURNED.get(order.size, 1.0), seconds=seconds, fps=fps,
            room=0.86 * order.format.width / mark.unit, adrift=adrift, afloat=afloat,
            rendering=rendering_of(order.style), rows=min(order.format.width, order.format.height),
            tall=order.format.height,
        )  # fmt: skip
        actors.append(cast(figure, part, given[index]))
    return actors


DEPTHS = {"near": 1.45, "middle": 1.0, "far": 0.6}
"""How much larger than the rest somebody is who stands nearer, or farther."""
TURNED = {"close": 0.6, "extreme-close": 0.4, "medium-close": 0.75}
"""How much of a turn away from the lens is kept in which size."""


STATUE = Standing(tall=545, eyes=493, hands=280)
"""What framing takes a picture of the user's own for."""


def _lines(order: ShotTask) -> list[Line]:
    return [
        Line(line.speaker, line.start / SAMPLE_RATE, (line.start + line.samples) / SAMPLE_RATE) for line in order.speech
    ]


def sided(order: ShotTask) -> int:
    """Which side somebody alone faces: as with the others of the scene, the first of whom stands at the left."""
    if len(order.company) > 1 and order.figures[0].id in order.company:
        return 1 if order.company.index(order.figures[0].id) < len(order.company) / 2 else -1
    return 1 if order.seed % 2 else -1


def _focus(order: ShotTask) -> int:
    """Who a shot is of: who speaks first in it, else who acts first."""
    ids = [figure.id for figure in order.figures]
    for line in order.speech:
        if line.speaker in ids:
            return ids.index(line.speaker)
    for deed in read(order.action, order.figures).deeds:
        for name in deed.who:
            if name in ids:
                return ids.index(name)
    return 0


def _given(order: ShotTask, index: int, context: TakeContext) -> Picture | None:
    """The cut-out of a portrait that is the user's own: premultiplied BGRA, no larger than the figure."""
    key = order.portraits[index] if index < len(order.portraits) else ""
    if not key or not context.facts(key).get("given"):
        return None
    picture = decoded(context.file(key, "portrait.png").read_bytes())
    mask = decoded(context.file(key, "mask.png").read_bytes())
    left, top, wide, tall = cv2.boundingRect(cv2.threshold(mask, 24, 255, cv2.THRESH_BINARY)[1])
    cut = cv2.merge([*cv2.split(picture[..., :3]), mask])[top : top + tall, left : left + wide]
    return premultiplied(np.ascontiguousarray(cut)) if wide and tall else None


def mouth_track(order: ShotTask, speaker: str, context: TakeContext, total: int) -> tuple[Sequence[int], Sequence[str]]:
    """How far a mouth is open in each frame, and the shape of what it says: from the waveform and the words of its own
    lines and nobody else's.
    """
    track, shapes = np.zeros(total, np.int8), [""] * total
    fps = float(order.format.fps)
    for line in order.speech:
        if line.speaker != speaker:
            continue
        sound, _ = read_wav(context.file(line.take, "line.wav"))
        words = context.facts(line.take)["words"]
        openings = _openings(sound, words, line.start, total, fps)
        track = np.maximum(track, openings)
        span = SAMPLE_RATE / fps
        for word, first, last in words:
            begin, end = (line.start + first) / span, (line.start + last) / span
            for number in range(max(0, int(begin)), min(total, int(end) + 1)):
                share = (number - begin) / max(end - begin, 1e-6)
                if openings[number] > 0 and 0 <= share <= 1:
                    shapes[number] = shape_of(word, share)
                elif 0 <= share <= 1:
                    shapes[number] = "mbp"
    return [int(level) for level in track], shapes


def _openings(sound: Sound, words: Sequence[Sequence[Any]], start: int, total: int, fps: float) -> Any:
    span = SAMPLE_RATE / fps
    loud = np.zeros(total)
    for number in range(total):
        at = int(number * span) - start
        piece = sound[max(0, at) : max(0, int(at + span))]
        loud[number] = float(np.sqrt(np.mean(np.square(piece)))) if piece.size else 0.0
    heard = loud[loud > 0.004]
    if not heard.size:
        return np.zeros(total, np.int8)
    level = np.clip(loud / float(np.percentile(heard, 92)), 0, 1)
    level = np.where(loud > 0.012, np.ceil(level * (MOUTHS - 1)), 0)
    inside = np.zeros(total, bool)
    for _, first, last in words:
        inside[int((start + first) / span) : int((start + last) / span) + 1] = True
    return np.where(inside, level, 0).astype(np.int8)
