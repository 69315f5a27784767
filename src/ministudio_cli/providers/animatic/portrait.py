"""A character's locked portrait: full figure, from the front, in neutral light, and its mask."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from ministudio_cli.planning.state import CharacterState
from ministudio_cli.providers.animatic.actor import Part
from ministudio_cli.providers.animatic.beings import shape_of
from ministudio_cli.providers.animatic.camera import STILL
from ministudio_cli.providers.animatic.casting import cast
from ministudio_cli.providers.animatic.compose import GRID
from ministudio_cli.providers.animatic.figure.motion import Act, motions
from ministudio_cli.providers.animatic.figure.skeleton import measures_of
from ministudio_cli.providers.animatic.look import look_of
from ministudio_cli.providers.animatic.paint import Picture, vignette
from ministudio_cli.providers.animatic.scenery import Mood
from ministudio_cli.providers.animatic.stage import Mark

NEUTRAL = Mood(name="neutral", ambient="#BFBFBF", key="#FFFFFF", sky=("#BFBFBF", "#FFFFFF"), strength=0.5, glow=0.3)


def draw_portrait(figure: CharacterState, width: int, height: int) -> tuple[Picture, Picture]:
    """The portrait (BGR) and its mask (8 bits, same size)."""
    look = look_of(figure)
    ground = vignette(width, height, 0.25)[..., None] * np.array([196, 204, 208], np.float32)
    frame = np.clip(ground, 0, 255).astype(np.uint8)
    if look.being in ("person", "hologram"):
        unit = min(height * 0.86 / (measures_of(look).height + 16), width * 0.9 / 300)
        mark = Mark(x=width / 2, y=height * 0.95, unit=unit)
    else:
        shape = shape_of(look.being, look.grown)
        unit = min(height * 0.86 / (shape.height + 20), width * 0.96 / shape.box[2])
        mark = Mark(x=width / 2, y=height * 0.93, unit=unit)
    mask = np.zeros((-(-height // GRID), -(-width // GRID)), np.uint8)
    facing = dataclasses.replace(motions()["stand"], side=0.0)
    part = Part(mark=mark, mood=NEUTRAL, mouths=[0], acts=(Act(motion=facing, start=-2.0, end=1.0),))
    cast(figure, part).draw(frame, mask, STILL, 0, 24)
    return frame, cv2.resize(mask, (width, height), interpolation=cv2.INTER_CUBIC)
