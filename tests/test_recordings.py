"""Recordings of one's own: their words are found, they drive the cut, and what is missing is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.providers.voices.align import align
from ministudio_cli.providers.voices.kokoro import KokoroVoice
from ministudio_cli.providers.voices.warping import RATE

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_reading import spoken

OFFERED = {voice.name for voice in KokoroVoice.offered()}
pytestmark = pytest.mark.skipif(not {"bf_emma", "af_heart"} <= OFFERED, reason="the English voices are not installed")
SCRIPT = (
    "The rain had stopped, and the street was quiet. She opened the window.",
    "Her mother had said that nothing would change. There was time to leave.",
    "At 9:00 the bell rang twice, and a man in a grey coat did not smile.",
)


def recorded(
    lines: tuple[str, ...], folder: Path, voice: str = "bf_emma"
) -> tuple[Any, list[list[tuple[float, float]]]]:
    """Lines as another voice reads them, with pauses and a little noise (48 kHz), and when each word is spoken."""
    chance = np.random.default_rng(3)
    parts, times, at = [np.zeros(24_000, np.float32)], [], 24_000
    for line in lines:
        sound, facts = spoken(line, folder, voice=voice)
        times.append([((at + start) / 48_000, (at + end) / 48_000) for _, start, end in facts["words"]])
        gap = int(48_000 * chance.uniform(0.3, 1.6))
        parts += [sound, np.zeros(gap, np.float32)]
        at += len(sound) + gap
    whole = np.concatenate(parts)
    return (whole + chance.normal(0, 0.002, len(whole))).astype(np.float32), times


def small(sound: Any) -> Any:
    return np.asarray(soxr.resample(sound, 48_000, RATE), np.float32)


@pytest.mark.long
def test_the_words_of_another_voices_recording_are_found(tmp_path: Path) -> None:
    sound, truth = recorded(SCRIPT, tmp_path, voice="bm_george")
    found = align(small(sound), SCRIPT)
    assert [[word for word, _, _ in line] for line in found.lines] == [line.split() for line in SCRIPT]
    off = [
        abs(word[1] - start)
        for line, spans in zip(found.lines, truth, strict=True)
        for word, (start, _) in zip(line, spans, strict=True)
    ]
    assert np.mean(np.array(off) < 0.060) > 0.95
    assert np.median(off) < 0.025


@pytest.mark.long
def test_a_film_is_cut_to_what_was_recorded_line_by_line_and_as_a_whole(tmp_path: Path) -> None:
    """A sentence of the second line was not recorded: it is told, at its line, and the film does not pass its check,
    because a caption stands where nobody speaks.
    """
    sound, truth = recorded((SCRIPT[0], "There was time to leave.", SCRIPT[2]), tmp_path)
    write_wav(tmp_path / "whole.wav", sound, 48_000)
    one, _ = recorded(("Good night.",), tmp_path, voice="af_heart")
    write_wav(tmp_path / "one.wav", one, 48_000)
    shots = [a_shot(f"s{at}", narration=line) for at, line in enumerate(SCRIPT)]
    shots.append(a_shot("s3", narration={"line": "Good night.", "recording": "one.wav"}))
    told = a_screenplay(*shots, music="none", narrator={"recording": "whole.wav"})
    path = write(tmp_path, told)
    done = ministudio("render", path, "--json", "-q")
    assert done.returncode == 8, done.stderr
    film = json.loads((tmp_path / "build" / "story" / "report.json").read_text("utf-8"))
    assert len(film["proof"]["faults"]) == 1
    assert film["proof"]["faults"][0].endswith("has no voice")
    for line, spans in (film["lines"][0], truth[0]), (film["lines"][2], truth[2]):
        assert line["end"] - line["start"] == pytest.approx(spans[-1][1] - spans[0][0], abs=0.5)
    # Without a recogniser its line is known; which of the line's sentences it is, not surely.
    assert [len(line.get("doubts", ())) for line in film["lines"]] == [0, 1, 0, 0]
    assert "not heard, or hardly" in film["lines"][1]["doubts"][0]
    assert "bell rang" in (tmp_path / "build" / "story" / "story.srt").read_text("utf-8")
    shown = ministudio("align", path)
    assert shown.returncode == 8
    assert "one place" in shown.stderr
    assert "s1: Her mother" in shown.stdout


def test_a_recording_that_is_not_there_is_found_when_the_film_is_validated(tmp_path: Path) -> None:
    line = {"line": "Hello there.", "recording": "voice/01.wav"}
    path = write(tmp_path, a_screenplay(a_shot("a", narration=line)))
    done = ministudio("validate", path)
    assert done.returncode == 3
    assert "voice/01.wav" in done.stderr
    write(tmp_path, a_screenplay(a_shot("a", narration="Hello there.")))
    assert "names no recording" in ministudio("align", path).stderr
