"""The use cases. Each reads as its pipeline; what a step does stands on the floors below."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.cut.edit import Music, edit_film, edit_sheet, edit_sound, made
from ministudio_cli.errors import CheckFailed, OverBudget, PassingFault, UsageFault
from ministudio_cli.media.probe import Contents, probe
from ministudio_cli.plan.film import Plan, ShotPlan, plan_film
from ministudio_cli.plan.lock import Lock, LockedShot, parse_lock, promise
from ministudio_cli.plan.orders import BedOrder, ListenOrder, digest
from ministudio_cli.providers.registry import makers_for
from ministudio_cli.render.crew import Crew, Job
from ministudio_cli.render.events import Event, Watch, unwatched
from ministudio_cli.render.passes import admit, first_pass, references_of, second_pass, shot_order
from ministudio_cli.report.captions import Said, cues, srt
from ministudio_cli.report.summary import film_report, plan_report
from ministudio_cli.screenplay.model import NARRATOR, Format, Screenplay
from ministudio_cli.screenplay.read import read
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store, hash_of, write_whole
from ministudio_cli.sync.decide import decide, loop_of, question, spoken_of, takes_of
from ministudio_cli.sync.decide import settled as settled_cuts
from ministudio_cli.sync.optimiser import Cut
from ministudio_cli.sync.timeline import Spoken, Timeline, assemble, demand_of

PREVIEW_SIDE = 540


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    clip: Path
    still: Path
    seconds: float
    shot: str


def validate(path: Path, wishes: Wishes) -> Screenplay:
    return read(path, allow_outside=wishes.allow_outside)


def plan(path: Path, wishes: Wishes) -> Planned:
    """What would be made, and why, at what price; nothing is made."""
    settled = _settle(path, wishes)
    store = _store(path, wishes)
    lock = _lock(path)
    ready = {key: store.find(key) is not None for key in map(digest, settled.first_orders())}
    return Planned(plan=settled, lock=lock, report=plan_report(settled, lock, ready))


def lock(path: Path, wishes: Wishes, watch: Watch = unwatched) -> Lock:
    """Pass 1 and the cut plan, written down; no shot is rendered."""
    settled, store = _settle(path, wishes), _store(path, wishes)
    _afford(settled, wishes)
    with Crew(store, watch, workers=wishes.workers) as crew:
        takes = _first(settled, crew)
        _, cuts = _decide(settled, takes, store, _lock(path))
    return _keep(path, settled, cuts, takes)


def render(path: Path, wishes: Wishes, watch: Watch = unwatched) -> Rendered:
    """A screenplay to its film."""
    settled, store = _settle(path, wishes), _store(path, wishes)
    before = _lock(path)
    if wishes.locked:
        promise(settled, before)
    _afford(settled, wishes)
    with Crew(store, watch, workers=wishes.workers) as crew:
        takes = _first(settled, crew)
        spoken, cuts = _decide(settled, takes, store, before)
        _keep(path, settled, cuts, takes)
        timeline = assemble(settled, cuts, spoken, takes_of(settled))
        jobs = second_pass(timeline, settled, before)
        watch(Event(kind="pass", label="pass 2", whole=len(jobs)))
        reasons = _reasons(settled, jobs, store)
        shooting = crew.start([*_score(settled, timeline), *jobs])
        music = _music(settled, timeline, takes, shooting.result, store)
        watch(Event(kind="note", label="mixing and mastering the sound"))
        sound = edit_sound(store, timeline, music, settled.film.master)
        shots = _by_shot(settled, jobs, shooting.wait())
    watch(Event(kind="note", label="cutting the film together"))
    captions = _captions(settled, timeline)
    film = edit_film(store, timeline, shots, sound, captions, settled.film.title, _chapters(timeline))
    report = film_report(settled, timeline, cuts, film, sound, shots, reasons)
    place = _deliver(path, wishes, store, film, captions, report)
    _sheet(path, wishes, store, shots)
    check(place, timeline, settled.film.format)
    return Rendered(film=place, report=report)


def preview(path: Path, which: str, wishes: Wishes, watch: Watch = unwatched) -> Previewed:
    """One shot, small and soon: its own plate, cast, lines and length, without the music."""
    small = _settle(path, wishes, preview=True)
    shot = _one(small, which)
    store, before = _store(path, wishes), _lock(path)
    with Crew(store, watch, workers=wishes.workers) as crew:
        takes = crew.perform(first_pass(small, only=shot))
        spoken = spoken_of({key: takes[key].facts for key in takes_of(small)[shot.id]})
        timeline = _alone(small, shot, spoken, before)
        order = shot_order(small, timeline.segments[0], draft=True)
        take = crew.perform([Job(order=order, label=f"shot {shot.id}", doing="filming")])[digest(order)]
    sound = edit_sound(store, timeline, None, small.film.master)
    film = edit_film(store, timeline, {shot.id: take}, sound, "", shot.id, ())
    return _show(path, wishes, store, film, shot, timeline)


def check(film: Path, timeline: Timeline, wanted: Format) -> Contents:
    """Read the finished file back and hold it against what was promised, to the frame and the sample."""
    seen = probe(film)
    faults = []
    if seen.frames != timeline.frames:
        faults.append(f"{seen.frames} frames instead of {timeline.frames}")
    if (seen.width, seen.height) != (wanted.width, wanted.height):
        faults.append(f"{seen.width}×{seen.height} instead of {wanted.width}×{wanted.height}")
    if abs(seen.sound_seconds - timeline.samples / 48_000) > 0.03:
        faults.append(f"{seen.sound_seconds:.3f} s of sound instead of {timeline.samples / 48_000:.3f}")
    if faults:
        raise CheckFailed(
            f"{film.name} is not what was planned: {'; '.join(faults)}", hint="report this with the screenplay"
        )
    return seen


def project_folder(path: Path) -> Path:
    """Where a screenplay's store and its builds stand."""
    return path.resolve().parent


