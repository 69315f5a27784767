"""A film's proof as values that JSON can hold, as rows that a person reads, and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WIDE, TALL = 1800, 420


def proof_rows(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each measure with its figure."""
    lines = told["lines"]
    worst = max((abs(line["offset"]) for line in lines), default=None)
    rows = [
        (
            "picture",
            f"{told['frames']} frames at {told['fps']:g}, {told['uneven']} off the clock, {told['duplicates']} doubled",
        ),
        ("sound", f"{told['sound']:.3f} s for {told['frames'] / told['fps']:.3f} s of picture"),
        (
            "loudness",
            "silent" if told["lufs"] is None else f"{told['lufs']:.1f} LUFS, true peak {told['peak']:+.1f} dBTP",
        ),
        ("cuts seen", str(len(told["cuts"]))),
    ]
    if worst is not None:
        cut_off = sum(not line["whole"] for line in lines)
        rows.append(("lines heard", f"{len(lines)}, the latest off by {worst:.2f} ms, {cut_off} cut off"))
    if told["kappa"] is not None:
        rows.append(
            (
                "cuts on the beat",
                f"{told['on_beat']:.0%} within a frame, κ {told['kappa']:.2f}, of {len(told['beats'])} beats heard",
            )
        )
    elif told["beats"] == [] and told.get("music"):
        rows.append(("cuts on the beat", "no beat is heard in the music"))
    rows += [
        (name, ", ".join(f"{start:.1f} to {end:.1f} s" for start, end in told[name][:6]))
        for name in ("black", "frozen", "silent")
        if told[name]
    ]
    if told["captions"] is not None:
        rows.append(("captions", f"{told['captions']:.1f} characters a second at most"))
    return rows


def draw_proof(told: Mapping[str, Any], film: Path, place: Path) -> Path:
    """The film's waveform with its beats, the cuts that were seen and the lines that were heard, as a PNG."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from ministudio_cli.media.pcm import decode  # noqa: PLC0415
    from ministudio_cli.media.writing import write_picture  # noqa: PLC0415

    sound = decode(film, 8000)
    seconds = max(told["frames"] / told["fps"], sound.size / 8000, 0.1)
    picture = np.full((TALL, WIDE, 3), 250, np.uint8)
    middle, half = 210, 120

    def across(time: float) -> int:
        return int(20 + (WIDE - 40) * time / seconds)

    step = max(1, sound.size // (WIDE - 40))
    peaks = np.abs(sound[: sound.size // step * step]).reshape(-1, step).max(axis=1)
    for index, peak in enumerate(peaks):
        x = across(index * step / 8000)
        cv2.line(picture, (x, middle - int(peak * half)), (x, middle + int(peak * half)), (196, 176, 150), 1)
    for beat in told["beats"]:
        cv2.line(picture, (across(beat), middle + half + 8), (across(beat), middle + half + 26), (90, 160, 60), 1)
    for line in told["lines"]:
        tone = (170, 120, 40) if line["whole"] else (50, 50, 220)
        cv2.rectangle(picture, (across(line["start"]), 44), (across(line["end"]), 62), tone, -1)
    for cut in told["cuts"]:
        x = across(cut / told["fps"])
        cv2.line(picture, (x, 70), (x, middle + half + 30), (40, 40, 200), 2)
    font, ink = cv2.FONT_HERSHEY_SIMPLEX, (60, 60, 60)
    for name, y in (("lines", 36), ("cuts (red)", 84), ("beats", middle + half + 48)):
        cv2.putText(picture, name, (20, y), font, 0.45, ink, 1, cv2.LINE_AA)
    for second in range(0, int(seconds) + 1, max(1, int(seconds / 24))):
        cv2.putText(picture, f"{second}s", (across(second), TALL - 12), font, 0.4, ink, 1, cv2.LINE_AA)
    return write_picture(place, picture)


def as_told(proof: Any, faults: Sequence[str], *, music: bool) -> dict[str, Any]:
    """A proof as plain values."""
    told: dict[str, Any] = {name: getattr(proof, name) for name in proof.__dataclass_fields__}
    told["lines"] = [
        {"start": line.start, "end": line.end, "offset": round(line.offset, 3), "whole": line.whole}
        for line in proof.lines
    ]
    for name in ("cuts", "beats"):
        told[name] = [round(value, 4) for value in told[name]]
    for name in ("black", "frozen", "silent"):
        told[name] = [list(stretch) for stretch in told[name]]
    for name in ("on_beat", "kappa", "captions", "sound", "stem"):
        told[name] = None if told[name] is None else round(told[name], 4)
    return told | {"music": music, "faults": list(faults)}
