"""Deciding the cuts of a film: what was heard, turned into demands and landings, and settled by the optimiser."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock, LockedShot
from ministudio_cli.planning.task import ProviderRef, Task, digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, LineTask
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.heard import Heard, heard_in, passage_of
from ministudio_cli.sync.optimiser import between_pins
from ministudio_cli.sync.passages import explain_passages, plan_passages
from ministudio_cli.sync.problem import Cut, Passage, ShotConstraint
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble, constraint_of, room_after, speech_samples

REACH = Fraction(3, 2)
"""How far beyond the expected length landings are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutProblem:
    """All that the cut plan depends on."""

    demands: tuple[ShotConstraint, ...]
    passages: tuple[Passage, ...]
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
    plan: Plan, spoken: Mapping[str, Spoken], heard: Sequence[Heard | None], lock: Lock | None
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
    problem = CutProblem(demands=tuple(demands), passages=(), fps=fps, total=total)
    return with_passages(problem, plan, heard, between_pins(demands, total))


def with_passages(problem: CutProblem, plan: Plan, heard: Sequence[Heard | None], ends: Sequence[int]) -> CutProblem:
    """A problem with what its cuts can land on where its shots end on about these frames: a file that is shorter than
    its shots are then is looped, here as in the mix.
    """
    expected = between_pins(problem.demands, problem.total)
    passages = tuple(
        passage_of(cue, facts, _reach(first, last, expected, problem.fps), _frames(first, last, ends), problem.fps)
        for (cue, first, last), facts in zip(plan.cue_shots, heard, strict=True)
    )
    return dataclasses.replace(problem, passages=passages)


def _frames(first: int, last: int, ends: Sequence[int]) -> int:
    """The frames of the shots from `first` to before `last`, which end on `ends`."""
    return max(0, ends[last - 1] - (ends[first - 1] if first else 0))


def _reach(first: int, last: int, ends: Sequence[int], fps: Fraction) -> int:
    """The frames within which landings are looked for."""
    return int(REACH * _frames(first, last, ends)) + int(30 * fps)


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
    spoken, heard = spoken_of(takes, plan.lines()), heard_in(plan, takes)
    problem = cut_problem(plan, spoken, heard, lock)
    cuts = locked_cuts(plan, spoken, problem, lock)
    if cuts is None:
        cuts = solve(problem)
        # A file is looped in the mix where its shots are longer now than it is.
        again = with_passages(problem, plan, heard, [cut.end for cut in cuts])
        cuts = cuts if again == problem else solve(again)
    return Decided(spoken=spoken, cuts=cuts, timeline=assemble(plan, cuts, spoken, takes_of(plan)))


def decide(asked: CutProblem) -> tuple[Cut, ...]:
    return plan_passages(asked.demands, asked.passages, float(asked.fps), asked.total)


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
    return explain_passages(asked.demands, asked.passages, [locked.frames[1] for locked in lock.shots])


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
