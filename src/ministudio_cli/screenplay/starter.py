"""The first screenplay of a new film, and what belongs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_STORY = """\
# yaml-language-server: $schema=./screenplay.schema.json
ministudio: 1
title: {title}
format: {{aspect: "16:9", resolution: 1080p, fps: 24}}
seed: 20260115                       # the one global seed; everything random derives from it
style:
  look: hand-painted animation, soft painted backgrounds
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
_ENV = """\
# Without any of these, films are drawn and spoken on this machine.
# GOOGLE_API_KEY=
# GOOGLE_APPLICATION_CREDENTIALS=/path/to/service-account.json
# GOOGLE_CLOUD_PROJECT=
"""


def starter_files(stem: Path, title: str) -> Iterator[tuple[Path, str]]:
    """Each file with its text; a title is quoted where YAML needs it."""
    from ministudio_cli.screenplay.schema import schema_text  # noqa: PLC0415

    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    yield stem.with_name(f"{stem.name}.yaml"), _STORY.format(title=quoted)
    yield stem.parent / "screenplay.schema.json", schema_text()
    yield stem.parent / ".gitignore", _IGNORE
    yield stem.parent / ".env.example", _ENV
