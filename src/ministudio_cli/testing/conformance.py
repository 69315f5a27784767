"""What every provider must keep, ours and a third party's: `conforms(MyShots, folder)` runs it.

It orders small takes, as the studio would, and holds what comes against the orders. One that pays is given a ledger of
its own, is killed in the middle and resumed, and asked by two buyers at once; point it at an emulator of its service,
or at the service itself if you will pay for a few short clips.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ministudio_cli.errors import MinistudioError
from ministudio_cli.planning.inspection_tasks import FinishTask
from ministudio_cli.planning.task import Task, digest
from ministudio_cli.planning.tasks import SAMPLE_RATE, PlateTask, ShotTask
from ministudio_cli.providers.clips import take_of
from ministudio_cli.providers.kit import (
    PaidRequest,
    PlateProvider,
    Provider,
    ShotProvider,
    Take,
    TakeContext,
    VoiceProvider,
)
from ministudio_cli.providers.spec import Settings
from ministudio_cli.purchases.budget import Budget
from ministudio_cli.purchases.ledger import open_ledger, reconciled
from ministudio_cli.purchases.room import PurchaseRoom
from ministudio_cli.purchases.runner import Runner
from ministudio_cli.qc.finish import finish
from ministudio_cli.qc.hygiene import accept, accept_picture
from ministudio_cli.stabilise.conform import carry
from ministudio_cli.store.files import hash_of
from ministudio_cli.store.store import Store
from ministudio_cli.testing.trials import kept, line_task, plate_task, shot_task


class _Killed(BaseException):
    """The program ended here."""


def conforms(provider: type[Provider], folder: Path, settings: Settings | None = None) -> tuple[str, ...]:
    """What a provider of shots, plates or voices does not keep, in words; nothing where it conforms.

    `folder` is written in; `settings` are what the provider would be given for a film.
    """
    if not any(issubclass(provider, kind) for kind in (ShotProvider, PlateProvider, VoiceProvider)):
        return ("it is no ShotProvider, PlateProvider or VoiceProvider",)
    faults = []
    if not isinstance(getattr(provider, "version", None), str):
        faults.append("version is text")
    waits: object = provider.waits
    if not isinstance(waits, bool):
        faults.append("waits is a bool")
    if faults:
        return tuple(faults)
    given = settings or Settings()
    store = Store(str(folder / "store"))
    made = provider(given)
    if isinstance(made, ShotProvider):
        shot = shot_task(type(made), store)
        trial = _Trial(shot, lambda context: _conformed(made, shot, context), lambda take: _shot_faults(shot, take))
    elif isinstance(made, PlateProvider):
        plate = plate_task(made)
        trial = _Trial(plate, lambda context: made.plate(plate, context), lambda take: _picture_faults(plate, take))
    else:
        assert isinstance(made, VoiceProvider)  # noqa: S101 - one of the three, as above
        line = line_task(made)
        trial = _Trial(line, lambda context: made.line(line, context), _line_faults)
    faults += _twice(trial, store, folder)
    if trial.task.ceiling:
        faults += _paid(trial.task, trial.make, folder)
    return tuple(faults)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A task, how the provider makes it, and what of a take is not as it was ordered."""

    task: Task
    make: Callable[[TakeContext], Take]
    faults: Callable[[Take], list[str]]


def _twice(trial: _Trial, store: Store, folder: Path) -> list[str]:
    """Two takes of one task: where they stand, what they are, that they are the same, and paid for once."""
    task = trial.task
    faults: list[str] = []
    takes = []
    for number in range(2):
        place = folder / f"take-{number}"
        place.mkdir()
        counted: list[tuple[int, int]] = []
        room = PurchaseRoom(store, Budget(yes=True), "conformance/film")
        context = _context(place, store, Runner(digest(task), room, task.ceiling).purchase, counted)
        take = trial.make(context)
        faults += [
            f"{name} is not in the context’s folder" for name, path in take.files.items() if place not in path.parents
        ]
        faults += trial.faults(take)
        if task.asks == "shots" and (not counted or counted[-1][0] != counted[-1][1]):
            faults.append("its progress does not end with everything done")
        if number and room.budget.spent:
            faults.append(f"the same order is paid for again (${room.budget.spent})")
        room.close()
        takes.append({name: path.read_bytes() for name, path in take.files.items() if path.suffix in (".mp4", ".wav")})
    if takes[0] != takes[1]:
        faults.append("the same order gives other bytes")
    return faults


def _shot_faults(task: ShotTask, take: Take) -> list[str]:
    try:
        accept(task, take)
    except MinistudioError as error:
        return [error.message]
    return []


