"""The files that hold captions: SubRip, WebVTT with word times, and ASS, which is drawn into the picture. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ministudio_cli.media.fonts import Font, Run, for_language, line_height, runs
from ministudio_cli.report.cues import Cue, Piece, em
from ministudio_cli.screenplay.lettering import CaptionStyle, Label

_SAFE = {True: 0.21, False: 0.075}
"""Shares of a frame's height that stay free below: upright, where players lay their buttons, and otherwise."""
_TOP = {True: 0.13, False: 0.075}
_LIT, _WAITING = "&HFFFFFF&", "&HB8D8F0&"
_TIMES, _APART = re.compile(r"(\d:\d\d[:,.]\d[\d,.]*\s*)-->"), "\\1--\u2060>"
_RTL = ("R", "AL")
_MARK, _LEFT = "\u200f", "\u200e"
_LABEL = 0.7
"""The size of a label's letters as a factor of those of captions."""
_CORNERS = {"bottom-left": 1, "bottom-right": 3, "top-left": 7, "top-right": 9}
_FIRST, _HEIGHT = "Lato", 1.2
"""The font that captions are set in where it has their letters, and its line's height in ems."""


def srt(shown: Sequence[Cue]) -> str:
    """The cues as a SubRip file, which knows no escapes: the words as they are written. Only in what would be read as a
    cue's times an arrow is held apart, by a joiner that is not seen.
    """
    return "".join(
        f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{_TIMES.sub(_APART, cue.text)}\n\n"
        for number, cue in enumerate(shown, 1)
    )


def vtt(shown: Sequence[Cue], language: str = "") -> str:
    """The cues as WebVTT, with the time of every word."""
    parts = [f"WEBVTT\nLanguage: {language}\n\n" if language else "WEBVTT\n\n"]
    for cue in shown:
        lines, first = [], True
        for line in cue.lines:
            text = ""
            for at, piece in enumerate(line):
                text += "" if piece.close or not at else " "
                if piece.spoken and not first and cue.start < piece.start < cue.end:
                    text += f"<{_clock(piece.start, '.')}>"
                first = first and not piece.spoken
                text += _escaped(piece.text)
            lines.append(text)
        times = f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}"
        parts.append(f"{times}\n" + "\n".join(lines) + "\n\n")
    return "".join(parts)


