"""What an action says something of that nobody does: “the pram folds flat”, “the egg cracks”."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from ministudio_cli.providers.animatic.figure.motion import Act, Motion, motions
from ministudio_cli.providers.animatic.figure.placed import AHEAD, kind_of
from ministudio_cli.providers.animatic.handling import BESIDE
from ministudio_cli.providers.animatic.objects import Object, objects_in, words
from ministudio_cli.reading.action import Read
from ministudio_cli.reading.action_words import DETERMINERS
from ministudio_cli.screenplay.drawing import Art

_LONGEST = 5
"""Words of a subject."""
_DOES = re.compile(r"[a-z]+(?:[^s]s|ed|ing)")
"""A verb as it follows a thing."""
_DRIVEN = ("drive", "ride")


def subject_of(whole: Read, names: frozenset[str], art: tuple[Art, ...]) -> Object | None:
    """The first thing that does something itself, where a clause has one."""
    clauses = [deed.words for deed in whole.deeds if deed.who == ("",)]
    clauses += [clause for clause in whole.unread if clause.split()[0].lower() in DETERMINERS]
    for clause in clauses:
        spoken = clause.split()
        for end in range(2, min(_LONGEST, len(spoken) - 1) + 1):
            if not _DOES.fullmatch(spoken[end].lower()):
                continue
            found = next(objects_in(" ".join(spoken[:end]), names, frozenset(), art), None)
            if found is not None and spoken[end - 1].lower() in found.noun.split():
                return found
    return None


def near_to(whole: Read, names: frozenset[str], worn: frozenset[str], art: tuple[Art, ...]) -> Object | None:
    """The first thing from which, to which or around which something is done: “steps back from the microscope”."""
    for deed in whole.deeds:
        for each in objects_in(deed.rest, names, worn, art):
            if each.before in words("near") and not each.part and each.drawing:
                return each
    return None


def with_subject(acted: Mapping[str, list[Act]], subject: Object | None) -> None:
    """The acts beside what the action is about, where nobody has to do with it already."""
    if subject is None or subject.how == "cloth" or not subject.drawing:
        return
    if any(subject.drawing in name for name in shown_in(acted)):
        return
    for own in acted.values():
        if own:
            own[:] = [dataclasses.replace(act, motion=_beside(_afoot(act.motion), subject)) for act in own]
            return


def shown_in(acted: Mapping[str, list[Act]]) -> list[str]:
    """What is in somebody's hand or beside somebody in some act."""
    return [
        name
        for own in acted.values()
        for act in own
        for name in (act.thing, act.motion.hand, *act.motion.props)
        if name
    ]


def _afoot(motion: Motion) -> Motion:
    """Who drives what nothing can be seen in stands by it."""
    return motions()["stand"] if motion.name in _DRIVEN else motion


def _beside(motion: Motion, seen: Object) -> Motion:
    """A motion beside something that it is not done to."""
    if any(kind_of(name) in ("on", "ahead", "under", "along", "above") for name in motion.props):
        return motion
    return dataclasses.replace(motion, props=(*motion.props, AHEAD + seen.name), side=max(motion.side, BESIDE))
