"""What each mood is made of: chords, a scale, the instruments and how much each is heard, where the keys go."""

from __future__ import annotations

from dataclasses import dataclass

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
DORIAN, LYDIAN, PHRYGIAN, MIXOLYDIAN = (
    (0, 2, 3, 5, 7, 9, 10),
    (0, 2, 4, 6, 7, 9, 11),
    (0, 1, 3, 5, 7, 8, 10),
    (0, 2, 4, 5, 7, 9, 10),
)
QUALITIES = {
    "": (0, 4, 7), "m": (0, 3, 7), "M7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "7": (0, 4, 7, 10), "sus": (0, 5, 7, 12),
    "add9": (0, 4, 7, 14), "m9": (0, 3, 7, 14), "5": (0, 7, 12), "dim": (0, 3, 6), "6": (0, 4, 7, 9), "aug": (0, 4, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """`progressions` are rows of chords, a bar each, as semitones over the key and a quality (“9m7”); the first chord
    of the first is home. `keys` are where later sections go, in semitones. Levels are from 0 to 1.
    """

    progressions: tuple[str, ...]
    scale: tuple[int, ...] = MAJOR
    keys: tuple[int, ...] = (0, 0, 5, 0, -3)
    pad: str = "warm"
    arp: str = "pluck"
    lead: str = "piano"
    kit: str = "brush"
    pads: float = 0.5
    arps: float = 0.4
    leads: float = 0.45
    bass: float = 0.5
    drum: float = 0.25
    pace: int = 2
    """Notes of the arpeggio a beat at full strength."""
    bass_pace: int = 1
    """Notes of the bass a half bar at full strength."""


MOODS = {
    "wonder": Mood(
        progressions=("0M7 9m7 5M7 7sus", "5M7 7 4m7 9m7", "0add9 2 5M7 0", "9m7 5M7 0add9 7sus"),
        scale=LYDIAN,
        keys=(0, 0, 3, 0, 5),
        pad="glass",
        arp="celesta",
        lead="flute",
        arps=0.42,
    ),
    "tension": Mood(
        progressions=("0m 8 5m 7", "0m 1 0m 7", "5m 0m 8 7", "0m 3 8M7 7sus"),
        scale=PHRYGIAN,
        keys=(0, 0, 1, 2, 3),
        pad="strings",
        arp="marimba",
        lead="strings",
        kit="taiko",
        arps=0.28,
        drum=0.4,
        leads=0.32,
        bass_pace=2,
    ),
    "warm": Mood(
        progressions=("0add9 4m7 5M7 7sus", "5M7 0 9m7 7", "9m7 5 0 7", "2m7 7 0M7 9m7"),
        keys=(0, 0, 5, -2, 0),
        pad="warm",
        arp="guitar",
        lead="piano",
        pads=0.42,
    ),
    "playful": Mood(
        progressions=("0 5 2m 7", "0 9m 5 7", "5 7 4m 9m", "0 0 5 7"),
        keys=(0, 2, 0, 5, 0),
        pad="warm",
        arp="marimba",
        lead="celesta",
        kit="beat",
        pads=0.22,
        arps=0.55,
        drum=0.3,
    ),
    "calm": Mood(
        progressions=("0add9 5M7 9m7 5add9", "0M7 2m7 5M7 0", "9m7 4m7 5M7 0add9", "5M7 0M7 2m7 7sus"),
        keys=(0, 0, -3, 0, 5),
        pad="glass",
        arp="guitar",
        lead="piano",
        kit="none",
        arps=0.25,
        drum=0.0,
        leads=0.35,
        pace=1,
    ),
    "melancholy": Mood(
        progressions=("0m9 8M7 3 10", "5m7 10 3M7 8M7", "0m 7m7 8M7 5m7", "8M7 3 10 0m9"),
        scale=MINOR,
        keys=(0, 0, 3, 0, -2),
        pad="strings",
        arp="guitar",
        lead="piano",
        kit="none",
        arps=0.3,
        drum=0.0,
        pace=1,
    ),
    "heroic": Mood(
        progressions=("0 7 9m 5", "0 10 5 0", "5 0 7 9m", "9m 5 0 7"),
        scale=MIXOLYDIAN,
        keys=(0, 0, 2, 3, 5),
        pad="strings",
        arp="piano",
        lead="brass",
        kit="taiko",
        drum=0.42,
        bass_pace=2,
    ),
    "mystery": Mood(
        progressions=("0m 6dim 5m 0m", "0m 8 1 0m", "0m9 10 8 7sus", "5m7 0m 6dim 7"),
        scale=DORIAN,
        keys=(0, 1, 0, 3, 0),
        pad="choir",
        arp="celesta",
        lead="flute",
        kit="brush",
        arps=0.3,
        drum=0.14,
        pace=1,
    ),
    "romance": Mood(
        progressions=("0M7 4m7 9m7 5M7", "2m7 7 0M7 5M7", "5M7 7 4m7 9m7", "9m7 2m7 7sus 7"),
        keys=(0, 0, 5, 0, 1),
        pad="strings",
        arp="guitar",
        lead="strings",
        arps=0.32,
        drum=0.14,
    ),
    "triumph": Mood(
        progressions=("0 5 9m 7", "5 7 0 9m", "0 4m 5 7sus", "9m 5 7 0"),
        keys=(0, 0, 2, 0, 2),
        pad="strings",
        arp="piano",
        lead="brass",
        kit="beat",
        drum=0.4,
        bass_pace=2,
    ),
    "dread": Mood(
        progressions=("0m 1 0m 1", "0m 6dim 0m 7", "0m 8aug 5m 0m", "3dim 0m 1 0m"),
        scale=PHRYGIAN,
        keys=(0, -1, 0, 1, 0),
        pad="choir",
        arp="marimba",
        lead="strings",
        kit="taiko",
        arps=0.16,
        leads=0.26,
        drum=0.3,
        pace=1,
    ),
    "action": Mood(
        progressions=("0m 10 8 7", "0m 3 10 8", "5m 0m 7 7", "0m 0m 8 10"),
        scale=MINOR,
        keys=(0, 0, 2, 3, 5),
        pad="strings",
        arp="pluck",
        lead="brass",
        kit="taiko",
        arps=0.45,
        drum=0.5,
        pace=4,
        bass_pace=4,
        pads=0.36,
    ),
    "nostalgia": Mood(
        progressions=("0M7 7 9m7 5M7", "5M7 0 2m7 7sus", "9m7 4m7 5M7 0", "0add9 9m7 2m7 7"),
        keys=(0, 0, -2, 0, 5),
        pad="warm",
        arp="celesta",
        lead="guitar",
        kit="brush",
        arps=0.28,
        drum=0.12,
    ),
}


def chord(words: str) -> tuple[int, ...]:
    """The semitones of a chord over its key: “9m7” is 9, 12, 16, 19."""
    root = words[: len(words) - len(words.lstrip("0123456789"))]
    quality = words[len(root) :]
    return tuple(int(root) + step for step in QUALITIES[quality])
