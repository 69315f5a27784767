"""Faces in a take: measured by a small net of MediaPipe (Apache-2.0), and whether one changes its shape.

The mesh gives 468 points in depth, so that a head that turns is told from a face that melts: two frames in which it
looks the same way are laid over each other, and what differs then is no turn. The points above the mouth move by 1 to
3 % of a face, and by 7 % where it melts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ministudio_cli.media.faces import FaceFinder
from ministudio_cli.media.frames import Picture

Numbers = NDArray[np.float64]
SAMPLES, SELDOM = 24, 3
"""Frames of a take that are looked at: so many, and not more often than one of so many."""
WIDE = 1280
"""Pixels of width, at most, in which faces are looked for."""
_WEIGHTS = Path(__file__).parent / "weights"
_MESH = 192
"""Side of the picture that the net takes, in pixels."""
_SURE = 0.6
_ROOM = 1.5
"""How much wider than a face its picture for the mesh is."""
_LEAST = 40.0
"""Pixels across under which a face is too small to be measured."""
_HEAD = 0.6
"""Share of a standing figure's height in which its head is looked for."""
_OUTER = (33, 263)
"""The outer corners of the eyes, in the mesh's numbering."""
_AXIS, _MOUTH = (10, 152), 0.64
"""The top of the forehead and the chin, and the share of the way between them at which the mouth begins."""
_TURN = 10.0
"""Degrees between two frames up to which a face looks the same way."""
_FEW = (5, 8)
"""Frames, and pairs of them, from which a change of shape is believed."""


@dataclass(slots=True)
class Track:
    """One face through a take: where it was last, (x, y) in pixels and its width, and its meshes, (468, 3) each."""

    place: Numbers
    wide: float
    meshes: list[Numbers] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    """Its height in shares of the frame's."""


class Faces:
    """Looks for faces in some frames of a take."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._finder = FaceFinder()
        self._mesh: Any = cv2.dnn.readNetFromTFLite(str(_WEIGHTS / "face_mesh.tflite"))

    def look(self, frame: Picture, mask: Picture) -> None:
        """One frame (BGR); `mask`, of any size, is 255 where somebody of the cast may be."""
        for squares in heads(mask, frame.shape[1], frame.shape[0]):
            for left, top, side in squares:
                found = self._found(frame[top : top + side, left : left + side])
                if found is not None:
                    self._add(found + np.array([left, top, 0]), frame.shape[0])
                    break

    def change(self) -> float:
        """By how much a face changes its shape while it looks the same way, in shares of its size: the worst of all
        faces, of each the ninetieth percentile over pairs of frames; 0 where too little is seen of any.
        """
        return max((changed(track.meshes) for track in self.tracks), default=0.0)

    def close(self) -> float:
        """The height of the largest face in shares of the frame's, the median over the frames that show it."""
        return max((float(np.median(track.shares)) for track in self.tracks), default=0.0)

    def _found(self, picture: Picture) -> Numbers | None:
        """The mesh of the surest face in a picture, (468, 3) in its pixels; None where none is sure and large."""
        if min(picture.shape[:2]) < _LEAST:
            return None
        seen = self._finder.find(picture)
        if seen is None:
            return None
        middle, wide, slant = seen
        mesh, sure = self._measured(picture, middle, _ROOM * wide, slant)
        if sure < _SURE:
            return None
        # Once more, where the first mesh says that the face is.
        eyes = mesh[_OUTER[1]] - mesh[_OUTER[0]]
        middle, wide = (mesh.max(axis=0)[:2] + mesh.min(axis=0)[:2]) / 2, float(np.ptp(mesh[:, :2], axis=0).max())
        mesh, sure = self._measured(picture, middle, _ROOM * wide, float(np.arctan2(eyes[1], eyes[0])))
        return mesh if sure > _SURE and wide >= _LEAST else None

    def _measured(self, picture: Picture, middle: Numbers, side: float, slant: float) -> tuple[Numbers, float]:
        """The mesh of the face in a turned square of a picture, and how sure it is that there is one."""
        scale = _MESH / side
        cos, sin = scale * np.cos(slant), scale * np.sin(slant)
        place = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]])
        place[:, 2] = _MESH / 2 - place[:, :2] @ middle
        crop = cv2.warpAffine(picture, place, (_MESH, _MESH), flags=cv2.INTER_AREA)
        net = self._mesh
        net.setInput(cv2.dnn.blobFromImage(crop, 1 / 255, (_MESH, _MESH), (0, 0, 0), swapRB=True))
        points = np.asarray(net.forward("conv2d_20"), np.float64).reshape(468, 3)
        sure = 1 / (1 + np.exp(-float(np.ravel(net.forward("conv2d_30"))[0])))
        back = cv2.invertAffineTransform(place)
        return np.hstack([points[:, :2] @ back[:, :2].T + back[:, 2], points[:, 2:] / scale]), sure

    def _add(self, mesh: Numbers, tall: int) -> None:
        share = float(np.ptp(mesh[:, 1])) / tall
        place, wide = mesh[:, :2].mean(axis=0), float(np.ptp(mesh[:, 0]))
        for track in self.tracks:
            if np.linalg.norm(track.place - place) < track.wide and 0.6 < wide / track.wide < 1.6:
                track.place, track.wide = place, wide
                track.meshes.append(mesh)
                track.shares.append(share)
                return
        self.tracks.append(Track(place, wide, [mesh], [share]))


