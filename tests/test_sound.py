"""Voices, beds, listening and the mix, on real sound."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ministudio_cli.cut import sound as cut_sound
from ministudio_cli.cut.played import fit_music
from ministudio_cli.cut.tasks import MusicUnder, sound_task
from ministudio_cli.errors import PassingFault
from ministudio_cli.graph.work import perform
from ministudio_cli.media.ffmpeg import loudness, run
from ministudio_cli.media.pcm import decode, read_wav, write_wav
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import BedTask, LineTask
from ministudio_cli.providers.bed import MOODS, Bed, composed
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.providers.registry import voice_engine, voice_provider
from ministudio_cli.providers.spec import Settings
from ministudio_cli.providers.specs import names
from ministudio_cli.providers.voices.kokoro import KokoroVoice
from ministudio_cli.providers.voices.kokoro_model import voices_folder
from ministudio_cli.screenplay.model import Voice
from ministudio_cli.store.store import Store
from ministudio_cli.sync.listen import RATE, listen
from ministudio_cli.sync.score import beat_sample, score_landings
from ministudio_cli.sync.timeline import Placed, Spoken

pytestmark = pytest.mark.usefixtures("compiled")


def a_context(folder: Path) -> TakeContext:
    return TakeContext(folder=folder, file=lambda _, name: folder / name, facts=lambda _: {}, progress=lambda *_: None)


def a_line(text: str, engine: str = "kokoro", **voice: str) -> LineTask:
    return LineTask(maker=ProviderRef(name=engine), text=text, voice=Voice(**voice), seed=1)


def under(samples: int, loop: tuple[int, int], start: int = 0, fades: tuple[int, int] = (0, 96_000)) -> MusicUnder:
    return MusicUnder(take="", file="", level=0, place=(0, samples), loop=loop, start=start, fades=fades)


def clicks(tempo: float, seconds: float, *, accent: int = 4) -> tuple[np.ndarray, np.ndarray]:
    times = np.arange(0.5, seconds - 0.3, 60 / tempo)
    track = np.zeros(int(seconds * RATE), np.float32)
    decay = np.exp(-np.arange(2200) / 260).astype(np.float32)
    noise = np.random.default_rng(1).standard_normal(2200).astype(np.float32)
    for index, time in enumerate(times):
        at = round(time * RATE)
        tone = np.sin(2 * np.pi * (90 if index % accent == 0 else 900) * np.arange(2200) / RATE)
        track[at : at + 2200] += (0.6 * tone + 0.3 * noise).astype(np.float32) * decay
    return track, times


def test_the_offline_voice_is_the_one_the_setup_installs() -> None:
    assert voice_engine("offline")[0] == "kokoro"


def test_a_line_is_spoken_with_exact_word_times(tmp_path: Path) -> None:
    name = KokoroVoice.offered()[0].name
    take = voice_provider("kokoro")(Settings()).line(
        a_line("Hello, Emma. It is two o'clock!", name=name), a_context(tmp_path)
    )
    sound, rate = read_wav(take.files["line.wav"])
    words = take.facts["words"]
    assert rate == 48_000
    assert sound.size == take.facts["samples"]
    assert [word for word, _, _ in words] == ["Hello,", "Emma.", "It", "is", "two", "o'clock!"]
    assert all(start <= end for _, start, end in words)
    assert all(one[2] <= other[1] + 1 for one, other in itertools.pairwise(words))
    for _, start, end in words:
        assert np.abs(sound[start:end]).max() > 0.02
    assert 0.8 < sound.size / 48_000 < 6


def test_a_line_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    name = KokoroVoice.offered()[0].name
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = (
        voice_provider("kokoro")(Settings())
        .line(a_line("The same.", name=name), a_context(tmp_path / folder))
        .files["line.wav"]
        .read_bytes()
        for folder in ("one", "two")
    )
    assert one == two


@pytest.mark.parametrize("text", ["🎬", "مرحبا بالعالم", "...", "'; %{pts} \\: [x]", "3.5% of 1,000 — really?"])
def test_whatever_is_written_becomes_a_line_with_its_words(tmp_path: Path, text: str) -> None:
    name = KokoroVoice.offered()[0].name
    take = voice_provider("kokoro")(Settings()).line(a_line(text, name=name), a_context(tmp_path))
    assert [word for word, _, _ in take.facts["words"]] == text.split()
    assert take.facts["samples"] > 0


@pytest.mark.parametrize("engine", sorted(set(names("voices")) - {"offline", "google", "recording"}))
def test_every_engine_on_this_machine_keeps_the_contract(tmp_path: Path, engine: str) -> None:
    offered = voice_provider(engine).offered()
    if engine in ("hum", "kokoro"):
        assert offered
    for voice in offered[:1]:
        take = voice_provider(engine)(Settings()).line(
            a_line("One two three.", engine, name=voice.name), a_context(tmp_path)
        )
        sound, rate = read_wav(take.files["line.wav"])
        assert (rate, sound.ndim, sound.size) == (48_000, 1, take.facts["samples"])
        assert [word for word, _, _ in take.facts["words"]] == ["One", "two", "three."]


def test_voices_stand_in_the_users_own_folder() -> None:
    assert voices_folder().name == "voices"


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_a_bed_is_exactly_as_long_as_ordered_repeatable_and_never_clips(mood: str, tmp_path: Path) -> None:
    order = BedTask(maker=ProviderRef(name="bed"), mood=mood, tempo=Fraction(100), seed=3, samples=48_000 * 7 + 11)
    one, other = (np.concatenate(list(composed(order))) for _ in range(2))
    assert one.shape == (48_000 * 7 + 11, 2)
    assert np.array_equal(one, other)
    take = Bed().bed(order, a_context(tmp_path))
    sound, rate = read_wav(take.files["bed.wav"])
    assert (len(sound), rate) == (48_000 * 7 + 11, 48_000)
    assert 0.05 < np.abs(sound).max() <= 0.95
    assert np.abs(sound[-200:]).max() < 0.01


def test_no_piece_of_a_bed_is_longer_than_a_bar_whatever_its_length() -> None:
    order = BedTask(maker=ProviderRef(name="bed"), mood="warm", tempo=Fraction(60), seed=3, samples=48_000 * 60)
    assert max(map(len, composed(order))) <= 4 * 48_000 + 1


def test_a_beds_beats_are_where_its_score_says() -> None:
    landings = list(score_landings(Fraction(92), 24 * 20, Fraction(24)))
    assert [landing.kind for landing in landings[:8]] == ["beat"] * 3 + ["downbeat"] + ["beat"] * 3 + ["downbeat"]
    for index, landing in enumerate(landings, 1):
        assert abs(landing.frame * 2000 - beat_sample(Fraction(92), index, 48_000)) <= 1000


@pytest.mark.parametrize("tempo", [90, 120])
def test_beats_of_a_steady_track_are_heard_to_a_few_milliseconds(tempo: int) -> None:
    track, times = clicks(tempo, 20)
    heard = listen(track)
    found_beats = np.array([time for time, _ in heard.beats])
    errors = [np.abs(found_beats - time).min() for time in times[2:-2]]
    assert heard.clarity > 3.5
    assert np.median(errors) < 0.004
    assert np.mean(np.array(errors) < 0.025) > 0.9
    onsets = np.array([time for time, _ in heard.onsets])
    assert np.mean([np.abs(onsets - time).min() < 0.025 for time in times]) > 0.9


@pytest.mark.parametrize("kind", ["silence", "noise", "drone"])
def test_where_there_is_no_beat_none_is_invented(kind: str) -> None:
    time = np.arange(RATE * 15) / RATE
    track = {
        "silence": np.zeros(time.size),
        "noise": np.random.default_rng(2).standard_normal(time.size) * 0.2,
        "drone": 0.3 * np.sin(2 * np.pi * 110 * time),
    }[kind].astype(np.float32)
    assert listen(track).beats == ()


def test_a_line_that_does_not_fit_the_film_is_a_defect_not_a_cut(tmp_path: Path) -> None:
    line = write_wav(tmp_path / "l.wav", np.ones(1000, np.float32) * 0.1, 48_000)
    with pytest.raises(Exception, match="does not fit"):
        cut_sound.place_lines([(500, line)], 1200, tmp_path / "n.wav")


def test_short_music_loops_to_the_exact_length(tmp_path: Path) -> None:
    tone = np.sin(2 * np.pi * 220 * np.arange(48_000) / 48_000).astype(np.float32) * 0.3
    music = write_wav(tmp_path / "m.wav", np.stack([tone, tone], axis=1), 48_000)
    path = fit_music(music, under(48_000 * 5 + 7, (0, 48_000)), tmp_path / "f.wav")
    looped, _ = read_wav(path)
    assert looped.shape == (48_000 * 5 + 7, 2)
    assert np.abs(looped[: 48_000 * 3]).reshape(-1, 4800, 2).max(axis=(1, 2)).min() > 0.1


@pytest.mark.parametrize(("target", "lufs"), [("web", -14), ("podcast", -16), ("broadcast", -23)])
def test_every_master_reaches_its_loudness(tmp_path: Path, target: str, lufs: float) -> None:
    chance = np.random.default_rng(4)
    loud = (
        chance.standard_normal((48_000 * 6, 2)) * np.abs(np.sin(np.arange(48_000 * 6) / 9000))[:, None] * 0.1
    ).astype(np.float32)
    mixed = write_wav(tmp_path / "mix.wav", loud, 48_000)
    done = cut_sound.master(mixed, target, tmp_path)
    level, peak = loudness(run(["-i", done.path, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]))
    assert level == pytest.approx(lufs, abs=0.4)
    assert peak <= -1.0


def test_hard_onsets_stay_under_the_peak_once_they_are_encoded(tmp_path: Path) -> None:
    """What AAC adds to them is more than to anything else: −0.4 dBTP where the limiter's ceiling was all there was."""
    times = np.arange(48_000 * 6)
    bursts = np.random.default_rng(1).standard_normal(times.size) * np.exp(-(times % 12_000) / 600) * 0.5
    mixed = write_wav(tmp_path / "mix.wav", np.stack([bursts, bursts], axis=1).astype(np.float32), 48_000)
    done = cut_sound.master(mixed, "web", tmp_path)
    film = tmp_path / "film.m4a"
    run(["-i", done.path, "-c:a", "aac", "-b:a", "192k", film])
    _, peak = loudness(run(["-i", film, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]))
    assert peak <= -1.0
    assert done.lufs == pytest.approx(-14, abs=0.4)


