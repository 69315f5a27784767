"""The use cases. Each reads as its pipeline; what a step does stands on the floors below."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from ministudio_cli.cut.edit import edit_film, edit_sheet, edit_sound, made
from ministudio_cli.cut.loudness import TARGETS
from ministudio_cli.cut.score import bed_order, music_under
from ministudio_cli.errors import CheckFailed, LockStale
from ministudio_cli.media.probe import Contents, probe
from ministudio_cli.plan.film import Plan, plan_film
from ministudio_cli.plan.lock import Lock, lock_of, parse_lock, promise
from ministudio_cli.plan.orders import SAMPLE_RATE, ListenOrder, Order, digest
from ministudio_cli.providers.google.credentials import enter
from ministudio_cli.providers.names import profiled
from ministudio_cli.providers.registry import abilities, ending, makers_for, ready, undrawn
from ministudio_cli.proving import Asked, measured
from ministudio_cli.render.bill import expected_bill, first_bill, second_bill
from ministudio_cli.render.budget import Item, afford, due
from ministudio_cli.render.crew import Crew, Job
from ministudio_cli.render.effort import CUT, PROOF, ending_ahead, shots_ahead
from ministudio_cli.render.errands import Purse
from ministudio_cli.render.events import Event, Watch, unwatched
from ministudio_cli.render.finishing import Finished, finish_shots, inspections
from ministudio_cli.render.ledger import Ledger, ledger_path
from ministudio_cli.render.passes import admit, first_pass, references_of, second_pass
from ministudio_cli.report.captions import Cue, ass, film_cues, srt, vtt
from ministudio_cli.report.delivery import DAILIES, copy_stems, deliver, delivered_takes
from ministudio_cli.report.summary import bill_report, bought_report, cuts_report, film_report, plan_report
from ministudio_cli.screenplay.model import Format, Screenplay
from ministudio_cli.screenplay.read import read
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.places import build_folder, lock_path, store_url
from ministudio_cli.store.store import Store, write_whole
from ministudio_cli.sync.decide import beat_times, decide, heard_in, locked_cuts, question, spoken_of, takes_of
from ministudio_cli.sync.optimiser import Cut
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble, chapters


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks beyond the screenplay."""

    store: str = ""
    out: Path | None = None
    locked: bool = False
    allow_outside: bool = False
    max_cost: Decimal | None = None
    yes: bool = False
    workers: int = 0
    slate: bool = False
    stems: bool = False
    profile: str = ""
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


def validate(path: Path, wishes: Wishes) -> Screenplay:
    """The film, or every fault of its screenplay at once."""
    enter(path)
    return read(path, allow_outside=wishes.allow_outside, render=profiled(wishes.profile), also=abilities)


def plan(path: Path, wishes: Wishes) -> Planned:
    """What would be made, and why, at what price; nothing is made."""
    settled, before = settle(validate(path, wishes)), lock_of_film(path)
    store = Store(store_url(path, wishes.store))
    ready = {key: store.find(key) is not None for key in map(digest, settled.first_orders())}
    if wishes.locked:
        promise(settled, before)
    cuts, bill = foreseen(settled, store, before)
    report = plan_report(settled, before, ready) | {
        "undrawn": undrawn(settled),
        "cuts": cuts_report(cuts, float(settled.film.format.fps)) if cuts else [],
        "bill": bill_report(bill),
        "warnings": ending(settled),
    }
    return Planned(plan=settled, lock=before, report=report)


def foreseen(settled: Plan, store: Store, before: Lock | None) -> tuple[tuple[Cut, ...], list[Item]]:
    """The cuts as a render would plan them, where the lines have been spoken and the music heard, else none; and the
    bill: shots at their planned lengths where those are known, else at the expected ones.
    """
    music: list[Order] = [settled.music] if isinstance(settled.music, ListenOrder) else []
    found = {digest(order): store.find(digest(order)) for order in (*settled.first_orders(), *music)}
    bill = first_bill(settled, {key for key, one in found.items() if one})
    heard = [digest(order) for order in (*settled.lines(), *music)]
    takes = {key: one for key in heard if (one := found[key])}
    if len(takes) < len(heard):
        return (), [*bill, *expected_bill(settled)]
    spoken = spoken_of(takes, settled.lines())
    asked = question(settled, spoken, heard_in(settled, takes), before)
    cuts = locked_cuts(settled, spoken, asked, before) or decide(asked)
    timeline = assemble(settled, cuts, spoken, takes_of(settled))
    return cuts if settled.lines() else (), [*bill, *_shot_bill(settled, timeline, store, before)]


