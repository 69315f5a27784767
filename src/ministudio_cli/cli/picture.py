"""A picture in a terminal: as itself where the terminal can show one, else as half blocks in colour."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def shown(path: Path, wide: int) -> str:
    """What to write to a terminal of so many columns so that it shows a picture; “” where there is no way."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") in (None, "", "dumb"):
        return ""
    program, term = os.environ.get("TERM_PROGRAM", ""), os.environ.get("TERM", "")
    if "kitty" in term or "ghostty" in term:
        return _kitty(_png(path, 960))
    if program in ("iTerm.app", "WezTerm"):
        data = base64.b64encode(_png(path, 960)).decode()
        return f"\x1b]1337;File=inline=1;width={min(wide, 80)};preserveAspectRatio=1:{data}\x07\n"
    return "\n".join(_blocks(path, min(wide - 1, 96))) + "\n"


def _png(path: Path, longer: int) -> bytes:
    import cv2  # noqa: PLC0415

    return bytes(cv2.imencode(".png", _scaled(path, longer))[1])


def _scaled(path: Path, wide: int) -> Any:
    import cv2  # noqa: PLC0415

    picture: Any = cv2.imread(str(path))
    rows, columns = picture.shape[:2]
    wide = min(wide, columns)
    return cv2.resize(picture, (wide, 2 * round(wide * rows / columns / 2)), interpolation=cv2.INTER_AREA)


def _kitty(data: bytes) -> str:
    """The kitty graphics protocol: base64 in pieces of 4,096, each told whether more come."""
    text = base64.b64encode(data).decode()
    pieces = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    payload = []
    for index, piece in enumerate(pieces):
        more = int(index + 1 < len(pieces))
        first = "a=T,f=100,c=80," if not index else ""
        payload.append(f"\x1b_G{first}m={more};{piece}\x1b\\")
    return "".join(payload) + "\n"


def _blocks(path: Path, wide: int) -> Iterator[str]:
    """Two pixels a letter: the upper as ink, the lower as ground; in 24 bits, or of 256 colours."""
    true = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")

    def tone(kind: int, pixel: Any) -> str:
        blue, green, red = (int(part) for part in pixel)
        if true:
            return f"{kind};2;{red};{green};{blue}"
        return f"{kind};5;{16 + 36 * round(red / 51) + 6 * round(green / 51) + round(blue / 51)}"

    picture = _scaled(path, wide)
    for row in range(0, picture.shape[0] - 1, 2):
        pairs = zip(picture[row], picture[row + 1], strict=True)
        yield "".join(f"\x1b[{tone(38, above)};{tone(48, below)}m▀" for above, below in pairs) + "\x1b[0m"


def show(path: Path, wide: int) -> None:
    """Write a picture to standard error, where that is a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(shown(path, wide))
        sys.stderr.flush()
