"""Plans and films as a director reads them."""

from __future__ import annotations

from typing import Any

from ministudio_cli.console import Console, table
from ministudio_cli.errors import UsageFault

WITH_SEEDS = 110
"""Columns of a terminal from which the plan's table also shows the seeds."""


def film_words(report: dict[str, Any]) -> str:
    beats = sum(cut["lands on"] in ("beat", "downbeat") for cut in report["cuts"][:-1])
    cuts = max(len(report["cuts"]) - 1, 0)
    sound = report["loudness"]["lufs"]
    level = f", {sound:.1f} LUFS" if sound is not None else ", silent"
    on = f", {beats} of {cuts} cuts on the beat" if report["music"] != "none" else ""
    size = f"{report['seconds']:.2f} s, {len(report['shots'])} shots, {len(report['lines'])} lines"
    proof = report["proof"]
    late = max((abs(line["offset"]) for line in proof["lines"]), default=None)
    sync = f", lines within {late:.2f} ms" if late is not None else ""
    sync += f", κ {proof['kappa']:.2f}" if proof["kappa"] is not None else ""
    return f"“{report['title']}”: {size}{on}{sync}{level}"


def plan_words(report: dict[str, Any], wide: int) -> list[Any]:
    seeds = wide >= WITH_SEEDS
    columns = [
        ("#", "right"),
        ("shot", "left"),
        ("set", "left"),
        ("size", "left"),
        ("camera", "left"),
        ("cast", "left"),
    ]
    columns += [("seconds", "right"), ("lines", "right"), *([("seed", "right")] if seeds else []), ("why", "left")]
    rows = []
    for shot in report["shots"]:
        row = [
            str(shot["number"]),
            shot["id"],
            shot["set"],
            shot["size"],
            shot["camera"],
            ", ".join(shot["cast"]) or "–",
        ]
        row += [f"{'' if shot['settled'] else '~'}{shot['seconds']:.1f}", str(shot["lines"])]
        rows.append([*row, *([str(shot["seed"])] if seeds else []), shot["reason"]])
    first = report["pass 1"]
    size = f"{report['format']['width']}×{report['format']['height']} at {report['format']['fps']}"
    return [
        f"{report['title']}  ({size}, seed {report['seed']}, locked by {report['seed_lock']})",
        table(columns, rows),
        (
            f"pass 1: {first['plates']} plates, {first['portraits']} portraits, {first['lines']} lines; "
            f"{first['ready']} of {first['orders']} are in the store"
        ),
        f"voices: {', '.join(report['voices']) or 'none'} ({report['providers']['voice']})   music: {report['music']}",
        (
            f"about {report['seconds']:.0f} s of film by {report['providers']['shots']}, ${report['price']}"
            "   (~: expected, until the lines are spoken)"
        ),
        *_cut_words(report),
        *_undrawn_words(report),
    ]


def _cut_words(report: dict[str, Any]) -> list[Any]:
    """What every cut asked for, got, and why."""
    if not report["cuts"]:
        return []
    columns = [
        ("shot", "left"),
        ("asked", "right"),
        ("chosen", "right"),
        ("ends on", "left"),
        ("cost", "right"),
        ("why", "left"),
    ]
    rows = [
        [
            cut["shot"],
            f"{cut['asked']:.2f}",
            f"{cut['chosen']:.2f}",
            cut["lands on"],
            f"{cut['cost']:.2f}",
            cut["reason"],
        ]
        for cut in report["cuts"]
    ]
    return [f"the cuts, from the lines as they were spoken: {report['cuts'][-1]['end']} frames", table(columns, rows)]


def _undrawn_words(report: dict[str, Any]) -> list[str]:
    if not report["undrawn"]:
        return []
    return ["", f"not in the vocabulary of {report['providers']['shots']}:", *(f"  {one}" for one in report["undrawn"])]


def plan_shot(console: Console, planned: Any, which: str, *, prompt: bool) -> None:
    found = planned.plan.shot(which)
    if found is None:
        known = ", ".join(f"{one.number} {one.id}" for one in planned.plan.shots)
        raise UsageFault(f"there is no shot “{which}”", hint=f"the shots are: {known}")
    told = next(one for one in planned.report["shots"] if one["id"] == found.id) | {"prompt": found.prompt}
    if prompt:
        console.result("plan", told, [found.prompt])
        return
    reach = planned.plan.film.seed_lock
    because = [
        f"seed {found.seed}: derived from the film's seed {planned.plan.film.seed} and its {reach}",
        f"changes here: {'; '.join(found.moment.changed) or 'nothing; state is carried from the shot before'}",
        *(f"line: {line.text}" for line in found.shot.lines),
    ]
    console.result("plan", told, [f"{found.number} {found.id}", "", found.prompt, "", *because])
