"""Plain values that fit the schema to the frozen Screenplay."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ministudio_cli.plain import line
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.model import (
    NARRATOR,
    CaptionStyle,
    Change,
    Character,
    Format,
    Line,
    Music,
    ProviderNames,
    Scene,
    Screenplay,
    Set,
    Shot,
    Style,
    Traits,
    Transition,
    Voice,
    rate_of,
)
from ministudio_cli.screenplay.seconds import seconds

PAUSE = Fraction(2, 5)
TRANSITION = Fraction(1, 2)
_VOICE = {"gender", "style", "age", "pace", "name"}
"""Keys of a voice that are no engine's own."""


def build(source: Source) -> Screenplay:
    """Make the film; the source must have passed the schema."""
    told: Written = source.value
    render = told.get("render") or {}
    style = told.get("style") or {}
    length = told.get("length")
    return Screenplay(
        title=line(told["title"]),
        file=source.file,
        format=_format(told.get("format") or {}),
        seed=told.get("seed", 0),
        seed_lock=told.get("seed_lock", "scene"),
        style=Style(
            look=style.get("look", ""),
            light=style.get("light", ""),
            palette=tuple(style.get("palette", ())),
            avoid=tuple(style.get("avoid", ())),
        ),
        cast=tuple(_character(key, one) for key, one in (told.get("cast") or {}).items()),
        sets=tuple(_set(key, one) for key, one in (told.get("sets") or {}).items()),
        narrator=_voice((told.get("narrator") or {}).get("voice"), (told.get("narrator") or {}).get("language", "")),
        recording=(told.get("narrator") or {}).get("recording", ""),
        music=_music(told.get("music", "none")),
        render=ProviderNames(
            shots=render.get("shots", "animatic"),
            plates=render.get("plates", "animatic"),
            voice=render.get("voice", "offline"),
            options=tuple(
                (name, tuple((options or {}).items())) for name, options in (render.get("options") or {}).items()
            ),
        ),
        captions=_captions(told)[0],
        caption_style=_captions(told)[1],
        language=told.get("language", "en"),
        lexicon=tuple((str(word), str(spelt)) for word, spelt in (told.get("lexicon") or {}).items()),
        master=told.get("master", "web"),
        steady=told.get("steady", "auto"),
        length=None if length is None else seconds(length),
        check=tuple((name, float(limit)) for name, limit in (told.get("check") or {}).items()),
        scenes=tuple(_scene(source, index, one) for index, one in enumerate(told["scenes"])),
    )


def _captions(told: Written) -> tuple[str, CaptionStyle]:
    """How captions are shown, and how they are drawn."""
    wanted = told.get("captions", "soft")
    if isinstance(wanted, str):
        return wanted, CaptionStyle()
    drawn = {key: wanted[key] for key in ("size", "position", "look") if key in wanted}
    return wanted.get("show", "burn"), CaptionStyle(**drawn)


def _format(told: Written) -> Format:
    short = int(str(told.get("resolution", "1080p")).rstrip("p"))
    across, down = map(int, str(told.get("aspect", "16:9")).split(":"))
    scale = Fraction(short, min(across, down))
    width, height = (2 * round(scale * side / 2) for side in (across, down))
    return Format(width=width, height=height, fps=rate_of(told.get("fps", 24)))


def _traits(told: Written | None) -> Traits:
    return tuple((name, str(words)) for name, words in (told or {}).items())


def _voice(told: Written | None, language: str = "") -> Voice:
    told = told or {}
    return Voice(
        gender=told.get("gender", ""),
        style=told.get("style", ""),
        age=told.get("age", ""),
        pace=Fraction(str(told.get("pace", 1))),
        name=told.get("name", ""),
        names=tuple((key, str(name)) for key, name in told.items() if key not in _VOICE),
        language=language,
    )


def _character(key: str, told: Written) -> Character:
    return Character(
        id=key,
        name=line(told.get("name", key.replace("_", " ").replace("-", " ").title())),
        identity=_traits(told["identity"]),
        state=_traits(told.get("state")),
        voice=_voice(told.get("voice"), told.get("language", "")),
        reference=told.get("reference", ""),
    )


