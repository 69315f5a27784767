"""What an engine is: whatever can have tasks made whose inputs are in the store."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from ministudio_cli.planning.task import Task
from ministudio_cli.store.artifact import Artifact


class Engine(Protocol):
    """Makes tasks, in an order and in as many at once as it sees fit. Its methods are called from several threads."""

    def submit(self, task: Task, key: str, effort: int) -> Future[Artifact]:
        """Have a task made whose digest is `key`; the longer its `effort`, the sooner it should begin.

        Nothing but an interrupt is raised here: the future fails with what the task's function raised, or with a
        MinistudioError. A worker that ends costs its task, which is begun again.
        """

    def close(self, *, at_once: bool) -> None:
        """Wait for what is being made, or (`at_once`) leave nothing running."""
