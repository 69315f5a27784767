"""The graph: whatever fails, dies or is interrupted, each task is made once and each error is told once."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ministudio_cli.cut.tasks import SheetTask
from ministudio_cli.errors import CheckFailed, MinistudioError, ProviderRefused
from ministudio_cli.graph.engines.local import LocalEngine
from ministudio_cli.graph.events import Event, no_progress
from ministudio_cli.graph.scheduler import Node, Scheduler
from ministudio_cli.graph.work import WorkContext, perform
from ministudio_cli.planning.task import GIVEN, ProviderRef, Task, digest, digest_of, ours
from ministudio_cli.providers.kit import Take
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Task):
    """A task of these tests: it writes its name into a log, and ends as it is told to."""

    kind: ClassVar[str] = "step"
    make: ClassVar[str] = "tests.test_graph:make_step"
    maker: ProviderRef = field(default_factory=lambda: ProviderRef(name="step"))
    name: str
    log: str
    needs: tuple[str, ...] = ()
    ends: str = "well"
    """well, badly (it fails), dead (its process dies once) or gone (its process dies each time)."""
    threaded: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.needs

    @property
    def waits(self) -> bool:
        return self.threaded


def make_step(task: Step, context: WorkContext) -> Take:
    for need in task.needs:
        assert context.facts(need)["name"]
    died = Path(task.log, f"{task.name}.died")
    if task.ends == "gone" or (task.ends == "dead" and not died.exists()):
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with Path(task.log, "made").open("a") as log:
        log.write(f"{task.name}\n")
    if task.ends == "badly":
        raise CheckFailed(f"{task.name} cannot be made")
    return Take(files={}, facts={"name": task.name})


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[tuple[int, ...], str, bool]]:
    """For each task the earlier ones that it reads, how it ends, and whether it runs in a thread."""
    found: list[tuple[tuple[int, ...], str, bool]] = []
    for number in range(draw(st.integers(1, 9))):
        needs = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        threaded = draw(st.booleans())
        ends = draw(
            st.sampled_from(["well", "well", "well", "badly"] if threaded else ["well", "well", "badly", "dead"])
        )
        found.append((tuple(sorted(needs)), ends, threaded))
    return found


def steps_of(graph: list[tuple[tuple[int, ...], str, bool]], log: Path) -> list[Step]:
    steps: list[Step] = []
    for number, (needs, ends, threaded) in enumerate(graph):
        read = tuple(digest(steps[need]) for need in needs)
        steps.append(Step(name=f"t{number}", log=str(log), needs=read, ends=ends, threaded=threaded))
    return steps


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs(), seed=st.randoms(use_true_random=False))
def test_of_any_graph_all_that_can_be_made_is_made_once_and_every_error_is_told_once(
    graph: list[tuple[tuple[int, ...], str, bool]], seed: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    steps = steps_of(graph, folder)
    can: set[int] = set()
    for number, (needs, ends, _) in enumerate(graph):
        if ends != "badly" and set(needs) <= can:
            can.add(number)
    tried = {number for number, (needs, _, _) in enumerate(graph) if set(needs) <= can}
    bad = [f"t{number}" for number in sorted(tried - can)]
    nodes = [Node(task=step, label=step.name) for step in steps]
    seed.shuffle(nodes)  # type: ignore[attr-defined]
    store = Store(str(folder / "store"))
    with Scheduler(store, no_progress, workers=2) as scheduler:
        scheduler.start(nodes)
        if bad:
            with pytest.raises(MinistudioError) as caught:
                scheduler.wait(steps)
            parts = [label for label, _ in caught.value.parts] or bad
            assert sorted(parts) == bad
            assert Counter(caught.value.message.count(f"{name} cannot be made") for name in bad) == {1: len(bad)}
        else:
            scheduler.wait(steps)
        assert {step.name for step in steps if store.find(digest(step))} == {f"t{number}" for number in can}
    made = Counter((folder / "made").read_text().split()) if (folder / "made").exists() else Counter()
    # What another process was at when one died is begun again; else everything is made once.
    deaths = sum(ends == "dead" for _, ends, _ in graph)
    assert set(made) == {f"t{number}" for number in tried}
    assert max(made.values(), default=1) <= 1 + deaths
    # Nothing made is made again, and nothing is left running.
    with Scheduler(store, no_progress, workers=2) as scheduler:
        scheduler.run(node for node in nodes if int(node.label[1:]) in can)
    assert Counter((folder / "made").read_text().split() if (folder / "made").exists() else []) == made
    assert not [
        child for child in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(child.cmdline())
    ]


def test_a_task_whose_process_always_dies_fails_after_its_lives_and_alone(tmp_path: Path) -> None:
    gone, well = Step(name="gone", log=str(tmp_path), ends="gone"), Step(name="well", log=str(tmp_path))
    told: list[Event] = []
    with Scheduler(Store(str(tmp_path / "store")), told.append, workers=1) as scheduler:
        scheduler.start([Node(task=gone, label="gone"), Node(task=well, label="well")])
        with pytest.raises(MinistudioError, match="a worker process was killed") as caught:
            scheduler.wait([gone])
        assert caught.value.message.startswith("gone: ")
        assert scheduler.result(well).facts == {"name": "well"}
    assert [event.label for event in told if event.kind == "note"]


def test_an_interrupt_leaves_nothing_running_and_loses_nothing_that_is_made(tmp_path: Path) -> None:
    done = Step(name="done", log=str(tmp_path))
    store = Store(str(tmp_path / "store"))
    later = [Step(name=f"later{number}", log=str(tmp_path), needs=(digest(done),)) for number in range(200)]

    def interrupted() -> None:
        with Scheduler(store, no_progress, workers=2) as scheduler:
            scheduler.run([Node(task=done, label="done")])
            scheduler.start(Node(task=task, label=task.name) for task in later)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.find(digest(done))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(
        "spawn_main" in " ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)
    ):
        time.sleep(0.05)
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


class Recording:
    """An engine that makes tasks in the caller's thread, and remembers in which order they came."""

    def __init__(self, store: Store) -> None:
        self.store, self.order = store, list[str]()
        self.closed = threading.Event()

    def submit(self, task: Task, _key: str, _effort: int) -> Future[Artifact]:
        assert isinstance(task, Step)
        self.order.append(task.name)
        made: Future[Artifact] = Future()
        try:
            made.set_result(perform(task, self.store, lambda *_: None))
        except MinistudioError as error:
            made.set_exception(error)
        return made

    def close(self, *, at_once: bool) -> None:
        assert not at_once
        self.closed.set()


