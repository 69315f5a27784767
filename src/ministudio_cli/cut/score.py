"""The music under a film: beds composed at the exact length of their scenes, and files, looped over whole bars."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, BedTask
from ministudio_cli.screenplay.lyrics import Lyric
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.heard import Heard, PlayedCue, loop_of, played
from ministudio_cli.sync.timeline import Timeline, frame_sample


def bed_tasks(plan: Plan, timeline: Timeline) -> tuple[BedTask | None, ...]:
    """The bed of each cue at its exact length, None where it has none; its sections are the film's scenes, each with
    the motif of whom it begins with.
    """
    found: list[BedTask | None] = []
    for cue, first, last in plan.cue_shots:
        shots = timeline.segments[first:last]
        begin, end = (frame_sample(frame, timeline.fps) for frame in (shots[0].cut.start, shots[-1].cut.end))
        sections: list[tuple[int, str]] = []
        scene = None
        for segment in shots:
            if segment.plan.shot.scene != scene:
                scene = segment.plan.shot.scene
                figures = segment.plan.moment.figures
                at = frame_sample(segment.cut.start, timeline.fps) - begin
                sections.append((at, figures[0].id if figures else ""))
        bed = dataclasses.replace(cue.bed, samples=end - begin, sections=tuple(sections)) if cue.bed else None
        found.append(bed)
    return tuple(found)


def sung_in(plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact]) -> tuple[Lyric, ...]:
    """The lyrics of a film's music, in seconds of the film, as far as each music is heard; `takes` has the analyses of
    the music.
    """
    found: list[Lyric] = []
    for cue in played(plan, timeline, takes):
        if cue.heard is None:
            continue
        first, last = (float(frame / timeline.fps) for frame in (cue.start, cue.end))
        begins = float(cue.heard["start"]) - first
        for lyric in cue.cue.music.sung:
            words = ((word, start - begins, end - begins) for word, start, end in lyric.words)
            heard = tuple((word, start, min(end, last)) for word, start, end in words if first <= start < last)
            if heard:
                found.append(Lyric(words=heard))
    return tuple(found)


def music_under(plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact]) -> tuple[MusicUnder, ...]:
    """The film's music; `takes` has the analyses of files."""
    cues, beds = played(plan, timeline, takes), bed_tasks(plan, timeline)
    found: list[MusicUnder] = []
    for number, (cue, bed) in enumerate(zip(cues, beds, strict=True)):
        place = frame_sample(cue.start, timeline.fps), frame_sample(cue.end, timeline.fps)
        level = float(cue.cue.music.level)
        if bed:
            found.append(MusicUnder(take=digest(bed), file="bed.wav", level=level, place=place))
        elif cue.heard is not None and cue.cue.track:
            found.append(_of_file(cue, cue.heard, cue.cue.track.file, place, _meetings(cues, number, timeline)))
    return tuple(found)


Meetings = tuple[int | None, int | None]


def _meetings(cues: Sequence[PlayedCue], number: int, timeline: Timeline) -> Meetings:
    """For how many samples a cue and the one before it, and the one after, are heard together; None beside silence."""

    def meeting(after: int) -> int | None:
        if not 0 < after < len(cues) or not (cues[after - 1].cue.key and cues[after].cue.key):
            return None
        shorter = min(frame_sample(cue.frames, timeline.fps) for cue in cues[after - 1 : after + 1])
        return min(round(cues[after].cue.music.crossfade * SAMPLE_RATE), shorter)

    return meeting(number), meeting(number + 1)


def _of_file(
    cue: PlayedCue, heard: Heard, file: str, place: tuple[int, int], meetings: tuple[int | None, int | None]
) -> MusicUnder:
    """A file between two samples, and half of a meeting beyond them: what it comes in on is on the cut. What its head
    is too short for begins later.
    """
    music = cue.cue.music
    begins = round(heard["start"] * SAMPLE_RATE)
    before, after = min((meetings[0] or 0) // 2, begins), (meetings[1] or 0) // 2
    fades = round(music.fade_in * SAMPLE_RATE), round(music.fade_out * SAMPLE_RATE)
    start, end = (round(time * SAMPLE_RATE) for time in loop_of(heard))
    return MusicUnder(
        take=file, file="file", level=float(music.level), place=(place[0] - before, place[1] + after),
        loop=(start + before, end + before), start=begins - before,
        fades=(fades[0] if meetings[0] is None else 0, fades[1] if meetings[1] is None else 0),
        crossfades=(2 * before, 2 * after),
    )  # fmt: skip
