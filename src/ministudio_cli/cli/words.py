"""Plans and films as a director reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ministudio_cli.console import Console, table
from ministudio_cli.errors import UsageFault
from ministudio_cli.planning.capability import Capability, PictureCapability

if TYPE_CHECKING:
    from ministudio_cli.report.quality import ShotQuality
    from ministudio_cli.report.values import FilmReport, PlanReport
    from ministudio_cli.usecases.plan_film import Planned

WITH_SEEDS = 110
"""Columns of a terminal from which the plan's table also shows the seeds."""


def film_words(report: FilmReport) -> str:
    beats = sum(cut.lands_on in ("beat", "downbeat") for cut in report.cuts[:-1])
    cuts = max(len(report.cuts) - 1, 0)
    sound = report.loudness.lufs
    level = f", {sound:.1f} LUFS" if sound is not None else ", silent"
    on = f", {beats} of {cuts} cuts on the beat" if report.music != "none" else ""
    size = f"{report.seconds:.2f} s, {len(report.shots)} shots, {len(report.lines)} lines"
    proof = report.proof
    late = max((abs(line.offset) for line in proof.lines), default=None)
    sync = f", lines within {late:.2f} ms" if late is not None else ""
    sync += f", κ {proof.kappa:.2f}" if proof.kappa is not None else ""
    spent = f", ${float(report.spent):.2f} spent" if float(report.spent) else ""
    return f"“{report.title}”: {size}{on}{sync}{level}{spent}"


def ending_words(report: FilmReport, screenplay: str, folder: str) -> str:
    """Where everything is, and what to do next."""
    made = [f"its page: {folder}/report.html"]
    made += [f"captions: {folder}/*.srt, *.vtt"] if report.lines else []
    return "   ".join(made) + f"\nlook at it: ministudio report {screenplay} --open"


def quality_words(report: FilmReport) -> list[Any]:
    """What was measured of every shot, what was mended, and what was not."""
    columns = (
        ("shot", "left"), ("verdict", "left"), ("flicker", "right"), ("to the plate", "right"), ("colours ΔE", "left"),
        ("what was done", "left"),
    )  # fmt: skip
    rows = []
    for shot in report.quality:
        before, after = shot.before, shot.after
        done = [f"{lock.lock}: {lock.why}" for lock in shot.locks] + list(shot.takes)
        done += [fault.words for fault in shot.faults]
        rows.append(
            [
                shot.shot,
                shot.verdict,
                _change(before.background.flicker, after.flicker, 2),
                _change(before.background.like, after.like, 3),
                ", ".join(_colours(shot)) or "–",
                "; ".join(done) or "drawn from its plate",
            ]
        )
    return [
        table(columns, rows),
        (
            "flicker: how much the set changes from frame to frame, in levels of 255 · to the plate: 1 is the same · "
            "ΔE: colours against the scene's, under 2 is hardly seen · a → b: before and after mending"
        ),
    ]


def _change(before: float | None, after: float | None, digits: int) -> str:
    text = "–" if before is None else f"{before:.{digits}f}"
    return text if after is None else f"{text} → {after:.{digits}f}"


def _colours(quality: ShotQuality) -> list[str]:
    """Each figure's largest garment, before and after."""
    mended = quality.mended_colours
    text = []
    for figure in quality.before.figures:
        worn = [each for each in figure.colours if each.part in ("garment", "body")]
        if figure.missing:
            text.append(f"{figure.figure}: not found")
        elif worn:
            now = mended.get(figure.figure, {}).get(worn[0].swatch)
            text.append(f"{figure.figure} {_change(worn[0].away, now, 1)}")
    return text


def model_words(known: Sequence[Capability], pictures: Sequence[PictureCapability]) -> list[Any]:
    """What each model can do, and when that was read."""
    columns = (
        ("model", "left"), ("clips (s)", "left"), ("sizes", "left"), ("aspects", "left"), ("anchors", "left"),
        ("$ a second", "left"), ("retires", "left"), ("read", "left"),
    )  # fmt: skip
    rows = []
    for reason in known:
        span = [f"{float(length):g}" for length in reason.lengths]
        lengths = f"{span[0]}–{span[-1]}" if len(span) > 3 else ", ".join(span)
        if reason.reference_lengths != reason.lengths:
            lengths += f" ({', '.join(f'{float(length):g}' for length in reason.reference_lengths)} with references)"
        held = f"first frame {'and' if reason.together else 'or'} {reason.references} references"
        prices = ", ".join(f"{size}p {price}" for size, price in reason.prices)
        sizes = ", ".join(f"{size}p" for size in reason.sizes)
        rows.append(
            [reason.model, lengths, sizes, ", ".join(reason.aspects), held, prices, reason.retires or "–", reason.dated]
        )
    shown: list[Any] = [table(columns, rows)]
    if pictures:
        heads = (("model", "left"), ("sizes", "left"), ("$ a picture", "left"), ("where", "left"), ("read", "left"))
        shown.append(
            table(
                heads,
                [
                    [
                        picture.model,
                        ", ".join(name for name, _ in picture.sizes),
                        ", ".join(f"{name} {price}" for name, price in picture.prices),
                        picture.location or "–",
                        picture.dated,
                    ]
                    for picture in pictures
                ],
            )
        )
    from ministudio_cli.providers.capabilities import own_models  # noqa: PLC0415 - most commands list no models

    return [*shown, f"a file of your own in {own_models()} overrides one of these"]


