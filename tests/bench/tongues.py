"""Word error of the offline voices in their languages, heard by a recogniser: part of `make listen`.

Each line of `languages.tsv` (language, text) is spoken and read back; both are written out as they are spoken before
they are compared, by words, or by letters where a writing has no spaces or the recogniser is weak in it (Hindi).
"""

from __future__ import annotations

import collections
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import soxr

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.providers.voices.align import recogniser  # noqa: E402
from ministudio_cli.providers.voices.kokoro import KokoroVoice  # noqa: E402
from ministudio_cli.providers.voices.phonemes import spoken_here  # noqa: E402
from ministudio_cli.providers.voices.warping import RATE  # noqa: E402
from ministudio_cli.reading.aloud import read  # noqa: E402
from tests.bench.listen import errors  # noqa: E402
from tests.test_reading import spoken  # noqa: E402

VOICES = {
    "en": "af_heart", "es": "ef_dora", "fr": "ff_siwis", "it": "if_sara", "pt": "pf_dora", "hi": "hf_alpha",
    "ja": "jf_alpha", "zh": "zf_xiaobei",
}  # fmt: skip
BY_LETTERS = {"hi", "ja", "zh"}
PROMPTS = {"zh": "以下是普通话的句子，使用简体中文。", "hi": "यह हिन्दी में है।"}
"""What tells the recogniser in which letters it is to write."""


def parts(text: str, language: str) -> list[str]:
    """A text as it is spoken, in words or letters."""
    plain = read(text, language).spoken.lower()
    if language in BY_LETTERS:
        return [sign for sign in plain if sign.isalnum() or unicodedata.category(sign) in ("Mc", "Mn")]
    return re.findall(r"[^\W_]+", plain)


def main() -> None:
    installed = {voice.name for voice in KokoroVoice.offered()}
    rows: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for line in (Path(__file__).parent / "languages.tsv").read_text("utf-8").splitlines():
        language, text = line.split("\t")
        if not spoken_here(language) or VOICES[language] not in installed:
            continue
        with tempfile.TemporaryDirectory() as folder:
            sound, _ = spoken(text, Path(folder), voice=VOICES[language], language=language)
        small = np.asarray(soxr.resample(sound, 48_000, RATE), np.float32)
        segments, _ = recogniser().transcribe(
            small, language=language, beam_size=5, initial_prompt=PROMPTS.get(language)
        )
        wanted, heard = parts(text, language), parts(" ".join(segment.text for segment in segments), language)
        wrong = errors(wanted, heard)
        if wrong:
            print(
                f"{language} ({wrong} of {len(wanted)}): {' '.join(wanted)} ← {' '.join(heard)}",
                file=sys.stderr,
                flush=True,
            )
        rows[language].update({"lines": 1, "parts": len(wanted), "wrong": wrong, "right": wrong == 0})
    print("| language | lines | heard exactly | error |\n| --- | --- | --- | --- |")
    for language, row in rows.items():
        by = "letters" if language in BY_LETTERS else "words"
        print(f"| {language} | {row['lines']} | {row['right']} | {row['wrong'] / row['parts']:.1%} of {by} |")


if __name__ == "__main__":
    main()