def store_url(path: Path, wishes: Wishes) -> str:
    return wishes.store or str(project_folder(path) / ".ministudio" / "store")


def build_folder(path: Path, wishes: Wishes) -> Path:
    return (wishes.out or project_folder(path) / "build") / path.stem


def used_orders(paths: list[Path], wishes: Wishes) -> set[str]:
    """Every order that the present screenplays and their locks still need; what else a store holds may be pruned."""
    needed: set[str] = set()
    for path in paths:
        settled, store = _settle(path, wishes), _store(path, wishes)
        needed |= set(map(digest, settled.first_orders()))
        needed |= set(references_of(settled.film).values())
        report = build_folder(path, wishes) / "report.json"
        if report.is_file():
            import json  # noqa: PLC0415

            told = json.loads(report.read_text("utf-8"))
            needed |= {shot["take"] for shot in told["shots"]}
            needed |= {
                one.order for one in store.orders() if one.kind in ("sound", "film", "cuts", "join", "bed", "listen")
            }
    return needed


def _settle(path: Path, wishes: Wishes, *, preview: bool = False) -> Plan:
    film = read(path, allow_outside=wishes.allow_outside)
    if preview:
        film = dataclasses.replace(film, format=_small(film.format))
    references = references_of(film)
    admit(film, references, _store(path, wishes))
    return plan_film(film, makers_for(film), references)


def _small(wanted: Format) -> Format:
    scale = Fraction(PREVIEW_SIDE, min(wanted.width, wanted.height))
    if scale >= 1:
        return wanted
    return dataclasses.replace(
        wanted, width=2 * round(wanted.width * scale / 2), height=2 * round(wanted.height * scale / 2)
    )


def _store(path: Path, wishes: Wishes) -> Store:
    return Store(store_url(path, wishes))


def lock_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.lock.json")


def _lock(path: Path) -> Lock | None:
    place = lock_path(path)
    return parse_lock(place.read_text("utf-8"), place.name) if place.is_file() else None


