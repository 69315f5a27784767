"""State carried from shot to shot: who is in the frame, how they are, and how the set stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ministudio_cli.reading.conditions import BROKEN, OUT, bare, conditions_of
from ministudio_cli.screenplay.drawing import Art
from ministudio_cli.screenplay.model import NARRATOR, Character, Prop, Screenplay, Set, Shot, Traits


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
class PropState:
    """A prop as it is in one shot: what it always is, and the state that earlier shots left."""

    id: str
    name: str
    identity: Traits
    state: Traits

    @property
    def words(self) -> str:
        """What it is, before its name: “dented brass lamp, its flame out”."""
        kind = " ".join([*(words for _, words in self.identity), self.name])
        return ", ".join([kind, *(f"its {trait} {words}" for trait, words in self.state)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotState:
    """All that a shot sees."""

    shot: Shot
    figures: tuple[CharacterState, ...]
    view: SetState
    things: tuple[PropState, ...] = ()
    """Props of the film that are in it: named for it, in its action, or on its set."""
    changed: tuple[str, ...]
    """What this shot itself changed, in words: “emma: emotion defeated”."""
    drawings: tuple[Art, ...] = ()
    """The film's own drawings that its action names and its set has not."""

    @property
    def art(self) -> tuple[Art, ...]:
        """The film's own drawings of what is on its set or in its action."""
        return self.view.art + self.drawings


_AS_SAID = {OUT: "unlit", BROKEN: "broken"}


def shown_action(moment: ShotState) -> str:
    """A shot's action in which its props are what they are: who draws it reads their colours and kinds there."""
    action = moment.shot.action
    for thing in moment.things:
        condition, _ = conditions_of(thing.words)
        kind = " ".join([*([_AS_SAID[condition]] if condition in _AS_SAID else []), bare(thing.words)])
        found = re.search(rf"(?<!\w){re.escape(thing.name)}(?!\w)", action, re.IGNORECASE)
        if found:
            action = action[: found.start()] + kind + action[found.end() :]
    return action


def named_in(text: str, name: str) -> bool:
    """Whether a text names somebody: the whole name as words of their own, whatever their case."""
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()) is not None


def moments(film: Screenplay) -> Iterator[ShotState]:
    """Walk the film once, carrying state forward."""
    people = {character.id: character for character in film.cast}
    states: dict[str, dict[str, str]] = {character.id: dict(character.state) for character in film.cast}
    props = {prop.id: prop for prop in film.props}
    left = {prop.id: dict(prop.state) for prop in film.props}
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
        for key, change in shot.things:
            left[key] |= dict(change)
            changed += [f"{key}: {name} {words}" for name, words in change]
        views[shot.set], news = _changed(views[shot.set], shot, film)
        if shot.skip:
            continue
        view = views[shot.set]
        things = [_thing(prop, left[prop.id]) for prop in props.values() if _is_in(prop, shot, view)]
        figures = tuple(_figure(people[key], states[key], film) for key in present)
        seen = {*view.art, *(art for figure in figures for art in figure.art)}
        yield ShotState(
            shot=shot,
            figures=figures,
            view=_furnished(view, things),
            things=tuple(things),
            changed=tuple(changed + news),
            drawings=tuple(art for art in _named(film.art, shot.action) if art not in seen),
        )


def _thing(prop: Prop, state: dict[str, str]) -> PropState:
    return PropState(id=prop.id, name=prop.name, identity=prop.identity, state=tuple(state.items()))


def _is_in(prop: Prop, shot: Shot, view: SetState) -> bool:
    """Whether a prop is in a shot: it is named for it or by its action, or stands on its set."""
    called = {prop.id.casefold(), prop.name.casefold()}
    stands = any(words.casefold() in called for words in view.props)
    return stands or any(key == prop.id for key, _ in shot.things) or named_in(shot.action, prop.name)


def _furnished(view: SetState, things: Sequence[PropState]) -> SetState:
    """A set whose props are what they are in the film, where they are props of it."""
    words = {name.casefold(): thing.words for thing in things for name in (thing.id, thing.name)}
    props = tuple(words.get(prop.casefold(), prop) for prop in view.props)
    return view if props == view.props else replace(view, props=props)


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
        if any(word in low and re.search(rf"(?<!\w){re.escape(word)}(?:e?s)?(?!\w)", low) for word in drawing.words)
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