def _set(key: str, told: Written) -> Set:
    return Set(
        id=key,
        place=told["place"],
        interior=told.get("interior", True),
        architecture=told.get("architecture", ""),
        light=told.get("light", ""),
        time=told.get("time", ""),
        weather=told.get("weather", ""),
        props=tuple(told.get("props", ())),
        reference=told.get("reference", ""),
        steady=told.get("steady", ""),
        moving_background=told.get("moving_background", False),
    )


def _music(told: Any) -> Music:
    if told == "none":
        return Music()
    level = Fraction(str(told.get("level", 0)))
    if "file" in told:
        return Music(file=told["file"], level=level)
    return Music(bed=told["bed"], tempo=Fraction(str(told.get("tempo", 92))), level=level)


def _scene(source: Source, index: int, told: Written) -> Scene:
    return Scene(
        id=told["id"],
        title=told.get("title", told["id"].replace("_", " ").replace("-", " ").title()),
        set=told["set"],
        shots=tuple(
            _shot(source, ("scenes", index, "shots", number), told, one) for number, one in enumerate(told["shots"])
        ),
    )


def _shot(source: Source, path: tuple[str | int, ...], scene: Written, told: Written) -> Shot:
    cast = told.get("cast")
    if isinstance(cast, list):
        cast = dict.fromkeys(cast)
    duration = told.get("duration", "auto")
    props = told.get("props")
    return Shot(
        id=told["id"],
        scene=scene["id"],
        set=scene["set"],
        size=told.get("size", "medium"),
        camera=told.get("camera", "static"),
        cast=None if cast is None else tuple((key, _traits(change)) for key, change in cast.items()),
        action=told.get("action", ""),
        lines=tuple(_lines(source, path, told)),
        duration=None if duration == "auto" else seconds(duration),
        transition=transition(told.get("transition", "cut")),
        continuity=told.get("continuity", "cut"),
        same_take_as=told.get("same_take_as", ""),
        change=Change(
            light=told.get("light"),
            time=told.get("time"),
            weather=told.get("weather"),
            props=None if props is None else tuple(props),
        ),
        title=line(told.get("title", "")) if "\n" not in told.get("title", "") else told["title"],
        start=seconds(told["at"]) if "at" in told else None,
        steady=told.get("steady", ""),
        moving_background=told.get("moving_background", False),
        lighting_change=told.get("lighting_change", False),
        on=told.get("on", ""),
        at=source.place(path),
    )


def _lines(source: Source, path: tuple[str | int, ...], told: Written) -> list[Line]:
    narration = told.get("narration", [])
    spoken: list[tuple[tuple[str | int, ...], Any]] = (
        [((*path, "narration", index), one) for index, one in enumerate(narration)]
        if isinstance(narration, list)
        else [((*path, "narration"), narration)]
    )
    spoken += [((*path, "dialogue", index), one) for index, one in enumerate(told.get("dialogue", []))]
    lines: list[Line] = []
    for where, one in spoken:
        said = {"line": one} if isinstance(one, str) else one
        lines.append(
            Line(
                speaker=said.get("speaker", NARRATOR),
                text=" ".join(said["line"].split()),
                language=said.get("language", ""),
                say=" ".join(said.get("say", "").split()),
                recording=said.get("recording", ""),
                pause=seconds(said["pause"])
                if "pause" in said
                else (PAUSE if lines or "after" in said else Fraction(0)),
                lead=seconds(said["lead"]) if "lead" in said else None,
                overlap=seconds(said["overlap"]) if "overlap" in said else Fraction(0),
                follows="after" in said,
                at=source.place((*where, "line")),
            )
        )
    return lines


def transition(told: str) -> Transition:
    """`dissolve 0.5s` as a value; a length left out is half a second."""
    kind, _, length = " ".join(told.split()).partition(" ")
    if kind == "cut":
        return Transition()
    return Transition(kind=kind, seconds=seconds(length) if length.strip() else TRANSITION)
