"""What a model can do, as a value: clips that carry a shot, pictures that hold it, money that is counted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.planning.capability import RETIME, anchors
from ministudio_cli.planning.state import named_in
from ministudio_cli.providers.capabilities import capability, kind_of, known_models, picture_capability, retirement
from ministudio_cli.providers.clips import suspicion
from ministudio_cli.providers.google.speech import split
from ministudio_cli.secrets import redact, redacted

VEO, OMNI = capability("veo-3.1-generate-001"), capability("gemini-omni-1.2-flash")


@given(frames=st.integers(1, 24 * 60), references=st.booleans(), veo=st.booleans())
def test_clips_are_of_the_models_lengths_carry_the_shot_and_none_can_be_left_out(
    frames: int, references: bool, veo: bool
) -> None:
    model = VEO if veo else OMNI
    need = Fraction(frames, 24)
    choices = model.reference_lengths if references else model.lengths
    found = model.clips(need, choices)
    whole = sum(found) - (len(found) - 1) * Fraction(1, model.fps)
    assert whole * RETIME >= need
    assert found[0] in (model.reference_lengths if references else model.lengths)
    assert set(found[1:]) <= set(model.lengths)
    if len(found) <= 2:
        first = model.reference_lengths if references else model.lengths
        options = [(one,) for one in first] + list(itertools.product(first, model.lengths))
        fit = [option for option in options if (sum(option) - (len(option) - 1) * Fraction(1, 24)) * RETIME >= need]
        assert sum(found) == min(sum(one) for one in fit if len(one) == len(found))


def test_who_speaks_comes_first_then_who_acts_then_the_plate_and_who_is_left_out_is_said() -> None:
    sent, left = anchors(VEO, ("a", "b", "c", "d"), ("narrator", "c"), ("b", "d"), match=False)
    assert [(one.of, one.why) for one in sent] == [("c", "speaks"), ("b", "acts"), ("d", "acts")]
    assert left == ("plate: the model takes 3 references", "a: the model takes 3 references")
    sent, _ = anchors(VEO, (), (), (), match=False)
    assert [(one.role, one.of) for one in sent] == [("first", "plate")]
    sent, left = anchors(VEO, ("a",), (), (), match=True)
    assert [(one.role, one.of) for one in sent] == [("first", "before")]
    assert left == ("a: a first frame and references do not go together",)
    sent, left = anchors(OMNI, ("a",), ("a",), (), match=True)
    assert [(one.role, one.of) for one in sent] == [("first", "before"), ("reference", "a"), ("reference", "plate")]
    assert not left


def test_every_shipped_model_is_whole_dated_and_priced_at_each_of_its_sizes() -> None:
    for name in known_models():
        one = capability(name) if kind_of(name) == "clips" else picture_capability(name)
        assert one.model == name
        assert dt.date.fromisoformat(one.dated)
        assert one.source.startswith("https://")
        sizes = {size for size, _ in one.sizes} if kind_of(name) == "pictures" else set(one.sizes)
        assert {size for size, _ in one.prices} == sizes
        assert all(price > 0 for _, price in one.prices)
    for model in (capability(name) for name in known_models() if kind_of(name) == "clips"):
        assert set(model.reference_lengths) | set(model.last_frame_lengths) <= set(model.lengths)


def test_who_is_named_in_an_action_is_told_by_whole_words_whatever_the_ids() -> None:
    assert named_in("Al acts, Alma listens.", "al")
    assert named_in("Alma listens to AL.", "al")
    assert not named_in("Alma listens.", "al")
    assert named_in("The Keeper's light falls", "keeper")
    assert not named_in("gatekeepers wait", "keeper")


def test_a_bought_clip_serves_a_shorter_shot_and_is_gone_on_from_for_a_longer_one() -> None:
    eight, held = Fraction(8), frozenset({((Fraction(8),), False)})
    assert VEO.chosen(Fraction(3), VEO.lengths, held, 720) == (eight,)
    assert VEO.due((eight,), held, 720, ends=False) == 0
    assert VEO.chosen(Fraction(3), VEO.lengths, frozenset(), 720) == (Fraction(4),)
    longer = VEO.chosen(Fraction(11), VEO.lengths, held, 720)
    assert longer == (eight, Fraction(4))
    assert VEO.due(longer, held, 720, ends=False) == Decimal("0.80")
    six = frozenset({((Fraction(6),), False)})
    assert VEO.chosen(Fraction(13, 2), VEO.lengths, six, 720) == (Fraction(6),)  # slowed and held within limits
    assert VEO.chosen(Fraction(7), VEO.lengths, six, 720) != (Fraction(6),)


def test_only_the_clip_that_carries_a_last_frame_is_held_to_its_lengths() -> None:
    for need in (9, 14, 20, 31):
        clips = OMNI.clips(Fraction(need), OMNI.lengths, ends=True)
        assert clips[-1] <= 10
        assert OMNI.carried(clips) * RETIME >= need
    assert OMNI.clips(Fraction(14), OMNI.lengths) == (Fraction(14),)


def test_frames_and_references_that_go_together_share_the_pictures_that_a_model_takes() -> None:
    crowd = tuple("abcdefg")
    sent, left = anchors(OMNI, crowd, (), (), match=True)
    assert len(sent) == OMNI.references == 6
    assert len(left) == 3


def test_a_clip_that_ends_with_a_given_frame_serves_no_shot_without_one() -> None:
    ends = frozenset({((Fraction(8),), True)})
    assert VEO.chosen(Fraction(3), VEO.lengths, ends, 720) == (Fraction(4),)
    assert VEO.chosen(Fraction(3), VEO.lengths, ends, 720, ends=True) == (Fraction(8),)


def test_a_clip_is_priced_once_by_its_size_its_seconds_and_without_sound() -> None:
    assert VEO.price(720, Fraction(8)) == Decimal("1.60")
    assert VEO.price(2160, Fraction(4)) == Decimal("1.60")
    assert OMNI.price(360, Fraction(3)) == Decimal("0.069")
    assert capability("veo-3.1-lite-generate-001").price(720, Fraction(6)) == Decimal("0.18")
    pictures = picture_capability("gemini-3.1-flash-image")
    assert pictures.price(pictures.size_for(1536, 864)) == Decimal("0.101")
    assert pictures.price(pictures.size_for(768, 1024)) == Decimal("0.067")


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


def test_a_concealed_value_is_never_shown_whole_or_by_its_lines() -> None:
    redact("first-line-of-a-key\nsecond-line-of-a-key")
    assert redacted("x second-line-of-a-key y") == "x ‹redacted› y"


def test_a_refusal_names_the_words_that_are_likely_at_fault() -> None:
    assert "“gun” (violence)" in suspicion("He raises a gun.")
    assert suspicion("He raises a glass.") == ""
