"""ministudio as a library: `from ministudio_cli import read, plan, render, preview, check`.

What the command line does, as functions and frozen values. Nothing is printed, the environment is not changed, and a
script needs no `if __name__ == "__main__":` around its calls. Every error is a `MinistudioError` with a sentence and a
hint; where a film is made and does not pass its own check, it is returned with what is wrong in `faults`.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ministudio_cli.errors import CheckFailed
from ministudio_cli.graph.events import Event
from ministudio_cli.report.measured import Asked
from ministudio_cli.report.values import CheckReport, FilmReport
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.timeline import FilmTimeline, from_json
from ministudio_cli.usecases import check_film, plan_film, render_film, settle
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.preview_shots import Preview, Previewed

Progress = Callable[[Event], None]
_LOG = logging.getLogger("ministudio_cli")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a call asks beyond the screenplay, as the options of `ministudio render` do.

    `store` and `out` are folders (by default beside the screenplay); `profile` is a profile of providers; `max_cost` US
    dollars that may be spent, and `yes` consents to spend what `plan` says; `workers` is how many processes compute (0:
    one a core); `locked` fails where the lock is stale; `retakes` may be bought again where a take is wrong.
    """

    store: str = ""
    out: Path | None = None
    profile: str = ""
    max_cost: Decimal | None = None
    yes: bool = False
    workers: int = 0
    locked: bool = False
    retakes: int = 2
    allow_outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedShot:
    """A shot as it will be made: its length in seconds (settled once it was locked), seed, prompt and US dollars."""

    number: int
    id: str
    scene: str
    set: str
    size: str
    camera: str
    cast: tuple[str, ...]
    seconds: float
    settled: bool
    seed: int
    prompt: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmPlan:
    """What a render will make and what is still to be paid for it, in US dollars; nothing is made or spent by it."""

    title: str
    file: Path
    seconds: float
    width: int
    height: int
    fps: Fraction
    shots: tuple[PlannedShot, ...]
    due: Decimal
    warnings: tuple[str, ...]
    undrawn: tuple[str, ...]
    """Words of the screenplay that have no drawing."""

    def __repr__(self) -> str:
        rows = "".join(f"\n  {shot.number:3d} {shot.id:16} {shot.seconds:6.2f} s  {shot.size}" for shot in self.shots)
        return f"FilmPlan({self.title!r}, {len(self.shots)} shots, {self.seconds:.1f} s, ${self.due}{rows})"

    def _repr_html_(self) -> str:
        head = f"{self.title}: {self.seconds:.1f} s, ${self.due} due"
        rows = [(shot.number, shot.id, f"{shot.seconds:.2f} s", shot.size, ", ".join(shot.cast)) for shot in self.shots]
        return _table(head, ("", "shot", "length", "size", "cast"), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmLine:
    """A spoken line, in seconds of the film; `doubts` tell where a recording and its script differ."""

    shot: str
    speaker: str
    text: str
    start: float
    end: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmShot:
    """A shot of a finished film: frames [start, end), what its cut lands on in the music, and what became of its take
    (`good`, `mended`, `fault`, `drawn`; “” where nothing was measured).
    """

    id: str
    start: int
    end: int
    lands_on: str
    verdict: str
    seed: int
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A finished film. `faults` is empty where it is as it was asked for; `report` has all that was measured."""

    path: Path
    title: str
    seconds: float
    frames: int
    fps: Fraction
    width: int
    height: int
    sha256: str
    loudness: float | None
    """LUFS, integrated; None for a silent film."""
    spent: Decimal
    shots: tuple[FilmShot, ...]
    lines: tuple[FilmLine, ...]
    faults: tuple[str, ...]
    report: FilmReport

    @property
    def timeline(self) -> FilmTimeline:
        """What stands where in it, from the `timeline.json` beside it."""
        return from_json((self.path.parent / "timeline.json").read_text("utf-8"))

    def __repr__(self) -> str:
        state = "no faults" if not self.faults else "; ".join(self.faults)
        return f"Film({str(self.path)!r}, {self.seconds:.1f} s, {len(self.shots)} shots, {state})"

    def _repr_html_(self) -> str:
        rows = [(shot.id, f"{float(shot.start / self.fps):.2f}", shot.lands_on, shot.verdict) for shot in self.shots]
        head = f"{self.title}: {self.path}, {self.seconds:.1f} s"
        return _table(head, ("shot", "from, s", "lands on", "take"), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A finished file's own measures; `faults` say what passes its limit."""

    path: Path
    faults: tuple[str, ...]
    measures: CheckReport


def read(path: str | Path, options: Options | None = None) -> Screenplay:
    """Read a screenplay. Raises ScreenplayInvalid, whose `faults` are all of them with their places."""
    return settle.validate(Path(path), _render_options(options))


def plan(path: str | Path, options: Options | None = None) -> FilmPlan:
    """What would be made and at what price. Raises ScreenplayInvalid, and LockStale where `locked` is asked for."""
    planned = plan_film.plan(Path(path), _render_options(options))
    report, film = planned.report, planned.plan.film
    shots = tuple(
        PlannedShot(
            number=shot.number, id=shot.id, scene=shot.shot.scene, set=shot.shot.set, size=shot.shot.size,
            camera=shot.shot.camera, cast=row.cast, seconds=row.seconds, settled=row.settled, seed=shot.seed,
            prompt=shot.prompt, price=shot.price,
        )
        for shot, row in zip(planned.plan.shots, report.shots, strict=True)
    )  # fmt: skip
    return FilmPlan(
        title=film.title, file=Path(film.file), seconds=report.seconds, width=film.format.width,
        height=film.format.height, fps=film.format.fps, shots=shots, due=Decimal(report.bill.due),
        warnings=report.warnings, undrawn=report.undrawn,
    )  # fmt: skip


def render(path: str | Path, options: Options | None = None, *, progress: Progress | None = None) -> Film:
    """Make the film. What was made before is reused, and nothing is paid for twice.

    `progress` is called with an `Event` for everything that begins, goes on and ends, from threads of this process;
    notes go to the logger `ministudio_cli`. Raises what its errors name: OverBudget before anything is bought,
    ProviderRefused, PassingFault (run it again: nothing is lost). A film that does not pass its check is returned.
    """
    faults: tuple[str, ...] = ()
    try:
        made = render_film.render(Path(path), _render_options(options), _sink(progress))
    except CheckFailed as error:
        if not isinstance(error.result, render_film.Rendered):
            raise
        made, faults = error.result, (error.message,)
    return film_of(made.film, made.report, faults)


def preview(
    path: str | Path, shots: Sequence[str | int], options: Options | None = None, *, progress: Progress | None = None
) -> tuple[Previewed, ...]:
    """Some shots, small and quick: by number or id. Raises UsageFault for one that is not there."""
    with Preview(Path(path), _render_options(options), _sink(progress)) as maker:
        return tuple(maker.shots([str(shot) for shot in shots]))


def check(
    film: str | Path,
    *,
    narration: str | Path | None = None,
    dialogue: str | Path | None = None,
    music: str | Path | None = None,
) -> Check:
    """Measure a finished film from its file alone, against its stems where they are given."""
    voices = tuple(Path(stem) for stem in (narration, dialogue) if stem)
    asked = Asked(voices=voices, music=Path(music) if music else None)
    measures = check_film.check(Path(film), asked)
    return Check(path=Path(film), faults=measures.faults, measures=measures)


def film_of(path: Path, report: FilmReport, faults: Sequence[str] = ()) -> Film:
    """A film by its file and its report."""
    verdicts = {row.shot: row.verdict for row in report.quality}
    cuts = {cut.shot: cut for cut in report.cuts}
    shots = tuple(
        FilmShot(
            id=shot.id, start=cuts[shot.id].start, end=cuts[shot.id].end, lands_on=cuts[shot.id].lands_on,
            verdict="drawn" if shot.drawn else verdicts.get(shot.id, ""), seed=shot.seed, prompt=shot.prompt,
        )
        for shot in report.shots
    )  # fmt: skip
    lines = tuple(
        FilmLine(
            shot=line.shot, speaker=line.speaker, text=line.text, start=line.start, end=line.end, doubts=line.doubts
        )
        for line in report.lines
    )
    return Film(
        path=path, title=report.title, seconds=report.seconds, frames=report.frames, fps=Fraction(report.fps),
        width=report.width, height=report.height, sha256=report.sha256, loudness=report.loudness.lufs,
        spent=Decimal(report.spent), shots=shots, lines=lines, faults=tuple(faults), report=report,
    )  # fmt: skip


def _render_options(options: Options | None) -> RenderOptions:
    given = options or Options()
    return RenderOptions(
        store=given.store, out=given.out, profile=given.profile, max_cost=given.max_cost, yes=given.yes,
        workers=given.workers, locked=given.locked, retakes=given.retakes, allow_outside=given.allow_outside,
    )  # fmt: skip


def _sink(progress: Progress | None) -> Progress:
    def watch(event: Event) -> None:
        if event.kind == "note":
            _LOG.info("%s", event.label)
        if progress:
            progress(event)

    return watch


def _table(head: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    cells = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<p>{html.escape(head)}</p><table><tr>{cells}</tr>{body}</table>"


__all__ = [
    "Check", "Event", "Film", "FilmLine", "FilmPlan", "FilmShot", "Options", "PlannedShot", "Previewed", "Progress",
    "Screenplay", "check", "film_of", "plan", "preview", "read", "render",
]  # fmt: skip
