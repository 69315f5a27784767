"""Tables of words as they are written (YAML), read out of an index where that is up to date: every command reads some,
and YAML is slow to load.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from ministudio_cli.json_types import JsonObject

INDEX = "words/tables.json"
"""Each table's rows, beside the digest of what they were written as; `make docs` writes it."""
_HERE = files("ministudio_cli.providers.animatic")


def written(name: str) -> JsonObject:
    """A table as its file has it, by its path here without `.yaml`; read from the file alone."""
    import yaml  # noqa: PLC0415

    text = (_HERE / f"{name}.yaml").read_text("utf-8")
    loaded: JsonObject = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return loaded


@cache
def table(name: str) -> JsonObject:
    """The same, by the index; of a file that was changed since, the file itself."""
    entry = _index().get(name)
    if entry is None or entry["sha256"] != digest_of_table(name):
        return written(name)
    rows: JsonObject = entry["rows"]
    return rows


def digest_of_table(name: str) -> str:
    """SHA-256 of a table's file."""
    return hashlib.sha256((_HERE / f"{name}.yaml").read_bytes()).hexdigest()


@cache
def _index() -> dict[str, JsonObject]:
    try:
        index: dict[str, JsonObject] = json.loads((_HERE / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return index
