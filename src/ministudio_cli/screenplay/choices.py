"""What was chosen of a film: which take of each shot, which are rejected, what is approved. Text beside the screenplay.

`story.takes.json` is written by the commands `take`, `pick`, `reject` and `approve`, and can be written by hand; it
holds for shots by their ids, so that it survives every change of the screenplay that leaves the id.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ministudio_cli.errors import UsageFault
from ministudio_cli.limits import limits
from ministudio_cli.screenplay.model import Screenplay, Shot

MOST = 99
"""Takes of one shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotChoice:
    """The take that is shown, the highest number that was made, and those that are rejected."""

    take: int = 1
    last: int = 1
    rejected: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(range(1, max(self.last, self.take) + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Of every shot that was chosen of, by its id; and the SHA-256 of every plate and portrait that is approved."""

    shots: Mapping[str, ShotChoice] = field(default_factory=dict)
    approved: Mapping[str, str] = field(default_factory=dict)

    def of(self, shot: Shot) -> ShotChoice:
        """What is chosen of a shot; a `take:` in the screenplay goes before what stands here."""
        found = self.shots.get(shot.id, ShotChoice())
        return dataclasses.replace(found, take=shot.take) if shot.take else found

    def changed(self, shot: str, choice: ShotChoice) -> Choices:
        return dataclasses.replace(self, shots={**self.shots, shot: choice})

    def text(self) -> str:
        """The file: shots in order of their ids, one a line, so that a diff reads well."""
        shots = [
            f"  {json.dumps(key)}: "
            + json.dumps({"take": one.take, "last": max(one.last, one.take), "rejected": list(one.rejected)})
            for key, one in sorted(self.shots.items())
        ]
        approved = [f"  {json.dumps(sha)}: {json.dumps(name)}" for sha, name in sorted(self.approved.items())]
        return "\n".join(
            [
                '{"ministudio-takes": 1,',
                ' "shots": {' + ("\n" + ",\n".join(shots) + "\n }," if shots else "},"),
                ' "approved": {' + ("\n" + ",\n".join(approved) + "\n }}" if approved else "}}"),
                "",
            ]
        )


def choices_path(screenplay: Path) -> Path:
    return screenplay.with_name(f"{screenplay.stem}.takes.json")


def choices_of(screenplay: Path) -> Choices:
    """What is chosen of a film; nothing where there is no file. Raises UsageFault where it cannot be read."""
    path = choices_path(screenplay)
    if not path.is_file():
        return Choices()
    try:
        with path.open(encoding="utf-8") as file:
            written: Any = json.loads(file.read(limits().lock_bytes))
        return Choices(
            shots={str(key): _choice(one) for key, one in written["shots"].items()},
            approved={str(sha): str(name) for sha, name in written.get("approved", {}).items()},
        )
    except (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError):
        hint = "mend it, or delete it: the first take of each shot is then shown"
        raise UsageFault(f"{path.name} does not say which takes are chosen", hint=hint) from None


def chosen(film: Screenplay, choices: Choices) -> Screenplay:
    """The film with the takes that are picked of it; a `take:` in the screenplay goes before."""
    picked = {shot: choice.take for shot, choice in choices.shots.items()}
    if not picked:
        return film
    return _each(film, lambda shot: dataclasses.replace(shot, picked=picked.get(shot.id, 1)))


def showing(film: Screenplay, takes: Mapping[str, int]) -> Screenplay:
    """The film with these takes of its shots, by their ids, whatever it says itself."""
    return _each(film, lambda shot: dataclasses.replace(shot, take=takes.get(shot.id, shot.take)))


def _each(film: Screenplay, change: Callable[[Shot], Shot]) -> Screenplay:
    scenes = (dataclasses.replace(scene, shots=tuple(map(change, scene.shots))) for scene in film.scenes)
    return dataclasses.replace(film, scenes=tuple(scenes))


def _choice(written: Any) -> ShotChoice:
    take, last = int(written["take"]), int(written.get("last", written["take"]))
    rejected = tuple(sorted({int(number) for number in written.get("rejected", ())}))
    if not 1 <= take <= MOST or not take <= last <= MOST or any(not 1 <= number <= MOST for number in rejected):
        raise ValueError
    return ShotChoice(take=take, last=last, rejected=rejected)
