"""What each service refuses, parameter by parameter, with its status and its class of words; and what it bills."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ministudio_cli.json_types import JsonObject
from ministudio_cli.providers.google.emulator.http import Answered

Body = JsonObject
"""What a request or an answer holds, as JSON."""


class Ended(Exception):
    """A request that is taken and ends with an error of its operation: google.rpc code and words. It is not billed."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@cache
def facts() -> Body:
    """The dated facts of facts.yaml."""
    import yaml  # noqa: PLC0415

    text = (files("ministudio_cli.providers.google.emulator") / "facts.yaml").read_text("utf-8")
    found: Body = yaml.safe_load(text)
    return found


def publisher_model(project: str, location: str, model: str) -> Answered:
    """Vertex AI's answer where a model is not known in a place."""
    return Answered(
        404,
        f"Publisher Model `projects/{project}/locations/{location}/publishers/google/models/{model}` was not found or "
        "your project does not have access to it. Please ensure you are using a valid model version.",
    )


def check_veo(model: str, body: Body, *, children: bool) -> None:
    """Raises Answered for what is refused at once, Ended for what is taken and ends with an error."""
    known = facts()["veo"]
    instances, parameters = body.get("instances"), body.get("parameters", {})
    if not isinstance(instances, list) or len(instances) != 1 or not isinstance(instances[0], dict):
        raise Answered(400, "Request contains an invalid argument: exactly one instance is expected.")
    asked = instances[0]
    for name in asked:
        _known(name, known["instance"], "instances[0]")
    for name in parameters:
        _known(name, known["parameters"], "parameters")
    prompt = asked.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise Answered(400, "The prompt is empty.")
    seed = parameters.get("seed", 0)
    if not isinstance(seed, int) or not 0 <= seed <= known["seed_max"]:
        raise Answered(400, f"Invalid value at 'parameters.seed' (TYPE_UINT32), {seed}")
    if parameters.get("sampleCount", 1) not in (1, 2, 3, 4):
        raise Answered(400, "sampleCount must be between 1 and 4.")
    if not isinstance(parameters.get("generateAudio", True), bool):
        raise Answered(400, "Invalid value at 'parameters.generateAudio' (TYPE_BOOL).")
    _veo_people(parameters, known, children=children)
    _veo_pictures(model, asked, known)
    _veo_values(model, asked, parameters, known)
    child = re.search(facts()["child"], prompt, re.IGNORECASE)
    if child and parameters.get("personGeneration") != "allow_all":
        raise Ended(
            3,
            "The prompt could not be submitted. This prompt contains sensitive words that violate Google's Responsible "
            "AI practices. Try rephrasing the prompt. If you think this was an error, send feedback. "
            "Support codes: 58061214",
        )


def _veo_people(parameters: Body, known: Body, *, children: bool) -> None:
    people = parameters.get("personGeneration", "allow_adult")
    if people not in known["people"]:
        raise Answered(400, f"{people} for personGeneration is not supported.")
    if people == "allow_all" and not children:
        raise Answered(400, "allow_all for personGeneration is currently not supported.")


def _veo_pictures(model: str, asked: Body, known: Body) -> None:
    references, most = asked.get("referenceImages", []), known["models"][model]["references"]
    pictures = (asked.get("image"), asked.get("lastFrame"), *(reference.get("image") for reference in references))
    if any(
        picture is not None and not (picture.get("bytesBase64Encoded") and picture.get("mimeType"))
        for picture in pictures
    ):
        raise Answered(400, "An image needs bytesBase64Encoded and mimeType.")
    refused = (
        (bool(references) and not most, "Reference to video is not supported by this model."),
        (len(references) > most, f"At most {most} reference images are supported."),
        (
            any(reference.get("referenceType", "").upper() != "ASSET" for reference in references),
            "Only asset reference images are supported by this model.",
        ),
        (
            bool(references) and ("image" in asked or "lastFrame" in asked),
            "Reference images are not supported together with an image or a last frame.",
        ),
        ("lastFrame" in asked and "image" not in asked, "A last frame is only supported for image to video."),
    )
    for wrong, words in refused:
        if wrong:
            raise Ended(3, words)


