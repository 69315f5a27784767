"""Words set over the picture: title cards and end signatures, in Lato or Noto, in the film's last colour."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

import cv2

from ministudio_cli.media.fonts import runs, width, write_fonts
from ministudio_cli.providers.animatic.camera import ease
from ministudio_cli.providers.animatic.colour import lighter
from ministudio_cli.providers.animatic.paint import Picture, blend, decoded, premultiplied
from ministudio_cli.screenplay.model import Style

_LABEL = 28
"""Letters of the longest label."""
_SPACED = 0x2E80
"""Signs from here on are wide, and stand close."""


TITLE = 2.1
"""Seconds that a title stands clear at the end of its shot, where the shot is long enough."""


def title_card(words: str, style: Style, across: int, down: int) -> tuple[Picture, int, int]:
    """The card as premultiplied BGRA, with the column and row of its upper left corner in the frame."""
    tone = style.palette[-1] if style.palette else "#F4E6C0"
    room = 0.86 * across
    lines = _lines(words, room / (down * 0.13))
    widest = max(width(line) for line in lines) + 0.05 * max(map(len, lines))
    size = min(down * 0.13, room / max(0.1, widest), 0.5 * down / len(lines))
    step = 1.25 * size
    band = int(size * 1.15 + step * len(lines))
    family = ", ".join(dict.fromkeys(run.font.family for run in runs(words) if run.font))
    # Letters of joined and of right-to-left writing stand as their fonts set them.
    spaced = (
        0
        if any(unicodedata.bidirectional(sign) in ("R", "AL") or ord(sign) > _SPACED for sign in words)
        else size * 0.05
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {band}"><defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0.2" stop-color="{lighter(tone, 0.75)}"/><stop offset="0.8" stop-color="{tone}"/></linearGradient>'
        f'<filter id="b" x="-10%" y="-50%" width="120%" height="200%"><feGaussianBlur stdDeviation="{size * 0.12:.1f}"/></filter></defs>'
        + "".join(
            f'<text x="{across / 2}" y="{size * 1.48 + step * number:.0f}" font-family="{family or "Lato"}" font-weight="700" '
            f'font-size="{size:.1f}" letter-spacing="{spaced:.1f}" text-anchor="middle" {paint}>{escape(line)}</text>'
            for number, line in enumerate(lines)
            for paint in ('fill="#1A1208" opacity="0.75" filter="url(#b)"', 'fill="url(#g)"')
        )
        + "</svg>"
    )
    return _written(svg, across, band, words), 0, max(0, int(down * 0.17 - (size * 2.4) / 2))


def show_title(frame: Picture, card: tuple[Picture, int, int], now: float, seconds: float) -> None:
    """A title that comes up in the second half of its shot, early enough to stand clear for two seconds."""
    begin = max(0.0, min(0.5 * seconds, seconds - TITLE - 0.7))
    share = ease((now - begin) / min(0.7, 0.2 * seconds))
    if share <= 0:
        return
    picture, left, top = card
    shown = cv2.convertScaleAbs(picture, alpha=share) if share < 1 else picture
    blend(frame[top : top + picture.shape[0], left : left + picture.shape[1]], shown)


def _lines(words: str, room: float) -> list[str]:
    """A title as it is written, or, where it is much wider than `room` ems, over up to three lines."""
    lines = words.split("\n")
    if len(lines) > 1 or width(words) <= 1.5 * room or " " not in words:
        return lines
    count = 2 if width(words) <= 3 * room else 3
    parts = words.split()
    most = width(words) / count
    found = [parts[0]]
    for part in parts[1:]:
        if len(found) < count and width(f"{found[-1]} {part}") > 1.08 * most:
            found.append(part)
        else:
            found[-1] += f" {part}"
    return found


def _written(svg: str, across: int, down: int, words: str = "") -> Picture:
    """A drawing with words, as premultiplied BGRA; the fonts that they need are handed on."""
    import resvg_py  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="ministudio-") as folder:
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=across, height=down, skip_system_fonts=True, font_family="Lato",
            font_files=[str(path) for path in write_fonts(words, Path(folder))],
        )  # fmt: skip
    return premultiplied(decoded(bytes(png)))


def label(words: str, tall: int) -> Picture:
    """A name in small letters on a light ground, `tall` pixels, as premultiplied BGRA."""
    tall = max(9, tall)
    short = words if len(words) <= _LABEL else words[: _LABEL - 1].rstrip() + "…"
    across = max(8, round((width(short) + 1.0) * tall * 0.66))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {tall}"><rect width="{across}" height="{tall}" rx="{tall * 0.3:.1f}" '
        f'fill="#F4F0E6"/><text x="{across / 2}" y="{tall * 0.72:.1f}" font-family="Lato" font-size="{tall * 0.66:.1f}" text-anchor="middle" '
        f'fill="#2A2630">{escape(short)}</text></svg>'
    )
    return _written(svg, across, tall, short)


class Slate:
    """The strip that an editor wants over a draft: the shot, what happens, and the film's timecode, frame by frame."""

    def __init__(self, words: str, first: int, fps: float, width: int, height: int) -> None:
        self.first, self.fps = first, round(fps)
        self.tall = max(18, min(width, height) // 22)
        self.top = height - self.tall
        size, room = self.tall * 0.62, width - self.tall * 6
        fit = words if len(words) * size * 0.5 < room else words[: max(1, int(room / (size * 0.5)) - 1)].rstrip() + "…"
        self.strip = self._text(fit, size, width, "start", self.tall * 0.5, ground="#0A0A0E")
        self.width, self.size = width, size
        self.glyphs = {
            letter: self._text(letter, size, max(4, round(size * 0.64)), "middle", size * 0.32)
            for letter in "0123456789:"
        }

    def draw(self, frame: Picture, number: int) -> None:
        """Lay the slate of a take's frame into it, in place."""
        blend(frame[self.top : self.top + self.tall], self.strip)
        seconds, at = divmod(self.first + number, self.fps)
        code = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{at:02d}"
        left = self.width - round(self.tall * 0.5) - len(code) * self.glyphs["0"].shape[1]
        for letter in code:
            glyph = self.glyphs[letter]
            blend(frame[self.top : self.top + self.tall, left : left + glyph.shape[1]], glyph)
            left += glyph.shape[1]

    def _text(self, words: str, size: float, wide: int, anchor: str, x: float, *, ground: str = "none") -> Picture:
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {self.tall}">'
            f'<rect width="{wide}" height="{self.tall}" fill="{ground}" opacity="0.72"/>'
            f'<text x="{x:.1f}" y="{self.tall * 0.7:.1f}" font-family="Lato" font-size="{size:.1f}" text-anchor="{anchor}" '
            f'fill="#F4F0E6">{escape(words)}</text></svg>'
        )
        return _written(svg, wide, self.tall, words)
