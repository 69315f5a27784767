"""The use case `render`: a screenplay to its film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from ministudio_cli.cut.places import layers_in
from ministudio_cli.cut.score import sung_in
from ministudio_cli.cut.tasks import edit, sheet_task
from ministudio_cli.errors import CheckFailed
from ministudio_cli.graph.cutting import assembled, decide_cuts
from ministudio_cli.graph.delivery_tasks import ProofTask, dailies_task
from ministudio_cli.graph.events import Event, ProgressSink, no_progress
from ministudio_cli.graph.finishing import Finished
from ministudio_cli.graph.passes import first_pass
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.graph.shooting import Shooting, shoot
from ministudio_cli.media.probe import probe
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.inspection_tasks import ending_ahead, shots_ahead
from ministudio_cli.planning.lock import Lock, promise
from ministudio_cli.planning.origin import Statement, statement_of
from ministudio_cli.planning.task import digest, ours
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.providers.asked import undrawn
from ministudio_cli.providers.registry import ending
from ministudio_cli.purchases.budget import Budget
from ministudio_cli.purchases.room import account_of
from ministudio_cli.report.captions import ass, srt, vtt
from ministudio_cli.report.cues import Cue, captions_of, film_cues
from ministudio_cli.report.delivery import copy_stems, deliver
from ministudio_cli.report.json_form import value_of
from ministudio_cli.report.summary import bought_report, film_report
from ministudio_cli.report.values import CheckReport, FilmReport
from ministudio_cli.screenplay.lettering import CaptionStyle, Label
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.places import build_folder, film_name, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import Decided
from ministudio_cli.sync.heard import onsets_in
from ministudio_cli.sync.timeline import Timeline
from ministudio_cli.timeline import FilmTimeline
from ministudio_cli.usecases.approve_anchors import hold_for_approval
from ministudio_cli.usecases.consent import budget_of, consented, retake_cost, shot_bill, stock_of
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import foreseen
from ministudio_cli.usecases.settle import keep_lock, lock_of_film, open_scheduler, settle, validate
from ministudio_cli.usecases.sign_film import clips_of, sign_delivered, signer_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished film: where it stands, and its report."""

    film: Path
    report: FilmReport


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A film that is cut and read back."""

    film: Artifact
    sound: Artifact
    sheet: Artifact | None
    proof: CheckReport
    cues: Sequence[Cue]
    timeline: FilmTimeline
    origin: Statement


def render(
    path: Path, options: RenderOptions, sink: ProgressSink = no_progress, budget: Budget | None = None
) -> Rendered:
    """Make a film. Films of one batch share a budget.

    Raises CheckFailed where the film is delivered and something in it is not as it was asked for.
    """
    before, budget = lock_of_film(path), budget or budget_of(options)
    plan = settle(validate(path, options), before)
    if options.locked:
        promise(plan, before)
    if plan.film.approve and plan.price:
        hold_for_approval(path, plan, options, budget, sink)
    bill = foreseen(plan, Store(store_url(path, options.store)), before)[1] if plan.price else []
    consented(path, plan, bill, options, budget, extra=retake_cost(plan, options))
    _note_warnings(plan, sink)
    with open_scheduler(path, plan, options, sink, budget) as scheduler:
        takes = _first_pass(plan, scheduler)
        decided = decide_cuts(plan, takes, scheduler, before, locked=options.locked)
        keep_lock(path, plan, decided.cuts, takes)
        timeline = decided.timeline
        _note_doubts(timeline, sink)
        shooting = _shoot(path, plan, timeline, takes, before, scheduler, options, budget)
        cut = _cut(plan, timeline, takes, shooting, scheduler)
        spent = budget.spent_on(account_of(scheduler.store.url, film_name(path)))
        report = _report(plan, decided, takes, shooting, cut, spent)
        film = _deliver(path, plan, shooting, cut, report, scheduler, options)
        store = scheduler.store
        unsigned = store.path(cut.film, "film.mp4")
        sign_delivered(film, unsigned, report, clips_of(shooting.finished.takes, store), sink)
    _counted(film, plan, timeline)
    return _as_asked(Rendered(film=film, report=report), shooting.finished, limited=bool(plan.film.check))


def _note_warnings(plan: Plan, sink: ProgressSink) -> None:
    for words in (*map(str, plan.film.warnings), *ending(plan)):
        sink(Event(kind="note", label=words))
    if left := undrawn(plan):
        more = f" (and {len(left) - 1} more: ministudio plan)" if len(left) > 1 else ""
        sink(Event(kind="note", label=f"without a drawing: {left[0]}{more}"))


def _note_doubts(timeline: Timeline, sink: ProgressSink) -> None:
    for line in timeline.lines:
        for words in line.spoken.doubts:
            sink(Event(kind="note", label=f"recording of {line.shot}: {words}"))


def _first_pass(plan: Plan, scheduler: Scheduler) -> dict[str, Artifact]:
    """Begin pass 1, and wait for what the cuts hang on: the lines and the music. What is bought by its pictures'
    content waits for the pictures too; a drawn shot begins as soon as its own are there.
    """
    nodes = first_pass(plan)
    scheduler.sink(Event(kind="expect", whole=shots_ahead(float(plan.expected * plan.film.format.fps),
                                                          generated=plan.generated)))  # fmt: skip
    scheduler.sink(Event(kind="pass", label="pass 1", whole=len(nodes)))
    scheduler.start(nodes)
    pictures = (*plan.plates(), *plan.portraits()) if plan.price or plan.generated else ()
    return scheduler.wait([*plan.lines(), *plan.tracks, *pictures])


def _shoot(
    path: Path,
    plan: Plan,
    timeline: Timeline,
    takes: Mapping[str, Artifact],
    before: Lock | None,
    scheduler: Scheduler,
    options: RenderOptions,
    budget: Budget,
) -> Shooting:
    stock = stock_of(plan, scheduler.store)
    if plan.price:
        consented(path, plan, shot_bill(plan, timeline, stock, before), options, budget)
    unfinished = plan.generated
    scheduler.sink(Event(kind="expect", whole=ending_ahead(timeline.frames, unfinished=unfinished)))
    return shoot(plan, timeline, takes, before, scheduler, stock, retakes=options.retakes, slate=options.slate)


def _cut(
    plan: Plan, timeline: Timeline, takes: Mapping[str, Artifact], shooting: Shooting, scheduler: Scheduler
) -> _Cut:
    """Join, caption and mux the film, and measure what came out."""
    film = plan.film
    cutting = assembled(plan, timeline, takes, shooting, scheduler)
    sung = sung_in(plan, timeline, takes)
    cues = () if film.captions == "none" else film_cues(cutting, film.caption_style.scale, sung)
    size = cutting.width, cutting.height
    drawn = cues if film.captions == "burn" else ()
    burnt = partial(_ass, drawn, size, film.caption_style, film.label) if drawn or film.label else None
    origin = _origin(plan, shooting)
    edited = edit(cutting, shooting.sound, srt(cues), burnt, origin)
    sheet = sheet_task(list(shooting.finished.shots.values()), edited.film)
    proof = ProofTask(
        maker=ours("proof"), film=digest(edited.film), sound=digest(shooting.sound), narrated=bool(cutting.voice),
        scored=bool(shooting.sound.music), master=film.master,
        beats=cutting.beats, limits=tuple(film.check), frames=cutting.frames,
    )  # fmt: skip
    nodes = [Node(task=task, label="film", doing="joining shots") for task in edited.parts]
    nodes += [
        Node(task=edited.film, label="film", doing="cutting the film"),
        Node(task=proof, label="proof", doing="reading it back"),
        *([Node(task=sheet, label="sheet", doing="printing the contact sheet")] if sheet else []),
    ]
    scheduler.start(nodes)
    scheduler.sink(Event(kind="expect"))
    made = scheduler.wait([shooting.sound, *(node.task for node in nodes)])
    return _Cut(
        film=made[digest(edited.film)],
        sound=made[digest(shooting.sound)],
        sheet=made[digest(sheet)] if sheet else None,
        proof=value_of(CheckReport, made[digest(proof)].facts["proof"]),
        cues=cues,
        timeline=cutting,
        origin=origin,
    )


def _origin(plan: Plan, shooting: Shooting) -> Statement:
    """What the film is made of, and where that comes from."""
    finished, sound = shooting.finished, shooting.sound
    ambience = sound.ambience and any(layers_in(plan, shot) for shot in plan.shots)
    sounds = [name for name, made in (("ambience", ambience), ("foley", sound.foley)) if made]
    return statement_of(plan, finished.models, finished.drawn, sounds)


def _report(
    plan: Plan, decided: Decided, takes: Mapping[str, Artifact], shooting: Shooting, cut: _Cut, spent: Decimal
) -> FilmReport:
    finished = shooting.finished
    return film_report(
        plan, decided.timeline, decided.cuts, cut.film, cut.sound, finished.shots, shooting.reasons,
        onsets_in(plan, decided.timeline, takes), finished.drawn, proof=cut.proof, bought=bought_report(finished.takes),
        quality=finished.quality, spent=spent, origin=cut.origin,
    )  # fmt: skip


def _deliver(
    path: Path,
    plan: Plan,
    shooting: Shooting,
    cut: _Cut,
    report: FilmReport,
    scheduler: Scheduler,
    options: RenderOptions,
) -> Path:
    """Put the film and all that goes with it where the director looks."""
    film, store, finished = plan.film, scheduler.store, shooting.finished
    captions = {"srt": srt(cut.cues), "vtt": vtt(cut.cues, film.language)} if cut.cues else {}
    page = dailies_task(report, f"{path.stem}.mp4", captions.get("vtt", ""), film.language)
    dailies = scheduler.run([Node(task=page, label="dailies", doing="writing the page")])[digest(page)]
    if film.captions == "burn":
        captions["ass"] = ass(cut.cues, (film.format.width, film.format.height), film.caption_style)
    findings = [(row.shot, fault.words) for row in finished.quality for fault in row.faults]
    handed_on = cut.timeline.with_notes(captions_of(cut.cues), findings).to_json()
    folder = build_folder(path, options.out)
    place = deliver(folder, path.stem, store, cut.film, cut.sheet, captions, report, handed_on, dailies, signer_name())
    store.keep_used(film_name(path))
    if options.stems:
        copy_stems(place, store, cut.sound)
    return place


def _counted(film: Path, plan: Plan, timeline: Timeline) -> None:
    """Count the delivered file's frames, pixels and sound against the plan."""
    seen, wanted = probe(film), plan.film.format
    sound = timeline.samples / SAMPLE_RATE
    faults = []
    if seen.frames != timeline.frames:
        faults.append(f"{seen.frames} frames instead of {timeline.frames}")
    if (seen.width, seen.height) != (wanted.width, wanted.height):
        faults.append(f"{seen.width}×{seen.height} instead of {wanted.width}×{wanted.height}")
    if abs(seen.sound_seconds - sound) > 0.03:
        faults.append(f"{seen.sound_seconds:.3f} s of sound instead of {sound:.3f}")
    if faults:
        raise CheckFailed(
            f"{film.name} is not what was planned: {'; '.join(faults)}", hint="report this with the screenplay"
        )