def _veo_values(model: str, asked: Body, parameters: Body, known: Body) -> None:
    if parameters.get("enhancePrompt") is False:
        raise Ended(3, "Veo 3 prompt enhancement cannot be disabled.")
    references = asked.get("referenceImages", [])
    seconds = parameters.get("durationSeconds", 8)
    feature = "reference_to_video" if references else "image_to_video" if "image" in asked else "text_to_video"
    offered = known["reference_seconds"] if references else known["seconds"]
    if seconds not in offered:
        listed = ",".join(map(str, offered))
        raise Ended(
            3,
            f"Unsupported output video duration {seconds} seconds, supported durations are [{listed}] for feature "
            f"{feature}.",
        )
    if parameters.get("resolution", "720p") not in known["models"][model]["without"]:
        raise Ended(3, f"Unsupported resolution {parameters['resolution']}.")
    if parameters.get("aspectRatio", "16:9") not in known["aspects"]:
        raise Ended(3, f"Unsupported aspect ratio {parameters['aspectRatio']}.")


def veo_price(model: str, parameters: Body) -> Decimal:
    """US dollars; a request that does not leave out the sound is billed with it."""
    one = facts()["veo"]["models"][model]
    rates = one["with_sound"] if parameters.get("generateAudio", True) else one["without"]
    return Decimal(str(rates[parameters.get("resolution", "720p")])) * int(parameters.get("durationSeconds", 8))


def check_omni(body: Body) -> tuple[str, list[str], int]:
    """The prompt without its tags, the tag of each image in order, and the seconds; raises Answered where refused."""
    known = facts()["omni"]
    if body.get("model") not in known["models"]:
        raise _invalid(f"The model {body.get('model')} is not found.", 404)
    if "system_instruction" in body:
        raise _invalid("system_instruction is not supported by this model.")
    shape = body.get("response_format")
    shape = shape[0] if isinstance(shape, list) else shape
    if not isinstance(shape, dict) or shape.get("type") != "video":
        raise _invalid("response_format.type must be video.")
    _omni_values(shape, body.get("generation_config", {}), body["model"], known)
    parts = [part for step in body.get("input", ()) for part in step.get("content", [step])]
    prompt = next((part["text"] for part in parts if part.get("type") == "text"), "")
    pictures = [part for part in parts if part.get("type") == "image"]
    if not prompt.strip():
        raise _invalid("The input has no text.")
    if len(pictures) > known["images"]:
        raise _invalid(f"At most {known['images']} images are supported.")
    words, tags = _tags(prompt, len(pictures))
    found = re.fullmatch(r"(\d+)s", str(shape.get("duration", "8s")))
    longest = known["longest_with_last_frame"] if "LAST_FRAME" in tags else known["longest"]
    if not found or not known["shortest"] <= int(found[1]) <= longest:
        raise _invalid(f"Unsupported duration {shape.get('duration')}: {known['shortest']}s to {longest}s.")
    return words, tags, int(found[1])


def _omni_values(shape: Body, config: Body, model: str, known: Body) -> None:
    choices = {
        "resolution": list(known["models"][model]), "aspect_ratio": known["aspects"], "delivery": known["delivery"],
    }  # fmt: skip
    for name, offered in choices.items():
        if name in shape and shape[name] not in offered:
            raise _invalid(
                f"Invalid value at 'response_format.{name}': {shape[name]}. Supported: {', '.join(offered)}."
            )
    for name in config:
        if name not in known["config"]:
            raise _invalid(f"{name} is not supported by this model.")
    seed = config.get("seed", 0)
    if not isinstance(seed, int) or not -known["seed_max"] - 1 <= seed <= known["seed_max"]:
        raise _invalid(f"Invalid value at 'generation_config.seed' (TYPE_INT32), {seed}")
    if config.get("video_config", {}).get("task", "text_to_video") not in known["tasks"]:
        raise _invalid("Invalid value at 'generation_config.video_config.task'.")


