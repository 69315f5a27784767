"""One shot drawn and encoded, and the very same frames only encoded: CPU of each, as JSON."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2

from ministudio_cli.media.ffmpeg import Encoder, ffmpeg
from ministudio_cli.planning.state import CharacterState, SetState
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import PlateTask, ShotTask
from ministudio_cli.providers.animatic import AnimaticPlates
from ministudio_cli.providers.animatic.filming import draw_frames
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.providers.spec import Settings
from ministudio_cli.screenplay.model import Format, Style

FRAMES = 120
EMMA = (("hair", "chestnut bob with bangs"), ("eyes", "large amber"), ("wears", "cerulean blue wool sweater"))


def spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    size, move = sys.argv[1], sys.argv[2]
    words = {"place": "a study", "architecture": "", "light": "", "time": "golden hour", "weather": ""}
    view = SetState(interior=True, props=("plants",), **words)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        cv2.setNumThreads(1)
        plate = PlateTask(
            maker=ProviderRef(name="animatic"), view=view, style=Style(), width=2304, height=1296, seed=7, prompt=""
        )
        context = TakeContext(
            folder=folder, file=lambda _, name: folder / name, facts=lambda _: {}, progress=lambda *_: None
        )
        began = spent()
        facts = AnimaticPlates(Settings()).plate(plate, context).facts
        painted = spent() - began
        figure = CharacterState(id="emma", name="Emma", identity=EMMA, state=(("emotion", "curious"),))
        order = ShotTask(
            maker=ProviderRef(name="animatic"), prompt="", seed=3, size=size, camera=move, action="", title="",
            figures=(figure,), view=view, style=Style(), format=Format(), head=0, body=FRAMES, tail=0, speech=(),
            plate="", portraits=(),
        )  # fmt: skip
        context = TakeContext(
            folder=folder, file=lambda _, name: folder / name, facts=lambda _: facts, progress=lambda *_: None
        )
        started = spent()
        encoder = Encoder(folder / "shot.mp4", 1920, 1080, 24, preset="veryfast", crf=18)
        raw = (folder / "raw.bgr").open("wb")
        kept = 0.0
        for frame, _ in draw_frames(order, context):
            encoder.write(frame.data)
            before = spent()
            raw.write(frame.data)
            kept += spent() - before
        raw.close()
        encoder.close()
        both = spent() - started - kept
        started = spent()
        with (folder / "raw.bgr").open("rb") as frames:
            raw_in = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", "1920x1080", "-r", "24", "-i", "pipe:0"]
            plain = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-threads", "1", "-pix_fmt", "yuv420p"]
            command = [ffmpeg(), "-loglevel", "error", "-y", *raw_in, *plain, str(folder / "again.mp4")]
            with subprocess.Popen(command, stdin=subprocess.PIPE) as again:
                subprocess.run(["cat"], stdin=frames, stdout=again.stdin, check=True)  # noqa: S607
        encode = spent() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {
        "both": 1000 * both / FRAMES,
        "encode": 1000 * encode / FRAMES,
        "ratio": both / encode,
        "memory": memory,
        "plate": painted,
        "ffmpeg": ffmpeg(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
