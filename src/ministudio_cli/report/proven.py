"""A film's proof as values that JSON can hold, as rows that a person reads, and as a picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from ministudio_cli.qc.film_measures import Proof
from ministudio_cli.report.values import CheckReport

WIDE, TALL = 1800, 420


def proof_rows(report: CheckReport) -> list[tuple[str, str]]:
    """Each measure with its figure."""
    lines = report.lines
    worst = max((abs(line.offset) for line in lines), default=None)
    rows = [
        (
            "picture",
            f"{report.frames} frames at {report.fps:g}, {report.uneven} off the clock, {report.duplicates} doubled",
        ),
        ("sound", f"{report.sound:.3f} s for {report.frames / report.fps:.3f} s of picture"),
        (
            "loudness",
            "silent" if report.lufs is None else f"{report.lufs:.1f} LUFS, true peak {report.peak:+.1f} dBTP",
        ),
        ("cuts seen", str(len(report.cuts))),
    ]
    if report.origin is not None:
        by = f" by {report.origin.signer}" if report.origin.signer else ""
        rows.append(("credentials", f"{report.origin.state}{by}"))
    if worst is not None:
        cut_off = sum(not line.whole for line in lines)
        rows.append(("lines heard", f"{len(lines)}, the latest off by {worst:.2f} ms, {cut_off} cut off"))
    if report.music_found is not None:
        late = "" if report.music_offset is None else f", {report.music_offset:+.2f} ms late"
        rows.append(("music heard", f"yes{late}" if report.music_found else "not found in the film"))
    if report.kappa is not None:
        rows.append(
            (
                "cuts on the beat",
                f"{report.on_beat:.0%} within a frame, κ {report.kappa:.2f}, of {len(report.beats)} beats heard",
            )
        )
        if report.second_kappa is not None:
            apart = ", ".join(f"{start:.1f} to {end:.1f} s" for start, end in report.disagreements[:6])
            by = f"κ {report.second_kappa:.2f}" + (f"; it hears other beats from {apart}" if apart else "")
            rows.append(("by a second tracker", by))
    elif report.beats == () and report.music:
        rows.append(("cuts on the beat", "no beat is heard in the music"))
    rows += [
        (name, ", ".join(f"{start:.1f} to {end:.1f} s" for start, end in getattr(report, name)[:6]))
        for name in ("black", "frozen", "silent")
        if getattr(report, name)
    ]
    if report.captions is not None:
        rows.append(("captions", f"{report.captions:.1f} characters a second at most"))
    return rows


def draw_proof(report: CheckReport, film: Path, place: Path) -> Path:
    """The film's waveform with its beats, the cuts that were seen and the lines that were heard, as a PNG."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from ministudio_cli.media.pcm import decode  # noqa: PLC0415
    from ministudio_cli.media.writing import write_picture  # noqa: PLC0415

    sound = decode(film, 8000)
    seconds = max(report.frames / report.fps, sound.size / 8000, 0.1)
    picture = np.full((TALL, WIDE, 3), 250, np.uint8)
    middle, half = 210, 120

    def across(time: float) -> int:
        return int(20 + (WIDE - 40) * time / seconds)

    step = max(1, sound.size // (WIDE - 40))
    peaks = np.abs(sound[: sound.size // step * step]).reshape(-1, step).max(axis=1)
    for index, peak in enumerate(peaks):
        x = across(index * step / 8000)
        cv2.line(picture, (x, middle - int(peak * half)), (x, middle + int(peak * half)), (196, 176, 150), 1)
    for beat in report.beats:
        cv2.line(picture, (across(beat), middle + half + 8), (across(beat), middle + half + 26), (90, 160, 60), 1)
    for line in report.lines:
        tone = (170, 120, 40) if line.whole else (50, 50, 220)
        cv2.rectangle(picture, (across(line.start), 44), (across(line.end), 62), tone, -1)
    for cut in report.cuts:
        x = across(cut / report.fps)
        cv2.line(picture, (x, 70), (x, middle + half + 30), (40, 40, 200), 2)
    font, ink = cv2.FONT_HERSHEY_SIMPLEX, (60, 60, 60)
    for name, y in (("lines", 36), ("cuts (red)", 84), ("beats", middle + half + 48)):
        cv2.putText(picture, name, (20, y), font, 0.45, ink, 1, cv2.LINE_AA)
    for second in range(0, int(seconds) + 1, max(1, int(seconds / 24))):
        cv2.putText(picture, f"{second}s", (across(second), TALL - 12), font, 0.4, ink, 1, cv2.LINE_AA)
    return write_picture(place, picture)


def check_report(proof: Proof, faults: Sequence[str], *, music: bool) -> CheckReport:
    """A proof with what passes its limits, in figures of as many digits as are meant."""
    figures = {field.name: getattr(proof, field.name) for field in dataclasses.fields(proof)}
    figures |= {
        name: _rounded(figures[name]) for name in ("on_beat", "kappa", "second_kappa", "captions", "sound", "stem")
    }
    figures["lines"] = tuple(dataclasses.replace(line, offset=round(line.offset, 3)) for line in proof.lines)
    figures["disagreements"] = tuple((round(start, 2), round(end, 2)) for start, end in proof.disagreements)
    figures["beats"] = tuple(round(beat, 4) for beat in proof.beats)
    return CheckReport(**figures, music=music, faults=tuple(faults))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
