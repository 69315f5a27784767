"""The showcase: the three productions rendered and filmed, and docs/showcase.md written from what came of them.

Run by `make showcase`. The films are rendered whole by the real program; the first is filmed once more by the emulator
with its standard drift, so that what is done about drift can be seen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.media.ffmpeg import run  # noqa: E402
from ministudio_cli.providers.google.emulator.flaws import STANDARD  # noqa: E402
from ministudio_cli.providers.google.emulator.knobs import Knobs  # noqa: E402
from ministudio_cli.providers.google.emulator.server import Emulator  # noqa: E402
from ministudio_cli.report.dailies import worn  # noqa: E402
from ministudio_cli.report.json_form import value_of  # noqa: E402
from ministudio_cli.report.quality import ShotQuality  # noqa: E402

DOCS = ROOT / "docs"
MADE = DOCS / "showcase"
SCREENPLAYS = ROOT / "screenplays"
PRODUCTIONS = {
    "contextbytes_brand_story": ("lesson", "contextbytes"),
    "the_last_algorithm": ("", "last_algorithm"),
    "quantum_tiktok": ("", "quantum"),
}
"""Each screenplay with the shot that its loop is cut from (“”: the third), and the name of its contact sheet."""
PROGRAM = [sys.executable, "-c", "from ministudio_cli.cli import main; main()"]


def main() -> None:
    MADE.mkdir(exist_ok=True)
    reports = {name: rendered(SCREENPLAYS / f"{name}.yaml") for name in PRODUCTIONS}
    for name, (shot, _) in PRODUCTIONS.items():
        pictures(name, reports[name], shot)
    drifted = emulated(SCREENPLAYS / "contextbytes_brand_story.yaml")
    (DOCS / "showcase.md").write_text("\n".join(words(reports, drifted)) + "\n", "utf-8")


def ministudio(*arguments: object, **extra: str) -> None:
    subprocess.run([*PROGRAM, *map(str, arguments)], check=True, env=os.environ | extra)


def rendered(path: Path) -> dict[str, Any]:
    ministudio("render", path)
    told: dict[str, Any] = json.loads((path.parent / "build" / path.stem / "report.json").read_text("utf-8"))
    return told


def pictures(name: str, report: dict[str, Any], shot: str) -> None:
    """A poster and a loop of three seconds, small enough for a repository."""
    film = SCREENPLAYS / "build" / name / f"{name}.mp4"
    cut = next((one for one in report["cuts"] if one["shot"] == shot), report["cuts"][2])
    middle = (cut["start"] + cut["end"]) / 2 / 24
    size = "scale=640:-2" if report["width"] > report["height"] else "scale=-2:560"
    run(["-ss", f"{middle:.3f}", "-i", film, "-frames:v", "1", "-vf", size, "-q:v", "4", MADE / f"{name}.jpg"])
    loop = size.replace("640", "480").replace("560", "420")
    run(["-ss", f"{middle - 1.5:.3f}", "-t", "3", "-i", film, "-an", "-vf", f"fps=10,{loop}", "-c:v", "libwebp_anim",
         "-loop", "0", "-q:v", "42", MADE / f"{name}.webp"])  # fmt: skip


def emulated(path: Path) -> dict[str, Any]:
    """The same screenplay through the emulator at its standard drift; its comparisons go to the docs."""
    with tempfile.TemporaryDirectory() as folder, Emulator(Knobs(latency=0.2, flaws=STANDARD)) as google:
        film = Path(folder) / path.name
        film.write_text(path.read_text("utf-8").replace("resolution: 1080p", "resolution: 540p"), "utf-8")
        key = {"MINISTUDIO_GOOGLE_URL": google.url, "GOOGLE_API_KEY": "emulated"}
        ministudio("render", film, "--profile", "omni", "--yes", **key)
        ministudio("export", film, "--compare", "--to", Path(folder) / "out", **key)
        for still in sorted((Path(folder) / "out").glob("*.jpg")):
            picture: Any = cv2.imread(str(still))
            small = cv2.resize(picture, (1200, round(1200 * picture.shape[0] / picture.shape[1])), interpolation=3)
            cv2.imwrite(str(MADE / f"steady-{still.name}"), small, [cv2.IMWRITE_JPEG_QUALITY, 80])
        place = film.parent / "build" / film.stem
        shutil.copyfile(place / "report.json", Path(folder) / "report.json")
        told: dict[str, Any] = json.loads((place / "report.json").read_text("utf-8"))
    return told


def words(reports: dict[str, dict[str, Any]], drifted: dict[str, Any]) -> Iterator[str]:
    """The page."""
    yield "# Showcase\n"
    yield (
        "Three films, each beside the lines it was made of. Everything here was made by `make showcase`, on two cores, "
        "without a key; run it again and this page is written again.\n"
    )
    for name, report in reports.items():
        sheet = PRODUCTIONS[name][1]
        yield f"## {report['title']}\n"
        yield "| script | result |"
        yield "| --- | --- |"
        script = "<br>".join(
            f"**{shot['id']}** {shot['size']}, {shot['camera']}: {shot['action']}" for shot in report["shots"][:7]
        )
        poster = f"![A frame of {report['title']}](showcase/{name}.jpg)"
        yield f"| {script} | {poster}<br>![Three seconds of it](showcase/{name}.webp) |\n"
        yield f"![Three frames of each shot]({sheet}.jpg)\n"
        yield f"[The screenplay](../screenplays/{name}.yaml) · {figures(report)}\n"
    yield "## The three challenges\n"
    yield from challenges(reports, drifted)
    yield "## Make them yourself\n"
    yield (
        "```sh\nmake demo                                   # the first film, drawn and spoken on this machine\n"
        "ministudio render screenplays/the_last_algorithm.yaml\n"
        "ministudio report screenplays/the_last_algorithm.yaml --open\n```\n"
    )
    yield "By Google's models, with a key in `.env` beside the screenplay, or from Doppler:\n"
    yield (
        "```sh\necho 'GOOGLE_API_KEY=…' > .env && ministudio trust .\n"
        "ministudio plan story.yaml --profile omni       # the price of every shot, before a cent is spent\n"
        "ministudio render story.yaml --profile omni --max-cost 15\n"
        "doppler run -- ministudio render story.yaml --profile veo --max-cost 15\n```\n"
    )
    yield "No real model's clip was seen in making this page; what is said of drift was measured on emulated footage."


def figures(report: dict[str, Any]) -> str:
    size = f"{report['seconds']:.1f} s, {report['width']}×{report['height']}, {len(report['shots'])} shots"
    return f"{size}, {len(report['lines'])} lines · {synced(report)} · {report['proof']['lufs']:.1f} LUFS"


def synced(report: dict[str, Any]) -> str:
    proof, cuts = report["proof"], report["cuts"][:-1]
    beats = sum(cut["lands_on"] in ("beat", "downbeat") for cut in cuts)
    late = max(abs(line["offset"]) for line in proof["lines"])
    return f"{beats} of {len(cuts)} cuts on the beat (κ {proof['kappa']:.2f}), lines within {late:.2f} ms"


def challenges(reports: dict[str, dict[str, Any]], drifted: dict[str, Any]) -> Iterator[str]:
    held = [one for one in drifted["quality"] if any(lock["lock"] == "plate" and lock["done"] for lock in one["locks"])]
    drift = [pair for one in drifted["quality"] if (pair := worn(value_of(ShotQuality, one)))]
    before = max(pair[0] for pair in drift)
    after = max(pair[0] if pair[1] is None else pair[1] for pair in drift)
    yield (
        "**Visual drift.** One global seed, identity blocks word for word, locked plates and portraits. Drawn films do "
        "not drift: their masks are exact. Generated ones are measured and mended: in the brand story as the emulator "
        f"films it at its standard drift, the clothes farthest off were ΔE {before:.1f} from their scene's, and are "
        f"{after:.1f} in the film.\n"
    )
    films = "; ".join(f"*{report['title']}*: {synced(report)}" for report in reports.values())
    yield (
        "**Sound and picture in sync.** Lines are spoken first and say how long a shot must be; the music's beats say "
        f"where it may end; the finished files, read back by what never saw the plan: {films}.\n"
    )
    flicker = [(one["before"]["background"]["flicker"], one["after"]["flicker"]) for one in held]
    yield (
        f"**Backgrounds that shimmer.** Two passes: the plate is locked first, and footage is held to it. {len(held)} of "
        f"{len(drifted['quality'])} emulated shots were held; their backgrounds flickered by "
        f"{min(pair[0] for pair in flicker):.1f} to {max(pair[0] for pair in flicker):.1f} levels, and do by "
        f"{min(pair[1] for pair in flicker):.1f} to {max(pair[1] for pair in flicker):.1f} now. "
        "[How, and how well](steady.md).\n"
    )
    yield "Left as it came, right in the film, with the edge of each mask:\n"
    for still in sorted(MADE.glob("steady-*.jpg")):
        shot = still.stem.removeprefix("steady-").removesuffix("-compare")
        yield f"![{shot}: as it came, and in the film](showcase/{still.name})\n"


if __name__ == "__main__":
    main()
