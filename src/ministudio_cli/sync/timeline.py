"""The timeline: where everything stands in the finished film, in whole frames and whole samples. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction

from ministudio_cli.plan.film import LEAD, TRAIL, Plan, ShotPlan
from ministudio_cli.plan.orders import SAMPLE_RATE, Speech, digest
from ministudio_cli.screenplay.model import Transition
from ministudio_cli.sync.optimiser import Cut, Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line as it was spoken: its length in samples at 48 kHz, and its words as (text, start, end) in samples."""

    take: str
    samples: int
    words: tuple[tuple[str, int, int], ...]
    timed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line at its sample in the film."""

    shot: str
    speaker: str
    text: str
    start: int
    spoken: Spoken

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
    """The first sample of a frame; exact at 24, 25 and 30 frames a second."""
    return round(frame * SAMPLE_RATE / fps)


def speech_samples(shot: ShotPlan, spoken: dict[str, Spoken], takes: tuple[str, ...]) -> tuple[tuple[int, ...], int]:
    """Where each line of a shot starts, and where the shot may end at the earliest: samples from its first frame."""
    at = int(LEAD * SAMPLE_RATE)
    starts = []
    for line, take in zip(shot.shot.lines, takes, strict=True):
        at += int(line.pause * SAMPLE_RATE)
        starts.append(at)
        at += spoken[take].samples
    return tuple(starts), at + int(TRAIL * SAMPLE_RATE)


def demand_of(shot: ShotPlan, spoken: dict[str, Spoken], takes: tuple[str, ...], fps: Fraction, kept: int) -> Demand:
    """A shot's wishes, once its lines have been heard."""
    asked = shot.shot.duration
    least = max(1, round(fps / 2))
    wanted = round((asked or shot.expected) * fps)
    if takes:
        _, end = speech_samples(shot, spoken, takes)
        need = -(-end * fps // SAMPLE_RATE)
        least = max(least, int(need))
        if asked is None:
            wanted = least + round(fps / 8)
    least = max(least, 2 * transition_frames(shot.shot.transition, fps))
    return Demand(shot=shot.id, least=least, wanted=max(wanted, 1), automatic=asked is None, kept=kept)


def transition_frames(transition: Transition, fps: Fraction) -> int:
    return round(transition.seconds * fps) if transition.kind != "cut" else 0


def assemble(
    plan: Plan, cuts: tuple[Cut, ...], spoken: dict[str, Spoken], takes: dict[str, tuple[str, ...]]
) -> Timeline:
    """Put shots and lines on their frames and samples."""
    fps = plan.film.format.fps
    segments, lines = [], []
    for index, (shot, cut) in enumerate(zip(plan.shots, cuts, strict=True)):
        starts, _ = speech_samples(shot, spoken, takes[shot.id])
        after = plan.shots[index + 1].shot.transition if index + 1 < len(plan.shots) else Transition()
        speech = []
        for line, start, take in zip(shot.shot.lines, starts, takes[shot.id], strict=True):
            said = spoken[take]
            speech.append(Speech(speaker=line.speaker, start=start, samples=said.samples, take=take))
            place = frame_sample(cut.start, fps) + start
            lines.append(Placed(shot=shot.id, speaker=line.speaker, text=line.text, start=place, spoken=said))
        segments.append(
            Segment(
                plan=shot,
                cut=cut,
                head=transition_frames(shot.shot.transition, fps),
                tail=transition_frames(after, fps),
                speech=tuple(speech),
            )
        )
    return Timeline(fps=fps, segments=tuple(segments), lines=tuple(lines))


def alone(plan: Plan, shot: ShotPlan, spoken: dict[str, Spoken], locked: int) -> Timeline:
    """A timeline of one shot, without its transition: of as many frames as it is locked at, else (0) as it asks."""
    takes = tuple(digest(line) for line in shot.lines)
    demand = demand_of(shot, spoken, takes, plan.film.format.fps, 0)
    frames = max(demand.least, locked or demand.wanted)
    still = dataclasses.replace(shot, shot=dataclasses.replace(shot.shot, transition=Transition()))
    cut = Cut(shot=shot.id, start=0, end=frames, wanted=frames, landing="", cost=0, reason="preview")
    return assemble(dataclasses.replace(plan, shots=(still,)), (cut,), spoken, {shot.id: takes})


def chapters(plan: Plan, timeline: Timeline) -> list[tuple[str, int, int]]:
    """A chapter for each scene: its title, and its frames."""
    places: dict[str, tuple[int, int]] = {}
    for segment in timeline.segments:
        scene = segment.plan.shot.scene
        places[scene] = (places.get(scene, (segment.cut.start, 0))[0], segment.cut.end)
    return [(scene.title, *places[scene.id]) for scene in plan.film.scenes]
