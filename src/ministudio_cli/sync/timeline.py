"""The timeline: where everything stands in the finished film, in whole frames and whole samples. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lengths import LEAD, TRAIL
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, Speech
from ministudio_cli.planning.voicing import AS_SPOKEN, Voicing, voicing_of
from ministudio_cli.screenplay.seconds import FEWEST_FRAMES
from ministudio_cli.screenplay.staging import Transition
from ministudio_cli.sync.problem import Cut, ShotConstraint

GAP = SAMPLE_RATE // 10
"""Samples between two lines that a cut brings together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line as it was spoken: its length in samples at 48 kHz, and its words as (text, start, end) in samples."""

    take: str
    samples: int
    words: tuple[tuple[str, int, int], ...]
    timed: str
    doubts: tuple[str, ...] = ()
    """Where a recording and its script differ, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line at its sample in the film, and how it is heard there."""

    shot: str
    speaker: str
    text: str
    start: int
    spoken: Spoken
    voicing: Voicing = AS_SPOKEN

    @property
    def end(self) -> int:
        return self.start + self.spoken.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A shot in the film: frames from `cut.start` to `cut.end`; `head` of them overlap the shot before, `tail` more are
    rendered beyond the cut for the shot after.
    """

    plan: ShotPlan
    cut: Cut
    head: int
    tail: int
    speech: tuple[Speech, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    fps: Fraction
    segments: tuple[Segment, ...]
    lines: tuple[Placed, ...]

    @property
    def frames(self) -> int:
        return self.segments[-1].cut.end

    @property
    def samples(self) -> int:
        return frame_sample(self.frames, self.fps)


def frame_sample(frame: int, fps: Fraction) -> int:
    """The first sample of a frame; exact at whole rates, else the nearest."""
    return round(frame * SAMPLE_RATE / fps)


def speech_samples(
    shot: ShotPlan, spoken: Mapping[str, Spoken], takes: tuple[str, ...], over: int | None = None
) -> tuple[tuple[int, ...], int]:
    """Where each line of a shot starts, and where the last one ends: samples from the shot's first frame.

    `over` is how far the line before runs on into this shot (negative where it ends before the cut), None where there
    is no line before; no line begins before another has ended.
    """
    starts: list[int] = []
    at = 0
    for index, (line, take) in enumerate(zip(shot.shot.lines, takes, strict=True)):
        pause = int(line.pause * SAMPLE_RATE)
        if index:
            at += pause
        elif line.follows and over is not None:
            at = over + pause
        else:
            at = int((LEAD if line.lead is None else line.lead) * SAMPLE_RATE) + pause
            at = at if over is None else max(at, over + GAP)
        starts.append(at)
        at += spoken[take].samples
    return tuple(starts), at


def constraint_of(
    shot: ShotPlan,
    spoken: Mapping[str, Spoken],
    takes: tuple[str, ...],
    fps: Fraction,
    kept: int,
    before: ShotPlan | None = None,
    after: ShotPlan | None = None,
) -> ShotConstraint:
    """A shot's wishes, once its lines have been heard; those beside it say how far lines reach over its cuts."""
    asked = shot.shot.duration
    wanted = round((asked or shot.expected) * fps)
    # Half a second, but where less is asked for.
    least = max(1, round(fps / 2)) if asked is None else max(FEWEST_FRAMES, min(round(fps / 2), wanted))
    if takes:
        last = before.shot.lines[-1] if before and before.shot.lines else None
        _, end = speech_samples(shot, spoken, takes, int(last.overlap * SAMPLE_RATE) if last else None)
        need = -(-(end + room_after(shot, after)) * fps // SAMPLE_RATE)
        least = max(least, int(need))
        if asked is None:
            wanted = least + round(fps / 8)
    least = max(least, 2 * transition_frames(shot.shot.transition, fps))
    most = 0
    if shot.shot.clips:
        lasts = sum((clip.shown for clip in shot.shot.clips), Fraction(0)) * fps
        wanted = max(least, round(asked * fps) if asked else int(lasts))
        # What follows may need some frames more of it; a picture can be shown for any time.
        behind = transition_frames(after.shot.transition, fps) if after else 0
        most = 0 if shot.shot.clips[-1].is_picture else max(1, int(lasts) - behind)
        wanted = min(wanted, most or wanted)
    return ShotConstraint(
        shot=shot.id,
        least=least,
        wanted=max(wanted, 1),
        most=most,
        automatic=asked is None,
        kept=kept,
        start=None if shot.shot.start is None else round(shot.shot.start * fps),
        on=shot.shot.on,
        at=str(shot.shot.at),
    )


def room_after(shot: ShotPlan, after: ShotPlan | None) -> int:
    """Samples between the end of a shot's last line and its cut: air, or less where the line may run on, or more where
    the next line begins before the cut.
    """
    own = int(TRAIL * SAMPLE_RATE)
    if shot.shot.lines and shot.shot.lines[-1].overlap:
        own = -int(shot.shot.lines[-1].overlap * SAMPLE_RATE)
    lead = after.shot.lines[0].lead if after and after.shot.lines else None
    return max(own, GAP - int(lead * SAMPLE_RATE)) if lead is not None and lead < 0 else own


def transition_frames(transition: Transition, fps: Fraction) -> int:
    return round(transition.seconds * fps) if transition.kind != "cut" else 0


def assemble(
    plan: Plan, cuts: tuple[Cut, ...], spoken: Mapping[str, Spoken], takes: Mapping[str, tuple[str, ...]]
) -> Timeline:
    """Put shots and lines on their frames and samples."""
    fps = plan.film.format.fps
    lines: list[Placed] = []
    for shot, cut in zip(plan.shots, cuts, strict=True):
        first = frame_sample(cut.start, fps)
        starts, _ = speech_samples(shot, spoken, takes[shot.id], lines[-1].end - first if lines else None)
        for line, start, take in zip(shot.shot.lines, starts, takes[shot.id], strict=True):
            lines.append(
                Placed(
                    shot=shot.id,
                    speaker=line.speaker,
                    text=line.text,
                    start=first + start,
                    spoken=spoken[take],
                    voicing=voicing_of(plan.film, shot.moment, line),
                )
            )
    segments = []
    for index, (shot, cut) in enumerate(zip(plan.shots, cuts, strict=True)):
        after = plan.shots[index + 1].shot.transition if index + 1 < len(plan.shots) else Transition()
        segments.append(
            Segment(
                plan=shot,
                cut=cut,
                head=transition_frames(shot.shot.transition, fps),
                tail=transition_frames(after, fps),
                speech=tuple(_heard_in(cut, lines, fps)),
            )
        )
    return Timeline(fps=fps, segments=tuple(segments), lines=tuple(lines))


def _heard_in(cut: Cut, lines: Sequence[Placed], fps: Fraction) -> Iterator[Speech]:
    """The lines that are heard in a shot: its own, and those that reach into it from the shots beside it."""
    first, last = frame_sample(cut.start, fps), frame_sample(cut.end, fps)
    for line in lines:
        if line.shot == cut.shot or (line.start < last and line.end > first):
            yield Speech(
                speaker=line.speaker, start=line.start - first, samples=line.spoken.samples, take=line.spoken.take
            )


def alone(plan: Plan, shot: ShotPlan, spoken: Mapping[str, Spoken], locked: int) -> Timeline:
    """A timeline of one shot, without its transition: of as many frames as it is locked at, else (0) as it asks."""
    # A line that leads in, follows or runs on has nobody beside it here.
    lines = tuple(
        dataclasses.replace(line, lead=None if (line.lead or 0) < 0 else line.lead, overlap=Fraction(0), follows=False)
        for line in shot.shot.lines
    )
    still = dataclasses.replace(shot, shot=dataclasses.replace(shot.shot, transition=Transition(), lines=lines))
    takes = tuple(digest(line) for line in shot.lines)
    demand = constraint_of(still, spoken, takes, plan.film.format.fps, 0)
    frames = max(demand.least, locked or demand.wanted)
    cut = Cut(shot=shot.id, start=0, end=frames, wanted=frames, landing="", cost=0, reason="preview")
    return assemble(dataclasses.replace(plan, shots=(still,)), (cut,), spoken, {shot.id: takes})


def chapters(plan: Plan, timeline: Timeline) -> list[tuple[str, int, int]]:
    """A chapter for each scene that is in the timeline: its title, and its frames."""
    places: dict[str, tuple[int, int]] = {}
    for segment in timeline.segments:
        scene = segment.plan.shot.scene
        places[scene] = (places.get(scene, (segment.cut.start, 0))[0], segment.cut.end)
    return [(scene.title, *places[scene.id]) for scene in plan.film.scenes if scene.id in places]
