"""The specifications of all providers, found by their one entry point; reading them loads none of their code."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import TYPE_CHECKING

from ministudio_cli.errors import MissingPart, UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.makers import ProviderNames
from ministudio_cli.screenplay.model import Screenplay

if TYPE_CHECKING:
    from ministudio_cli.providers.spec import ProviderSpec

GROUP = "ministudio.providers"
KINDS = {"shots": "shots", "plates": "plates and portraits", "voices": "voices"}
OFFLINE = "offline"
"""The profile that needs nothing but this machine."""


@cache
def own_specs() -> Mapping[str, ProviderSpec]:
    """Our own: reading every other package's entry points takes a tenth of a second that they seldom need."""
    try:
        points = distribution("ministudio-cli").entry_points
    except PackageNotFoundError:
        return {}
    return {point.name: _loaded(point) for point in points if point.group == GROUP}


@cache
def all_specs() -> Mapping[str, ProviderSpec]:
    """Everybody's, ours first."""
    others = {point.name: _loaded(point) for point in entry_points(group=GROUP) if point.name not in own_specs()}
    return dict(own_specs()) | others


def _loaded(point: EntryPoint) -> ProviderSpec:
    from ministudio_cli.providers.spec import ProviderSpec  # noqa: PLC0415

    try:
        spec = point.load()
    except Exception as error:
        raise MissingPart(
            f"the providers of “{point.name}” cannot be loaded: {type(error).__name__}: {error}",
            hint=f"mend or remove the package that offers {point.value}",
        ) from error
    if not isinstance(spec, ProviderSpec):
        raise MissingPart(f"{point.value} is no ProviderSpec", hint="see docs/providers.md")
    return spec


def variables() -> list[str]:
    """The variables that a film's `.env` may hold for our own providers."""
    return [credential.name for spec in own_specs().values() for credential in spec.credentials if credential.dotenv]


def names(kind: str) -> list[str]:
    """Every provider of a kind: `shots`, `plates` or `voices`."""
    return [name for spec in all_specs().values() for name in spec.of(kind)]


def spec_of(kind: str, name: str) -> ProviderSpec:
    """The specification that offers a provider; raises UsageFault for a name that nobody offers."""
    for specs in (own_specs, all_specs):
        for spec in specs().values():
            if name in spec.of(kind):
                return spec
    hint = did_you_mean(name, names(kind)) or "run: ministudio doctor"
    raise UsageFault(f"there is no provider “{name}” for {KINDS[kind]}", hint=hint)


def profiles() -> dict[str, ProviderNames]:
    """Providers that go together, for `--profile`, by name."""
    found = {OFFLINE: ProviderNames()}
    for spec in all_specs().values():
        found |= {
            name: ProviderNames(shots=option.shots, plates=option.plates, voice=option.voice)
            for name, option in spec.profiles.items()
        }
    return found


def profiled(profile: str) -> Callable[[ProviderNames], ProviderNames] | None:
    """The providers of a profile in place of the screenplay's, whose options stay.

    None without a profile; raises UsageFault for an unknown one.
    """
    if not profile:
        return None
    chosen = profiles().get(profile)
    if chosen is None:
        raise UsageFault(f"there is no profile “{profile}”", hint=did_you_mean(profile, profiles()))
    return lambda named: ProviderNames(
        shots=chosen.shots, plates=chosen.plates, voice=chosen.voice, options=named.options
    )


def asked(profile: str, options: Sequence[tuple[str, str]]) -> Callable[[ProviderNames], ProviderNames] | None:
    """The providers of a profile, with options of the provider of shots added to the screenplay's; None for neither."""
    chosen = profiled(profile)
    if not options:
        return chosen

    def providers(named: ProviderNames) -> ProviderNames:
        found = chosen(named) if chosen else named
        own = spec_of("shots", found.shots).name
        known = {name: dict(values) for name, values in found.options}
        known[own] = known.get(own, {}) | dict(options)
        return dataclasses.replace(
            found, options=tuple((name, tuple(option.items())) for name, option in known.items())
        )

    return providers


def used_specs(film: Screenplay) -> list[ProviderSpec]:
    """The specifications behind a film's providers, each once; raises UsageFault for a name that nobody offers."""
    named = [("shots", film.render.shots), ("plates", film.render.plates), ("voices", film.render.voice)]
    found = [spec_of(kind, name) for kind, name in [*named, *(("shots", name) for name in film.shot_providers)]]
    return [spec for index, spec in enumerate(found) if spec not in found[:index]]


def option_faults(film: Screenplay, source: Source) -> Iterator[Fault]:
    """Options that their provider does not have, each at its line; those of providers that are not used may stay."""
    import jsonschema  # noqa: PLC0415

    known = all_specs() if film.render.options else {}
    for name, options in film.render.options:
        place = ("render", "options", name)
        if name not in known:
            hint = did_you_mean(name, known) or "run: ministudio doctor"
            yield Fault(
                at=source.place(place), rule="option", message=f"nobody offers providers as “{name}”", hint=hint
            )
            continue
        schema: JsonObject = {
            "type": "object", "additionalProperties": False, "properties": dict(known[name].options),
        }  # fmt: skip
        for error in jsonschema.Draft202012Validator(schema).iter_errors(dict(options)):
            at = source.place((*place, *map(str, error.path)))
            hint = f"it has: {', '.join(known[name].options) or 'no options'}"
            yield Fault(at=at, rule="option", message=f"{name}: {error.message}", hint=hint)
