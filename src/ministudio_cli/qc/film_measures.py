"""What is measured of a finished film, as values that load nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """A stretch of the narration's stem (seconds), how late it is in the film (ms), and whether its end is there."""

    start: float
    end: float
    offset: float
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was measured. Seconds where nothing else is said; stretches as (start, end).

    `delay`: ms by which the sound is set to begin after the picture. `music_offset`: ms by which the music is later
    than its stem, None where it was not given, or is not found (`music_found`). `unspoken`: captions in which nobody
    speaks, `uncaptioned`: what is spoken and stands in no caption, both None where there are no captions or nobody
    speaks at all.
    """

    frames: int
    fps: float
    uneven: int
    duplicates: int
    sound: float
    cuts: tuple[int, ...]
    black: tuple[tuple[float, float], ...]
    frozen: tuple[tuple[float, float], ...]
    silent: tuple[tuple[float, float], ...]
    lufs: float | None
    peak: float | None
    lines: tuple[HeardLine, ...]
    stem: float | None
    beats: tuple[float, ...]
    on_beat: float | None
    kappa: float | None
    captions: float | None
    delay: float = 0.0
    music_offset: float | None = None
    music_found: bool | None = None
    unspoken: tuple[tuple[float, float], ...] | None = None
    uncaptioned: tuple[tuple[float, float], ...] | None = None
    second_kappa: float | None = None
    """κ of the same cuts against the beats of a second tracker; None where no music was given, or it has no beat."""
    disagreements: tuple[tuple[float, float], ...] = ()
    """Where the two trackers hear other beats."""

    @property
    def picture(self) -> float:
        return self.frames / self.fps if self.fps else 0.0
