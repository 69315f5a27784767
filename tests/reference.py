"""The reference pages, written from the schema and from `--help`: `make docs` writes them, a test holds them true."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from typer.main import get_command
from typer.testing import CliRunner

from ministudio_cli.cli import app
from ministudio_cli.errors import exit_codes
from ministudio_cli.providers.animatic.tables import INDEX, digest_of_table, written
from ministudio_cli.providers.animatic.vocabulary import family
from ministudio_cli.report.values import CheckReport, FilmReport, PlanReport
from ministudio_cli.screenplay.schema import schema

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REPORTS = {"plan": PlanReport, "film": FilmReport, "check": CheckReport}


def screenplay_page() -> str:
    whole = schema()
    parts = ["## The screenplay\n", whole["description"] + "\n", *_table("the screenplay", whole)]
    for name, one in whole["$defs"].items():
        if one.get("properties"):
            parts += [
                f"\n### {name.replace('_', ' ')}\n",
                *([one["description"] + "\n"] if "description" in one else []),
                *_table(name, one),
            ]
        elif name == "music":
            parts += ["\n### music\n", one["description"] + "\n"]
            for form in one["anyOf"]:
                parts += _table(name, form) if form.get("properties") else []
    return "\n".join(parts)


def _table(_name: str, one: dict[str, Any]) -> list[str]:
    rows = ["| key | what it is | values | default |", "| --- | --- | --- | --- |"]
    required = set(one.get("required", ()))
    for key, told in one.get("properties", {}).items():
        target = whole_of(told)
        values = ", ".join(f"`{value}`" for value in target.get("enum", ())) or _example(target)
        default = f"`{target['default']}`" if "default" in target else ("required" if key in required else "")
        rows.append(f"| `{key}` | {target.get('description', '')} | {values} | {default} |")
    return rows


def whole_of(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in told:
        found: dict[str, Any] = schema()["$defs"][told["$ref"].rsplit("/", 1)[1]]
        return found | {key: value for key, value in told.items() if key != "$ref"}
    return told


def _example(told: dict[str, Any]) -> str:
    return (
        f"`{json.dumps(told['examples'][0], ensure_ascii=False)}`".replace("|", "\\|") if told.get("examples") else ""
    )


def commands_page() -> str:
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1"}
    runner = CliRunner()
    parts = [
        "## The commands\n",
        "```text",
        runner.invoke(app, ["--help"], prog_name="ministudio").output.rstrip(),
        "```\n",
    ]
    group: Any = get_command(app)
    for name in group.list_commands(None):
        one = group.get_command(None, name)
        for words in [[name]] if not hasattr(one, "commands") else [[name, inner] for inner in one.commands]:
            said = runner.invoke(app, [*words, "--help"], prog_name="ministudio").output.rstrip()
            parts += [f"### ministudio {' '.join(words)}\n", "```text", said, "```\n"]
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in exit_codes().items())
    return "\n".join([*parts, "## Exit codes\n", "| exit | meaning |\n| --- | --- |\n" + codes])


def words_page() -> str:
    parts = [
        "## What the animatic can draw\n",
        "Words found in free text; plurals match, and two words together win over one.\n",
    ]
    for name in ("places", "props", "light", "emotions", "hair", "garments", "beings", "held", "air", "skin"):
        parts += [f"### {name}\n", "| drawn as | words |", "| --- | --- |"]
        for row, told in family(name).items():
            words = told["words"] if isinstance(told, dict) else told
            parts.append(f"| {row} | {', '.join(map(str, words))} |")
        parts.append("")
    return "\n".join(parts)


def reference() -> str:
    head = "# Reference\n\nWritten by `make docs` from the schema, the vocabulary and `--help`; a test holds it true.\n"
    return f"{head}\n{screenplay_page()}\n\n{commands_page()}\n\n{words_page()}".rstrip() + "\n"


def report_schema(name: str) -> str:
    """The JSON Schema of a report, from its values."""
    found = TypeAdapter(REPORTS[name]).json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"ministudio {name} report"}
    return json.dumps(head | {key: value for key, value in found.items() if key != "title"}, indent=1) + "\n"


def tables_index() -> str:
    """The index of the tables of words, see `animatic.tables`."""
    folder = ROOT / "src" / "ministudio_cli" / "providers" / "animatic"
    names = sorted(
        path.relative_to(folder).with_suffix("").as_posix()
        for name in ("words", "art")
        for path in folder.glob(f"{name}/*.yaml")
    )
    rows = {name: {"sha256": digest_of_table(name), "rows": written(name)} for name in names}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        (ROOT / "src/ministudio_cli/providers/animatic" / INDEX).write_text(tables_index(), "utf-8")
        for name in REPORTS:
            (ROOT / "schemas" / f"{name}.schema.json").write_text(report_schema(name), "utf-8")
        (DOCS / "reference.md").write_text(reference(), "utf-8")
    else:
        sys.stdout.write(reference())
