"""Casting voices: each speaker gets the fittest voice on offer, a different one for each while there are enough."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ministudio_cli.errors import UsageFault
from ministudio_cli.reading.scripts import base, name_of
from ministudio_cli.screenplay.faults import did_you_mean
from ministudio_cli.screenplay.model import NARRATOR, Screenplay, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A voice that an engine can speak with; `quality` from 0 to 1, `tags` are style words it fits."""

    name: str
    gender: str
    quality: float = 0.5
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP 47 tags of what it speaks; none where it speaks whatever it is given."""
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


def cast_voices(film: Screenplay, offered: Sequence[OfferedVoice], *, key: str = "") -> dict[tuple[str, str], Voice]:
    """Each speaker's voice with its name settled, for each (speaker, language) that speaks; a name the screenplay gives
    is kept.

    With a `key` that name is the voice's own under that key, and any is taken; without, raises UsageFault for a name
    that is not on offer, or a language that no voice on offer speaks.
    """
    if key:
        film = _with_names_of(film, key)
        named = {film.voice_of(speaker).name for speaker in [NARRATOR, *(who.id for who in film.cast)]} - {""}
        known_names = {voice.name for voice in offered}
        offered = (
            *offered,
            *(OfferedVoice(name=name, gender="", languages=(name,)) for name in sorted(named - known_names)),
        )
    known = {voice.name: voice for voice in offered}
    pairs = [(speaker, film.voice_of(speaker).language or film.language) for speaker in speakers(film)]
    lines = [line for shot in film.shots for line in shot.lines if not film.recording_of(line)]
    spoken = dict.fromkeys((line.speaker, film.language_of(line)) for line in lines)
    pairs += [pair for pair in spoken if pair not in pairs]
    taken = {film.voice_of(speaker).name for speaker, _ in pairs if film.voice_of(speaker).name in known}
    chosen: dict[tuple[str, str], Voice] = {}
    for speaker, language in pairs:
        voice = film.voice_of(speaker)
        if voice.name and offered and voice.name not in known:
            hint = did_you_mean(voice.name, known) or "run: ministudio doctor"
            raise UsageFault(f"{speaker}: there is no voice “{voice.name}”", hint=hint)
        if offered and (not voice.name or not speaks(known[voice.name], language)):
            fit = _fittest(film, speaker, language, offered, taken)
            if fit is None and (speaker, language) in spoken:
                raise UsageFault(f"{speaker}: no voice here speaks {name_of(language)}", hint="run: ministudio doctor")
            if fit is not None:
                voice = dataclasses.replace(voice, name=fit.name)
                taken.add(fit.name)
        chosen[speaker, language] = dataclasses.replace(voice, names=(), language="")
    return chosen


def speakers(film: Screenplay) -> list[str]:
    """The narrator and the cast."""
    return [NARRATOR, *(who.id for who in film.cast)]


def speaks(voice: OfferedVoice, language: str) -> bool:
    """Whether a voice speaks a language; which of its kinds does not matter."""
    return not voice.languages or any(base(own) == base(language) for own in voice.languages)


def _fittest(
    film: Screenplay, speaker: str, language: str, offered: Sequence[OfferedVoice], taken: set[str]
) -> OfferedVoice | None:
    voice = film.voice_of(speaker)
    gender = voice.gender or _gender(film, speaker)
    able = [each for each in offered if speaks(each, language)]
    free = [each for each in able if each.name not in taken] or able

    def fitness(each: OfferedVoice) -> tuple[float, str]:
        own = "-" in language and language.lower() in (tag.lower() for tag in each.languages)
        return _fitness(each, voice, gender) + 2 * own, each.name

    return max(free, key=fitness, default=None)


def _with_names_of(film: Screenplay, key: str) -> Screenplay:
    """A name of one engine means nothing to another."""

    def named(voice: Voice) -> Voice:
        return dataclasses.replace(voice, name=dict(voice.names).get(key, ""))

    cast = tuple(dataclasses.replace(who, voice=named(who.voice)) for who in film.cast)
    return dataclasses.replace(film, cast=cast, narrator=named(film.narrator))


def _fitness(offered_voice: OfferedVoice, voice: Voice, gender: str) -> float:
    wanted = set(f"{voice.style} {voice.age}".lower().replace(",", " ").split())
    return (
        offered_voice.quality
        + 0.4 * len(wanted & set(offered_voice.tags))
        + 4 * (bool(gender) and offered_voice.gender == gender)
    )


def _gender(film: Screenplay, speaker: str) -> str:
    """What a character's own words say of its voice, where its voice does not."""
    if speaker == NARRATOR:
        return ""
    one = film.character(speaker)
    words = set(" ".join([one.id, one.name, *(said for _, said in one.identity)]).lower().replace(",", " ").split())
    return "female" if words & _FEMALE else "male" if words & _MALE else ""
