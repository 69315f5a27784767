"""YAML to plain values, safely, keeping the place of every value.

Only what JSON can say is read: mappings with text keys, lists, text, numbers, true, false, null. Tags, duplicate keys,
merge keys, other documents and aliases that multiply are refused. `on`, `no` and `12:30` are text, as in YAML 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ministudio_cli.errors import ScreenplayInvalid, UsageFault
from ministudio_cli.json_types import JsonObject
from ministudio_cli.limits import VARIABLE, limits
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.model import Place

Written = JsonObject
"""A mapping of a screenplay as it is written."""

Path_ = tuple[str | int, ...]
Mark = tuple[int, int]
"""Line and column, from 0."""

_SCALARS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"(?:null|Null|NULL|~|)\Z"), lambda _: None),
    (re.compile(r"(?:true|True|TRUE)\Z"), lambda _: True),
    (re.compile(r"(?:false|False|FALSE)\Z"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,18}\Z"), int),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?\Z"), float),
)

_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value")
)


@dataclass(slots=True)
class Source:
    """A read file: its plain value, its text, and where each value (and each key) stands."""

    file: str
    text: str
    value: Any = None
    values: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    """What is allowed, and most likely not meant."""
    merged: set[Path_] = field(default_factory=set)
    """Mappings that would have got keys by a merge key."""

    def place(self, path: Path_) -> Place:
        """The place of a value, or of the nearest thing around it that has one."""
        while path and path not in self.values:
            path = path[:-1]
        line, column = self.values.get(path, (0, 0))
        return Place(file=self.file, line=line + 1, column=column + 1)

    def key_place(self, path: Path_) -> Place:
        found = self.keys.get(path)
        return Place(file=self.file, line=found[0] + 1, column=found[1] + 1) if found else self.place(path)


def load(path: Path) -> Source:
    """Read one YAML file; raises UsageFault if it cannot be opened, ScreenplayInvalid if it is not YAML at all."""
    try:
        size = path.stat().st_size
        if size > limits().screenplay_bytes:
            most = f"a screenplay has at most {limits().screenplay_bytes:,} (or {VARIABLE}=screenplay_bytes=…)"
            raise _invalid(str(path), "", 1, 1, f"the file has {size:,} bytes", most)
        raw = path.read_bytes()
    except OSError as error:
        raise UsageFault(
            f"cannot read {path}: {error.strerror or error}", hint="name a screenplay that is there, as story.yaml"
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _invalid(str(path), "", line, 1, "the file is not UTF-8 text", "save it as UTF-8") from None
    return parse(text, str(path))


def parse(text: str, file: str) -> Source:
    """Read YAML text; `file` is only its name."""
    import yaml  # noqa: PLC0415 - 35 ms that --help need not pay

    source = Source(file=file, text=text)
    base = _loader()
    loader = base(text)
    try:
        _scan(source, base)
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else _control(text)
        what = getattr(error, "problem", None) or "a control character stands here"
        if lost := _lost(text, line):
            at, cure = lost, f"{_QUOTE}: after a space, # begins a comment, and the rest of the line is lost"
            raise _invalid(file, text, *at, "a comment begins here, inside a list or a mapping", cure) from None
        raise _invalid(file, text, line, column, f"not YAML: {what}", _cure(text, line)) from None
    else:
        if node is not None:
            source.value = _Reader(source).read(node, (), 0)
        return source
    finally:
        loader.dispose()


@cache
def _loader() -> Any:
    """PyYAML's loader, without its own guesses at what plain text is: `_SCALARS` says that."""
    import yaml  # noqa: PLC0415

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def resolve(self, kind: Any, _value: Any, _implicit: Any) -> str:
            return tags[kind]

    tags = {
        yaml.ScalarNode: "tag:yaml.org,2002:str",
        yaml.SequenceNode: "tag:yaml.org,2002:seq",
        yaml.MappingNode: "tag:yaml.org,2002:map",
    }
    return Loader


def _scan(source: Source, loader: Any) -> None:
    """Refuse text that nests too deeply, before the YAML library's own recursion meets it; and warn of text whose
    beginning was taken for an anchor.

    By the parser's events, which come without recursion: signs in comments and quotes open nothing.
    """
    import yaml  # noqa: PLC0415

    text, file = source.text, source.file
    depth = 0
    anchors: Written = {}
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.ScalarEvent) and event.anchor and not event.style:
            anchors[event.anchor] = event.start_mark
        elif isinstance(event, yaml.AliasEvent):
            anchors.pop(event.anchor or "", None)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > limits().nesting:
                mark = event.start_mark
                where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                raise _invalid(file, text, *where, "the file nests too deeply", "write it flatter")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    for name, mark in anchors.items():
        at = Place(file=file, line=mark.line + 1, column=mark.column + 1)
        message = f"“&{name}” is taken for an anchor, and is no part of the text"
        source.warnings.append(Fault(at=at, rule="anchor", message=message, hint=f"{_QUOTE}, if it is text"))


