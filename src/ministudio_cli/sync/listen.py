"""Listening to music: onsets and beats to about a millisecond, and an honest word where there is no beat.

librosa finds them on a multi-band onset envelope; its times are about a frame late (its windows are centred), so each
is searched again finely in the log energy of three bands. Whether they are beats at all is told by `pulse.has_beat`:
white noise also has a confident tempo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ministudio_cli.sync.metre import bars
from ministudio_cli.sync.pulse import HOP, RATE, WINDOW, autocorrelated, has_beat, windows_of
from ministudio_cli.sync.sections import turns

_FINE_HOP = 32
_SILENT = 0.05
_FLOOR = 0.02
"""Rise of log loudness that is no event: keeps a drone's ripples from being made into beats."""
_LATE = 0.012
"""Seconds that the tracker's beats lag behind the sound."""
NO_BEAT = 2.0
"""Pulse clarity, flux on the beats over flux between them, below which there are no onsets to cut on either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Times in seconds, strengths from 0 to 1; `tempo` in beats a minute, 0 where there is no beat; `meter` in beats a
    bar, 0 where it is not told.
    """

    tempo: float
    clarity: float
    beats: tuple[tuple[float, float], ...]
    downbeats: tuple[int, ...]
    onsets: tuple[tuple[float, float], ...]
    seconds: float
    meter: int = 0
    turns: tuple[tuple[float, str], ...] = ()
    """Where it turns, in seconds: “section” or “drop”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of music before it is heard: its tempo in beats a minute (0: to be heard), its meter in beats a bar
    (0), and its beats in seconds with whether each begins a bar (none: to be heard).
    """

    tempo: float = 0.0
    meter: int = 0
    beats: tuple[tuple[float, bool], ...] = ()


NOTHING = Known()


def listen(sound: NDArray[np.float32], known: Known = NOTHING) -> Hearing:
    """Hear mono sound at 22,050 Hz."""
    from librosa import beat, onset  # type: ignore[attr-defined]  # noqa: PLC0415

    seconds = sound.size / RATE
    if sound.size < RATE or float(np.max(np.abs(sound))) < 1e-4:
        return _tapped(Hearing(tempo=0, clarity=0, beats=(), downbeats=(), onsets=(), seconds=seconds), known)
    envelope = onset_envelope(sound)
    fine = _fine_energy(sound)
    frames = onset.onset_detect(onset_envelope=envelope, sr=RATE, hop_length=HOP, units="frames")
    peak = float(np.percentile(envelope, 99)) or 1.0
    onsets = tuple((_refined(frame * HOP / RATE, fine), float(min(1.0, envelope[frame] / peak))) for frame in frames)
    bpm = known.tempo or tempo_of(envelope)
    tempo, beat_frames = beat.beat_track(onset_envelope=envelope, sr=RATE, hop_length=HOP, bpm=bpm)
    clarity = pulse_clarity(envelope, beat_frames)
    if clarity < NO_BEAT:
        onsets = ()
    nothing = Hearing(tempo=0, clarity=clarity, beats=(), downbeats=(), onsets=onsets, seconds=seconds)
    if known.beats:
        return _turning(_tapped(nothing, known), sound)
    # A tempo that is given says that there are beats.
    if not known.tempo and (clarity < NO_BEAT or not has_beat(envelope, bpm, beat_frames)):
        return nothing
    beats = tuple(
        (_refined(frame * HOP / RATE - _LATE, fine), float(min(1.0, envelope[frame] / peak))) for frame in beat_frames
    )
    times = [time for time, _ in beats]
    meter, phase = bars(sound, envelope, times, known.meter)
    heard = Hearing(
        tempo=float(np.atleast_1d(tempo)[0]),
        clarity=clarity,
        beats=beats,
        downbeats=tuple(range(phase, len(beats), meter)) if meter else (),
        onsets=onsets,
        seconds=seconds,
        meter=meter,
    )
    return _turning(heard, sound)


def _turning(heard: Hearing, sound: NDArray[np.float32]) -> Hearing:
    return replace(heard, turns=turns(sound, [heard.beats[index][0] for index in heard.downbeats]))


def _tapped(heard: Hearing, known: Known) -> Hearing:
    """A hearing with the beats that are known, as far as the sound reaches."""
    inside = [(time, first) for time, first in known.beats if 0 <= time <= heard.seconds]
    if len(inside) < 2:
        return heard
    downbeats = tuple(at for at, (_, first) in enumerate(inside) if first)
    spans = np.diff([time for time, _ in inside])
    if not downbeats and known.meter:
        downbeats = tuple(range(0, len(inside), known.meter))
    meter = known.meter or (int(np.median(np.diff(downbeats))) if len(downbeats) > 1 else 0)
    return replace(
        heard,
        tempo=float(60 / np.median(spans)),
        beats=tuple((time, 1.0) for time, _ in inside),
        downbeats=downbeats,
        meter=meter,
    )


