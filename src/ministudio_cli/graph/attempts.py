"""A shot's takes while they are judged: the best so far, how it is finished, and what is told of it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.inspection_tasks import ColourTarget, FinishTask
from ministudio_cli.planning.task import ours
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.report.json_form import value_of
from ministudio_cli.report.quality import ShotQuality
from ministudio_cli.store.artifact import Artifact, Facts


@dataclass(slots=True)
class Attempt:
    """The take of a shot that is the best so far, and what was tried for it."""

    shot: ShotPlan
    task: ShotTask
    take: Artifact
    inspection: Artifact | None = None
    tried: int = 1
    verdict: Facts = dataclasses.field(default_factory=dict)
    story: list[str] = dataclasses.field(default_factory=list)

    @property
    def generated(self) -> bool:
        return "clips" in self.take.facts

    @property
    def useless(self) -> str:
        """Why nothing of the take can stand for its shot: it cannot carry it, or is of another one; “” where it can."""
        if words := str(self.take.facts.get("unusable", "")):
            return words
        found = self.verdict.get("faults", ())
        return next((str(fault["words"]) for fault in found if fault["cause"] == "shot"), "")


_MOVES = {"river", "stream", "creek", "brook", "sea", "ocean", "waves", "waterfall", "fountain", "fire", "crowd"}


def moving(plan: Plan, attempt: Attempt) -> bool:
    """Whether the set moves by itself: the screenplay says so, or names what always does."""
    view, here = attempt.task.view, plan.film.set(attempt.shot.shot.set)
    words = set(
        re.findall(r"[a-z]+", f"{view.place} {view.architecture} {view.weather} {' '.join(view.props)}".lower())
    )
    return attempt.shot.shot.moving_background or here.moving_background or bool(words & _MOVES)


def finish_task(plan: Plan, attempt: Attempt, *, draft: bool) -> FinishTask:
    order = attempt.task
    base = FinishTask(
        maker=ours("finish"), take=attempt.take.order, format=plan.film.format, head=order.head,
        body=order.body, tail=order.tail, draft=draft,
    )  # fmt: skip
    if attempt.inspection is None:
        return base
    return dataclasses.replace(
        base,
        inspection=attempt.inspection.order,
        plate=order.plate,
        camera=order.camera,
        hues=tuple(
            ColourTarget(figure=figure, swatch=int(swatch), lab=(float(light), float(red), float(yellow)))
            for figure, swatch, light, red, yellow in attempt.verdict["hues"]
        ),
        moving_background=moving(plan, attempt),
        lighting_change=attempt.shot.shot.lighting_change,
    )


def row(attempt: Attempt, shot: Artifact) -> ShotQuality:
    """A shot as the report has it."""
    locks = shot.facts.get("locks", [])
    mended = any(lock["done"] for lock in locks)
    names = ("shot", "before", "light", "camera", "frozen", "black", "marks", "faults")
    return value_of(
        ShotQuality,
        {name: attempt.verdict[name] for name in names}
        | {
            "masks": attempt.inspection.facts["masks"] if attempt.inspection else "none",
            "locks": locks,
            "after": shot.facts.get("after", {}),
            "takes": attempt.story,
            "drawn": "drawn in its place" in attempt.story,
            "verdict": "fault" if attempt.verdict["faults"] else "mended" if mended else "good",
        },
    )
