"""The lockfile: what was settled, so that the next render can keep it, and `--locked` can promise it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ministudio_cli.errors import LockStale
from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.film_plan import Plan, Remembered, ShotPlan
from ministudio_cli.planning.seeds import seed_key
from ministudio_cli.planning.task import digest

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedShot:
    """A shot as it was settled: its place in frames, its lines in samples at 48 kHz, its digests."""

    id: str
    seed: int
    digest: str
    frames: tuple[int, int]
    lines: tuple[int, ...]
    voices: tuple[str, ...]
    ingredients: tuple[tuple[str, str], ...]
    content: str = ""
    """The digest of what it shows, its seed and ids apart; “” in a lock of an earlier version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    title: str
    seed: int
    plan: str
    music: str
    shots: tuple[LockedShot, ...]
    seed_lock: str = ""
    seeds: tuple[tuple[str, int], ...] = ()
    """Seeds of sets and characters by what they look like (see `seed_key`)."""

    @property
    def remembered(self) -> Remembered:
        """The seeds that a plan of the same film is to keep."""
        shots: dict[str, tuple[tuple[str, int], ...]] = {}
        for locked in self.shots:
            if locked.content:
                shots[locked.content] = (*shots.get(locked.content, ()), (locked.id, locked.seed))
        return Remembered(seed=self.seed, seed_lock=self.seed_lock, shots=shots, others=dict(self.seeds))

    def shot(self, key: str) -> LockedShot | None:
        return next((shot for shot in self.shots if shot.id == key), None)

    def text(self) -> str:
        """The file: stable order, one value a line, so that a diff reads well."""
        shots = {
            shot.id: {
                "seed": shot.seed,
                "digest": shot.digest,
                "frames": list(shot.frames),
                "lines": list(shot.lines),
                "voices": list(shot.voices),
                "ingredients": dict(shot.ingredients),
                "content": shot.content,
            }
            for shot in self.shots
        }
        written = {"ministudio-lock": VERSION, "title": self.title, "seed": self.seed, "plan": self.plan}
        written |= {"seed_lock": self.seed_lock, "seeds": dict(self.seeds)}
        return json.dumps(written | {"music": self.music, "shots": shots}, indent=1, ensure_ascii=False) + "\n"


def lock_of(plan: Plan, frames: Sequence[tuple[int, int]], samples: Mapping[str, int]) -> Lock:
    """The lock of a plan whose shots have their frames and whose lines, by digest, their samples."""
    shots = tuple(
        LockedShot(
            id=shot.id,
            seed=shot.seed,
            digest=shot.digest,
            frames=place,
            lines=tuple(samples[digest(line)] for line in shot.lines),
            voices=tuple(line.voice.name for line in shot.lines),
            ingredients=shot.ingredients,
            content=shot.content,
        )
        for shot, place in zip(plan.shots, frames, strict=True)
    )
    style = plan.film.style
    seeds = {seed_key("set", [order.view, style]): order.seed for order in plan.plates()}
    seeds |= {
        seed_key("character", [order.figure.name, order.figure.identity, style]): order.seed
        for order in plan.portraits()
    }
    return Lock(
        title=plan.film.title, seed=plan.film.seed, plan=plan.digest, music=plan.music_digest or "", shots=shots,
        seed_lock=plan.film.seed_lock, seeds=tuple(sorted(seeds.items())),
    )  # fmt: skip


def parse_lock(text: str, name: str) -> Lock:
    """Read a lockfile's text; raises LockStale where it is not one of ours."""
    try:
        written: JsonObject = json.loads(text)
        if written["ministudio-lock"] != VERSION:
            raise LockStale(
                f"{name} is of version {written['ministudio-lock']}", hint="delete it and run ministudio lock"
            )
        return Lock(
            title=str(written["title"]),
            seed=_whole(written["seed"]),
            plan=str(written["plan"]),
            music=str(written["music"]),
            shots=tuple(
                LockedShot(
                    id=key,
                    seed=_whole(shot["seed"]),
                    digest=str(shot["digest"]),
                    frames=_stretch(*shot["frames"]),
                    lines=tuple(map(_whole, shot["lines"])),
                    voices=tuple(map(str, shot["voices"])),
                    ingredients=tuple((str(name), str(value)) for name, value in shot["ingredients"].items()),
                    content=str(shot.get("content", "")),
                )
                for key, shot in written["shots"].items()
            ),
            seed_lock=str(written.get("seed_lock", "")),
            seeds=tuple((str(key), _whole(seed)) for key, seed in written.get("seeds", {}).items()),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise LockStale(f"{name} is not a lockfile", hint="delete it and run: ministudio lock") from None


def _whole(value: object) -> int:
    """A seed or a count as a lock may hold it; raises ValueError for another value."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return value
    raise ValueError


def _stretch(first: object, last: object) -> tuple[int, int]:
    """Frames from one to before another; raises ValueError where there are none."""
    start, end = _whole(first), _whole(last)
    if start < end:
        return start, end
    raise ValueError


def why(shot: ShotPlan, locked: LockedShot | None) -> str:
    """Why a shot is not what the lock has: “prompt changed, seed changed”; empty where it is."""
    if locked is None:
        return "new"
    if shot.digest == locked.digest:
        return ""
    before = dict(locked.ingredients)
    changed = [name for name, value in shot.ingredients if before.get(name) != value]
    if "provider" in changed:
        changed = ["provider"]
    return (", ".join(changed) or "plan") + " changed"


def stale(plan: Plan, lock: Lock | None) -> tuple[tuple[str, str], ...]:
    """Everything that is not as the lock has it, as (what, why)."""
    if lock is None:
        return (("film", "there is no lockfile"),)
    known = {shot.id: shot for shot in lock.shots}
    found = [(shot.id, reason) for shot in plan.shots if (reason := why(shot, known.get(shot.id)))]
    ids = {shot.id for shot in plan.shots}
    found += [(shot.id, "removed from the screenplay") for shot in lock.shots if shot.id not in ids]
    order = [shot.id for shot in plan.shots if shot.id in known]
    if not found and order != [shot.id for shot in lock.shots]:
        found.append(("film", "the order of the shots changed"))
    if not found and lock.plan != plan.digest:
        found.append(
            (
                "film",
                "title, format, length, music, captions, language, master, check, accents, or what is held changed",
            )
        )
    return tuple(found)


def promise(plan: Plan, lock: Lock | None) -> None:
    """Hold `--locked`; raises LockStale with the list of what is stale and why."""
    found = stale(plan, lock)
    if found:
        listed = "\n".join(f"  {what}: {reason}" for what, reason in found)
        raise LockStale(f"the lock is stale:\n{listed}", hint="run ministudio lock, or render without --locked")
