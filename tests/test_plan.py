"""The plan: state, seeds, prompts, digests and the lock."""

from __future__ import annotations

import copy
import math
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ministudio_cli.errors import LockStale
from ministudio_cli.planning.film import plan_film
from ministudio_cli.planning.lock import Lock, LockedShot, parse_lock, promise, stale, why
from ministudio_cli.planning.seeds import shot_seed

from .builders import a_film, a_plan, a_screenplay, a_shot, some_makers


def a_lock(plan: Any) -> Lock:
    shots = tuple(
        LockedShot(
            id=s.id, seed=s.seed, digest=s.digest, frames=(0, 24), lines=(), voices=(), ingredients=s.ingredients
        )
        for s in plan.shots
    )
    return Lock(title=plan.film.title, seed=plan.film.seed, plan=plan.digest, music="", shots=shots)


def test_state_is_carried_from_shot_to_shot() -> None:
    plan = a_plan(
        a_shot("a", cast={"emma": {"emotion": "shocked"}}),
        a_shot("b", cast=["emma"]),
        a_shot("c", light="red alarm"),
        a_shot("d"),
    )
    assert "emotion shocked" in plan.shots[1].prompt
    assert plan.shots[2].moment.view.light == plan.shots[3].moment.view.light == "red alarm"
    assert [figure.id for figure in plan.shots[3].moment.figures] == ["emma"]


def test_a_set_keeps_its_state_while_another_is_on_screen() -> None:
    told = a_screenplay()
    told["sets"]["hall"] = {"place": "a hall"}
    told["scenes"] = [
        {"id": "one", "set": "room", "shots": [a_shot("a", light="candle")]},
        {"id": "two", "set": "hall", "shots": [a_shot("b")]},
        {"id": "three", "set": "room", "shots": [a_shot("c")]},
    ]
    plan = plan_film(a_film(told), some_makers())
    assert [shot.moment.view.light for shot in plan.shots] == ["candle", "", "candle"]


def test_the_identity_is_repeated_word_for_word_in_every_shot() -> None:
    plan = a_plan(a_shot("a", cast=["emma"]), a_shot("b", size="close", cast={"emma": {"emotion": "sad"}}))
    block = "Emma: hair chestnut bob; wears blue sweater."
    assert all(block in shot.prompt for shot in plan.shots)


def test_a_speaker_is_in_the_frame_and_the_narrator_is_not() -> None:
    plan = a_plan(a_shot("a", cast=[], narration="Once.", dialogue=[{"speaker": "david", "line": "Hello."}]))
    assert [figure.id for figure in plan.shots[0].moment.figures] == ["david"]


@pytest.mark.parametrize(("lock", "alike"), [("film", True), ("scene", True), ("shot", False)])
def test_the_seed_lock_says_how_far_a_seed_reaches(lock: str, *, alike: bool) -> None:
    plan = a_plan(a_shot("a"), a_shot("b"), seed_lock=lock)
    assert (plan.shots[0].seed == plan.shots[1].seed) is alike


def test_a_take_number_gives_another_seed() -> None:
    assert shot_seed(1, "scene", "s", "a") != shot_seed(1, "scene", "s", "a", take=1)


def test_each_speaker_has_a_fitting_voice_of_its_own() -> None:
    plan = a_plan(
        a_shot(
            "a",
            narration="One.",
            dialogue=[{"speaker": "emma", "line": "Two."}, {"speaker": "david", "line": "Three."}],
        )
    )
    names = [line.voice.name for line in plan.shots[0].lines]
    assert len(set(names)) == 3
    assert names[2] == "carl"


