"""The models' files: dated data that the providers' packages ship, each of which a user's own file overrides."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from ministudio_cli.errors import UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.capability import INT32, Capability, PictureCapability
from ministudio_cli.planning.state import moments
from ministudio_cli.providers.specs import all_specs, own_specs
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.formats import rate_of
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.model import Character, Screenplay

Content = JsonObject
"""A model’s file as YAML holds it."""

NEAR = 60
"""Days before a model's retirement from which its users are warned."""
RATES = tuple(rate_of(rate) for rate in (23.976, 24, 25, 29.97, 30, 50, 59.94, 60))
"""Rates that a screenplay may have: footage in one of them is not resampled to another."""
_MINOR = re.compile(
    r"\b(?:child|children|kid|kids|boy|girl|baby|toddler|infant|teen|teens|teenager|teenage|minor|schoolboy|schoolgirl|"
    r"pupil|(?:[1-9]|1[0-7])[- ]years?[- ]old|aged? (?:[1-9]|1[0-7])|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"[- ]years?[- ]old|(?:boy|girl) of \w+)\b",
    re.IGNORECASE,
)
_ADULT = re.compile(r"\b(?:1[89]|[2-9]\d)[- ]years?[- ]old\b", re.IGNORECASE)


def own_models() -> Path:
    """Where a user's own model files stand: MINISTUDIO_MODELS, else the folder of the user's settings."""
    return Path(os.environ.get("MINISTUDIO_MODELS") or Path(platformdirs.user_config_dir("ministudio")) / "models")


def known_models() -> Content:
    """Every model's file by the model's name: what packages ship, the user's own last."""
    found: Content = {}
    for spec in all_specs().values():
        found |= _shipped(spec.models)
    if own_models().is_dir():
        found |= {file.stem: file for file in sorted(own_models().glob("*.yaml"))}
    return found


def _shipped(folder: Any) -> Content:
    if folder is None:
        return {}
    entries = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): file for file in entries if file.name.endswith(".yaml")}


def _file(model: str) -> Any:
    """One model's file; other packages are looked at only where it is not ours and not the user's own."""
    own = own_models() / f"{model}.yaml"
    if own.is_file():
        return own
    for spec in own_specs().values():
        if (file := _shipped(spec.models).get(model)) is not None:
            return file
    return known_models().get(model)


def _content(model: str) -> tuple[Any, Content]:
    import yaml  # noqa: PLC0415

    file = _file(model)
    if file is None:
        raise UsageFault(f"nothing is known of the model “{model}”", hint=f"write {own_models() / model}.yaml")
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageFault(f"the model file {file} cannot be used: {error}", hint="see docs/providers.md") from None
    return file, content if isinstance(content, dict) else {}


def kind_of(model: str) -> str:
    """What a model makes: clips or pictures."""
    return str(_content(model)[1].get("kind", "clips"))


