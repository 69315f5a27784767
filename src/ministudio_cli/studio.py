"""The use cases. Each reads as its pipeline; what a step does stands on the floors below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from ministudio_cli.cut.edit import edit_film, edit_sheet, edit_sound, made
from ministudio_cli.cut.loudness import TARGETS
from ministudio_cli.cut.score import bed_order, music_under
from ministudio_cli.errors import Blocked, CheckFailed, LockStale, MinistudioError
from ministudio_cli.limits import limits
from ministudio_cli.media.probe import Contents, probe
from ministudio_cli.planning.film import Plan, plan_film
from ministudio_cli.planning.lock import Lock, lock_of, parse_lock, promise
from ministudio_cli.planning.orders import SAMPLE_RATE, ListenTask, Order, ProviderRef, ShotTask, digest
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.kit import ClipProvider
from ministudio_cli.providers.registry import (
    ProviderSet,
    abilities,
    ending,
    preflight,
    providers_for,
    providers_of,
    ready,
    shot_provider,
    undrawn,
)
from ministudio_cli.providers.specs import asked, used_specs
from ministudio_cli.proving import Asked, measured
from ministudio_cli.purchases.budget import Budget, Item, due
from ministudio_cli.purchases.holdings import holdings_of
from ministudio_cli.purchases.ledger import committed, has_ledger, open_ledger, reconciled
from ministudio_cli.purchases.room import PurchaseRoom, account_of
from ministudio_cli.rendering.bill import expected_bill, first_bill, second_bill
from ministudio_cli.rendering.crew import Crew, Job
from ministudio_cli.rendering.effort import CUT, PROOF, ending_ahead, shots_ahead
from ministudio_cli.rendering.events import Event, ProgressSink, no_progress
from ministudio_cli.rendering.finishing import Finished, finish_shots, inspections
from ministudio_cli.rendering.passes import Stock, admit, first_pass, references_of, second_pass
from ministudio_cli.report.captions import ass, srt, vtt
from ministudio_cli.report.cues import Cue, film_cues
from ministudio_cli.report.delivery import DAILIES, copy_stems, deliver
from ministudio_cli.report.handoff import film_timeline
from ministudio_cli.report.summary import bill_report, bought_report, cuts_report, film_report, plan_report
from ministudio_cli.screenplay.model import CaptionStyle, Format, ProviderNames, Screenplay
from ministudio_cli.screenplay.read import read
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.files import write_whole
from ministudio_cli.store.places import build_folder, film_name, lock_path, project_folder, store_url
from ministudio_cli.store.store import Store
from ministudio_cli.sync.decide import beat_times, decide, heard_in, locked_cuts, question, spoken_of, takes_of
from ministudio_cli.sync.optimiser import Cut
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble, chapters


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """What the command line asks beyond the screenplay."""

    store: str = ""
    out: Path | None = None
    locked: bool = False
    allow_outside: bool = False
    max_cost: Decimal | None = None
    max_cost_per_film: Decimal | None = None
    yes: bool = False
    ask: Callable[[str], bool] | None = None
    """Asks whoever sits there, where somebody does."""
    workers: int = 0
    slate: bool = False
    stems: bool = False
    profile: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Options of the providers of shots, beside those of the screenplay."""
    retry_unknown: bool = False
    retakes: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    plan: Plan
    lock: Lock | None
    report: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished film: where it stands, and its report."""

    film: Path
    report: dict[str, Any]


def validate(path: Path, wishes: RenderOptions) -> Screenplay:
    """The film, or every fault of its screenplay at once."""
    return read(path, allow_outside=wishes.allow_outside, render=asked(wishes.profile, wishes.options), also=abilities)


def plan(path: Path, wishes: RenderOptions) -> Planned:
    """What would be made, and why, at what price; nothing is made."""
    before = lock_of_film(path)
    settled = settle(validate(path, wishes), before)
    store = Store(store_url(path, wishes.store))
    ready_orders = {key: store.find(key) is not None for key in map(digest, settled.first_orders())}
    if wishes.locked:
        promise(settled, before)
    cuts, bill = foreseen(settled, store, before)
    report = plan_report(settled, before, ready_orders) | {
        "undrawn": undrawn(settled),
        "cuts": cuts_report(cuts, float(settled.film.format.fps)) if cuts else [],
        "bill": bill_report(bill) | {"retakes": str(retake_cost(settled, wishes))},
        "warnings": [*map(str, settled.film.warnings), *ending(settled)],
    }
    return Planned(plan=settled, lock=before, report=report)


def foreseen(settled: Plan, store: Store, before: Lock | None) -> tuple[tuple[Cut, ...], list[Item]]:
    """The cuts as a render would plan them, where the lines have been spoken and the music heard, else none; and the
    bill: shots at their planned lengths where those are known, else at the expected ones.
    """
    music: list[Order] = [settled.music] if isinstance(settled.music, ListenTask) else []
    found = {digest(order): store.find(digest(order)) for order in (*settled.first_orders(), *music)}
    stock = stock_of(settled, store)
    bill = first_bill(settled, {key for key, one in found.items() if one}, stock.holdings)
    heard = [digest(order) for order in (*settled.lines(), *music)]
    takes = {key: one for key in heard if (one := found[key])}
    if len(takes) < len(heard):
        return (), [*bill, *expected_bill(settled, stock)]
    spoken = spoken_of(takes, settled.lines())
    problem = question(settled, spoken, heard_in(settled, takes), before)
    cuts = locked_cuts(settled, spoken, problem, before) or decide(problem)
    timeline = assemble(settled, cuts, spoken, takes_of(settled))
    return cuts if settled.lines() else (), [*bill, *_shot_bill(settled, timeline, stock, before)]


def stock_of(settled: Plan, store: Store) -> Stock:
    """What is at hand for a film's shots, bought ones included."""
    provider = ProviderSet({name: dict(options) for name, options in settled.film.render.options}).shots(
        settled.makers.shots.name
    )
    orders = {digest(order): order for order in settled.first_orders()}
    wire = provider.wire if isinstance(provider, ClipProvider) else ""
    return Stock(store, holdings_of(store.url), wire, orders)


