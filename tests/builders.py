"""One builder per value: every test says only what it is about."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from ministudio_cli.planning.casting import OfferedVoice
from ministudio_cli.planning.film import plan_film
from ministudio_cli.planning.film_plan import FilmProviders, Plan, ShotMaker
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.providers.registry import shot_provider, voice_provider
from ministudio_cli.screenplay.build import build
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.model import Screenplay
from ministudio_cli.screenplay.read import faults_of
from ministudio_cli.sync.problem import ShotConstraint


def a_shot(key: str, **told: Any) -> dict[str, Any]:
    return {"id": key, **told}


def a_screenplay(*shots: dict[str, Any], **told: Any) -> dict[str, Any]:
    """A screenplay as plain values: one scene on one set, small and quickly spoken, unless told otherwise."""
    base: dict[str, Any] = {
        "ministudio": 1,
        "title": "A Test",
        "format": {"resolution": "360p"},
        "seed": 7,
        "cast": {
            "emma": {
                "identity": {"hair": "chestnut bob", "wears": "blue sweater"},
                "state": {"emotion": "calm"},
                "voice": {"gender": "female"},
            },
            "david": {"identity": {"hair": "short black", "wears": "grey shirt"}, "voice": {"gender": "male"}},
        },
        "sets": {"room": {"place": "a study", "time": "afternoon"}},
        "render": {"voice": "hum"},
        "scenes": [{"id": "one", "set": "room", "shots": list(shots) or [a_shot("first", cast=["emma"])]}],
    }
    return base | told


def write(folder: Path, told: dict[str, Any] | str, name: str = "story.yaml") -> Path:
    path = folder / name
    path.write_text(
        told if isinstance(told, str) else yaml.safe_dump(told, sort_keys=False, allow_unicode=True), "utf-8"
    )
    return path


def a_film(told: dict[str, Any]) -> Screenplay:
    source = parse(yaml.safe_dump(told, sort_keys=False, allow_unicode=True), "story.yaml")
    faults = faults_of(source)
    assert not faults, faults
    return build(source)


VOICES = (
    OfferedVoice(name="anna", gender="female", quality=0.9, tags=("warm",)),
    OfferedVoice(name="berta", gender="female", quality=0.6),
    OfferedVoice(name="carl", gender="male", quality=0.8, tags=("deep",)),
)


def some_makers() -> FilmProviders:
    one = ProviderRef(name="animatic", version=shot_provider("animatic").version)
    hum = ProviderRef(name="hum", version=voice_provider("hum").version)
    return FilmProviders(shots=ShotMaker(ref=one), plates=one, voice=hum, bed=one, listen=one, voices=VOICES)


def a_plan(*shots: dict[str, Any], **told: Any) -> Plan:
    return plan_film(a_film(a_screenplay(*shots, **told)), some_makers())


def a_demand(
    least: int = 10,
    wanted: int = 24,
    *,
    automatic: bool = True,
    kept: int = 0,
    start: int | None = None,
    on: str = "",
) -> ShotConstraint:
    return ShotConstraint(
        shot="s", least=least, wanted=wanted, automatic=automatic, kept=kept, start=start, on=on, at="story.yaml:9:5"
    )


def seconds(frames: int, fps: int = 24) -> Fraction:
    return Fraction(frames, fps)
