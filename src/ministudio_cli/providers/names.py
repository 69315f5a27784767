"""The names of the providers: their entry points, read without loading anything of theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.faults import did_you_mean
from ministudio_cli.screenplay.model import Screenplay, Studio

KINDS = {"shots": "shots", "plates": "plates and portraits", "voices": "voices"}


@cache
def found(kind: str) -> dict[str, EntryPoint]:
    """Every provider of a kind: `shots`, `plates` or `voices`."""
    return {point.name: point for point in entry_points(group=f"ministudio.{kind}")}


@cache
def _own() -> dict[tuple[str, str], EntryPoint]:
    """Our own entry points: reading every other package's takes a tenth of a second that they seldom need."""
    try:
        points = distribution("ministudio-cli").entry_points
    except PackageNotFoundError:
        return {}
    return {(point.group, point.name): point for point in points}


def entry(kind: str, name: str) -> EntryPoint:
    """A provider's entry point; raises UsageFault for a name that nobody offers."""
    point = _own().get((f"ministudio.{kind}", name)) or found(kind).get(name)
    if point is None:
        hint = did_you_mean(name, found(kind)) or "run: ministudio doctor"
        raise UsageFault(f"there is no provider “{name}” for {KINDS[kind]}", hint=hint)
    return point


PROFILES = {
    "offline": Studio(),
    "veo": Studio(shots="veo", plates="gemini", voice="google"),
    "veo-fast": Studio(shots="veo-fast", plates="gemini", voice="google"),
    "veo-lite": Studio(shots="veo-lite", plates="gemini", voice="google"),
    "omni": Studio(shots="omni", plates="gemini", voice="google"),
}
"""Providers that go together, for `--profile`."""


def profiled(profile: str) -> Callable[[Studio], Studio] | None:
    """The providers of a profile in place of the screenplay's; None without one, UsageFault for an unknown one."""
    if not profile:
        return None
    if profile not in PROFILES:
        raise UsageFault(f"there is no profile “{profile}”", hint=did_you_mean(profile, PROFILES))
    return lambda _named: PROFILES[profile]


def check_names(film: Screenplay) -> None:
    """Raises UsageFault where a screenplay names a provider that nobody offers; loads none of them."""
    for kind, name in (("shots", film.render.shots), ("plates", film.render.plates), ("voices", film.render.voice)):
        entry(kind, name)
