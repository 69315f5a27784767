"""Numbers, dates, money and abbreviations of other languages, written out by spokenform."""

from __future__ import annotations

import re

from spokenform import prepare

from ministudio_cli.reading.spans import Edit, Reading, rewritten, words_of


def read(text: str, language: str) -> Reading:
    """A line of `language` (two letters) as it is spoken."""
    # Portuguese clock times are left as they are: “18:20” is “18 e 20”.
    clocks = re.finditer(r"\b(\d{1,2}):(\d\d)\b", text) if language == "pt" else ()
    times = [Edit(start=found.start(), end=found.end(), spoken=f"{found[1]} e {found[2]}") for found in clocks]
    if times:
        first = rewritten(text, times)
        return first.then(_counted(first.spoken, language))
    return _counted(text, language)


def _counted(text: str, language: str) -> Reading:
    done = prepare(text, language=language, registered_acronym_mode="spell")
    if done.offset_map is None:
        return rewritten(text, [])
    # Words that became one stretch (“3 km” as two) are one edit: none of it is spoken twice.
    groups: list[tuple[int, int, int, int]] = []
    for start, end in words_of(text):
        begin, finish = done.offset_map.map_source_span(start, end)
        if groups and begin < groups[-1][3]:
            before = groups[-1]
            groups[-1] = before[0], end, min(before[2], begin), max(before[3], finish)
        else:
            groups.append((start, end, begin, finish))
    return rewritten(text, [
        Edit(start=start, end=end, spoken=done.text[begin:finish])
        for start, end, begin, finish in groups
        if done.text[begin:finish] != text[start:end]
    ])  # fmt: skip
