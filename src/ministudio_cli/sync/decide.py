"""Deciding the cuts of a film: what was heard, turned into demands and landings, and settled by the optimiser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock, LockedShot
from ministudio_cli.planning.task import ProviderRef, Task, digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.optimiser import asked_ends, explain, plan_cuts
from ministudio_cli.sync.problem import Cut, CutCandidate, ShotConstraint
from ministudio_cli.sync.score import score_landings
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble, constraint_of, room_after, speech_samples

REACH = Fraction(3, 2)
"""How far beyond the expected length landings are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutProblem:
    """All that the cut plan depends on."""

    demands: tuple[ShotConstraint, ...]
    landings: tuple[CutCandidate, ...]
    fps: Fraction
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutsTask(Task):
    """A problem's solution, as facts."""

    kind: ClassVar[str] = "cuts"
    make: ClassVar[str] = "ministudio_cli.graph.makes:cuts"
    at_once: ClassVar[bool] = True
    maker: ProviderRef
    problem: CutProblem


def heard_in(plan: Plan, takes: Mapping[str, Artifact]) -> Mapping[str, Any] | None:
    """What was heard in the film's music file, where it has one."""
    return takes[digest(plan.track)].facts if plan.track else None


def spoken_of(takes: Mapping[str, Artifact], lines: Iterable[LineTask]) -> dict[str, Spoken]:
    """The lines as they were heard, by their order's digest."""
    facts = {digest(line): takes[digest(line)].facts for line in lines}
    return {
        key: Spoken(
            take=key,
            samples=fact["samples"],
            words=tuple((str(text), int(start), int(end)) for text, start, end in fact["words"]),
            timed=str(fact.get("timed", "")),
            doubts=tuple(map(str, fact.get("doubts", ()))),
        )
        for key, fact in facts.items()
    }


def takes_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Each shot's line takes, by digest."""
    return {shot.id: tuple(digest(line) for line in shot.lines) for shot in plan.shots}


def cut_problem(
    plan: Plan, spoken: Mapping[str, Spoken], heard: Mapping[str, Any] | None, lock: Lock | None
) -> CutProblem:
    """Put the question; raises ScreenplayInvalid where a shot of a fixed length cannot hold its lines as spoken."""
    fps = plan.film.format.fps
    takes = takes_of(plan)
    locked = {shot.id: shot for shot in lock.shots} if lock else {}
    demands = []
    for index, shot in enumerate(plan.shots):
        before_it = plan.shots[index - 1] if index else None
        after_it = plan.shots[index + 1] if index + 1 < len(plan.shots) else None
        _fits(shot, spoken, takes[shot.id])
        before = locked.get(shot.id)
        kept = before.frames[1] - before.frames[0] if before is not None and is_same(shot, before) else 0
        demands.append(constraint_of(shot, spoken, takes[shot.id], fps, kept, before_it, after_it))
    total = None if plan.film.length is None else round(plan.film.length * fps)
    frames = int(REACH * max(total or 0, asked_ends(demands)[-1])) + int(30 * fps)
    return CutProblem(
        demands=tuple(demands),
        landings=tuple(landings(plan, heard, frames, total or sum(demand.least for demand in demands))),
        fps=fps,
        total=total,
    )


def is_same(shot: ShotPlan, before: LockedShot) -> bool:
    """Whether a shot is what was locked, its take apart: another take is as long."""
    apart = ("seed", "take")
    now, then = ([item for item in items if item[0] not in apart] for items in (shot.ingredients, before.ingredients))
    return shot.digest == before.digest or now == then


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The lines as they were heard, by their task's digest, where the film is cut, and the timeline of both."""

    spoken: Mapping[str, Spoken]
    cuts: tuple[Cut, ...]
    timeline: Timeline


