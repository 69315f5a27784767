"""The dailies: all that a render knows as one page that opens anywhere, from the film's report and the store."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ministudio_cli.json_types import JsonObject
from ministudio_cli.media.pcm import decode
from ministudio_cli.media.probe import probe
from ministudio_cli.report.json_form import plain_of
from ministudio_cli.report.quality import ShotQuality
from ministudio_cli.report.values import CutRow, FilmedShot, FilmReport
from ministudio_cli.report.views import masks_of, tinted
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.store.store import Store

PageData = JsonObject
"""What a page’s script reads, as JSON."""

_THUMB, _ANCHOR = 320, 200
"""Pixels of the longer side of a still and of an anchor: a film of a hundred shots stays under 15 MB."""
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 74]
_RATE = 4000
_PEAKS = 6000
_WORDS = {"good": "as it came", "mended": "mended", "fault": "fault"}


def dailies(report: FilmReport, store: Store, film: str, captions: str, language: str = "en") -> str:
    """The page, as HTML; `film` is the film's name beside it, `captions` are WebVTT in a `language`."""
    content = _data(report, store) | {"film": film, "captions": captions, "language": language}
    return page("dailies", report.title, content)


def page(name: str, title: str, content: Mapping[str, Any]) -> str:
    """A page of this folder with its style, script and data inside: it asks for nothing from anywhere."""
    room = files("ministudio_cli.report") / "page"
    # In a script nothing may look like the end of it.
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    parts = {
        "@TITLE@": f"{escape(title)} · {name}",
        "@STYLE@": (room / "page.css").read_text("utf-8"),
        "@SCRIPT@": (room / "common.js").read_text("utf-8") + (room / f"{name}.js").read_text("utf-8"),
        "@DATA@": data,
    }
    whole = (room / f"{name}.html").read_text("utf-8")
    return re.sub("|".join(parts), lambda sign: parts[sign[0]], whole)


def data_of(text: str) -> PageData:
    """The data in a page; raises ValueError where there is none."""
    start = '<script type="application/json" id="data">'
    _, found, rest = text.partition(start)
    if not found:
        raise ValueError("this is no dailies page")
    data: PageData = json.loads(rest.partition("</script>")[0])
    return data


def embedded(text: str, film: Path) -> str:
    """The same page with the film inside."""
    data = data_of(text)
    source = json.dumps(data["film"], ensure_ascii=False)
    inside = "data:video/mp4;base64," + base64.b64encode(film.read_bytes()).decode()
    return text.replace(f'"film":{source}', f'"film":"{inside}"', 1)


def _data(report: FilmReport, store: Store) -> PageData:
    pictures: dict[str, str] = {}
    quality = {row.shot: row for row in report.quality}
    fps = _fps(report)
    shots = [
        _shot(shot, cut, quality.get(shot.id), report, store, pictures)
        for shot, cut in zip(report.shots, report.cuts, strict=True)
    ]
    sound = store.find(report.sound)
    peaks = {name: _peaks(store, sound, f"{stem}.wav") for name, stem in (("voice", "voice"), ("music", "music"))}
    return {
        "title": report.title,
        "fps": fps,
        "seconds": report.frames / fps,
        "verdict": _verdict(report),
        "run": None,
        "faults": _faults(report),
        "about": _about(report),
        "lines": [{key: getattr(line, key) for key in ("speaker", "text", "start", "end")} for line in report.lines],
        "onsets": report.onsets,
        "beats": report.proof.beats,
        "shots": shots,
        "pictures": pictures,
        **peaks,
    }


def _fps(report: FilmReport) -> float:
    above, _, below = str(report.fps).partition("/")
    return int(above) / int(below or 1)


def _verdict(report: FilmReport) -> list[tuple[str, str, str]]:
    """Figures with what they are of, and whether they are good or bad."""
    proof = report.proof
    figures = []
    late = max((abs(line.offset) for line in proof.lines), default=None)
    if late is not None:
        figures.append((f"{late:.2f} ms", "lines off by, at most", "good" if late < 20 else "bad"))
    if proof.kappa is not None:
        figures.append((f"κ {proof.kappa:.2f}", "cuts on the beat", "good" if proof.kappa > 0.6 else ""))
    drift = [shown for row in report.quality if (shown := worn(row)) is not None]
    if drift:
        worst = max(after if after is not None else before for before, after in drift)
        figures.append((f"ΔE {worst:.1f}", "clothes off by, at most", "good" if worst <= 3 else "bad"))
    if proof.lufs is not None:
        figures.append((f"{proof.lufs:.1f} LUFS", f"true peak {proof.peak:+.1f} dBTP", ""))
    return [*figures, (f"{report.seconds:.1f} s", f"{report.width}×{report.height} at {_fps(report):g}", "")]


