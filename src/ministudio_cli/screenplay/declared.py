"""Who, what and where a screenplay declares, from its plain values."""

from __future__ import annotations

from fractions import Fraction

from ministudio_cli.plain import line
from ministudio_cli.screenplay.loader import Written
from ministudio_cli.screenplay.model import Character, Prop, Set, Traits, Voice

_VOICE = {"gender", "style", "age", "pace", "name"}
"""Keys of a voice that are no engine's own."""


def traits_written(written: Written | None) -> Traits:
    return tuple((name, str(words)) for name, words in (written or {}).items())


def voice_written(written: Written | None, language: str = "") -> Voice:
    written = written or {}
    return Voice(
        gender=written.get("gender", ""),
        style=written.get("style", ""),
        age=written.get("age", ""),
        pace=Fraction(str(written.get("pace", 1))),
        name=written.get("name", ""),
        names=tuple((key, str(name)) for key, name in written.items() if key not in _VOICE),
        language=language,
    )


def _pictures(written: Written) -> tuple[str, ...]:
    """The pictures of a reference, the leading one first; “” where there is none."""
    named = written.get("reference", "")
    return tuple(named) if isinstance(named, list) else (named,)


def character_written(key: str, written: Written) -> Character:
    return Character(
        id=key,
        name=line(written.get("name", key.replace("_", " ").replace("-", " ").title())),
        identity=traits_written(written["identity"]),
        state=traits_written(written.get("state")),
        voice=voice_written(written.get("voice"), written.get("language", "")),
        reference=_pictures(written)[0],
        views=_pictures(written)[1:],
    )


def prop_written(key: str, written: Written) -> Prop:
    return Prop(
        id=key,
        name=line(written.get("name", key.replace("_", " ").replace("-", " "))),
        identity=traits_written(written["identity"]),
        state=traits_written(written.get("state")),
        reference=_pictures(written)[0],
        views=_pictures(written)[1:],
    )


def set_written(key: str, written: Written) -> Set:
    return Set(
        id=key,
        place=written["place"],
        interior=written.get("interior"),
        architecture=written.get("architecture", ""),
        light=written.get("light", ""),
        time=written.get("time", ""),
        weather=written.get("weather", ""),
        props=tuple(written.get("props", ())),
        reference=_pictures(written)[0],
        views=_pictures(written)[1:],
        steady=written.get("steady", ""),
        moving_background=written.get("moving_background", False),
        sound=written.get("sound", ""),
        acoustics=written.get("acoustics", ""),
    )
