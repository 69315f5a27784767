"""Contact sheets without sound: three frames of every shot of each screenplay, drawn straight from its plan.

python tests/bench/sheets.py OUT.jpg [--width 480] SCREENPLAY…
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2

from ministudio_cli.media.sheet import STILL, write_sheet, write_still
from ministudio_cli.planning.film_plan import ShotPlan
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import ShotTask
from ministudio_cli.providers.animatic import AnimaticPlates
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.providers.spec import Settings
from ministudio_cli.screenplay.model import Format
from ministudio_cli.usecases.options import RenderOptions
from ministudio_cli.usecases.plan_film import plan as plan_film

SHORT, FPS = 540, 6
"""Lines of the shorter side, and frames a second: stills need no more."""


def stills(told: tuple[str, int, str]) -> list[Path]:
    """Three stills of one shot: at a sixth, a half and five sixths of its length."""
    path, number, work = told
    planned = plan_film(Path(path), RenderOptions()).plan
    shot: ShotPlan = planned.shots[number]
    asked = planned.film.format
    scale = SHORT / min(asked.width, asked.height)
    width, height = (round(side * scale / 4) * 4 for side in (asked.width, asked.height))
    folder = Path(work) / f"{Path(path).stem}-{number}"
    folder.mkdir()
    facts: dict[str, Any] = {}
    context = TakeContext(
        folder=folder,
        file=lambda _, name: folder / name,
        facts=lambda key: facts if key == "plate" else {},
        progress=lambda *_: None,
    )
    cv2.setNumThreads(1)
    plate = dataclasses.replace(shot.plate, width=round(width * 1.2), height=round(height * 1.2))
    facts |= AnimaticPlates(Settings()).plate(plate, context).facts
    frames = max(6, round(shot.expected * FPS))
    order = ShotTask(
        maker=ProviderRef(name="animatic"), prompt=shot.prompt, seed=shot.seed, size=shot.shot.size, camera=shot.shot.camera,
        angle=shot.shot.angle, action=shot.shot.action, title=shot.shot.title, figures=shot.moment.figures, view=shot.moment.view,
        style=planned.film.style, format=Format(width=width, height=height, fps=Fraction(FPS)),
        head=0, body=frames, tail=0, speech=(), plate="plate", portraits=(), draft=True,
    )  # fmt: skip
    wanted = {frames * share // 6 for share in (1, 3, 5)}
    return [
        write_still(frame, folder / f"still-{at}.png")
        for at, (frame, _) in enumerate(draw_frames(order, context))
        if at in wanted
    ]


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("out", type=Path)
    asks.add_argument("screenplays", nargs="+")
    asks.add_argument("--width", type=int, default=STILL, help="pixels of a still's longer side")
    asks.add_argument("--only", type=int, help="one shot's number")
    told = asks.parse_args()
    with tempfile.TemporaryDirectory() as work, ProcessPoolExecutor() as pool:
        tasks = [
            (path, number, work)
            for path in told.screenplays
            for number in range(len(plan_film(Path(path), RenderOptions()).plan.shots))
            if told.only in (None, number + 1)
        ]
        sheet = cv2.imread(str(write_sheet(list(pool.map(stills, tasks)), told.out)))
    scale = told.width / STILL
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(told.out), small, [cv2.IMWRITE_JPEG_QUALITY, 82])
    sys.stdout.write(f"{told.out}: {len(tasks)} shots\n")


if __name__ == "__main__":
    main()