def _faults(report: FilmReport) -> list[str]:
    words = list(report.proof.faults)
    words += [f"{shot.id}: drawn in place of a generated shot: {shot.drawn}" for shot in report.shots if shot.drawn]
    for row in report.quality:
        words += [f"{row.shot}: {fault.words}" for fault in row.faults]
    for name in ("black", "frozen"):
        words += [f"{name} from {start:.1f} to {end:.1f} s" for start, end in getattr(report.proof, name)]
    return words


def _about(report: FilmReport) -> list[tuple[str, str]]:
    providers = report.providers
    return [
        ("music", report.music),
        ("voice", f"{', '.join(report.voices) or 'none'} ({providers.voice})"),
        ("shots by", report.makers),
        ("sets by", str(providers.plates)),
        ("seed", f"{report.seed}, locked by {report.seed_lock}"),
        ("price of everything", f"${float(report.price):.2f}"),
        ("SHA-256", report.sha256),
        *([("made of", report.origin.in_words())] if report.origin else []),
    ]


def _shot(
    shot: FilmedShot,
    cut: CutRow,
    quality: ShotQuality | None,
    report: FilmReport,
    store: Store,
    pictures: dict[str, str],
) -> PageData:
    fps, name = _fps(report), shot.id
    take = store.find(shot.take)
    stills = _stills(store, take, name, pictures) if take else []
    if take and (shown := _masked(store, take)) is not None:
        pictures[f"{name}/mask"] = _jpeg(shown, _THUMB)
    verdict = quality.verdict if quality else "not measured"
    before, after = (quality.before, quality.after) if quality else (None, None)
    return {
        "number": shot.number,
        "id": name,
        "start": cut.start / fps,
        "end": cut.end / fps,
        "landing": cut.lands_on,
        "verdict": "drawn instead" if shot.drawn else _WORDS.get(verdict, verdict),
        "tone": "bad" if shot.drawn else {"fault": "bad", "mended": "mended"}.get(verdict, ""),
        "stills": stills,
        "mask": f"{name}/mask" if f"{name}/mask" in pictures else "",
        "flicker": [before.background.flicker, after.flicker] if before and after else None,
        "drift": worn(quality) if quality else None,
        "price": shot.price,
        "told": _described(shot),
        "lines": [plain_of(line) for line in report.lines if line.shot == name],
        "prompt": shot.prompt,
        "why": [
            ("seed", f"{shot.seed}, from the film's seed {report.seed} and its {report.seed_lock}"),
            ("state", "; ".join(shot.changes) or "carried from the shot before"),
            ("heard", ", ".join(shot.sounds) or "nothing of its place"),
            ("length", f"{cut.chosen:.2f} s of {cut.asked:.2f} s asked: {cut.reason}"),
            ("take", shot.take[:16]),
            *([("drawn instead", shot.drawn)] if shot.drawn else []),
        ],
        "anchors": list(_anchors(shot, store, pictures)),
        "figures": _measured(quality) if quality else [],
        "notes": [f"{lock.lock}: {lock.why}" for lock in quality.locks] if quality else [],
        "takes": list(quality.takes) if quality else [],
    }


def _described(shot: FilmedShot) -> list[tuple[str, str]]:
    rows = [("scene", shot.scene), ("set", shot.set), ("cast", ", ".join(shot.cast) or "nobody")]
    rows += [("size", shot.size), ("camera", shot.camera), ("action", shot.action)]
    return [(name, value) for name, value in rows if value]


def _stills(store: Store, take: Artifact, name: str, pictures: dict[str, str]) -> list[str]:
    found = []
    for number in (1, 2, 3):
        if f"still-{number}.jpg" in take.files:
            picture: Any = cv2.imread(str(store.path(take, f"still-{number}.jpg")))
            pictures[f"{name}/{number}"] = _jpeg(picture, _THUMB)
            found.append(f"{name}/{number}")
    return found


