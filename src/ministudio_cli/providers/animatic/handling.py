"""How what a deed is done to is seen: in a hand, on a table, on the ground ahead, or under who rides on it.

What a verb is drawn with by itself, such as a rope that is pulled, gives way to the thing that its words name.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from ministudio_cli.providers.animatic.figure.motion import Motion, motions
from ministudio_cli.providers.animatic.figure.placed import (
    AHEAD,
    ALONG,
    ON,
    UNDER,
    boards,
    kind_of,
)
from ministudio_cli.providers.animatic.objects import Object, words
from ministudio_cli.providers.animatic.worked import cooked, flown, used
from ministudio_cli.reading.action import Deed
from ministudio_cli.reading.phrases import singular

_UNNAMED = {"box", "crate", "rope", "ball_ground"}
"""What a verb is drawn with where nothing says with what."""
_BENCH = {"workbench", "basin"}
_DOORS = {"door", "opening_door"}
_SEATS = {"chair", "stool"}
_TOOLS = {"hammer", "carpentry-saw", "sponge", "soap", "sewing-needle"}
"""Drawings of what is worked with, and not worked on."""
_LOW = {"kneel", "crouch", "floor", "fours"}
"""Postures in which what is worked on lies on the ground."""
_PUSHED = 0.35
"""Metres from which what is pushed stands on the ground."""
_RIDDEN = re.compile(r"(?:(?:in|inside|aboard|on) )?(?:the|an?|his|her|their|its|this|that) ", re.IGNORECASE)
"""How what follows “rides” begins where it says on what."""
_TURNED, BESIDE = 50.0, 46.0
"""Degrees that somebody turns from the viewer at least, so that what is held, or stands beside, is seen."""


def handled(motion: Motion, deed: Deed, seen: Object | None) -> tuple[Motion, str]:
    """A motion as it is done to a thing, and what is in the hand."""
    if deed.verb in words("moved") and seen is not None and seen.before == "" and "ing " not in deed.rest:
        motion = motions()["reach"]  # a cloth is run along a blade, a ring is slid on, a drum is hung up
    if motion.name == "type" and deed.verb != "type" and deed.thing not in words("machine"):
        motion = motions()["reach"]  # handlebars are clicked into place, a lockpick is worked
    if motion.name == "hammer" and {deed.thing, deed.target} & words("machine") - {""}:
        motion = motions()["type"]  # a typewriter is hammered at
    if (use := used(motion, deed, seen)) is not None:
        return use
    if motion.name == "type" and (keyed := {deed.thing, deed.target} & words("keyed")):
        props = [name for name in motion.props if name != "laptop"]
        return replace(motion, props=(*props, f"{ON}art:{min(keyed)}")), ""
    if motion.name == "cook" and (seen is None or seen.drawing):
        if food := cooked(motion, deed, seen):
            return food, ""
        motion = motions()["reach"]  # a rope is cut, and a sheet peeled off
    if seen is None:
        return _empty_handed(motion, deed), ""
    return _of_its_kind(motion, deed, seen) or _shown(motion, seen)


def _empty_handed(motion: Motion, deed: Deed) -> Motion:
    """A motion whose deed names nothing that is drawn."""
    part = singular(deed.thing) in words("nothing")
    if deed.guessed or (part and set(motion.props) & (_UNNAMED - {"rope"} | {"heap", "shovel"})):
        return motions()["stand"]  # feet are planted, and legs braced
    if motion.name == "climb" and deed.rest.lower().split()[:1] in (["off"], ["out"]):
        return motions()["stand"]  # off a bicycle
    if motion.name == "float" and deed.verb in words("moved") and deed.thing:
        return motions()["reach"]  # laundry is hung up
    if motion.name == "turn" and deed.thing in words("turned"):
        return motions()["reach"]  # a screw is turned, and not who turns it
    if motion.name in ("throw", "catch") and deed.thing:
        return replace(motion, hand="")  # a bar is let go of, and no ball thrown
    # What is named is no rope and no crate, though nothing draws it.
    named = (deed.thing or deed.target) not in words("ropes")
    return _without(motion, {"rope", "crate"}) if named else motion


def _of_its_kind(motion: Motion, deed: Deed, seen: Object) -> tuple[Motion, str] | None:
    """How a thing is used that has a way of its own: a vehicle, an instrument, a bow; None for the others."""
    own: tuple[Motion, str] | None = None
    if seen.drawing == "bow-and-arrow" and deed.verb in words("archery"):
        own = motions()["shoot"], ""
    elif (
        (seen.drawing == "bicycle" and motion.name == "ride" and seen.before == "")
        or ("ball_ground" in motion.props and seen.noun in words("balls"))
        or (seen.drawing == "door" and set(motion.props) & _DOORS)
    ):
        own = motion, ""
    elif seen.ridden and _boards(motion, deed, seen):
        own = _riding(motion, deed, seen), ""
    elif motion.name == "hammer" and seen.before == "on" and seen.drawing in words("drums"):
        own = _played(seen)
    elif deed.verb == "sweep" and seen.before == "" and seen.small and " side" in deed.rest:
        own = replace(motions()["hold"], gait="walk", side=66.0), seen.name
    elif motion.name == "play_piano" and seen.drawing not in words("pianos"):
        own = _played(seen)
    elif seen.before in words("looked"):
        optical = seen.drawing in words("optical") or seen.name.startswith("camera")
        own = (replace(motions()["aim"], hand="object"), seen.name) if optical else (motion, "")
    elif flies := flown(deed, seen):
        own = flies, ""
    elif motion.name == "rise" or (motion.name in ("ride", "drive", "sit") and not seen.small):
        own = motion, ""
    elif motion.name == "cook" and not seen.drawing:
        own = replace(motions()["hold"], side=_TURNED + 8), seen.name
    elif motion.name == "eat" and seen.small and seen.before == "":
        own = replace(_without(motion, {"plate"}), hand="object"), seen.name
    elif motion.name in words("kept") or (motion.name in ("look", "search") and deed.verb not in words("inspects")):
        own = motion, ""
    return own


def _shown(motion: Motion, seen: Object) -> tuple[Motion, str]:
    if motion.name == "carry" and not seen.small:
        motion = motions()["pull"]
    if set(motion.props) & _BENCH:
        return _at_the_bench(motion, seen), ""
    unnamed = bool(set(motion.props) & _UNNAMED)
    motion = _without(motion, _UNNAMED)
    stands = motion.name == "push" and seen.metres >= _PUSHED
    talked = motion.talks and seen.before == "with"
    if talked or (motion.name in words("bare") and seen.before not in words("direct")):
        return motion, ""  # whom one talks with is in no hand, nor the bed in which one turns over
    kicked = unnamed and motion.name == "kick"
    if not seen.small or stands or kicked or (seen.alive and motion.name not in words("lifted")):
        return _beside(motion, seen), ""
    return (replace(motion, hand="object"), seen.name) if unnamed else _in_the_hand(motion, seen)


def _in_the_hand(motion: Motion, seen: Object) -> tuple[Motion, str]:
    if seen.before == "from" and motion.name == "drink":
        return motion, seen.name
    if seen.before not in words("direct"):
        onto = motion.name == "reach" and seen.before in ("onto", "into")
        leans = motion.name == "lean" and seen.before == "on" and seen.drawing in words("long")
        return (replace(motion, hand="object"), seen.name) if onto or leans else (motion, "")
    if motion.name in words("bare"):
        return replace(motions()["hold"], gaze=motion.gaze, face=motion.face, side=_TURNED + 8), seen.name
    if set(motion.props) - _SEATS and not motion.gait and motion.hand != "object":
        return motion, ""
    return replace(motion, hand=motion.hand or "object", side=max(motion.side, _TURNED)), seen.name


def at_large(motion: Motion, large: Object | None) -> Motion:
    """A motion with the large thing that it is done at: a barrow into which something is laid."""
    if large is None or motion.gait or motion.name in words("bare") or any(kind_of(name) for name in motion.props):
        return motion
    return replace(_beside(motion, large), name=motion.name)


def _without(motion: Motion, props: set[str]) -> Motion:
    return replace(motion, props=tuple(name for name in motion.props if name not in props))


def mounted(motion: Motion, deed: Deed, others: Container[str]) -> Motion:
    """A ride on something, where nothing that can be ridden is named: a gallop on a horse, a ride to somewhere on a
    bicycle. Whoever of `others`, the cast's ids, is ridden carries who rides; on what nothing draws, a lift, one stands.
    """
    if motion.props != ("bicycle",) or deed.verb in words("cycles") or {deed.thing, deed.target} & words("bicycles"):
        return motion
    if deed.target in others:
        return replace(motion, props=())
    if deed.verb == "gallop":
        return _riding(motion, deed, Object("art:saddled horse"))
    return motions()["stand"] if _RIDDEN.match(deed.rest) else motion


def _boards(motion: Motion, deed: Deed, seen: Object) -> bool:
    """Whether who does it is in or on the thing then."""
    if deed.verb in words("pumped"):
        return seen.before == "" and seen.drawing == "handcar"
    if motion.name in words("ridden") and seen.before in ("", "in", "into", "on", "onto", "inside"):
        return not (motion.name == "row" and seen.drawing == "canoe")
    if seen.drawing in words("fliers"):
        return False
    if motion.gait:
        return deed.verb in words("travels") and seen.before in ("in", "on")
    return motion.name in words("boarded") and seen.before in ("in", "into", "on", "onto", "inside", "upon")


def _riding(motion: Motion, deed: Deed, seen: Object) -> Motion:
    board = boards()[seen.drawing]
    moves = bool(motion.gait) or motion.name in words("ridden") or deed.verb in words("pumped")
    return replace(
        motion,
        posture=motion.name if motion.name in ("stand", "kneel", "crouch", "lie") else board.posture,
        props=(UNDER + seen.name,),
        keys=motion.keys if deed.verb in ("pump", "row", "paddle") else (),
        hand="",
        start="",
        gait="ride" if moves else "",
        side=72.0 if board.posture == "ride" or moves else max(motion.side, 40.0),
    )


def _beside(motion: Motion, seen: Object) -> Motion:
    """A motion beside something that no hand holds: it goes along with who pushes it, and stands there else."""
    if not seen.drawing:
        return motion
    if motion.name in ("cheer", "turn"):
        motion = motions()["reach"]
    if motion.name == "climb" and seen.before in ("off", "from", "out", "down"):
        motion = _without(motion, {"ladder"})
    if seen.drawing in motion.props:
        return motion
    kind = ALONG if motion.gait and (motion.name == "push" or seen.alive) else AHEAD
    kept = _without(motion, _BENCH | _DOORS).props
    return replace(motion, props=(*kept, kind + seen.name), side=max(motion.side, BESIDE))


def _at_the_bench(motion: Motion, seen: Object) -> Motion:
    if not seen.small:
        return _beside(motion, seen)
    if not seen.drawing or seen.drawing in _TOOLS:
        return motion
    return replace(motion, props=(*motion.props, ON + seen.name))


def _played(seen: Object) -> tuple[Motion, str]:
    """How an instrument that is no piano is played."""
    if seen.alive or seen.before == "with":
        return _beside(motions()["reach"], seen), ""
    if seen.drawing in words("winds"):
        return replace(_without(motions()["flute"], {"flute"}), hand="object"), seen.name
    if seen.drawing in words("drums"):
        drum = _without(motions()["drum"], {"drum"})
        return replace(drum, props=(*drum.props, AHEAD + seen.name)), ""
    if seen.small:
        return replace(motions()["hold"], side=_TURNED + 8), seen.name
    return _beside(motions()["reach"], seen), ""


def carried_on(before: tuple[Motion, str], motion: Motion, thing: str) -> tuple[Motion, str]:
    """A motion with what the one before it left in the hand or under the figure."""
    last, held = before
    motion = _on_what_is_boarded(last, motion)
    if last.posture in _LOW and set(motion.props) & _BENCH:
        return _on_the_ground(last, motion), thing
    if motion.name == "play_piano" and Object(held).drawing in words("winds") | words("drums"):
        return _played(Object(held))
    if last.name == "put_down" and Object(held).drawing and not motion.props and not motion.gait:
        return replace(motion, props=(*last.props, ON + held), side=max(motion.side, _TURNED)), thing
    if thing or motion.hand or last.name in words("release") or motion.name not in words("free"):
        return motion, thing
    under = next((name for name in last.props if name.startswith(UNDER)), "")
    if under and not motion.gait and not motion.posture and motion.name != "rise":
        props = (*motion.props, under)
        return replace(motion, props=props, posture=last.posture, gait=last.gait, side=last.side), ""
    return (replace(motion, side=max(motion.side, _TURNED)) if held else motion), held


def _on_what_is_boarded(last: Motion, motion: Motion) -> Motion:
    """A ride on nothing that is named, after something that can be ridden: “she gets on her horse and rides away”."""
    beside = (name.partition(":")[2] for name in last.props if f"{kind_of(name)}:" in (AHEAD, ALONG, UNDER))
    vehicle = next((name for name in beside if Object(name).ridden), "")
    if not vehicle or motion.name != "ride" or motion.props != ("bicycle",):
        return motion
    return replace(motion, props=(UNDER + vehicle,), posture=boards()[Object(vehicle).drawing].posture)


def _on_the_ground(last: Motion, motion: Motion) -> Motion:
    """What is worked on at a bench, worked on by somebody who kneels."""
    reach = motions()["reach"]
    keys = tuple(replace(key, pose={part: key.pose[part] for part in ("right", "head")}) for key in reach.keys)
    props = tuple(AHEAD + name.removeprefix(ON) for name in motion.props if name.startswith(ON))
    return replace(reach, posture=last.posture, keys=keys, props=props)


def seen_near(motion: Motion) -> Motion:
    """A motion where no ground is seen: whoever would go down out of the picture stays in it."""
    if motion.name == "pick_up":
        sounds = tuple((0, kind) for _, kind in motion.sounds[:1])
        return replace(motions()["hold"], side=_TURNED, sounds=sounds, props=motion.props)
    if motion.name == "bow":
        return replace(motions()["lean"], gaze=motion.gaze)
    return motion
