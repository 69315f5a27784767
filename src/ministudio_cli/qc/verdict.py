"""The verdict on a film's takes: each measured, the colours that a scene shares, and what must be taken again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ministudio_cli.qc.defects import anchors, colours, elsewhere, faults, missing, unseen
from ministudio_cli.qc.findings import Analysis
from ministudio_cli.qc.judge import MELTS, Hints, rule
from ministudio_cli.qc.reading import DARK, SAME, longest
from ministudio_cli.store.artifact import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One shot's take as it was found; takes of one `group` are seen in one light."""

    shot: str
    group: str
    hints: Hints
    found: Analysis
    generated: bool
    marks: Sequence[Sequence[float]]
    alike: float = 1.0
    """See `relevance.Belonging`; 1 where it was not measured."""
    present: Sequence[float] = ()
    face: float = 0.0
    """See `faces.Faces.change`."""


def verdict(takes: Sequence[Seen]) -> list[Facts]:
    """For each take, as JSON holds it: what was measured, the colours it is held to, its faults and their weight."""
    shared = {
        group: anchors([take.found for take in takes if take.group == group])
        for group in dict.fromkeys(take.group for take in takes)
    }
    return [_row(take, shared[take.group]) for take in takes]


def _row(one: Seen, shared: dict[str, dict[int, Any]]) -> Facts:
    found = one.found
    ruling = rule(found, one.hints)
    wrong = faults(found, ruling, shared) if one.generated else []
    if one.generated and (strange := elsewhere(found, one.alike, one.present)):
        wrong.insert(0, ("shot", strange))
    elif one.generated and (other := unseen(found, one.alike, one.present)):
        wrong.insert(0, ("background", other))
    if one.generated and one.face > MELTS:
        wrong.append(("face", f"a face in it changes its shape by {one.face:.0%} (at most {MELTS:.0%})"))
    if one.generated and one.marks:
        wrong.append(("mark", f"something is written in the picture, {_where(one.marks[0])}"))
    figures: list[Facts] = []
    for person in found.cast:
        seen = colours(person, found, shared.get(person.figure, {}))
        figures.append(
            {
                "figure": person.figure,
                "missing": missing(person, found) if one.generated else False,
                "colours": [
                    {
                        "part": each.part,
                        "swatch": each.swatch,
                        "away": round(each.away, 2),
                        "swing": round(each.swing, 2),
                    }
                    for each in seen
                ],
            }
        )
    background = {name: _middle(getattr(found, name)) for name in ("flicker", "like", "sharp", "away")}
    background["stretch"] = round(float(np.abs(found.stretch).max(initial=0)), 4)
    worst = max((each["away"] for person in figures for each in person["colours"]), default=0.0)
    return {
        "shot": one.shot,
        "before": {"background": background, "figures": figures},
        "plate": ruling.plate if one.generated else False,
        "why": ruling.why if one.generated else "it is drawn from its plate",
        "light": ruling.lights.kind,
        "camera": ruling.path.kind,
        "frozen": longest(found.step < SAME)[1],
        "black": longest(found.level < DARK)[1],
        "marks": [list(box) for box in one.marks],
        "hues": [
            [person.figure, index, *(round(float(part), 2) for part in lab)]
            for person in found.cast
            for index, lab in shared.get(person.figure, {}).items()
            if person.swatch(index)
        ],
        "faults": [{"cause": cause, "words": words} for cause, words in wrong],
        "weight": round(
            100 * len(wrong)
            + 900 * (bool(wrong) and wrong[0][0] == "shot")
            + worst
            + 2 * (background["flicker"] or 0.0) * (not ruling.plate),
            3,
        ),
    }


def _where(box: Sequence[float]) -> str:
    """A box [left, top, width, height] in words."""
    across, down = box[0] + box[2] / 2, box[1] + box[3] / 2
    side = "left" if across < 1 / 3 else "right" if across > 2 / 3 else "in the middle"
    return f"{'top' if down < 0.5 else 'bottom'} {side}"


def unmeasured(shot: str) -> Facts:
    """The verdict on a take that nobody measured, in the same form."""
    nothing = {"flicker": None, "like": None, "sharp": None, "away": None, "stretch": 0.0}
    return {
        "shot": shot,
        "before": {"background": nothing, "figures": []},
        "plate": False,
        "why": "it is not measured",
        "light": "held",
        "camera": "static",
        "frozen": 0,
        "black": 0,
        "marks": [],
        "hues": [],
        "faults": [],
        "weight": 0.0,
    }


def unusable(shot: str, words: str) -> Facts:
    """The verdict on clips that cannot carry their shot."""
    return unmeasured(shot) | {"why": words, "faults": [{"cause": "clip", "words": words}], "weight": 2000.0}


def _middle(values: Any) -> float | None:
    return round(float(np.median(values)), 4) if len(values) else None
