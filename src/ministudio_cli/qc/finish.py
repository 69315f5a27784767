"""The second look at a take: its frames conformed, held to plate and colours where that was ruled, and encoded once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.ffmpeg import Encoder
from ministudio_cli.media.frames import Picture, grey_frames
from ministudio_cli.media.sheet import write_still
from ministudio_cli.planning.inspection_tasks import FinishTask
from ministudio_cli.providers.kit import Take, TakeContext
from ministudio_cli.qc.defects import Colour, colours, missing
from ministudio_cli.qc.findings import Analysis, Likeness, load
from ministudio_cli.qc.gate import darker, gain, sharpened
from ministudio_cli.qc.judge import ASIDE, BARE_SKIN, GARMENT, LEAST, OF_PORTRAIT, GateDecision, Hints, rule
from ministudio_cli.qc.measure import After
from ministudio_cli.qc.reading import living
from ministudio_cli.stabilise.conform import conformed
from ministudio_cli.stabilise.lock import ColourLock, Exposure, PlateLock
from ministudio_cli.stabilise.masks import kept
from ministudio_cli.stabilise.register import matrix
from ministudio_cli.stabilise.subject import Grade, regrade
from ministudio_cli.store.artifact import Facts

QUALITY = {False: ("veryfast", 18), True: ("ultrafast", 23)}
"""x264 preset and crf of a final shot and of a draft."""
Numbers = NDArray[np.float64]


def finish(order: FinishTask, context: TakeContext) -> Take:
    """The shot: `head.mp4`, `body.mp4`, `tail.mp4`, stills and masks. A lock that makes it worse is not kept."""
    cv2.setNumThreads(1)
    clips = [context.file(order.take, name) for name in context.facts(order.take)["clips"]]
    if not order.inspection:
        files, _ = _shoot(order, context, clips, None)
        return Take(files=files, facts=_facts(order) | {"locks": []})
    found = load(context.file(order.inspection, "findings.npz"), context.facts(order.inspection))
    hints = Hints(camera=order.camera, moving_background=order.moving_background, lighting_change=order.lighting_change)
    ruling = rule(found, hints)
    plate, why, lit, left = ruling.plate, ruling.why, ruling.lit, frozenset[str]()
    alive: NDArray[np.uint8] | None = None
    while True:
        hold = Holding(order, context, found, ruling, plate=plate, lit=lit, left=left, alive=alive)
        files, after = _shoot(order, context, clips, hold)
        worse = gain(found, after, again=alive is not None) if plate else ""
        apart = worse and after and alive is None and not sharpened(found, after)
        if apart and after and (moves := after.moving()) is not None:
            alive = moves  # what was held against its own motion is left as it was filmed, and the rest tried once more
            continue
        dark = darker(found, after) if lit and not plate else ""
        off = hold.worse(after)
        if not (worse or dark or off):
            break
        # Each turn gives up a lock, so this ends.
        plate, why = plate and not worse, f"tried, and not kept: {worse}" if worse else why
        lit, left = lit and not dark, left | off
    files["mask.mkv"] = _copied(context.file(order.inspection, "mask.mkv"), context.folder / "mask.mkv")
    locks = [{"lock": "plate", "done": hold.laid is not None, "why": why}]
    if lit and not plate:
        locks.append({"lock": "light", "done": True, "why": "the set's light is held, its picture is left"})
    locks += [{"lock": f"colours of {name}", "done": done, "why": said} for name, done, said in hold.notes]
    return Take(
        files=files,
        facts=_facts(order)
        | {
            "figures": [character.figure for character in found.cast],
            "mask": "estimated",
            "locks": locks,
            "after": after.as_facts(order.hues) if after else {},
        },
    )


def _facts(order: FinishTask) -> Facts:
    frames = order.head + order.body + order.tail
    return {"frames": frames, "fps": str(order.format.fps), "take": order.take}


class Holding:
    """Everything that is done to the frames of one take."""

    def __init__(
        self,
        order: FinishTask,
        context: TakeContext,
        found: Analysis,
        ruling: GateDecision,
        *,
        plate: bool,
        lit: bool,
        left: frozenset[str],
        alive: NDArray[np.uint8] | None = None,
    ) -> None:
        size = (order.format.width, order.format.height)
        self.found, self.ruling, self.size = found, ruling, size
        self.mask_file = context.file(order.inspection, "mask.mkv")
        picture: Any = cv2.imread(str(context.file(order.plate, "plate.png")), cv2.IMREAD_COLOR)
        self.picture = np.asarray(picture, np.uint8)
        soft = found.softness * size[0]
        self.laid = PlateLock(self.picture, ruling.path.path, ruling.lights, size, soft, found.grain) if plate else None
        self.living = living(found, moving=order.moving_background)
        if alive is not None:
            self.living = np.maximum(self.living, cv2.resize(alive, self.living.shape[1::-1]))
        self.lives = bool(self.living.any())
        self.kept: Picture | None = None
        """What of the last frame was left as it was filmed (8 bits, small); None before, and where no plate is laid."""
        self.order = order
        self.lit = lit or plate
        self.colours, self.notes = _held(order, found, ruling, left) if self.lit else ([], _unlit(found))

    def worse(self, after: After | None) -> frozenset[str]:
        """The figures whose held garment is farther from its colour than it came."""
        now = (
            {character["figure"]: character["colours"] for character in after.as_facts(self.order.hues)["figures"]}
            if after
            else {}
        )
        found = set()
        for name, done, _ in self.notes:
            one = next(character for character in self.found.cast if character.figure == name)
            before = {each.swatch: each.away for each in colours(one, self.found, _anchor(self.order, name))}
            main = one.main()
            finished = {each["swatch"]: float(each["away"]) for each in now.get(name, ())}
            if done and main in before and finished.get(main, 0.0) > before[main] + 0.5:
                found.add(name)
        return frozenset(found)

    def masks(self) -> Iterator[tuple[Sequence[Picture], Picture]]:
        """Each frame's masks, one a figure, and what is neither figure nor set; and what is kept of it."""
        count = len(self.found.cast) + 1
        split = (
            [np.asarray(character, np.uint8) for character in np.split(two, count)]
            for two in grey_frames(self.mask_file)
        )
        return kept(split)

    def frame(self, number: int, picture: Picture, masks: Sequence[Picture], whole: Picture) -> Picture:
        """One frame as it is kept; `whole` is what no plate is laid over."""
        if number >= len(self.found.gain):
            return picture
        grade = Grade(self.found.gain[number], self.found.lift[number])
        if self.laid is not None:
            if self.lives:
                whole = np.maximum(whole, self._living(number))
            self.kept = whole
            picture = self.laid.lay(number, picture, whole, grade)
        elif self.lit:
            wanted = Grade(self.ruling.lights.gain[number], self.ruling.lights.lift[number])
            picture = np.asarray(cv2.LUT(picture, regrade(grade, wanted)), np.uint8)
        for index, lock in self.colours:
            lock.hold(number, picture, masks[index])
        return picture

    def _living(self, number: int) -> Picture:
        """Where the set lives by itself, as it lies in a frame."""
        place = matrix(self.ruling.path.path[number], self.living.shape[1::-1], self.found.size)
        return np.asarray(cv2.warpAffine(self.living, place, self.found.size, flags=cv2.INTER_LINEAR), np.uint8)


