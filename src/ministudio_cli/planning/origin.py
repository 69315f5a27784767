"""What a film says of where it comes from: each of its pieces, and what made it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.source_types import ALGORITHMIC, CAPTURED, IN_WORDS, MIXED, MIXED_TRAINED, TRAINED
from ministudio_cli.planning.tasks import PlateTask, PortraitTask
from ministudio_cli.reading.soundscape import is_sound_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing in a film: its role (shot, set, figure, voice, music, sound), its id, its source (“” where it is not
    known), and who made it: the provider, its version, and the model where one was asked.
    """

    role: str
    id: str
    source: str
    maker: str = ""
    version: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a film says of itself: its own source, the digest of its plan, and its pieces in the film's order."""

    source: str
    plan: str
    pieces: tuple[Piece, ...]

    @property
    def synthetic(self) -> bool:
        """Whether anything in it was made by a program or a model rather than recorded."""
        return any(piece.source in (TRAINED, ALGORITHMIC) for piece in self.pieces)

    def pictured(self) -> Statement:
        """What is true of a still: the pieces that are seen."""
        seen = tuple(piece for piece in self.pieces if piece.role in ("shot", "set", "figure"))
        return Statement(source=source_of(piece.source for piece in seen), plan=self.plan, pieces=seen)

    def in_words(self) -> str:
        """One sentence for a person: what is generated, what is drawn, spoken and composed by a program."""
        parts = []
        for source in (TRAINED, ALGORITHMIC, CAPTURED):
            roles = dict.fromkeys(piece.role for piece in self.pieces if piece.source == source)
            if roles:
                parts.append(f"{_listed(list(roles))} {IN_WORDS[source]}")
        return "; ".join(parts) or "nothing in it is stated"


def source_of(sources: Iterable[str]) -> str:
    """The source of what is put together of these."""
    found = {source for source in sources if source}
    if len(found) == 1:
        return found.pop()
    return MIXED_TRAINED if TRAINED in found else MIXED


def statement_of(
    plan: Plan, models: Mapping[str, str], drawn: Collection[str], sounds: Collection[str] = ()
) -> Statement:
    """What a film of a plan says of itself: `models` are those that generated its shots by the shots' ids, `drawn` the
    shots that are drawn in place of generated ones, `sounds` what is heard beside voices and music.
    """
    makers, pieces = plan.makers, list[Piece]()
    for shot in plan.shots:
        if shot.plate is None:
            source = "" if any(clip.is_picture for clip in shot.shot.clips) else CAPTURED
            pieces.append(Piece(role="shot", id=shot.id, source=source))
            continue
        instead = shot.id in drawn
        maker = "animatic" if instead else shot.maker.ref.name
        pieces.append(
            Piece(
                role="shot", id=shot.id, source=ALGORITHMIC if instead else shot.maker.source, maker=maker,
                version="" if instead else shot.maker.ref.version, model=models.get(shot.id, ""),
            )
        )  # fmt: skip
    for shot in plan.shots:
        if shot.plate is None:
            continue
        pictures: list[tuple[str, str, PlateTask | PortraitTask]] = [("set", shot.shot.set, shot.plate)]
        pictures += [("figure", each.figure.id, each) for each in shot.portraits]
        for role, name, task in pictures:
            own = bool(task.reference)
            pieces.append(
                Piece(
                    role=role, id=name, source="" if own else makers.source("plates"),
                    maker="" if own else makers.plates.name, version="" if own else makers.plates.version,
                )
            )  # fmt: skip
    for line in plan.lines():
        source = CAPTURED if line.recording else makers.source("voice")
        pieces.append(Piece(role="voice", id=line.voice.name, source=source, maker=line.maker.name,
                            version=line.maker.version))  # fmt: skip
    for cue in plan.cues:
        if cue.bed:
            pieces.append(Piece(role="music", id=cue.bed.mood, source=ALGORITHMIC, maker=cue.bed.maker.name,
                                version=cue.bed.maker.version))  # fmt: skip
        elif cue.track:
            pieces.append(Piece(role="music", id=cue.music.file, source=""))
    pieces += [Piece(role="sound", id=name, source=ALGORITHMIC, maker=name) for name in sounds]
    own_sounds = dict.fromkeys(plan.film.sound_of(shot.shot) for shot in plan.shots)
    pieces += [Piece(role="sound", id=name, source="") for name in own_sounds if is_sound_file(name)]
    whole = tuple(dict.fromkeys(pieces))
    return Statement(source=source_of(piece.source for piece in whole), plan=plan.digest, pieces=whole)


def _listed(roles: list[str]) -> str:
    plural = {"music": "music", "sound": "sounds", "voice": "voices", "shot": "shots", "set": "sets",
              "figure": "figures"}  # fmt: skip
    words = [plural[role] for role in roles]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
