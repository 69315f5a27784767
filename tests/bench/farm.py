"""What a farm's scheduler carries: sleeping tasks on many simulated workers, and what our engine adds to a task.

    python tests/bench/farm.py --workers 512 --tasks 20000 --seconds 5

Workers are Dask's own, some hundred in one process: a task that sleeps holds its worker and computes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import multiprocessing
import subprocess
import sys
import tempfile
import time
from concurrent.futures import wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ministudio_cli.graph.events import no_progress
from ministudio_cli.planning.task import ProviderRef, Task, digest
from ministudio_cli.providers.kit import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Trivial(Task):
    """A task that makes nothing."""

    kind: ClassVar[str] = "trivial"
    make: ClassVar[str] = "tests.bench.farm:nothing"
    maker: ProviderRef
    number: int


def nothing(_task: Trivial, _context: Any) -> Take:
    return Take(files={}, facts={})


async def asleep(seconds: float, _number: int) -> None:
    await asyncio.sleep(seconds)


def workers(address: str, count: int) -> None:
    async def run() -> None:
        import dask
        from distributed import Worker

        # The machine that simulates them all is not to be the limit.
        dask.config.set({
            "distributed.worker.profile.enabled": False, "distributed.admin.system-monitor.interval": "60s",
            "distributed.worker.memory.terminate": False, "distributed.admin.system-monitor.disk": False,
        })  # fmt: skip
        logging.getLogger("distributed").setLevel(logging.CRITICAL)

        started = [Worker(address, nthreads=1, dashboard=False, memory_limit=0) for _ in range(count)]
        await asyncio.gather(*started)
        await asyncio.gather(*(worker.finished() for worker in started))

    asyncio.run(run())


def simulated(count: int, tasks: int, seconds: float) -> tuple[float, float]:
    """The share of their time that workers are busy, and the tasks a second."""
    import dask
    from distributed import Client

    dask.config.set({"distributed.worker.profile.enabled": False, "distributed.admin.system-monitor.interval": "10s"})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
                   "--scheduler-file", str(file)]  # fmt: skip
        scheduler = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        parts = -(-count // 64)
        spawned = multiprocessing.get_context("spawn")
        while not file.exists():
            time.sleep(0.1)
        client = Client(scheduler_file=str(file), set_as_default=False)
        own = [spawned.Process(target=workers, args=(client.scheduler.address, count // parts)) for _ in range(parts)]
        for process in own:
            process.start()
        client.wait_for_workers(count // parts * parts, timeout=300)
        began = time.monotonic()
        futures = client.map(asleep, [seconds] * tasks, range(tasks), pure=False, batch_size=5000)
        client.gather(futures, direct=False)
        wall = time.monotonic() - began
        for process in own:
            process.kill()
        with contextlib.suppress(TimeoutError):
            client.close(timeout=1)
        scheduler.kill()
    return tasks * seconds / (count // parts * parts) / wall, tasks / wall


def overhead(tasks: int) -> float:
    """How much longer a trivial task takes through the engine than by `client.submit` alone that writes as much."""
    from ministudio_cli.graph.engines.farm import Farm, FarmEngine
    from ministudio_cli.graph.work import work
    from ministudio_cli.providers.registry import ProviderSet
    from ministudio_cli.store.store import Store

    farm = Farm("", 2)
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for turn in range(4):
            store = Store(f"{folder}/{turn}")
            made = [Trivial(maker=ProviderRef(name="trivial"), number=10 * tasks * turn + n) for n in range(tasks)]
            began = time.monotonic()
            if turn % 2:
                engine = FarmEngine(farm, store, no_progress)
                wait([engine.submit(task, digest(task), 1) for task in made])
                engine.close(at_once=False)
            else:
                bare = [
                    farm.client.submit(work, task, store.url, digest(task), no_progress, ProviderSet(), pure=False)
                    for task in made
                ]
                farm.client.gather(bare)
            found.append(time.monotonic() - began)
    farm.close()
    return found[3] / found[2]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--tasks", type=int, default=6400)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    print(f"a trivial task through the engine ÷ by client.submit: {overhead(1000):.2f}")
    busy, pace = simulated(asked.workers, asked.tasks, asked.seconds)
    print(
        f"{asked.workers} workers, {asked.tasks} tasks of {asked.seconds:g} s: {100 * busy:.0f} % busy, {pace:.0f} tasks a second"
    )


if __name__ == "__main__":
    main()
