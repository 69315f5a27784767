"""What a film hands on: its timeline, from the plan, the cut and the artifacts that it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.task import digest
from ministudio_cli.planning.tasks import SAMPLE_RATE
from ministudio_cli.report.cues import Cue, joined
from ministudio_cli.report.quality import ShotQuality
from ministudio_cli.store.artifact import Artifact
from ministudio_cli.sync.timeline import Segment, Timeline, chapters
from ministudio_cli.timeline import Caption, FilmTimeline, Marker, MusicClip, PictureClip, Source, Transition, VoiceClip


def film_timeline(
    plan: Plan,
    timeline: Timeline,
    shots: Mapping[str, Artifact],
    takes: Mapping[str, Artifact],
    sound: Artifact,
    cues: Sequence[Cue],
    beats: Sequence[float],
    quality: Sequence[ShotQuality],
) -> FilmTimeline:
    """`shots` are the finished takes by shot, `takes` those of the lines by digest; `beats` are in seconds."""
    film, fps = plan.film, float(timeline.fps)
    languages = {digest(order): order.language for order in plan.lines()}
    picture = tuple(
        PictureClip(
            shot=segment.plan.id, scene=segment.plan.shot.scene, start=segment.cut.start, end=segment.cut.end,
            source=_source(shots[segment.plan.id], "body.mp4"), handles=(segment.head, segment.tail),
            transition=_transition(segment),
            lands_on=segment.cut.landing,
        )
        for segment in timeline.segments
    )  # fmt: skip
    voice = tuple(
        VoiceClip(
            shot=line.shot, speaker=line.speaker, text=line.text, language=languages[line.spoken.take],
            start=line.start, end=line.end, source=_source(takes[line.spoken.take], "line.wav"),
            words=tuple((word, line.start + since, line.start + until) for word, since, until in line.spoken.words),
        )
        for line in timeline.lines
    )  # fmt: skip
    music = (
        (MusicClip(start=0, end=timeline.samples, level=float(film.music.level), source=_source(sound, "music.wav")),)
        if "music.wav" in sound.files
        else ()
    )
    starts = {segment.plan.id: segment.cut.start / fps for segment in timeline.segments}
    markers = [Marker(kind="beat", at=time) for time in beats]
    markers += [
        Marker(kind="chapter", at=round(since / fps, 6), label=title) for title, since, _ in chapters(plan, timeline)
    ]
    markers += [
        Marker(kind="finding", at=round(starts[row.shot], 6), label=fault.words)
        for row in quality
        for fault in row.faults
    ]
    return FilmTimeline(
        title=film.title, language=film.language, rate=timeline.fps, width=film.format.width,
        height=film.format.height, frames=timeline.frames, sample_rate=SAMPLE_RATE, samples=timeline.samples,
        picture=picture, voice=voice, music=music,
        captions=tuple(
            Caption(start=round(cue.start, 4), end=round(cue.end, 4), lines=tuple(map(joined, cue.lines)))
            for cue in cues
        ),
        markers=tuple(sorted(markers, key=lambda marker: (marker.at, marker.kind, marker.label))),
    )  # fmt: skip


def _transition(segment: Segment) -> Transition | None:
    return Transition(kind=segment.plan.shot.transition.kind, frames=segment.head) if segment.head else None


def _source(artifact: Artifact, file: str) -> Source:
    return Source(artifact=artifact.order, file=file, sha256=artifact.files[file].sha256)
