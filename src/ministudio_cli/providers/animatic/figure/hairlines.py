"""Hairlines on the chart of a head."""

from __future__ import annotations

from ministudio_cli.providers.animatic.look import Look

LINES = {
    "short": (
        (-84, -12),
        (-76, 2),
        (-66, 16),
        (-50, 25),
        (-24, 29),
        (4, 30),
        (28, 28),
        (50, 24),
        (66, 16),
        (76, 2),
        (84, -12),
    ),
    "fringe": ((-84, -14), (-70, 0), (-58, 13), (-30, 20), (-6, 17), (20, 20), (44, 18), (60, 12), (72, 0), (84, -14)),
    "back": ((-88, 2), (-78, 12), (-64, 24), (-40, 33), (-12, 37), (12, 37), (40, 33), (64, 24), (78, 12), (88, 2)),
    "bob": (
        (-64, -60),
        (-62, -30),
        (-59, -8),
        (-52, 12),
        (-34, 22),
        (-8, 26),
        (14, 20),
        (38, 21),
        (53, 10),
        (60, -8),
        (62, -30),
        (64, -60),
    ),
    "long": (
        (-63, -60),
        (-62, -30),
        (-60, -6),
        (-54, 14),
        (-38, 28),
        (-8, 36),
        (2, 37),
        (14, 34),
        (40, 26),
        (54, 14),
        (60, -6),
        (62, -30),
        (63, -60),
    ),
}
"""Hairlines on the chart, from the figure's right to its left; what lies below them is face."""


def cut(look: Look) -> str:
    if look.hair in ("bob", "curly"):
        return "bob" if look.hair == "bob" or look.feminine else "short"
    if look.hair in ("long", "braids"):
        return "long" if not look.bangs else "bob"
    if look.hair in ("ponytail", "bun"):
        return "fringe" if look.bangs and look.hair == "ponytail" else "back"
    return "fringe" if look.bangs else "short"
