"""What a render made and why, as one versioned value that JSON can hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ministudio_cli.planning.capability import plain_number
from ministudio_cli.planning.film import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock, why
from ministudio_cli.planning.tasks import digest
from ministudio_cli.purchases.budget import Item, due
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.optimiser import Cut
from ministudio_cli.sync.timeline import Timeline

VERSION = 1


def plan_report(plan: Plan, lock: Lock | None, ready: Mapping[str, bool]) -> dict[str, Any]:
    """The plan as a director reads it; `ready` says which orders the store can answer already."""
    locked = {one.id: one for one in lock.shots} if lock else {}
    shots: list[dict[str, Any]] = []
    for shot in plan.shots:
        before = locked.get(shot.id)
        shots.append(
            {
                "number": shot.number,
                "id": shot.id,
                "scene": shot.shot.scene,
                "set": shot.shot.set,
                "size": shot.shot.size,
                "camera": shot.shot.camera,
                "cast": [figure.id for figure in shot.moment.figures],
                "changes": list(shot.moment.changed),
                "seed": shot.seed,
                "digest": shot.digest,
                "lines": len(shot.lines),
                "seconds": round(float((before.frames[1] - before.frames[0]) / plan.film.format.fps), 3)
                if before and before.digest == shot.digest
                else round(float(shot.expected), 3),
                "settled": bool(before and before.digest == shot.digest),
                "price": str(shot.price),
                "clips": [plain_number(seconds) for seconds in shot.clips],
                "anchors": _anchors(shot),
                "left out": list(shot.left_out),
                "reason": why(shot, before) if lock else "",
            }
        )
    orders = plan.first_orders()
    end = 0.0
    for shot, told in zip(plan.shots, shots, strict=True):
        end = max(end, float(shot.shot.start or end)) + float(told["seconds"])
    return {
        "version": VERSION,
        "title": plan.film.title,
        "file": plan.film.file,
        "format": {
            "width": plan.film.format.width,
            "height": plan.film.format.height,
            "fps": str(plan.film.format.fps),
        },
        "seed": plan.film.seed,
        "seed_lock": plan.film.seed_lock,
        "seconds": round(float(plan.film.length or 0) or end, 3),
        "price": str(plan.price),
        "providers": _providers(plan),
        "voices": _voices(plan),
        "pass 1": {
            "plates": len(plan.plates()),
            "portraits": len(plan.portraits()),
            "lines": len(plan.lines()),
            "ready": sum(ready.get(digest(order), False) for order in orders),
            "orders": len(orders),
        },
        "music": music_words(plan),
        "shots": shots,
    }


def _providers(plan: Plan) -> dict[str, str]:
    makers = plan.makers
    return {"shots": makers.shots.name, "plates": makers.plates.name, "voice": makers.voice.name}


def _voices(plan: Plan) -> list[str]:
    return sorted({line.voice.name for line in plan.lines()})


def _anchors(shot: ShotPlan) -> list[dict[str, str]]:
    return [{"role": one.role, "of": one.of, "why": one.why} for one in shot.anchors]


def bill_report(bill: Sequence[Item]) -> dict[str, Any]:
    """What is still to be paid, for what and why; and what is paid already. US dollars."""
    return {
        "due": str(due(list(bill))),
        "ready": str(sum((item.paid for item in bill), Decimal(0))),
        "items": [{"what": item.label, "price": str(item.due), "why": item.why} for item in bill if item.due],
    }


def bought_report(takes: Mapping[str, Artifact]) -> list[dict[str, Any]]:
    """The generated takes: what each was made of and how it was conformed."""
    named = ("model", "bought", "slowed", "held")
    return [
        {"shot": shot} | {name: take.facts[name] for name in named if name in take.facts}
        for shot, take in takes.items()
        if "bought" in take.facts
    ]


def mended_colours(quality: Mapping[str, Any]) -> dict[str, dict[int, float]]:
    """How far each figure's swatches are from their anchors after mending, ΔE00; empty for what was not mended."""
    figures = quality["after"].get("figures", ())
    return {one["figure"]: {each["swatch"]: each["away"] for each in one["colours"]} for one in figures}