def onset_envelope(sound: NDArray[np.float32]) -> Any:
    """Spectral flux in four bands, each against its own loudness, summed; one value a hop of 256 samples."""
    import librosa  # noqa: PLC0415

    mel = librosa.feature.melspectrogram(y=sound, sr=RATE, n_fft=1024, hop_length=HOP, n_mels=96, power=1.0)
    loud = np.log1p(10 * mel)
    wide = np.maximum(np.maximum(loud, np.roll(loud, 1, axis=0)), np.roll(loud, -1, axis=0))
    flux = np.zeros_like(loud)
    flux[:, 2:] = np.maximum(0, loud[:, 2:] - wide[:, :-2])
    edges = np.searchsorted(librosa.mel_frequencies(n_mels=96, fmax=RATE / 2), [160, 800, 3500])
    whole = np.zeros(flux.shape[1])
    for band in np.split(flux, edges, axis=0):
        rise = band.mean(axis=0)
        rise = np.maximum(0, rise - _moving(rise, 0.4))
        whole += rise / (np.sqrt(_moving(rise**2, 4.0)) + _FLOOR)
    return whole


def tempo_of(envelope: Any) -> float:
    """Beats a minute: the mean autocorrelation of windows of 9 s, a second apart, weighed toward 100.

    As librosa.feature.tempo has it, which takes a window at every hop and four times as long.
    """
    similar = autocorrelated(windows_of(envelope) * np.hanning(WINDOW))
    mean = (similar / np.maximum(similar.max(axis=1, keepdims=True), 1e-9)).mean(axis=0)
    lags = np.arange(1, mean.size)
    rates = 60 * RATE / HOP / lags
    likely = np.exp(-0.5 * (np.log2(rates / 100)) ** 2)
    score = np.log1p(1e6 * mean[1:]) + np.log(likely)
    score[rates > 320] = -np.inf
    return float(rates[int(score.argmax())])


def pulse_clarity(envelope: Any, beats: Any) -> float:
    """Flux on the beats over flux between them."""
    if len(beats) < 4:
        return 0.0
    near = np.zeros(envelope.size, bool)
    for beat in beats:
        near[max(0, beat - 2) : beat + 3] = True
    on = np.array([envelope[max(0, beat - 2) : beat + 3].max() for beat in beats])
    # A single bang, as at a drone's start, is no pulse: what stands far above the other beats counts as they do.
    steady = float(np.mean(np.minimum(on, 2 * np.median(on))))
    between = envelope[beats[0] : beats[-1]][~near[beats[0] : beats[-1]]]
    width = 5
    rests = [between[i : i + width].max() for i in range(0, max(1, between.size - width), width)]
    return steady / (float(np.mean(rests)) + _SILENT) if rests else 0.0


def _smooth(sound: NDArray[np.float32], width: int) -> Any:
    """The mean of so many samples around each: a low-pass that costs the same for any width."""
    from scipy.ndimage import uniform_filter1d  # noqa: PLC0415 - it comes with librosa

    return uniform_filter1d(sound, width, mode="constant")


def _moving(values: Any, seconds: float) -> Any:
    from scipy.ndimage import uniform_filter1d  # noqa: PLC0415

    # Its running sum leaves less than nothing of what was never negative.
    return np.maximum(uniform_filter1d(values, max(1, int(seconds * RATE / HOP)), mode="constant"), 0)


def _fine_energy(sound: NDArray[np.float32]) -> Any:
    """The rise of log energy in three bands, one value every 32 samples (1.5 ms)."""
    low = _smooth(sound, 32)
    high = np.diff(sound, prepend=np.float32(0))
    rises = []
    for band in (low, sound - low, high):
        count = band.size // _FINE_HOP
        energy = np.log(np.square(band[: count * _FINE_HOP]).reshape(count, _FINE_HOP).mean(axis=1) + 1e-7)
        smooth = np.convolve(energy, np.ones(4) / 4, mode="same")
        rise = np.zeros(count)
        rise[4:] = np.maximum(0, smooth[4:] - smooth[:-4])
        rises.append(rise)
    return np.sum(rises, axis=0)


def _refined(time: float, fine: Any) -> float:
    """The steepest rise near a time: within −45 and +35 ms, nearer ones weighing more."""
    per = RATE / _FINE_HOP
    first, last = max(0, int((time - 0.045) * per)), min(fine.size, int((time + 0.035) * per))
    if last - first < 3:
        return max(0.0, time)
    offsets = np.arange(first, last) / per - (time - 0.012)
    weighed = fine[first:last] * np.exp(-0.5 * (offsets / 0.022) ** 2)
    if weighed.max() < 0.3:
        return max(0.0, time)
    return float((first + int(weighed.argmax()) - 2) / per)
