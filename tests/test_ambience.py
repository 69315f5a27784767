"""The sound of places: read from their words, made of chance, the same bytes each time, out of the voice's way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ministudio_cli.media.pcm import decode, write_wav
from ministudio_cli.planning.sound_tasks import AmbienceSpan, AmbienceTask
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.providers.ambience import Ambience, pieces
from ministudio_cli.providers.ambience.recorded import LEVEL, Recorded
from ministudio_cli.providers.ambience.sounds import KINDS, sounding
from ministudio_cli.reading.soundscape import SOUNDS, Layer, by_hand, layers_of

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, rendered
from .test_sound import a_context

RATE = 48_000


def heard(place: str, weather: str = "", time: str = "", interior: bool | None = None) -> list[str]:
    return [f"{layer.kind}{'*' * layer.muffled}" for layer in layers_of(place, weather, time, (), interior=interior)]


@pytest.mark.parametrize(
    ("place", "weather", "time", "layers"),
    [
        ("a glass-walled office", "", "day", ["room"]),
        ("a beach at dawn", "", "dawn", ["air", "waves"]),
        ("a forest by a river", "", "day", ["air", "birds", "stream"]),
        ("a forest by a river", "rain", "night", ["air", "crickets", "rain", "stream"]),
        ("a living room by the fireplace", "a storm outside", "night", ["fire", "rain*", "room", "thunder*"]),
        ("a balcony above a sea of clouds", "", "", ["air", "wind"]),
        ("the bridge of a spaceship", "", "", ["computers", "room"]),
        ("a crater on Mars", "dust storm", "", ["air", "wind"]),
        ("a café on a busy street", "", "", ["cafe", "room", "traffic*"]),
        ("an underwater reef", "", "", ["underwater"]),
        ("a stadium", "", "night", ["air", "stadium"]),
        ("a village square", "", "", ["air"]),
        ("a space station", "", "", ["room"]),
        ("a cell with iron bars", "", "", ["room"]),
        ("a room with plain walls", "", "", ["room"]),
    ],
)
def test_a_place_is_heard_as_its_words_say(place: str, weather: str, time: str, layers: list[str]) -> None:
    assert heard(place, weather, time) == layers


def test_walls_are_as_the_screenplay_says_them() -> None:
    assert heard("a terrace by the sea", interior=True) == ["room", "waves*"]
    assert heard("a garage", "rain", interior=False) == ["air", "rain"]
    assert by_hand("rain without thunder, no birds") == ((), ("rain without thunder", "no birds"))
    assert by_hand("rain, far traffic and a choir") == ((Layer("rain"), Layer("traffic", muffled=True)), ("a choir",))


def test_each_sound_that_words_name_can_be_made_and_no_other() -> None:
    assert set(SOUNDS) == set(KINDS)


def spectrum(sound: Any) -> tuple[Any, Any]:
    power = (np.abs(np.fft.rfft(sound, axis=0)) ** 2).sum(axis=1)
    return np.fft.rfftfreq(len(sound), 1 / RATE), power


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sound_is_stereo_quiet_never_repeats_and_is_the_same_for_a_seed(kind: str) -> None:
    def made(seed: int, *, muffled: bool = False) -> Any:
        sound = sounding(kind, seed, muffled=muffled)
        return np.concatenate([sound.more(RATE) for _ in range(8)])

    own = made(3)
    assert own.shape == (8 * RATE, 2)
    assert np.array_equal(own, made(3))
    assert not np.array_equal(own, made(4))
    level = 20 * np.log10(np.sqrt(np.square(own).mean()))
    assert -64 < level < -32
    assert np.abs(own).max() < 0.4
    assert np.abs(own.mean(axis=0)).max() < 1e-3
    assert np.corrcoef(own.T)[0, 1] < 0.99
    first, second = own[: 4 * RATE, 0], own[4 * RATE :, 0]
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.5
    walls = spectrum(made(3, muffled=True))
    assert walls[1][walls[0] > 3000].sum() < 0.02 * walls[1].sum()


def test_what_is_high_and_what_is_low() -> None:
    def centroid(kind: str) -> float:
        sound = sounding(kind, 1, muffled=False)
        hertz, power = spectrum(np.concatenate([sound.more(RATE) for _ in range(10)]))
        return float((hertz * power).sum() / power.sum())

    high, low = ("rain", "birds", "crickets"), ("thunder", "train", "room", "underwater")
    assert min(map(centroid, high)) > 1800
    assert max(map(centroid, low)) < 500


def an_order(*spans: tuple[int, int, tuple[Layer, ...], float], samples: int) -> AmbienceTask:
    made = tuple(AmbienceSpan(start=a, end=b, layers=layers, level=level) for a, b, layers, level in spans)
    return AmbienceTask(maker=ProviderRef(name="ambience"), spans=made, seed=5, samples=samples)


def test_one_place_passes_into_another_without_a_click_and_to_the_sample(tmp_path: Path) -> None:
    rain, traffic, room = Layer("rain"), Layer("traffic"), Layer("room")
    whole = 5 * RATE + 77
    order = an_order(
        (0, 2 * RATE, (rain, room), 0.0), (2 * RATE, 2 * RATE + 400, (traffic,), 0.0), (2 * RATE + 400, whole, (room,), 0.0),
        samples=whole,
    )  # fmt: skip
    take = Ambience().ambience(order, a_context(tmp_path))
    sound = decode(take.files["ambience.wav"], RATE, mono=False)
    assert sound.shape == (whole, 2)

    def level(start: float, end: float) -> float:
        return float(20 * np.log10(np.sqrt(np.square(sound[int(start * RATE) : int(end * RATE)]).mean())))

    assert level(0.2, 1.8) > level(3, 5) + 15
    steps = np.abs(np.diff(sound[:, 0]))
    assert steps[2 * RATE - 500 : 2 * RATE + 900].max() <= steps[: 2 * RATE - 500].max()
    assert np.array_equal(np.concatenate(list(pieces(order))), np.concatenate(list(pieces(order))))


def test_a_sound_goes_on_through_the_cuts_of_its_scene() -> None:
    rain = (Layer("rain"),)
    apart = an_order((0, RATE, rain, 0.0), (RATE, 3 * RATE, rain, 0.0), samples=3 * RATE)
    through = an_order((0, 3 * RATE, rain, 0.0), samples=3 * RATE)
    assert np.allclose(np.concatenate(list(pieces(apart))), np.concatenate(list(pieces(through))), atol=1e-6)


def test_a_film_sounds_as_its_places_and_its_voice_stands_above_them(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", narration="The rain had not stopped for a week.", duration=4),
        a_shot("b", duration=1, sound="none"),
        a_shot("c", duration=1),
        sets={"room": {"place": "a city street", "weather": "heavy rain"}},
        music="none",
    )
    path = write(tmp_path, told)
    film = rendered(path, "--stems")
    stems = {
        name: decode(tmp_path / "build" / "story" / f"story.{name}.wav", RATE) for name in ("ambience", "narration")
    }
    own = stems["ambience"]
    assert 20 * np.log10(np.sqrt(np.square(own[: 4 * RATE]).mean())) > -40
    assert np.abs(own[round(4.3 * RATE) : round(4.7 * RATE)]).max() == 0
    assert np.abs(own[round(5.3 * RATE) :]).max() > 0.001
    line = film["lines"][0]
    spoken = 0
    for start in np.arange(line["start"], line["end"], 0.1):
        place = slice(round(start * RATE), round((start + 0.1) * RATE))
        voice, around = (float(np.square(stems[name][place]).mean()) for name in ("narration", "ambience"))
        if voice > 0.03**2:
            spoken += 1
            assert 10 * np.log10(voice / around) > 8 - 3  # the voice is raised by 3 dB in the mix
    assert spoken > 10
    assert film["proof"]["faults"] == []
    assert [shot["sounds"] for shot in film["shots"]] == [["air", "rain", "traffic"], [], ["air", "rain", "traffic"]]


def test_what_cannot_be_heard_is_said_and_silence_is_silence(tmp_path: Path) -> None:
    told = a_screenplay(a_shot("a", duration=1, sound="rain, a choir"), music="none", sound="none")
    path = write(tmp_path, told)
    done = ministudio("validate", path)
    assert done.returncode == 0
    assert "there is no sound for “a choir”" in done.stderr + done.stdout
    film = rendered(path)
    assert film["proof"]["lufs"] is None
    assert film["proof"]["faults"] == []


def a_recording(path: Path, seconds: float, level: float) -> Path:
    """Noise that swells once, so that a turn that jumps is heard."""
    at = np.arange(round(seconds * RATE))
    noise = (
        np.random.default_rng(5).standard_normal((at.size, 2)) * (1 + 0.5 * np.sin(2 * np.pi * at / at.size))[:, None]
    )
    return write_wav(path, (noise * 10 ** (level / 20) / 1.1).astype(np.float32), RATE)


@pytest.mark.parametrize("level", [-12.0, -55.0])
def test_a_file_goes_on_and_on_as_loud_as_the_sounds_that_are_made(level: float, tmp_path: Path) -> None:
    playing = Recorded(a_recording(tmp_path / "rain.wav", 3, level), tmp_path / "played.wav")
    sound = np.concatenate([playing.more(RATE) for _ in range(20)])
    assert len(sound) == 20 * RATE
    assert 20 * np.log10(np.sqrt(np.mean(np.square(sound)))) == pytest.approx(LEVEL, abs=2)
    tenths = np.sqrt(np.square(sound.reshape(200, RATE // 10, 2)).mean(axis=(1, 2)))
    assert tenths.min() > 0.3 * tenths.max(), "a turn has a hole"


def test_a_file_turns_without_a_click(tmp_path: Path) -> None:
    at = np.arange(round(2.37 * RATE)) / RATE
    tone = np.stack([0.2 * np.sin(2 * np.pi * 220 * at)] * 2, axis=1).astype(np.float32)
    playing = Recorded(write_wav(tmp_path / "tone.wav", tone, RATE), tmp_path / "played.wav")
    sound = np.concatenate([playing.more(7001) for _ in range(60)])[:, 0]
    steepest = np.abs(np.diff(sound)).max()
    assert steepest < 1.6 * 2 * np.pi * 220 / RATE * np.abs(sound).max()


@pytest.mark.parametrize("samples", [1, 100, 5000])
def test_the_shortest_files_are_played(samples: int, tmp_path: Path) -> None:
    file = write_wav(tmp_path / "short.wav", np.full((samples, 2), 0.1, np.float32), RATE)
    sound = Recorded(file, tmp_path / "played.wav").more(RATE)
    assert sound.shape == (RATE, 2)
    assert (np.abs(sound).reshape(10, -1).max(axis=1) > 0).all(), "it goes on to the end"


def test_a_place_is_heard_out_of_a_file_of_its_own(tmp_path: Path) -> None:
    a_recording(tmp_path / "media.rain.wav", 2, -20)
    told = a_screenplay(
        a_shot("a", duration=2), a_shot("b", duration=1, sound="none"), a_shot("c", duration=1, sound="waves"),
        sets={"room": {"place": "a city street", "sound": "media.rain.wav"}}, music="none",
    )  # fmt: skip
    path = write(tmp_path, told)
    film = rendered(path, "--stems")
    own = decode(tmp_path / "build" / "story" / "story.ambience.wav", RATE)
    assert 20 * np.log10(np.sqrt(np.square(own[RATE // 2 : RATE]).mean())) == pytest.approx(LEVEL, abs=4)
    assert np.abs(own[round(2.3 * RATE) : round(2.7 * RATE)]).max() == 0
    assert [shot["sounds"] for shot in film["shots"]][:2] == [["media.rain.wav"], []]
    # Another recording under the same name is another film.
    a_recording(tmp_path / "media.rain.wav", 2.5, -20)
    assert ministudio("render", path, "--locked").returncode == 4
    told["sets"]["room"]["sound"] = "not-there.wav"
    wrong = ministudio("validate", write(tmp_path, told))
    assert wrong.returncode == 3
    assert "not-there.wav" in wrong.stdout + wrong.stderr
