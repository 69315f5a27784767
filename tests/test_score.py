"""Music that changes from scene to scene: what is planned on whose beats, where each comes in, and how they meet."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ministudio_cli.cut.played import fit_music, place_music
from ministudio_cli.cut.score import music_under
from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.media.pcm import read_wav, write_wav
from ministudio_cli.planning.film import plan_film
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.lock import lock_of, stale
from ministudio_cli.planning.task import digest
from ministudio_cli.screenplay.build import build
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.decide import CutProblem, cut_problem, decide, decided
from ministudio_cli.sync.heard import PlayedCue, beat_times
from ministudio_cli.sync.passages import laid, plan_passages
from ministudio_cli.sync.problem import Cut, Passage, ShotConstraint
from ministudio_cli.sync.score import score_landings

from .builders import a_demand, a_plan, a_screenplay, a_shot, some_makers, write
from .conftest import ministudio, rendered

RATE = 48_000
FPS = Fraction(24)
CALM, TENSE = {"bed": "calm", "tempo": 80}, {"bed": "tension", "tempo": 126}


def scored(*music: Any, shots: int = 2, **told: Any) -> Plan:
    """A film with a scene a music; None: the film's own."""
    scenes = [
        {"id": f"scene{number}", "set": "room", "shots": [a_shot(f"s{number}-{shot}") for shot in range(shots)]}
        | ({} if own is None else {"music": own})
        for number, own in enumerate(music)
    ]
    return a_plan(scenes=scenes, **told)


def with_songs(*songs: str, **told: Any) -> Plan:
    """A plan with files of music that nothing looks for."""
    source = parse(yaml.safe_dump(a_screenplay(**told), sort_keys=False), "story.yaml")
    return plan_film(build(source), some_makers(), {song: song for song in songs})


def passage(tempo: int, shots: int) -> Passage:
    landings = tuple(score_landings(Fraction(tempo), 2000, FPS))
    return Passage(shots=shots, landings=landings, comes_in="downbeat")


SILENCE = Passage(shots=2, landings=())


def test_scenes_with_the_same_music_share_it() -> None:
    plan = scored(None, CALM, CALM, TENSE, "none", None, music=CALM)
    assert [(cue.words, cue.shots) for cue in plan.cues] == [
        ("a calm bed, 80 beats a minute", 6),
        ("a tension bed, 126 beats a minute", 2),
        ("none", 2),
        ("a calm bed, 80 beats a minute", 2),
    ]
    first, other, _, again = (cue.bed for cue in plan.cues)
    assert first
    assert other
    assert again
    assert first.seed == again.seed != other.seed
    assert [(cue.words, cue.shots) for cue in scored(None, None, music="none").cues] == [("none", 4)]


@pytest.mark.parametrize(
    ("music", "told"),
    [
        ([None, TENSE], {}),
        ([None, CALM | {"tempo": 81}], {}),
        ([None, "none"], {}),
        ([TENSE, None], {}),
        ([None, TENSE | {"level": -3}], {"before": [None, TENSE]}),
        ([None, TENSE | {"crossfade": 2}], {"before": [None, TENSE]}),
    ],
)
def test_a_lock_sees_every_change_of_a_scenes_music(music: list[Any], told: dict[str, Any]) -> None:
    before, after = scored(*told.get("before", [None, None]), music=CALM), scored(*music, music=CALM)
    frames = [(24 * number, 24 * number + 24) for number in range(4)]
    assert stale(after, lock_of(before, frames, {}))
    assert not stale(before, lock_of(before, frames, {}))


@pytest.mark.parametrize("key", ["fade_in", "fade_out"])
def test_a_lock_sees_a_fade(key: str, tmp_path: Path) -> None:
    write_wav(tmp_path / "song.wav", np.zeros((RATE, 2), np.float32), RATE)
    path = write(tmp_path, a_screenplay(a_shot("first", duration="1s"), music={"file": "song.wav"}))
    assert ministudio("lock", path).returncode == 0
    write(tmp_path, a_screenplay(a_shot("first", duration="1s"), music={"file": "song.wav", key: 1}))
    assert ministudio("plan", path, "--locked").returncode == 4


