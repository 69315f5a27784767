"""The emulator as the command line offers it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ministudio_cli.providers.spec import EmulatorOption, EmulatorSpec

_OPTIONS = (
    EmulatorOption(flag="port", default=8765, help="The port on this machine."),
    EmulatorOption(flag="latency", default=4.0, help="Seconds that a clip takes."),
    EmulatorOption(flag="quota", default=8, help="Clips that may run at once."),
    EmulatorOption(flag="storm", default=0.0, help="Share of requests that fail: 429, 500, dropped, cut."),
    EmulatorOption(flag="children", default=False, help="The project is one that may show children."),
    EmulatorOption(flag="refuse", default="", metavar="WORD", help="Refuse prompts with this word."),
    EmulatorOption(flag="hang", default="", metavar="WORD", help="Never finish clips with this word."),
    EmulatorOption(flag="lose", default="", metavar="WORD", help="Take such clips and give no answer."),
    EmulatorOption(flag="expire", default="", metavar="WORD", help="Say that such clips expired once they are done."),
    EmulatorOption(flag="forget", default="", metavar="WORD", help="Not know such clips when they are asked after."),
    EmulatorOption(flag="empty", default="", metavar="WORD", help="End such clips with nothing."),
    EmulatorOption(flag="stray", default="", metavar="WORD", help="Show another place, and nobody, in the first take."),
    EmulatorOption(flag="small", default="", metavar="WORD", help="Give 64 pixels across in the first take."),
    EmulatorOption(flag="upright", default="", metavar="WORD", help="Give the other shape in the first take."),
    EmulatorOption(flag="brief", default="", metavar="WORD", help="Give one second only in the first take."),
    EmulatorOption(flag="wrong-garment", default="", metavar="WORD", help="Other clothes in the first take."),
    EmulatorOption(flag="drift", default=False, help="The standard drift: a little of all that real models do."),
    EmulatorOption(flag="colour-drift", default=0.0, help="Levels that colours drift by over a clip."),
    EmulatorOption(flag="clothes", default=0.0, help="ΔE00 that clothes drift by over a clip."),
    EmulatorOption(flag="shimmer", default=0.0, help="Levels of noise in the picture."),
    EmulatorOption(flag="exposure", default=0.0, help="Share that the light flickers by."),
    EmulatorOption(flag="proportions", default=0.0, help="Share that a clip is stretched by."),
    EmulatorOption(flag="short", default=0.0, help="Seconds that are missing from every clip."),
    EmulatorOption(flag="mark", default=False, help="Burn a mark into every clip."),
    EmulatorOption(flag="footage", default="", metavar="FOLDER", help="Give NAME.mp4 of it for prompts with NAME."),
    EmulatorOption(flag="speech-length", default=1.0, help="How long speech lasts, against its own."),
    EmulatorOption(flag="voice", default="offline", help="The engine that speaks."),
    EmulatorOption(flag="plain", default=False, help="Cards instead of drawings: quick."),
    EmulatorOption(flag="seed", default=1, help="Of the storm."),
    EmulatorOption(flag="log", default="", metavar="FILE", help="Write what is asked, as JSON lines."),
    EmulatorOption(flag="account", default="", metavar="FILE", help="Write a service account's file for it."),
)


@contextlib.contextmanager
def _start(values: Mapping[str, Any]) -> Iterator[list[str]]:
    from ministudio_cli.providers.google.emulator.answers import PROJECT  # noqa: PLC0415
    from ministudio_cli.providers.google.emulator.flaws import STANDARD, Flaws  # noqa: PLC0415 - loads what draws
    from ministudio_cli.providers.google.emulator.knobs import Knobs  # noqa: PLC0415
    from ministudio_cli.providers.google.emulator.server import Emulator  # noqa: PLC0415

    flaws = Flaws(
        colour=values["colour_drift"], clothes=values["clothes"], shimmer=values["shimmer"],
        exposure=values["exposure"], proportions=values["proportions"], short=values["short"], plain=values["plain"],
        mark=values["mark"],
    )  # fmt: skip
    flaws = dataclasses.replace(STANDARD, short=values["short"]) if values["drift"] else flaws
    same = ("latency", "quota", "storm", "seed", "refuse", "hang", "lose", "expire", "forget", "empty", "stray",
            "small", "upright", "brief", "children", "voice", "footage")  # fmt: skip
    knobs = Knobs(
        **{name: values[name] for name in same}, wrong=values["wrong_garment"], speech=values["speech_length"],
        flaws=flaws,
    )  # fmt: skip
    with Emulator(knobs, port=values["port"], log=Path(values["log"]) if values["log"] else None) as google:
        exports = [f"export MINISTUDIO_GOOGLE_URL={google.url}"]
        if values["account"]:
            account = google.service_account(Path(values["account"])).resolve()
            exports.append(f"export GOOGLE_APPLICATION_CREDENTIALS={account} GOOGLE_CLOUD_PROJECT={PROJECT}")
        else:
            exports.append("export GOOGLE_API_KEY=any-words-will-do")
        yield exports


EMULATOR = EmulatorSpec(
    short_help="Run Google's services here, for trying.",
    help="Run Google's services on this machine, drawn offline: try --profile veo or omni without an account.",
    options=_OPTIONS,
    start=_start,
)
