"""What a schema cannot say: names that must exist, ids that must differ, lines that must fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.reading.directions import directions, says_nothing
from ministudio_cli.reading.soundscape import is_sound_file
from ministudio_cli.screenplay.build import transition
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.loader import Source, Written
from ministudio_cli.screenplay.lyrics import lyrics_of
from ministudio_cli.screenplay.model import NARRATOR
from ministudio_cli.screenplay.pictures import picture_fault
from ministudio_cli.screenplay.references import refusal
from ministudio_cli.screenplay.shot_rules import (
    clip_faults,
    last_shot,
    length_faults,
    skip_faults,
    thing_faults,
    too_few_frames,
    warn_of_accent,
)
from ministudio_cli.screenplay.sound_rules import music_places, sounds_written, warn_unheard
from ministudio_cli.screenplay.sounds import sound_fault
from ministudio_cli.screenplay.taps import taps_of
from ministudio_cli.screenplay.traversal import (
    P,
    as_mapping,
    as_seconds,
    duration_of,
    lengths,
    sequence,
    shortened,
    spoken_in,
    texts,
)

FASTEST_SPEECH = 21
"""Characters a second that no voice outruns at its own pace; a line that needs more does not fit, whoever speaks."""
LONGEST_TRANSITION = 30


def rule_faults(source: Source, *, allow_outside: bool = False) -> Iterator[Fault]:
    """Every break of a rule, tolerant of parts that broke the schema."""
    written = source.value if isinstance(source.value, dict) else {}
    cast, sets = as_mapping(written.get("cast")), as_mapping(written.get("sets"))
    if NARRATOR in cast:
        at = source.key_place(("cast", NARRATOR))
        yield Fault(at=at, rule="reserved", message="“narrator” is not a character", hint="set narrator: {voice: …}")
    yield from _references(source, written, allow_outside=allow_outside)
    yield from lengths(source, written)
    yield from texts(source, written)
    warn_unheard(source, written)
    scene_ids: dict[str, int] = {}
    shot_ids: dict[str, int] = {}
    shots: list[tuple[P, Written]] = []
    first, speech = True, Fraction(0)
    scenes = sequence(written.get("scenes"))
    last = last_shot(written)
    for number, scene in enumerate(scenes):
        where: P = ("scenes", number)
        yield from _once(source, (*where, "id"), scene.get("id"), scene_ids, "scene")
        if isinstance(scene.get("set"), str) and scene["set"] not in sets:
            yield _unknown(source, (*where, "set"), "set", scene["set"], sets)
        for index, shot in enumerate(sequence(scene.get("shots"))):
            path = (*where, "shots", index)
            yield from _once(source, (*path, "id"), shot.get("id"), shot_ids, "shot")
            yield from _cast(source, path, shot, cast)
            yield from _time(source, path, written, scene, shot)
            shots.append((path, shot))
            if shot.get("skip") is True:
                continue
            speech += _speech(written, shot)
            yield from _edges(source, path, shot, first=first, last=(number, index) == last)
            if first and shot.get("continuity") == "match":
                at = source.place((*path, "continuity"))
                yield Fault(at=at, rule="continuity", message="the first shot has no shot before it to match")
            first = False
            _unspoken(source, path, shot)
            warn_of_accent(source, path, scene, shot)
            yield from clip_faults(source, path, shot, allow_outside=allow_outside)
    yield from skip_faults(source, shots)
    yield from thing_faults(source, written, shots)
    yield from length_faults(source, written, speech)


def _references(source: Source, written: Written, *, allow_outside: bool) -> Iterator[Fault]:
    folder = Path(source.file).parent
    paths: list[P] = [("cast", key, "reference") for key in as_mapping(written.get("cast"))]
    paths += [(kind, key, "reference") for kind in ("sets", "props") for key in as_mapping(written.get(kind))]
    paths += [(*path, index) for path in paths for index in range(len(sequence(_at(written, path))))]
    paths.append(("narrator", "recording"))
    for number, scene in enumerate(sequence(written.get("scenes"))):
        for index, shot in enumerate(sequence(scene.get("shots"))):
            here: P = ("scenes", number, "shots", index)
            paths += [(*where, "recording") for where, line in spoken_in(here, shot) if isinstance(line, dict)]
    paths += [path for path, words in sounds_written(written) if isinstance(words, str) and is_sound_file(words)]
    paths += [(*where, key) for where in music_places(written) for key in ("file", "beats", "lyrics")]
    for path in paths:
        value = _at(written, path)
        if isinstance(value, str):
            refused = refusal(value, folder, allow_outside=allow_outside) or _content(source, written, path, value)
            if refused:
                yield Fault(at=source.place(path), rule="reference", message=refused[0], hint=refused[1])


def _content(source: Source, written: Written, path: P, value: str) -> tuple[str, str] | None:
    """Why what a file holds cannot be used; None where it can. What is damaged in it becomes a warning."""
    file = Path(source.file).parent / value
    if path[-1] == "reference" or (isinstance(path[-1], int) and path[-2] == "reference"):
        return picture_fault(file)
    if path[-1] == "beats":
        return _read_fault(lambda: taps_of(file, Path(str(_at(written, (*path[:-1], "file")))).name))
    if path[-1] == "lyrics":
        return _read_fault(lambda: lyrics_of(file))
    refused, damage = sound_fault(file)
    if damage:
        source.warnings.append(Fault(at=source.place(path), rule="damaged", message=damage[0], hint=damage[1]))
    return refused


def _read_fault(read: Callable[[], object]) -> tuple[str, str] | None:
    """Why a file of text cannot be read; None where it can."""
    try:
        read()
    except UsageFault as error:
        return error.message, error.hint or ""
    return None


def _at(written: Written, path: P) -> Any:
    value: Any = written
    for step in path:
        value = _step(value, step)
    return value


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


_SIDES = ("left", "right", "camera", "away")
"""Which way somebody can face beside toward another."""


def _cast(source: Source, path: P, shot: Written, cast: Written) -> Iterator[Fault]:
    seen = shot.get("cast")
    for index, key in enumerate(seen if isinstance(seen, list) else as_mapping(seen)):
        if isinstance(key, str) and key not in cast:
            place = (*path, "cast", index) if isinstance(seen, list) else (*path, "cast", key)
            yield _unknown(source, place, "character", key, cast)
    for key, staged in as_mapping(shot.get("stage")).items():
        place = (*path, "stage", key)
        if key not in cast:
            yield _unknown(source, place, "character", str(key), cast)
        faces = as_mapping(staged).get("faces")
        if isinstance(faces, str) and faces not in _SIDES and (faces not in cast or faces == key):
            yield Fault(
                at=source.place((*place, "faces")), rule="stage", message=f"“{key}” cannot face “{faces}”",
                hint=did_you_mean(faces, [*_SIDES, *(other for other in cast if other != key)]),
            )  # fmt: skip
    for index, line in enumerate(sequence(shot.get("dialogue"))):
        speaker = line.get("speaker")
        if isinstance(speaker, str) and speaker != NARRATOR and speaker not in cast:
            yield _unknown(source, (*path, "dialogue", index, "speaker"), "speaker", speaker, [*cast, NARRATOR])


def _time(source: Source, path: P, written: Written, scene: Written, shot: Written) -> Iterator[Fault]:
    duration = duration_of(written, scene, shot)
    if duration is not None and duration <= 0:
        return
    yield from too_few_frames(source, path, written, duration)
    need = _speech(written, shot)
    if duration and need > duration:
        yield Fault(
            at=source.place((*path, "duration")),
            rule="too-short",
            message=f"the lines of “{shot.get('id')}” need {float(need):.1f} s at least; it has {float(duration):g} s",
            hint="write “duration: auto”, a longer shot, or fewer words",
        )
    try:
        taken = transition(str(shot.get("transition", "cut"))).seconds
    except ValueError:
        return
    if taken > LONGEST_TRANSITION:
        at = source.place((*path, "transition"))
        yield Fault(
            at=at, rule="transition", message=f"a transition lasts at most {LONGEST_TRANSITION} s", hint="shorten it"
        )
    elif taken * 2 > (duration or 2 * taken):
        at = source.place((*path, "transition"))
        yield Fault(at=at, rule="transition", message="the transition takes over half of its shot", hint="shorten it")


def _edges(source: Source, path: P, shot: Written, *, first: bool, last: bool) -> Iterator[Fault]:
    """Lines that reach over a cut: the first may lead or follow, the last may overlap, and none may leave the film."""
    spoken = spoken_in(path, shot)
    for number, (where, line) in enumerate(spoken):
        if not isinstance(line, dict):
            continue
        lead = as_seconds(line.get("lead"))
        written: list[tuple[str, bool, str]] = [
            ("lead", number > 0, "only the first line of a shot has a lead; use pause:"),
            ("after", number > 0, "only the first line of a shot follows the line of another; the others do anyway"),
            ("overlap", number < len(spoken) - 1, "only the last line of a shot can overlap the next shot"),
            ("lead", first and lead is not None and lead < 0, "the film's first line cannot begin before the film"),
            ("after", first, "there is no line before the film's first"),
            (
                "overlap",
                last and bool(as_seconds(line.get("overlap"))),
                "the film's last line has no shot to run on over",
            ),
            ("after", "lead" in line, "a line follows another or has a lead, not both"),
        ]
        for key, wrong, message in written:
            if key in line and wrong:
                yield Fault(at=source.place((*where, key)), rule="edge", message=message, hint=f"remove {key}:")


def _speech(written: Written, shot: Written) -> Fraction:
    """The least seconds that a shot's lines need, in any voice."""
    narration = shot.get("narration", [])
    spoken: list[tuple[Any, Any]] = [
        (NARRATOR, line) for line in (narration if isinstance(narration, list) else [narration])
    ]
    spoken += [(line.get("speaker"), line) for line in sequence(shot.get("dialogue"))]
    total = Fraction(0)
    for speaker, one in spoken:
        text = one.get("line", "") if isinstance(one, dict) else one
        if isinstance(text, str):
            total += Fraction(len(" ".join(text.split())), FASTEST_SPEECH) / _pace(written, speaker)
        pause = as_seconds(one.get("pause")) if isinstance(one, dict) else None
        total += pause or 0
    return total