def _afford(settled: Plan, wishes: Wishes) -> None:
    """Money is asked for before the first request."""
    price = settled.price
    if wishes.max_cost is not None and price > wishes.max_cost:
        raise OverBudget(
            f"the film costs ${price}, more than ${wishes.max_cost}", hint="raise --max-cost, or plan cheaper shots"
        )
    if price > 0 and not wishes.yes:
        raise OverBudget(f"the film costs ${price}", hint="pass --yes to spend it; ministudio plan shows what for")


def _first(settled: Plan, crew: Crew) -> dict[str, Artifact]:
    jobs = first_pass(settled)
    crew.watch(Event(kind="pass", label="pass 1", whole=len(jobs)))
    return crew.perform(jobs)


def _decide(
    settled: Plan, takes: Mapping[str, Artifact], store: Store, before: Lock | None
) -> tuple[dict[str, Spoken], tuple[Cut, ...]]:
    """The cut plan, kept under the digest of its question so that an unchanged film plans no cuts."""
    spoken = spoken_of({digest(line): takes[digest(line)].facts for line in settled.lines()})
    asked = question(settled, spoken, _heard(settled, takes), before)
    locked = settled_cuts(settled, spoken, asked, before)
    if locked:
        return spoken, locked
    kept = made(store, "cuts", asked, lambda _: ({}, {"cuts": [dataclasses.asdict(cut) for cut in decide(asked)]}))
    return spoken, tuple(Cut(**told) for told in kept.facts["cuts"])


def _heard(settled: Plan, takes: Mapping[str, Artifact]) -> Mapping[str, Any] | None:
    return takes[digest(settled.music)].facts if isinstance(settled.music, ListenOrder) else None


def _keep(path: Path, settled: Plan, cuts: tuple[Cut, ...], takes: Mapping[str, Artifact]) -> Lock:
    """Write the lockfile, if it says anything new."""
    shots = tuple(
        LockedShot(
            id=shot.id,
            seed=shot.seed,
            digest=shot.digest,
            frames=(cut.start, cut.end),
            lines=tuple(int(takes[digest(line)].facts["samples"]) for line in shot.lines),
            voices=tuple(line.voice.name for line in shot.lines),
            ingredients=shot.ingredients,
        )
        for shot, cut in zip(settled.shots, cuts, strict=True)
    )
    music = digest(settled.music) if settled.music else ""
    found = Lock(title=settled.film.title, seed=settled.film.seed, plan=settled.digest, music=music, shots=shots)
    place = lock_path(path)
    if not place.is_file() or place.read_text("utf-8") != found.text():
        write_whole(place, found.text())
    return found


def _score(settled: Plan, timeline: Timeline) -> list[Job]:
    """The bed at the film's exact length."""
    if not isinstance(settled.music, BedOrder):
        return []
    order = dataclasses.replace(settled.music, samples=timeline.samples)
    return [Job(order=order, label="music", doing="composing the bed")]


def _music(
    settled: Plan, timeline: Timeline, takes: Mapping[str, Artifact], result: Callable[[str], Artifact], store: Store
) -> Music | None:
    level = float(settled.film.music.level)
    if isinstance(settled.music, BedOrder):
        bed = result(digest(dataclasses.replace(settled.music, samples=timeline.samples)))
        return Music(take=bed, name="bed.wav", level=level)
    heard = _heard(settled, takes)
    if isinstance(settled.music, ListenOrder) and heard is not None:
        start, end = loop_of(heard)
        reference = store.find(settled.music.file)
        if reference is None:
            raise PassingFault("the music is no longer in the store", hint="run it again")
        return Music(take=reference, name="file", level=level, loop=(round(start * 48_000), round(end * 48_000)))
    return None


def _reasons(settled: Plan, jobs: list[Job], store: Store) -> dict[str, str]:
    """Why each shot is rendered; “” where it is reused."""
    return {
        shot.id: "" if store.find(digest(job.order)) else job.reason
        for shot, job in zip(settled.shots, jobs, strict=True)
    }


def _by_shot(settled: Plan, jobs: list[Job], takes: Mapping[str, Artifact]) -> dict[str, Artifact]:
    return {shot.id: takes[digest(job.order)] for shot, job in zip(settled.shots, jobs, strict=True)}


