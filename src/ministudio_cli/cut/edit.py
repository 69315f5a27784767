"""The edit made: each function makes one task of `cut.tasks` in a context's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from ministudio_cli.cut.deliver import Chapter, mux
from ministudio_cli.cut.picture import Join, burn, make_join
from ministudio_cli.cut.tasks import AccentTask, BurntTask, FilmTask, JoinTask, SheetTask, SoundTask
from ministudio_cli.errors import PassingFault
from ministudio_cli.media.xmp import Metadata, into_film, into_picture
from ministudio_cli.planning.source_types import IPTC
from ministudio_cli.providers.kit import Take, TakeContext


def sound(task: SoundTask, context: TakeContext) -> Take:
    """Raises PassingFault, which names the line, where a line's take is gone."""
    from ministudio_cli.cut.played import place_music  # noqa: PLC0415 - numpy
    from ministudio_cli.cut.sound import Stems, master, mix, place_lines, speaks  # noqa: PLC0415
    from ministudio_cli.cut.stems import place_clips, summed, write_voiced  # noqa: PLC0415

    folder = context.folder
    placed: dict[bool, list[tuple[int, Path]]] = {}
    for number, line in enumerate(task.lines):
        try:
            spoken = context.file(line.take, "line.wav")
            heard = write_voiced(spoken, line.voicing, task.samples - line.start, folder / f"line-{number}.wav")
            placed.setdefault(line.voicing.dialogue, []).append((line.start, heard))
        except PassingFault:
            raise PassingFault(
                f"the take of a line of {line.shot} (“{line.text[:40]}”) is no longer in the store",
                hint="run it again: it is spoken anew",
            ) from None
    spoken_stems = {
        name: place_lines(placed[dialogue], task.samples, folder / name) if dialogue in placed else None
        for dialogue, name in ((False, "narration.wav"), (True, "dialogue.wav"))
    }
    voice = summed([path for path in spoken_stems.values() if path], folder / "voice.wav")
    scored = [(each, context.file(each.take, each.file)) for each in task.music]
    under, level = place_music(scored, task.samples, folder / "music.wav") if scored else (None, 0.0)
    around, seen = (
        Path(shutil.copyfile(context.file(made, name), folder / stem)) if made else None
        for made, name, stem in (
            (task.ambience, "ambience.wav", "ambience.wav"),
            (task.foley, "foley.wav", "effects.wav"),
        )
    )
    footage = {
        ducked: place_clips(
            [(clip, context.file(clip.take, "sound.wav")) for clip in task.clips if clip.ducked is ducked],
            task.samples, folder / f"production-{'ducked' if ducked else 'kept'}.wav",
        )
        for ducked in (True, False)
    }  # fmt: skip
    stemmed = Stems(
        voice=voice, music=under, ambience=around, effects=seen, ducked=footage[True], kept=footage[False], level=level
    )
    mixed = mix(stemmed, task.samples, folder / "mix.wav")
    production = summed([path for path in footage.values() if path], folder / "production.wav")
    # Places alone are as loud as they are.
    played = under is not None or production is not None or (voice is not None and speaks(voice))
    finished = master(mixed, task.master if played else "none", folder)
    stems = {"master.wav": finished.path, "voice.wav": voice, "music.wav": under, "ambience.wav": around,
             "effects.wav": seen, "production.wav": production, **spoken_stems}  # fmt: skip
    files = {name: path for name, path in stems.items() if path}
    facts = {"lufs": finished.lufs, "peak": finished.peak, "samples": task.samples, "played": played}
    return Take(files=files, facts=facts)


def join(task: JoinTask, context: TakeContext) -> Take:
    joined = Join(
        kind=task.how,
        frames=task.frames,
        fps=task.fps,
        before=context.file(task.before, "tail.mp4") if task.before else None,
        after=context.file(task.after, "head.mp4"),
    )
    return Take(files={"join.mp4": make_join(joined, context.folder / "join.mp4")}, facts={"frames": task.frames})


def accented(task: AccentTask, context: TakeContext) -> Take:
    from ministudio_cli.cut.accents import accent  # noqa: PLC0415 - numpy

    part = context.file(task.part, task.file)
    return Take(
        files={task.file: accent(part, task.how, task.hits, task.fps, context.folder / task.file)},
        facts={"frames": task.frames},
    )


def burnt(task: BurntTask, context: TakeContext) -> Take:
    part = context.file(task.part, task.file)
    return Take(
        files={task.file: burn(part, task.words, task.fps, context.folder / task.file)}, facts={"frames": task.frames}
    )


def film(task: FilmTask, context: TakeContext) -> Take:
    text = context.folder / "captions.srt"
    text.write_text(task.captions, "utf-8")
    whole = mux(
        [context.file(part, name) for part, name in task.parts],
        context.file(task.sound, "master.wav"),
        text if task.captions else None,
        task.title,
        [Chapter(title=name, start=start, end=end) for name, start, end in task.chapters],
        task.fps,
        context.folder,
        task.language,
    )
    if task.source:
        into_film(whole, _metadata(task))
    return Take(files={"film.mp4": whole}, facts={"frames": task.frames, "samples": task.samples})


def sheet(task: SheetTask, context: TakeContext) -> Take:
    from ministudio_cli.media.sheet import write_sheet  # noqa: PLC0415 - OpenCV

    rows = [[context.file(take, name) for name in names] for take, names in task.stills]
    written = write_sheet(rows, context.folder / "sheet.jpg")
    if task.source:
        into_picture(written, _metadata(task))
    return Take(files={"sheet.jpg": written})


def _metadata(task: FilmTask | SheetTask) -> Metadata:
    return Metadata(title=task.title, description=task.described, language=task.language, source=IPTC + task.source)
