"""Those who are pushed in something, or ride on it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ministudio_cli.providers.animatic.figure.motion import Motion, motions
from ministudio_cli.providers.animatic.figure.placed import AHEAD, ALONG, APART, SHARED, UNDER, WITH, boards, kind_of
from ministudio_cli.providers.animatic.objects import Object, words


def is_pushed(prop: str) -> bool:
    """Whether a prop that stands beside somebody is one in which another is pushed: a wheelchair, a pram."""
    return f"{kind_of(prop)}:" in (AHEAD, ALONG) and Object(prop.partition(":")[2]).drawing in words("pushed")


def riding(prop: str) -> Motion:
    """The motion of who sits still in what is such a prop."""
    name = prop.partition(":")[2]
    posture = boards()[Object(name).drawing].posture
    return replace(motions()["sit"], posture=posture, props=(UNDER + name,), side=58.0)


def shared(riders: Sequence[Motion]) -> list[Motion]:
    """The motions of those who ride on the same thing: it is drawn once, under all, who face each other and let it stand.
    Of others, they are as they were.
    """
    under = next((name for name in riders[0].props if name.startswith(UNDER)), "") if len(riders) > 1 else ""
    if not under or any(under not in motion.props for motion in riders):
        return list(riders)
    found = []
    for number, motion in enumerate(riders):
        name = (WITH if number else SHARED) + under.removeprefix(UNDER)
        props = tuple(name if prop == under else prop for prop in motion.props)
        found.append(replace(motion, gait="", meets=APART, props=props))
    return found