def _shot_bill(settled: Plan, timeline: Timeline, store: Store, before: Lock | None) -> list[Item]:
    jobs = second_pass(timeline, settled, before)
    return second_bill(settled, jobs, lambda key: store.find(key) is not None)


def lock(path: Path, wishes: Wishes, watch: Watch = unwatched) -> Lock:
    """Pass 1 and the cut plan, written down; no shot is rendered."""
    settled, before = settle(validate(path, wishes)), lock_of_film(path)
    bill = foreseen(settled, Store(store_url(path, wishes.store)), before)[1] if settled.price else []
    afford([item for item in bill if not item.label.startswith("shot ")], wishes.max_cost, yes=wishes.yes)
    with _crew(path, wishes, settled, watch) as crew:
        takes = _first(settled, crew)
        _, cuts = _decide(settled, takes, crew.store, before)
    return _keep(path, settled, cuts, takes)


def render(path: Path, wishes: Wishes, watch: Watch = unwatched) -> Rendered:
    """A screenplay to its film."""
    settled, before = settle(validate(path, wishes)), lock_of_film(path)
    if wishes.locked:
        promise(settled, before)
    bill = foreseen(settled, Store(store_url(path, wishes.store)), before)[1] if settled.price else []
    if due(bill):
        ready(settled.film)
    afford(bill, wishes.max_cost, yes=wishes.yes)
    for words in ending(settled):
        watch(Event(kind="note", label=words))
    if left := undrawn(settled):
        more = f" (and {len(left) - 1} more: ministudio plan)" if len(left) > 1 else ""
        watch(Event(kind="note", label=f"without a drawing: {left[0]}{more}"))
    with _crew(path, wishes, settled, watch) as crew:
        watch(Event(kind="expect", whole=shots_ahead(settled)))
        takes = _first(settled, crew)
        spoken, cuts = _decide(settled, takes, crew.store, before, locked=wishes.locked)
        _keep(path, settled, cuts, takes)
        timeline = assemble(settled, cuts, spoken, takes_of(settled))
        if settled.price:
            shot_bill = _shot_bill(settled, timeline, crew.store, before)
            afford(shot_bill, wishes.max_cost, yes=wishes.yes, spent=crew.purse.spent)
        watch(Event(kind="expect", whole=ending_ahead(timeline.frames, unfinished=settled.makers.model is not None)))
        finished, sound, reasons = _second(settled, timeline, takes, before, crew, wishes)
    watch(Event(kind="expect", whole=round(PROOF * timeline.frames)))
    watch(Event(kind="step", label="cutting the film", whole=round(CUT * timeline.frames)))
    shots = finished.shots
    shown, size = film_cues(settled, timeline), (settled.film.format.width, settled.film.format.height)
    burnt = partial(_ass, shown, size) if settled.film.captions == "burn" else None
    scenes = chapters(settled, timeline)
    film = edit_film(crew.store, timeline, shots, sound, srt(shown), settled.film.title, scenes, burnt)
    sheet = edit_sheet(crew.store, list(shots.values()))
    watch(Event(kind="expect"))
    watch(Event(kind="step", label="reading it back", whole=round(PROOF * timeline.frames)))
    proof = _prove(settled, timeline, takes, crew.store, film, sound)
    heard = heard_in(settled, takes) or {}
    onsets = [time for time, _ in heard.get("onsets", ())]
    report = film_report(settled, timeline, cuts, film, sound, shots, reasons, onsets) | {"proof": proof}
    report |= {"spent": str(crew.purse.spent), "bought": bought_report(finished.takes), "quality": finished.quality}
    captions = {"srt": srt(shown), "vtt": vtt(shown)} if shown else {}
    dailies = _dailies(crew.store, report, f"{path.stem}.mp4", captions.get("vtt", ""))
    captions |= {"ass": ass(shown, *size)} if burnt else {}
    place = deliver(build_folder(path, wishes.out), path.stem, crew.store, film, sheet, captions, report, dailies)
    _counted(place, timeline, settled.film.format)
    if wishes.stems:
        copy_stems(place, crew.store, sound)
    if finished.faults:
        raise CheckFailed(
            f"{place.name} is made, and is not steady: {'; '.join(finished.faults)}",
            hint="look at ministudio report; raise --retakes or --max-cost, or write steady: auto",
        )
    return Rendered(film=place, report=report)