def plan_words(report: PlanReport, wide: int) -> list[Any]:
    seeds = wide >= WITH_SEEDS
    columns = [
        ("#", "right"),
        ("shot", "left"),
        ("set", "left"),
        ("size", "left"),
        ("camera", "left"),
        ("cast", "left"),
    ]
    why = any(shot.reason for shot in report.shots)
    columns += [("seconds", "right"), ("lines", "right"), *([("seed", "right")] if seeds else [])]
    columns += [("why", "left")] if why else []
    rows = []
    for shot in report.shots:
        row = [
            str(shot.number),
            shot.id,
            shot.set,
            shot.size,
            shot.camera,
            ", ".join(shot.cast) or "–",
        ]
        row += [f"{'' if shot.settled else '~'}{shot.seconds:.1f}", str(shot.lines)]
        rows.append([*row, *([str(shot.seed)] if seeds else []), *([shot.reason] if why else [])])
    clips = _clip_words(report)
    first = report.first_pass
    size = f"{report.format.width}×{report.format.height} at {report.format.fps}"
    return [
        f"{report.title}  ({size}, seed {report.seed}, locked by {report.seed_lock})",
        table(columns, rows),
        (
            f"pass 1: {_many(first.plates, 'plate')} (a set in one light), {_many(first.portraits, 'portrait')}, "
            f"{_many(first.lines, 'line')}; "
            f"{first.ready} of {first.tasks} are in the store"
        ),
        f"voices: {', '.join(report.voices) or 'none'} ({report.providers.voice})   music: {report.music}",
        (
            f"about {report.seconds:.0f} s of film by {report.makers}, "
            f"${float(report.bill.due):.2f} to pay"
            + (f", ${float(report.bill.ready):.2f} paid before" if float(report.bill.ready) else "")
            + (f", up to ${retakes:.2f} for retakes" if (retakes := float(report.bill.retakes)) else "")
            + "   (~: expected, until the lines are spoken)"
        ),
        *clips,
        *_bill_words(report),
        *report.warnings,
        *_cut_words(report),
        *_undrawn_words(report),
    ]


def _bill_words(report: PlanReport) -> list[Any]:
    """What is still to be paid, line by line, with the reason; nothing where nothing is."""
    items = report.bill.items
    if not items:
        return []
    columns = (("to pay", "left"), ("price", "right"), ("why", "left"))
    return [table(columns, [[item.what, f"${float(item.price):.4f}", item.why] for item in items])]


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"


def _clip_words(report: PlanReport) -> list[Any]:
    """What a model is asked for, shot by shot: clips, the pictures that go along and why, the price."""
    if not any(shot.clips for shot in report.shots):
        return []
    from ministudio_cli.planning.views import seen_in  # noqa: PLC0415 - the start-up does without plans

    mixed = len({shot.by for shot in report.shots}) > 1
    columns = (
        ("shot", "left"), *((("by", "left"),) if mixed else ()), ("clips", "left"), ("price", "right"),
        ("held to", "left"),
    )  # fmt: skip
    rows = []
    for shot in report.shots:
        held = [
            f"{seen_in(anchor.of)} ({'' if anchor.role == 'reference' else anchor.role + ' frame: '}{anchor.why})"
            for anchor in shot.anchors
        ]
        held += [f"not {reason}" for reason in shot.left_out]
        clips = " + ".join(f"{seconds} s" for seconds in shot.clips)
        rows.append([shot.id, *([shot.by] if mixed else []), clips, f"${float(shot.price):.2f}", "; ".join(held)])
    return [table(columns, rows)]


def _cut_words(report: PlanReport) -> list[Any]:
    """What every cut asked for, got, and why."""
    if not report.cuts:
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
            cut.shot,
            f"{cut.asked:.2f}",
            f"{cut.chosen:.2f}",
            cut.lands_on,
            f"{cut.cost:.2f}",
            cut.reason,
        ]
        for cut in report.cuts
    ]
    return [f"the cuts, from the lines as they were spoken: {report.cuts[-1].end} frames", table(columns, rows)]


def _undrawn_words(report: PlanReport) -> list[str]:
    if not report.undrawn:
        return []
    return ["", f"not in the vocabulary of {report.makers}:", *(f"  {reason}" for reason in report.undrawn)]


def plan_shot(console: Console, planned: Planned, which: str, *, prompt: bool) -> None:
    found = planned.plan.shot(which)
    if found is None:
        known = ", ".join(f"{shot.number} {shot.id}" for shot in planned.plan.shots)
        raise UsageFault(f"there is no shot “{which}”", hint=f"the shots are: {known}")
    from ministudio_cli.report.json_form import plain_of  # noqa: PLC0415

    row = next(shot for shot in planned.report.shots if shot.id == found.id)
    text = plain_of(row) | {"prompt": found.prompt}
    if prompt:
        console.result("plan", text, [found.prompt])
        return
    reach = planned.plan.film.seed_lock
    carried = "nothing; state is carried from the shot before" if found.number > 1 else "nothing; it is the first shot"
    because = [
        f"seed {found.seed}: derived from the film's seed {planned.plan.film.seed} and its {reach}",
        f"changes here: {'; '.join(found.moment.changed) or carried}",
        *(f"line: {line.text}" for line in found.shot.lines),
        *(f"held to {anchor.of} ({anchor.role}): {anchor.why}" for anchor in found.anchors),
        *(f"not held to {reason}" for reason in found.left_out),
        *(
            [f"clips: {' + '.join(f'{float(clip):g}' for clip in found.clips)} s, ${found.price:.2f}"]
            if found.clips
            else []
        ),
    ]
    console.result("plan", text, [f"{found.number} {found.id}", "", found.prompt, "", *because])
