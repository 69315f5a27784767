"""The small tasks that a provider is tried with."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ministudio_cli.graph.work import perform
from ministudio_cli.planning.capability import anchors
from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import ProviderRef, digest
from ministudio_cli.planning.tasks import LineTask, PlateTask, PortraitTask, ShotTask, Speech
from ministudio_cli.providers.capabilities import capability
from ministudio_cli.providers.kit import (
    PlateProvider,
    Quote,
    ShotProvider,
    VoiceProvider,
)
from ministudio_cli.screenplay.model import Format, Style, Voice
from ministudio_cli.store.store import Store

_VIEW = SetState(place="a study", architecture="", interior=True, light="", time="day", weather="", props=("rug",))


_EMMA = CharacterState(id="emma", name="Emma", identity=(("hair", "chestnut bob"), ("wears", "blue sweater")), state=())


_STYLE = Style(look="painted")


_PROMPT = """Medium shot, from the waist up; static camera, locked off.
Emma: hair chestnut bob; wears blue sweater.
Action: Emma looks up.
Place: a study; time: day; with rug.
Style: painted."""


def shot_task(provider: type[ShotProvider], store: Store) -> ShotTask:
    """A shot of 3 seconds and 5 frames, with what it is held to made by the animatic."""
    plate, portrait, line = _pass_1(store)
    samples = int(kept(store, digest(line)).facts["samples"])
    order = ShotTask(
        maker=ProviderRef(name=provider.__name__, version=provider.version), prompt=_PROMPT, seed=6, size="medium",
        camera="static", action="Emma looks up", title="", figures=(_EMMA,), view=_VIEW, style=_STYLE,
        format=Format(width=640, height=360, fps=Fraction(24)), head=5, body=60, tail=12,
        speech=(Speech(speaker="emma", start=12_000, samples=samples, take=digest(line)),),
        plate=digest(plate), portraits=(digest(portrait),),
    )  # fmt: skip
    need = Fraction(77, 24)
    if not provider.model:
        seconds = (Decimal(77) / 24 * provider.second).quantize(Decimal("0.0001"))
        return dataclasses.replace(order, prices=(seconds,) if seconds else ())
    model = capability(provider.model)
    sent, _ = anchors(model, ("emma",), ("emma",), ("emma",), match=False)
    made = {"plate": (digest(plate), "plate.png"), "emma": (digest(portrait), "portrait.png")}
    clips = model.clips(need, model.choices(sent))
    return dataclasses.replace(
        order,
        model=provider.model,
        clips=clips,
        prices=tuple(model.price(360, seconds) for seconds in clips),
        asked_size=model.size_for(360),
        anchors=tuple((anchor.role, *made[anchor.of]) for anchor in sent),
    )


def _pass_1(store: Store) -> tuple[PlateTask, PortraitTask, LineTask]:
    from ministudio_cli.providers.registry import plate_provider, voice_provider  # noqa: PLC0415

    own = ProviderRef(name="animatic", version=plate_provider("animatic").version)
    plate = PlateTask(maker=own, view=_VIEW, style=_STYLE, width=768, height=432, seed=3, prompt="")
    portrait = PortraitTask(maker=own, figure=_EMMA, style=_STYLE, width=384, height=512, seed=4, prompt="")
    hum = ProviderRef(name="hum", version=voice_provider("hum").version)
    line = LineTask(maker=hum, text="Hello there.", voice=Voice(name="alto"), seed=5)
    for order in (plate, portrait, line):
        perform(order, store, lambda *_: None)
    return plate, portrait, line


def plate_task(provider: PlateProvider) -> PlateTask:
    own = ProviderRef(name=type(provider).__name__, version=provider.version)
    plain = PlateTask(maker=own, view=_VIEW, style=_STYLE, width=768, height=432, seed=3, prompt=_PROMPT)
    return dataclasses.replace(plain, price=_sum(provider.quotes(plain)))


def line_task(provider: VoiceProvider) -> LineTask:
    own = ProviderRef(name=type(provider).__name__, version=provider.version)
    name = next(iter(provider.offered())).name
    plain = LineTask(maker=own, text="Hello there.", voice=Voice(name=name), seed=5)
    return dataclasses.replace(plain, price=_sum(provider.quotes(plain)))


def _sum(quotes: tuple[Quote, ...]) -> Decimal:
    return sum((quote.price for quote in quotes), Decimal(0))


def kept(store: Store, made: str) -> Any:
    found = store.find(made)
    if found is None:
        raise KeyError(made)
    return found