def _shot_bill(settled: Plan, timeline: Timeline, stock: Stock, before: Lock | None) -> list[Item]:
    jobs = second_pass(timeline, settled, before, stock)
    return second_bill(settled, jobs, lambda key: stock.store.find(key) is not None, stock)


def retake_cost(settled: Plan, wishes: RenderOptions) -> Decimal:
    """US dollars that the retakes of a render may cost beside its bill: so many times the dearest shot."""
    dearest = max((shot.price for shot in settled.shots), default=Decimal(0))
    return dearest * wishes.retakes if settled.makers.model else Decimal(0)


def budget_of(wishes: RenderOptions) -> Budget:
    """The money of one command, for all of its films."""
    return Budget(
        max_cost=wishes.max_cost,
        max_cost_per_film=wishes.max_cost_per_film,
        yes=wishes.yes,
        ask=wishes.ask,
        retry_unknown=wishes.retry_unknown,
    )


def enter_films(paths: Sequence[Path], wishes: RenderOptions, budget: Budget) -> None:
    """Tell a budget what each film of a batch has cost before, so that a cap holds for all of them together."""
    for path in paths if budget.capped else ():
        url = store_url(path, wishes.store)
        before = Decimal(0)
        if has_ledger(url):
            ledger = open_ledger(url)
            before = committed(ledger.purchases(), [film_name(path)])
            ledger.close()
        budget.enter(account_of(url, film_name(path)), before)


def consented(
    path: Path, settled: Plan, bill: list[Item], wishes: RenderOptions, budget: Budget, *, extra: Decimal = Decimal(0)
) -> None:
    """Before the first request: what is due is asked for, and the services are asked whether they will do.

    Raises OverBudget and ProviderRefused, both before anything is bought.
    """
    if not due(bill):
        return
    environment = Environment(path)
    environment.allow(used_specs(settled.film), wishes.ask)
    enter_films([path], wishes, budget)
    if wishes.ask is not None:
        ready(settled.film, environment)
    budget.afford(account_of(store_url(path, wishes.store), film_name(path)), bill, extra=extra)
    ready(settled.film, environment)
    preflight(settled.film, environment)


def lock(path: Path, wishes: RenderOptions, watch: ProgressSink = no_progress) -> Lock:
    """Pass 1 and the cut plan, written down; no shot is rendered."""
    before = lock_of_film(path)
    settled, budget = settle(validate(path, wishes), before), budget_of(wishes)
    bill = foreseen(settled, Store(store_url(path, wishes.store)), before)[1] if settled.price else []
    consented(path, settled, [item for item in bill if not item.label.startswith("shot ")], wishes, budget)
    with crew_of(path, wishes, settled, watch, budget) as crew:
        takes = _first(settled, crew)
        _, cuts = _decide(settled, takes, crew.store, before)
    return _keep(path, settled, cuts, takes)