@cache
def capability(model: str) -> Capability:
    """What a model of clips can do; raises UsageFault where its file is missing or broken."""
    file, content = _content(model)
    try:
        fps = Fraction(str(content["fps"]))
        lengths = _lengths(content, "lengths", fps)
        prices, with_sound = _prices(content["prices"]), _prices(content.get("prices_with_sound", {}))
        sound = _choice(content, "sound", ("none", "optional", "always"))
        if sound == "optional":
            with_sound = _each_size(prices, with_sound)
        return Capability(
            model=str(content["model"]),
            dated=str(content["dated"]),
            source=str(content["source"]),
            lengths=lengths,
            reference_lengths=_lengths(content, "reference_lengths", fps) or lengths,
            last_frame_lengths=_lengths(content, "last_frame_lengths", fps) or lengths,
            sizes=tuple(sorted(map(int, content["sizes"]))),
            aspects=tuple(map(str, content["aspects"])),
            fps=fps,
            references=int(content["references"]),
            first_frame=bool(content["first_frame"]),
            last_frame=bool(content["last_frame"]),
            together=bool(content["together"]),
            seed=bool(content["seed"]),
            negative=bool(content["negative"]),
            prices=prices,
            prices_with_sound=with_sound,
            sound=sound,
            price_unit=_choice(content, "price_unit", ("second", "clip")),
            seed_max=int(content.get("seed_max", INT32)),
            people=_choice(content, "people", ("all", "adults")),
            running=int(content.get("running", 8)),
            deadline=int(content.get("deadline", 900)),
            keeps=int(content.get("keeps", 48)),
            retires=str(content.get("retires", "")),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise _broken(file, error) from None


@cache
def picture_capability(model: str) -> PictureCapability:
    """What a model of pictures can do; raises UsageFault where its file is missing or broken."""
    file, content = _content(model)
    try:
        return PictureCapability(
            model=str(content["model"]),
            dated=str(content["dated"]),
            source=str(content["source"]),
            sizes=tuple(
                sorted(((str(name), int(side)) for name, side in content["sizes"].items()), key=lambda entry: entry[1])
            ),
            aspects=tuple(map(str, content["aspects"])),
            prices=tuple((str(size), Decimal(str(price))) for size, price in content["prices"].items()),
            location=str(content.get("location", "")),
            seed_max=int(content.get("seed_max", INT32)),
            running=int(content.get("running", 8)),
            retires=str(content.get("retires", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise _broken(file, error) from None


def _lengths(content: Content, key: str, fps: Fraction) -> tuple[Fraction, ...]:
    """Lengths in seconds: given so, or in frames under `<key>_frames`; empty where neither is."""
    frames = content.get(f"{key}_frames")
    if frames is not None:
        return tuple(sorted(int(frame) / fps for frame in frames))
    return tuple(sorted(Fraction(str(entry)) for entry in content.get(key, ())))


def _prices(content: Any) -> tuple[tuple[int, Decimal], ...]:
    return tuple(sorted((int(size), Decimal(str(price))) for size, price in content.items()))


def _each_size(prices: tuple[tuple[int, Decimal], ...], others: tuple[tuple[int, Decimal], ...]) -> tuple[Any, ...]:
    """The prices with sound; raises ValueError where a size that is offered has none."""
    lacking = dict(prices).keys() - dict(others).keys()
    if lacking:
        sizes = ", ".join(map(str, sorted(lacking)))
        raise ValueError(f"sound is optional, and prices_with_sound has no price for {sizes}")
    return others


def _choice(content: Content, key: str, choices: tuple[str, ...]) -> str:
    value = str(content.get(key, choices[0]))
    if value not in choices:
        raise ValueError(f"{key} is one of {', '.join(choices)}, not {value}")
    return value


def _broken(file: Any, error: Exception) -> UsageFault:
    what = f"it has no {error}" if isinstance(error, KeyError) else str(error)
    return UsageFault(f"the model file {file} cannot be used: {what}", hint="compare it with docs/providers.md")


def retirement(model: Capability | PictureCapability, today: dt.date) -> tuple[bool, str]:
    """Whether a model is gone, and what is to be said of its end: “” while it is far."""
    if not model.retires:
        return False, ""
    left = (dt.date.fromisoformat(model.retires) - today).days
    if left < 0:
        return True, f"{model.model} was retired on {model.retires}"
    words = f"{model.model} will be retired on {model.retires}, in {left} days"
    return False, words if left <= NEAR else ""


def ability_faults(
    film: Screenplay, source: Source, model: Capability | None, shots: Collection[str] = ()
) -> Iterator[Fault]:
    """What a film asks of a model that it cannot do, each at the line that asks; of the model of `shots` (ids) only,
    at the first of them.
    """
    if model is None:
        return
    named = _render_of(film, shots)
    gone, words = retirement(model, dt.date.today())  # noqa: DTZ011 - a day is near enough
    if gone:
        yield Fault(
            at=source.place(named), rule="model", message=words, hint="choose another model: ministudio doctor --models"
        )
    size = min(film.format.width, film.format.height)
    # Footage at a rate that a screenplay may have stays as it is; any other is resampled to the film's.
    able = film.format.fps == model.fps or model.fps not in RATES
    asked = (
        ("aspect", film.format.aspect, film.format.aspect in model.aspects, ", ".join(model.aspects)),
        ("resolution", f"{size}p", size <= max(model.sizes), ", ".join(f"{size}p" for size in model.sizes)),
        ("fps", f"{float(film.format.fps):g} frames a second", able, f"{float(model.fps):g}"),
    )
    for key, wanted, possible, choices in asked:
        if not possible:
            at = source.place(named if shots else ("format", key))
            yield Fault(
                at=at, rule="model", message=f"{model.model} does not make {wanted}", hint=f"it makes: {choices}"
            )


def _render_of(film: Screenplay, shots: Collection[str]) -> tuple[str | int, ...]:
    """Where the provider of shots is named: at the first of some (by id), else for the film."""
    for number, scene in enumerate(film.scenes):
        for count, shot in enumerate(scene.shots):
            if shot.id in shots:
                return ("scenes", number, "shots", count, "render")
    return ("render", "shots")


def people_faults(
    film: Screenplay, source: Source, model: Capability | None, provider: str, shots: Collection[str], *, allowed: bool
) -> Iterator[Fault]:
    """Children in the cast of a model that shows adults only, in the shots (ids) that it makes, unless the account is
    said to be allowed to.
    """
    if model is None or model.people == "all" or allowed:
        return
    seen = {figure.id for moment in moments(film) if moment.shot.id in shots for figure in moment.figures}
    for character in film.cast:
        if (words := minor_words(character)) and character.id in seen:
            yield Fault(
                at=source.place(("cast", character.id)),
                rule="model",
                message=f"“{character.id}” is a child ({words}), and {model.model} shows adults only: it would refuse "
                "every shot of it",
                hint=f"ask the vendor to allow children for your project, then write render: {{options: {{{provider}: "
                "{people: all}}}} or pass --option people=all; or choose another profile, or an adult",
            )


def minor_words(character: Character) -> str:
    """The words that say that a character is a child; “” where none does."""
    text = " ; ".join([character.voice.age, *(words for _, words in character.identity)])
    if _ADULT.search(text):
        return ""
    found = _MINOR.search(text)
    return found[0] if found else ""
