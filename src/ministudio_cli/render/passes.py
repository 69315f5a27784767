"""The two passes as jobs: what is made first, so that all else can be anchored to it, and the shots themselves."""

from __future__ import annotations

import dataclasses
import shutil
from fractions import Fraction
from pathlib import Path

from ministudio_cli.plan.film import Plan, ShotPlan, clips_of
from ministudio_cli.plan.lock import Lock, why
from ministudio_cli.plan.orders import ListenOrder, ShotOrder, digest, reference_digest
from ministudio_cli.render.crew import Job
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.store.store import Store, hash_of
from ministudio_cli.sync.optimiser import Cut
from ministudio_cli.sync.timeline import Segment, Timeline


def references_of(film: Screenplay) -> dict[str, str]:
    """Every file that a screenplay names, with the digest under which the store keeps it."""
    named = {one.reference for one in film.cast} | {one.reference for one in film.sets} | {film.music.file}
    folder = Path(film.file).parent
    return {name: reference_digest(hash_of(folder / name)) for name in sorted(named) if name}


def admit(film: Screenplay, references: dict[str, str], store: Store) -> None:
    """Take the files that a screenplay names into the store, so that an order and a store are enough to work from."""
    for name, key in references.items():
        if store.find(key) is None:
            with store.scratch() as folder:
                copy = folder / "file"
                shutil.copyfile(Path(film.file).parent / name, copy)
                store.publish(key, "reference", {"file": copy}, {"suffix": Path(name).suffix})


def first_pass(plan: Plan, only: ShotPlan | None = None) -> list[Job]:
    """Plates, portraits, every line, and the music's analysis; of one shot only, where one is named."""
    shots = [only] if only else list(plan.shots)
    jobs: list[Job] = []
    for shot in shots:
        jobs.append(Job(order=shot.plate, label=f"plate {shot.shot.set}", doing="painting the set"))
        jobs += [
            Job(order=one, label=f"portrait {one.figure.id}", doing="drawing the portrait") for one in shot.portraits
        ]
        jobs += [
            Job(order=order, label=f"line {shot.id}", doing=f"speaking as {line.speaker}")
            for order, line in zip(shot.lines, shot.shot.lines, strict=True)
        ]
    if isinstance(plan.music, ListenOrder) and not only:
        jobs.append(Job(order=plan.music, label="music", doing="listening to the music"))
    return jobs


def second_pass(timeline: Timeline, plan: Plan, lock: Lock | None, *, slate: bool = False) -> list[Job]:
    """Every shot at its exact length, anchored to its plate and portraits, with the reason why it is made."""
    locked = {one.id: one for one in lock.shots} if lock else {}
    jobs: list[Job] = []
    for segment in timeline.segments:
        shot = segment.plan
        last = digest(jobs[-1].order) if jobs and shot.shot.continuity == "match" else ""
        before = locked.get(shot.id)
        reason = why(shot, before)
        if not reason and before and before.frames[1] - before.frames[0] != segment.cut.frames:
            reason = f"{segment.cut.frames - (before.frames[1] - before.frames[0]):+d} frames"
        order = shot_order(plan, segment, before=last, slate=slate)
        jobs.append(Job(order=order, label=f"shot {shot.id}", doing="filming", reason=reason or "not in the store"))
    return jobs


def shot_order(
    plan: Plan, segment: Segment, *, before: str = "", draft: bool = False, slate: bool = False
) -> ShotOrder:
    """The order for a shot whose place in the film is settled; `before` is the take that it continues."""
    shot = segment.plan
    model = plan.makers.model
    frames = segment.cut.frames + segment.tail
    return ShotOrder(
        maker=plan.makers.shots,
        prompt=shot.prompt,
        seed=shot.seed,
        size=shot.shot.size,
        camera=shot.shot.camera,
        action=shot.shot.action,
        title=shot.shot.title,
        figures=shot.moment.figures,
        view=shot.moment.view,
        style=plan.film.style,
        format=plan.film.format,
        head=segment.head,
        body=segment.cut.frames - segment.head,
        tail=segment.tail,
        speech=segment.speech,
        plate=digest(shot.plate),
        portraits=tuple(digest(one) for one in shot.portraits),
        before=before,
        draft=draft,
        slate=" · ".join(filter(None, (f"{shot.number} {shot.id}", shot.shot.size, shot.shot.action))) if slate else "",
        first=segment.cut.start if slate else 0,
        model=model.model if model else "",
        clips=clips_of(model, shot.anchors, frames / plan.film.format.fps),
        asked_size=model.size_for(min(plan.film.format.width, plan.film.format.height)) if model else 0,
        anchors=tuple((one.role, *_anchor(shot, one.of, before)) for one in shot.anchors),
        negative=", ".join(plan.film.style.avoid) if model and model.negative else "",
    )


def board_order(plan: Plan, shot: ShotPlan) -> ShotOrder:
    """The order for a shot's storyboard: a frame a second, from which its stills are taken; nobody speaks."""
    seconds = max(6, round(shot.expected))
    cut = Cut(shot=shot.id, start=0, end=seconds, wanted=seconds, landing="", cost=0, reason="storyboard")
    format_ = dataclasses.replace(plan.film.format, fps=Fraction(1))
    slow = dataclasses.replace(plan, film=dataclasses.replace(plan.film, format=format_))
    return shot_order(slow, Segment(plan=shot, cut=cut, head=0, tail=0, speech=()), draft=True)


def _anchor(shot: ShotPlan, of: str, before: str) -> tuple[str, str]:
    """The order that makes an anchor's picture, and the file of it; a film's last frame is a picture too."""
    if of == "before" and before:
        return before, "last.png"
    if of in ("plate", "before"):
        return digest(shot.plate), "plate.png"
    return next(digest(one) for one in shot.portraits if one.figure.id == of), "portrait.png"
