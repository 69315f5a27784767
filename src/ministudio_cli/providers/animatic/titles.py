"""Words set over the picture: title cards and end signatures, in Lato, in the film's last colour."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from ministudio_cli.providers.animatic.colour import lighter
from ministudio_cli.providers.animatic.paint import Picture, decoded, premultiplied
from ministudio_cli.screenplay.model import Style


def title_card(words: str, style: Style, width: int, height: int) -> tuple[Picture, int, int]:
    """The card as premultiplied BGRA, with the column and row of its upper left corner in the frame."""
    import font_lato  # noqa: PLC0415
    import resvg_py  # noqa: PLC0415

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
    folder = str(Path(font_lato.__file__).parent / "files")
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, height=band, font_dirs=[folder], skip_system_fonts=True, font_family="Lato"
    )
    picture = premultiplied(decoded(bytes(png)))
    return picture, 0, int(height * 0.17 - band / 2)
