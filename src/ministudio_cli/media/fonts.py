"""The fonts that ship in packages: which one draws a letter, how wide a text is, and what none of them draws."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_JOINERS = {0x200C, 0x200D, 0xFE0E, 0xFE0F}
_LATER = re.compile(r"Symbols|Emoji|CJK")
"""Fonts that hold letters of other writing too, and are asked after those of one script."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file with its family's name; `height` is its line's height in ems, as libass scales by it."""

    family: str
    path: Path
    index: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font draws; None where none does."""

    text: str
    font: Font | None


@cache
def fonts() -> tuple[Font, ...]:
    """Every font at hand, in the order in which they are asked for a letter."""
    import font_lato  # noqa: PLC0415

    found = [Font("Lato", Path(font_lato.__file__).parent / "files" / "Lato-Bold.ttf")]
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        files = [
            path for path in Path(spec.submodule_search_locations[0]).rglob("Noto*.tt[fc]") if "Italic" not in path.name
        ]
        found += [
            Font(_family(path), path)
            for path in sorted(files, key=lambda path: (bool(_LATER.search(path.name)), path.name))
        ]
    return tuple(found)


def _family(path: Path) -> str:
    """“NotoSansArabic[wght].ttf” as “Noto Sans Arabic”; of a collection the first of its faces."""
    if path.suffix == ".ttc":
        return "Noto Sans CJK JP"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", path.name.split("[")[0].split("-")[0])


_CJK = {"JP": 0, "KR": 1, "SC": 2, "TC": 3}
"""The faces of Noto's Chinese, Japanese and Korean font, which draws one letter otherwise for each of them."""


def for_language(font: Font, language: str) -> Font:
    """The face of a font that a language (a BCP 47 tag) is set in."""
    if not font.family.startswith("Noto Sans CJK"):
        return font
    tag = language.lower()
    old = tag.startswith(("zh-hant", "zh-tw", "zh-hk"))
    name = "TC" if old else "SC" if tag.startswith("zh") else "KR" if tag.startswith("ko") else "JP"
    return Font(f"Noto Sans CJK {name}", font.path, _CJK[name])


@lru_cache(maxsize=64)
def _face(path: Path, index: int) -> tuple[Any, Any, frozenset[int]]:
    import uharfbuzz as hb  # noqa: PLC0415

    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    font = hb.Font(face)
    # Everything is set in bold: captions and titles stand over pictures.
    font.set_variations({"wght": 700})
    return face, font, frozenset(face.unicodes)


@lru_cache(maxsize=4096)
def font_of(sign: str) -> Font | None:
    """The first font that draws a letter; None where none does."""
    return next((font for font in fonts() if ord(sign) in _face(font.path, font.index)[2]), None)


def runs(text: str) -> list[Run]:
    """A text in stretches of one font each; marks, joiners and spaces go with what stands before them."""
    found: list[list[Any]] = []
    for sign in text:
        follows = found and (
            unicodedata.combining(sign)
            or ord(sign) in _JOINERS
            or unicodedata.category(sign) in ("Mc", "Me", "Cf", "Sk")
            or sign.isspace()
        )
        if follows and (sign.isspace() or ord(sign) in _JOINERS or _draws(found[-1][1], sign)):
            found[-1][0] += sign
            continue
        if (
            found
            and found[-1][1] is not None
            and sign in ".,;:!?()[]-–—’'\"“”…0123456789"
            and _draws(found[-1][1], sign)
        ):
            found[-1][0] += sign
            continue
        font = font_of(sign)
        if found and found[-1][1] == font:
            found[-1][0] += sign
        else:
            found.append([sign, font])
    return [Run(text, font) for text, font in found]


def _draws(font: Font | None, sign: str) -> bool:
    return font is not None and ord(sign) in _face(font.path, font.index)[2]


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """How wide a text is set, in ems; what no font draws counts an em."""
    import uharfbuzz as hb  # noqa: PLC0415

    total = 0.0
    for run in runs(text):
        if run.font is None:
            total += len(run.text)
            continue
        face, font, _ = _face(run.font.path, run.font.index)
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        total += sum(position.x_advance for position in buffer.glyph_positions) / face.upem
    return total


@cache
def line_height(font: Font) -> float:
    """The height of a font's line in ems, by which libass scales it: its Windows ascent and descent."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
        metrics = file["OS/2"]
        return float((metrics.usWinAscent + metrics.usWinDescent) / file["head"].unitsPerEm)


def undrawn(text: str) -> str:
    """The letters of a text that no font here draws, each once, in order."""
    return "".join(dict.fromkeys(_undrawn(text)))


def _undrawn(text: str) -> Iterator[str]:
    for sign in text:
        if (
            not sign.isspace()
            and unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Mn", "Me", "Cn", "Co")
            and font_of(sign) is None
        ):
            yield sign


def write_fonts(text: str, folder: Path) -> list[Path]:
    """The fonts that a text needs, for programs that read files: Lato as it is, of others the text's letters alone,
    in bold, because neither libass nor resvg sets a variable font's weight. Where the text is ASS, the faces that it
    names are written.
    """
    lato = fonts()[0].path
    written = [lato.with_name("Lato-Regular.ttf"), lato]
    letters: dict[Font, set[str]] = {}
    faces = [name for name in _CJK if f"Noto Sans CJK {name}" in text] or ["JP"]
    for run in runs(text):
        if run.font is None or run.font.path == lato:
            continue
        own = [run.font]
        if run.font.family.startswith("Noto Sans CJK"):
            own = [Font(f"Noto Sans CJK {name}", run.font.path, _CJK[name]) for name in faces]
        for font in own:
            letters.setdefault(font, set()).update(run.text)
    for font, signs in letters.items():
        place = folder / f"{font.family.replace(' ', '')}.ttf"
        _bold(font, "".join(sorted(signs | set(" .,;:!?-()0123456789"))), place)
        written.append(place)
    return written


def _bold(font: Font, letters: str, place: Path) -> None:
    """A font's bold cut with so many letters, all its features kept."""
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib import instancer  # noqa: PLC0415

    with TTFont(font.path, fontNumber=font.index, lazy=True, recalcTimestamp=False) as file:
        options = subset.Options()
        options.layout_features, options.name_IDs, options.notdef_outline = ["*"], ["*"], True
        cut = subset.Subsetter(options)
        # Shaping takes letters apart: Thai's sara am is two signs.
        cut.populate(text=letters + "".join(unicodedata.normalize(form, letters) for form in ("NFC", "NFKD")))
        cut.subset(file)
        if "fvar" in file:
            heaviest = min(700, next(axis.maxValue for axis in file["fvar"].axes if axis.axisTag == "wght"))
            instancer.instantiateVariableFont(file, {"wght": heaviest}, inplace=True)
        file["OS/2"].fsSelection = file["OS/2"].fsSelection & ~0x40 | 0x20
        file["OS/2"].usWeightClass = 700
        file["head"].macStyle |= 1
        file.save(place)