def _anchors(shot: FilmedShot, store: Store, pictures: dict[str, str]) -> Iterator[dict[str, str]]:
    """The plate and the portraits, with why each goes along."""
    for words, key, file in (
        (f"the set {shot.set}", shot.plate, "plate.png"),
        *((figure, key, "portrait.png") for figure, key in shot.portraits.items()),
    ):
        found = store.find(key) if key else None
        if found and file in found.files:
            if key not in pictures:
                picture: Any = cv2.imread(str(store.path(found, file)))
                pictures[key] = _jpeg(picture, _ANCHOR)
            why = next((anchor.why for anchor in shot.anchors if anchor.of in words), "")
            yield {"picture": key, "words": f"{words}: {why}" if why else words}


def _measured(quality: ShotQuality) -> list[tuple[str, str, str]]:
    before, after = quality.before, quality.after
    rows = []
    for key, words, digits in (
        ("flicker", "the set's flicker, levels", 2), ("like", "likeness to the plate, SSIM", 3),
        ("sharp", "sharpness to the plate's", 2),
    ):  # fmt: skip
        was, now = getattr(before.background, key), getattr(after, key)
        rows.append((words, _figure(was, digits), _figure(now, digits)))
    mended = quality.mended_colours
    for figure in before.figures:
        if figure.missing:
            rows.append((f"{figure.figure}'s clothes", "not found", ""))
        for each in figure.colours:
            now = mended.get(figure.figure, {}).get(each.swatch)
            rows.append(
                (f"{figure.figure}'s {each.part}, ΔE", f"{each.away:.1f}", "–" if now is None else f"{now:.1f}")
            )
    return rows


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def worn(quality: ShotQuality) -> tuple[float, float | None] | None:
    """How far the clothes of a shot's cast are from their scene's, ΔE00 of the worst, before and after."""
    main: list[tuple[float, float | None]] = []
    mended = quality.mended_colours
    for figure in quality.before.figures:
        first = next((each for each in figure.colours if each.part == "garment"), None)
        if first:
            main.append((first.away, mended.get(figure.figure, {}).get(first.swatch)))
    return max(main, key=lambda pair: pair[0] if pair[1] is None else pair[1], default=None)


def _masked(store: Store, take: Artifact) -> Any:
    """The frame of the middle still with the figures' masks over it; None where there are none."""
    figures = list(take.facts.get("figures", ()))
    if "mask.mkv" not in take.files or "still-2.jpg" not in take.files or not figures:
        return None
    still: Any = cv2.imread(str(store.path(take, "still-2.jpg")))
    # The middle still is the middle of the body: what the cut shows, without what transitions share.
    head, tail = (
        probe(store.path(take, name)).frames if name in take.files else 0 for name in ("head.mp4", "tail.mp4")
    )
    at = head + (int(take.facts["frames"]) - head - tail) * 3 // 6
    masks = next(islice(masks_of(store, take), at, None), None)
    return None if masks is None else tinted(np.asarray(still, np.uint8), masks, figures)


def _jpeg(picture: Any, longer: int) -> str:
    rows, columns = picture.shape[:2]
    scale = min(1.0, longer / max(rows, columns))
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    small = cv2.resize(picture[..., :3], size, interpolation=cv2.INTER_AREA)
    return "data:image/jpeg;base64," + base64.b64encode(cv2.imencode(".jpg", small, _QUALITY)[1].tobytes()).decode()


def _peaks(store: Store, sound: Artifact | None, name: str) -> Sequence[int] | None:
    """A stem's peaks in hundredths of its largest, at most `_PEAKS` of them; None where it is silent or not there."""
    if sound is None or name not in sound.files:
        return None
    heard = np.abs(decode(store.path(sound, name), _RATE))
    step = max(_RATE // 40, -(-heard.size // _PEAKS))
    peaks = np.pad(heard, (0, -heard.size % step)).reshape(-1, step).max(axis=1)
    most = float(peaks.max(initial=0))
    return [int(peak) for peak in np.rint(100 * peaks / most)] if most > 1e-3 else None
