"""Takes that were bought for a shot before it was edited: what they would need to be shown again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from ministudio_cli.errors import UsageFault
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import Lock, why
from ministudio_cli.purchases.budget import Item
from ministudio_cli.purchases.holdings import Holdings
from ministudio_cli.store.places import build_folder
from ministudio_cli.usecases.open_dailies import report_of
from ministudio_cli.usecases.options import RenderOptions

_WRITTEN = {"size", "camera", "angle", "stage", "action", "cast", "things", "views", "set", "style", "format", "model",
            "continuity", "title"}  # fmt: skip
"""Of what a lock keeps of a shot, what is written in the screenplay and a generated picture hangs on."""


def offering(
    bill: Sequence[Item], path: Path, plan: Plan, holdings: Holdings, before: Lock | None, options: RenderOptions
) -> list[Item]:
    """A bill in which every shot that the last render showed with a take that is bought says what brings it back."""
    due = {item.label.removeprefix("shot ") for item in bill if item.due and item.label.startswith("shot ")}
    if not due or before is None:
        return list(bill)
    try:
        last = report_of(build_folder(path, options.out) / "report.html")
    except UsageFault:
        return list(bill)
    filmed = {shot.id: shot for shot in last.shots}
    words: dict[str, str] = {}
    for taken in last.bought:
        shot, locked = plan.shot(taken.shot) if taken.shot in due else None, before.shot(taken.shot)
        if shot is None or locked is None or not taken.bought or not holdings.keys.issuperset(taken.bought):
            continue
        # Only what the lock has of that very take says what was written then.
        if filmed[shot.id].digest != locked.digest:
            continue
        changed = set(why(shot, locked).removesuffix(" changed").split(", "))
        # What is written leads: of an action that is another one, so are the prompt and the seed.
        named = sorted(changed & _WRITTEN)
        if named:
            words[f"shot {shot.id}"] = (
                f"the take of {taken.model} that it had (${filmed[shot.id].price}) is kept: "
                f"with its former {' and '.join(named)} it is shown again and costs nothing"
            )
    return [
        dataclasses.replace(item, why=f"{item.why}; {words[item.label]}") if item.label in words else item
        for item in bill
    ]
