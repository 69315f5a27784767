"""The functions that make takes: each lets a task's provider make one, and checks what came.

Named by the tasks themselves (`Task.make`), and called where the work is done.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from typing import TypeVar

from ministudio_cli.cut.loudness import TARGETS
from ministudio_cli.errors import ProviderRefused
from ministudio_cli.graph.delivery_tasks import DailiesTask, ProofTask
from ministudio_cli.graph.work import WorkContext
from ministudio_cli.planning.inspection_tasks import FinishTask, InspectTask, VerdictTask
from ministudio_cli.planning.sound_tasks import AmbienceTask, FoleyTask
from ministudio_cli.planning.task import Task
from ministudio_cli.planning.tasks import BedTask, LineTask, ListenTask, PlateTask, PortraitTask, ShotTask
from ministudio_cli.providers.clips import take_of
from ministudio_cli.providers.kit import Provider, Take
from ministudio_cli.qc.hygiene import accept, accept_line, accept_picture
from ministudio_cli.report.json_form import plain_of, value_of
from ministudio_cli.report.values import FilmReport
from ministudio_cli.stabilise.conform import carry
from ministudio_cli.sync.decide import CutsTask, decide

PARTS = ("head.mp4", "body.mp4", "tail.mp4")
AnyProvider = TypeVar("AnyProvider", bound=Provider)


def plate(task: PlateTask, context: WorkContext) -> Take:
    take = _held(context.providers.plates(task.maker.name), task).plate(task, context)
    accept_picture(task, take)
    return take


def portrait(task: PortraitTask, context: WorkContext) -> Take:
    take = _held(context.providers.plates(task.maker.name), task).portrait(task, context)
    accept_picture(task, take)
    return take


def line(task: LineTask, context: WorkContext) -> Take:
    take = _held(context.providers.voice(task.maker.name), task).line(task, context)
    accept_line(task, take)
    return take


def shot(task: ShotTask, context: WorkContext) -> Take:
    """A drawn take in its parts, or a generated one with how its clips carry the shot."""
    provider = _held(context.providers.shots(task.maker.name), task)
    take = provider.shot(task, dataclasses.replace(context, take=take_of(task, context.store.sha256_of)))
    if "body.mp4" not in take.files:
        return carry(task, take, context.folder)
    accept(task, take)
    parts = {"parts": [name for name in PARTS if name in take.files], "masked": "mask.mkv" in take.files}
    return Take(files=take.files, facts=dict(take.facts) | parts)


def bed(task: BedTask, context: WorkContext) -> Take:
    from ministudio_cli.providers.bed import Bed  # noqa: PLC0415 - numpy, as below

    return Bed().bed(task, context)


def ambience(task: AmbienceTask, context: WorkContext) -> Take:
    from ministudio_cli.providers.ambience import Ambience  # noqa: PLC0415

    return Ambience().ambience(task, context)


def foley(task: FoleyTask, context: WorkContext) -> Take:
    from ministudio_cli.providers.foley import Foley  # noqa: PLC0415

    return Foley().foley(task, context)


def listen(task: ListenTask, context: WorkContext) -> Take:
    from ministudio_cli.providers.listening import Listening  # noqa: PLC0415

    return Listening().listen(task, context)


def cuts(task: CutsTask, _context: WorkContext) -> Take:
    return Take(files={}, facts={"cuts": [dataclasses.asdict(cut) for cut in decide(task.problem)]})


def inspection(task: InspectTask, context: WorkContext) -> Take:
    from ministudio_cli.qc.inspect import inspect  # noqa: PLC0415

    return inspect(task, context)


def finished(task: FinishTask, context: WorkContext) -> Take:
    from ministudio_cli.qc.finish import finish  # noqa: PLC0415

    take = finish(task, context)
    accept(task, take)
    if not context.facts(task.take).get("heard"):
        return take
    sound = context.folder / "sound.wav"
    shutil.copyfile(context.file(task.take, sound.name), sound)
    return Take(files={**take.files, sound.name: sound}, facts=take.facts)


def verdict(task: VerdictTask, context: WorkContext) -> Take:
    from ministudio_cli.qc.findings import load  # noqa: PLC0415
    from ministudio_cli.qc.judge import Hints  # noqa: PLC0415
    from ministudio_cli.qc.verdict import Seen, verdict  # noqa: PLC0415

    seen = []
    for one in task.shots:
        facts = context.facts(one.inspection)
        seen.append(
            Seen(
                shot=one.shot,
                group=one.group,
                hints=Hints(
                    camera=one.camera, moving_background=one.moving_background, lighting_change=one.lighting_change
                ),
                found=load(context.file(one.inspection, "findings.npz"), facts),
                generated=one.generated,
                marks=facts["marks"],
                alike=float(facts.get("alike", 1.0)),
                present=tuple(facts.get("present", ())),
                face=float(facts.get("face", 0.0)),
            )
        )
    return Take(files={}, facts={"shots": verdict(seen)})


def proof(task: ProofTask, context: WorkContext) -> Take:
    from ministudio_cli.report.measured import Asked, measured  # noqa: PLC0415

    voice = context.file(task.sound, "voice.wav") if task.narrated else None
    music = context.file(task.sound, "music.wav") if task.scored else None
    played = bool(context.facts(task.sound)["played"])
    asked = Asked(
        voices=(voice,) if voice else (),
        music=music,
        target=TARGETS.get(task.master),
        limits=dict(task.limits),
        silent=not played,
    )
    return Take(files={}, facts={"proof": plain_of(measured(context.file(task.film, "film.mp4"), asked, task.beats))})


def dailies(task: DailiesTask, context: WorkContext) -> Take:
    from ministudio_cli.report.dailies import dailies  # noqa: PLC0415

    place = context.folder / "report.html"
    page = dailies(
        value_of(FilmReport, json.loads(task.report)), context.store, task.film, task.captions, task.language
    )
    place.write_text(page, "utf-8")
    return Take(files={place.name: place})


def _held(provider: AnyProvider, task: Task) -> AnyProvider:
    """The provider, where it is of the version that is asked for; raises ProviderRefused for another."""
    if provider.version != task.maker.version:
        raise ProviderRefused(
            f"the task is for {task.maker.name} {task.maker.version}, this machine has {provider.version}",
            hint="install the same version of ministudio and its packages everywhere",
        )
    return provider