def test_music_is_played_from_its_start_and_faded_as_asked(tmp_path: Path) -> None:
    ramp = np.linspace(0, 0.8, 48_000 * 4, dtype=np.float32)
    music = write_wav(tmp_path / "m.wav", np.stack([ramp, ramp], axis=1), 48_000)
    path = fit_music(music, under(96_000, (0, 0), 48_000, (4_800, 9_600)), tmp_path / "f.wav")
    played, _ = read_wav(path)
    assert played[0, 0] == played[-1, 0] == 0
    assert np.allclose(played[4_800:-9_600], np.stack([ramp, ramp], axis=1)[48_000:][4_800:86_400], atol=1e-4)
    assert np.all(np.diff(played[:4_800, 0]) >= 0)


def test_looped_music_keeps_its_beats_at_every_turn(tmp_path: Path) -> None:
    track = np.zeros((48_000 * 5, 2), np.float32)
    for beat in range(10):
        track[beat * 24_000 : beat * 24_000 + 200] = 0.8
    music = write_wav(tmp_path / "m.wav", track, 48_000)
    looped, _ = read_wav(fit_music(music, under(48_000 * 40, (24_000, 216_000)), tmp_path / "f.wav"))
    for beat in range(70):
        assert np.abs(looped[beat * 24_000 : beat * 24_000 + 200]).max() > 0.5, beat
        assert np.abs(looped[beat * 24_000 + 2_000 : beat * 24_000 + 22_000]).max() < 0.1, beat


