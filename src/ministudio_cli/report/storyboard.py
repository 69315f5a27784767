"""The storyboard: a panel for each shot on sheets that are printed, as one HTML page, as PDF and as PNG pictures.

A sheet is laid out once, as marks in millimetres; what paints it only places them.
"""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

PAPERS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Width and height in millimetres; sheets lie on their side."""
_MARGIN, _GAP, _TOP = 12.0, 7.0, 17.0
_POINT = 0.3528
"""Millimetres of a point."""
_INK, _SOFT, _LINE = "#1d2025", "#5b626d", "#c9c5ba"
_DPI = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One shot: its picture (JPEG, with its size in pixels), its words, and when it begins and how long it is (s)."""

    number: int
    id: str
    picture: bytes
    size: tuple[int, int]
    how: str
    action: str
    lines: tuple[str, ...]
    since: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a sheet: words with their baseline at (x, y) and a size in points, a picture or a rule."""

    kind: str
    x: float
    y: float
    wide: float = 0.0
    tall: float = 0.0
    words: str = ""
    points: float = 9.0
    bold: bool = False
    colour: str = _INK
    end: bool = False
    """Whether x is where the words end."""
    picture: bytes = b""


def picture_of(film: Path) -> tuple[bytes, tuple[int, int]]:
    """The middle frame of a short film as JPEG, with its size."""
    import cv2  # noqa: PLC0415

    from ministudio_cli.media.frames import decoded  # noqa: PLC0415

    frames = [frame.bgr(frame.width, frame.height) for frame in decoded(film)]
    picture = frames[len(frames) // 2]
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 86])[1].tobytes()
    return data, (picture.shape[1], picture.shape[0])


def sheets(title: str, panels: Sequence[Panel], paper: str, *, expected: bool) -> list[list[Mark]]:
    """The marks of each sheet; `expected`: lengths are not settled yet, and are shown so."""
    wide, tall = PAPERS[paper]
    upright = panels[0].size[1] > panels[0].size[0]
    across, down = (4, 1) if upright else (3, 2)
    cell = (wide - 2 * _MARGIN - (across - 1) * _GAP) / across, (tall - _TOP - _MARGIN - (down - 1) * _GAP) / down
    count = across * down
    whole = panels[-1].since + panels[-1].seconds
    pages = -(-len(panels) // count)
    found = []
    for page in range(pages):
        size = f"{len(panels)} shots · {'about ' if expected else ''}{_clock(whole)} · sheet {page + 1} of {pages}"
        marks = [
            Mark("words", _MARGIN, 11, words=_fitted(title, 13, wide * 0.6, bold=True), points=13, bold=True),
            Mark("words", wide - _MARGIN, 11, words=size, colour=_SOFT, end=True),
            Mark("rule", _MARGIN, 13.2, wide=wide - 2 * _MARGIN),
        ]
        for index, panel in enumerate(panels[page * count : (page + 1) * count]):
            left = _MARGIN + index % across * (cell[0] + _GAP)
            top = _TOP + index // across * (cell[1] + _GAP)
            marks += _panel(panel, left, top, cell, "~" if expected else "")
        found.append(marks)
    return found


def _panel(panel: Panel, left: float, top: float, cell: tuple[float, float], about: str) -> Iterator[Mark]:
    tall = min(cell[0] * panel.size[1] / panel.size[0], cell[1] * 0.72)
    wide = tall * panel.size[0] / panel.size[1]
    yield Mark("picture", left, top, wide=wide, tall=tall, picture=panel.picture)
    y, right = top + tall + 5, left + cell[0]
    length = f"{about}{panel.seconds:.1f} s · {_clock(panel.since)}"
    name = _fitted(f"{panel.number} · {panel.id}", 10, cell[0] - _measure(length, 8.5) - 3, bold=True)
    yield Mark("words", left, y, words=name, points=10, bold=True)
    yield Mark("words", right, y, words=length, points=8.5, colour=_SOFT, end=True)
    y += 4.1
    yield Mark("words", left, y, words=_fitted(panel.how, 8, cell[0]), points=8, colour=_SOFT)
    for words, colour in ((panel.action, _INK), *((f"“{line}”", _SOFT) for line in panel.lines)):
        for line in _wrapped(words, 8.5, cell[0]):
            y += 3.9
            if y > top + cell[1] + 1:
                return
            # What does not fit is cut where it can be seen to be.
            last = y + 3.9 > top + cell[1] + 1
            yield Mark("words", left, y, words=f"{line} …" if last else line, points=8.5, colour=colour)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@functools.cache
def _fonts() -> dict[bool, Path]:
    import font_lato  # noqa: PLC0415

    folder = Path(font_lato.__file__).parent / "files"
    return {False: folder / "Lato-Regular.ttf", True: folder / "Lato-Bold.ttf"}


@functools.cache
def _advances(bold: bool) -> tuple[dict[int, float], float]:  # noqa: FBT001 - a key of the cache
    """Each letter's width in ems, and that of what the font does not have."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(_fonts()[bold])
    unit = float(font["head"].unitsPerEm)
    widths = font["hmtx"].metrics
    return {code: widths[name][0] / unit for code, name in font.getBestCmap().items()}, 1.0