def _pace(written: Written, speaker: Any) -> Fraction:
    if not isinstance(speaker, str):
        return Fraction(1)
    owner = written.get("narrator") if speaker == NARRATOR else as_mapping(written.get("cast")).get(speaker)
    pace = as_mapping(as_mapping(owner).get("voice")).get("pace", 1)
    fit = isinstance(pace, int | float) and not isinstance(pace, bool) and 0.1 <= pace <= 10
    return Fraction(str(pace)) if fit else Fraction(1)


def _unspoken(source: Source, path: P, shot: Written) -> None:
    """Warn of lines of which nothing, or not all, is heard."""
    for where, line in spoken_in(path, shot):
        text = line.get("line") if isinstance(line, dict) else line
        if not isinstance(text, str) or not text.strip() or (isinstance(line, dict) and line.get("say")):
            continue
        at = source.place((*where, "line") if isinstance(line, dict) else where)
        if says_nothing(text):
            message, hint = "nothing of this line can be heard", "write what is to be spoken, or give it under say:"
            source.warnings.append(Fault(at=at, rule="silent", message=message, hint=hint))
            continue
        for start, end in directions(" ".join(text.split())):
            part = " ".join(text.split())[start:end]
            message = f"“{shortened(part)[1:-1]}” is taken for a direction, and not spoken"
            source.warnings.append(
                Fault(at=at, rule="direction", message=message, hint="write it under action:, or give the line a say:")
            )


def _once(source: Source, path: P, key: Any, seen: dict[str, int], what: str) -> Iterator[Fault]:
    if not isinstance(key, str):
        return
    if key in seen:
        message = f"the {what} id “{key}” is on line {seen[key]} already"
        yield Fault(at=source.place(path), rule="id-twice", message=message, hint="every id stands once in a film")
    seen.setdefault(key, source.place(path).line)


def _unknown(source: Source, path: P, what: str, key: str, known: Any) -> Fault:
    at = source.place(path) if path[-1] != key else source.key_place(path)
    hint = did_you_mean(key, known) or f"add it to the screenplay's {'sets' if what == 'set' else 'cast'}"
    return Fault(at=at, rule=f"unknown-{what}", message=f"unknown {what} “{key}”", hint=hint)
