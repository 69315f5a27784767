"""The cuts of a film as a task: decided once for the same problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ministudio_cli.errors import LockStale
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.settled import Plan
from ministudio_cli.planning.task import digest, ours
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.decide import CutsTask, cut_problem, heard_in, locked_cuts, spoken_of, takes_of
from ministudio_cli.sync.problem import Cut
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The lines as they were heard, by their task's digest, and where the film is cut."""

    plan: Plan
    spoken: Mapping[str, Spoken]
    cuts: tuple[Cut, ...]

    @property
    def timeline(self) -> Timeline:
        return assemble(self.plan, self.cuts, self.spoken, takes_of(self.plan))


def decide_cuts(
    plan: Plan, takes: Mapping[str, Artifact], scheduler: Scheduler, before: Lock | None, *, locked: bool = False
) -> Decided:
    """The lock's cuts while they hold, else the optimum. Raises LockStale where they do not and are `locked`."""
    spoken = spoken_of(takes, plan.lines())
    problem = cut_problem(plan, spoken, heard_in(plan, takes), before)
    if settled := locked_cuts(plan, spoken, problem, before):
        return Decided(plan=plan, spoken=spoken, cuts=settled)
    if locked:
        raise LockStale("the lines are not as long as the lock has them", hint="run ministudio lock on this machine")
    task = CutsTask(maker=ours("cuts"), problem=problem)
    kept = scheduler.run([Node(task=task, label="")])[digest(task)]
    return Decided(plan=plan, spoken=spoken, cuts=tuple(Cut(**cut) for cut in kept.facts["cuts"]))