def _picture_faults(task: PlateTask, take: Take) -> list[str]:
    """A picture is exactly as large as it was ordered."""
    import cv2  # noqa: PLC0415

    try:
        accept_picture(task, take)
    except MinistudioError as error:
        return [error.message]
    picture = cv2.imread(str(take.files["plate.png"]), cv2.IMREAD_COLOR)
    seen = (0, 0) if picture is None else picture.shape[1::-1]
    wanted = (task.width, task.height)
    return [] if tuple(seen) == wanted else [f"plate.png is {seen[0]}×{seen[1]}, not {wanted}"]


def _line_faults(take: Take) -> list[str]:
    if "line.wav" not in take.files or "samples" not in take.facts or "words" not in take.facts:
        return ["line.wav, samples and words are needed"]
    from ministudio_cli.media.pcm import read_wav  # noqa: PLC0415

    sound, rate = read_wav(take.files["line.wav"])
    claimed = int(take.facts["samples"])
    right = rate == SAMPLE_RATE and len(sound) == claimed
    return (
        [] if right else [f"line.wav has {len(sound)} samples at {rate} Hz, its facts say {claimed} at {SAMPLE_RATE}"]
    )


def _paid(order: Task, make: Callable[[TakeContext], Take], folder: Path) -> list[str]:
    """Killed after the service took a request, and resumed; then bought by two at once: nothing is sent twice."""
    faults: list[str] = []
    source, store = Store(str(folder / "store")), Store(str(folder / "killed"))
    _copied(order, source, store)
    sent: list[str] = []

    def once(name: str, *, killed: bool = False) -> None:
        place = folder / name
        place.mkdir()
        room = PurchaseRoom(store, Budget(yes=True), "conformance/film")
        runner = Runner(digest(order), room, order.ceiling)
        try:
            make(_context(place, store, _counting(runner, sent, killed=killed), []))
        except _Killed:
            pass
        except MinistudioError as error:
            faults.append(f"{name}: {error.message}")
        finally:
            room.close()

    once("killed-first", killed=True)
    before = len(sent)
    once("resumed")
    if any(key in sent[before:] for key in sent[:before]):
        faults.append("after a kill the same request was sent again")
    store = Store(str(folder / "raced"))
    _copied(order, source, store)
    racing = [threading.Thread(target=once, args=(f"racing-{number}",)) for number in range(2)]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    states = [entry.state for entry in reconciled(open_ledger(store.url)).entries]
    if any(state != "done" for state in states):
        faults.append(f"purchases did not end as done: {states}")
    return faults


def _counting(runner: Runner, sent: list[str], *, killed: bool) -> Callable[[PaidRequest], Path]:
    """Purchases that are written down as they are sent; `killed`: the program ends when one is asked after."""

    def purchase(request: PaidRequest) -> Path:
        def send(dispatch: Callable[[], None]) -> Any:
            sent.append(request.key)
            return request.send(dispatch)

        def fetch(operation: str) -> Any:
            if killed:
                raise _Killed
            assert request.fetch is not None  # noqa: S101 - only what was accepted is fetched
            return request.fetch(operation)

        return runner.purchase(dataclasses.replace(request, send=send, fetch=fetch if request.fetch else None))

    return purchase


def _copied(order: Task, source: Store, target: Store) -> None:
    """Give another store what an order is held to."""
    for key in order.inputs:
        found = kept(source, key)
        with target.scratch() as scratch:
            for name in found.files:
                (scratch / name).write_bytes(source.path(found, name).read_bytes())
            target.publish(key, found.kind, {name: scratch / name for name in found.files}, found.facts)


def _context(
    place: Path, store: Store, purchase: Callable[[PaidRequest], Path], counted: list[tuple[int, int]]
) -> TakeContext:
    return TakeContext(
        folder=place,
        file=lambda made, name: store.path(kept(store, made), name),
        facts=lambda made: kept(store, made).facts,
        progress=lambda done, whole: counted.append((done, whole)),
        purchase=purchase,
    )


def _conformed(provider: ShotProvider, order: ShotTask, context: TakeContext) -> Take:
    """A take, conformed to its order where it is made of clips."""
    name = take_of(order, lambda made, name: hash_of(context.file(made, name)))
    take = provider.shot(order, dataclasses.replace(context, take=name))
    if "body.mp4" in take.files:
        return take
    take = carry(order, take, context.folder)
    own = dataclasses.replace(context, file=lambda _made, name: take.files[name], facts=lambda _made: take.facts)
    plain = FinishTask(
        maker=order.maker, take="take", format=order.format, head=order.head, body=order.body, tail=order.tail
    )
    return finish(plain, own)