def _anchor(order: FinishTask, figure: str) -> dict[int, Numbers]:
    return {hue.swatch: np.asarray(hue.lab) for hue in order.hues if hue.figure == figure}


def _held(
    order: FinishTask, found: Analysis, ruling: GateDecision, left: frozenset[str]
) -> tuple[list[tuple[int, ColourLock]], list[tuple[str, bool, str]]]:
    """The colour lock of each figure that needs one, by its place in the cast; and what was decided, and why."""
    locks, notes = [], []
    for index, character in enumerate(found.cast):
        anchor = _anchor(order, character.figure)
        seen = colours(character, found, anchor)
        if missing(character, found):
            notes.append((character.figure, False, "its garment is not found"))
            continue
        off = [colour for colour in seen if _drifted(colour, character, found)]
        main = next((colour for colour in seen if colour.swatch == character.main()), None)
        if off and main and main.away > GARMENT[0] and main not in off:
            # What is read of the others is then no surer.
            notes.append((character.figure, False, "its main garment is not told from what is around it"))
            continue
        if character.figure in left:
            notes.append((character.figure, False, "tried, and not kept: it was farther off afterwards"))
            continue
        if not off:
            worst = max((colour.away for colour in seen), default=0.0)
            words = (
                f"at most ΔE {worst:.1f} off" if worst <= GARMENT[0] else f"ΔE {worst:.1f} is no drift of one colour"
            )
            notes.append((character.figure, False, words if seen else "it is hardly seen"))
            continue
        holds = [
            Exposure(character.over(colour.swatch, found.frames, found.samples), anchor[colour.swatch])
            for colour in off
        ]
        kept = {colour.swatch for colour in off}
        others = [
            character.expected[at] for at in range(len(character.parts)) if at not in kept and character.swatch(at)
        ]
        locks.append((index, ColourLock(holds, others, ruling.lights)))
        notes.append(
            (
                character.figure,
                True,
                f"{', '.join(colour.part for colour in off)} held, ΔE {max(colour.away for colour in off):.1f} off",
            )
        )
    return locks, notes


