"""What a film's lines ask of its voices that they cannot do, each at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ministudio_cli.planning.casting import OfferedVoice, speakers, speaks
from ministudio_cli.reading.scripts import base, foreign, likely, name_of
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.model import NARRATOR, Line, Screenplay


def speech_faults(
    film: Screenplay,
    source: Source,
    offered: Sequence[OfferedVoice],
    key: str,
    *,
    ways: Callable[[str], Sequence[str]],
    undrawn: Callable[[str], str],
) -> Iterator[Fault]:
    """Voices that do not exist, lines that no voice on offer can read, and letters that no font draws; `ways` are
    what would speak a language, `undrawn` which letters of a text have no font. With a `key`, voices
    are named under it and any name is taken.
    """
    yield from _undrawn(film, source, undrawn)
    yield from _names(film, source, offered, key)
    for shot in film.shots:
        for line in shot.lines:
            yield from _line(film, line, offered, key, ways)


def _undrawn(film: Screenplay, source: Source, undrawn: Callable[[str], str]) -> Iterator[Fault]:
    """Titles, and captions that are drawn into the picture, with letters that no font here has."""
    for scene_number, scene in enumerate(film.scenes):
        for number, shot in enumerate(scene.shots):
            at = source.place(("scenes", scene_number, "shots", number, "title"))
            texts = [(at, shot.title)] if shot.title else []
            texts += [(line.at, line.text) for line in shot.lines] if film.captions == "burn" else []
            for place, text in texts:
                if not text.isascii() and (letters := undrawn(text)):
                    message = f"no font here draws “{letters[:12]}”"
                    hint = "pip install 'ministudio-cli[cjk]' for Chinese, Japanese and Korean; else captions: soft"
                    yield Fault(at=place, rule="font", message=message, hint=hint)


def _names(film: Screenplay, source: Source, offered: Sequence[OfferedVoice], key: str) -> Iterator[Fault]:
    known = {voice.name for voice in offered}
    for speaker in speakers(film):
        name = film.voice_of(speaker).name
        if key or not name or not offered or name in known:
            continue
        path = ("narrator", "voice", "name") if speaker == NARRATOR else ("cast", speaker, "voice", "name")
        hint = did_you_mean(name, known) or "“ministudio doctor” lists the voices of this machine"
        yield Fault(at=source.place(path), rule="voice", message=f"there is no voice “{name}” here", hint=hint)


def _line(
    film: Screenplay, line: Line, offered: Sequence[OfferedVoice], key: str, ways: Callable[[str], Sequence[str]]
) -> Iterator[Fault]:
    if film.recording_of(line):
        return
    language = film.language_of(line)
    if not offered or all(not voice.languages for voice in offered):
        return
    script = foreign(line.say or line.text, language)
    if script:
        meant = likely(script)
        what = f"this line is written in {script} letters, and {name_of(language)} is not"
        hint = f"set “language: {meant}” for the line, its character or the film" if meant else "set its language:"
        yield Fault(at=line.at, rule="language", message=what, hint=f"{hint}; {_otherwise(meant or language, ways)}")
        return
    own = dict(film.voice_of(line.speaker).names).get(key, "") if key else ""
    named = base(own) == base(language) if own else False
    if not named and not any(speaks(voice, language) for voice in offered):
        message = f"no voice here speaks {name_of(language)} ({language})"
        yield Fault(at=line.at, rule="language", message=message, hint=_otherwise(language, ways))


def _otherwise(language: str, ways: Callable[[str], Sequence[str]]) -> str:
    """What would speak a language that is not spoken here."""
    return "it can be spoken by: " + "; or ".join(ways(language))
