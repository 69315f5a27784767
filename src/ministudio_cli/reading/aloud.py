"""A line to what is spoken of it, in its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from ministudio_cli.reading import english
from ministudio_cli.reading.directions import directions
from ministudio_cli.reading.scripts import base
from ministudio_cli.reading.spans import Edit, Reading, rewritten, words_of

COUNTED = frozenset({"de", "es", "fr", "it", "pt"})
"""Languages whose numbers, dates and money are written out by spokenform."""


def read(
    text: str,
    language: str = "en",
    *,
    say: str = "",
    lexicon: Mapping[str, str] | None = None,
    known: english.Known = None,
) -> Reading:
    """A line as it is spoken. `say` is spoken in its place, `lexicon` gives words (whatever their case) their own
    spelling, `known` says whether an English word (lower case) is in the voice's dictionary.
    """
    if say:
        return _replaced(text, read(say, language, lexicon=lexicon, known=known).spoken)
    first = rewritten(text, _given(text, lexicon or {}))
    if base(language) == "en":
        return first.then(english.read(first.spoken, known)) if first.changed else english.read(text, known)
    if base(language) in COUNTED and re.search(r"[\d%€$£&°]", first.spoken):
        from ministudio_cli.reading.counted import read as count  # noqa: PLC0415 - loads tables of 62 languages

        return first.then(count(first.spoken, base(language)))
    return first


def as_given(text: str, *, say: str = "", lexicon: Mapping[str, str] | None = None) -> Reading:
    """A line for a voice that reads numbers and abbreviations by itself: only what the film gives for it is changed."""
    return (
        _replaced(text, as_given(say, lexicon=lexicon).spoken) if say else rewritten(text, _given(text, lexicon or {}))
    )


def _given(text: str, lexicon: Mapping[str, str]) -> list[Edit]:
    """Directions, which are not spoken, and the words that a film spells for its voices."""
    edits = [Edit(start=start, end=end, spoken="") for start, end in directions(text)]
    if lexicon:
        spelt = {word.casefold(): spoken for word, spoken in lexicon.items()}
        names = "|".join(re.escape(word) for word in sorted(lexicon, key=len, reverse=True))
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE):
            if all(match.end() <= edit.start or match.start() >= edit.end for edit in edits):
                edits.append(Edit(start=match.start(), end=match.end(), spoken=spelt[match[0].casefold()]))
    return edits


def _replaced(text: str, spoken: str) -> Reading:
    """Another text in a line's place: the words that both have stand for each other, and what is between them for what
    is between them, word for word where there are as many.
    """
    here, there = words_of(text), words_of(spoken)
    own = [text[a:b].casefold().strip(_SIGNS) for a, b in here]
    others = [spoken[a:b].casefold().strip(_SIGNS) for a, b in there]
    pairs: list[tuple[int, int, int, int]] = []
    for kind, a, b, c, d in SequenceMatcher(None, own, others, autojunk=False).get_opcodes():
        if b - a == d - c or kind == "equal":
            pairs += [(a + at, a + at + 1, c + at, c + at + 1) for at in range(b - a)]
        elif pairs and (a == b or c == d):
            # What one of the two has alone goes with the word before it.
            pairs[-1] = (pairs[-1][0], b, pairs[-1][2], d)
        else:
            pairs.append((a, b, c, d))
    if len(pairs) > 1 and (pairs[0][0] == pairs[0][1] or pairs[0][2] == pairs[0][3]):
        pairs[:2] = [(pairs[0][0], pairs[1][1], pairs[0][2], pairs[1][3])]
    if not here or not there:
        return rewritten(text, [Edit(start=0, end=len(text), spoken=spoken)])
    return rewritten(text, [
        Edit(start=here[a][0], end=here[b - 1][1], spoken=spoken[there[c][0] : there[d - 1][1]])
        for a, b, c, d in pairs
    ])  # fmt: skip


_SIGNS = ".,;:!?…—–-()[]{}«»“”„’‘'\"¿¡。、，！？"
"""What stands around a word and is no part of it."""