def _as_asked(rendered: Rendered, finished: Finished, *, limited: bool) -> Rendered:
    """Raises CheckFailed, with the film, where it is delivered and does not pass its check, has drawn shots in place of
    generated ones, or is not steady.
    """
    film, wrong, hint = rendered.film, list[str](), ""
    if failed := rendered.report.proof.faults:
        wrong.append(f"and does not pass its check: {'; '.join(failed)}")
        hint = "look at those places" + (", or raise the limit under check:" if limited else "")
    if finished.drawn:
        listed = "; ".join(f"{shot}: {why}" for shot, why in finished.drawn.items())
        count = "1 shot" if len(finished.drawn) == 1 else f"{len(finished.drawn)} shots"
        wrong.append(f"with {count} drawn in place of generated ones: {listed}")
        hint = hint or "change the words of those shots, or raise --retakes or --max-cost, and render again"
    if finished.faults:
        wrong.append(f"and is not steady: {'; '.join(finished.faults)}")
        hint = hint or "look at ministudio report; raise --retakes or --max-cost, or write steady: auto"
    if wrong:
        raise CheckFailed(f"{film.name} is made, {', '.join(wrong)}", hint=hint, result=rendered)
    return rendered


def _ass(
    shown: Sequence[Cue],
    frame: tuple[int, int],
    style: CaptionStyle,
    label: Label | None,
    since: float,
    until: float,
) -> str:
    return ass(shown, frame, style, since=since, until=until, label=label)