def _tags(prompt: str, pictures: int) -> tuple[str, list[str]]:
    """What each picture is for: “<TAG>@ImageN”, or tags in the pictures' order."""
    head = re.match(r"(?:\[# (?:Sources|References)[^\]]*\]\s*|<[A-Z_0-9]+>\s*)+", prompt)
    if not head:
        return prompt, ["IMAGE_REF"] * pictures
    named = re.findall(r"<(FIRST_FRAME|LAST_FRAME|IMAGE_REF_\d+)>(?:@Image(\d+))?", head[0])
    if len(named) != pictures:
        raise _invalid(f"The prompt names {len(named)} images, {pictures} were sent.")
    tags = [""] * pictures
    for index, (tag, number) in enumerate(named):
        at = int(number) - 1 if number else index
        if not 0 <= at < pictures or tags[at]:
            raise _invalid(f"The prompt names an image that was not sent: @Image{number}.")
        tags[at] = tag
    if "LAST_FRAME" in tags and "FIRST_FRAME" not in tags:
        raise _invalid("<LAST_FRAME> requires <FIRST_FRAME>.")
    return prompt[head.end() :], tags


def omni_price(model: str, resolution: str, seconds: int) -> Decimal:
    return Decimal(str(facts()["omni"]["models"][model][resolution])) * seconds


def check_picture(model: str, body: Body) -> tuple[str, str]:
    """The size and the shape; raises Answered where they are refused."""
    known = facts()["pictures"]
    if model not in known["models"]:
        raise Answered(404, f"models/{model} is not found for API version v1beta, or is not supported.")
    config = body.get("generationConfig", {})
    seed = config.get("seed", 0)
    if not isinstance(seed, int) or not -known["seed_max"] - 1 <= seed <= known["seed_max"]:
        raise Answered(400, f"Invalid value at 'generation_config.seed' (TYPE_INT32), {seed}")
    if "IMAGE" not in config.get("responseModalities", []):
        raise Answered(400, "responseModalities must include IMAGE.")
    shape = config.get("imageConfig", {})
    size, aspect = shape.get("imageSize", "1K"), shape.get("aspectRatio", "1:1")
    if size not in known["models"][model]:
        raise Answered(400, f"Invalid value at 'generation_config.image_config.image_size': {size}")
    if aspect not in known["aspects"]:
        raise Answered(400, f"Invalid value at 'generation_config.image_config.aspect_ratio': {aspect}")
    return size, aspect


def picture_price(model: str, size: str) -> Decimal:
    return Decimal(str(facts()["pictures"]["models"][model][size]))


def check_speech(version: str, body: Body) -> Decimal:
    """US dollars that a line costs; raises Answered where it is refused."""
    known = facts()["speech"]
    text = body.get("input", {}).get("text") or body.get("input", {}).get("ssml") or ""
    if not text:
        raise Answered(400, "The input is empty.")
    if len(text.encode()) > known["bytes"]:
        raise Answered(400, f"input.text is longer than the limit of {known['bytes']} bytes. This limit is different.")
    voice = body.get("voice", {})
    name = voice.get("name", "")
    if name not in known["voices"]:
        raise Answered(400, f"Voice '{name}' does not exist. Is it misspelled?")
    if not name.startswith(voice.get("languageCode", "")):
        raise Answered(400, f"Requested language code '{voice.get('languageCode')}' does not match the voice '{name}'.")
    family = next(family for family in known["families"] if f"-{family}-" in name)
    rules, audio = known["families"][family], body.get("audioConfig", {})
    if audio.get("pitch") and not rules["pitch"]:
        raise Answered(400, "This voice does not support pitch parameters at this time.")
    if abs(audio.get("pitch", 0)) > known["pitch"]:
        raise Answered(400, "audio_config.pitch is out of range.")
    rate = audio.get("speakingRate", 0)
    if rate and not rules["rate"]:
        raise Answered(400, "This voice does not support speaking rate at this time.")
    if rate and not known["rate"][0] <= rate <= known["rate"][1]:
        raise Answered(400, "audio_config.speaking_rate is out of range.")
    if body.get("enableTimePointing") and (version != "v1beta1" or not rules["marks"]):
        raise Answered(400, "Time pointing is not supported here.")
    billed = re.sub(r"<mark\b[^>]*/>", "", text)
    return Decimal(str(rules["price"])) * len(billed)


def _known(name: str, offered: list[str], where: str) -> None:
    """The real service passes over a name that it does not know: what was meant by it is then not done."""
    if name not in offered:
        raise Answered(400, f"Invalid JSON payload received. Unknown name \"{name}\" at '{where}': Cannot find field.")


def _invalid(message: str, code: int = 400) -> Answered:
    """The interactions' own form of an error."""
    return Answered(code, message, kind="invalid_request" if code == 400 else "not_found")
