"""The JSON Schema of the screenplay, and its faults in a director's words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ministudio_cli.errors import Defect
from ministudio_cli.json_types import JsonObject
from ministudio_cli.screenplay.faults import Fault, did_you_mean
from ministudio_cli.screenplay.loader import Source


@cache
def schema_text(of: str = "screenplay") -> str:
    """A schema (screenplay, timeline, plan, film, check): beside the package in a wheel, else in `schemas/`."""
    package, name = Path(__file__).resolve().parents[1], f"{of}.schema.json"
    for folder in (package / "schemas", package.parents[1] / "schemas"):
        if (folder / name).is_file():
            return (folder / name).read_text("utf-8")
    raise Defect(f"the {of}'s schema is not in this installation", hint="install ministudio-cli again")


@cache
def schema() -> JsonObject:
    loaded: JsonObject = json.loads(schema_text())
    return loaded


def schema_faults(source: Source) -> Iterator[Fault]:
    """Every place where the screenplay breaks the schema."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 200 ms that --help need not pay

    for error in Draft202012Validator(_inlined(schema())).iter_errors(source.value):
        yield from _faults(source, error)


def _inlined(whole: JsonObject) -> JsonObject:
    """The schema with every reference written out, of which none leads back: following them is a third of the time."""
    definitions = whole.get("$defs", {})

    def written(node: Any) -> Any:
        if isinstance(node, list):
            return [written(item) for item in node]
        if not isinstance(node, dict):
            return node
        named = str(node.get("$ref", "")).removeprefix("#/$defs/")
        return written(definitions[named]) if named else {key: written(item) for key, item in node.items()}

    return {key: written(item) for key, item in whole.items() if key != "$defs"}


def _faults(source: Source, error: Any) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    kind = error.validator
    if kind == "anyOf":
        yield from _choice(source, error)
    elif kind == "additionalProperties" and error.validator_value is False:
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                at = source.key_place((*path, key))
                yield Fault(at=at, rule="unknown-key", message=f"unknown key “{key}”", hint=did_you_mean(key, known))
    elif kind == "required":
        missing = next(key for key in error.validator_value if f"'{key}'" in error.message.split(" is ")[0])
        strange = [key for key in error.instance if key not in error.schema.get("properties", {})]
        if difflib.get_close_matches(missing, strange, 1):
            return  # it is there, misspelt, and told as such
        if path in source.merged:
            return  # it was to come by a merge key, which is told as such
        described = error.schema.get("properties", {}).get(missing, {}).get("description", "")
        hint = f"add “{missing}:” here" + (f" ({described.rstrip('.')})" if described else "")
        yield Fault(at=source.place(path), rule="missing-key", message=f"“{missing}” is missing", hint=hint)
    else:
        named = "propertyNames" in error.schema_path
        message, hint = _words(error, path)
        yield Fault(
            at=source.key_place((*path, error.instance)) if named else source.place(path),
            rule=str(kind),
            message=message,
            hint=hint,
        )


def _choice(source: Source, error: Any) -> Iterator[Fault]:
    """Of several allowed forms, the faults of the one that was meant."""
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    nested = isinstance(error.instance, dict | list)

    def distance(item: tuple[int, list[Any]]) -> tuple[bool, bool, int]:
        faults = item[1]
        top = any(not inner.path and inner.validator in ("type", "const") for inner in faults)
        lacks = any(inner.validator == "required" and not inner.path for inner in faults)
        return (top, lacks, len(faults))

    best = min(branches.items(), key=distance)[1] if branches else []
    if best and not distance((0, best))[0] and nested:
        for inner in best:
            yield from _faults(source, inner)
        return
    path = tuple(error.absolute_path)
    message, hint = _words(error, path)
    yield Fault(at=source.place(path), rule="form", message=message, hint=hint)


def _words(error: Any, path: tuple[Any, ...]) -> tuple[str, str]:  # noqa: PLR0911 - one a rule of the schema
    """One schema error as (what is wrong, what to do)."""
    key = str(path[-1]) if path else "the screenplay"
    value, rule, kind = error.instance, error.validator_value, error.validator
    shown = json.dumps(value, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    examples = error.schema.get("examples", ())
    like = f"for example {json.dumps(examples[0], ensure_ascii=False)}" if examples else ""
    if kind == "type" and not path:
        message = "the file is empty" if value is None else f"a screenplay is made of keys and values, not of {shown}"
        return message, "ministudio init writes one to begin with"
    if kind == "type":
        wanted = " or ".join([rule] if isinstance(rule, str) else rule)
        return f"“{key}” must be {_article(wanted)}, not {shown}", _cure(wanted, value, shown) or like
    if kind == "enum":
        return f"“{key}” cannot be {shown}", did_you_mean(str(value), [str(choice) for choice in rule])
    if kind == "const":
        return f"“{key}” must be {json.dumps(rule)}, not {shown}", like
    if kind == "pattern":
        if "propertyNames" in error.schema_path or error.schema.get("pattern", "").startswith("^[a-z]"):
            return f"{shown} is not an id", "ids are lower-case letters, digits, “-” and “_”, and start with a letter"
        return f"{shown} is not a fit “{key}”", like
    if kind in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        bound = "at least" if "inimum" in kind else "at most"
        return f"“{key}” is {shown}: it must be {bound} {rule}", like
    if kind in ("minLength", "minItems", "minProperties"):
        return f"“{key}” is empty", like
    if kind in ("maxLength", "maxItems", "maxProperties"):
        return f"“{key}” is too long: at most {rule}", ""
    kinds = {str(item.get("type")) for item in error.schema.get("anyOf", ())}
    cure = _cure("string", value, shown) if "string" in kinds else ""
    return f"“{key}” cannot be {shown}", cure or like or error.schema.get("description", "")


def _cure(wanted: str, value: object, shown: str) -> str:
    """What mends a value of the wrong type whose meaning is plain; “” where it is not."""
    if wanted == "string" and isinstance(value, int | float):
        return f'put it in quotes: "{shown}"'
    if wanted == "boolean" and str(value).lower() in ("yes", "no", "on", "off"):
        return f"write {'true' if str(value).lower() in ('yes', 'on') else 'false'}"
    return ""


def _article(kind: str) -> str:
    names = {
        "object": "a mapping",
        "array": "a list",
        "string": "text",
        "integer": "a whole number",
        "null": "empty",
        "boolean": "true or false",
    }
    return " or ".join(names.get(part, f"a {part}") for part in kind.split(" or "))