def _drifted(colour: Colour, likeness: Likeness, found: Analysis) -> bool:
    """Whether a colour is off in a way that is mended. Beings of light are not: what is around them shines through."""
    most = GARMENT[1] if colour.swatch == likeness.main() else ASIDE
    read = likeness.share(colour.swatch) >= LEAST and likeness.shares[colour.swatch] >= OF_PORTRAIT
    drifts = colour.part in ("garment", "hair") or (colour.part == "skin" and colour.swing > BARE_SKIN)
    return (
        drifts
        and read
        and GARMENT[0] < colour.away <= most
        and likeness.apart(colour.swatch, found.frames, found.samples)
    )


def _unlit(found: Analysis) -> list[tuple[str, bool, str]]:
    return [
        (character.figure, False, "the light of its set is not known, and so no colour is") for character in found.cast
    ]


@dataclass(slots=True)
class _Parts:
    """Where frames go: head, body and tail, one after another."""

    order: FinishTask
    folder: Path
    done: int = 0
    encoder: Encoder | None = None

    def write(self, picture: Picture, files: dict[str, Path]) -> None:
        order = self.order
        starts = {"head": 0, "body": order.head, "tail": order.head + order.body}
        name = max(
            (name for name, at in starts.items() if at <= self.done and getattr(order, name)),
            key=lambda start: starts[start],
        )
        if self.encoder is None or f"{name}.mp4" not in files:
            self.close()
            preset, crf = QUALITY[order.draft]
            size = (order.format.width, order.format.height)
            path = self.folder / f"{name}.mp4"
            quality = crf if name == "body" else 12
            self.encoder = Encoder(path, *size, order.format.fps, preset=preset, crf=quality)
            files[path.name] = path
        self.encoder.write(np.ascontiguousarray(picture).data)
        self.done += 1

    def close(self) -> None:
        if self.encoder is not None:
            encoder, self.encoder = self.encoder, None
            encoder.close()


def _shoot(
    order: FinishTask, context: TakeContext, clips: Sequence[Path], hold: Holding | None
) -> tuple[dict[str, Path], After | None]:
    """Decode, hold, encode: the parts and the stills, and what the finished frames measure."""
    total = order.head + order.body + order.tail
    stills = [order.head + order.body * share // 6 for share in (1, 3, 5)]
    files: dict[str, Path] = {}
    parts = _Parts(order, context.folder)
    after = After(hold.found, hold.ruling, hold.picture, laid=hold.laid is not None) if hold else None
    masks = hold.masks() if hold else None
    with contextlib.ExitStack() as closing:
        closing.callback(parts.close)
        for number, frame in enumerate(conformed(clips, total, order.format.fps)):
            picture = frame.bgr(order.format.width, order.format.height)
            if hold and masks and after:
                own, whole = next(masks)
                came = after.small(number, picture)
                picture = hold.frame(number, picture, own, whole)
                after.look(number, picture, own, came, hold.kept)
            if number in stills:
                path = context.folder / f"still-{stills.index(number) + 1}.jpg"
                files[path.name] = write_still(picture, path)
            parts.write(picture, files)
            context.progress(number + 1, total)
    return files, after


def _copied(source: Path, place: Path) -> Path:
    place.write_bytes(source.read_bytes())
    return place