def test_an_engine_of_ones_own_gets_tasks_when_their_inputs_are_there(tmp_path: Path) -> None:
    first = Step(name="first", log=str(tmp_path))
    second = Step(name="second", log=str(tmp_path), needs=(digest(first),))
    third = Step(name="third", log=str(tmp_path), needs=(digest(second), digest(first)))
    engine = Recording(Store(str(tmp_path / "store")))
    with Scheduler(engine.store, no_progress, engine=engine) as scheduler:
        scheduler.run(Node(task=task, label=task.name) for task in (third, second, first))
    assert engine.order == ["first", "second", "third"]
    assert engine.closed.is_set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Large(Step):
    @property
    def memory(self) -> int:
        return 600


def test_memory_is_counted_before_a_task_begins(tmp_path: Path) -> None:
    engine = LocalEngine(Store(str(tmp_path / "store")), no_progress, workers=4, memory=1500)
    begun: list[str] = []
    engine._begin = lambda _number, item: begun.append(item.task.name)  # type: ignore[assignment, method-assign, attr-defined]
    try:
        for number in range(4):
            task = Large(name=f"large{number}", log=str(tmp_path))
            engine.submit(task, digest(task), 1)
        assert begun == ["large0", "large1"]
        engine._release(0)
        engine._dispatch()
        assert begun == ["large0", "large1", "large2"]
    finally:
        engine.close(at_once=True)


def test_what_needs_more_memory_than_there_is_runs_alone(tmp_path: Path) -> None:
    task = Large(name="large", log=str(tmp_path))
    store = Store(str(tmp_path / "store"))
    with Scheduler(store, no_progress, engine=LocalEngine(store, no_progress, workers=2, memory=10)) as scheduler:
        assert scheduler.run([Node(task=task, label="large")])[digest(task)].facts == {"name": "large"}


def test_code_of_another_version_makes_nothing(tmp_path: Path) -> None:
    task = SheetTask(maker=ProviderRef(name="sheet", version="sheet-of-old"), stills=())
    with pytest.raises(ProviderRefused, match="sheet-of-old"):
        perform(task, Store(str(tmp_path / "store")), lambda *_: None)
    assert ours("sheet").version.startswith("sheet-")


def test_a_task_that_fails_again_and_again_is_named_each_time(tmp_path: Path) -> None:
    engine = Recording(Store(str(tmp_path / "store")))
    first, other = (Step(name=name, log=str(tmp_path), ends="badly") for name in ("first", "other"))
    with Scheduler(engine.store, no_progress, engine=engine) as scheduler:
        for number in range(40):
            step = (first, other)[number % 2]
            scheduler.start([Node(task=step, label=step.name)])
            assert list(scheduler.failed([step])) == [digest(step)]
            with pytest.raises(CheckFailed) as caught:
                scheduler.wait([step])
            assert caught.value.message.startswith(step.name)
            del caught
            # The error of the last turn is let go, so that a new one may stand where it stood.
            scheduler._flights.clear()
            gc.collect()


def test_a_field_that_came_later_changes_no_digest_until_it_is_given() -> None:
    """What is bought stays bought when a task gains a field."""

    @dataclass(frozen=True)
    class Before:
        words: str

    @dataclass(frozen=True)
    class After:
        words: str
        drawings: tuple[str, ...] = field(default=(), metadata=GIVEN)

    assert digest_of(After("a")) == digest_of(Before("a"))
    assert digest_of(After("a", ("quipu",))) != digest_of(After("a"))
    assert digest_of(After("a", ("quipu",))) != digest_of(After("a", ("cup",)))
