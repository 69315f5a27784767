"""What a film asks of its providers: what they cannot do, and what is not drawn as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ministudio_cli.media.fonts import undrawn as letters_undrawn
from ministudio_cli.planning.film_plan import Plan
from ministudio_cli.planning.speech import speech_faults
from ministudio_cli.planning.state import moments
from ministudio_cli.providers.capabilities import ability_faults, people_faults
from ministudio_cli.providers.registry import model_of, shot_provider, voice_engine, voice_provider
from ministudio_cli.providers.specs import names, option_faults, spec_of, used_specs
from ministudio_cli.screenplay.faults import Fault
from ministudio_cli.screenplay.loader import Source
from ministudio_cli.screenplay.model import Screenplay


def abilities(film: Screenplay, source: Source) -> Iterator[Fault]:
    """What a film asks of its providers that they cannot do, each at its line."""
    used_specs(film)
    yield from option_faults(film, source)
    for name, shots in film.shot_providers.items():
        model, spec = model_of(name), spec_of("shots", name)
        yield from ability_faults(film, source, model, shots if name != film.render.shots else ())
        allowed = dict(dict(film.render.options).get(spec.name, ())).get("people") == "all"
        yield from people_faults(film, source, model, spec.name, shots, allowed=allowed)
    yield from _joins(film, source)
    yield from _sounds(film, source)
    _, voice = voice_engine(film.render.voice)
    yield from speech_faults(
        film, source, voice.offered(), voice.names_key, ways=ways_to_speak, undrawn=letters_undrawn
    )


def _joins(film: Screenplay, source: Source) -> Iterator[Fault]:
    """Shots that are to go on from one that is made in another way."""
    before = None
    for number, scene in enumerate(film.scenes):
        for count, shot in enumerate(scene.shots):
            if shot.skip:
                continue
            drawn = model_of(film.render.of(shot.id)) is None
            if before is not None and shot.continuity == "match" and not shot.clips and before != drawn:
                yield Fault(
                    at=source.place(("scenes", number, "shots", count, "continuity")), rule="model",
                    message="a drawn shot and a generated one do not go on from each other’s last frame",
                    hint="let one provider make both (render:), or remove continuity: match",
                )  # fmt: skip
            before = None if shot.clips else drawn


def _sounds(film: Screenplay, source: Source) -> Iterator[Fault]:
    """Shots whose clips have no sound that could be heard."""
    for number, scene in enumerate(film.scenes):
        for count, shot in enumerate(scene.shots):
            model = model_of(film.render.of(shot.id))
            if shot.own_sound == "drop" or shot.clips or shot.skip or (model and model.sound != "none"):
                continue
            fault = Fault(
                at=source.place(("scenes", number, "shots", count, "clip_sound")), rule="clip",
                message=f"the clips of {model.model} have no sound" if model
                else "the shot is drawn, and has no sound of its own: clip_sound says nothing while it is",
                hint="use sound: for what is heard there",
            )  # fmt: skip
            if model:
                yield fault
            else:
                # The same film is generated with another profile.
                source.warnings.append(fault)


def drawing_warnings(film: Screenplay, source: Source) -> Iterator[Fault]:
    """What of a film's words its provider of shots knows that it cannot draw, move or act, each once, at its line."""
    seen: set[str] = set()

    def each_once(path: tuple[str | int, ...], words: Iterable[str]) -> Iterator[Fault]:
        for message in words:
            if message and message not in seen:
                seen.add(message)
                yield Fault(at=source.place(path), rule="undrawn", message=message)

    own_sets = {place.id for place in film.sets if place.reference}
    own_cast = {figure.id for figure in film.cast if figure.reference}
    places = [(number, count) for number, scene in enumerate(film.scenes)
              for count, shot in enumerate(scene.shots) if not shot.skip]  # fmt: skip
    for (scene, number), moment in zip(places, moments(film), strict=True):
        here: tuple[str | int, ...] = ("scenes", scene, "shots", number)
        provider = shot_provider("animatic" if moment.shot.clips else film.render.of(moment.shot.id))
        if moment.shot.clips:
            yield from each_once((*here, "camera"), [provider.unmoved(moment.shot.camera)])
            continue
        yield from each_once(("style", "look"), [provider.unrendered(film.style.look)])
        if moment.shot.set not in own_sets:
            yield from each_once(("sets", moment.shot.set), provider.undrawn(moment.view, []))
        for figure in moment.figures:
            if figure.id not in own_cast:
                yield from each_once(("cast", figure.id), provider.undrawn(None, [figure]))
        yield from each_once((*here, "camera"), [provider.unmoved(moment.shot.camera)])
        yield from each_once((*here, "action"), provider.unacted(moment.shot.action, list(moment.figures), moment.art))


def held_against(film: Screenplay, source: Source) -> list[Fault]:
    """What a film asks of its providers that they cannot do; what is not drawn as it is written becomes a warning."""
    found = list(abilities(film, source))
    if not found:
        source.warnings.extend(drawing_warnings(film, source))
    return found


def ways_to_speak(language: str) -> list[str]:
    """What would speak a language (a BCP 47 tag) that no voice speaks now, by each voice that knows of a way."""
    ways = [voice_provider(name).lacking(language) for name in names("voices")]
    return list(dict.fromkeys(way for way in ways if way))


def undrawn(plan: Plan) -> list[str]:
    """What of a plan its provider of shots knows that it cannot draw, in words; most providers cannot tell."""
    found: dict[str, None] = {}
    for shot in plan.shots:
        if shot.plate is None:
            continue
        provider = shot_provider(shot.maker.ref.name)
        if words := provider.unrendered(plan.film.style.look):
            found[words] = None
        if words := provider.unmoved(shot.shot.camera):
            found[words] = None
        # What comes from a picture of the user's own needs no words.
        view = None if shot.plate.reference else shot.moment.view
        given = {portrait.figure.id for portrait in shot.portraits if portrait.reference}
        figures = [figure for figure in shot.moment.figures if figure.id not in given]
        found |= dict.fromkeys(provider.undrawn(view, figures))
        found |= dict.fromkeys(provider.unacted(shot.shot.action, list(shot.moment.figures), shot.moment.art))
    return list(found)