class _Reader:
    """Walks the node tree once, counting what aliases multiply."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes = 0
        self.lines = source.text.splitlines()
        self.open: set[int] = set()

    def place(self, node: Any) -> Place:
        return Place(file=self.source.file, line=node.start_mark.line + 1, column=node.start_mark.column + 1)

    def fault(self, node: Any, rule: str, message: str, hint: str = "") -> None:
        self.source.faults.append(Fault(at=self.place(node), rule=rule, message=message, hint=hint))

    def read(self, node: Any, path: Path_, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > limits().values or depth > limits().nesting:
            at = self.place(node)
            what = "nests too deeply" if depth > limits().nesting else f"expands to over {limits().values:,} values"
            raise _invalid(
                self.source.file, self.source.text, at.line, at.column, f"the file {what}", "remove the aliases"
            )
        mark = node.start_mark
        self.source.values.setdefault(path, (mark.line, mark.column))
        if id(node) in self.open:
            self.fault(node, "alias", "an alias refers to itself", "write the value out")
            return None
        if node.tag not in _PLAIN_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            cure = f"{_QUOTE}: text that begins with ! is taken for a tag"
            self.fault(node, "tag", f"“{tag}” is a tag, and tags are not allowed", cure)
            return None
        if node.id == "scalar":
            return self.scalar(node)
        self.open.add(id(node))
        try:
            if node.id == "sequence":
                return [self.read(item, (*path, index), depth + 1) for index, item in enumerate(node.value)]
            return dict(self.pairs(node, path, depth))
        finally:
            self.open.discard(id(node))

    def pairs(self, node: Any, path: Path_, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                self.fault(key_node, "key", "a key must be plain text")
                continue
            key = str(key_node.value)
            if key == "<<" and key_node.style in (None, ""):
                self.source.merged.add(path)
                self.fault(key_node, "merge", "merge keys are not part of a screenplay", "write the keys out")
                continue
            if key in seen:
                self.fault(
                    key_node, "duplicate", f"“{key}” stands here twice", f"the first is on line {seen[key]}: keep one"
                )
                continue
            mark = key_node.start_mark
            seen[key] = mark.line + 1
            self.source.keys[(*path, key)] = (mark.line, mark.column)
            yield key, self.read(value_node, (*path, key), depth + 1)

    def scalar(self, node: Any) -> Any:
        if node.style in ("'", '"', "|", ">"):
            return node.value
        self.cut(node)
        for pattern, make in _SCALARS:
            if pattern.match(node.value):
                return make(node.value)
        return node.value

    def cut(self, node: Any) -> None:
        """Warn where a plain text ends at “ #” although what follows reads like more of it."""
        end = node.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if _CUT.match(rest) and not any(pattern.match(node.value) for pattern, _ in _SCALARS[1:]):
            self.source.warnings.append(
                Fault(
                    at=Place(file=self.source.file, line=end.line + 1, column=end.column + 1 + rest.index("#")),
                    rule="comment",
                    message=f"a comment begins here: the text is only “{node.value}”",
                    hint=f"{_QUOTE}, if it is text",
                )
            )


_QUOTE = "put it in quotes"
_CUT = re.compile(r"\s*#[^\s#!]")
"""A comment is mostly written “# so”; “#1” and “#008080” are mostly text."""
_BARE = re.compile(r"^\s*(?:- +)?(?:[\w-]+: +)?(?P<sign>[@`%*&!{\[|>])(?!.*[}\]]\s*$)")
"""A value that begins with a sign of YAML's own, and is no list or mapping that is closed again."""


def _cure(text: str, line: int) -> str:
    """What most likely mends a line that is no YAML."""
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    before = lines[line - 2] if 1 < line <= len(lines) + 1 else ""
    if any("\t" in one[: len(one) - len(one.lstrip())] for one in (here, before)):
        return "indent with spaces, not with tabs"
    if any("\u00a0" in one[: len(one) - len(one.lstrip())] for one in (here, before)):
        return "indent with plain spaces: a no-break space stands here"
    if any(re.search(r":\s[^\"'{\[]*:\s", one) for one in (here, before)):
        return f"{_QUOTE}: plain text holds no colon before a space"
    if (bare := _BARE.match(here)) or (bare := _BARE.match(before)):
        return f"{_QUOTE}: plain text does not begin with {bare['sign']}"
    own, above = (len(one) - len(one.lstrip()) for one in (here, before))
    return f"check the indentation ({own} spaces here, {above} above) and the quotes"


_OPEN = re.compile(r"^[^\"'#]*[\[{][^\"'\]}]*?\s?(?P<sign>#)\w")


def _lost(text: str, line: int) -> tuple[int, int] | None:
    """Line and column of a comment that swallowed the end of a list or mapping above a fault, if one did."""
    lines = text.splitlines()
    for number in range(min(line, len(lines)), max(0, line - 12), -1):
        here = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: "x" * len(quoted[0]), lines[number - 1])
        if found := _OPEN.match(here):
            return number, found.start("sign") + 1
    return None


def _control(text: str) -> tuple[int, int]:
    """Line and column of the first character that no text file should hold."""
    for number, line in enumerate(text.split("\n"), 1):
        found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]", line)
        if found:
            return number, found.start() + 1
    return 1, 1


def _invalid(file: str, text: str, line: int, column: int, message: str, hint: str = "") -> ScreenplayInvalid:
    fault = Fault(at=Place(file=file, line=line, column=column), rule="yaml", message=message, hint=hint)
    return ScreenplayInvalid(f"{file} is not a screenplay", faults=(fault,), source=text)
