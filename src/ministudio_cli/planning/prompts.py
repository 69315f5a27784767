"""What a model is told: camera, subject, action, place, style and light, in this order, identities word for word."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ministudio_cli.planning.capability import Anchor
from ministudio_cli.planning.sizes import ANGLES, SIZES
from ministudio_cli.planning.state import CharacterState, PropState, SetState, ShotState
from ministudio_cli.planning.views import is_view, seen_in
from ministudio_cli.screenplay.model import NARRATOR, Style, Traits
from ministudio_cli.screenplay.staging import Staging


def identity_block(name: str, identity: Traits) -> str:
    """A character's fixed identity, the same words in every shot of the film."""
    return f"{name}: " + "; ".join(f"{trait} {words}" for trait, words in identity) + "."


def shot_prompt(moment: ShotState, style: Style, *, avoid: bool = True) -> str:
    """A shot's words; `avoid` says whether what is to be avoided stands in them, or is told apart."""
    shot = moment.shot
    camera = "static camera, locked off" if shot.camera == "static" else f"camera: {shot.camera}"
    parts = [f"{SIZES[shot.size][0]}; {ANGLES[shot.angle]}{camera}."]
    parts += [_person(figure) for figure in moment.figures]
    parts += [_prop(thing) for thing in moment.things]
    if not moment.figures:
        parts.append("Nobody is in the frame.")
    if shot.action:
        parts.append(f"Action: {_sentence(shot.action)}")
    names = {figure.id: figure.name for figure in moment.figures}
    parts += [words for staging in shot.stage if (words := _staged(staging, names))]
    speakers = dict.fromkeys(line.speaker for line in shot.lines if line.speaker != NARRATOR)
    parts += [f"{names[key]} speaks, lips moving." for key in speakers if key in names]
    parts += [place_words(moment.view), style_words(style if avoid else dataclasses.replace(style, avoid=()))]
    return "\n".join(part for part in parts if part)


def _staged(staging: Staging, names: Mapping[str, str]) -> str:
    """Where somebody stands and which way they face, in words."""
    if staging.who not in names:
        return ""
    at = (
        ""
        if staging.at is None
        else "at the left"
        if staging.at < Fraction(2, 5)
        else "at the right"
        if staging.at > Fraction(3, 5)
        else "in the middle"
    )
    depth = {"near": "close to the lens", "far": "far from the lens"}.get(staging.depth, "")
    faces = {
        "camera": "facing the camera",
        "away": "seen from behind",
        "left": "facing left",
        "right": "facing right",
    }.get(staging.faces, f"facing {names[staging.faces]}" if staging.faces in names else "")
    where = ", ".join(part for part in (at, depth, faces) if part)
    return (
        f"{names[staging.who]} stands {where}." if at or depth else f"{names[staging.who]} is {faces}." if faces else ""
    )


def anchor_words(sent: Sequence[Anchor], names: Mapping[str, str]) -> str:
    """What each picture that is sent along shows, in the order in which they are sent; `names` are those of figures and
    props by their ids.
    """
    called = {**names, "plate": "the empty set"}

    def shows(of: str) -> str:
        return called[seen_in(of)] + (" from another side" if is_view(of) else "")

    pictures = [
        f"reference picture {number} is {shows(anchor.of)}"
        for number, anchor in enumerate((anchor for anchor in sent if anchor.role == "reference"), 1)
    ]
    words = "; ".join(pictures)
    return f"\nPictures: {words}. Keep faces, clothes and room exactly as they are there." if pictures else ""


def plate_prompt(view: SetState, style: Style) -> str:
    return "\n".join(["An empty set, nobody in it, no text.", place_words(view), style_words(style)])


def portrait_prompt(name: str, identity: Traits, style: Style) -> str:
    pose = "Portrait: full frontal face and body, arms relaxed, neutral light, plain background, nothing else."
    return "\n".join([pose, identity_block(name, identity), style_words(style)])


def place_words(view: SetState) -> str:
    words = [f"Place: {view.place}"]
    for label, value in (("architecture", view.architecture), ("light", view.light), ("time", view.time)):
        if value:
            words.append(f"{label}: {value}")
    if view.weather:
        words.append(f"air: {view.weather}")
    if view.props:
        words.append("with " + ", ".join(view.props))
    return "; ".join(words) + "."


def style_words(style: Style) -> str:
    words = []
    if style.look:
        words.append(f"Style: {_sentence(style.look)}")
    if style.light:
        words.append(f"Light: {_sentence(style.light)}")
    if style.palette:
        words.append(f"Palette: {', '.join(style.palette)}.")
    if style.avoid:
        words.append(f"Avoid: {', '.join(style.avoid)}.")
    return " ".join(words)


def _person(figure: CharacterState) -> str:
    now = "; ".join(f"{name} {words}" for name, words in figure.state)
    return identity_block(figure.name, figure.identity) + (f" Now: {now}." if now else "")


def _prop(thing: PropState) -> str:
    now = "; ".join(f"{name} {words}" for name, words in thing.state)
    return identity_block(f"Prop, {thing.name}", thing.identity) + (f" Now: {now}." if now else "")


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else words + "."
