"""From a provider's name to the provider: loaded, checked against its base class, given its settings."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from ministudio_cli.errors import MissingPart, PassingFault
from ministudio_cli.planning.capability import Capability
from ministudio_cli.planning.film_plan import FilmProviders, Plan, ShotMaker
from ministudio_cli.planning.task import ProviderRef, Task, ours
from ministudio_cli.providers.capabilities import capability, retirement
from ministudio_cli.providers.environment import Environment
from ministudio_cli.providers.kit import PlateProvider, Provider, ShotProvider, VoiceProvider
from ministudio_cli.providers.spec import Quote, Settings
from ministudio_cli.providers.specs import spec_of
from ministudio_cli.screenplay.model import Screenplay

Options = Mapping[str, Mapping[str, Any]]
"""Each specification's options, as a screenplay has them."""


@cache
def _loaded(kind: str, name: str) -> type[Provider]:
    base: type[Provider] = {"shots": ShotProvider, "plates": PlateProvider, "voices": VoiceProvider}[kind]
    target = spec_of(kind, name).of(kind)[name]
    module, _, attribute = target.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingPart(f"the provider “{name}” cannot be loaded: {error}", hint="run: ministudio doctor") from error
    if not (isinstance(found, type) and issubclass(found, base)):
        raise MissingPart(f"the provider “{name}” ({target}) is no {base.__name__}", hint="see docs/providers.md")
    return found


def shot_provider(name: str) -> type[ShotProvider]:
    """A provider of shots; raises UsageFault for a name that nobody offers, MissingPart where it breaks."""
    found = _loaded("shots", name)
    assert issubclass(found, ShotProvider)  # noqa: S101 - `_loaded` holds it
    return found


def plate_provider(name: str) -> type[PlateProvider]:
    found = _loaded("plates", name)
    assert issubclass(found, PlateProvider)  # noqa: S101 - as above
    return found


def voice_provider(name: str) -> type[VoiceProvider]:
    found = _loaded("voices", name)
    assert issubclass(found, VoiceProvider)  # noqa: S101 - as above
    return found


def voice_engine(name: str) -> tuple[str, type[VoiceProvider]]:
    """The engine that a voice provider's name stands for: itself, or the best of several that can speak here."""
    chosen = voice_provider(name)
    for engine in chosen.stands_for:
        found = voice_provider(engine)
        if found.offered():
            return engine, found
    if not chosen.offered():
        raise MissingPart(f"the voice engine “{name}” is not on this machine", hint="run: ministudio doctor")
    return name, chosen


@dataclass(frozen=True, slots=True)
class ProviderSet:
    """The providers of one film, each made with its settings. Without an environment none is given credentials."""

    options: Options = field(default_factory=dict)
    environment: Environment | None = None

    def settings(self, kind: str, name: str) -> Settings:
        spec = spec_of(kind, name)
        options = self.options.get(spec.name, {})
        return self.environment.settings(spec, options) if self.environment else Settings(options=dict(options))

    def shots(self, name: str) -> ShotProvider:
        return shot_provider(name)(self.settings("shots", name))

    def plates(self, name: str) -> PlateProvider:
        return plate_provider(name)(self.settings("plates", name))

    def voice(self, name: str) -> VoiceProvider:
        return voice_provider(name)(self.settings("voices", name))

    def of(self, film: Screenplay) -> list[Provider]:
        """The providers that make a film."""
        return [*map(self.shots, film.shot_providers), self.plates(film.render.plates), self.voice(film.render.voice)]

    def abroad(self) -> ProviderSet:
        """The same for another process: without credentials."""
        return ProviderSet(options=self.options)


def providers_of(film: Screenplay, environment: Environment) -> ProviderSet:
    return ProviderSet({name: dict(options) for name, options in film.render.options}, environment)


def quotes_of(task: Task) -> tuple[Quote, ...]:
    """The paid requests that a task of pass 1 will need; none for one that costs nothing."""
    if task.asks not in ("plates", "voices"):
        return ()
    provider: Any = _loaded(task.asks, task.maker.name)
    quotes: tuple[Quote, ...] = provider.quotes(task)
    return quotes


def providers_for(film: Screenplay) -> FilmProviders:
    """Who will make a film, with versions, voices and prices. Loads no vendor's library."""
    names = list(dict.fromkeys([film.render.shots, *film.shot_providers]))
    shots, plates = [shot_provider(name) for name in names], plate_provider(film.render.plates)
    makers = {name: _maker(name) for name in names}
    engine, voice = voice_engine(film.render.voice)
    spoken = any(shot.lines for shot in film.shots)
    return FilmProviders(
        shots=makers[film.render.shots],
        by_shot=tuple((shot, makers[name]) for shot, name in film.render.by_shot if name in makers),
        plates=ProviderRef(name=film.render.plates, version=plates.version, waits=plates.waits),
        voice=ProviderRef(name=engine, version=voice.version, waits=voice.waits),
        footage=_maker("footage"),
        recording=ProviderRef(name="recording", version=voice_provider("recording").version),
        bed=ours("bed"),
        listen=ours("listening"),
        price=lambda task: sum((quote.price for quote in quotes_of(task)), Decimal(0)),
        voices=voice.offered(),
        voice_key=voice.names_key,
        sources=(("plates", plates.source), ("voice", voice.source)),
        credits=tuple(
            dict.fromkeys(
                (*(credit for each in shots for credit in each.credits), *plates.credits,
                 *(voice.credits if spoken else ()))
            )
        ),
    )  # fmt: skip


def _maker(name: str) -> ShotMaker:
    """What plans know of a provider of shots."""
    found = shot_provider(name)
    return ShotMaker(
        ref=ProviderRef(name=name, version=found.version, waits=found.waits), second=found.second, source=found.source,
        model=model_of(name),
    )  # fmt: skip


def model_of(name: str) -> Capability | None:
    """What the model behind a provider of shots can do; None where it draws."""
    named = shot_provider(name).model
    return capability(named) if named else None


def ready(film: Screenplay, environment: Environment) -> None:
    """Raises ProviderRefused where a provider's credentials are missing or of the wrong kind; sends nothing."""
    for provider in providers_of(film, environment).of(film):
        provider.ready()


def preflight(film: Screenplay, environment: Environment) -> None:
    """Raises ProviderRefused where a provider's service refuses its credentials; sends only what is free.

    A service that cannot be reached just now is not asked again: its requests are repeated when they are made.
    """
    for provider in providers_of(film, environment).of(film):
        with contextlib.suppress(PassingFault):
            provider.preflight()


def ending(plan: Plan) -> list[str]:
    """What is to be said of the retirement of a plan's model."""
    models = {shot.maker.model.model: shot.maker.model for shot in plan.shots if shot.maker.model}
    found = [retirement(model, dt.date.today())[1] for model in models.values()]  # noqa: DTZ011 - a day is near enough
    return [f"{words}; choose another: ministudio doctor --models" for words in found if words]
