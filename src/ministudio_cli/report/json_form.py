"""Reports to JSON and back."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any, TypeVar

from ministudio_cli.json_types import JsonObject

Value = TypeVar("Value")


def plain_of(report: Any) -> JsonObject:
    """A report as JSON holds it."""
    plain: JsonObject = dataclasses.asdict(report)
    return plain


def text_of(report: Any) -> str:
    return json.dumps(plain_of(report), ensure_ascii=False)


def value_of(kind: type[Value], plain: Any) -> Value:
    """A value from what JSON held of it. Raises ValueError where it is of another form."""
    import cattrs  # noqa: PLC0415 - 60 ms that plans do without

    try:
        found: Value = _converter().structure(plain, kind)
    except (cattrs.BaseValidationError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no {kind.__name__}") from error
    return found


@cache
def _converter() -> Any:
    from cattrs import Converter  # noqa: PLC0415

    converter = Converter(detailed_validation=False)
    # A number is kept as it is: 8 and 8.0 are the same seconds.
    converter.register_structure_hook(int | float, lambda value, _: value)
    return converter