def render(
    path: Path, wishes: RenderOptions, watch: ProgressSink = no_progress, budget: Budget | None = None
) -> Rendered:
    """A screenplay to its film. Films of one batch share a budget.

    Raises CheckFailed where the film is delivered and something in it is not as it was asked for.
    """
    before, budget = lock_of_film(path), budget or budget_of(wishes)
    settled = settle(validate(path, wishes), before)
    if wishes.locked:
        promise(settled, before)
    store = Store(store_url(path, wishes.store))
    bill = foreseen(settled, store, before)[1] if settled.price else []
    consented(path, settled, bill, wishes, budget, extra=retake_cost(settled, wishes))
    for words in (*map(str, settled.film.warnings), *ending(settled)):
        watch(Event(kind="note", label=words))
    if left := undrawn(settled):
        more = f" (and {len(left) - 1} more: ministudio plan)" if len(left) > 1 else ""
        watch(Event(kind="note", label=f"without a drawing: {left[0]}{more}"))
    with crew_of(path, wishes, settled, watch, budget) as crew:
        watch(Event(kind="expect", whole=shots_ahead(settled)))
        takes = _first(settled, crew)
        spoken, cuts = _decide(settled, takes, crew.store, before, locked=wishes.locked)
        _keep(path, settled, cuts, takes)
        timeline = assemble(settled, cuts, spoken, takes_of(settled))
        for line in timeline.lines:
            for words in line.spoken.doubts:
                watch(Event(kind="note", label=f"recording of {line.shot}: {words}"))
        stock = stock_of(settled, crew.store)
        if settled.price:
            consented(path, settled, _shot_bill(settled, timeline, stock, before), wishes, budget)
        watch(Event(kind="expect", whole=ending_ahead(timeline.frames, unfinished=settled.makers.model is not None)))
        finished, sound, reasons = _second(settled, timeline, takes, before, crew, stock, wishes)
    watch(Event(kind="expect", whole=round(PROOF * timeline.frames)))
    watch(Event(kind="step", label="cutting the film", whole=round(CUT * timeline.frames)))
    shots = finished.shots
    shown, size = film_cues(settled, timeline), (settled.film.format.width, settled.film.format.height)
    burnt = partial(_ass, shown, size, settled.film.caption_style) if settled.film.captions == "burn" else None
    scenes = chapters(settled, timeline)
    film = edit_film(
        crew.store, timeline, shots, sound, srt(shown), settled.film.title, scenes, burnt, settled.film.language
    )
    sheet = edit_sheet(crew.store, list(shots.values()))
    watch(Event(kind="expect"))
    watch(Event(kind="step", label="reading it back", whole=round(PROOF * timeline.frames)))
    proof = _prove(settled, timeline, takes, crew.store, film, sound)
    heard = heard_in(settled, takes)
    report = film_report(settled, timeline, cuts, film, sound, shots, reasons, heard, finished.drawn)
    report |= {"proof": proof, "spent": str(budget.spent_on(account_of(store.url, film_name(path))))}
    report |= {"bought": bought_report(finished.takes), "quality": finished.quality}
    captions = {"srt": srt(shown), "vtt": vtt(shown, settled.film.language)} if shown else {}
    dailies = _dailies(crew.store, report, f"{path.stem}.mp4", captions.get("vtt", ""), settled.film.language)
    captions |= {"ass": ass(shown, size, settled.film.caption_style)} if burnt else {}
    beats = beat_times(settled, heard, timeline.frames)
    told = film_timeline(settled, timeline, shots, takes, sound, shown, beats, finished.quality).to_json()
    place = deliver(build_folder(path, wishes.out), path.stem, crew.store, film, sheet, captions, report, told, dailies)
    crew.store.keep_used(film_name(path))
    _counted(place, timeline, settled.film.format)
    if wishes.stems:
        copy_stems(place, crew.store, sound)
    return _as_asked(Rendered(film=place, report=report), finished, limited=bool(settled.film.check))


def _as_asked(rendered: Rendered, finished: Finished, *, limited: bool) -> Rendered:
    """Raises CheckFailed, with the film, where it is delivered and does not pass its check, has drawn shots in place of
    generated ones, or is not steady.
    """
    film, wrong, hint = rendered.film, list[str](), ""
    if failed := rendered.report["proof"]["faults"]:
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


