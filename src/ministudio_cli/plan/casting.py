"""Casting voices: each speaker gets the fittest voice on offer, a different one for each while there are enough."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.faults import did_you_mean
from ministudio_cli.screenplay.model import NARRATOR, Screenplay, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A voice that an engine can speak with; `quality` from 0 to 1, `tags` are style words it fits."""

    name: str
    gender: str
    quality: float = 0.5
    tags: tuple[str, ...] = ()
    price: Decimal | None = None
    """US dollars a character, where it is not its engine's own."""


_FEMALE = {
    "girl",
    "woman",
    "female",
    "granddaughter",
    "daughter",
    "mother",
    "grandmother",
    "queen",
    "she",
    "sister",
    "aunt",
}
_MALE = {"boy", "man", "male", "grandfather", "father", "son", "king", "he", "brother", "uncle"}


def cast_voices(film: Screenplay, offered: Sequence[OfferedVoice], *, key: str = "") -> dict[str, Voice]:
    """Each speaker's voice with its name settled; a name the screenplay gives is kept.

    With a `key` that name is the voice's own under that key, and any is taken; without, raises UsageFault for a name
    that is not on offer.
    """
    if key:
        film = _with_names_of(film, key)
        named = {film.voice_of(speaker).name for speaker in [NARRATOR, *(who.id for who in film.cast)]} - {""}
        known_names = {voice.name for voice in offered}
        offered = (*offered, *(OfferedVoice(name=name, gender="") for name in sorted(named - known_names)))
    known = {voice.name for voice in offered}
    speakers = [NARRATOR, *(one.id for one in film.cast)]
    taken = {film.voice_of(one).name for one in speakers if film.voice_of(one).name in known}
    chosen: dict[str, Voice] = {}
    for speaker in speakers:
        voice = film.voice_of(speaker)
        if voice.name and offered and voice.name not in known:
            hint = did_you_mean(voice.name, known) or "run: ministudio doctor"
            raise UsageFault(f"{speaker}: there is no voice “{voice.name}”", hint=hint)
        if not voice.name and offered:
            gender = voice.gender or _gender(film, speaker)
            free = [one for one in offered if one.name not in taken] or list(offered)
            fit = max(free, key=lambda one: (_fitness(one, voice, gender), one.name))
            voice = dataclasses.replace(voice, name=fit.name)
            taken.add(fit.name)
        chosen[speaker] = dataclasses.replace(voice, names=())
    return chosen


def _with_names_of(film: Screenplay, key: str) -> Screenplay:
    """A name of one engine means nothing to another."""

    def named(voice: Voice) -> Voice:
        return dataclasses.replace(voice, name=dict(voice.names).get(key, ""))

    cast = tuple(dataclasses.replace(who, voice=named(who.voice)) for who in film.cast)
    return dataclasses.replace(film, cast=cast, narrator=named(film.narrator))


def _fitness(one: OfferedVoice, voice: Voice, gender: str) -> float:
    wanted = set(f"{voice.style} {voice.age}".lower().replace(",", " ").split())
    return one.quality + 0.4 * len(wanted & set(one.tags)) + 4 * (bool(gender) and one.gender == gender)


def _gender(film: Screenplay, speaker: str) -> str:
    """What a character's own words say of its voice, where its voice does not."""
    if speaker == NARRATOR:
        return ""
    one = film.character(speaker)
    words = set(" ".join([one.id, one.name, *(said for _, said in one.identity)]).lower().replace(",", " ").split())
    return "female" if words & _FEMALE else "male" if words & _MALE else ""
