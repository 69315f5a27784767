"""What is wrong with a take, in words, and the colours that a scene shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ministudio_cli.media.colour import ciede2000
from ministudio_cli.qc.findings import Analysis, Likeness
from ministudio_cli.qc.judge import (
    AGAIN,
    AIR,
    ALIKE,
    BARS,
    BEND,
    BLACK,
    FACE,
    FEATURES,
    FILLED,
    FOLLOW,
    NEAR,
    PRESENT,
    STILL,
    STRANGE,
    STRETCH,
    SUBJECT,
    UNLIKE,
    WORN,
    GateDecision,
    Numbers,
)
from ministudio_cli.qc.reading import DARK, KNOWN, SAME, bend, longest, pops


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """How far a swatch is from its anchor over a take (ΔE00, the largest), and how much it swings in it."""

    part: str
    swatch: int
    away: float
    swing: float


def colours(likeness: Likeness, found: Analysis, anchor: dict[int, Numbers]) -> list[Colour]:
    """Each swatch that is seen, against its anchor."""
    anchors_of_scene = []
    for index, part in enumerate(likeness.parts):
        if not likeness.swatch(index) or index not in anchor:
            continue
        over = likeness.over(index, found.frames, found.samples)
        away = float(ciede2000(over, anchor[index]).max())
        swing = float(ciede2000(over, over[0]).max())
        anchors_of_scene.append(Colour(part=part, swatch=index, away=away, swing=swing))
    return anchors_of_scene


def missing(likeness: Likeness, found: Analysis) -> bool:
    """Whether a figure wears what it should not: its main garment is not seen, much of it is no colour of its own.

    Where hardly any of the set is seen, its light is not known, and so no colour is; nor is it told who stands before a
    plate that was lost (a whip pan leaves it).
    """
    main = likeness.main()
    if found.close > NEAR or (len(found.follow) and float(np.percentile(found.follow, 10)) < KNOWN):
        return False
    if len(found.subject) and float(np.median(found.subject)) > SUBJECT[1] and float(np.median(found.follow)) < FOLLOW:
        return False
    if (
        not len(likeness.seen)
        or likeness.parts[main] != "garment"
        or likeness.shares[main] < WORN
        or likeness.swatch(main)
    ):
        return False
    if len(likeness.strange) and float(np.median(likeness.strange)) > STRANGE:
        return True
    # Or it is in the colours of hair or skin: then these are far more of the figure than a body has of them.
    if not np.isfinite(likeness.seen[:, :, 3]).any():
        return False
    seen = np.nan_to_num(likeness.seen[:, :, 3]).mean(axis=0)
    faces = [index for index, part in enumerate(likeness.parts) if part == "skin"]
    return not faces or float(seen[max(faces, key=lambda index: likeness.shares[index])]) < FACE


def elsewhere(found: Analysis, alike: float, present: Sequence[float]) -> str:
    """Why a take is not of its shot at all: its plate is never seen, its colours are others, nobody of the cast is
    there; “” where any of these speaks for it.
    """
    if found.found or alike >= ALIKE or any(PRESENT[0] <= share <= PRESENT[1] for share in present):
        return ""
    who = "nobody of its cast" if present else "none of its set"
    return f"it is another shot: its set is not seen (colours alike {alike:.0%}), {who} is in it"


def unseen(found: Analysis, alike: float, present: Sequence[float]) -> str:
    """What is to be said of a take whose plate is never seen although it has enough to be seen by: another set; “”
    where its colours speak for it, or somebody fills the picture.
    """
    near = max(present, default=0.0) > FILLED
    if found.found or found.features < FEATURES or alike >= UNLIKE or near:
        return ""
    return f"its set is not its plate's: nothing of the plate is seen in it (colours alike {alike:.0%})"


def anchors(takes: Sequence[Analysis]) -> dict[str, dict[int, Numbers]]:
    """The colours that each figure's swatches are held to in all takes of one scene under one light, L*a*b*.

    Of the colours in which the takes open, the one nearest to what the portrait would be under the scene's light: what
    was generated is believed, as long as it is nearly right, because it is what fits the rest of the picture.
    """
    found: dict[str, dict[int, Numbers]] = {}
    cast = [(take, character) for take in takes for character in take.cast]
    for figure in dict.fromkeys(character.figure for _, character in cast):
        own = [(take, character) for take, character in cast if character.figure == figure]
        swatches = {}
        for index in range(len(own[0][1].parts)):
            seen = [
                (character.over(index, take.frames, take.samples)[0], character)
                for take, character in own
                if character.swatch(index)
            ]
            if seen:
                middle = np.median([character.expected[index] for _, character in seen], axis=0)
                opening = min((colour for colour, _ in seen), key=lambda colour: float(ciede2000(colour, middle)))
                swatches[index] = opening
        found[figure] = swatches
    return found


def _grown(stretch: Numbers) -> float:
    """By how much proportions change over a take: along a line through its frames, or from its first to its last."""
    line = float(np.polyfit(np.arange(len(stretch)), stretch, 1)[0]) * (len(stretch) - 1)
    ends = float(np.median(stretch[-8:]) - np.median(stretch[:8]))
    return max(line, ends, key=abs)


def interruptions(found: Analysis) -> list[tuple[str, str]]:
    """What is wrong with some of a take's frames, as (cause, words): something pops in or out, it stands still or
    stutters, it is black. A take that is dark throughout is judged by its set.
    """
    wrong = []
    at, share = pops(found)
    if at:
        wrong.append(("popping", f"something that covers {share:.1%} of it appears or vanishes at once, at frame {at}"))
    first, frames = longest(found.step < SAME)
    # A clip that is a little short is held at its end.
    if frames >= STILL and first + frames < found.frames:
        wrong.append(("still", f"its picture stands still for {frames} frames from frame {first}"))
    if found.stutter:
        words = f"its motion stutters: {found.stutter} of {found.frames} frames repeat the one before"
        wrong.append(("stutter", words))
    first, frames = longest(found.level < DARK)
    if frames >= BLACK and frames < found.frames:
        wrong.append(("black", f"it is black for {frames} frames from frame {first}"))
    return wrong


def faults(
    found: Analysis, ruling: GateDecision, anchors_of_scene: dict[str, dict[int, Numbers]]
) -> list[tuple[str, str]]:
    """What no mending cures, as (cause, words): identity, background or cut."""
    wrong: list[tuple[str, str]] = []
    for character in found.cast:
        if missing(character, found):
            wrong.append(("identity", f"{character.figure} does not wear what is told: its garment is not found"))
            continue
        wrong += [
            ("identity", f"{character.figure}'s garment is off by ΔE {colour.away:.1f}")
            for colour in colours(character, found, anchors_of_scene.get(character.figure, {}))
            if colour.part == "garment" and colour.swatch == character.main() and colour.away > AGAIN["garment"]
        ]
    # Near and far that move differently look like one picture that is stretched.
    flat = bend(found, ruling.path.path) <= BEND
    if len(found.stretch) > 16 and float(np.median(found.follow)) > FOLLOW and flat:
        grows = _grown(found.stretch)
        if abs(grows) > STRETCH:
            wide = "wider" if grows > 0 else "narrower"
            wrong.append(("proportions", f"everything in it grows {wide} by {abs(grows):.1%}"))
    if found.bars > BARS:
        wrong.append(("bars", f"it has black bars over {found.bars:.0%} of its height or width"))
    if ruling.cut:
        wrong.append(("cut", f"there is a cut inside it, at frame {ruling.cut}"))
    else:
        wrong += interruptions(found)
    flicker = float(np.median(found.flicker)) if len(found.flicker) else 0.0
    airy = bool(len(found.sharp)) and float(np.median(found.sharp)) > AIR
    if not ruling.plate and not airy and flicker > AGAIN["flicker"]:
        wrong.append(("background", f"its set flickers by {flicker:.1f} levels and cannot be held: {ruling.why}"))
    if ruling.path.kind == "static" and len(found.like) and float(np.median(found.like)) < AGAIN["like"]:
        wrong.append(("background", "its set is another one than its plate's"))
    return wrong