def test_each_music_is_cut_on_its_own_beats_from_where_it_comes_in() -> None:
    demands = [a_demand(wanted=wanted) for wanted in (70, 61, 50, 44, 33, 70, 71)]
    passages = [passage(80, 2), passage(126, 3), passage(80, 2)]
    cuts = plan_passages(demands, passages, 24.0)
    assert [cut.landing for cut in cuts].count("") == 0
    assert [cut.landing for cut in cuts[1::3]] == ["downbeat", "downbeat"]
    first, second = cuts[1].end, cuts[4].end
    for cut in cuts[2:4]:
        beats = (cut.end - first) * 126 / (60 * 24)
        assert abs(beats - round(beats)) < 126 / (60 * 24)
    beats = (cuts[5].end - second) * 80 / (60 * 24)
    assert abs(beats - round(beats)) < 80 / (60 * 24)
    assert "where other music comes in" in cuts[1].reason
    places = list(laid(passages, [cut.end for cut in cuts]))
    assert {first, second} <= {place.frame for place in places if place.kind == "downbeat"}
    assert all(place.frame < cuts[-1].end for place in places)


def test_a_scene_without_music_ends_on_the_last_beat_before_it_and_keeps_its_lengths() -> None:
    cuts = plan_passages([a_demand(wanted=50) for _ in range(6)], [passage(90, 2), SILENCE, passage(90, 2)], 24.0)
    assert cuts[1].landing
    assert [cut.frames for cut in cuts[2:4]] == [50, 50]
    assert (cuts[2].landing, cuts[3].landing) == ("", "downbeat")
    assert cuts[2].reason == "as asked"


def test_a_wish_for_a_beat_where_none_comes_in_is_refused() -> None:
    demands = [a_demand(), a_demand(), a_demand(on="downbeat"), a_demand()]
    with pytest.raises(ScreenplayInvalid, match=r"story.yaml:9:5: “s” is to begin on a downbeat, and none with a"):
        plan_passages(demands, [passage(90, 2), SILENCE], 24.0)
    cuts = plan_passages(demands, [SILENCE, passage(90, 2)], 24.0)
    assert cuts[1].landing == "downbeat"


@pytest.mark.parametrize(("comes_in", "on"), [("beat", "bar"), ("beat", "downbeat"), ("downbeat", "drop")])
def test_a_wish_for_more_than_the_music_comes_in_on_is_refused(comes_in: str, on: str) -> None:
    enters = dataclasses.replace(passage(90, 2), comes_in=comes_in)
    demands = [a_demand(), a_demand(), a_demand(on=on), a_demand()]
    with pytest.raises(ScreenplayInvalid, match=rf"is to begin on a {on}, and the music that comes in there begins on"):
        plan_passages(demands, [passage(90, 2), enters], 24.0)
    assert plan_passages([*demands[:2], a_demand(on="section"), a_demand()], [passage(90, 2), passage(90, 2)], 24.0)


def test_the_music_has_no_say_in_a_cut_before_a_free_shot_in_silence() -> None:
    demands = [a_demand(wanted=96), a_demand(on="free", wanted=48)]
    passages = [passage(40, 1), dataclasses.replace(SILENCE, shots=1)]
    cuts = plan_passages(demands, passages, 24.0)
    assert cuts[0].frames == 96
    assert cuts[0].reason == "as asked, free of the music as “s” asks"


def test_music_leaves_room_for_what_the_next_is_to_begin_on() -> None:
    demands = [a_demand(wanted=144), a_demand(wanted=72), a_demand(wanted=72, on="bar")]
    cuts = plan_passages(demands, [passage(120, 1), passage(40, 2)], 24.0, 288)
    assert cuts[2].start - cuts[1].start == 144
    assert cuts[-1].end == 288


