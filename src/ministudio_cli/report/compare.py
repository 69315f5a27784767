"""Two renders of a film held side by side: what changed, shot by shot, from their dailies pages alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ministudio_cli.report.dailies import PageData, data_of, page

_FIGURES = (("flicker", "the set's flicker", 2), ("drift", "clothes, ΔE", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotComparison:
    """A shot of two renders, with a still of each: which words and which figures changed.

    `seek` is where it begins in the first of them, in seconds; None where it is new.
    """

    id: str
    seek: float | None
    stills: tuple[str, str]
    changes: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two renders of a film."""

    summary: str
    shots: tuple[ShotComparison, ...]


def comparison(path: Path, other: Path, beside: Path) -> tuple[str, Comparison]:
    """The page that plays two films in step, and its rows; `one` and `other` are dailies pages, `beside` is the folder
    in which the page will stand. Raises ValueError where a file is no dailies page.
    """
    sides = []
    for place in (path, other):
        data = data_of(place.read_text("utf-8"))
        if not data["film"].startswith("data:"):
            data["film"] = quote(Path(os.path.relpath(place.parent / data["film"], beside)).as_posix())
        sides.append(data | {"name": os.path.relpath(place.parent, beside)})
    if sides[0]["name"] == sides[1]["name"]:
        sides[1]["name"] += " (2)"
    rows = list(_rows(*sides))
    changed = sum(bool(row.changes) for row in rows)
    summary = f"{changed} of {len(rows)} shots changed" if changed else "the two films have the same shots"
    if abs(sides[0]["seconds"] - sides[1]["seconds"]) > 1e-6:
        summary += f"; {sides[0]['seconds']:.2f} s became {sides[1]['seconds']:.2f} s"
    data = {"title": sides[1]["title"], "summary": summary, "sides": sides, "rows": list(map(asdict, rows))}
    return page("compare", str(sides[1]["title"]), data), Comparison(summary=summary, shots=tuple(rows))


def _rows(first: PageData, second: PageData) -> Iterator[ShotComparison]:
    before, after = ({shot["id"]: shot for shot in side["shots"]} for side in (first, second))
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        yield ShotComparison(
            id=name,
            seek=was["start"] if was else None,
            stills=(_still(was), _still(now)),
            changes=("new",) if was is None else ("gone",) if now is None else tuple(_changes(was, now)),
            figures=tuple(_figures(was, now)) if was and now else (),
        )


def _still(shot: PageData | None) -> str:
    return str(shot["stills"][len(shot["stills"]) // 2]) if shot and shot["stills"] else ""


def _changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    before, after = _words(was), _words(now)
    changed = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    yield from (f"{key}: {before.get(key, 'none')} → {after.get(key, 'none')}" for key in changed)
    if not changed and dict(was["why"])["take"] != dict(now["why"])["take"]:
        yield "another take of the same words"


def _figures(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What is measured otherwise: a shot that is the same may be held against other anchors of its scene."""
    for key, words, digits in _FIGURES:
        before, after = (_last(shot[key]) for shot in (was, now))
        if before is not None and after is not None and round(before, digits) != round(after, digits):
            yield f"{words}: {before:.{digits}f} → {after:.{digits}f}"


def _words(shot: Mapping[str, Any]) -> dict[str, str]:
    """What of a shot is told in words."""
    why = dict(shot["why"])
    return dict(shot["told"]) | {
        "lines": " / ".join(line["text"] for line in shot["lines"]) or "none",
        "length": f"{shot['end'] - shot['start']:.2f} s",
        "state": why["state"],
        "seed": why["seed"].partition(",")[0],
        "picture": shot["verdict"],
        "price": f"${float(shot['price']):.2f}",
    }


def _last(pair: list[float | None] | None) -> float | None:
    """What a figure is in the film: after mending, where something was mended."""
    return None if pair is None else pair[1] if pair[1] is not None else pair[0]
