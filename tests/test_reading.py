"""A voice reads what is written: numbers, signs, names and directions, with every written word in its time."""

from __future__ import annotations

import importlib.resources
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ministudio_cli.media.pcm import read_wav
from ministudio_cli.planning.task import ProviderRef
from ministudio_cli.planning.tasks import LineTask
from ministudio_cli.providers.kit import TakeContext
from ministudio_cli.providers.spec import Settings
from ministudio_cli.providers.voices import phonemes
from ministudio_cli.providers.voices.install import BRITISH
from ministudio_cli.providers.voices.kokoro import LANGUAGES, KokoroVoice
from ministudio_cli.providers.voices.phonemes import known, spoken_here, tokens
from ministudio_cli.reading.aloud import read
from ministudio_cli.reading.directions import directions, says_nothing
from ministudio_cli.reading.scripts import foreign
from ministudio_cli.reading.spans import Reading, timed, words_of
from ministudio_cli.screenplay.model import Voice

from .builders import a_screenplay, a_shot, write
from .conftest import ministudio

LINES = [line.split("\t") for line in (Path(__file__).parent / "reading.tsv").read_text("utf-8").splitlines()[1:]]


def heard(text: str) -> list[str]:
    """A spoken form as words, without its signs."""
    return re.sub(r"[^a-z0-9' ]", " ", text.lower()).split()


@pytest.mark.parametrize(("written", "spoken"), LINES)
def test_what_is_written_is_read_as_it_is_said(written: str, spoken: str) -> None:
    assert heard(read(written, known=known).spoken) in [heard(form) for form in spoken.split("|")]


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("fr", "Il est 18:20 et ça coûte 3,50 €.", "Il est dix-huit heures vingt et ça coûte trois euros cinquante centimes."),
        ("de", "Am 3. März kostet es 50 €.", "Am dritten März kostet es fünfzig Euro."),
        ("es", "Hay 25 km.", "Hay veinticinco kilómetros."),
        ("it", "Costa 5 euro.", "Costa cinque euro."),
        ("pt", "São 18:20.", "São dezoito e vinte."),
        ("ja", "今日は3時です。", "今日は3時です。"),
    ],
)  # fmt: skip
def test_other_languages_write_their_numbers_out_by_their_own_rules(language: str, written: str, spoken: str) -> None:
    assert read(written, language).spoken == spoken


def test_without_a_dictionary_words_in_capitals_are_left_to_the_voice() -> None:
    assert read("PUT the CUP down, said the FBI.").spoken == "PUT the CUP down, said the F B I."


def test_a_line_may_give_what_is_said_and_a_film_its_words() -> None:
    assert read("C♯ minor", say="see sharp minor").spoken == "see sharp minor"
    assert read("Nguyen met NGUYEN, not Nguyens.", lexicon={"nguyen": "win"}).spoken == "win met win, not Nguyens."
    reading = read("Hi 😀 there", lexicon={"there": "yonder"})
    assert reading.written == "Hi 😀 there"
    assert heard(reading.spoken) == ["hi", "yonder"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('<break time="1s"/> Hello there.', "Hello there."), ("[sigh] I am tired.", "I am tired."),
        ("(laughs) Yes.", "Yes."), ("*whispers* Come here.", "Come here."), ("(She sighs deeply) No.", "No."),
        ("It is *really* good (they say).", "It is *really* good (they say)."),
    ],
)  # fmt: skip
def test_markup_and_stage_directions_are_told_apart_from_words(text: str, kept: str) -> None:
    left = text
    for start, end in reversed(directions(text)):
        left = left[:start] + left[end:]
    assert left.strip() == kept


@pytest.mark.parametrize(
    ("text", "say", "stands_for"),
    [
        (
            "NASA and the WWF came late, she said.",
            "They came late, she said.",
            {"late,": "late,", "said.": "said.", "NASA": "They"},
        ),
        ("It cost $1,234 in all.", "It cost a lot in all.", {"in": "in", "all.": "all.", "$1,234": "a lot"}),
        ("Ada came.", "Yesterday our Ada came.", {"Ada": "Yesterday our Ada", "came.": "came."}),
        ("Ada came, at last, home.", "Ada came home.", {"Ada": "Ada", "last,": "came", "home.": "home."}),
        ("One two", "un deux", {"One": "un", "two": "deux"}),
        ("2024", "twenty twenty four", {"2024": "twenty twenty four"}),
    ],
)
def test_words_that_a_line_and_what_is_read_in_its_place_share_stand_for_each_other(
    text: str, say: str, stands_for: dict[str, str]
) -> None:
    found = read(text, say=say)
    assert found.spoken == say
    for word, other in stands_for.items():
        start = text.index(word)
        begin, end = found.target(start, start + len(word))
        assert found.spoken[begin:end] == other


