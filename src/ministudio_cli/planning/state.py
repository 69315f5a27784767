"""State carried from shot to shot: who is in the frame, how they are, and how the set stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ministudio_cli.screenplay.model import NARRATOR, Character, Screenplay, Set, Shot, Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterState:
    """A character as it is in one shot: the fixed identity, and the state that earlier shots left."""

    id: str
    name: str
    identity: Traits
    state: Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class SetState:
    """A set as it stands in one shot."""

    place: str
    architecture: str
    interior: bool | None
    """None where the place's words say whether it is indoors."""
    light: str
    time: str
    weather: str
    props: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotState:
    """All that a shot sees."""

    shot: Shot
    figures: tuple[CharacterState, ...]
    view: SetState
    changed: tuple[str, ...]
    """What this shot itself changed, in words: “emma: emotion defeated”."""


def moments(film: Screenplay) -> Iterator[ShotState]:
    """Walk the film once, carrying state forward."""
    people = {character.id: character for character in film.cast}
    states: dict[str, dict[str, str]] = {character.id: dict(character.state) for character in film.cast}
    views = {place.id: _opening(place) for place in film.sets}
    present: tuple[str, ...] = ()
    scene = ""
    for shot in film.shots:
        changed = []
        if shot.scene != scene:
            scene, present = shot.scene, ()
        for key, change in shot.cast or ():
            states[key] |= dict(change)
            changed += [f"{key}: {name} {words}" for name, words in change]
        if shot.cast is not None:
            present = tuple(key for key, _ in shot.cast)
        present += tuple(_speakers(shot, people, present))
        views[shot.set], news = _changed(views[shot.set], shot)
        yield ShotState(
            shot=shot,
            figures=tuple(_figure(people[key], states[key]) for key in present),
            view=views[shot.set],
            changed=tuple(changed + news),
        )


def _speakers(shot: Shot, people: dict[str, Character], present: tuple[str, ...]) -> Iterator[str]:
    seen = set(present)
    for line in shot.lines:
        if line.speaker != NARRATOR and line.speaker in people and line.speaker not in seen:
            seen.add(line.speaker)
            yield line.speaker


def _figure(character: Character, state: dict[str, str]) -> CharacterState:
    return CharacterState(id=character.id, name=character.name, identity=character.identity, state=tuple(state.items()))


def _opening(one: Set) -> SetState:
    return SetState(
        place=one.place,
        architecture=one.architecture,
        interior=one.interior,
        light=one.light,
        time=one.time,
        weather=one.weather,
        props=one.props,
    )


def _changed(view: SetState, shot: Shot) -> tuple[SetState, list[str]]:
    change = shot.change
    news = [
        f"{shot.set}: {name} {words if isinstance(words, str) else ', '.join(words)}"
        for name in ("light", "time", "weather", "props")
        if (words := getattr(change, name)) is not None
    ]
    if not news:
        return view, news
    return SetState(
        place=view.place,
        architecture=view.architecture,
        interior=view.interior,
        light=view.light if change.light is None else change.light,
        time=view.time if change.time is None else change.time,
        weather=view.weather if change.weather is None else change.weather,
        props=view.props if change.props is None else change.props,
    ), news
