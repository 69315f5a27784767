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


def moving(plan: Plan, one: Attempt) -> bool:
    """Whether the set moves by itself: the screenplay says so, or names what always does."""
    view, here = one.task.view, plan.film.set(one.shot.shot.set)
    words = set(
        re.findall(r"[a-z]+", f"{view.place} {view.architecture} {view.weather} {' '.join(view.props)}".lower())
    )
    return one.shot.shot.moving_background or here.moving_background or bool(words & _MOVES)


def finish_task(plan: Plan, one: Attempt, *, draft: bool) -> FinishTask:
    order = one.task
    base = FinishTask(
        maker=ours("finish"), take=one.take.order, format=plan.film.format, head=order.head,
        body=order.body, tail=order.tail, draft=draft,
    )  # fmt: skip
    if one.inspection is None:
        return base
    return dataclasses.replace(
        base,
        inspection=one.inspection.order,
        plate=order.plate,
        camera=order.camera,
        hues=tuple(
            ColourTarget(figure=figure, swatch=int(swatch), lab=(float(light), float(red), float(yellow)))
            for figure, swatch, light, red, yellow in one.verdict["hues"]
        ),
        moving_background=moving(plan, one),
        lighting_change=one.shot.shot.lighting_change,
    )


def row(one: Attempt, shot: Artifact) -> ShotQuality:
    """A shot as the report has it."""
    locks = shot.facts.get("locks", [])
    mended = any(lock["done"] for lock in locks)
    names = ("shot", "before", "light", "camera", "frozen", "black", "marks", "faults")
    return value_of(
        ShotQuality,
        {name: one.verdict[name] for name in names}
        | {
            "masks": one.inspection.facts["masks"] if one.inspection else "none",
            "locks": locks,
            "after": shot.facts.get("after", {}),
            "takes": one.story,
            "drawn": "drawn in its place" in one.story,
            "verdict": "fault" if one.verdict["faults"] else "mended" if mended else "good",
        },
    )