def held_words(quality: Mapping[str, Any] | None) -> str:
    """What holding a shot steady came to, in plain letters: flicker before and after, and the verdict."""
    if not quality:
        return "not held"
    before, after = quality["before"]["background"]["flicker"], quality["after"].get("flicker")
    change = f", flicker {before:.2f} to {after:.2f}" if before is not None and after is not None else ""
    return f"{quality['verdict']}{change}"


def music_words(plan: Plan) -> str:
    if plan.bed:
        return f"a {plan.bed.mood} bed, {float(plan.bed.tempo):g} beats a minute"
    return plan.film.music.file if plan.music else "none"


def cuts_report(cuts: tuple[Cut, ...], fps: float, drawn: Collection[str] = ()) -> list[dict[str, Any]]:
    return [
        {
            "shot": cut.shot,
            "start": cut.start,
            "end": cut.end,
            "asked": round(cut.wanted / fps, 3),
            "chosen": round(cut.frames / fps, 3),
            "lands on": cut.landing or "nothing",
            "cost": cut.cost,
            "reason": cut.reason,
            "drawn": cut.shot in drawn,
        }
        for cut in cuts
    ]


def film_report(
    plan: Plan,
    timeline: Timeline,
    cuts: tuple[Cut, ...],
    film: Artifact,
    sound: Artifact,
    takes: Mapping[str, Artifact],
    reused: Mapping[str, str],
    heard: Mapping[str, Any] | None,
    drawn: Mapping[str, str],
) -> dict[str, Any]:
    """The finished film: its hash, its cuts, its lines and its sound. `reused` gives each shot's reason, “” for reused;
    `heard` is what was heard in the music, if there is any; `drawn` are the shots that are drawn in place of
    generated ones, and why.

    Nothing here tells the time or the machine, so that the same film gives the same report.
    """
    fps = float(timeline.fps)
    return {
        "version": VERSION,
        "title": plan.film.title,
        "sha256": film.files["film.mp4"].sha256,
        "frames": timeline.frames,
        "fps": str(timeline.fps),
        "seconds": round(timeline.frames / fps, 3),
        "width": plan.film.format.width,
        "height": plan.film.format.height,
        "loudness": {"target": plan.film.master, "lufs": sound.facts["lufs"], "true peak": sound.facts["peak"]},
        "music": music_words(plan),
        "sound": sound.order,
        "onsets": [round(time, 3) for time, _ in (heard or {}).get("onsets", ()) if time < timeline.frames / fps],
        "seed": plan.film.seed,
        "seed_lock": plan.film.seed_lock,
        "providers": _providers(plan),
        "voices": _voices(plan),
        "price": str(plan.price),
        "cuts": cuts_report(cuts, fps, drawn),
        "lines": [
            {
                "shot": line.shot,
                "speaker": line.speaker,
                "text": line.text,
                "start": round(line.start / 48_000, 4),
                "end": round(line.end / 48_000, 4),
                "word times": line.spoken.timed,
            }
            | ({"doubts": list(line.spoken.doubts)} if line.spoken.doubts else {})
            for line in timeline.lines
        ],
        "shots": [
            {
                "number": shot.number,
                "id": shot.id,
                "scene": shot.shot.scene,
                "set": shot.shot.set,
                "size": shot.shot.size,
                "camera": shot.shot.camera,
                "action": shot.shot.action,
                "cast": [figure.id for figure in shot.moment.figures],
                "changes": list(shot.moment.changed),
                "seed": shot.seed,
                "digest": shot.digest,
                "take": takes[shot.id].order,
                "plate": digest(shot.plate),
                "portraits": {one.figure.id: digest(one) for one in shot.portraits},
                "anchors": _anchors(shot),
                "left out": list(shot.left_out),
                "price": str(shot.price),
                "prompt": shot.prompt,
                "why": reused.get(shot.id, ""),
                "drawn": drawn.get(shot.id, ""),
            }
            for shot in plan.shots
        ],
    }