_KEYS = st.sampled_from(["p", "q", "r", "t", "u", "v"])
_SHOTS = st.lists(
    st.fixed_dictionaries(
        {"size": st.sampled_from(["wide", "close"])},
        optional={
            "narration": st.text("abc ", min_size=1, max_size=20).filter(str.strip),
            "cast": st.one_of(
                st.just(["emma"]),
                st.fixed_dictionaries({"emma": st.fixed_dictionaries({"emotion": st.sampled_from(["sad", "happy"])})}),
            ),
            "light": st.sampled_from(["candle", "dawn"]),
        },
    ),
    min_size=2,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(_SHOTS, st.data(), st.sampled_from(["film", "scene", "shot"]))
def test_inserting_a_shot_reseeds_nobody_and_changes_only_digests_whose_state_it_changes(
    shots: list[dict[str, Any]], data: st.DataObject, lock: str
) -> None:
    told = [a_shot(f"s{index}", **shot) for index, shot in enumerate(shots)]
    at = data.draw(st.integers(0, len(told)))
    extra = a_shot("extra", **data.draw(_SHOTS)[0])
    before = a_plan(*copy.deepcopy(told), seed_lock=lock)
    after = a_plan(*copy.deepcopy(told[:at]), extra, *copy.deepcopy(told[at:]), seed_lock=lock)
    for shot in before.shots:
        same = after.shot(shot.id)
        assert same is not None
        assert same.seed == shot.seed
        changed = (same.moment.figures, same.moment.view) != (shot.moment.figures, shot.moment.view)
        assert (same.digest != shot.digest) is changed


def test_the_lock_says_why_a_shot_is_not_what_it_was() -> None:
    old = a_plan(a_shot("a", action="Emma reads"), a_shot("b"))
    new = a_plan(a_shot("a", action="Emma writes"), a_shot("b"))
    lock = a_lock(old)
    assert why(new.shots[0], lock.shot("a")) == "prompt, action changed"
    assert why(new.shots[1], lock.shot("b")) == ""
    with pytest.raises(LockStale, match="a: prompt, action changed"):
        promise(new, lock)
    promise(old, lock)


def test_removed_added_and_reordered_shots_make_the_lock_stale() -> None:
    lock = a_lock(a_plan(a_shot("a"), a_shot("b")))
    assert stale(a_plan(a_shot("a")), lock) == (("b", "removed from the screenplay"),)
    assert stale(a_plan(a_shot("a"), a_shot("b"), a_shot("c")), lock) == (("c", "new"),)
    assert stale(a_plan(a_shot("b"), a_shot("a")), lock) == (("film", "the order of the shots changed"),)


@pytest.mark.parametrize(
    "change",
    [
        {"steady": "off"}, {"check": {"kappa": 0.5}}, {"language": "en-GB"}, {"captions": {"show": "soft", "size": "large"}},
        {"sets": {"room": {"place": "a study", "time": "afternoon", "moving_background": True}}},
        {"sets": {"room": {"place": "a study", "time": "afternoon", "steady": "strict"}}},
        {"shot": {"lighting_change": True}}, {"shot": {"moving_background": True}}, {"shot": {"steady": "strict"}},
    ],
    ids=str,
)  # fmt: skip
def test_a_lock_sees_every_key_that_changes_the_film(change: dict[str, Any]) -> None:
    told = dict(change)
    before = a_lock(a_plan(a_shot("a", cast=["emma"], narration="Hello.")))
    plan = a_plan(a_shot("a", cast=["emma"], narration="Hello.", **told.pop("shot", {})), **told)
    with pytest.raises(LockStale, match="changed"):
        promise(plan, before)


def test_a_lock_is_read_as_it_was_written() -> None:
    lock = a_lock(a_plan(a_shot("a", narration="Hello."), a_shot("b")))
    assert parse_lock(lock.text(), "x") == lock


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ministudio-lock": 9}', "not json"])
def test_a_file_that_is_no_lock_is_refused(text: str) -> None:
    with pytest.raises(LockStale):
        parse_lock(text, "story.lock.json")


def test_planning_is_linear() -> None:
    """Not a timed test: the ratio of two sizes, which a quadratic plan would fail by far."""

    def cost(count: int) -> float:
        film = a_film(a_screenplay(*(a_shot(f"s{i}", cast=["emma"], narration=f"Line {i}.") for i in range(count))))
        least = math.inf
        for _ in range(3):  # what else the machine does only ever adds
            started = time.process_time()
            plan_film(film, some_makers())
            least = min(least, time.process_time() - started)
        return least

    cost(50)
    assert cost(800) < 24 * max(cost(100), 0.004)
