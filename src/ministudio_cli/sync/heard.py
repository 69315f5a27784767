"""What a film's music offers its cuts: the beats of a bed's own score, or those that were heard in a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ministudio_cli.planning.film_plan import MusicCue, Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.problem import CutCandidate, Passage
from ministudio_cli.sync.score import score_landings
from ministudio_cli.sync.timeline import Timeline

_FIRST_BAR = 8.0
"""Seconds of a file within which its first downbeat is looked for, where it comes in after other music."""

Heard = Mapping[str, Any]
"""The facts of an analysis: times in seconds from `start`, which is a second of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedCue:
    """A cue at its frames [start, end) of the film, with what was heard in its file."""

    cue: MusicCue
    heard: Heard | None
    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start


def heard_in(plan: Plan, takes: Mapping[str, Artifact]) -> tuple[Heard | None, ...]:
    """What was heard in the file of each cue; of those that come in later, from where they do."""
    found = (takes[digest(cue.track)].facts if cue.track else None for cue in plan.cues)
    return tuple(
        _from_first_bar(facts) if number and facts and cue.music.start is None else facts
        for number, (cue, facts) in enumerate(zip(plan.cues, found, strict=True))
    )


def _from_first_bar(heard: Heard) -> Heard:
    """What was heard from the first downbeat on, where there is one soon."""
    beats: Sequence[tuple[float, float]] = heard["beats"]
    first = min((index for index in heard["downbeats"] if index < len(beats)), default=None)
    if first is None or beats[first][0] > _FIRST_BAR:
        return heard
    begin = beats[first][0]

    def after(times: Sequence[tuple[float, Any]]) -> list[tuple[float, Any]]:
        return [(time - begin, what) for time, what in times if time >= begin]

    return {
        **heard,
        "start": heard["start"] + begin,
        "seconds": heard["seconds"] - begin,
        "beats": after(beats),
        "downbeats": [index - first for index in heard["downbeats"] if index >= first],
        "onsets": after(heard["onsets"]),
        "turns": after(heard.get("turns", ())),
    }


def played(plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact]) -> tuple[PlayedCue, ...]:
    """The cues at their frames of a timeline."""
    found = []
    for (cue, first, last), heard in zip(plan.cue_shots, heard_in(plan, takes), strict=True):
        shots = timeline.segments[first:last]
        found.append(PlayedCue(cue=cue, heard=heard, start=shots[0].cut.start, end=shots[-1].cut.end))
    return tuple(found)


def passage_of(cue: MusicCue, heard: Heard | None, frames: int, least: int, fps: Fraction) -> Passage:
    """What the cuts under a cue can land on within so many frames: a bed's own score, or what was heard in a file.

    A file shorter than the `least` frames that the shots need is looped, here as in the mix.
    """
    if cue.bed:
        return Passage(shots=cue.shots, landings=tuple(score_landings(cue.bed.tempo, frames, fps)), comes_in="downbeat")
    if heard is None:
        return Passage(shots=cue.shots, landings=())
    first = heard["beats"][0][0] if heard["beats"] else None
    comes_in = "" if first is None or round(first * fps) else "downbeat" if 0 in heard["downbeats"] else "beat"
    landings = tuple(_landings(heard, frames, least, float(fps)))
    return Passage(shots=cue.shots, landings=landings, comes_in=comes_in)


def onsets_in(plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact]) -> tuple[float, ...]:
    """What was heard to begin in the film's files of music, in seconds of the film."""
    found: list[float] = []
    for cue in played(plan, timeline, takes):
        begin, end = (float(frame / timeline.fps) for frame in (cue.start, cue.end))
        times = [begin + time for time, _ in (cue.heard or {}).get("onsets", ())]
        found += [round(time, 3) for time in times if time < end]
    return tuple(found)


def beat_times(cues: Sequence[PlayedCue], fps: Fraction) -> list[float]:
    """The music's own beats, in seconds of the film: not those of the frames that they fall on."""
    found: list[float] = []
    half = float(1 / (2 * fps))
    for cue, after in zip(cues, (*cues[1:], None), strict=True):
        begin, seconds = float(cue.start / fps), float(cue.frames / fps)
        coming = _beats(after, half, loops=False) if after else []
        # A cut is on the last beat before silence; where other music comes in, it is on that one's first.
        end = seconds + (0 if after is None else -half if coming and coming[0] < half else half)
        loops = cue.heard is not None and cue.heard["seconds"] < seconds
        found += [round(begin + time, 5) for time in _beats(cue, seconds + half, loops=loops) if time <= end]
    return found


def _beats(cue: PlayedCue, seconds: float, *, loops: bool) -> list[float]:
    """The beats of a cue within so many seconds; of a file that is looped, those of its turns too."""
    if cue.cue.bed:
        span = 60 / float(cue.cue.bed.tempo)
        return [beat * span for beat in range(int(seconds / span) + 1)]
    if cue.heard is None:
        return []
    beats = cue.heard["beats"]
    start, end = loop_of(cue.heard)
    times = [time for time, _ in beats]
    turn = 1
    while loops and end > start and start + turn * (end - start) < seconds:
        times += [time + turn * (end - start) for time, _ in beats if start <= time < end]
        turn += 1
    return times


def loop_of(heard: Heard) -> tuple[float, float]:
    """Seconds between which music that is too short repeats: whole bars where there are any."""
    beats = heard["beats"]
    lead = [beats[index][0] for index in heard["downbeats"] if index < len(beats)]
    return (lead[0], lead[-1]) if len(lead) >= 2 else (0.0, heard["seconds"])


def _landings(heard: Heard, frames: int, least: int, fps: float) -> Iterator[CutCandidate]:
    lead = set(heard["downbeats"])
    turn_at = dict(heard.get("turns", ()))
    known: list[tuple[float, str, float]] = [
        (time, "downbeat" if index in lead else "beat", strength)
        for index, (time, strength) in enumerate(heard["beats"])
    ]
    known += [(time, "onset", strength) for time, strength in heard["onsets"]]
    # Beats and bars are counted on through every turn of a loop.
    bar, beat = -1, -1 - min(lead, default=0)
    start, end = loop_of(heard)
    span = end - start
    if span <= 0:
        return
    turn, short = 0, heard["seconds"] < least / fps
    while turn == 0 or (short and start + turn * span < frames / fps):
        for time, kind, strength in known:
            # A file as long as the film is played through; a shorter one turns back at the loop's end.
            if (turn or short) and not (start if turn else 0) <= time < end:
                continue
            beat, bar = beat + (kind != "onset"), bar + (kind == "downbeat")
            frame = round((time + turn * span) * fps)
            if 0 < frame <= frames:
                yield CutCandidate(
                    frame=frame,
                    kind=kind,
                    strength=round(strength, 4),
                    beat=-1 if kind == "onset" else max(-1, beat),
                    bar=bar if kind == "downbeat" else -1,
                    turn=turn_at.get(time, "") if kind == "downbeat" else "",
                )
        turn += 1
