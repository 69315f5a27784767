"""Hygiene: a take has exactly the frames, the rate and the size that were ordered, whoever made it."""

from __future__ import annotations

from ministudio_cli.errors import CheckFailed
from ministudio_cli.media.probe import probe
from ministudio_cli.plan.orders import FinishOrder, ShotOrder
from ministudio_cli.providers.kit import Take


def accept(order: ShotOrder | FinishOrder, take: Take) -> None:
    """Read a take's parts back; raises CheckFailed with everything that is not as ordered."""
    wanted = {"head.mp4": order.head, "body.mp4": order.body, "tail.mp4": order.tail}
    size = (order.format.width, order.format.height)
    faults = []
    for name, frames in wanted.items():
        if not frames:
            continue
        if name not in take.files:
            faults.append(f"{name} is missing")
            continue
        seen = probe(take.files[name])
        if seen.frames != frames:
            faults.append(f"{name} has {seen.frames} frames instead of {frames}")
        if (seen.width, seen.height) != size:
            faults.append(f"{name} is {seen.width}×{seen.height} instead of {size[0]}×{size[1]}")
        if round(seen.fps, 3) != round(float(order.format.fps), 3):
            faults.append(f"{name} runs at {seen.fps:g} frames a second instead of {float(order.format.fps):g}")
    if faults:
        hint = "report this to the provider’s maker"
        raise CheckFailed(f"{order.maker.name} made a take that was not ordered: {'; '.join(faults)}", hint=hint)
