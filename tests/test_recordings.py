"""Recordings of one's own: their words are found, they drive the cut, and what is missing is told."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr
import yaml

from ministudio_cli.media.pcm import write_wav
from ministudio_cli.planning.film import plan_film
from ministudio_cli.providers.voices.align import _with_unheard, align
from ministudio_cli.providers.voices.kokoro import KokoroVoice
from ministudio_cli.providers.voices.script import Script
from ministudio_cli.providers.voices.spectra import Sentence, reference_of
from ministudio_cli.providers.voices.warping import RATE, after_silence, frames_in, spectra_of
from ministudio_cli.screenplay.build import build
from ministudio_cli.screenplay.loader import parse

from .builders import a_screenplay, a_shot, some_makers, write
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
    found = align(small(sound), Script(SCRIPT))
    assert [[word for word, _, _ in line] for line in found.lines] == [line.split() for line in SCRIPT]
    off = [
        abs(word[1] - start)
        for line, spans in zip(found.lines, truth, strict=True)
        for word, (start, _) in zip(line, spans, strict=True)
    ]
    assert np.mean(np.array(off) < 0.060) > 0.95
    assert np.median(off) < 0.025


@pytest.mark.long
def test_words_are_found_in_a_room_with_noise_and_behind_pauses_that_no_comma_asks_for(tmp_path: Path) -> None:
    lines = (
        "The old clock on the wall has stopped at half past three.",
        "We walked 12 km along the coast before it began to rain.",
        "The record was broken by only two seconds.",
        "She paid $4.99 for a cup of tea and two biscuits.",
    )
    sound, truth = recorded(lines, tmp_path, voice="bm_george")
    chance = np.random.default_rng(5)
    tail = np.arange(19_200) / 48_000
    answer = chance.normal(0, 1, len(tail)) * np.exp(-6.9 * tail / 0.4)
    answer[0] = 8.0
    heard = np.convolve(sound, answer / 8.0)[: len(sound)]
    heard = heard + chance.normal(0, np.sqrt(np.mean(heard**2)) * 10 ** (-15 / 20), len(heard))
    for recording in (sound, heard.astype(np.float32)):
        off = np.concatenate([
            [abs(word[1] - start) for word, (start, _) in zip(line, spans, strict=True)]
            for line, spans in zip(align(small(recording), Script(lines)).lines, truth, strict=True)
        ])  # fmt: skip
        assert np.mean(off < 0.060) >= 0.95


@pytest.mark.long
def test_words_beside_a_sentence_that_was_left_out_are_where_they_are_spoken(tmp_path: Path) -> None:
    """They were laid over what is missing: “There was” half a second late."""
    sound, truth = recorded((SCRIPT[0], "There was time to leave.", SCRIPT[2]), tmp_path)
    found = align(small(sound), Script(SCRIPT))
    assert [str(doubt) for doubt in found.doubts] == [
        "not heard, or hardly: Her mother had said that nothing would change."
    ]
    second = found.lines[1]
    assert [word for word, *_ in second] == SCRIPT[1].split()
    placed = [*found.lines[0], *second[8:], *found.lines[2]]
    off = [abs(word[1] - start) for word, (start, _) in zip(placed, itertools.chain(*truth), strict=True)]
    assert max(off) < 0.060
    # What is missing stands in the pause, in order, over no word that is heard.
    assert found.lines[0][-1][2] <= second[0][1]
    assert second[7][2] <= second[8][1] + 1e-6
    assert [start for _, start, _ in second] == sorted(start for _, start, _ in second)


@pytest.mark.parametrize("missing", [(0,), (1,), (2,), (0, 1), (1, 2)])
def test_what_was_left_out_stands_between_what_is_heard(missing: tuple[int, ...]) -> None:
    words = [[(f"{line}{at}.", 0.0, 0.1) for at in range(3)] for line in range(3)]
    heard = [
        []
        if line in missing
        else [(word, 1 + line + at * 0.2, 1.15 + line + at * 0.2) for at, (word, *_) in enumerate(own)]
        for line, own in enumerate(words)
    ]
    whole = _with_unheard([Sentence(line, 0, 3) for line in missing], words, heard)
    assert [[word for word, *_ in line] for line in whole] == [[word for word, *_ in line] for line in words]
    assert all(list(whole[line]) == heard[line] for line in range(3) if line not in missing)
    spans = [(start, end) for line in whole for _, start, end in line]
    assert all(end > start for start, end in spans)
    assert all(before[1] <= after[0] + 1e-9 for before, after in itertools.pairwise(spans))


def test_spectra_of_a_reading_are_those_of_its_sound(tmp_path: Path) -> None:
    """The model's last part is left out: what is compared is still what the voice would say, word by word."""
    text = "She opened the window."
    reference = reference_of(Script((text,)), "en-GB", "bf_emma")
    sound, facts = spoken(text, tmp_path, voice="bf_emma", language="en-GB")
    heard = spectra_of(small(sound))
    first, last = (at // 480 for at in (facts["words"][0][1], facts["words"][-1][2]))
    start = reference.words[0][0][1]
    own = reference.spectra[frames_in(start) :][: last - first - 8]
    alike = {late: np.corrcoef(own.ravel(), heard[first + late :][: len(own)].ravel())[0, 1] for late in range(-3, 4)}
    assert max(alike, key=alike.__getitem__) in (-1, 0, 1)
    assert alike[0] > 0.8
    assert [word for word, *_ in reference.words[0]] == text.split()
    for (_, since, until), (_, begin, end) in zip(reference.words[0], facts["words"], strict=True):
        assert since - start == pytest.approx((begin - facts["words"][0][1]) / 48_000, abs=0.01)
        if end != facts["words"][-1][2]:  # the silence of a line's end is cut off
            assert until - since == pytest.approx((end - begin) / 48_000, abs=0.01)


@pytest.mark.parametrize("samples", [0, 3, 400, 20_000])
@pytest.mark.parametrize("script", [("…", "Hello there."), ("— —", "* * *")])
def test_a_recording_of_hardly_anything_still_has_every_word(samples: int, script: tuple[str, ...]) -> None:
    sound = np.random.default_rng(1).normal(0, 0.1, samples).astype(np.float32)
    found = align(sound, Script(script))
    assert [[word for word, *_ in line] for line in found.lines] == [text.split() for text in script]
    times = [time for line in found.lines for _, *span in line for time in span]
    assert all(np.isfinite(times))


def test_a_word_does_not_begin_in_a_silence() -> None:
    chance = np.random.default_rng(1)
    sound = chance.normal(0, 0.1, RATE * 3).astype(np.float32)
    sound[RATE : RATE + 8000] *= 0.001
    sound[2 * RATE : 2 * RATE + 800] *= 0.001
    # (start, end, found): the fourth ends in the silence, as what was left out of a recording does.
    words = np.array([
        (0.5, 0.9, 0.5), (0.93, 1.6, 0.93), (0.98, 1.7, 1.48), (1.1, 1.3, 1.1), (1.1, 1.9, 1.48), (1.97, 2.2, 1.97),
        (2.2, 2.4, 2.2),
    ])  # fmt: skip
    assert after_silence(words[:, 0], words[:, 1], sound) == pytest.approx(words[:, 2], abs=0.015)
    silence = np.zeros(RATE * 3, np.float32)
    assert after_silence(np.array([2.8]), np.array([2.9]), silence) == pytest.approx([2.8])


def test_what_is_read_in_a_lines_place_is_looked_for_and_words_as_the_film_spells_them(tmp_path: Path) -> None:
    """Without it the second line's first words are looked for in the pause before it: 1.9 s early."""
    read_out = ("We met Capomazza in the hall of the old town.", "It cost a lot in all, and nobody paid.")
    script = Script(
        ("We met KPMZ in the hall of the old town.", "It cost $1,234,567.89 in all, and nobody paid."),
        says=("", read_out[1]),
        lexicon=(("KPMZ", "Capomazza"),),
    )
    sound, truth = recorded(read_out, tmp_path, voice="bm_george")
    found = align(small(sound), script)
    for line, text in zip(found.lines, script.texts, strict=True):
        assert [word for word, *_ in line] == text.split()
    first = zip(found.lines[0], truth[0], strict=True)
    second = zip(found.lines[1][-5:], truth[1][-5:], strict=True)
    off = [abs(word[1] - start) for words in (first, second) for word, (start, _) in words]
    assert max(off) < 0.1
    assert abs(found.lines[1][0][1] - truth[1][0][0]) < 0.1


def test_a_line_of_a_recording_knows_what_is_read_in_its_place() -> None:
    shots = [
        a_shot("one", narration={"line": "It was 1342.", "say": "It was long ago."}),
        a_shot("two", narration="Ada Xyzzy came."),
    ]
    told = a_screenplay(*shots, narrator={"recording": "whole.wav"}, lexicon={"Xyzzy": "zizzy", "Nobody": "no"})
    source = parse(yaml.safe_dump(told, sort_keys=False), "story.yaml")
    tasks = plan_film(build(source), some_makers(), {"whole.wav": "digest"}).lines()
    assert [(task.part, task.says, task.lexicon) for task in tasks] == [
        (part, ("It was long ago.", ""), (("Xyzzy", "zizzy"),)) for part in (0, 1)
    ]


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