def _measure(words: str, points: float, *, bold: bool = False) -> float:
    known, other = _advances(bold)
    return sum(known.get(ord(letter), other) for letter in words) * points * _POINT


def _wrapped(words: str, points: float, wide: float) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and _measure(longer, points) > wide:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _fitted(words: str, points: float, wide: float, *, bold: bool = False) -> str:
    if _measure(words, points, bold=bold) <= wide:
        return words
    while words and _measure(f"{words}…", points, bold=bold) > wide:
        words = words[:-1]
    return f"{words.rstrip()}…"


def svg(marks: Sequence[Mark], paper: str) -> str:
    """A sheet as a drawing."""
    wide, tall = PAPERS[paper]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {tall:g}">']
    parts.append(f'<rect width="{wide:g}" height="{tall:g}" fill="#ffffff"/>')
    for mark in marks:
        place = f'x="{mark.x:.2f}" y="{mark.y:.2f}"'
        size = f'width="{mark.wide:.2f}" height="{mark.tall:.2f}"'
        if mark.kind == "words":
            weight, anchor = ("700" if mark.bold else "400"), ("end" if mark.end else "start")
            parts.append(
                f'<text {place} font-family="Lato, sans-serif" font-weight="{weight}" text-anchor="{anchor}" '
                f'font-size="{mark.points * _POINT:.3f}" fill="{mark.colour}">{escape(mark.words)}</text>'
            )
        elif mark.kind == "picture":
            data = base64.b64encode(mark.picture).decode()
            parts.append(f'<image {place} {size} href="data:image/jpeg;base64,{data}"/>')
            parts.append(f'<rect {place} {size} fill="none" stroke="{_LINE}" stroke-width="0.25"/>')
        else:
            parts.append(f'<path d="M{mark.x:.2f} {mark.y:.2f}h{mark.wide:.2f}" stroke="{_LINE}" stroke-width="0.25"/>')
    return "".join([*parts, "</svg>"])


def html(title: str, pages: Sequence[Sequence[Mark]], paper: str) -> str:
    """All sheets as one page, which a browser prints one a sheet."""
    wide, tall = PAPERS[paper]
    style = (
        f"@page{{size:{wide:g}mm {tall:g}mm;margin:0}}body{{margin:0;background:#8a8d93}}"
        "main{display:grid;gap:20px;padding:20px;justify-content:center}"
        f".sheet{{width:min({wide:g}mm,96vw);background:#fff;box-shadow:0 2px 18px #0006}}"
        "svg{display:block;width:100%}"
        "@media print{body{background:#fff}main{display:block;padding:0}"
        f".sheet{{width:{wide:g}mm;height:{tall:g}mm;box-shadow:none;break-after:page;overflow:hidden}}}}"
    )
    body = "".join(
        f'<section class="sheet" aria-label="Sheet {number}">{svg(marks, paper)}</section>'
        for number, marks in enumerate(pages, 1)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · storyboard</title><style>{style}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def png(marks: Sequence[Mark], paper: str) -> bytes:
    """A sheet as a picture, 150 dots an inch."""
    import resvg_py  # noqa: PLC0415

    wide, tall = (round(side / 25.4 * _DPI) for side in PAPERS[paper])
    folder = str(_fonts()[False].parent)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(marks, paper), width=wide, height=tall, font_dirs=[folder], skip_system_fonts=True,
            font_family="Lato",
        )
    )  # fmt: skip


def pdf(title: str, pages: Sequence[Sequence[Mark]], paper: str) -> bytes:
    """All sheets as a PDF whose words are words."""
    from fpdf import FPDF  # noqa: PLC0415

    wide, tall = PAPERS[paper]
    made = FPDF(unit="mm", format=(tall, wide), orientation="landscape")
    made.set_title(title)
    made.set_creator("ministudio")
    made.set_auto_page_break(auto=False)
    for bold, path in _fonts().items():
        made.add_font("Lato", "B" if bold else "", path)
    for marks in pages:
        made.add_page()
        for mark in marks:
            if mark.kind == "words":
                made.set_font("Lato", "B" if mark.bold else "", mark.points)
                made.set_text_color(*(int(mark.colour[at : at + 2], 16) for at in (1, 3, 5)))
                left = mark.x - made.get_string_width(mark.words) if mark.end else mark.x
                made.text(left, mark.y, mark.words)
            elif mark.kind == "picture":
                made.image(io.BytesIO(mark.picture), mark.x, mark.y, mark.wide, mark.tall)
            else:
                made.set_draw_color(201, 197, 186)
                made.set_line_width(0.25)
                made.line(mark.x, mark.y, mark.x + mark.wide, mark.y)
    return bytes(made.output())
