"""How well a recording's words are found: word starts against exact times, and what it costs.

The recordings are read by voices that nothing is fitted to (`spectra.HELD`), in a quiet place and in a room with noise, and
by espeak-ng, another synthesiser, whose own events say when each word begins.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np
import soxr

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.providers.voices.align import align  # noqa: E402
from ministudio_cli.providers.voices.script import Script  # noqa: E402
from ministudio_cli.providers.voices.warping import RATE  # noqa: E402
from tests.test_reading import spoken  # noqa: E402

SCRIPT = (
    "The rain had stopped, and the street was quiet. She opened the window.",
    "Her mother had said that nothing would change. There was time to leave.",
    "The bell rang twice, and a man in a grey coat did not smile.",
    "A grey cat slept on the warm roof of the car, and nobody had told the children why the garden was locked.",
    "The old clock on the wall has stopped at half past three.",
    "Her grandfather planted these trees sixty years ago; he bought apples and half a pumpkin.",
    "Please call me on Monday, or write to me by Friday.",
    "They live near the river and work by candle light.",
    "The ferry left at nine and came back before noon.",
    "Two men walked on the moon that summer.",
    "We walked along the coast before it began to rain.",
    "The record was broken by only two seconds.",
    "She paid for a cup of tea and two biscuits.",
)
Recording = tuple[Any, list[list[float]]]
"""Samples at 16 kHz, and when each word of each line begins (seconds)."""


def joined(lines: list[tuple[Any, list[float]]], rate: int, *, room: bool, tight: bool) -> Recording:
    """Lines one after another: with pauses of 0.3 to 1.6 s, or hardly any; a little noise, or a room of 0.4 s with noise
    15 dB below the voice.
    """
    chance = np.random.default_rng(3)
    parts, starts, at = [np.zeros(rate // 2, np.float32)], [], rate // 2
    for sound, words in lines:
        starts.append([at / rate + word for word in words])
        gap = int(rate * (0.05 if tight else chance.uniform(0.3, 1.6)))
        parts += [sound, np.zeros(gap, np.float32)]
        at += len(sound) + gap
    whole = np.concatenate(parts)
    noise = 0.002
    if room:
        tail = np.arange(int(0.4 * rate)) / rate
        answer = chance.normal(0, 1, len(tail)) * np.exp(-6.9 * tail / 0.4)
        answer[0] = 8.0
        whole = np.convolve(whole, answer / 8.0)[: len(whole)]
        noise = float(np.sqrt(np.mean(whole**2))) * 10 ** (-15 / 20)
    whole = whole + chance.normal(0, noise, len(whole))
    return np.asarray(soxr.resample(whole.astype(np.float32), rate, RATE), np.float32), starts


def by_kokoro(voice: str, *, room: bool = False, tight: bool = False) -> Recording:
    lines = []
    for text in SCRIPT:
        with tempfile.TemporaryDirectory() as folder:
            sound, facts = spoken(text, Path(folder), voice=voice)
        lines.append((sound, [start / 48_000 for _, start, _ in facts["words"]]))
    return joined(lines, 48_000, room=room, tight=tight)


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", ctypes.c_char * 8),
    ]  # fmt: skip


def by_espeak(voice: str, *, room: bool = False) -> Recording:
    return joined(*_espeak(voice), room=room, tight=False)


@cache
def _espeak(voice: str) -> tuple[list[tuple[Any, list[float]]], int]:
    """espeak-ng's reading (speak_lib.h: an event of type 1 begins a word, `audio_position` is in milliseconds)."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(2, 500, os.fsencode(espeakng_loader.get_data_path()), 0)
    pieces: list[Any] = []
    words: dict[int, float] = {}

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
    def take(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        at = 0
        while events[at].type:
            if events[at].type == 1:
                words[events[at].text_position - 1] = events[at].audio_position / 1000
            at += 1
        return 0

    library.espeak_SetSynthCallback(take)
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(1, 150, 0)
    lines = []
    for text in SCRIPT:
        pieces.clear()
        words.clear()
        spelled = text.encode()
        library.espeak_Synth(spelled, len(spelled) + 1, 0, 1, 0, 1, None, None)
        library.espeak_Synchronize()
        # It runs some words together (“of the”), and tells only the first of them.
        starts = [words.get(word.start(), float("nan")) for word in re.finditer(r"\S+", text)]
        lines.append((np.concatenate(pieces).astype(np.float32) / 32768, starts))
    return lines, rate


def found_in(sound: Any) -> tuple[list[list[float]], float, int]:
    """Where each word is found, with the CPU seconds and the megabytes of a process that does nothing else."""
    begun = time.process_time()
    lines = align(sound, Script(SCRIPT)).lines
    peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) // 1024
    return [[start for _, start, _ in line] for line in lines], time.process_time() - begun, peak


def main() -> None:
    made = {
        **{voice: (by_kokoro, voice, {}) for voice in ("bf_emma", "af_sky", "bf_lily", "am_adam", "am_fenrir", "bm_fable", "bm_george")},
        "bm_george, room": (by_kokoro, "bm_george", {"room": True}),
        "af_nova, room": (by_kokoro, "af_nova", {"room": True}),
        "bm_fable, no pauses": (by_kokoro, "bm_fable", {"tight": True}),
        "af_nova, no pauses": (by_kokoro, "af_nova", {"tight": True}),
        "espeak en-gb": (by_espeak, "en-gb", {}),
        "espeak en-us+f3": (by_espeak, "en-us+f3", {}),
        "espeak en-gb, room": (by_espeak, "en-gb", {"room": True}),
        "espeak en-us+f3, room": (by_espeak, "en-us+f3", {"room": True}),
    }  # fmt: skip
    print(
        "| recording | seconds | within 60 ms | bias, median, p95 (ms) | CPU s a minute | MB |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, (maker, voice, how) in made.items():
        sound, starts = maker(voice, **how)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            found, spent, peak = pool.submit(found_in, sound).result()
        off = np.concatenate([np.subtract(*pair) for pair in zip(found, starts, strict=True)]) * 1000
        off = off[np.isfinite(off)]
        print(
            f"| {name} | {len(sound) / RATE:.0f} | {np.mean(np.abs(off) < 60):.1%} | {np.mean(off):+.0f}, "
            f"{np.median(np.abs(off)):.0f}, {np.quantile(np.abs(off), 0.95):.0f} | {spent / (len(sound) / RATE / 60):.1f} | {peak} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
