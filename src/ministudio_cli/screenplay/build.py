"""Plain values that fit the schema to the frozen Screenplay."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ministudio_cli.plain import line
from ministudio_cli.screenplay.clips import clips_written
from ministudio_cli.screenplay.declared import (
    character_written,
    prop_written,
    set_written,
    traits_written,
    voice_written,
)
from ministudio_cli.screenplay.formats import rate_of
from ministudio_cli.screenplay.lettering import CaptionStyle, Label
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.screenplay.model import (
    NARRATOR,
    Format,
    Line,
    Scene,
    Screenplay,
    Shot,
    Style,
)
from ministudio_cli.screenplay.music import BED_TEMPO, CROSSFADE, Music
from ministudio_cli.screenplay.seconds import in_music, seconds
from ministudio_cli.screenplay.staging import Accent, Change, Staging, Transition
from ministudio_cli.screenplay.traversal import pulse_of, spoken_in

PAUSE = Fraction(2, 5)
TRANSITION = Fraction(1, 2)


def build(source: Source) -> Screenplay:
    """Make the film; the source must have passed the schema."""
    written: Written = source.value
    render = written.get("render") or {}
    style = written.get("style") or {}
    length = written.get("length")
    return Screenplay(
        title=line(written["title"]),
        file=source.file,
        format=_format(written.get("format") or {}),
        seed=written.get("seed", 0),
        seed_lock=written.get("seed_lock", "scene"),
        style=Style(
            look=style.get("look", ""),
            light=style.get("light", ""),
            palette=tuple(style.get("palette", ())),
            avoid=tuple(style.get("avoid", ())),
        ),
        cast=tuple(character_written(key, one) for key, one in (written.get("cast") or {}).items()),
        props=tuple(prop_written(key, one) for key, one in (written.get("props") or {}).items()),
        sets=tuple(set_written(key, one) for key, one in (written.get("sets") or {}).items()),
        narrator=voice_written(
            (written.get("narrator") or {}).get("voice"), (written.get("narrator") or {}).get("language", "")
        ),
        recording=(written.get("narrator") or {}).get("recording", ""),
        music=_music(written.get("music", "none")),
        render=ProviderNames(
            shots=render.get("shots", "animatic"),
            plates=render.get("plates", "animatic"),
            voice=render.get("voice", "offline"),
            by_shot=tuple(
                (str(shot["id"]), str(shot["render"]))
                for scene in written["scenes"]
                for shot in scene["shots"]
                if shot.get("render")
            ),
            options=tuple(
                (name, tuple((options or {}).items())) for name, options in (render.get("options") or {}).items()
            ),
        ),
        approve=written.get("approve", ""),
        captions=_captions(written)[0],
        caption_style=_captions(written)[1],
        label=_label(written.get("label")),
        language=written.get("language", "en"),
        lexicon=tuple((str(word), str(spelt)) for word, spelt in (written.get("lexicon") or {}).items()),
        master=written.get("master", "web"),
        steady=written.get("steady", "auto"),
        sound=written.get("sound", "auto"),
        length=None if length is None else seconds(length),
        check=tuple((name, float(limit)) for name, limit in (written.get("check") or {}).items()),
        scenes=tuple(_scene(source, index, one) for index, one in enumerate(written["scenes"])),
    )


def _captions(written: Written) -> tuple[str, CaptionStyle]:
    """How captions are shown, and how they are drawn."""
    wanted = written.get("captions", "soft")
    if isinstance(wanted, str):
        return wanted, CaptionStyle()
    drawn = {key: wanted[key] for key in ("size", "position", "look") if key in wanted}
    return wanted.get("show", "burn"), CaptionStyle(**drawn)


def _label(written: Any) -> Label | None:
    if written is None or isinstance(written, str):
        return Label(text=written) if written else None
    lasts = written.get("seconds", 5)
    return Label(
        text=written["text"], corner=written.get("corner", "top-left"),
        seconds=None if lasts == "film" else seconds(lasts),
    )  # fmt: skip


def _format(written: Written) -> Format:
    short = int(str(written.get("resolution", "1080p")).rstrip("p"))
    across, down = map(int, str(written.get("aspect", "16:9")).split(":"))
    scale = Fraction(short, min(across, down))
    width, height = (2 * round(scale * side / 2) for side in (across, down))
    return Format(width=width, height=height, fps=rate_of(written.get("fps", 24)))


def _music(written: Any) -> Music:
    if written == "none":
        return Music()
    level = Fraction(str(written.get("level", 0)))
    crossfade = seconds(written["crossfade"]) if "crossfade" in written else CROSSFADE
    if "file" in written:
        return Music(
            file=written["file"],
            level=level,
            tempo=Fraction(str(written["tempo"])) if "tempo" in written else None,
            meter=written.get("meter", 0),
            beats=written.get("beats", ""),
            lyrics=written.get("lyrics", ""),
            start=seconds(written["start"]) if "start" in written else None,
            fade_in=seconds(written.get("fade_in", 0)),
            fade_out=seconds(written.get("fade_out", 2)),
            crossfade=crossfade,
        )
    tempo = Fraction(str(written.get("tempo", BED_TEMPO)))
    return Music(bed=written["bed"], tempo=tempo, level=level, crossfade=crossfade)


def _scene(source: Source, index: int, written: Written) -> Scene:
    return Scene(
        id=written["id"],
        title=written.get("title", written["id"].replace("_", " ").replace("-", " ").title()),
        set=written["set"],
        shots=tuple(
            _shot(source, ("scenes", index, "shots", number), written, one)
            for number, one in enumerate(written["shots"])
        ),
        music=_music(written["music"]) if "music" in written else None,
    )


def _shot(source: Source, path: tuple[str | int, ...], scene: Written, written: Written) -> Shot:
    cast = written.get("cast")
    if isinstance(cast, list):
        cast = dict.fromkeys(cast)
    things = written.get("things") or {}
    things = dict.fromkeys(things) if isinstance(things, list) else things
    duration = written.get("duration", "auto")
    props = written.get("props")
    return Shot(
        id=written["id"],
        scene=scene["id"],
        set=scene["set"],
        size=written.get("size", "medium"),
        camera=written.get("camera", "static"),
        angle=written.get("angle", "eye"),
        cast=None if cast is None else tuple((key, traits_written(change)) for key, change in cast.items()),
        action=written.get("action", ""),
        things=tuple((thing, traits_written(change)) for thing, change in things.items()),
        stage=tuple(_staging(key, said) for key, said in written.get("stage", {}).items()),
        lines=tuple(_lines(source, path, written)),
        duration=None if duration == "auto" else in_music(duration, *pulse_of(source.value, scene)),
        transition=transition(written.get("transition", "cut")),
        continuity=written.get("continuity", "cut"),
        same_take_as=written.get("same_take_as", ""),
        take=written.get("take", 0),
        skip=written.get("skip", False),
        change=Change(
            light=written.get("light"),
            time=written.get("time"),
            weather=written.get("weather"),
            props=None if props is None else tuple(props),
        ),
        title=line(written.get("title", "")) if "\n" not in written.get("title", "") else written["title"],
        start=seconds(written["at"]) if "at" in written else None,
        steady=written.get("steady", ""),
        moving_background=written.get("moving_background", False),
        lighting_change=written.get("lighting_change", False),
        sound=written.get("sound", ""),
        on=written.get("on", ""),
        accent=accent(written["accent"]) if "accent" in written else None,
        clips=clips_written(written.get("clip")),
        clip_sound=written.get("clip_sound", ""),
        at=source.place(path),
    )


ACROSS = {"left": "1/5", "centre-left": "7/20", "centre": "1/2", "centre-right": "13/20", "right": "4/5"}
"""Shares of the frame's width that have a word."""