def _escaped(text: str) -> str:
    """Text as WebVTT holds it: no tag, and no “-->”, which would make a line of it a time."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def ass(
    shown: Sequence[Cue],
    frame: tuple[int, int],
    style: CaptionStyle | None = None,
    *,
    since: float = 0.0,
    until: float = 1e9,
    label: Label | None = None,
) -> str:
    """The cues as Advanced SubStation Alpha for a frame of (width, height) pixels, each word lit as it is spoken; a
    stretch of the film begins at 0. A `label` stands in its corner.
    """
    style = style or CaptionStyle()
    across, down = frame
    pixels = em(frame, style.scale)
    upright = down > across
    low = round(down * (_TOP if style.position == "top" else _SAFE)[upright]) if style.position != "middle" else 0
    boxed = style.look == "box"
    edge = max(1, round(pixels / 12)) if not boxed else max(2, round(pixels / 5))
    look = {
        "Name": "Caption", "Fontname": _FIRST, "Fontsize": round(pixels * _HEIGHT, 1), "PrimaryColour": "&H00FFFFFF",
        "SecondaryColour": "&H00B8D8F0", "OutlineColour": "&H60101010" if boxed else "&H00181010",
        "BackColour": "&H80000000", "Bold": -1, "Italic": 0, "Underline": 0, "StrikeOut": 0, "ScaleX": 100,
        "ScaleY": 100, "Spacing": 0, "Angle": 0, "BorderStyle": 3 if boxed else 1, "Outline": edge,
        "Shadow": 0 if boxed else max(1, round(pixels / 20)),
        "Alignment": {"bottom": 2, "middle": 5, "top": 8}[style.position],
        "MarginL": round(across * 0.06), "MarginR": round(across * 0.06), "MarginV": low, "Encoding": 1,
    }  # fmt: skip
    columns = ("Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text")
    head = ["[Script Info]", "ScriptType: v4.00+", f"PlayResX: {across}", f"PlayResY: {down}", "WrapStyle: 2"]
    head += ["ScaledBorderAndShadow: yes", "", "[V4+ Styles]", f"Format: {', '.join(look)}"]
    head += [f"Style: {','.join(map(str, look.values()))}"]
    if label:
        small = em(frame, _LABEL)
        corner = look | {
            "Name": "Label", "Fontsize": round(small * _HEIGHT, 1), "OutlineColour": "&H50101010", "BorderStyle": 3,
            "Outline": max(2, round(small / 4)), "Shadow": 0, "Alignment": _CORNERS[label.corner],
            "MarginV": round(down * (_TOP if label.corner.startswith("top") else _SAFE)[upright]),
        }  # fmt: skip
        head += [f"Style: {','.join(map(str, corner.values()))}"]
    head += ["", "[Events]", f"Format: {', '.join(columns)}"]
    ends = until if label is None or label.seconds is None else min(until, float(label.seconds))
    if label and ends > since:
        words, _ = _word(Piece(label.text, since, ends, spoken=False), since, small, None, "", reverse=False)
        head.append(f"Dialogue: 1,{_hundredths(0)},{_hundredths(ends - since)},Label,,0,0,0,,{words}")
    for cue in shown:
        if cue.end <= since or cue.start >= until:
            continue
        begin = max(cue.start, since)
        times = (_hundredths(begin - since), _hundredths(min(cue.end, until) - since))
        text = "\\N".join(_line(line, begin, pixels, cue.language) for line in cue.lines)
        head.append(f"Dialogue: 0,{times[0]},{times[1]},Caption,,0,0,0,,{text}")
    return "\n".join(head) + "\n"


def _line(line: Sequence[Piece], shown: float, pixels: float, language: str) -> str:
    """A line of a cue, its words in the order in which they stand from left to right.

    A colour's change parts a line into runs, which libass sets from left to right one after another, whatever their
    writing: a line of Hebrew or Arabic is put into its order here.
    """
    order = _visual(line)
    text, font = "", None
    for number, (at, reverse) in enumerate(order):
        piece = line[at]
        if number:
            before = order[number - 1][0]
            later = max(at, before)
            if not (line[later].close and abs(at - before) == 1):
                # A space is as wide as Lato has it, whatever stands before it.
                text += (
                    f"{{\\fn{_FIRST}\\fs{pixels * _HEIGHT:.1f}}} "
                    if font is not None and font.family != _FIRST
                    else " "
                )
                font = None if font is not None and font.family != _FIRST else font
        marked, font = _word(piece, shown, pixels, font, language, reverse=reverse)
        text += marked
    return text


def _word(
    piece: Piece, shown: float, pixels: float, font: Font | None, language: str, *, reverse: bool
) -> tuple[str, Font | None]:
    """A word with its light, and its fonts where they change."""
    if piece.spoken and piece.start > shown:
        at = round(1000 * (piece.start - shown))
        tags = f"\\1c{_WAITING}\\t({at},{at + 1},\\1c{_LIT})"
    else:
        tags = f"\\1c{_LIT}"
    parts = [Run(run.text, run.font and for_language(run.font, language)) for run in runs(piece.text)]
    text = ""
    for run in reversed(parts) if reverse else parts:
        own = ""
        if run.font is not None and run.font != font and not (font is None and run.font.family == _FIRST):
            font = run.font
            own = f"\\fn{font.family}\\fs{pixels * line_height(font):.1f}"
        words = _plain(run.text)
        text += f"{{{tags}{own}}}" if tags or own else ""
        # A mark of the other direction after it keeps the word out of the next one's order, which is settled already.
        text += f"{_MARK}{words}{_MARK}{_LEFT}" if reverse else words
        tags = ""
    return text, font


def _visual(line: Sequence[Piece]) -> list[tuple[int, bool]]:
    """Each piece by its place from left to right, and whether it is written from right to left (UAX #9)."""
    text = " ".join(piece.text for piece in line)
    if not any(unicodedata.bidirectional(sign) in (*_RTL, "AN") for sign in text):
        return [(at, False) for at in range(len(line))]
    import icu  # noqa: PLC0415

    bidi = icu.Bidi()
    units = icu.UnicodeString(text)
    bidi.setPara(units, icu.Bidi.DEFAULT_LTR)
    levels = list(bidi.getLevels())
    own, at = [], 0
    for piece in line:
        units = len(piece.text.encode("utf-16-le")) // 2
        strong = [
            level
            for sign, level in zip(piece.text, levels[at : at + units], strict=False)
            if unicodedata.bidirectional(sign) in ("L", "R", "AL", "EN", "AN")
        ]
        own.append(strong[0] if strong else levels[at] if at < len(levels) else 0)
        at += units + 1
    order = list(range(len(line)))
    for level in range(max(own), 0, -1):
        start = 0
        while start < len(order):
            if own[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and own[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return [(at, own[at] % 2 == 1) for at in order]


def _plain(text: str) -> str:
    """Text that libass shows as it is: a backslash and a brace would begin a tag."""
    return text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")


def _hundredths(seconds: float) -> str:
    whole = round(seconds * 100)
    return f"{whole // 360000}:{whole // 6000 % 60:02}:{whole // 100 % 60:02}.{whole % 100:02}"


def _clock(seconds: float, point: str = ",") -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}{point}{whole % 1000:03}"