def decided(
    plan: Plan, takes: Mapping[str, Artifact], lock: Lock | None, solve: Callable[[CutProblem], tuple[Cut, ...]]
) -> Decided:
    """The lock's cuts while they hold, else what `solve` finds; `takes` are the lines and the analysis of the music."""
    spoken = spoken_of(takes, plan.lines())
    problem = cut_problem(plan, spoken, heard_in(plan, takes), lock)
    cuts = locked_cuts(plan, spoken, problem, lock) or solve(problem)
    return Decided(spoken=spoken, cuts=cuts, timeline=assemble(plan, cuts, spoken, takes_of(plan)))


def decide(asked: CutProblem) -> tuple[Cut, ...]:
    return plan_cuts(asked.demands, asked.landings, float(asked.fps), asked.total)


def locked_cuts(
    plan: Plan, spoken: Mapping[str, Spoken], asked: CutProblem, lock: Lock | None
) -> tuple[Cut, ...] | None:
    """The lock's own cuts, where nothing that they were planned from has changed."""
    if lock is None or lock.plan != plan.digest or [shot.id for shot in lock.shots] != [shot.id for shot in plan.shots]:
        return None
    for shot, locked in zip(plan.shots, lock.shots, strict=True):
        if tuple(spoken[digest(line)].samples for line in shot.lines) != locked.lines:
            return None
    lengths = [locked.frames[1] - locked.frames[0] for locked in lock.shots]
    if any(length < demand.least for length, demand in zip(lengths, asked.demands, strict=True)):
        return None
    if asked.total is not None and asked.total != lock.shots[-1].frames[1]:
        return None
    if any(demand.start not in (None, shot.frames[0]) for demand, shot in zip(asked.demands, lock.shots, strict=True)):
        return None
    return explain(asked.demands, asked.landings, [locked.frames[1] for locked in lock.shots])


def landings(plan: Plan, heard: Mapping[str, Any] | None, frames: int, least: int) -> Iterator[CutCandidate]:
    """What a cut can land on within so many frames: a bed's own score, or what was heard in a file.

    A file shorter than the `least` frames that the film needs is looped, here as in the mix.
    """
    fps = plan.film.format.fps
    if plan.bed:
        yield from score_landings(plan.bed.tempo, frames, fps)
    elif heard is not None:
        yield from _heard(heard, frames, least, float(fps))


def beat_times(plan: Plan, heard: Mapping[str, Any] | None, frames: int) -> list[float]:
    """The music's own beats under a film of so many frames, in seconds: not those of the frames that they fall on."""
    seconds = float(frames / plan.film.format.fps)
    if plan.bed:
        span = 60 / float(plan.bed.tempo)
        return [round(beat * span, 5) for beat in range(int(seconds / span) + 1)]
    if heard is None:
        return []
    start, end = loop_of(heard)
    times = [time for time, _ in heard["beats"]]
    turn = 1
    while heard["seconds"] < seconds and end > start and start + turn * (end - start) < seconds:
        times += [time + turn * (end - start) for time, _ in heard["beats"] if start <= time < end]
        turn += 1
    return [round(time, 5) for time in times if time <= seconds]


def loop_of(heard: Mapping[str, Any]) -> tuple[float, float]:
    """Seconds between which music that is too short repeats: whole bars where there are any."""
    beats = heard["beats"]
    lead = [beats[index][0] for index in heard["downbeats"] if index < len(beats)]
    return (lead[0], lead[-1]) if len(lead) >= 2 else (0.0, heard["seconds"])


def _heard(heard: Mapping[str, Any], frames: int, least: int, fps: float) -> Iterator[CutCandidate]:
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


def _fits(shot: ShotPlan, spoken: Mapping[str, Spoken], takes: tuple[str, ...]) -> None:
    asked = shot.shot.duration
    if asked is None or not takes:
        return
    _, end = speech_samples(shot, spoken, takes)
    end += room_after(shot, None)
    if end > asked * SAMPLE_RATE + SAMPLE_RATE // 20:
        raise ScreenplayInvalid(
            f"{shot.shot.at}: the lines of “{shot.id}” take {end / SAMPLE_RATE:.1f} s as spoken; "
            f"the shot has {float(asked):g} s",
            hint="write “duration: auto”, a longer shot, or fewer words",
        )
