"""What is cooked or cut on what stands before somebody, and what is flown on a string."""

from __future__ import annotations

import re
from dataclasses import replace

from ministudio_cli.providers.animatic.figure.motion import Motion, motions
from ministudio_cli.providers.animatic.figure.placed import ABOVE, ON
from ministudio_cli.providers.animatic.objects import Object, words
from ministudio_cli.reading.action import Deed

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
        return None if cut and deed.thing else _on(motion, _POT, cut=cut)
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