def _staging(who: str, written: Written) -> Staging:
    at = written.get("at")
    return Staging(
        who=who,
        at=None if at is None else Fraction(ACROSS[at] if isinstance(at, str) else str(at)),
        faces=written.get("faces", ""),
        depth=written.get("depth", "middle"),
    )


def _lines(source: Source, path: tuple[str | int, ...], written: Written) -> list[Line]:
    lines: list[Line] = []
    for where, one in spoken_in(path, written):
        said = {"line": one} if isinstance(one, str) else one
        lines.append(
            Line(
                speaker=said.get("speaker", NARRATOR),
                text=" ".join(said["line"].split()),
                language=said.get("language", ""),
                say=" ".join(said.get("say", "").split()),
                recording=said.get("recording", ""),
                level=Fraction(str(said.get("level", 0))),
                through=said.get("through", ""),
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


def accent(written: str) -> Accent:
    """`flash on downbeat` as a value; what is left out is on every beat."""
    kind, _, on = " ".join(written.split()).partition(" on ")
    return Accent(kind=kind, on=on or "beat")


def transition(written: str) -> Transition:
    """`dissolve 0.5s` as a value; a length left out is half a second."""
    kind, _, length = " ".join(written.split()).partition(" ")
    if kind == "cut":
        return Transition()
    return Transition(kind=kind, seconds=seconds(length) if length.strip() else TRANSITION)