def _dailies(store: Store, report: dict[str, Any], film: str, captions: str, language: str) -> Artifact:
    """The page beside a film, made once for the same report."""

    def make(folder: Path) -> tuple[dict[str, Path], dict[str, Any]]:
        from ministudio_cli.report.dailies import dailies  # noqa: PLC0415 - an unchanged film does without pictures

        place = folder / "report.html"
        place.write_text(dailies(report, store, film, captions, language), "utf-8")
        return {place.name: place}, {}

    # Why a shot was made, and what this run cost, are told to the page when it is delivered.
    shots = [{name: value for name, value in shot.items() if name != "why"} for shot in report["shots"]]
    return made(store, "dailies", [DAILIES, report | {"shots": shots, "spent": ""}, film, captions, language], make)


def _prove(
    settled: Plan, timeline: Timeline, takes: Mapping[str, Artifact], store: Store, film: Artifact, sound: Artifact
) -> dict[str, Any]:
    """The proof of a film that was just made, held against its own stems; measured once."""
    master, limits = settled.film.master, dict(settled.film.check)
    beats = beat_times(settled, heard_in(settled, takes), timeline.frames)
    stems = {name: one.sha256 for name, one in sound.files.items()}

    def measure(_folder: Path) -> tuple[dict[str, Path], dict[str, Any]]:
        voice = store.path(sound, "narration.wav") if "narration.wav" in stems else None
        asked = Asked(narration=voice, target=TARGETS.get(master), limits=limits)
        return {}, {"proof": measured(store.path(film, "film.mp4"), asked, beats)}

    key = [film.files["film.mp4"].sha256, stems, master, beats, limits]
    told: dict[str, Any] = made(store, "proof", key, measure).facts["proof"]
    return told


def _counted(film: Path, timeline: Timeline, wanted: Format) -> Contents:
    """Count the delivered file's frames, pixels and sound against the plan."""
    seen = probe(film)
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
    return seen


def account(path: Path | None, wishes: RenderOptions) -> dict[str, Any]:
    """The ledger beside a store, reconciled: what was asked for, what came of it, what it cost."""
    ledger = open_ledger(store_url(path or Path("story.yaml"), wishes.store))
    try:
        return reconciled(ledger)
    finally:
        ledger.close()


def used_orders(paths: list[Path], wishes: RenderOptions) -> set[str]:
    """Every order that the present screenplays and their last finished films need, and all that was paid for; what else
    is stored may be pruned. Of a film that an earlier version finished only plates, portraits and lines are let go.
    """
    needed: set[str] = set()
    store = Store(store_url(paths[0], wishes.store))
    used = store.used_by_films()
    for path in paths:
        settled = settle(validate(path, wishes), lock_of_film(path))
        needed |= set(map(digest, settled.first_orders())) | set(references_of(settled.film).values())
        if film_name(path) not in used:
            loose = ("plate", "portrait", "line", "used")
            needed |= {one.order for one in store.orders(doubtful=True) if one.kind not in loose}
    for film, orders in used.items():
        needed |= orders if wishes.store or _is_there(film, paths) else set()
    return needed | {one.order for one in store.orders(doubtful=True) if one.kind == "bought"}


def _is_there(film: str, paths: Sequence[Path]) -> bool:
    """Whether the screenplay of a film, by its ledger's name, stands among those named or in their folder."""
    folder = project_folder(paths[0])
    beside = [folder / f"{film.partition('/')[2]}{suffix}" for suffix in (".yaml", ".yml")]
    named = film in map(film_name, paths)
    return named or (film.partition("/")[0] == folder.name and any(place.is_file() for place in beside))


def _ass(shown: Sequence[Cue], frame: tuple[int, int], style: CaptionStyle, since: float, until: float) -> str:
    return ass(shown, frame, style, since=since, until=until)


def settle(film: Screenplay, before: Lock | None = None) -> Plan:
    """The plan of a film, with the seeds that its lock remembers."""
    return plan_film(film, providers_for(film), references_of(film), before.remembered if before else None)


def crew_of(path: Path, wishes: RenderOptions, settled: Plan, watch: ProgressSink, budget: Budget) -> Crew:
    """A crew at the film's store, where the screenplay's own files have been taken in."""
    store = Store(store_url(path, wishes.store))
    admit(settled.film, references_of(settled.film), store)
    room = PurchaseRoom(store, budget, film_name(path))
    if settled.price:
        room.open()
    return Crew(
        store, watch, workers=wishes.workers, room=room, providers=providers_of(settled.film, Environment(path))
    )


def lock_of_film(path: Path) -> Lock | None:
    place = lock_path(path)
    if not place.is_file():
        return None
    if place.stat().st_size > limits().lock_bytes:
        raise LockStale(f"{place.name} has {place.stat().st_size:,} bytes", hint="delete it and run: ministudio lock")
    return parse_lock(place.read_text("utf-8", errors="replace"), place.name)


