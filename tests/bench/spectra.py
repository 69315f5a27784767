"""Fits the matrix by which the offline voice's description of a sound gives its spectrum (providers/voices/spectra.npz).

`python tests/bench/spectra.py --write` speaks two lines of languages.tsv by each voice but those of HELD, at four paces,
and fits the spectra of their sound (ridge regression). Without `--write` it tells how much of the spectra of the
voices that were held out the matrix in use explains.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import soxr

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ministudio_cli.providers.voices import spectra as own  # noqa: E402
from ministudio_cli.providers.voices.kokoro import KokoroVoice, chunks_of, own_language  # noqa: E402
from ministudio_cli.providers.voices.kokoro_model import DURATIONS, inputs_of, model_file, session  # noqa: E402
from ministudio_cli.providers.voices.phonemes import known  # noqa: E402
from ministudio_cli.providers.voices.warping import RATE, spectra_of  # noqa: E402
from ministudio_cli.reading.aloud import read  # noqa: E402
from ministudio_cli.reading.scripts import base  # noqa: E402

HELD = ("bf_emma", "bm_george", "bm_fable", "bf_lily", "am_adam", "am_fenrir", "af_sky", "af_nova", "if_sara")
"""Voices that nothing is fitted to: recordings for the figures of docs/bench.md are read by them."""
PACES = (0.8, 1.0, 1.2, 1.35)
RIDGE = 0.01


def spoken_lines(*, held: bool, lines: int = 2) -> Iterator[tuple[Any, Any]]:
    """A description, shape (frames, 512), and the spectra of its sound, for lines by each voice."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in (Path(__file__).parent / "languages.tsv").read_text("utf-8").splitlines():
        language, text = row.split("\t")
        texts[language].append(text)
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        model = onnx.load(str(model_file()))
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(own.DESCRIPTION))
        (Path(folder) / "both.onnx").write_bytes(model.SerializeToString())
        speaking = session(Path(folder) / "both.onnx")
        for voice in KokoroVoice.offered():
            language = base(voice.languages[0])
            for text in chance.sample(texts[language], lines):
                wanted = own_language(voice.name, language)
                pieces = chunks_of(read(text, wanted, known=known).spoken, wanted)
                pace = chance.choice(PACES)
                if pieces and (voice.name in HELD) == held:
                    names = ["audio", own.DESCRIPTION, DURATIONS]
                    sound, described, _ = speaking.run(names, inputs_of(pieces[0], voice.name, pace))
                    small = soxr.resample(np.asarray(sound, np.float32).ravel(), 24_000, RATE)
                    yield np.asarray(described[0].T, np.float32), spectra_of(small)


def main() -> None:
    if "--write" in sys.argv:
        pairs = [(own.at_spectra(described, len(spectra)), spectra) for described, spectra in spoken_lines(held=False)]
        given, wanted = (np.concatenate(part).astype(np.float64) for part in zip(*pairs, strict=True))
        centre, level = given.mean(axis=0), wanted.mean(axis=0)
        apart = given - centre
        ridge = RIDGE * np.diag((apart**2).sum(axis=0))
        weights = np.linalg.solve(apart.T @ apart + ridge, apart.T @ (wanted - level))
        place = ROOT / "src" / "ministudio_cli" / "providers" / "voices" / "spectra.npz"
        small = {"weights": weights, "level": level, "centre": centre}
        np.savez_compressed(place, **{name: value.astype(np.float16) for name, value in small.items()})
        own.matrix.cache_clear()
        print(f"{len(pairs)} lines, {len(given)} frames: {place.stat().st_size} bytes")
    left = total = 0.0
    for described, spectra in spoken_lines(held=True):
        left += float(((own.spectra(described, len(spectra)) - spectra) ** 2).sum())
        total += float(((spectra - spectra.mean(axis=0)) ** 2).sum())
    print(f"of the spectra of voices that were held out {1 - left / total:.3f} is explained")


if __name__ == "__main__":
    main()