def test_very_short_music_ends(tmp_path: Path) -> None:
    music = write_wav(tmp_path / "m.wav", np.ones((400, 2), np.float32) * 0.2, 48_000)
    looped, _ = read_wav(fit_music(music, under(48_000, (0, 400)), tmp_path / "f.wav"))
    assert looped.shape == (48_000, 2)


def test_the_mix_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    voice = write_wav(tmp_path / "v.wav", (chance.standard_normal(96_000) * 0.1).astype(np.float32), 48_000)
    music = write_wav(tmp_path / "m.wav", (chance.standard_normal((96_000, 2)) * 0.1).astype(np.float32), 48_000)
    mixes = {
        cut_sound.mix(cut_sound.Stems(voice=voice, music=music), 96_000, tmp_path / f"{n}.wav").read_bytes()
        for n in range(12)
    }
    assert len(mixes) == 1


def test_a_time_of_day_is_spoken(tmp_path: Path) -> None:
    name = KokoroVoice.offered()[0].name
    maker = voice_provider("kokoro")(Settings())
    short = maker.line(a_line("It is now.", name=name), a_context(tmp_path)).facts["samples"]
    assert maker.line(a_line("It is now 7:45.", name=name), a_context(tmp_path)).facts["samples"] > short + 20_000


def test_a_line_whose_take_is_gone_is_an_error_and_not_a_silence(tmp_path: Path) -> None:
    spoken = Spoken(take="0" * 64, samples=48_000, words=(("Hello", 0, 24_000),), timed="exact")
    line = Placed(shot="first", speaker="narrator", text="Hello there.", start=0, spoken=spoken)
    timeline = SimpleNamespace(samples=96_000, lines=(line,))
    with pytest.raises(PassingFault, match=r"line of first .* is no longer in the store"):
        perform(sound_task(timeline, None, "web"), Store(str(tmp_path / "store")), lambda *_: None)  # type: ignore[arg-type]


