"""The sounds of what is seen: each where the drawing shows it, as the ground sounds, the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ministudio_cli.media.pcm import decode
from ministudio_cli.planning.sound_tasks import FoleySpan, FoleyTask
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.providers.animatic.casting import cast_actors
from ministudio_cli.providers.animatic.figure.contacts import contacts_of
from ministudio_cli.providers.animatic.figure.motion import Act, Performance, motions
from ministudio_cli.providers.animatic.figure.skeleton import measures_of
from ministudio_cli.providers.animatic.filming import heard_of
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.foley import Foley
from ministudio_cli.providers.foley.sounds import KINDS, made
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.reading.soundscape import GROUNDS, ground_of

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio
from .test_figure import PEOPLE, a_context, an_order

RATE = 48_000


def drawn(action: str, folder: Path, *, size: str = "wide", seconds: int = 6) -> list[Any]:
    order = dataclasses.replace(an_order(size, action=action), body=24 * seconds)
    return heard_of(cast_actors(order, a_context(folder), order.body), order.body)


def foley_of(heard: list[Any], folder: Path, *, ground: str = "wood", seconds: int = 6, seed: int = 1) -> np.ndarray:
    span = FoleySpan(take="take", start=0, end=seconds * RATE, ground=ground)
    order = FoleyTask(
        maker=ProviderRef(name="foley"), spans=(span,), fps=Fraction(24), seed=seed, samples=seconds * RATE
    )
    context = TakeContext(
        folder=folder, file=lambda _, name: folder / name, facts=lambda _: {"heard": heard}, progress=lambda *_: None
    )
    take = Foley().foley(order, context)
    sound = decode(take.files["foley.wav"], RATE, mono=False)
    assert len(sound) == seconds * RATE
    return np.asarray(sound)


@pytest.mark.parametrize("gait", ["walk", "run", "sneak", "stagger"])
def test_a_step_is_heard_in_the_first_drawing_in_which_the_foot_stands(gait: str) -> None:
    m = measures_of(look_of(PEOPLE["woman"]))
    performance = Performance(m, [Act(motion=motions()[gait], start=0.4, end=9.0)])
    stood = []
    stances = [performance.at(number / 12) for number in range(12, 100)]
    for foot in (0, 1):
        places = np.array([stance.travel + float(stance.rig.feet[foot][2]) for stance in stances])
        still = np.abs(np.diff(places)) < 0.25 * np.abs(np.diff([stance.travel for stance in stances]))
        # A foot that begins to stand has moved before.
        stood += [number + 12 for number in range(1, len(still)) if still[number] and not still[number - 1]]
    heard = [contact.at * 12 for contact in contacts_of(performance, 8.4) if contact.kind == "step"]
    assert len(stood) >= 6
    for number in stood:
        assert min(abs(number - np.ceil(at)) for at in heard) <= 1, (gait, number)
    inside = [at for at in heard if 14 < at < 96]
    assert all(min(abs(number - np.ceil(at)) for number in stood) <= 1 for at in inside)


@pytest.mark.parametrize("action", ["She walks", "She runs", "She knocks at the door", "She hammers", "She claps"])
def test_each_contact_begins_in_its_frame_and_nothing_else_does(action: str, tmp_path: Path) -> None:
    heard = drawn(action, tmp_path)
    assert len(heard) >= 4
    sound = np.abs(foley_of(heard, tmp_path)).max(axis=1)
    for frame, *_ in heard:
        start = round(frame * RATE / 24)
        before, after = sound[max(0, start - 96) : start], sound[start : start + RATE // 24]
        assert after.max() > 1e-4
        assert before.size == 0 or before.max() < after.max()
    first = np.flatnonzero(sound > 0)[0]
    assert abs(first - round(heard[0][0] * RATE / 24)) <= RATE // 24


def test_who_stands_and_speaks_is_not_heard_to_move(tmp_path: Path) -> None:
    assert drawn("She stands and explains", tmp_path) == []


def test_what_passes_is_heard_where_it_is_and_nearer_is_louder(tmp_path: Path) -> None:
    steps = [each for each in drawn("She walks", tmp_path) if each[1] == "step"]
    sides = [pan for *_, pan in steps]
    assert sides == sorted(sides) or sides == sorted(sides, reverse=True)
    assert abs(sides[-1] - sides[0]) > 0.3
    far = drawn("She walks", tmp_path, size="extreme-wide")
    assert far[0][2] < 0.6 * steps[0][2]


def test_each_sound_that_a_verb_names_can_be_made_and_no_other() -> None:
    named = {kind for motion in motions().values() for _, kind in motion.sounds}
    assert named | {"step", "paw", "land", "cloth"} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sound_is_its_own_begins_without_a_click_and_ends(kind: str) -> None:
    first, again, other = (made(kind, "wood", np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert first.size != other.size or not np.array_equal(first, other)
    assert abs(first[0]) < 1e-6
    assert abs(first[-1]) < 0.1 * np.abs(first).max()
    assert abs(20 * np.log10(np.abs(first).max()) - KINDS[kind][0]) <= 1.6


def test_grounds_sound_apart() -> None:
    """Each by the middle of its spectrum and by how long it rings: no two alike."""
    found = {}
    for ground in GROUNDS:
        takes = [made("step", ground, np.random.default_rng(seed)) for seed in range(12)]
        middles, lengths = [], []
        for take in takes:
            power = np.abs(np.fft.rfft(take, 1 << 15)) ** 2
            middles.append(np.log2((power * np.fft.rfftfreq(1 << 15, 1 / RATE)).sum() / power.sum()))
            energy = np.cumsum(take**2) / (take**2).sum()
            lengths.append(float(np.searchsorted(energy, 0.9)) / RATE)
        found[ground] = np.array([np.median(middles), 12 * np.median(lengths)])
    names = sorted(found)
    closest = min((float(np.linalg.norm(found[a] - found[b])), a, b) for a in names for b in names if a < b)
    assert closest[0] > 0.12, closest


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("a snowy street", "snow"), ("a beach", "sand"), ("a wheatfield", "earth"), ("a church", "stone"),
        ("an old house", "wood"), ("a stadium at night", "grass"), ("a forest path", "earth"), ("a balcony", "stone"),
        ("a spaceship", "metal"), ("a gravel yard", "gravel"), ("a teenager's bedroom", "carpet"), ("open hills", "wood"),
    ],
)  # fmt: skip
def test_what_is_walked_on_is_as_the_words_say(words: str, ground: str) -> None:
    assert ground_of(words, interior=None) == ground


def test_walls_decide_where_words_do_not() -> None:
    assert ground_of("open hills", interior=False) == "earth"


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    heard = drawn("She walks", tmp_path)
    once, twice, other = (foley_of(heard, tmp_path, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(once, twice)
    assert not np.array_equal(once, other)


def test_a_film_is_heard_to_walk_and_is_silent_where_that_is_asked(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", duration=3, action="Emma walks", cast=["emma"]),
        a_shot("b", duration=2, action="Emma walks", cast=["emma"]),
    )
    told["scenes"][0]["shots"][1]["sound"] = "none"
    path = write(tmp_path, told)
    done = ministudio("render", path, "--stems", "--json", "-q")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["films"][0]
    effects = np.abs(decode(tmp_path / "build" / "story" / "story.effects.wav", RATE, mono=True))
    cut = report["cuts"][1]["start"] * RATE // 24
    assert effects[:cut].max() > 1e-3
    assert effects[cut:].max() == 0
    assert any("step" in sound for sound in report["shots"][0]["sounds"])
