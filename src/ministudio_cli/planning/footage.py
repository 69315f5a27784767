"""The plan of a shot that shows footage of one's own: no picture is made for it, only cut out of files. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from ministudio_cli.json_types import JsonObject
from ministudio_cli.planning.film_plan import FilmProviders, ShotPlan
from ministudio_cli.planning.seeds import derive
from ministudio_cli.planning.state import ShotState
from ministudio_cli.planning.task import digest, digest_of, plain
from ministudio_cli.planning.tasks import FootageCut, LineTask, PlateTask
from ministudio_cli.screenplay.clips import Clip
from ministudio_cli.screenplay.model import Screenplay, Shot


def footage_plan(
    moment: ShotState,
    film: Screenplay,
    makers: FilmProviders,
    references: Mapping[str, str],
    *,
    number: int,
    lines: tuple[LineTask, ...],
    expected: Fraction,
    matched: PlateTask | None = None,
) -> ShotPlan:
    """The plan of a shot with its number and its lines, expected to last so many seconds; `references` maps each file
    that the film names to its digest. `matched` is the plate to whose colours its footage is brought.
    """
    shot = moment.shot
    seed = derive(film.seed, "footage", shot.id)
    shown: JsonObject = {
        "clips": [plain(cut) for cut in cuts_of(shot, references)],
        "camera": shot.camera, "title": shot.title, "format": plain(film.format),
        "provider": plain(makers.footage.ref),
        "style": plain(film.style) if shot.title else "",
        **({"plate": digest(matched)} if matched else {}),
    }  # fmt: skip
    settled: JsonObject = {
        **shown,
        "prompt": "",
        "seed": seed,
        "lines": [
            [digest(order), line.speaker, *map(str, (line.pause, line.lead, line.overlap, line.follows))]
            for order, line in zip(lines, shot.lines, strict=True)
        ],
        "sound": shot.own_sound,
        "duration": str(shot.duration or "auto"),
        "transition": plain(shot.transition),
    }
    return ShotPlan(
        number=number, shot=shot, moment=moment, seed=seed, maker=makers.footage, prompt="", plate=None,
        matched=matched, portraits=(), lines=lines,
        ingredients=tuple((name, digest_of(value)[:16]) for name, value in settled.items()), digest=digest_of(settled),
        content=digest_of(shown), expected=expected, clips=(), anchors=(), left_out=(), price=Decimal(0),
    )  # fmt: skip


def cuts_of(shot: Shot, references: Mapping[str, str]) -> tuple[FootageCut, ...]:
    """What of which file a shot shows, by the digests under which the store keeps the files."""
    return tuple(
        FootageCut(
            file=references.get(clip.file, ""), start=clip.start, seconds=clip.shown, speed=clip.speed, fit=clip.fit,
            focus=clip.focus, matched=clip.is_toned, picture=clip.is_picture,
        )
        for clip in shot.clips
    )  # fmt: skip


def shown(clips: tuple[Clip, ...]) -> Fraction:
    """Seconds that a shot's clips last."""
    return sum((clip.shown for clip in clips), Fraction(0))
