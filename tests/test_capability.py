"""What a model can do, as a value: clips that carry a shot, pictures that hold it, money that is counted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.errors import Blocked, Busy, NothingMade, OverBudget, UnknownOutcome
from ministudio_cli.plan.capability import RETIME, anchors
from ministudio_cli.providers.capabilities import capability, known_models, retirement
from ministudio_cli.providers.google.speech import split
from ministudio_cli.providers.google.video import suspicion
from ministudio_cli.providers.protocols import Errand
from ministudio_cli.render.errands import Purse, Runner
from ministudio_cli.render.ledger import Ledger
from ministudio_cli.secrets import conceal, redacted
from ministudio_cli.store.store import Store

VEO, OMNI = capability("veo-3.1-generate-001"), capability("gemini-omni-1.2-flash")


@given(frames=st.integers(1, 24 * 60), references=st.booleans(), veo=st.booleans())
def test_clips_are_of_the_models_lengths_carry_the_shot_and_none_can_be_left_out(
    frames: int, references: bool, veo: bool
) -> None:
    model = VEO if veo else OMNI
    need = Fraction(frames, 24)
    found = model.clips(need, references=references)
    whole = sum(found) - (len(found) - 1) * Fraction(1, model.fps)
    assert whole * RETIME >= need
    assert found[0] in (model.reference_lengths if references else model.lengths)
    assert set(found[1:]) <= set(model.lengths)
    if len(found) <= 2:
        first = model.reference_lengths if references else model.lengths
        options = [(one,) for one in first] + list(itertools.product(first, model.lengths))
        fit = [one for one in options if (sum(one) - (len(one) - 1) * Fraction(1, 24)) * RETIME >= need]
        assert sum(found) == min(sum(one) for one in fit if len(one) == len(found))


def test_who_speaks_comes_first_then_who_acts_then_the_plate_and_who_is_left_out_is_said() -> None:
    sent, left = anchors(VEO, ("a", "b", "c", "d"), ("narrator", "c"), "b d", match=False)
    assert [(one.of, one.why) for one in sent] == [("c", "speaks"), ("b", "acts"), ("d", "acts")]
    assert left == ("plate: the model takes 3 references", "a: the model takes 3 references")
    sent, _ = anchors(VEO, (), (), "", match=False)
    assert [(one.role, one.of) for one in sent] == [("first", "plate")]
    sent, left = anchors(VEO, ("a",), (), "", match=True)
    assert [(one.role, one.of) for one in sent] == [("first", "before")]
    assert left == ("a: a first frame and references do not go together",)
    sent, left = anchors(OMNI, ("a",), ("a",), "", match=True)
    assert [(one.role, one.of) for one in sent] == [("first", "before"), ("reference", "a"), ("reference", "plate")]
    assert not left


def test_every_shipped_model_is_whole_dated_and_priced_at_each_of_its_sizes() -> None:
    for name in known_models():
        one = capability(name)
        assert one.model == name
        assert dt.date.fromisoformat(one.dated)
        assert one.source.startswith("https://")
        assert {size for size, _ in one.prices} == set(one.sizes)
        assert set(one.reference_lengths) <= set(one.lengths)


def test_a_model_near_its_end_warns_and_past_it_refuses() -> None:
    one = dataclasses.replace(VEO, retires="2027-05-31")
    assert retirement(one, dt.date(2027, 1, 1)) == (False, "")
    assert retirement(one, dt.date(2027, 5, 1)) == (False, f"{VEO.model} will be retired on 2027-05-31, in 30 days")
    assert retirement(one, dt.date(2027, 6, 1))[0]


@given(
    st.lists(st.sampled_from(["Hello there.", "What?", "größer als sonst", "…und weiter!"]), min_size=1, max_size=60)
)
def test_a_split_line_says_every_word_once_and_fits(parts: list[str]) -> None:
    text = " ".join(parts)
    pieces = split(text, 80)
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.encode()) <= 80 for piece in pieces)


def a_runner(folder: Path, **told: object) -> Runner:
    return Runner("order", Store(str(folder / "store")), Ledger(folder / "ledger.jsonl"), Purse(**told))  # type: ignore[arg-type]


def an_errand(folder: Path, *answers: object, operation: str = "op", cheap: bool = False) -> Errand:
    """An errand whose requests end as told, one after another; a text is what it brings."""
    file = folder / "clip.mp4"
    left = iter(answers)

    def send() -> str:
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        file.write_text(str(answer), "utf-8")
        return operation

    return Errand(
        key="k1",
        model=f"m{folder.name}",
        price=Decimal("0.40"),
        file=file,
        send=send,
        fetch=lambda _: True,
        cheap=cheap,
    )


def test_busy_is_sent_again_and_a_lost_answer_is_not(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    assert runner.buy(an_errand(tmp_path, Busy("full", wait=0.01), Busy("full"), "film")).read_text() == "film"
    assert runner.purse.spent == Decimal("0.40")
    other = tmp_path / "other"
    other.mkdir()
    for _ in range(2):
        with pytest.raises(UnknownOutcome):
            a_runner(other).buy(an_errand(other, UnknownOutcome("gone"), "film"))
    assert Ledger(other / "ledger.jsonl").reconciled()["perhaps paid"] == "0.40"
    again = a_runner(other, retry_unknown=True)
    assert again.buy(an_errand(other, "film")).read_text() == "film"


def test_a_cheap_one_is_sent_again_and_the_lost_one_is_in_the_books(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    runner.buy(an_errand(tmp_path, UnknownOutcome("gone"), "said", cheap=True, operation=""))
    told = Ledger(tmp_path / "ledger.jsonl").reconciled()
    assert (told["paid"], told["perhaps paid"]) == ("0.40", "0.40")


def test_what_was_refused_is_not_sent_again_and_costs_nothing(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    with pytest.raises(Blocked):
        runner.buy(an_errand(tmp_path, Blocked("violence")))
    with pytest.raises(Blocked, match="violence"):
        a_runner(tmp_path).buy(an_errand(tmp_path))
    assert runner.purse.spent == 0
    assert Ledger(tmp_path / "ledger.jsonl").reconciled()["paid"] == "0"


def test_a_request_that_ended_with_nothing_is_sent_again_within_the_purse(tmp_path: Path) -> None:
    answers = iter([NothingMade("empty"), True])

    def fetch(_: str) -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    errand = dataclasses.replace(an_errand(tmp_path, "a", "b"), fetch=fetch)
    runner = a_runner(tmp_path, max_cost=Decimal("0.40"))
    assert runner.buy(errand).read_text() == "b"
    other = dataclasses.replace(an_errand(tmp_path, "c"), key="k2")
    with pytest.raises(OverBudget):
        runner.buy(other)


def test_an_operation_that_a_dead_run_left_is_asked_after_and_not_sent(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    file = tmp_path / "clip.mp4"
    line = {
        "event": "submitted",
        "key": "k1",
        "order": "o",
        "model": "m",
        "price": "0.40",
        "operation": "op-7",
        "process": 1,
    }
    (tmp_path / "ledger.jsonl").write_text(json.dumps(line) + "\n{half a li", "utf-8")
    asked = []

    def fetch(name: str) -> bool:
        asked.append(name)
        file.write_text("film", "utf-8")
        return True

    runner.buy(dataclasses.replace(an_errand(tmp_path), fetch=fetch))
    assert asked == ["op-7"]
    assert runner.purse.spent == 0


def test_the_ledger_is_for_its_owner_only(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    runner.buy(an_errand(tmp_path, "film"))
    if os.name == "posix":
        assert (tmp_path / "ledger.jsonl").stat().st_mode & 0o077 == 0


def test_a_concealed_value_is_never_shown_whole_or_by_its_lines() -> None:
    conceal("first-line-of-a-key\nsecond-line-of-a-key")
    assert redacted("x second-line-of-a-key y") == "x ‹redacted› y"


def test_a_refusal_names_the_words_that_are_likely_at_fault() -> None:
    assert "“gun” (violence)" in suspicion("He raises a gun.")
    assert suspicion("He raises a glass.") == ""