@given(st.text("ab 1.", max_size=14), st.text("abc .", max_size=14))
def test_what_is_read_in_a_lines_place_is_read_whole(text: str, say: str) -> None:
    text, say = " ".join(text.split()), " ".join(say.split())
    if text and say:
        assert read(text, "xx", say=say).spoken == say


def test_lines_that_say_nothing_are_known() -> None:
    assert all(map(says_nothing, ["...", "😀", "[sigh]", "— !", "***"]))
    assert not any(map(says_nothing, ["5–10", "No.", "はい", "€5"]))


def test_a_line_in_the_letters_of_another_language_is_known() -> None:
    assert foreign("Привет, как дела сегодня?", "en") == "Cyrillic"
    assert foreign("你好，今天天气很好。", "en") == "Chinese"
    assert not foreign("She said Привет and went.", "en")
    assert not foreign("今日は私たちの町です。", "ja")


@pytest.mark.parametrize(
    ("text", "word", "sound"),
    [
        ("They live near the sea.", "live", "lˈɪv"), ("We heard live music.", "live", "lˈIv"),
        ("I read it yesterday.", "read", "ɹˈɛd"), ("Please read it.", "read", "ɹˈid"),
        ("The lead pipe broke.", "lead", "lˈɛd"), ("You lead the way.", "lead", "lˈid"),
        ("I record a song.", "record", "ɹəkˈɔɹd"), ("A record fell.", "record", "ɹˈɛkəɹd"),
        ("Do not tear it.", "tear", "tˈɛɹ"), ("A tear fell.", "tear", "tˈɪɹ"),
        ("Stay close to me.", "close", "klˈOs"), ("Please close the door.", "close", "klˈOz"),
    ],
)  # fmt: skip
def test_words_that_are_written_alike_are_said_by_their_place(text: str, word: str, sound: str) -> None:
    assert next(token.phonemes for token in tokens(text, "en-US") if token.text == word) == sound


def test_british_voices_speak_british() -> None:
    american, british = (
        "".join(token.phonemes for token in tokens("The path of water.", tag)) for tag in ("en-US", "en-GB")
    )
    assert "wˈɔːtə" in british
    assert "wˈɔɾəɹ" in american or "ɔ" in american
    assert american != british


def even(reading: Reading) -> list[tuple[int, int, float, float]]:
    """Every spoken word a third of a second, one after another."""
    return [(start, end, at / 3, (at + 1) / 3) for at, (start, end) in enumerate(words_of(reading.spoken))]


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=120))
def test_whatever_is_written_keeps_its_words_in_order_and_in_time(text: str) -> None:
    text = " ".join(text.split())
    reading = read(text, known=known)
    assert "".join(text[first:last] for first, last, *_ in reading.pieces) == text
    assert "".join(reading.spoken[first:last] for _, _, first, last, _ in reading.pieces) == reading.spoken
    words = timed(reading, even(reading))
    assert [word for word, _, _ in words] == text.split()
    before = 0.0
    for _, start, end in words:
        assert before <= start <= end
        before = end


@pytest.mark.parametrize(("written", "_spoken"), LINES)
def test_every_word_of_a_hard_line_lasts(written: str, _spoken: str) -> None:
    reading = read(written, known=known)
    for word, start, end in timed(reading, even(reading)):
        assert end > start or not any(sign.isalnum() for sign in word), word


def spoken(text: str, folder: Path, **order: Any) -> tuple[Any, dict[str, Any]]:
    name = order.pop("voice", "af_heart")
    context = TakeContext(folder=folder, file=lambda *_: folder, facts=lambda _: {}, progress=lambda *_: None)
    asked = LineTask(maker=ProviderRef(name="kokoro"), text=text, voice=Voice(name=name), seed=0, **order)
    take = KokoroVoice(Settings()).line(asked, context)
    return read_wav(take.files["line.wav"])[0], dict(take.facts)


ENGLISH = pytest.mark.skipif(
    not any(voice.name == "af_heart" for voice in KokoroVoice.offered()), reason="the English voices are not installed"
)


@ENGLISH
def test_after_a_time_of_day_every_word_is_still_in_its_time(tmp_path: Path) -> None:
    _, facts = spoken("We open at 9:05 every day, and the doors stay open until 10:30pm at night.", tmp_path)
    lengths = [(end - start) / 48_000 for _, start, end in facts["words"]]
    assert min(lengths) > 0.04
    assert facts["words"][-1][2] > 0.95 * facts["samples"] - 9600


@pytest.mark.long
@ENGLISH
def test_a_voice_takes_about_150_words_a_minute(tmp_path: Path) -> None:
    text = (
        "The rain had stopped before the morning came, and the street was quiet. She opened the window, looked at the "
        "hills, and thought about what her mother had said."
    )
    sound, _ = spoken(text, tmp_path)
    assert 135 < 60 * len(text.split()) / (len(sound) / 48_000) < 185