def test_music_is_out_of_the_way_before_the_first_syllable(tmp_path: Path) -> None:
    """What is left of a steady tone under a voice that has none of its pitch."""
    time = np.arange(48_000 * 5) / 48_000
    tone = 0.2 * np.sin(2 * np.pi * 3000 * time)
    music = write_wav(tmp_path / "m.wav", np.stack([tone, tone], axis=1).astype(np.float32), 48_000)
    voice = np.zeros(48_000 * 5, np.float32)
    for start, end in ((2.0, 2.4), (2.7, 3.2)):
        place = slice(int(start * 48_000), int(end * 48_000))
        voice[place] = 0.3 * np.sin(2 * np.pi * 200 * time[place])
    said = write_wav(tmp_path / "v.wav", voice, 48_000)
    mixed = decode(
        cut_sound.mix(cut_sound.Stems(voice=said, music=music), len(voice), tmp_path / "mix.wav"), 48_000, mono=False
    )

    def level(start: float, long: float) -> float:
        """Of the tone, in dB."""
        piece = mixed[int(start * 48_000) : int((start + long) * 48_000), 0]
        turn = np.exp(-2j * np.pi * 3000 * np.arange(len(piece)) / 48_000)
        return float(20 * np.log10(np.abs(np.hanning(len(piece)) * piece @ turn) / len(piece)))

    open_ = level(1.0, 0.05)
    assert level(1.85, 0.05) > open_ - 1
    assert level(1.97, 0.03) < open_ - 8
    assert level(2.0, 0.025) < open_ - 8
    assert level(2.0, 0.05) < open_ - 8
    assert level(2.7, 0.025) < open_ - 8
    assert level(4.6, 0.05) > open_ - 2
