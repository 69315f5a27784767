"""The clips that an emulator takes: made by the animatic in a thread, there after a while, or never."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ministudio_cli.providers.google.emulator.footage import clip, given
from ministudio_cli.providers.google.emulator.http import Answered, Drop
from ministudio_cli.providers.google.emulator.knobs import Knobs
from ministudio_cli.providers.google.emulator.rules import (
    Ended,
)


@dataclass(slots=True)
class Job:
    """One clip that was taken; `ended` is the error that it ends with, `price` what a clip that comes is billed at."""

    id: str
    prompt: str
    born: float
    made: Future[bytes] | None
    price: Decimal = Decimal(0)
    ended: Ended | None = None


class Takes:
    """`note` writes down what is asked, in `log`."""

    def __init__(self, knobs: Knobs, log: Sequence[Mapping[str, Any]], note: Callable[..., None]) -> None:
        self.knobs, self.log, self.note = knobs, log, note
        self.jobs: dict[str, Job] = {}
        self._turn = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=2)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def take(
        self, prompt: str, seconds: float, resolution: str, aspect: str, seed: int, first: bytes,
        pictures: list[bytes], price: Decimal, ended: Ended | None, *, sound: bool,
    ) -> Job:  # fmt: skip
        """Take a clip, and so be paid for it; raises Answered where the quota is full."""
        with self._turn:
            running = sum(
                time.monotonic() - job.born < self.knobs.latency or not (job.made and job.made.done())
                for job in self.jobs.values()
                if not self.named(self.knobs.hang, job) and not job.ended
            )
            if running >= self.knobs.quota:
                raise Answered(429, "quota exceeded: too many clips at once", {"Retry-After": "1"})
            name = secrets.token_hex(8)
            job = Job(id=name, prompt=prompt, born=time.monotonic(), made=None, price=price, ended=ended)
            self.jobs[name] = job
        if ended:
            self.note("refused", id=name, message=ended.message)
            return job
        short = 2160 if resolution == "4k" else int(resolution.rstrip("p"))
        across, down = map(int, aspect.split(":"))
        size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
        sent = [hashlib.sha256(picture).hexdigest()[:12] for picture in pictures]
        request = hashlib.sha256(repr((prompt, seconds, size, seed, first, pictures)).encode()).hexdigest()[:16]
        self.note(
            "clip", id=name, request=request, prompt=prompt, seed=seed, seconds=seconds, size=list(size),
            first=hashlib.sha256(first).hexdigest()[:12] if first else "", references=sent, sound=sound,
        )  # fmt: skip

        first_take = (
            sum(entry["what"] == "clip" and _words(entry["prompt"]) == _words(prompt) for entry in self.log) == 1
        )
        knobs = self.knobs

        def marked(word: str) -> bool:
            return first_take and self.named(word, job)

        flaws = dataclasses.replace(knobs.flaws, wrong=marked(knobs.wrong))
        asked, still, shown = prompt, first, pictures
        if marked(knobs.stray):
            asked, still, shown, flaws = _ELSEWHERE, b"", [], dataclasses.replace(flaws, plain=False)
        if marked(knobs.small):
            size = (64, 2 * round(32 * size[1] / size[0]))
        if marked(knobs.upright):
            size = (size[1], size[0])
        length = 1.0 if marked(knobs.brief) else seconds

        film = next((path for path in _clips(knobs.footage) if self.named(path.stem, job)), None)

        def make() -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                if film:
                    return given(film, length, size, Path(folder), seed if sound else None)
                return clip(asked, length, size, seed, still, shown, flaws, Path(folder), sound)

        job.made = self._pool.submit(make)
        if self.named(self.knobs.lose, job):
            raise Drop
        return job

    def job(self, name: str) -> Job:
        if name not in self.jobs:
            raise Answered(404, "no such operation")
        return self.jobs[name]

    def done(self, job: Job) -> bool:
        if self.named(self.knobs.hang, job):
            return False
        done = job.made is not None and job.made.done() and time.monotonic() - job.born >= self.knobs.latency
        if done and self.named(self.knobs.expire, job):
            raise Answered(404, "The operation has expired.")
        if done and self.named(self.knobs.forget, job):
            raise Answered(404, "Predict operation not found.")
        return done

    @staticmethod
    def named(word: str, job: Job) -> bool:
        return bool(word) and word.lower() in job.prompt.lower()

    def finished(self, name: str) -> bytes:
        made = self.job(name).made
        if made is None:
            raise Answered(404, "not made yet")
        return made.result()


_ELSEWHERE = """Wide shot, full figures in their surroundings; static camera, locked off.
Nobody is in the frame.
Place: a beach; time: noon; with palm trees.
Style: painted."""
"""What a clip of another order shows."""


def _words(prompt: str) -> str:
    """A prompt without what a retake adds to it."""
    return prompt.split("\nOne continuous shot", 1)[0].split("\nThe camera is locked off", 1)[0]


def _clips(folder: str) -> list[Path]:
    """The clips of a folder; longer names first, so that none is taken for a part of another."""
    return sorted(Path(folder).glob("*.mp4"), key=lambda path: (-len(path.stem), path.stem)) if folder else []
