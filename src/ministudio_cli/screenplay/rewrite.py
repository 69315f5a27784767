"""A text of a screenplay changed in its file, with every comment, quote and space around it as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import yaml

from ministudio_cli.errors import UsageFault
from ministudio_cli.screenplay.loader import parse

Path_ = Sequence[str | int]
_BLOCK = ("|", ">")


def rewritten(text: str, path: Path_, value: str, file: str = "story.yaml") -> str:
    """The text of a screenplay in which the scalar at `path` is `value`; a key that is missing in its mapping is put
    behind the mapping's first. Nothing else is changed by a character.

    Raises UsageFault where the place is not there, or the same text is used in several places (an anchor).
    """
    before = parse(text, file).value
    owner = _node(text, path[:-1])
    found = _child(owner, path[-1])
    if isinstance(found, yaml.ScalarNode):
        candidates = [*_as_it_was(text, found, value), _replaced(text, found, _quoted(value))]
    elif found is None and isinstance(owner, yaml.MappingNode) and owner.value:
        candidates = [_inserted(text, owner, str(path[-1]), value)]
    else:
        raise _gone()
    wanted = _with(before, path, value)
    for candidate in candidates:
        try:
            if parse(candidate, file).value == wanted:
                return candidate
        except Exception:  # noqa: BLE001, S112 - a form that does not carry this value: the next one does
            continue
    raise UsageFault("this text stands in more than one place of the screenplay", hint="change it in the file")


def value_at(text: str, path: Path_, file: str = "story.yaml") -> str:
    """The text at a path, “” where there is none."""
    found: Any = parse(text, file).value
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return ""
    return found if isinstance(found, str) else ""


def _gone() -> UsageFault:
    return UsageFault("the screenplay has no such place any more", hint="look at it again: it was changed meanwhile")


def _node(text: str, path: Path_) -> Any:
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in path:
        node = _child(node, step)
        if node is None:
            raise _gone()
    return node


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _with(value: Any, path: Path_, new: str) -> Any:
    """A value with another text at a path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {**value, step: _with(value.get(step), rest, new)}
    return [_with(one, rest, new) if at == step else one for at, one in enumerate(value)]


def _replaced(text: str, node: Any, written: str) -> str:
    end = node.end_mark.index
    # A block ends behind its last line.
    tail = "\n" if node.style in _BLOCK and not written.endswith("\n") else ""
    return text[: node.start_mark.index] + written + tail + text[end:]


def _as_it_was(text: str, node: Any, value: str) -> list[str]:
    """The file with the value in the style in which it was written."""
    if node.style == "'" and "\n" not in value:
        return [_replaced(text, node, "'" + value.replace("'", "''") + "'")]
    if node.style is None and "\n" not in value:
        return [_replaced(text, node, value)]
    if node.style in _BLOCK and value.strip() and not value.startswith(" "):
        was = text[node.start_mark.index : node.end_mark.index]
        header, _, body = was.partition("\n")
        first = next((line for line in body.split("\n") if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" "))]
        return [_replaced(text, node, "\n".join([header, *(indent + line for line in value.rstrip("\n").split("\n"))]))]
    return []


def _quoted(value: str) -> str:
    """Double-quoted: JSON's text, in which YAML's own line ends are escaped as well."""
    written = json.dumps(value, ensure_ascii=False)
    for sign in ("\x7f", "\x85", "\u2028", "\u2029", "\ufeff"):
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def _inserted(text: str, owner: Any, key: str, value: str) -> str:
    first_key, first_value = owner.value[0]
    written = f"{key}: {_quoted(value)}"
    end = first_value.end_mark.index
    if owner.flow_style:
        return f"{text[:end]}, {written}{text[end:]}"
    line_end = text.find("\n", end)
    column = " " * first_key.start_mark.column
    if line_end < 0:
        return f"{text}\n{column}{written}\n"
    return f"{text[:line_end]}\n{column}{written}{text[line_end:]}"
