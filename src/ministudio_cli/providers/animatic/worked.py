"""Verbs whose object says what they are done with: cooking, sweeping, watering, painting, photographing, playing."""

from __future__ import annotations

import re
from dataclasses import replace

from ministudio_cli.providers.animatic.figure.motion import Motion, motions
from ministudio_cli.providers.animatic.figure.placed import ABOVE, AHEAD, ON
from ministudio_cli.providers.animatic.objects import Object, words
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.reading.action import Deed

_SMALLEST = 0.25
"""Metres of what is painted, under which it is a part of somebody: nails."""
_POT = Object("art:pot-of-food")
_GRIPS = re.compile(
    r"(?:(?:her|his|its|their|the|both|one|two|a) )*(?:\w+ )?(?:fingers?|hands?|fists?|palms?|arms?|claws?)(?: \w+ly)? "
    r"(?:around|round|over|about) (?=\w)",
    re.IGNORECASE,
)


def gripped(deed: Deed) -> Deed:
    """A deed with what fingers do around something as what is done to it: “closes her fingers around the javelin”."""
    found = _GRIPS.match(deed.rest) if deed.verb in words("grips") else None
    return (
        replace(deed, verb="hold", row="hold", thing=deed.target, target="", rest=deed.rest[found.end() :])
        if found
        else deed
    )


def cooked(motion: Motion, deed: Deed, seen: Object | None) -> Motion | None:
    """Cooking something, which is seen on the stove or, where it is cut, on a table; None where it is no food."""
    cut = deed.verb in words("prepared")
    if seen is None:
        return None if deed.verb not in words("kitchen") else _on(motion, _POT, cut=cut)
    if seen.drawing in words("vessels"):
        return replace(motion, props=(AHEAD + seen.name,))
    if seen.drawing == "egg" and not cut:
        seen = replace(seen, name=seen.name.replace("egg", "cooking"))  # which shows one in its pan
    return _on(motion, seen, cut=cut) if seen.drawing in words("food") else None


def _on(motion: Motion, seen: Object, *, cut: bool) -> Motion:
    props = ("desk",) if cut else motion.props
    return replace(motion, props=(*props, ON + seen.name), hand="" if cut else motion.hand)


def flown(deed: Deed, seen: Object) -> Motion | None:
    """Flying what goes up on a string; None for everything else."""
    if deed.verb not in ("fly", "launch") or seen.before != "" or seen.drawing not in words("flown"):
        return None
    look = motions()["look_up"]
    return replace(motions()["hold"], name="fly_kite", hand="", props=(ABOVE + seen.name,), gaze=look.gaze, side=50.0)


def used(motion: Motion, deed: Deed, seen: Object | None) -> tuple[Motion, str] | None:
    """A motion with what it is done with, and that in the hand, where the verb alone would be drawn as something else."""
    own: tuple[Motion, str] | None = None
    near = (AHEAD + seen.name,) if seen is not None and seen.drawing and seen.before == "" else ()
    if seen is not None and seen.metres < _SMALLEST:
        near = ()
    if deed.verb in ("sweep", "mop") and motion.name == "dig":
        tool = seen.name if seen is not None and seen.before == "with" and seen.small else "art:broom"
        own = replace(motion, name="sweep", props=(), hand="object"), tool
    elif deed.verb == "water" and motion.name == "pour":
        own = replace(motions()["hold"], props=near, side=58.0), "art:watering can"
    elif motion.name == "paint" and deed.thing not in words("painted"):
        own = replace(motion, props=near, side=66.0), ""
    elif motion.name == "write" and deed.target in words("written") and deed.thing != "letter":
        own = replace(motions()["paint"], name="write", props=(), hand="pen", side=66.0), ""
    elif _photographs(motion, deed):
        own = replace(motions()["aim"], hand="object"), "phone" if "phone" in deed.rest else "camera"
    elif deed.verb == "draw" and deed.thing == "bow" and set(deed.rest.lower().split()) & words("strings"):
        own = motions()["play_violin"], ""
    elif deed.verb == "play" and motion.name == "play_piano":
        own = _played(deed, seen)
    elif seen is not None and seen.small and seen.before == "" and _is_of_the_hand(motion, deed):
        own = replace(motions()["hold"], side=58.0), seen.name
    return own


def _photographs(motion: Motion, deed: Deed) -> bool:
    """Whether a picture is taken, and not the one on the wall taken down."""
    first = deed.rest.lower().partition(" ")[0]
    is_made = motion.name == "take" and deed.thing in words("taken") and first not in words("certain")
    return is_made or (motion.name == "aim" and "phone" in deed.rest)


def _is_of_the_hand(motion: Motion, deed: Deed) -> bool:
    """Whether a motion of the body stands for what is done with a thing: a trophy is polished, a globe shaken."""
    if motion.name == "explain":
        return deed.verb in ("deal", "drill", "present")
    return deed.verb in ("polish", "shake", "swing") and motion.name in ("plane", "shiver", "stagger")


def _played(deed: Deed, seen: Object | None) -> tuple[Motion, str] | None:
    """Playing what is no music."""
    games = family("handled")["games"]
    if name := games.get(deed.thing) or (deed.thing == "video" and "video-game"):
        return replace(motions()["hold"], side=58.0), f"art:{name}"
    named = {deed.thing, deed.target} - {""}
    if seen is None and named and not named & words("tunes"):
        return motions()["dance"], ""  # in the sand
    return None
