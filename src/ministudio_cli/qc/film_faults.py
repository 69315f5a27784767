"""What a finished film's measures pass, held against limits. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ministudio_cli.qc.film_measures import Proof

FAINT = -45.0
"""LUFS under which a film's sound is no more than the tone of its places."""
_TOLD = 6
"""Places that are named of each fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a film may not pass: ms, LU, dBTP, characters a second; κ at least, None where it does not matter."""

    offset: float = 5.0
    loudness: float = 1.0
    peak: float = -1.0
    captions: float | None = None
    kappa: float | None = None


def faults(proof: Proof, limits: Limits, target: float | None, *, silent: bool = False) -> list[str]:
    """What passes its limit, in words; `target` is the loudness asked for, in LUFS, `silent` that neither voice
    nor music is meant.
    """
    found: list[str] = []
    if proof.uneven:
        found.append(f"{proof.uneven} frames do not stand on the film's own clock")
    if abs(proof.delay) > limits.offset:
        found.append(f"the sound is set to begin {proof.delay:+.1f} ms after the picture")
    found += _unheard(proof, limits, silent=silent)
    promised = proof.stem if proof.stem is not None else proof.sound
    slack = 0.5 / proof.fps if proof.stem is not None else 1.5 / proof.fps
    if abs(proof.picture - promised) > slack:
        frames = (proof.picture - promised) * proof.fps
        found.append(f"the picture is {frames:+.1f} frames longer than the sound promises")
    late = [line for line in proof.lines if abs(line.offset) > limits.offset]
    if late:
        worst = max(late, key=lambda line: abs(line.offset))
        found.append(f"{len(late)} lines are out of place, the one at {worst.start:.2f} s by {worst.offset:+.1f} ms")
    found += [f"the line that ends at {line.end:.2f} s is cut off" for line in proof.lines if not line.whole]
    if target is not None and not silent and proof.lufs is not None and abs(proof.lufs - target) > limits.loudness:
        found.append(f"loudness is {proof.lufs:.1f} LUFS instead of {target:g}")
    if target is not None and proof.peak is not None and proof.peak > limits.peak:
        found.append(f"the true peak is {proof.peak:+.1f} dBTP, over {limits.peak:g}")
    if limits.kappa is not None and (proof.kappa is None or proof.kappa < limits.kappa):
        found.append(
            f"cut-on-beat κ is {proof.kappa if proof.kappa is not None else 'unknown'}, under {limits.kappa:g}"
        )
    if limits.captions is not None and proof.captions is not None and proof.captions > limits.captions:
        found.append(f"a caption runs at {proof.captions:.1f} characters a second, over {limits.captions:g}")
    return found


def _unheard(proof: Proof, limits: Limits, *, silent: bool) -> list[str]:
    """What is not heard that should be, or elsewhere."""
    found = []
    # A stem in which nobody speaks promises no sound.
    promised = proof.stem is None or proof.lines or proof.music_found is not None
    if not silent and promised and (proof.lufs is None or proof.lufs < FAINT):
        heard = "nothing is heard" if proof.lufs is None else f"hardly anything is heard ({proof.lufs:.0f} LUFS)"
        found.append(f"{heard} from its first to its last second")
    if proof.music_found is False:
        found.append("the music that was given is not heard in it")
    if proof.music_offset is not None and abs(proof.music_offset) > limits.offset:
        found.append(f"the music is {proof.music_offset:+.1f} ms late")
    for name, stretches in (("a caption", proof.unspoken), ("what is said", proof.uncaptioned)):
        for start, end in (stretches or ())[:_TOLD]:
            lacks = "has no voice" if name == "a caption" else "has no caption"
            found.append(f"{name} from {start:.2f} to {end:.2f} s {lacks}")
    return found
