"""The film's timeline as a value, assembled from its plan, its cuts and the artifacts that they name. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ministudio_cli.cut.beats import hits
from ministudio_cli.cut.tasks import MusicUnder
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.screenplay.model import NARRATOR
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.problem import CutCandidate, meets
from ministudio_cli.sync.timeline import Segment, Timeline, chapters
from ministudio_cli.timeline import FilmTimeline, Marker, MusicClip, PictureClip, Source, Transition, VoiceClip


def film_timeline(
    plan: Plan,
    timeline: Timeline,
    artifacts: Mapping[str, Artifact],
    shots: Mapping[str, Artifact],
    *,
    music: Sequence[MusicUnder] = (),
    beats: Sequence[float] = (),
    landings: Sequence[CutCandidate] = (),
) -> FilmTimeline:
    """A film without its captions and findings.

    `artifacts` are those of the lines and of the music by their digest, `shots` the finished takes by shot; `beats` are
    in seconds, `landings` what accents can fall on.
    """
    film, fps = plan.film, float(timeline.fps)
    scenes = chapters(plan, timeline)
    return FilmTimeline(
        title=film.title,
        language=film.language,
        rate=timeline.fps,
        width=film.format.width,
        height=film.format.height,
        frames=timeline.frames,
        sample_rate=SAMPLE_RATE,
        samples=timeline.samples,
        picture=_accented(
            [_picture(segment, shots[segment.plan.id]) for segment in timeline.segments], timeline, landings
        ),
        voice=_voice(plan, timeline, artifacts),
        music=tuple(_music(under, artifacts[under.take]) for under in music),
        captions=(),
        markers=(
            *(Marker(kind="beat", at=time) for time in beats),
            *(Marker(kind="chapter", at=round(first / fps, 6), label=title) for title, first, _ in scenes),
        ),
    )


def _accented(
    clips: Sequence[PictureClip], timeline: Timeline, landings: Sequence[CutCandidate]
) -> tuple[PictureClip, ...]:
    """The clips with the frames of their accents. Flashes keep apart across cuts as within a shot."""
    found: list[PictureClip] = []
    flashed: int | None = None
    for clip, segment in zip(clips, timeline.segments, strict=True):
        accent = segment.plan.shot.accent
        if accent is None:
            found.append(clip)
            continue
        inside = [place for place in landings if clip.start <= place.frame < clip.end]
        on = hits([place.frame for place in inside if meets(place, accent.on)], accent.kind, timeline.fps, flashed)
        if accent.kind == "flash" and on:
            flashed = on[-1]
        found.append(dataclasses.replace(clip, accent=accent.kind, accents=on))
    return tuple(found)


def _picture(segment: Segment, take: Artifact) -> PictureClip:
    kind = segment.plan.shot.transition.kind
    return PictureClip(
        shot=segment.plan.id,
        scene=segment.plan.shot.scene,
        start=segment.cut.start,
        end=segment.cut.end,
        source=_source(take, "body.mp4"),
        handles=(segment.head, segment.tail),
        transition=Transition(kind=kind, frames=segment.head) if segment.head else None,
        lands_on=segment.cut.landing,
    )


def _voice(plan: Plan, timeline: Timeline, artifacts: Mapping[str, Artifact]) -> tuple[VoiceClip, ...]:
    names = {who.id: who.name for who in plan.film.cast} | {NARRATOR: ""}
    languages = {digest(task): task.language for task in plan.lines()}
    return tuple(
        VoiceClip(
            shot=line.shot,
            speaker=line.speaker,
            name=names[line.speaker],
            text=line.text,
            language=languages[line.spoken.take],
            start=line.start,
            end=line.end,
            source=_source(artifacts[line.spoken.take], "line.wav"),
            words=tuple((word, line.start + first, line.start + last) for word, first, last in line.spoken.words),
        )
        for line in timeline.lines
    )


def _music(under: MusicUnder, artifact: Artifact) -> MusicClip:
    return MusicClip(
        start=under.place[0], end=under.place[1], level=under.level, source=_source(artifact, under.file),
        loop=(under.loop[0] + under.start, under.loop[1] + under.start), source_start=under.start,
    )  # fmt: skip


def _source(artifact: Artifact, file: str) -> Source:
    return Source(artifact=artifact.order, file=file, sha256=artifact.files[file].sha256)
