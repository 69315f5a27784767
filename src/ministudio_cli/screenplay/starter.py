"""The first screenplay of a new film, and what belongs beside it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from ministudio_cli import __version__

_STORY = """\
# yaml-language-server: $schema=./screenplay.schema.json
ministudio: 1
title: {title}
format: {{aspect: "{aspect}", resolution: 1080p, fps: 24}}
seed: 20260115                       # the one global seed; everything random derives from it
style:
  look: {look}
  palette: ["#1F6F78", "#E8B04A"]
  avoid: [photorealism]
cast:
  mira:
    name: Mira
    identity:                        # never changes, in the whole film
      hair: long auburn
      eyes: green
      skin: fair
      wears: mustard sweater, navy trousers
    state: {{emotion: curious}}        # changes, and carries from shot to shot
    voice: {{gender: female, style: warm}}
sets:
  study:
    place: a small study full of books
    light: afternoon sun through the window
    time: afternoon
    props: [armchair, plant]
narrator: {{voice: {{gender: male, style: calm}}}}
music: {{bed: warm, tempo: 92}}
scenes:
  - id: morning
    set: study
    shots:
      - id: question
        size: wide
        camera: slow push in
        cast: [mira]
        action: Mira reads by the window
        narration: Every film begins as a sentence somebody could not put down.
      - id: answer
        size: close
        cast: {{mira: {{emotion: happy}}}}
        dialogue:
          - {{speaker: mira, line: "So I wrote it down, and pressed render."}}
        title: {title}
"""
_IGNORE = ".ministudio/\nbuild/\n.env\n"
_ENV = "# Without any of these, films are drawn and spoken on this machine.\n"


ASPECTS = ("16:9", "9:16", "1:1")
LOOK = "hand-painted animation, soft painted backgrounds"
_CI = """\
# Checks the screenplay on every push, and renders the film: it is in the run's artifacts, with its dailies page.
name: film
on: [push]
permissions:
  contents: read
jobs:
  render:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: pip install 'ministudio-cli[voice]=={version}' && ministudio doctor --install-voices
      - run: ministudio validate {name} --format github
      - run: ministudio render {name}
        # To film with a model: --profile NAME --yes --max-cost 5 in the line above, and its key as a secret.
        # env: {{{variable}: "${{{{ secrets.{variable} }}}}"}}
      - uses: actions/upload-artifact@v4
        with: {{name: film, path: build/}}
"""


def starter_files(
    stem: Path, title: str, aspect: str = "16:9", look: str = LOOK, variables: Sequence[str] = ()
) -> Iterator[tuple[Path, str]]:
    """Each file with its text; words are quoted as YAML needs it. `variables` are those that providers read."""
    from ministudio_cli.screenplay.schema import schema_text  # noqa: PLC0415

    story = _STORY.format(title=_quoted(title), aspect=aspect, look=_quoted(look))
    yield stem.with_name(f"{stem.name}.yaml"), story
    yield stem.parent / "screenplay.schema.json", schema_text()
    yield stem.parent / ".gitignore", _IGNORE
    yield stem.parent / ".env.example", _ENV + "".join(f"# {name}=\n" for name in variables)
    variable = next(iter(variables), "API_KEY")
    yield (
        stem.parent / ".github" / "workflows" / "film.yml",
        _CI.format(name=shlex.quote(f"{stem.name}.yaml"), variable=variable, version=__version__),
    )


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
