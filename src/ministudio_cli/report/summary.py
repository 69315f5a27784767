"""What a plan and a render come to, as the values of `report.values`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from ministudio_cli.cut.places import file_in, layers_in, seen_in
from ministudio_cli.planning.credit import LETTERING, Credit
from ministudio_cli.planning.film_plan import Plan, ShotPlan
from ministudio_cli.planning.lock import Lock, why
from ministudio_cli.planning.origin import Statement
from ministudio_cli.planning.task import digest
from ministudio_cli.purchases.budget import Item, due
from ministudio_cli.report.quality import ShotQuality
from ministudio_cli.report.values import (
    VERSION,
    AnchorUse,
    Bill,
    BillItem,
    BoughtTake,
    CheckReport,
    CutRow,
    FilmedShot,
    FilmReport,
    FirstPass,
    Loudness,
    PictureFormat,
    PlannedShot,
    PlanReport,
    ProviderNames,
    SpokenLine,
)
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.problem import Cut
from ministudio_cli.sync.timeline import Timeline


def plan_report(
    plan: Plan,
    lock: Lock | None,
    ready: Mapping[str, bool],
    *,
    cuts: Sequence[Cut],
    bill: Bill,
    undrawn: Sequence[str],
    warnings: Sequence[str],
) -> PlanReport:
    """The plan as a director reads it; `ready` says which tasks the store can answer already."""
    shots = tuple(_planned(plan, shot, lock) for shot in plan.shots)
    tasks = plan.first_orders()
    end = 0.0
    for shot, row in zip(plan.shots, shots, strict=True):
        end = max(end, float(shot.shot.start or end)) + row.seconds
    film = plan.film
    return PlanReport(
        version=VERSION,
        title=film.title,
        file=film.file,
        format=PictureFormat(width=film.format.width, height=film.format.height, fps=str(film.format.fps)),
        seed=film.seed,
        seed_lock=film.seed_lock,
        seconds=round(float(film.length or 0) or end, 3),
        price=str(plan.price),
        providers=_providers(plan),
        voices=_voices(plan),
        first_pass=FirstPass(
            plates=len(plan.plates()),
            portraits=len(plan.portraits()),
            lines=len(plan.lines()),
            ready=sum(ready.get(digest(task), False) for task in tasks),
            tasks=len(tasks),
        ),
        music=music_words(plan),
        shots=shots,
        undrawn=tuple(undrawn),
        cuts=cuts_report(cuts, float(film.format.fps)),
        bill=bill,
        warnings=tuple(warnings),
    )


def _planned(plan: Plan, shot: ShotPlan, lock: Lock | None) -> PlannedShot:
    before = lock.shot(shot.id) if lock else None
    settled = before is not None and before.digest == shot.digest
    seconds = shot.expected
    if before and settled:
        seconds = (before.frames[1] - before.frames[0]) / plan.film.format.fps
    return PlannedShot(
        number=shot.number,
        id=shot.id,
        scene=shot.shot.scene,
        set=shot.shot.set,
        size=shot.shot.size,
        camera=shot.shot.camera,
        cast=tuple(figure.id for figure in shot.moment.figures),
        changes=tuple(shot.moment.changed),
        by=shot.maker.ref.name,
        seed=shot.seed,
        digest=shot.digest,
        lines=len(shot.lines),
        seconds=round(float(seconds), 3),
        settled=settled,
        price=str(shot.price),
        clips=tuple(int(each) if each.denominator == 1 else float(each) for each in shot.clips),
        anchors=_anchors(shot),
        left_out=tuple(shot.left_out),
        reason=why(shot, before) if lock else "",
    )


def _providers(plan: Plan) -> ProviderNames:
    makers = plan.makers
    return ProviderNames(shots=makers.shots.ref.name, plates=makers.plates.name, voice=makers.voice.name)


def _voices(plan: Plan) -> tuple[str, ...]:
    return tuple(sorted({line.voice.name for line in plan.lines()}))


def _anchors(shot: ShotPlan) -> tuple[AnchorUse, ...]:
    return tuple(AnchorUse(role=anchor.role, of=anchor.of, why=anchor.why) for anchor in shot.anchors)


def bill_report(bill: Sequence[Item], retakes: Decimal) -> Bill:
    """What is still to be paid, for what and why; and what is paid already."""
    return Bill(
        due=str(due(list(bill))),
        ready=str(sum((item.paid for item in bill), Decimal(0))),
        retakes=str(retakes),
        items=tuple(BillItem(what=item.label, price=str(item.due), why=item.why) for item in bill if item.due),
    )


def bought_report(takes: Mapping[str, Artifact]) -> tuple[BoughtTake, ...]:
    """The generated takes: what each was made of and how it was conformed."""
    return tuple(
        BoughtTake(
            shot=shot,
            model=take.facts["model"],
            bought=tuple(take.facts["bought"]),
            slowed=float(take.facts.get("slowed", 1.0)),
            held=int(take.facts.get("held", 0)),
        )
        for shot, take in takes.items()
        if "bought" in take.facts
    )


def music_words(plan: Plan) -> str:
    """What plays, in its order."""
    return "; ".join(cue.words for cue in plan.cues) if plan.music_digest else "none"


def cuts_report(cuts: Sequence[Cut], fps: float, drawn: Collection[str] = ()) -> tuple[CutRow, ...]:
    return tuple(
        CutRow(
            shot=cut.shot,
            start=cut.start,
            end=cut.end,
            asked=round(cut.wanted / fps, 3),
            chosen=round(cut.frames / fps, 3),
            lands_on=cut.landing or "nothing",
            cost=cut.cost,
            reason=cut.reason,
            drawn=cut.shot in drawn,
        )
        for cut in cuts
    )


def film_report(
    plan: Plan,
    timeline: Timeline,
    cuts: Sequence[Cut],
    film: Artifact,
    sound: Artifact,
    takes: Mapping[str, Artifact],
    reasons: Mapping[str, str],
    onsets: Sequence[float],
    drawn: Mapping[str, str],
    *,
    proof: CheckReport,
    bought: Sequence[BoughtTake],
    quality: Sequence[ShotQuality],
    spent: Decimal,
    origin: Statement,
) -> FilmReport:
    """The finished film: its hash, its cuts, its lines and its sound. `reasons` says why each shot was made, “” for
    reused; `onsets` are those of the music in seconds, where it is a file; `drawn` are the shots that are drawn in
    place of generated ones, and why.
    """
    fps = float(timeline.fps)
    whole = timeline.frames / fps
    return FilmReport(
        version=VERSION,
        title=plan.film.title,
        sha256=film.files["film.mp4"].sha256,
        frames=timeline.frames,
        fps=str(timeline.fps),
        seconds=round(whole, 3),
        width=plan.film.format.width,
        height=plan.film.format.height,
        loudness=Loudness(target=plan.film.master, lufs=sound.facts["lufs"], true_peak=sound.facts["peak"]),
        music=music_words(plan),
        sound=sound.order,
        onsets=tuple(onsets),
        seed=plan.film.seed,
        seed_lock=plan.film.seed_lock,
        providers=_providers(plan),
        voices=_voices(plan),
        price=str(plan.price),
        cuts=cuts_report(cuts, fps, drawn),
        lines=tuple(
            SpokenLine(
                shot=line.shot,
                speaker=line.speaker,
                text=line.text,
                start=round(line.start / 48_000, 4),
                end=round(line.end / 48_000, 4),
                word_times=line.spoken.timed,
                doubts=tuple(line.spoken.doubts),
            )
            for line in timeline.lines
        ),
        shots=tuple(_filmed(plan, shot, takes, reasons, drawn) for shot in plan.shots),
        proof=proof,
        bought=tuple(bought),
        quality=tuple(quality),
        spent=str(spent),
        credits=_credits(plan),
        origin=origin,
    )


def _credits(plan: Plan) -> tuple[Credit, ...]:
    """Works of others in a film: what its providers use, and the lettering where something is written in it."""
    written = plan.film.captions == "burn" or any(shot.shot.title for shot in plan.shots)
    return tuple(dict.fromkeys((*plan.makers.credits, *(LETTERING if written else ()))))


def _filmed(
    plan: Plan, shot: ShotPlan, takes: Mapping[str, Artifact], reasons: Mapping[str, str], drawn: Mapping[str, str]
) -> FilmedShot:
    return FilmedShot(
        number=shot.number,
        id=shot.id,
        scene=shot.shot.scene,
        set=shot.shot.set,
        size=shot.shot.size,
        camera=shot.shot.camera,
        action=shot.shot.action,
        cast=tuple(figure.id for figure in shot.moment.figures),
        changes=tuple(shot.moment.changed),
        seed=shot.seed,
        digest=shot.digest,
        take=takes[shot.id].order,
        plate=digest(shot.plate) if shot.plate else "",
        portraits={portrait.figure.id: digest(portrait) for portrait in shot.portraits},
        anchors=_anchors(shot),
        left_out=tuple(shot.left_out),
        price=str(shot.price),
        prompt=shot.prompt,
        why=reasons.get(shot.id, ""),
        by=shot.maker.ref.name,
        drawn=drawn.get(shot.id, ""),
        sounds=(
            *([plan.film.sound_of(shot.shot)] if file_in(plan, shot) else []),
            *(f"{'far ' * layer.muffled}{layer.kind}" for layer in layers_in(plan, shot)),
            *seen_in(plan, shot, takes[shot.id]),
        ),
    )