def test_every_voice_that_is_installed_can_be_named() -> None:
    offered = {voice.name: voice for voice in KokoroVoice.offered()}
    assert all(voice.languages for voice in offered.values())
    if len(offered) > 20:
        assert {"af_nicole", "am_liam", "bf_alice", "bm_lewis"} <= set(offered)
        assert {voice.languages[0] for voice in offered.values()} <= set(LANGUAGES.values())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Привет, как дела сегодня?", ["Cyrillic", "language: ru", "ru-RU"]),
        ("你好，今天天气很好。", ["Chinese", "language: zh", "cmn-CN"]),
    ],
)
def test_a_line_that_no_voice_can_read_is_refused_with_what_could(line: str, told: list[str], tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", narration=line), render={"voice": "kokoro"}))
    done = ministudio("validate", path)
    assert done.returncode == 3
    assert all(word in done.stderr for word in told), done.stderr
    assert "voice: none" in " ".join(done.stderr.split())


def test_a_language_that_no_voice_speaks_is_refused_and_captions_alone_are_taken(tmp_path: Path) -> None:
    told = a_screenplay(
        a_shot("a", narration="Привет, как дела?"), language="ru", music="none", render={"voice": "kokoro"}
    )
    path = write(tmp_path, told)
    refused = ministudio("validate", path)
    assert refused.returncode == 3
    assert "no voice here speaks Russian" in refused.stderr
    write(tmp_path, told | {"render": {"voice": "none"}})
    assert ministudio("validate", path).returncode == 0
    report = json.loads(ministudio("render", path, "--json", "-q").stdout)["films"][0]
    assert "Привет" in (tmp_path / "build" / "story" / "story.srt").read_text("utf-8")
    assert report["frames"] > 24


def test_french_is_refused_where_its_rules_are_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ministudio_cli.providers.voices import kokoro
    from ministudio_cli.usecases.options import RenderOptions
    from ministudio_cli.usecases.settle import validate

    monkeypatch.setattr(kokoro, "spoken_here", lambda language: language.startswith("en"))
    path = write(
        tmp_path, a_screenplay(a_shot("a", narration="Bonjour à tous."), language="fr", render={"voice": "kokoro"})
    )
    with pytest.raises(Exception, match="fault") as refused:
        validate(path, RenderOptions())
    faults = refused.value.faults  # type: ignore[attr-defined]
    assert any("no voice here speaks French" in str(fault) and "espeak" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("language", "voice", "text"),
    [
        ("fr", "ff_siwis", "Bonjour, il est 18:20."), ("es", "ef_dora", "Hola, son 25 km."),
        ("it", "if_sara", "Ciao, costa 5 euro."), ("pt-BR", "pf_dora", "Olá, são 18:20."),
        ("hi", "hf_alpha", "नमस्ते, आप कैसे हैं?"),
    ],
)  # fmt: skip
def test_voices_of_other_languages_speak_them(language: str, voice: str, text: str, tmp_path: Path) -> None:
    if not spoken_here(language) or voice not in {each.name for each in KokoroVoice.offered()}:
        pytest.skip("its voice or its rules are not installed")
    sound, facts = spoken(text, tmp_path, voice=voice, language=language)
    assert len(sound) > 24_000
    assert [word for word, _, _ in facts["words"]] == text.split()
    assert all(end > start for _, start, end in facts["words"])


def test_directions_and_silent_lines_are_warned_of(tmp_path: Path) -> None:
    path = write(tmp_path, a_screenplay(a_shot("a", narration=["[sigh] Well.", "..."])))
    done = ministudio("validate", path)
    assert done.returncode == 0
    assert "“[sigh]” is taken for a direction, and not spoken" in done.stderr + done.stdout
    assert "nothing of this line can be heard" in done.stderr + done.stdout


def test_a_wrong_voice_is_found_when_the_film_is_validated(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        a_screenplay(
            a_shot("a", narration="Hello."), narrator={"voice": {"name": "af_hart"}}, render={"voice": "kokoro"}
        ),
    )
    done = ministudio("validate", path)
    assert done.returncode == 3
    assert "there is no voice “af_hart” here" in done.stderr


def test_british_is_read_from_the_voices_folder_where_misaki_cannot_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("misaki", reason="there the voices' folder is all that there is")
    package = importlib.resources.files("misaki") / "data"
    for name in BRITISH:
        (tmp_path / name).write_text((package / name).read_text("utf-8"), "utf-8")
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: None if name == "misaki" else found(name, *rest)
    )
    monkeypatch.setattr("ministudio_cli.providers.voices.kokoro_model.voices_folder", lambda: tmp_path)
    assert phonemes._british_dictionary() == tmp_path
    (tmp_path / BRITISH[0]).unlink()
    assert phonemes._british_dictionary() is None