def heads(mask: Picture, wide: int, tall: int) -> list[list[tuple[int, int, int]]]:
    """Squares (left, top, side) of a frame of wide × tall pixels in which the heads of those in a mask may be, for each
    of its pieces: where a standing figure has its head, and all of the piece, which may be a head alone.
    """
    hard = (mask > 127).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hard, connectivity=8)
    scale = np.array([wide / mask.shape[1], tall / mask.shape[0]])
    found = []
    for piece in range(1, count):
        left, top, across, down, area = stats[piece].tolist()
        if area < 0.006 * mask.size:
            continue
        upper = labels[top : top + max(1, down // 4), left : left + across] == piece
        middle = (left + float(np.median(np.nonzero(upper)[1]))) * scale[0]
        high, whole = top * scale[1], max(down * scale[1], 0.6 * across * scale[0])
        squares = []
        for side in (max(_HEAD * whole, 2 * _LEAST), 1.1 * whole):
            place = np.clip([middle - side / 2, high - 0.08 * side], 0, [max(0, wide - side), max(0, tall - side / 2)])
            squares.append((int(place[0]), int(place[1]), int(side)))
        found.append(squares)
    return found


def changed(meshes: Sequence[Numbers]) -> float:
    """See `Faces.change`: for the meshes of one face."""
    if len(meshes) < _FEW[0]:
        return 0.0
    still = _upper(meshes[0])
    shapes = [_plain(mesh[still]) for mesh in meshes]
    away = []
    for at, shape in enumerate(shapes):
        for other in shapes[:at]:
            turned, turn = _turned(shape, other)
            if np.degrees(np.arccos(np.clip(turn[2, 2], -1, 1))) <= _TURN:
                away.append(float(np.sqrt(((turned - other) ** 2).sum(axis=1).mean())))
    return float(np.percentile(away, 90)) if len(away) >= _FEW[1] else 0.0


def _upper(mesh: Numbers) -> NDArray[np.bool_]:
    """The points above the mouth: lips and jaw move as somebody speaks."""
    down = mesh[_AXIS[1]] - mesh[_AXIS[0]]
    return np.asarray((mesh - mesh[_AXIS[0]]) @ down / (down @ down) < _MOUTH)


def _plain(mesh: Numbers) -> Numbers:
    """A mesh around its middle, of size 1: the root mean square of its points' distances."""
    around = mesh - mesh.mean(axis=0)
    return np.asarray(around / np.sqrt((around**2).sum(axis=1).mean()))


def _turned(shape: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """A shape turned onto another (Kabsch's algorithm), and the rotation."""
    first, _, second = np.linalg.svd(shape.T @ other)
    turn = first @ np.diag([1, 1, np.sign(np.linalg.det(first @ second))]) @ second
    return shape @ turn, turn