def heard(seconds: float, beats: list[float], every: int = 4) -> dict[str, Any]:
    """What is heard in a file: beats of which every so many begins a bar."""
    return {
        "start": 0.0, "seconds": seconds, "beats": [(beat, 1.0) for beat in beats], "onsets": [],
        "downbeats": list(range(0, len(beats), every)), "turns": [],
    }  # fmt: skip


def test_a_film_as_long_as_its_song_has_the_songs_beats_alone() -> None:
    cue = with_songs("song.wav", music={"file": "song.wav"}).cues[0]
    beats = [0.5 * number for number in range(41)]
    whole = PlayedCue(cue=cue, heard=heard(30.0, beats), start=0, end=720)
    assert beat_times([whole], FPS) == beats
    longer = dataclasses.replace(whole, end=721 + 24)
    assert len(beat_times([longer], FPS)) > len(beats)


def problem_of(plan: Plan, facts: Sequence[dict[str, Any] | None]) -> CutProblem:
    return cut_problem(plan, {}, facts, None)


@pytest.mark.parametrize("told", [{}, {"length": "96s"}])
def test_a_file_is_planned_as_looped_where_the_mix_will_loop_it(told: dict[str, Any]) -> None:
    song = {"file": "song.wav", "tempo": 120, "meter": 4}
    scenes = [
        {"id": "a", "set": "room", "shots": [a_shot("a1", duration="48s")]},
        {"id": "b", "set": "room", "music": song, "shots": [a_shot(f"b{shot}", duration="8s") for shot in range(6)]},
    ]
    plan = with_songs("song.wav", scenes=scenes, music=CALM, **told)
    facts = heard(24.0, [0.5 * number for number in range(48)])
    problem = problem_of(plan, [None, facts])
    assert max(landing.frame for landing in problem.passages[1].landings) > 47 * 24
    cuts = decide(problem)
    assert all(cut.landing for cut in cuts[1:])


def test_a_film_that_becomes_longer_than_its_song_is_planned_again_as_looped() -> None:
    shots = [a_shot(f"s{shot}", duration="7s") for shot in range(3)]
    plan = with_songs("song.wav", scenes=[{"id": "a", "set": "room", "shots": shots}], music={"file": "song.wav"})
    facts = heard(24.0, [0.5 * number for number in range(48)])
    asked: list[CutProblem] = []

    def solve(problem: CutProblem) -> tuple[Cut, ...]:
        asked.append(problem)
        return tuple(
            dataclasses.replace(cut, start=at * 208, end=at * 208 + 208) for at, cut in enumerate(decide(problem))
        )

    track = digest(plan.tracks[0])
    decided(plan, {track: Artifact(order=track, kind="listen", files={}, facts=facts)}, None, solve)
    reached = [max(landing.frame for landing in problem.passages[0].landings) / 24 for problem in asked]
    assert reached[0] < 24 < reached[1]


def test_what_a_cut_can_land_on_does_not_grow_with_the_rest_of_the_film() -> None:
    scenes = [
        {"id": f"scene{number}", "set": "room", "music": (CALM, TENSE)[number % 2],
         "shots": [a_shot(f"s{number}", duration="4s")]}
        for number in range(40)
    ]  # fmt: skip
    problem = problem_of(a_plan(scenes=scenes, length="160s"), [None] * 40)
    assert max(len(each.landings) for each in problem.passages) < 120


def test_a_bed_that_comes_back_softer_is_the_same_piece() -> None:
    first, again = (cue.bed for cue in scored(None, CALM | {"level": -6}, music=CALM).cues)
    assert first
    assert again
    assert first.seed == again.seed


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[ShotConstraint], list[Passage], int | None]:
    passages = draw(
        st.lists(
            st.one_of(st.builds(passage, st.integers(50, 180), st.just(2)), st.just(SILENCE)), min_size=2, max_size=4
        )
    )
    demands, at = [], 0
    for number in range(2 * len(passages)):
        least = draw(st.integers(6, 40))
        start = at + draw(st.integers(0, 60)) if number and draw(st.integers(0, 4)) == 0 else None
        at = (at if start is None else start) + least
        demands.append(a_demand(least=least, wanted=least + draw(st.integers(0, 60)), start=start))
    return demands, passages, draw(st.one_of(st.none(), st.integers(at, at + 200)))


