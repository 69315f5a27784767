"""The cut plan against brute force, and its laws."""

from __future__ import annotations

import itertools
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ministudio_cli.errors import ScreenplayInvalid
from ministudio_cli.sync import optimiser
from ministudio_cli.sync.optimiser import plan_cuts
from ministudio_cli.sync.problem import CutCandidate, ShotConstraint, place_cost

from .builders import a_demand

KINDS = {
    "downbeat": ["downbeat"],
    "bar": ["downbeat"],
    "beat": ["downbeat", "beat"],
    "onset": [*["beat", "downbeat", "onset"]],
}


def is_asked(landing: CutCandidate, on: str) -> bool:
    if on in KINDS:
        return landing.kind in KINDS[on]
    if on in ("section", "drop"):
        return landing.turn == on or (on == "section" and landing.turn == "drop")
    return {"2 bars": landing.bar in range(0, 99, 2), "3 beats": landing.beat in range(0, 99, 3)}[on]


def cost_of(
    demands: list[ShotConstraint], landings: list[CutCandidate], ends: tuple[int, ...], total: int | None
) -> float:
    whole, start = 0.0, 0
    for index, (demand, end) in enumerate(zip(demands, ends, strict=True)):
        length = end - start
        if length < demand.least:
            return float("inf")
        whole += 100 * (0.15 if demand.automatic else 1) * (length / demand.wanted - 1) ** 2
        whole += optimiser.MOVED * bool(demand.kept and length != demand.kept)
        if demand.start not in (None, start):
            return float("inf")
        after = demands[index + 1] if index + 1 < len(demands) else None
        there = [landing for landing in landings if landing.frame == end]
        if after and after.on == "free":
            pass
        elif after and after.on:
            there = [one for one in there if is_asked(one, after.on)]
            if not there:
                return float("inf")
            whole += min(map(place_cost, there))
        elif after:
            whole += min([optimiser.NO_LANDING, *map(place_cost, there)])
        else:
            loose = [place_cost(one) + optimiser.LOOSE_END * (one.kind != "downbeat") for one in there]
            whole += min([optimiser.NO_LANDING + optimiser.LOOSE_END, *loose])
        start = end
    asked = optimiser.asked_ends(demands)[-1]
    return whole + (100 * len(demands) * (start / asked - 1) ** 2 if total is None else 0)


_DEMANDS = st.lists(
    st.builds(
        a_demand,
        least=st.integers(1, 6),
        wanted=st.integers(3, 9),
        automatic=st.booleans(),
        kept=st.sampled_from([0, 0, 4]),
        start=st.sampled_from([None, None, None, None, 6, 9]),
        on=st.sampled_from(
            ["", "", "", "", "free", "downbeat", "bar", "beat", "onset", "section", "drop", "2 bars", "3 beats"]
        ),
    ),
    min_size=1,
    max_size=3,
)
_LANDINGS = st.lists(
    st.builds(
        CutCandidate,
        frame=st.integers(1, 16),
        kind=st.sampled_from(["beat", "downbeat", "onset"]),
        strength=st.floats(0, 1).map(lambda x: round(x, 2)),
        beat=st.integers(-1, 7),
        bar=st.integers(-1, 3),
        turn=st.sampled_from(["", "", "section", "drop"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=2500)
@given(_DEMANDS, _LANDINGS, st.booleans())
def test_the_optimum_is_that_of_brute_force(
    demands: list[ShotConstraint], landings: list[CutCandidate], hard: bool
) -> None:
    total = optimiser.asked_ends(demands)[-1] if hard else None
    most = 30  # beyond the last landing, 16, there is room for two shots of six
    every = itertools.combinations(range(1, most + 1), len(demands))
    best = min(
        (cost_of(demands, landings, one, total) for one in every if total is None or one[-1] == total),
        default=float("inf"),
    )
    if best == float("inf"):
        with pytest.raises(ScreenplayInvalid) as refused:
            plan_cuts(demands, landings, 1.0, total)
        assert refused.value.hint
        return
    found = plan_cuts(demands, landings, 1.0, total)
    ends = tuple(cut.end for cut in found)
    assert cost_of(demands, landings, ends, total) == pytest.approx(best, abs=1e-6)


def test_no_shot_is_shorter_than_its_lines() -> None:
    demands = [a_demand(least=50, wanted=50), a_demand(least=30, wanted=90)]
    landings = [CutCandidate(frame=frame, kind="beat") for frame in range(16, 200, 16)]
    for demand, cut in zip(demands, plan_cuts(demands, landings, 24.0), strict=True):
        assert cut.frames >= demand.least


def test_cuts_land_on_beats_where_they_can() -> None:
    landings = [CutCandidate(frame=frame, kind="beat") for frame in range(15, 600, 15)]
    cuts = plan_cuts([a_demand(least=20, wanted=40)] * 6, landings, 24.0)
    assert all(cut.landing == "beat" and cut.end % 15 == 0 for cut in cuts)


def test_a_refused_wish_says_why() -> None:
    cuts = plan_cuts([a_demand(least=100, wanted=100, automatic=False)], [CutCandidate(frame=4, kind="beat")], 24.0)
    assert "off the beat" in cuts[0].reason


def test_without_music_every_shot_is_as_long_as_it_asks() -> None:
    cuts = plan_cuts([a_demand(wanted=30), a_demand(least=40, wanted=24)], [], 24.0)
    assert [cut.frames for cut in cuts] == [30, 40]


def test_a_hard_total_is_kept_to_the_frame() -> None:
    landings = [CutCandidate(frame=frame, kind="beat") for frame in range(13, 300, 13)]
    assert plan_cuts([a_demand(wanted=48, automatic=False)] * 4, landings, 24.0, 192)[-1].end == 192
    assert plan_cuts([a_demand(wanted=50)] * 4, [], 24.0, 192)[-1].end == 192


def test_a_total_that_cannot_hold_the_lines_is_refused() -> None:
    with pytest.raises(ScreenplayInvalid, match="the shots need"):
        plan_cuts([a_demand(least=100, wanted=100)] * 3, [], 24.0, 200)


def test_without_music_a_hard_total_bends_automatic_shots_in_proportion_and_fixed_ones_last() -> None:
    demands = [a_demand(wanted=72), a_demand(wanted=72), a_demand(wanted=96, automatic=False)]
    longer = plan_cuts(demands, [], 24.0, 480)
    assert [cut.frames for cut in longer] == [144, 144, 192]
    shorter = plan_cuts(demands, [], 24.0, 200)
    assert shorter[2].frames == 96
    assert abs(shorter[0].frames - shorter[1].frames) <= 1


def test_a_kept_length_is_never_shorter_than_the_lines() -> None:
    assert plan_cuts([a_demand(least=100, wanted=100, kept=90)], [], 24.0)[0].frames == 100


def test_a_downbeat_that_comes_too_late_is_refused_without_a_search() -> None:
    """Three minutes whose first downbeat comes after the next shot must have begun."""
    fps = 24.0
    demands = [a_demand(wanted=240, least=100)] * 18
    demands[4] = a_demand(wanted=240, least=100, on="downbeat")
    demands[5] = a_demand(wanted=240, least=100, start=1400)
    landings = [CutCandidate(frame=frame, kind="downbeat") for frame in range(1380, 4300, 48)]
    tracemalloc.start()
    with pytest.raises(ScreenplayInvalid, match="begin where the shots around it leave it room"):
        plan_cuts(demands, landings, fps)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
