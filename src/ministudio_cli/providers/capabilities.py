"""The models' files: dated data beside the code, each of which a user's own file of the same name overrides."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs

from ministudio_cli.errors import UsageFault
from ministudio_cli.plan.capability import Capability
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.model import Screenplay

NEAR = 60
"""Days before a model's retirement from which its users are warned."""


def own_models() -> Path:
    """Where a user's own model files stand: MINISTUDIO_MODELS, else the folder of the user's settings."""
    return Path(os.environ.get("MINISTUDIO_MODELS") or Path(platformdirs.user_config_dir("ministudio")) / "models")


def known_models() -> dict[str, Any]:
    """Every model's file by the model's name, the user's own last."""
    shipped = files("ministudio_cli.providers.google") / "models"
    found: dict[str, Any] = {
        one.name.removesuffix(".yaml"): one
        for one in sorted(shipped.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".yaml")
    }
    if own_models().is_dir():
        found |= {one.stem: one for one in sorted(own_models().glob("*.yaml"))}
    return found


@cache
def capability(model: str) -> Capability:
    """What a model can do; raises UsageFault where its file is missing or broken."""
    import yaml  # noqa: PLC0415

    file = known_models().get(model)
    if file is None:
        raise UsageFault(f"nothing is known of the model “{model}”", hint=f"write {own_models() / model}.yaml")
    try:
        told = yaml.safe_load(file.read_text("utf-8"))
        return Capability(
            model=str(told["model"]),
            dated=str(told["dated"]),
            source=str(told["source"]),
            lengths=tuple(sorted(map(int, told["lengths"]))),
            reference_lengths=tuple(sorted(map(int, told["reference_lengths"]))),
            sizes=tuple(sorted(map(int, told["sizes"]))),
            aspects=tuple(map(str, told["aspects"])),
            fps=int(told["fps"]),
            references=int(told["references"]),
            first_frame=bool(told["first_frame"]),
            last_frame=bool(told["last_frame"]),
            together=bool(told["together"]),
            seed=bool(told["seed"]),
            negative=bool(told["negative"]),
            prices=tuple((int(size), Decimal(str(price))) for size, price in sorted(told["prices"].items())),
            running=int(told["running"]),
            deadline=int(told["deadline"]),
            retires=str(told.get("retires", "")),
        )
    except (OSError, KeyError, TypeError, ValueError, ArithmeticError, yaml.YAMLError) as error:
        raise UsageFault(
            f"the model file {file} cannot be used: {error!r}", hint="compare it with docs/google.md"
        ) from None


def retirement(one: Capability, today: dt.date) -> tuple[bool, str]:
    """Whether a model is gone, and what is to be said of its end: “” while it is far."""
    if not one.retires:
        return False, ""
    left = (dt.date.fromisoformat(one.retires) - today).days
    if left < 0:
        return True, f"{one.model} was retired on {one.retires}"
    return False, f"{one.model} will be retired on {one.retires}, in {left} days" if left <= NEAR else ""


def ability_faults(film: Screenplay, source: Source, one: Capability | None) -> Iterator[Fault]:
    """What a film asks of a model that it cannot do, each at the line that asks."""
    if one is None:
        return
    gone, words = retirement(one, dt.date.today())  # noqa: DTZ011 - a day is near enough
    if gone:
        at = source.place(("render", "shots"))
        yield Fault(at=at, rule="model", message=words, hint="choose another model: ministudio doctor --models")
    size = min(film.format.width, film.format.height)
    asked = (
        ("aspect", film.format.aspect, film.format.aspect in one.aspects, ", ".join(one.aspects)),
        ("resolution", f"{size}p", size <= max(one.sizes), ", ".join(f"{size}p" for size in one.sizes)),
        ("fps", f"{float(film.format.fps):g} frames a second", film.format.fps == one.fps, str(one.fps)),
    )
    for key, said, able, choices in asked:
        if not able:
            at = source.place(("format", key))
            yield Fault(at=at, rule="model", message=f"{one.model} does not make {said}", hint=f"it makes: {choices}")