@given(problems())
@settings(max_examples=80, deadline=None)
def test_fixed_cuts_and_a_films_length_are_met_whatever_plays(
    problem: tuple[list[ShotConstraint], list[Passage], int | None],
) -> None:
    demands, passages, total = problem
    cuts: tuple[Cut, ...] = plan_passages(demands, passages, 24.0, total)
    assert [cut.start for cut in cuts] == [0, *(cut.end for cut in cuts[:-1])]
    for cut, demand in zip(cuts, demands, strict=True):
        assert cut.frames >= demand.least
        assert demand.start in (None, cut.start)
    assert total in (None, cuts[-1].end)


def tone(folder: Path, name: str, hertz: float, seconds: float, begins: float = 0.0) -> Path:
    """A tone after so many seconds of another, at a quarter of full scale."""
    at = np.arange(int(seconds * RATE)) / RATE
    sound = 0.25 * np.sin(2 * np.pi * np.where(at < begins, 90.0, hertz) * at)
    return write_wav(folder / name, np.repeat(sound[:, None], 2, axis=1).astype(np.float32), RATE)


def power(sound: np.ndarray) -> float:
    return float((sound.astype(np.float64) ** 2).mean())


def test_two_pieces_cross_at_the_same_power_and_leave_silence_around_them(tmp_path: Path) -> None:
    low, high = tone(tmp_path, "low.wav", 331, 6), tone(tmp_path, "high.wav", 2017, 6)
    cut, half = 2 * RATE, RATE // 2
    first = MusicUnder(take="a", file="", level=0, place=(0, cut + half), crossfades=(0, 2 * half))
    second = MusicUnder(take="b", file="", level=-6, place=(cut - half, 5 * RATE), start=RATE, crossfades=(2 * half, 0))
    path, level = place_music([(first, low), (second, high)], 6 * RATE, tmp_path / "music.wav")
    sound = read_wav(path)[0][:, 0] * 10 ** (level / 20)
    assert len(sound) == 6 * RATE
    alone, other = power(sound[: RATE // 2]), power(sound[4 * RATE : 5 * RATE])
    assert alone == pytest.approx(0.25**2 / 2, rel=0.01)
    assert 10 * np.log10(other / alone) == pytest.approx(-6, abs=0.05)
    middle = power(sound[cut - 600 : cut + 600])
    assert middle == pytest.approx((alone + other) / 2, rel=0.03)
    assert not sound[5 * RATE :].any()


def test_music_that_lasts_as_long_as_its_scenes_is_not_turned_back_for_what_is_heard_after_them(tmp_path: Path) -> None:
    song = tone(tmp_path, "song.wav", 500, 4.2, begins=3.0)
    under = MusicUnder(
        take="", file="", level=0, place=(0, 4 * RATE + RATE // 2), loop=(RATE, 3 * RATE), crossfades=(0, RATE)
    )
    path = fit_music(song, under, tmp_path / "music.wav")
    sound, whole = read_wav(path)[0][:, 0], read_wav(song)[0][:, 0]
    assert len(sound) == 4 * RATE + RATE // 2
    straight = slice(0, 4 * RATE - RATE // 2)
    assert np.abs(sound[straight] - whole[straight]).max() < 1e-3
    assert not sound[int(4.2 * RATE) :].any()


def test_a_loop_that_ends_a_sample_beyond_its_file_turns_where_it_was_heard(tmp_path: Path) -> None:
    song = tone(tmp_path, "song.wav", 500, 2)
    under = MusicUnder(take="", file="", level=0, place=(0, 7 * RATE), loop=(RATE // 2, 2 * RATE + 1))
    exact = dataclasses.replace(under, loop=(RATE // 2, 2 * RATE))
    beyond, own = (read_wav(fit_music(song, each, tmp_path / "music.wav"))[0] for each in (under, exact))
    assert np.array_equal(beyond, own)


def test_a_hard_change_is_no_fade() -> None:
    scenes = [
        {"id": name, "set": "room", "music": {"file": f"{name}.wav"} | more, "shots": [a_shot(name, duration="4s")]}
        for name, more in (("a", {}), ("b", {"crossfade": 0, "fade_in": 1}))
    ]
    plan = with_songs("a.wav", "b.wav", scenes=scenes)
    facts = heard(60.0, [0.5 * number for number in range(120)])
    takes = {
        digest(track): Artifact(order=digest(track), kind="listen", files={}, facts=facts) for track in plan.tracks
    }
    found = decided(plan, takes, None, decide)
    first, second = music_under(plan, found.timeline, takes)
    assert (first.fades, second.fades) == ((0, 0), (0, 2 * RATE))
    assert first.place[1] == second.place[0]
    assert first.crossfades == second.crossfades == (0, 0)


@pytest.mark.film
@pytest.mark.usefixtures("compiled")
def test_a_file_comes_in_on_its_first_downbeat_on_the_cut(tmp_path: Path) -> None:
    from .test_rhythm import arranged

    song = np.concatenate([np.zeros(RATE // 3), arranged("ffffffff", RATE)]).astype(np.float32)
    write_wav(tmp_path / "song.wav", np.repeat(song[:, None], 2, axis=1), RATE)
    scenes = [
        {"id": "before", "set": "room", "shots": [a_shot("b1", cast=["emma"], duration="2s")]},
        {
            "id": "after",
            "set": "room",
            "music": {"file": "song.wav", "tempo": 120, "meter": 4},
            "shots": [a_shot("a1", duration="2 bars"), a_shot("a2", duration="2s", on="bar", accent="push on bar")],
        },
        {"id": "quiet", "set": "room", "music": "none", "shots": [a_shot("q1", duration="1s")]},
    ]
    told = a_screenplay(scenes=scenes, music={"bed": "calm", "tempo": 90})
    path = write(tmp_path, told)
    report = rendered(path, "--stems")
    ends = [cut["end"] for cut in report["cuts"]]
    comes_in = ends[0]
    assert report["cuts"][0]["lands_on"] == "downbeat"
    assert ends[1] - comes_in == 4 * 24
    assert report["proof"]["kappa"] == 1.0
    assert report["music"] == "a calm bed, 90 beats a minute; song.wav; none"
    stem = read_wav(tmp_path / "build" / "story" / "story.music.wav")[0][:, 0]
    # What the tracker hears of a drum is a few milliseconds from where it was put.
    around = stem[comes_in * 2000 - 4800 : comes_in * 2000 + 14_400]
    reference = song[RATE // 3 : RATE // 3 + 9600]
    found = int(np.argmax(np.correlate(around, reference, "valid"))) - 4800
    assert abs(found) < RATE * 0.005, found
    silent = stem[ends[2] * 2000 : ends[3] * 2000]
    assert silent.size == ends[3] * 2000 - ends[2] * 2000
    assert not silent.any()
    assert ministudio("check", tmp_path / "build" / "story" / "story.mp4").returncode == 0
    assert ministudio("lock", path).returncode == 0
    before = report["sha256"]
    assert rendered(path, "--locked")["sha256"] == before


def test_files_of_a_scenes_music_are_looked_at_as_the_films_are(tmp_path: Path) -> None:
    scenes = [
        {"id": "one", "set": "room", "shots": [a_shot("first")], "music": {"file": "gone.wav"}},
        {"id": "two", "set": "room", "shots": [a_shot("second", duration="2 bars")], "music": "none"},
    ]
    ended = ministudio("validate", write(tmp_path, a_screenplay(scenes=scenes, music=CALM)))
    assert ended.returncode == 3
    assert "gone.wav" in ended.stdout + ended.stderr
    assert "a length in bars needs music whose tempo is written" in " ".join((ended.stdout + ended.stderr).split())
