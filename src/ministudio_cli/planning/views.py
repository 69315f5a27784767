"""The pictures that a screenplay brings of who and what is in a shot, beside portraits and plates. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ministudio_cli.planning.state import ShotState
from ministudio_cli.screenplay.model import Screenplay

_FURTHER = "+"
"""No id has it: `emma+2` is the second picture of emma, from another side."""


def view_of(of: str, number: int) -> str:
    """What a picture is of that is a further view of somebody, of a thing or of the plate; the first is number 2."""
    return f"{of}{_FURTHER}{number}"


def seen_in(of: str) -> str:
    """Whom or what a picture shows."""
    return of.partition(_FURTHER)[0]


def shown_of(of: str) -> str:
    """What a picture shows, in words: “emma”, “emma from another side”."""
    return seen_in(of) + (" from another side" if is_view(of) else "")


def is_view(of: str) -> bool:
    return _FURTHER in of


def pictures_in(film: Screenplay, moment: ShotState, references: Mapping[str, str]) -> dict[str, str]:
    """The digests of the pictures of a shot's props, and of the further views of its figures, props and set, by what
    each is of; `references` maps each file that the film names to its digest.
    """
    there = {thing.id for thing in moment.things}
    props = [prop for prop in film.props if prop.id in there]
    found = {prop.id: references[prop.reference] for prop in props if prop.reference in references}
    seen = [(figure.id, film.character(figure.id).views) for figure in moment.figures]
    seen += [*((prop.id, prop.views) for prop in props), ("plate", film.set(moment.shot.set).views)]
    for of, names in seen:
        found |= {view_of(of, number): references[name] for number, name in enumerate(names, 2) if name in references}
    return found
