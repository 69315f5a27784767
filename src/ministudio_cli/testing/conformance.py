"""What every provider of shots must keep, ours and a third party's: `conforms(MyShots, folder)` runs it.

It plans a small film for the provider, lets it make one shot with a plate, a portrait and a line behind it, twice, and
holds what came against the order. A provider that pays is given a purse and a ledger of its own; point it at the
emulator, or at the service itself if you will pay for two short clips.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ministudio_cli.consistency.conform import carry
from ministudio_cli.consistency.finish import finish
from ministudio_cli.consistency.hygiene import accept
from ministudio_cli.plan.capability import anchors
from ministudio_cli.plan.film import clips_of
from ministudio_cli.plan.orders import (
    FinishOrder,
    LineOrder,
    Maker,
    PlateOrder,
    PortraitOrder,
    ShotOrder,
    Speech,
    digest,
)
from ministudio_cli.plan.state import Figure, View
from ministudio_cli.providers.capabilities import capability
from ministudio_cli.providers.protocols import Bench, Take
from ministudio_cli.render.errands import Purse, Runner
from ministudio_cli.render.ledger import Ledger, ledger_path
from ministudio_cli.render.perform import perform
from ministudio_cli.screenplay.model import Format, Style, Voice
from ministudio_cli.store.store import Store

_VIEW = View(place="a study", architecture="", interior=True, light="", time="day", weather="", props=("rug",))
_EMMA = Figure(id="emma", name="Emma", identity=(("hair", "chestnut bob"), ("wears", "blue sweater")), state=())
_STYLE = Style(look="painted")
_PROMPT = """Medium shot, from the waist up; static camera, locked off.
Emma: hair chestnut bob; wears blue sweater.
Action: Emma looks up.
Place: a study; time: day; with rug.
Style: painted."""


def conforms(maker: type[Any], folder: Path) -> tuple[str, ...]:
    """What a provider of shots does not keep, in words; nothing where it conforms. `folder` is written in."""
    faults = [f"it has no {name}" for name in ("version", "waits", "price", "shot") if not hasattr(maker, name)]
    if faults:
        return tuple(faults)
    if not isinstance(maker.version, str) or not isinstance(maker.waits, bool):
        faults.append("version is text and waits is a bool")
    if not isinstance(maker.price, Decimal):
        faults.append("price is a Decimal")
    store = Store(str(folder / "store"))
    order = _order(maker, store)
    takes = []
    for number in range(2):
        bench_folder = folder / f"bench-{number}"
        bench_folder.mkdir()
        said: list[tuple[int, int]] = []
        purse = Purse()
        bench = Bench(
            folder=bench_folder,
            file=lambda made, name: store.path(_kept(store, made), name),
            facts=lambda made: _kept(store, made).facts,
            progress=lambda done, whole, said=said: said.append((done, whole)),  # type: ignore[misc]
            buy=Runner(digest(order), store, Ledger(ledger_path(store.url)), purse).buy,
        )
        take = maker().shot(order, bench)
        faults += [
            f"{name} is not in the bench’s folder"
            for name, path in take.files.items()
            if bench_folder not in path.parents
        ]
        if "body.mp4" not in take.files:
            take = _finished(order, carry(order, take, bench_folder), bench)
        accept(order, take)
        if not said or said[-1][0] != said[-1][1]:
            faults.append("its progress does not end with everything done")
        if number and purse.spent:
            faults.append(f"the same order is paid for again (${purse.spent})")
        takes.append({name: path.read_bytes() for name, path in take.files.items() if path.suffix == ".mp4"})
    if takes[0] != takes[1]:
        faults.append("the same order gives other bytes")
    return tuple(faults)


def _finished(order: ShotOrder, take: Take, bench: Bench) -> Take:
    """A take of clips, conformed to its order."""
    own = dataclasses.replace(bench, file=lambda _made, name: take.files[name], facts=lambda _made: take.facts)
    plain = FinishOrder(
        maker=order.maker, take="take", format=order.format, head=order.head, body=order.body, tail=order.tail
    )
    return finish(plain, own)


def _order(maker: type[Any], store: Store) -> ShotOrder:
    """A shot of 3 seconds and 5 frames, with what it is held to made by the animatic."""
    own = Maker(name="animatic", version="conformance")
    plate = PlateOrder(maker=own, view=_VIEW, style=_STYLE, width=768, height=432, seed=3, prompt="")
    portrait = PortraitOrder(maker=own, figure=_EMMA, style=_STYLE, width=384, height=512, seed=4, prompt="")
    hum = Maker(name="hum", version="conformance")
    line = LineOrder(maker=hum, text="Hello there.", voice=Voice(name="alto"), seed=5)
    for one in (plate, portrait, line):
        perform(one, store, lambda *_: None)
    samples = int(_kept(store, digest(line)).facts["samples"])
    order = ShotOrder(
        maker=Maker(name=maker.__name__, version=maker.version), prompt=_PROMPT, seed=6, size="medium", camera="static",
        action="Emma looks up", title="", figures=(_EMMA,), view=_VIEW, style=_STYLE,
        format=Format(width=640, height=360, fps=Fraction(24)), head=5, body=60, tail=12,
        speech=(Speech(speaker="emma", start=12_000, samples=samples, take=digest(line)),),
        plate=digest(plate), portraits=(digest(portrait),),
    )  # fmt: skip
    named = getattr(maker, "model", "")
    if not named:
        return order
    model = capability(named)
    sent, _ = anchors(model, ("emma",), ("emma",), "emma", match=False)
    made = {"plate": (digest(plate), "plate.png"), "emma": (digest(portrait), "portrait.png")}
    return dataclasses.replace(
        order,
        model=named,
        clips=clips_of(model, sent, Fraction(77, 24)),
        asked_size=model.size_for(360),
        anchors=tuple((one.role, *made[one.of]) for one in sent),
    )


def _kept(store: Store, made: str) -> Any:
    found = store.find(made)
    if found is None:
        raise KeyError(made)
    return found
