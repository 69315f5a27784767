"""Lines as they are heard: louder, through a telephone, in a cave; and the stems that they are in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ministudio_cli.cut.voicing import voiced
from ministudio_cli.media.pcm import read_wav
from ministudio_cli.planning.voicing import Voicing
from ministudio_cli.reading.acoustics import ACOUSTICS, acoustics_of

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, rendered

RATE = 48_000


def speech(seconds: float = 1.0) -> np.ndarray:
    """Something with the spectrum of a voice: a pulse train of 120 Hz in syllables, and some hiss."""
    at = np.arange(int(seconds * RATE)) / RATE
    syllables = 0.5 - 0.5 * np.cos(2 * np.pi * 4 * at)
    buzz = sum(np.sin(2 * np.pi * 120 * k * at) / k for k in range(1, 60))
    hiss = np.random.default_rng(1).standard_normal(at.size)
    return (0.2 * syllables * (0.5 * buzz + 0.15 * hiss)).astype(np.float32)


def band(sound: np.ndarray, low: float, high: float) -> float:
    """Level in dB of what lies between two frequencies."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(sound.size, 1 / RATE)
    return float(10 * np.log10(power[(hertz >= low) & (hertz < high)].sum() + 1e-12))


def level(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(sound, dtype=np.float64))) + 1e-12))


@pytest.mark.parametrize("by", [-12.0, -3.0, 4.0])
def test_a_level_is_in_decibels(by: float) -> None:
    line = speech()
    assert level(voiced(line, Voicing(level=by))) - level(line) == pytest.approx(by, abs=0.1)


def test_a_line_that_is_too_loud_is_bent_and_not_broken() -> None:
    line = speech() / np.abs(speech()).max() * np.float32(0.9)
    loud = voiced(line, Voicing(level=10))
    assert np.abs(loud).max() < 1
    assert level(loud) > level(line) + 3


def test_a_telephone_has_no_bass_and_no_treble_and_comes_when_it_was_spoken() -> None:
    line = speech()
    heard = voiced(line, Voicing(through="telephone"))
    assert band(heard, 20, 150) < band(line, 20, 150) - 15
    assert band(heard, 6000, 20_000) < band(line, 6000, 20_000) - 8
    assert abs(level(heard) - level(line)) < 0.5
    lags = np.arange(-480, 481)
    alike = [float(np.dot(heard[1000:40_000], line[1000 + lag : 40_000 + lag])) for lag in lags]
    assert abs(int(lags[int(np.argmax(alike))])) <= 24


@pytest.mark.parametrize("kind", ["radio", "loudspeaker", "wall"])
def test_everything_a_voice_comes_through_is_heard(kind: str) -> None:
    heard = voiced(speech(), Voicing(through=kind))
    assert np.isfinite(heard).all()
    assert band(heard, 8000, 20_000) < band(speech(), 8000, 20_000) - 6


@pytest.mark.parametrize(
    ("kind", "least"), [("room", 0.2), ("tiles", 0.4), ("tunnel", 0.8), ("hall", 0.8), ("cave", 1.1), ("church", 1.5)]
)
def test_a_space_rings_on_as_long_as_it_is_large(kind: str, least: float) -> None:
    line = speech()
    heard = voiced(line, Voicing(acoustics=kind))
    tail = heard[line.size :]
    loud = np.flatnonzero(np.abs(tail) > np.abs(line).max() / 1000)
    assert least * 0.5 < loud[-1] / RATE < least * 4
    # The voice itself stands over its echo, from its first sample on.
    assert level(heard[: line.size] - line) < level(line) - 8
    assert np.array_equal(heard, voiced(line, Voicing(acoustics=kind)))


@pytest.mark.parametrize("count", [0, 1, 2, 50])
@pytest.mark.parametrize("through", ["telephone", "wall", "loudspeaker", "radio"])
def test_the_shortest_lines_are_heard_too(count: int, through: str) -> None:
    assert np.isfinite(voiced(np.full(count, 0.1, np.float32), Voicing(through=through, acoustics="cave"))).all()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("a cave under the sea", "cave"),
        ("an abandoned mineshaft", "cave"),
        ("a Gothic cathedral at night", "church"),
        ("the great hall of a castle", "hall"),
        ("a tiled bathroom", "tiles"),
        ("a railway tunnel", "tunnel"),
        ("a student's dorm room", ""),
        ("a meadow in front of a church", ""),
        ("a garden outside the palace", ""),
        ("a palace garden", ""),
        ("a town hall square", ""),
        ("a street, the church in the distance", ""),
        ("the church's graveyard", ""),
        ("a mine field", ""),
        ("inside a cathedral", "church"),
    ],
)
def test_a_place_says_how_voices_sound_in_it(words: str, kind: str) -> None:
    assert acoustics_of(words, interior=None) == kind
    assert acoustics_of(words, interior=False) == ""
    assert kind == "" or kind in ACOUSTICS


@pytest.mark.film
@pytest.mark.long
def test_the_cast_sounds_in_its_cave_and_the_narrator_does_not(tmp_path: Path) -> None:
    shots = [
        a_shot("talk", cast=["emma"], narration="They went down.", dialogue=[
            {"speaker": "emma", "line": "Can you hear me?"},
            {"speaker": "david", "line": "Barely.", "through": "telephone", "level": -4},
        ]),
        a_shot("after", cast=["emma"], duration="2s"),
    ]  # fmt: skip
    told = a_screenplay(*shots, sets={"room": {"place": "a cave under the sea"}})
    path = write(tmp_path, told)
    report = rendered(path, "--stems")
    stems = {
        name: read_wav(tmp_path / "build" / "story" / f"story.{name}.wav")[0] for name in ("narration", "dialogue")
    }
    lines = [(line["start"], line["end"]) for line in report["lines"]]
    end = round(lines[1][1] * RATE)
    assert level(stems["dialogue"][end + 2400 : end + 9600]) > -60, "the cave goes on after the line"
    first = round(lines[0][1] * RATE)
    assert not stems["narration"][first:].any(), "nothing of the narrator is left behind its line"
    film = tmp_path / "build" / "story" / "story.mp4"
    checked = ministudio("check", film, "--json")
    assert checked.returncode == 0, checked.stdout
    told["sets"]["room"]["acoustics"] = "none"
    write(tmp_path, told)
    refused = ministudio("render", path, "--locked")
    assert refused.returncode == 4, "a lock sees how voices sound"