def _keep(path: Path, settled: Plan, cuts: tuple[Cut, ...], takes: Mapping[str, Artifact]) -> Lock:
    """Write the lockfile, if it says anything new."""
    samples = {digest(line): int(takes[digest(line)].facts["samples"]) for line in settled.lines()}
    found = lock_of(settled, [(cut.start, cut.end) for cut in cuts], samples)
    place = lock_path(path)
    if not place.is_file() or place.read_text("utf-8") != found.text():
        write_whole(place, found.text())
    return found


def _first(settled: Plan, crew: Crew) -> dict[str, Artifact]:
    jobs = first_pass(settled)
    crew.watch(Event(kind="pass", label="pass 1", whole=len(jobs)))
    return crew.perform(jobs)


def _decide(
    settled: Plan, takes: Mapping[str, Artifact], store: Store, before: Lock | None, *, locked: bool = False
) -> tuple[dict[str, Spoken], tuple[Cut, ...]]:
    """The lock's cuts while they hold, else the optimum, kept under the digest of its question."""
    spoken = spoken_of(takes, settled.lines())
    asked = question(settled, spoken, heard_in(settled, takes), before)
    settled_before = locked_cuts(settled, spoken, asked, before)
    if settled_before:
        return spoken, settled_before
    if locked:
        raise LockStale("the lines are not as long as the lock has them", hint="run ministudio lock on this machine")
    kept = made(store, "cuts", asked.told, lambda _: ({}, {"cuts": [dataclasses.asdict(cut) for cut in decide(asked)]}))
    return spoken, tuple(Cut(**told) for told in kept.facts["cuts"])


def standing_in() -> ProviderRef:
    """Who draws a shot that no model makes."""
    name = ProviderNames().shots
    return ProviderRef(name=name, version=shot_provider(name).version)


def _second(
    settled: Plan,
    timeline: Timeline,
    takes: Mapping[str, Artifact],
    before: Lock | None,
    crew: Crew,
    stock: Stock,
    wishes: RenderOptions,
) -> tuple[Finished, Artifact, dict[str, str]]:
    """Every shot, measured and held steady, and the sound while they are filmed; with the reason of each shot that is
    made, “” for reused. A shot that a service refuses for good is drawn instead.
    """
    maker, drawn = standing_in(), dict[str, str]()
    bed = bed_order(settled, timeline)
    score = [Job(order=bed, label="music", doing="composing the bed")] if bed else []
    sound: Artifact | None = None
    reasons: dict[str, str] = {}
    for job in second_pass(timeline, settled, before, stock):
        # What a filter refused is not sent again, whatever its length is now.
        if isinstance(job.order, ShotTask) and stock.refused(job.order):
            drawn[job.label.removeprefix("shot ")] = stock.refused(job.order)
    while True:
        jobs = second_pass(timeline, settled, before, stock, slate=wishes.slate, drawn=drawn, standing_in=maker)
        if not reasons:
            crew.watch(Event(kind="pass", label="pass 2", whole=len(jobs)))
        for shot, job in zip(settled.shots, jobs, strict=True):
            new = not crew.store.find(digest(job.order))
            reasons[shot.id] = job.reason if new else reasons.get(shot.id, "")
        shooting = crew.start([*score, *jobs, *inspections(settled, jobs)])
        if sound is None:
            music = music_under(settled, timeline, takes, shooting.result, crew.store)
            sound = edit_sound(crew.store, timeline, music, settled.film.master)
        made_of = shooting.wait(tolerated=_refused)
        refused = {
            shot.id: error.message
            for shot, job in zip(settled.shots, jobs, strict=True)
            if (error := shooting.failed.get(digest(job.order))) and _begins(job.order, shooting.failed)
        }
        if not refused:
            break
        for name, why in refused.items():
            crew.watch(Event(kind="note", label=f"drawn  {name}  ({why})"))
        drawn |= refused
    finished = finish_shots(settled, jobs, made_of, crew, retakes=wishes.retakes, maker=maker, drawn=drawn, stock=stock)
    return finished, sound, reasons


def _refused(error: MinistudioError) -> bool:
    """Whether a shot is refused for what it shows: the film goes on without it."""
    return isinstance(error, Blocked)


def _begins(order: Order, failed: Mapping[str, MinistudioError]) -> bool:
    """Whether an order failed by itself, and not because the one that it continues did."""
    return not (isinstance(order, ShotTask) and order.before in failed)