def _dailies(store: Store, report: dict[str, Any], film: str, captions: str) -> Artifact:
    """The page beside a film, made once for the same report."""

    def make(folder: Path) -> tuple[dict[str, Path], dict[str, Any]]:
        from ministudio_cli.report.dailies import dailies  # noqa: PLC0415 - an unchanged film does without pictures

        place = folder / "report.html"
        place.write_text(dailies(report, store, film, captions), "utf-8")
        return {place.name: place}, {}

    # Why a shot was made, and what this run cost, are told to the page when it is delivered.
    shots = [{name: value for name, value in shot.items() if name != "why"} for shot in report["shots"]]
    return made(store, "dailies", [DAILIES, report | {"shots": shots, "spent": ""}, film, captions], make)


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
    if told["faults"]:
        raise CheckFailed(
            f"the film does not pass its check: {'; '.join(told['faults'])}",
            hint="look at those places, or raise the limit under check:"
            if limits
            else "report this with the screenplay",
        )
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


def account(path: Path | None, wishes: Wishes) -> dict[str, Any]:
    """The ledger beside a store, reconciled: what was asked for, what came of it, what it cost."""
    url = store_url(path or Path("story.yaml"), wishes.store)
    return Ledger(ledger_path(url)).reconciled()


def used_orders(paths: list[Path], wishes: Wishes) -> set[str]:
    """Every order that the present screenplays and their delivered films need; what else is stored may be pruned."""
    needed: set[str] = set()
    for path in paths:
        settled, store = settle(validate(path, wishes)), Store(store_url(path, wishes.store))
        needed |= set(map(digest, settled.first_orders()))
        needed |= set(references_of(settled.film).values())
        takes = delivered_takes(build_folder(path, wishes.out))
        # What was paid for is never thrown away to save room.
        needed |= {one.order for one in store.orders() if one.kind == "bought"}
        # Without a delivered film nobody knows which takes it will need: they are all kept.
        loose = ("plate", "portrait", "line") if takes is None else ("plate", "portrait", "line", "shot")
        needed |= (takes or set()) | {one.order for one in store.orders() if one.kind not in loose}
    return needed


def _ass(shown: Sequence[Cue], size: tuple[int, int], since: float, until: float) -> str:
    return ass(shown, *size, since=since, until=until)


def settle(film: Screenplay) -> Plan:
    return plan_film(film, makers_for(film), references_of(film))


def _crew(path: Path, wishes: Wishes, settled: Plan, watch: Watch) -> Crew:
    """A crew at the film's store, where the screenplay's own files have been taken in."""
    store = Store(store_url(path, wishes.store))
    admit(settled.film, references_of(settled.film), store)
    return Crew(store, watch, workers=wishes.workers, purse=purse_of(wishes))


def purse_of(wishes: Wishes) -> Purse:
    return Purse(wishes.max_cost, retry_unknown=wishes.retry_unknown)


def lock_of_film(path: Path) -> Lock | None:
    place = lock_path(path)
    return parse_lock(place.read_text("utf-8", errors="replace"), place.name) if place.is_file() else None


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


def _second(
    settled: Plan, timeline: Timeline, takes: Mapping[str, Artifact], before: Lock | None, crew: Crew, wishes: Wishes
) -> tuple[Finished, Artifact, dict[str, str]]:
    """Every shot, measured and held steady, and the sound while they are filmed; with the reason of each shot that is
    made, “” for reused.
    """
    jobs = second_pass(timeline, settled, before, slate=wishes.slate)
    crew.watch(Event(kind="pass", label="pass 2", whole=len(jobs)))
    keys = {shot.id: digest(job.order) for shot, job in zip(settled.shots, jobs, strict=True)}
    reasons = {
        shot.id: "" if crew.store.find(keys[shot.id]) else job.reason
        for shot, job in zip(settled.shots, jobs, strict=True)
    }
    bed = bed_order(settled, timeline)
    score = [Job(order=bed, label="music", doing="composing the bed")] if bed else []
    shooting = crew.start([*score, *jobs, *inspections(settled, jobs)])
    music = music_under(settled, timeline, takes, shooting.result, crew.store)
    sound = edit_sound(crew.store, timeline, music, settled.film.master)
    return finish_shots(settled, jobs, shooting.wait(), crew, retakes=wishes.retakes), sound, reasons
