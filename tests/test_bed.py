"""The composed bed: built on the scenes, never the same four bars again, the same bytes for a seed, home at its end."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import BedTask
from ministudio_cli.providers.bed import MOODS, composed
from ministudio_cli.providers.bed.form import bars, sections, voiced
from ministudio_cli.providers.bed.instruments import STRUCK, SUSTAINED, hertz, sustained
from ministudio_cli.providers.bed.moods import chord
from ministudio_cli.screenplay.schema import schema

RATE = 48_000
SCENES = ((0, "emma"), (22 * RATE, "david"), (48 * RATE, "emma"))


def an_order(mood: str = "warm", seconds: int = 80, **more: Any) -> BedTask:
    told: dict[str, Any] = {"seed": 5, "tempo": Fraction(92), "sections": SCENES} | more
    return BedTask(maker=ProviderRef(name="bed"), mood=mood, samples=seconds * RATE, **told)


def likeness(sound: Any, tempo: float, apart: int) -> float:
    """How alike bars are that stand so many bars apart: the mean correlation of their spectra over time."""
    length = round(4 * 60 / tempo * RATE)
    seen = []
    for at in range(0, len(sound) - length, length):
        mono = sound[at : at + length].mean(axis=1)
        frames = np.lib.stride_tricks.sliding_window_view(mono, 4096)[::2048] * np.hanning(4096)
        power = np.log1p(200 * np.abs(np.fft.rfft(frames, axis=1))[:, 4:400] / 4096)
        seen.append((power - power.mean()).ravel() / np.linalg.norm(power - power.mean()))
    pairs = [float(one @ other) for one, other in zip(seen, seen[apart:], strict=False)]
    return float(np.mean(pairs))


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_four_bars_later_it_is_other_music(mood: str) -> None:
    sound = np.concatenate(list(composed(an_order(mood, 44))))
    assert likeness(sound, 92, 4) < 0.8
    assert np.abs(sound).max() < 0.95


def test_its_sections_begin_where_scenes_do_and_its_motifs_are_their_own() -> None:
    own = list(bars(an_order()))
    length = 4 * 60 / 92
    starts = [bar.start / RATE for bar in own if bar.phrase == 0 and bar.place == 0]
    for scene in (22, 48):
        assert min(abs(start - scene) for start in starts) <= length / 2
    assert {bar.motif for bar in own if bar.start < 20 * RATE} == {"emma"}
    assert {bar.motif for bar in own if 24 * RATE < bar.start < 46 * RATE} == {"david"}
    energy = np.array([bar.energy for bar in own])
    assert 0.5 < energy.argmax() / len(own) <= 1
    assert energy[0] < 0.4
    assert sum(bar.breath for bar in own) == 1


def test_every_mood_ends_on_its_key() -> None:
    assert {chord(mood.progressions[0].split()[0])[0] for mood in MOODS.values()} == {0}


def test_it_ends_at_home_whatever_its_length() -> None:
    for seconds in (1, 3, 7, 20, 61, 200):
        own = list(bars(an_order(seconds=seconds)))
        assert [bar.final for bar in own] == [False] * (len(own) - 1) + [True]
        home = own[0].key if len(own) == 1 else own[-1].key
        assert {note % 12 for note in own[-1].chord} == {
            (step + home) % 12 for step in chord(MOODS["warm"].progressions[0].split()[0])
        }
        assert own[-1].end >= seconds * RATE


def test_a_long_scene_is_parted_and_a_short_one_is_not_lost_in_a_bar() -> None:
    order = an_order(seconds=200, sections=((0, "a"), (150 * RATE, "b"), (151 * RATE, "c")))
    found = sections(order, len(list(bars(order))))
    assert len(found) > 5
    assert [motif for _, motif in found][-1] == "b"
    assert all(later - bar >= 2 for (bar, _), (later, _) in itertools.pairwise(found))


def test_films_differ_by_their_seed_and_by_who_is_in_them() -> None:
    sounds = [
        np.concatenate(list(composed(an_order(seconds=30, **more))))
        for more in ({}, {"seed": 6}, {"sections": ((0, "david"), (15 * RATE, "emma"))})
    ]
    for other in sounds[1:]:
        assert np.corrcoef(sounds[0][:, 0], other[:, 0])[0, 1] < 0.7
    assert np.array_equal(sounds[0], np.concatenate(list(composed(an_order(seconds=30)))))


def test_chords_move_by_little() -> None:
    before = voiced(chord("0M7"), ())
    for words in ("9m7", "5M7", "7sus", "2m7", "0"):
        laid = voiced(chord(words), before)
        assert {note % 12 for note in laid} == {note % 12 for note in chord(words)}
        assert np.mean([min(abs(note - other) for other in before) for note in laid]) <= 2.5
        before = laid


@pytest.mark.parametrize("name", sorted([*STRUCK, *SUSTAINED]))
def test_an_instrument_is_in_tune(name: str) -> None:
    for semitone in (-12, 0, 7, 14):
        tone = STRUCK[name](semitone) if name in STRUCK else sustained(name, semitone, RATE)
        assert np.isfinite(tone).all()
        assert np.abs(tone).max() <= 1.01
        wanted = hertz(semitone + (12 if name == "celesta" else 0))
        power = np.abs(np.fft.rfft(tone[: RATE // 2 * 2] * np.hanning(min(len(tone), RATE)), 1 << 19))
        near = slice(round(wanted * 0.97 * (1 << 19) / RATE), round(wanted * 1.03 * (1 << 19) / RATE))
        found = (near.start + int(power[near].argmax())) * RATE / (1 << 19)
        assert abs(1200 * np.log2(found / wanted)) < 6


def test_every_mood_can_be_written() -> None:
    forms = schema()["$defs"]["music"]["anyOf"]
    named = next(form["properties"]["bed"]["enum"] for form in forms if "bed" in form.get("properties", {}))
    assert set(named) == set(MOODS)
