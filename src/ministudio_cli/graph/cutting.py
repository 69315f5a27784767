"""The cuts of a film as a task: decided once for the same problem."""

from __future__ import annotations

from collections.abc import Mapping

from ministudio_cli.errors import LockStale
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock
from ministudio_cli.planning.task import digest, ours
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.decide import CutProblem, CutsTask, Decided, decided
from ministudio_cli.sync.problem import Cut


def decide_cuts(
    plan: Plan, takes: Mapping[str, Artifact], scheduler: Scheduler, before: Lock | None, *, locked: bool = False
) -> Decided:
    """The lock's cuts while they hold, else the optimum. Raises LockStale where they do not and are `locked`."""

    def solve(problem: CutProblem) -> tuple[Cut, ...]:
        if locked:
            hint = "run ministudio lock on this machine"
            raise LockStale("the lines are not as long as the lock has them", hint=hint)
        task = CutsTask(maker=ours("cuts"), problem=problem)
        kept = scheduler.run([Node(task=task, label="")])[digest(task)]
        return tuple(Cut(**cut) for cut in kept.facts["cuts"])

    return decided(plan, takes, before, solve)
