"""The proof: true of a true film, and false of every film that was tampered with."""

from __future__ import annotations

import json
import shutil
import weakref
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ministudio_cli.media.ffmpeg import run
from ministudio_cli.media.pcm import read_wav, write_wav
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import BedTask
from ministudio_cli.providers.bed import composed
from ministudio_cli.qc.located import start_in_film
from ministudio_cli.qc.proof import RATE, Track, agreement, prove, spoken, without_silence
from ministudio_cli.qc.second_tracker import disagreements, tracked

from .bench.music import f_measure
from .builders import a_screenplay, a_shot, write
from .conftest import ministudio, once, rendered

Film = tuple[Path, dict[str, Any]]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Five shots with a bed: a J-cut, an L-cut, a line that follows, a fixed cut, one on a downbeat, one free."""

    def said(speaker: str, line: str, **more: Any) -> dict[str, Any]:
        return {"dialogue": [{"speaker": speaker, "line": line, **more}]}

    told = a_screenplay(
        a_shot("one", size="wide", cast=["emma"], **said("emma", "This is how it all began for us.", overlap="0.6s")),
        a_shot(
            "two",
            size="close",
            cast=["david"],
            duration=3.2,
            **said("david", "I remember it.", after="previous", pause="0.2s"),
        ),
        a_shot("three", size="close", cast=["emma"], at="5.5s", **said("emma", "And then we left.", lead="-0.5s")),
        a_shot("four", size="wide", cast=["david"], on="downbeat", duration=3),
        a_shot("five", size="medium", cast=["emma"], on="free", duration=2.2, narration="And so it ends."),
        music={"bed": "calm", "tempo": 90},
        sets={"room": {"place": "an office", "time": "noon"}},
    )
    return once(tmp_path_factory, "proof", lambda folder: rendered(write(folder, told), "--stems"))


def place(film: Film) -> Path:
    return film[0] / "build" / "story" / "story.mp4"


def checked(film: Path, *options: object) -> tuple[int, dict[str, Any]]:
    done = ministudio("check", film, "--json", *options)
    return done.returncode, json.loads(done.stdout.split("\n}\n")[0] + "\n}")


def tampered(film: Film, folder: Path, *arguments: str) -> Path:
    """The film after ffmpeg, with the true stems beside it."""
    out = folder / "story.mp4"
    run(["-i", place(film), *arguments, str(out)])
    for stem in ("narration", "music"):
        shutil.copy(place(film).with_suffix(f".{stem}.wav"), folder / f"story.{stem}.wav")
    return out


def test_a_true_film_passes_with_its_figures(film: Film) -> None:
    code, told = checked(place(film))
    assert code == 0
    assert told["faults"] == []
    assert (told["frames"], told["uneven"]) == (film[1]["frames"], 0)
    assert told["stem"] * 24 == pytest.approx(film[1]["frames"], abs=0.01)
    assert max(abs(line["offset"]) for line in told["lines"]) <= 1
    assert all(line["whole"] for line in told["lines"])
    assert told["cuts"] == [cut["start"] for cut in film[1]["cuts"][1:]]
    assert abs(told["lufs"] + 14) <= 0.5
    assert told["second_kappa"] is not None
    assert film[1]["proof"]["second_kappa"] is not None


def test_lines_reach_over_cuts_as_they_are_told(film: Film) -> None:
    cuts = {cut["shot"]: (cut["start"] / 24, cut["end"] / 24) for cut in film[1]["cuts"]}
    one, two, three, _ = film[1]["lines"]
    assert cuts["one"][1] < one["end"] <= cuts["one"][1] + 0.6
    assert two["start"] == pytest.approx(one["end"] + 0.2, abs=1e-3)
    assert cuts["three"][0] == 5.5
    assert three["start"] == pytest.approx(5.0, abs=1e-3)
    landed = {cut["shot"]: cut["lands_on"] for cut in film[1]["cuts"]}
    assert landed["three"] == "downbeat"
    assert landed["five"] == "downbeat"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["-c:v", "copy", "-af", "adelay=60:all=1", "-c:a", "aac"], "out of place"),
        (["-c:v", "copy", "-af", "volume=3dB", "-c:a", "aac"], "loudness is"),
    ],
)
def test_a_film_with_another_sound_fails(film: Film, tmp_path: Path, wrong: list[str], words: str) -> None:
    code, told = checked(tampered(film, tmp_path, *wrong))
    assert code == 8
    assert words in " ".join(told["faults"])


@pytest.mark.long
def test_music_that_is_not_where_its_stem_says_is_found_out(film: Film, tmp_path: Path) -> None:
    out = tampered(film, tmp_path, "-c", "copy")
    stem, rate = read_wav(place(film).with_suffix(".music.wav"))
    for late, faults in ((0, []), (-1920, ["the music is +40.0 ms late"]), (960, ["the music is -20.0 ms late"])):
        write_wav(tmp_path / "story.music.wav", np.roll(stem, late, axis=0), rate)
        assert checked(out)[1]["faults"] == faults
    noise = np.random.default_rng(1).normal(0, 0.1, stem.shape).astype(np.float32)
    write_wav(tmp_path / "story.music.wav", noise, rate)
    assert "the music that was given is not heard in it" in checked(out)[1]["faults"]


def test_a_file_of_music_is_found_wherever_the_film_begins_in_it(film: Film, tmp_path: Path) -> None:
    stem, rate = read_wav(place(film).with_suffix(".music.wav"))
    before = np.random.default_rng(2).normal(0, 0.02, (rate * 5, 2)).astype(np.float32)
    whole = write_wav(tmp_path / "theme.wav", np.concatenate([before, stem]), rate)
    proof = prove(place(film), beats=[5.0 + beat for beat in (1.0, 2.0)], music=whole)
    assert proof.music_found
    assert proof.beats == pytest.approx((1.0, 2.0), abs=0.002)


def test_music_that_goes_round_is_found_where_its_first_turn_begins(tmp_path: Path) -> None:
    chance, rate = np.random.default_rng(3), 48_000
    theme = chance.normal(0, 0.1, (6 * rate, 1)).astype(np.float32)
    music = write_wav(tmp_path / "theme.wav", theme[:, 0], rate)
    film = write_wav(tmp_path / "film.wav", np.concatenate([theme[:, 0]] * 4)[: 21 * rate], rate)
    with Track(film, place=tmp_path / "a.wav") as played, Track(music, place=tmp_path / "b.wav") as own:
        assert start_in_film(played, own) == pytest.approx(0, abs=0.001)
    silence = write_wav(tmp_path / "none.wav", np.zeros(12 * rate, np.float32), rate)
    with Track(silence, place=tmp_path / "a.wav") as played, Track(music, place=tmp_path / "b.wav") as own:
        assert start_in_film(played, own) is None


def test_a_delay_in_the_container_silence_and_captions_of_another_film_are_found_out(
    film: Film, tmp_path: Path
) -> None:
    late = tmp_path / "late.mp4"
    own = str(place(film))
    run(["-i", own, "-itsoffset", "0.12", "-i", own, "-map", "0:v", "-map", "1:a", "-c", "copy", str(late)])
    assert any("after the picture" in fault for fault in checked(late, "--master", "none")[1]["faults"])
    mute = tampered(film, tmp_path, "-c:v", "copy", "-af", "volume=0", "-c:s", "copy")
    for stem in ("narration", "music"):
        mute.with_suffix(f".{stem}.wav").unlink()
    assert checked(mute)[1]["faults"] == ["nothing is heard from its first to its last second"]
    assert checked(mute, "--silent")[0] == 0
    other = tmp_path / "other.srt"
    other.write_text("1\n00:00:00,100 --> 00:00:00,400\nNobody said this.\n", "utf-8")
    out = tmp_path / "story.mp4"
    run(
        [
            "-i",
            own,
            "-i",
            str(other),
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-map",
            "1",
            "-c:v",
            "copy",
            "-c:a",
            "copy",
            "-c:s",
            "mov_text",
            str(out),
        ]
    )
    shutil.copy(place(film).with_suffix(".narration.wav"), tmp_path / "story.narration.wav")
    faults = checked(out)[1]["faults"]
    assert any("has no caption" in fault for fault in faults)


def test_a_film_whose_last_shot_was_cut_fails(film: Film, tmp_path: Path) -> None:
    frames = str(film[1]["frames"] - 5)
    code, told = checked(tampered(film, tmp_path, "-frames:v", frames, "-c:v", "libx264", "-bf", "0", "-c:a", "copy"))
    assert code == 8
    assert "-5.0 frames" in " ".join(told["faults"])


def test_a_film_whose_line_was_truncated_fails(film: Film, tmp_path: Path) -> None:
    line = film[1]["lines"][-1]
    first, last = line["end"] - 0.4, line["end"] + 0.2
    mute = f"volume=0:enable='between(t,{first},{last})'"
    code, told = checked(tampered(film, tmp_path, "-c:v", "copy", "-af", mute, "-c:a", "aac"))
    assert code == 8
    assert "cut off" in " ".join(told["faults"])


def test_limits_can_be_set_and_a_picture_is_drawn(film: Film, tmp_path: Path) -> None:
    done = ministudio("check", place(film), "--min-kappa", "1.1", "--plot", tmp_path / "p.png", "--music", "none.wav")
    assert done.returncode == 2
    assert "one of: .png" in ministudio("check", place(film), "--plot", tmp_path / "p.svg").stderr
    done = ministudio("check", place(film), "--min-kappa", "1.1", "--plot", tmp_path / "p.png")
    assert done.returncode == 8
    assert "κ" in done.stderr
    assert (tmp_path / "p.png").stat().st_size > 1000


def test_a_film_without_stems_is_measured_alone(film: Film, tmp_path: Path) -> None:
    alone = tmp_path / "alone.mp4"
    shutil.copy(place(film), alone)
    code, told = checked(alone)
    assert code == 0
    assert told["lines"] == []
    assert told["kappa"] is None
    assert told["captions"] <= 17.5


def test_kappa_is_nothing_by_chance_and_one_for_every_cut_on_a_beat() -> None:
    beats = [0.5 * n for n in range(1, 120)]
    assert agreement([2.0, 7.5, 30.0, 41.5], beats, 60, 1 / 24) == (1.0, 1.0)
    chance = np.random.default_rng(2)
    found = [agreement(list(chance.uniform(0, 60, 12)), beats, 60, 1 / 24)[1] or 0.0 for _ in range(40)]
    assert abs(float(np.mean(found))) < 0.06


@pytest.mark.parametrize("mood", ["warm", "action", "dread"])
@pytest.mark.parametrize("tempo", [76, 116])
def test_a_second_tracker_hears_a_beds_beats_without_its_score(mood: str, tempo: int) -> None:
    order = BedTask(maker=ProviderRef(name="bed"), mood=mood, tempo=Fraction(tempo), seed=3, samples=48_000 * 40)
    heard = tracked((piece.mean(axis=1).astype(np.float32) for piece in composed(order)), 48_000)
    written = [beat * 60 / tempo for beat in range(int(40 * tempo / 60) + 1)]
    assert f_measure(written, heard, 0.07) > 0.85
    late = np.median([beat - min(written, key=lambda at: abs(at - beat)) for beat in heard])
    assert abs(late) < 0.012
    assert sum(end - start for start, end in disagreements(written, heard, 40)) <= 4
    moved = [beat + 30 / tempo for beat in written]
    assert sum(end - start for start, end in disagreements(moved, heard, 40)) >= 36
    assert disagreements(written[::2], written, 40) == ()


def test_a_second_tracker_hears_sound_as_it_comes_and_nothing_in_silence() -> None:
    chance = np.random.default_rng(3)
    sound = (0.1 * chance.standard_normal(22_050 * 12)).astype(np.float32)
    sound[:: 22_050 // 2] += 0.8
    whole = tracked(iter([sound]), 22_050)
    assert tracked((sound[at : at + 7_001] for at in range(0, sound.size, 7_001)), 22_050) == whole
    assert tracked(iter([np.zeros(22_050 * 12, np.float32)]), 22_050) == ()
    assert tracked(iter([sound[:22_050]]), 22_050) == ()


def test_a_second_tracker_holds_no_more_than_a_piece_of_the_sound() -> None:
    chance, alive, most = np.random.default_rng(3), 0, 0

    def let_go() -> None:
        nonlocal alive
        alive -= 1

    def pieces() -> Iterator[np.ndarray]:
        nonlocal alive, most
        for _ in range(8):
            piece = (0.1 * chance.standard_normal(22_050)).astype(np.float32)
            weakref.finalize(piece, let_go)
            alive += 1
            most = max(most, alive)
            yield piece

    assert tracked(pieces(), 22_050)
    assert most <= 3


def test_cuts_where_no_music_is_played_are_not_off_its_beat() -> None:
    beats = [0.5 * n for n in range(61)]
    cuts = [4.0, 10.0, 22.5, 41.27, 47.7, 53.31, 30.0]
    found = agreement(*without_silence(cuts, beats, 60, [(30.0, 60.0)]), 1 / 24)
    assert found == (1.0, 1.0)
    assert (agreement(cuts, beats, 60, 1 / 24)[1] or 0) < 0.6
    assert without_silence(cuts, beats, 60, ()) == (cuts, beats, 60)


def test_a_stem_tells_where_it_speaks(tmp_path: Path) -> None:
    voice = np.zeros(48_000 * 4, np.float32)
    for start, end in ((0.5, 1.2), (1.35, 2.0), (3.0, 3.5)):
        voice[int(start * 48_000) : int(end * 48_000)] = 0.2
    write_wav(tmp_path / "v.wav", voice, 48_000)
    with Track(tmp_path / "v.wav", place=tmp_path / "decoded.wav") as track:
        assert track.samples == voice.size
        found = spoken(track.levels(480))
    assert [(start / 48_000, end / 48_000) for start, end in found] == [(0.5, 2.0), (3.0, 3.5)]


def test_a_screenplay_sets_the_limits_of_its_own_film(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("one", cast=["emma"], duration=1), a_shot("two", size="wide", duration=1), check={"kappa": 0.9}
    )
    done = ministudio("render", write(tmp_path, told), "-q")
    assert done.returncode == 8
    assert "κ" in done.stderr
    assert "check:" in done.stderr


def test_stems_of_unlike_rates_are_added_in_step(tmp_path: Path) -> None:
    click = np.zeros(4 * 48_000, np.float32)
    click[3 * 48_000 : 3 * 48_000 + 480] = 0.5
    other = np.zeros(4 * 44_100, np.float32)
    other[3 * 44_100 : 3 * 44_100 + 441] = 0.4
    paths = [write_wav(tmp_path / "a.wav", click, 48_000), write_wav(tmp_path / "b.wav", other, 44_100)]
    with Track(*paths, place=tmp_path / "both.wav") as both:
        assert both.samples == pytest.approx(4 * RATE, abs=300)
        sound = both.read(0, both.samples)
    loud = np.flatnonzero(np.abs(sound) > 0.6)
    assert loud.size
    assert np.abs(loud / RATE - 3.005).max() < 0.02
