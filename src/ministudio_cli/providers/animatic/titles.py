"""Words set over the picture: title cards and end signatures, in Lato, in the film's last colour."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from ministudio_cli.providers.animatic.colour import lighter
from ministudio_cli.providers.animatic.paint import Picture, blend, decoded, premultiplied
from ministudio_cli.screenplay.model import Style


def title_card(words: str, style: Style, width: int, height: int) -> tuple[Picture, int, int]:
    """The card as premultiplied BGRA, with the column and row of its upper left corner in the frame."""
    tone = style.palette[-1] if style.palette else "#F4E6C0"
    size = min(height * 0.13, width * 1.2 / max(4, len(words)))
    band = int(size * 2.4)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {band}"><defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0.2" stop-color="{lighter(tone, 0.75)}"/><stop offset="0.8" stop-color="{tone}"/></linearGradient>'
        f'<filter id="b" x="-10%" y="-50%" width="120%" height="200%"><feGaussianBlur stdDeviation="{size * 0.12:.1f}"/></filter></defs>'
        + "".join(
            f'<text x="{width / 2}" y="{band * 0.62:.0f}" font-family="Lato" font-weight="700" font-size="{size:.0f}" '
            f'letter-spacing="{size * 0.05:.1f}" text-anchor="middle" {paint}>{escape(words)}</text>'
            for paint in ('fill="#1A1208" opacity="0.75" filter="url(#b)"', 'fill="url(#g)"')
        )
        + "</svg>"
    )
    return _written(svg, width, band), 0, int(height * 0.17 - band / 2)


def _written(svg: str, width: int, height: int) -> Picture:
    """A drawing with words in Lato, as premultiplied BGRA."""
    import font_lato  # noqa: PLC0415
    import resvg_py  # noqa: PLC0415

    folder = str(Path(font_lato.__file__).parent / "files")
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, height=height, font_dirs=[folder], skip_system_fonts=True, font_family="Lato"
    )
    return premultiplied(decoded(bytes(png)))


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
            one: self._text(one, size, max(4, round(size * 0.64)), "middle", size * 0.32) for one in "0123456789:"
        }

    def draw(self, frame: Picture, number: int) -> None:
        """Lay the slate of a take's frame into it, in place."""
        blend(frame[self.top : self.top + self.tall], self.strip)
        seconds, at = divmod(self.first + number, self.fps)
        code = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{at:02d}"
        left = self.width - round(self.tall * 0.5) - len(code) * self.glyphs["0"].shape[1]
        for one in code:
            glyph = self.glyphs[one]
            blend(frame[self.top : self.top + self.tall, left : left + glyph.shape[1]], glyph)
            left += glyph.shape[1]

    def _text(self, words: str, size: float, wide: int, anchor: str, x: float, *, ground: str = "none") -> Picture:
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {self.tall}">'
            f'<rect width="{wide}" height="{self.tall}" fill="{ground}" opacity="0.72"/>'
            f'<text x="{x:.1f}" y="{self.tall * 0.7:.1f}" font-family="Lato" font-size="{size:.1f}" text-anchor="{anchor}" '
            f'fill="#F4F0E6">{escape(words)}</text></svg>'
        )
        return _written(svg, wide, self.tall)
