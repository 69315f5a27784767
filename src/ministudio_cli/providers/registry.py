"""Finding providers by their entry points; what is built in needs none of its own code loaded to be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

from ministudio_cli.errors import MissingPart
from ministudio_cli.plan.capability import Capability
from ministudio_cli.plan.film import Makers, Plan
from ministudio_cli.plan.orders import Maker
from ministudio_cli.providers.bed_version import BED, LISTENING
from ministudio_cli.providers.capabilities import ability_faults, capability, retirement
from ministudio_cli.providers.names import check_names, entry
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.model import Screenplay


@cache
def provider(kind: str, name: str) -> Any:
    """A provider's class; raises UsageFault for a name that nobody offers."""
    point = entry(kind, name)
    try:
        return point.load()
    except ImportError as error:
        raise MissingPart(f"the provider “{name}” cannot be loaded: {error}", hint="run: ministudio doctor") from error


def voice_engine(name: str) -> tuple[str, Any]:
    """The engine that a voice provider's name stands for: itself, or the best of several that can speak here."""
    chosen = provider("voices", name)
    for engine in getattr(chosen, "stands_for", ()):
        one = provider("voices", engine)
        if one.offered():
            return engine, one
    if not chosen.offered():
        raise MissingPart(f"the voice engine “{name}” is not on this machine", hint="run: ministudio doctor")
    return name, chosen


def makers_for(film: Screenplay) -> Makers:
    """Who will make a film, with versions, voices and prices. Loads no vendor's library."""
    shots, plates = provider("shots", film.render.shots), provider("plates", film.render.plates)
    engine, voice = voice_engine(film.render.voice)
    return Makers(
        shots=Maker(name=film.render.shots, version=shots.version),
        plates=Maker(name=film.render.plates, version=plates.version),
        voice=Maker(name=engine, version=voice.version),
        bed=Maker(name="bed", version=BED),
        listen=Maker(name="listening", version=LISTENING),
        shot_second=shots.price,
        plate=plates.price,
        character=voice.price,
        voices=voice.offered(),
        model=model_of(film),
    )


def model_of(film: Screenplay) -> Capability | None:
    """What the model behind a film's shots can do; None where they are drawn."""
    named = getattr(provider("shots", film.render.shots), "model", "")
    return capability(named) if named else None


def abilities(film: Screenplay, source: Source) -> Iterator[Fault]:
    """What a film asks of its providers that they cannot do, each at its line."""
    check_names(film)
    yield from ability_faults(film, source, model_of(film))


def ready(film: Screenplay) -> None:
    """Raises, before anything is asked for, where a provider that needs an account has none: its own `ready()` does."""
    for kind, name in (("shots", film.render.shots), ("plates", film.render.plates), ("voices", film.render.voice)):
        check = getattr(provider(kind, name), "ready", None)
        if check:
            check()


def ending(plan: Plan) -> list[str]:
    """What is to be said of the retirement of a plan's model."""
    if plan.makers.model is None:
        return []
    _, words = retirement(plan.makers.model, dt.date.today())  # noqa: DTZ011 - a day is near enough
    return [f"{words}; choose another: ministudio doctor --models"] if words else []


def undrawn(plan: Plan) -> list[str]:
    """What of a plan its makers know that they cannot draw, in words; most makers cannot tell."""
    tells = getattr(provider("shots", plan.makers.shots.name), "undrawn", None)
    if tells is None:
        return []
    found: dict[str, None] = {}
    moved = getattr(provider("shots", plan.makers.shots.name), "unmoved", None)
    for shot in plan.shots:
        if moved and (words := moved(shot.shot.camera)):
            found[words] = None
        # What comes from a picture of the user's own needs no words.
        view = None if shot.plate.reference else shot.moment.view
        given = {portrait.figure.id for portrait in shot.portraits if portrait.reference}
        found |= dict.fromkeys(tells(view, [one for one in shot.moment.figures if one.id not in given]))
    return list(found)
