"""Lines as tasks: spoken by a voice, or taken out of a recording. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ministudio_cli.planning.film_plan import FilmProviders
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.screenplay.model import Line, Screenplay, Voice


def line_task(
    film: Screenplay,
    makers: FilmProviders,
    voices: Mapping[tuple[str, str], Voice],
    references: Mapping[str, str],
    line: Line,
) -> LineTask:
    """What speaks a line; `voices` by speaker and language, `references` the digests of the film's files."""
    seed = derive(film.seed, "voice", line.speaker)
    language = film.language_of(line)
    recording = film.recording_of(line)
    if recording:
        return _recorded(film, makers, line, recording, references.get(recording, ""), seed, language)
    order = LineTask(
        maker=makers.voice,
        text=line.text,
        language=language,
        say=line.say,
        lexicon=spelt_in(film, [line]),
        voice=voices[line.speaker, language],
        seed=seed,
    )
    return dataclasses.replace(order, price=makers.price(order))


def _recorded(
    film: Screenplay, makers: FilmProviders, line: Line, name: str, recording: str, seed: int, language: str
) -> LineTask:
    """A line that is not spoken but recorded, alone or with all others of its file."""
    shared = [each for shot in film.written for each in shot.lines if film.recording_of(each) == name]
    return LineTask(
        maker=makers.recording,
        text=line.text,
        language=language,
        say=line.say,
        lexicon=spelt_in(film, shared),
        says=says_of(shared),
        recording=recording,
        script=tuple(each.text for each in shared),
        part=next(at for at, each in enumerate(shared) if each is line),
        voice=Voice(name="recording"),
        seed=seed,
    )


def says_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """What is read in the place of each of some lines, “” where that is what is written; empty where it is of all."""
    says = tuple(line.say for line in lines)
    return says if any(says) else ()


def spelt_in(film: Screenplay, lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """The words of some lines that the film spells for its voices."""
    spoken = " ".join(line.say or line.text for line in lines).casefold()
    return tuple((word, spelt) for word, spelt in film.lexicon if word.casefold() in spoken)
