"""A figure drawn: its volumes from one side, painted from the back to the front."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ministudio_cli.providers.animatic.figure.body import body_volumes
from ministudio_cli.providers.animatic.figure.building import Place
from ministudio_cli.providers.animatic.figure.canvas import Canvas
from ministudio_cli.providers.animatic.figure.face import Face
from ministudio_cli.providers.animatic.figure.head import head_volumes
from ministudio_cli.providers.animatic.figure.placed import kind_of, placed
from ministudio_cli.providers.animatic.figure.pose import Pose
from ministudio_cli.providers.animatic.figure.skeleton import Joints, Measures, Rig, joints_of, rig_of
from ministudio_cli.providers.animatic.figure.solid import Decal, Points, View, Volume
from ministudio_cli.providers.animatic.figure.things import BUILD
from ministudio_cli.providers.animatic.figure.tools import in_hand, on_table
from ministudio_cli.providers.animatic.look import Look
from ministudio_cli.providers.animatic.paint import Picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure's picture (premultiplied BGRA); its ground point is at (x, y) of it, in pixels."""

    picture: Picture
    x: float
    y: float
    joints: Joints
    view: View


def view_of(rig: Rig, scale: float, pitch: float = 0.0, turn: float = 0.0) -> View:
    """How a rig is seen: its own turn, and the camera's."""
    return View(yaw=rig.turn + turn, pitch=pitch, scale=scale, x=0.0, y=-rig.lift * scale)


def draw_figure(
    look: Look,
    m: Measures,
    rig: Rig,
    face: Face,
    view: View,
    window: tuple[float, float, float, float] | None = None,
    sway: tuple[float, float] = (0.0, 0.0),
    props: Sequence[str] = (),
    held: tuple[str, str] = ("", ""),
    since: float = 0.0,
    laid: str = "",
    seen: tuple[float, float] = (-1e9, 1e9),
) -> Drawn | None:
    """Draw it with its props, what its hands hold and what they laid down, `since` seconds into its motion.

    `window` is what of it will be seen, as (left, top, right, bottom) from its ground point in pixels; None comes back
    where that is nothing. `seen` are the lowest unit above the ground that the picture shows, and how many it shows.
    """
    joints = joints_of(rig, m)
    place = Place(joints, m, view, since, *seen)
    volumes: list[Volume | Decal] = [
        *(volume for name in props for volume in _built(place, name)),
        *(thing for index, name in enumerate(held) if name for thing in in_hand(place, index, name)),
        *(on_table(place, laid) if laid else ()),
        *body_volumes(look, m, joints, view),
        *head_volumes(look, face, joints.skull, joints.turn_head, view, sway),
    ]
    return _painted(volumes, joints, view, window)


def _built(place: Place, name: str) -> Iterator[Volume | Decal]:
    """What one of a motion's props is drawn as."""
    if kind_of(name):
        yield from placed(place, name)
    else:
        yield from BUILD[name](place)


def draw_furniture(
    m: Measures, props: Sequence[str], view: View, seen: tuple[float, float] = (-1e9, 1e9)
) -> tuple[Drawn | None, Drawn | None]:
    """What stands behind a figure, and what stands before it; `seen` as in `draw_figure`."""
    joints = joints_of(rig_of(Pose(), m), m)
    place = Place(joints, m, view, 0.0, *seen)
    volumes = [volume for name in props for volume in _built(place, name)]
    behind = [volume for volume in volumes if volume.depth < 0]
    before = [volume for volume in volumes if volume.depth >= 0]
    return _painted(behind, joints, view, None), _painted(before, joints, view, None)


def _painted(
    volumes: Sequence[Volume | Decal],
    joints: Joints,
    view: View,
    window: tuple[float, float, float, float] | None,
) -> Drawn | None:
    if not volumes:
        return None
    box = _extent(volumes)
    if window is not None:
        box = (max(box[0], window[0]), max(box[1], window[1]), min(box[2], window[2]), min(box[3], window[3]))
    left, top = math.floor(box[0]) - 2, math.floor(box[1]) - 2
    width, height = math.ceil(box[2]) + 2 - left, math.ceil(box[3]) + 2 - top
    if width < 4 or height < 4:
        return None
    canvas = Canvas(left, top, width, height, view.scale)
    for volume in sorted(volumes, key=lambda volume: volume.depth):
        if isinstance(volume, Decal):
            canvas.paste(volume)
        else:
            canvas.paint(volume)
    return Drawn(canvas.picture, -left, -top, joints, view)


def _extent(volumes: Sequence[Volume | Decal]) -> tuple[float, float, float, float]:
    corners = [
        np.array([[each.x, each.y], [each.x + each.picture.shape[1], each.y + each.picture.shape[0]]])
        for each in volumes
        if isinstance(each, Decal)
    ]
    shapes = [hull for volume in volumes if isinstance(volume, Volume) for hull in volume.hulls]
    points: Points = np.concatenate([*shapes, *corners])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