def _captions(settled: Plan, timeline: Timeline) -> str:
    if settled.film.captions == "none":
        return ""
    names = {one.id: one.name for one in settled.film.cast} | {NARRATOR: ""}
    return srt(
        cues(Said(speaker=names[line.speaker], start=line.start, words=line.spoken.words) for line in timeline.lines)
    )


def _chapters(timeline: Timeline) -> list[tuple[str, int, int]]:
    """A chapter for each scene."""
    chapters: list[tuple[str, int, int]] = []
    titles = [segment.plan.shot.scene for segment in timeline.segments]
    for scene, segment in zip(titles, timeline.segments, strict=True):
        name = scene.replace("_", " ").replace("-", " ").title()
        if chapters and chapters[-1][0] == name:
            chapters[-1] = (name, chapters[-1][1], segment.cut.end)
        else:
            chapters.append((name, segment.cut.start, segment.cut.end))
    return chapters


def _deliver(path: Path, wishes: Wishes, store: Store, film: Artifact, captions: str, report: dict[str, Any]) -> Path:
    """Put the film, its captions and its report where the director looks."""
    import json  # noqa: PLC0415

    folder = build_folder(path, wishes)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{path.stem}.mp4"
    _copy(store.path(film, "film.mp4"), film.sha256, place)
    write_whole(folder / "report.json", json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    if captions:
        write_whole(folder / f"{path.stem}.srt", captions)
    return place


def _sheet(path: Path, wishes: Wishes, store: Store, shots: Mapping[str, Artifact]) -> None:
    """The contact sheet beside the film: three frames a shot."""
    place = build_folder(path, wishes) / "sheet.jpg"
    sheet = edit_sheet(store, list(shots.values()))
    if sheet:
        _copy(store.path(sheet, "sheet.jpg"), sheet.sha256, place)


def _copy(source: Path, sha256: str, place: Path) -> None:
    """Copy a file out of the store, whole or not at all; what stands there already is left."""
    if place.is_file() and place.stat().st_size == source.stat().st_size and hash_of(place) == sha256:
        return
    beside = place.with_name(f".{place.name}.part")
    shutil.copyfile(source, beside)
    beside.replace(place)


def _one(settled: Plan, which: str) -> ShotPlan:
    found = settled.shot(which)
    if found is None:
        known = ", ".join(f"{shot.number} {shot.id}" for shot in settled.shots)
        raise UsageFault(f"there is no shot “{which}”", hint=f"the shots are: {known}")
    return found


def _alone(small: Plan, shot: ShotPlan, spoken: dict[str, Spoken], before: Lock | None) -> Timeline:
    """A timeline of one shot, as long as the lock has it, else as long as it asks."""
    takes = takes_of(small)[shot.id]
    demand = demand_of(shot, spoken, takes, small.film.format.fps, 0)
    locked = before.shot(shot.id) if before else None
    frames = max(demand.least, locked.frames[1] - locked.frames[0] if locked else demand.wanted)
    still = dataclasses.replace(shot, shot=dataclasses.replace(shot.shot, transition=type(shot.shot.transition)()))
    cut = Cut(shot=shot.id, start=0, end=frames, wanted=frames, landing="", cost=0, reason="preview")
    return assemble(dataclasses.replace(small, shots=(still,)), (cut,), spoken, {shot.id: takes})


def _show(path: Path, wishes: Wishes, store: Store, film: Artifact, shot: ShotPlan, timeline: Timeline) -> Previewed:
    from ministudio_cli.media.still import write_still  # noqa: PLC0415

    folder = build_folder(path, wishes) / "preview"
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / f"{shot.number:02d}-{shot.id}.mp4"
    _copy(store.path(film, "film.mp4"), film.sha256, clip)
    still = write_still(clip, timeline.frames // 2, clip.with_suffix(".png"))
    return Previewed(clip=clip, still=still, seconds=float(timeline.frames / timeline.fps), shot=shot.id)
