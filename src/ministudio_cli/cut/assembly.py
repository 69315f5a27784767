"""The film's timeline as a value, assembled from its plan, its cuts and the artifacts that they name. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

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
    music: MusicUnder | None = None,
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
        picture=tuple(
            _picture(segment, shots[segment.plan.id], landings, timeline.fps) for segment in timeline.segments
        ),
        voice=_voice(plan, timeline, artifacts),
        music=(_music(music, timeline.samples, artifacts[music.take]),) if music else (),
        captions=(),
        markers=(
            *(Marker(kind="beat", at=time) for time in beats),
            *(Marker(kind="chapter", at=round(first / fps, 6), label=title) for title, first, _ in scenes),
        ),
    )


def _picture(segment: Segment, take: Artifact, landings: Sequence[CutCandidate], fps: Fraction) -> PictureClip:
    kind, accent, cut = segment.plan.shot.transition.kind, segment.plan.shot.accent, segment.cut
    on = [
        place.frame for place in landings if accent and cut.start <= place.frame < cut.end and meets(place, accent.on)
    ]
    return PictureClip(
        shot=segment.plan.id,
        scene=segment.plan.shot.scene,
        start=segment.cut.start,
        end=segment.cut.end,
        source=_source(take, "body.mp4"),
        handles=(segment.head, segment.tail),
        transition=Transition(kind=kind, frames=segment.head) if segment.head else None,
        lands_on=segment.cut.landing,
        accent=accent.kind if accent else "",
        accents=hits(on, accent.kind, fps) if accent else (),
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


def _music(under: MusicUnder, samples: int, artifact: Artifact) -> MusicClip:
    loop = under.loop[0] + under.start, under.loop[1] + under.start
    source = _source(artifact, under.file)
    return MusicClip(start=0, end=samples, level=under.level, source=source, loop=loop, source_start=under.start)


def _source(artifact: Artifact, file: str) -> Source:
    return Source(artifact=artifact.order, file=file, sha256=artifact.files[file].sha256)
