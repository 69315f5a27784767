"""An action or a line changed in the screenplay's own file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ministudio_cli.errors import ScreenplayInvalid, UsageFault
from ministudio_cli.plain import safe
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.read import faults_of
from ministudio_cli.screenplay.rewrite import rewritten, value_at
from ministudio_cli.screenplay.traversal import spoken_in
from ministudio_cli.store.files import write_whole

_MARK = b"\xef\xbb\xbf"


def edit(path: Path, place: tuple[str, int | None], words: str, was: str, *, allow_outside: bool) -> None:
    """Write another text for a shot's action (its number is None) or for its line of a number.

    Raises UsageFault where it is not what it `was` any more, ScreenplayInvalid where the film would not be valid.
    """
    words = words.strip()
    if not words:
        raise UsageFault("there is nothing in it", hint="write something, or remove it in the file")
    if path.is_symlink():
        raise UsageFault(f"{path.name} is a link", hint="open the room with the file itself, or change it there")
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    found = text_path(parse(text, path.name).value, *place)
    if not found:
        raise UsageFault(f"there is no such text in “{safe(place[0])}”", hint="reload the page: the film was changed")
    if " ".join(value_at(text, found).split()) != " ".join(was.split()):
        raise UsageFault("this text was changed meanwhile", hint="look at it again, and then change it")
    changed = rewritten(text, found, words, path.name)
    if wrong := faults_of(parse(changed, str(path)), allow_outside=allow_outside):
        raise ScreenplayInvalid(wrong[0].message, hint=wrong[0].hint)
    mode = path.stat().st_mode
    write_whole(path, (_MARK if raw.startswith(_MARK) else b"") + changed.encode())
    path.chmod(mode)


def text_path(film: Any, shot: str, number: int | None) -> tuple[str | int, ...]:
    """Where a shot's action (None) or its line of a number stands in a screenplay's plain value; () for nowhere."""
    for at, scene in enumerate(film.get("scenes", ())):
        for index, written in enumerate(scene.get("shots", ())):
            if written.get("id") == shot:
                here: tuple[str | int, ...] = ("scenes", at, "shots", index)
                return (*here, "action") if number is None else _line_path(here, written, number)
    return ()


def _line_path(here: tuple[str | int, ...], written: Any, number: int) -> tuple[str | int, ...]:
    spoken = spoken_in(here, written)
    if not 0 <= number < len(spoken):
        return ()
    place, one = spoken[number]
    return place if isinstance(one, str) else (*place, "line")
