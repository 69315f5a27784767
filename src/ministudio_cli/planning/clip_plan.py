"""The clips that a generated shot takes, and their prices. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ministudio_cli.planning.capability import Anchor, Capability
from ministudio_cli.planning.film_plan import ShotMaker
from ministudio_cli.screenplay.model import Format


def clips_of(model: Capability | None, sent: Sequence[Anchor], need: Fraction) -> tuple[Fraction, ...]:
    """The clips that so many seconds of a shot take; none where it is drawn."""
    return model.clips(need, model.choices(sent), ends=any(anchor.role == "last" for anchor in sent)) if model else ()


def clip_prices(maker: ShotMaker, clips: Sequence[Fraction], format_: Format, need: Fraction) -> tuple[Decimal, ...]:
    """US dollars for a shot's picture, clip by clip; one sum where a provider counts the seconds that are needed.

    The one formula: the plan, the bill, the caps, the order and the ledger all have its figures.
    """
    if maker.model:
        short = min(format_.width, format_.height)
        return tuple(maker.model.price(short, seconds) for seconds in clips)
    whole = (Decimal(need.numerator) / Decimal(need.denominator) * maker.second).quantize(Decimal("0.0001"))
    return (whole,) if whole else ()
