"""State carried from shot to shot: who is in the frame, how they are, and how the set stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ministudio_cli.screenplay.model import NARRATOR, Art, Character, Screenplay, Set, Shot, Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterState:
    """A character as it is in one shot: the fixed identity, and the state that earlier shots left."""

    id: str
    name: str
    identity: Traits
    state: Traits
    art: tuple[Art, ...] = ()
    """The film's own drawing of it, where its identity names one."""
    language: str = "en"
    """In which it is written, a BCP 47 tag."""


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
    art: tuple[Art, ...] = ()
    """The film's own drawings that its words name."""
    language: str = "en"
    """In which it is written, a BCP 47 tag."""


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
    views = {place.id: _opening(place, film) for place in film.sets}
    present: tuple[str, ...] = ()
    scene = ""
    for shot in film.written:
        changed = []
        if shot.scene != scene:
            scene, present = shot.scene, ()
        for key, change in shot.cast or ():
            states[key] |= dict(change)
            changed += [f"{key}: {name} {words}" for name, words in change]
        if shot.cast is not None:
            present = tuple(key for key, _ in shot.cast)
        present += tuple(_speakers(shot, people, present))
        views[shot.set], news = _changed(views[shot.set], shot, film)
        if shot.skip:
            continue
        yield ShotState(
            shot=shot,
            figures=tuple(_figure(people[key], states[key], film) for key in present),
            view=views[shot.set],
            changed=tuple(changed + news),
        )


def _speakers(shot: Shot, people: dict[str, Character], present: tuple[str, ...]) -> Iterator[str]:
    seen = set(present)
    for line in shot.lines:
        if line.speaker != NARRATOR and line.speaker in people and line.speaker not in seen:
            seen.add(line.speaker)
            yield line.speaker


def _figure(character: Character, state: dict[str, str], film: Screenplay) -> CharacterState:
    kind = ", ".join(words for key, words in character.identity if key in KINDS)
    return CharacterState(
        id=character.id, name=character.name, identity=character.identity, state=tuple(state.items()),
        art=_named(film.art, kind)[:1], language=film.language,
    )  # fmt: skip


KINDS = ("kind", "being", "form", "species", "animal")
"""Traits of an identity that say what somebody is."""


def _named(art: Sequence[Art], text: str) -> tuple[Art, ...]:
    """The drawings whose words a text has, in the singular or the plural."""
    low = text.casefold()
    return tuple(
        drawing
        for drawing in art
        if any(re.search(rf"(?<!\w){re.escape(word)}(?:e?s)?(?!\w)", low) for word in drawing.words)
    )


def _opening(one: Set, film: Screenplay) -> SetState:
    return SetState(
        place=one.place,
        architecture=one.architecture,
        interior=one.interior,
        light=one.light,
        time=one.time,
        weather=one.weather,
        props=one.props,
        art=_named(film.art, f"{one.place}, {one.architecture}, {', '.join(one.props)}"),
        language=film.language,
    )


def _changed(view: SetState, shot: Shot, film: Screenplay) -> tuple[SetState, list[str]]:
    change = shot.change
    news = [
        f"{shot.set}: {name} {words if isinstance(words, str) else ', '.join(words)}"
        for name in ("light", "time", "weather", "props")
        if (words := getattr(change, name)) is not None
    ]
    if not news:
        return view, news
    props = view.props if change.props is None else change.props
    return replace(
        view,
        light=view.light if change.light is None else change.light,
        time=view.time if change.time is None else change.time,
        weather=view.weather if change.weather is None else change.weather,
        props=props,
        art=_named(film.art, f"{view.place}, {view.architecture}, {', '.join(props)}"),
    ), news
