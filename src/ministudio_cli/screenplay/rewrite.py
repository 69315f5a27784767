"""A text of a screenplay changed in its file, with every comment, quote and space around it as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from ministudio_cli.errors import MinistudioError, UsageFault
from ministudio_cli.screenplay.loader import parse

Path_ = Sequence[str | int]
_BLOCK = ("|", ">")
_HEADER = re.compile(r"^[|>][-+0-9]*")


def rewritten(text: str, path: Path_, value: str, file: str = "story.yaml") -> str:
    """The text of a screenplay in which the scalar at `path` is `value`, in the style in which it was written where
    that can hold it, else double-quoted; a key that is missing in its mapping is put behind the mapping's first. All
    else stays as it is, to the character. A block keeps the line ends that it had behind it.

    Raises UsageFault where the place is not there, or the text cannot be changed without changing another.
    """
    before = parse(text, file).value
    owner = _node(text, path[:-1])
    found = _child(owner, path[-1])
    if isinstance(found, yaml.ScalarNode):
        if found.style in _BLOCK:
            value = value.rstrip("\n") + _line_ends(str(found.value))
        candidates = _as_it_was(text, found, value)
    elif found is None and isinstance(owner, yaml.MappingNode) and owner.value:
        candidates = [_inserted(text, owner, str(path[-1]), value)]
    else:
        raise _gone()
    wanted = _with(before, path, value)
    for candidate in candidates:
        try:
            if parse(candidate, file).value == wanted:
                return candidate
        except MinistudioError:  # a form that does not carry this value: the next one does
            continue
    raise UsageFault(
        "this text cannot be changed from here: several places share it, or YAML cannot hold it there",
        hint="change it in the file",
    )


def _line_ends(value: str) -> str:
    return value[len(value.rstrip("\n")) :]


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


def _as_it_was(text: str, node: Any, value: str) -> list[str]:
    """The file with the value in the style in which it was written, and double-quoted."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in _BLOCK:
        return _blocks(text[:start], text[start:end], text[end:], value)
    forms = [_quoted(value)]
    if "\n" not in value and node.style in (None, "'"):
        forms.insert(0, value if node.style is None else "'" + value.replace("'", "''") + "'")
    # Nothing at all stands where a value is left out.
    gap = " " if start == end and not text[:start].endswith(" ") else ""
    return [text[:start] + gap + form + text[end:] for form in forms]


def _blocks(before: str, was: str, after: str, value: str) -> list[str]:
    """A block scalar with other lines, its header and what stands behind its last line as they are; and quoted."""
    header, *body = was.splitlines(keepends=True)
    full = [at for at, line in enumerate(body) if line.strip()]
    if not full:
        return [before + _quoted(value) + after]
    indent = body[full[0]][: len(body[full[0]]) - len(body[full[0]].lstrip(" "))]
    last = max(at for at in full if body[at].startswith(indent))
    ending = "\r\n" if header.endswith("\r\n") else "\n"
    open_end = "" if body[last].endswith("\n") else ending
    rest = "".join(body[last + 1 :]) + after
    lines = ending.join(indent + line for line in value.rstrip("\n").split("\n")) + ending
    comment = _HEADER.sub("", header.rstrip("\r\n"))
    quoted = _quoted(value) + comment + ending
    return [before + part.removesuffix(open_end or "\0") + rest for part in (header + lines, quoted)]


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
    ending = "\r" if text[:line_end].endswith("\r") else ""
    return f"{text[:line_end]}\n{column}{written}{ending}{text[line_end:]}"
