"""What the emulated services answer: Veo, Omni, pictures and speech."""

from __future__ import annotations

import base64
import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ministudio_cli.providers.google.emulator.footage import picture
from ministudio_cli.providers.google.emulator.rules import (
    Body,
    Ended,
    check_omni,
    check_picture,
    check_speech,
    check_veo,
    omni_price,
    picture_price,
    veo_price,
)
from ministudio_cli.providers.google.emulator.speaking import speak

if TYPE_CHECKING:
    from ministudio_cli.providers.google.emulator.server import Emulator

PROJECT = "emulated-project"


def submit_veo(emulator: Emulator, model: str, location: str, body: Body) -> Any:
    ended: Ended | None = None
    try:
        check_veo(model, body, children=emulator.knobs.children)
    except Ended as error:
        ended = error
    instance, asked = body["instances"][0], body["parameters"]
    references = instance.get("referenceImages", [])
    first = base64.b64decode(instance["image"]["bytesBase64Encoded"]) if "image" in instance else b""
    pictures = [base64.b64decode(reference["image"]["bytesBase64Encoded"]) for reference in references]
    if "lastFrame" in instance:
        emulator.note(
            "last frame", sent=hashlib.sha256(instance["lastFrame"]["bytesBase64Encoded"].encode()).hexdigest()[:12]
        )
    job = emulator.takes.take(
        instance["prompt"], float(asked.get("durationSeconds", 8)), asked.get("resolution", "720p"),
        asked.get("aspectRatio", "16:9"), int(asked.get("seed", 0)), first, pictures,
        Decimal(0) if ended else veo_price(model, asked), ended, sound=asked.get("generateAudio", True),
    )  # fmt: skip
    return {"name": f"projects/{PROJECT}/locations/{location}/publishers/google/models/{model}/operations/{job.id}"}


def poll_veo(emulator: Emulator, body: Body) -> Any:
    name = body["operationName"]
    job = emulator.takes.job(name.rsplit("/", 1)[1])
    emulator.note("poll", id=job.id)
    if job.ended:
        return {"name": name, "done": True, "error": {"code": job.ended.code, "message": job.ended.message}}
    if not emulator.takes.done(job):
        return {"name": name}
    if emulator.takes.named(emulator.knobs.refuse, job):
        reason = (
            "Veo could not generate 1 videos based on the prompt provided: it may violate our usage guidelines "
            "(violence). You will not be charged for this request. Support codes: 61493863"
        )
        return {
            "name": name,
            "done": True,
            "response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [reason]},
        }
    if emulator.takes.named(emulator.knobs.empty, job):
        return {"name": name, "done": True, "response": {}}
    video = {"bytesBase64Encoded": base64.b64encode(emulator.takes.finished(job.id)).decode(), "mimeType": "video/mp4"}
    return {"name": name, "done": True, "response": {"videos": [video]}}


def submit_omni(emulator: Emulator, body: Body) -> Any:
    words, tags, seconds = check_omni(body)
    shape = body["response_format"]
    shape = shape[0] if isinstance(shape, list) else shape
    parts = [part for step in body["input"] for part in step.get("content", [step])]
    pictures = [base64.b64decode(part["data"]) for part in parts if part["type"] == "image"]
    sent = dict(zip(tags, pictures, strict=True))
    if "LAST_FRAME" in sent:
        emulator.note("last frame", sent=hashlib.sha256(sent["LAST_FRAME"]).hexdigest()[:12])
    references = [data for tag, data in zip(tags, pictures, strict=True) if tag.startswith("IMAGE_REF")]
    seed = int(body.get("generation_config", {}).get("seed", 0))
    resolution = shape.get("resolution", "720p")
    job = emulator.takes.take(
        words, float(seconds), resolution, shape.get("aspect_ratio", "16:9"), seed, sent.get("FIRST_FRAME", b""),
        references, omni_price(body["model"], resolution, seconds), None, sound=True,
    )  # fmt: skip
    return {"id": job.id, "status": "in_progress", "steps": [], "object": "interaction", "model": body["model"]}


def poll_omni(emulator: Emulator, name: str) -> Any:
    job = emulator.takes.job(name)
    emulator.note("poll", id=name)
    answer: Body = {"id": name, "status": "completed", "object": "interaction", "steps": []}
    if not emulator.takes.done(job):
        return answer | {"status": "in_progress"}
    content: list[Body] = [
        {
            "type": "video",
            "mime_type": "video/mp4",
            "uri": f"https://generativelanguage.googleapis.com/v1beta/files/{name}:download?alt=media",
        }
    ]
    if emulator.takes.named(emulator.knobs.refuse, job):
        content = [
            {"type": "text", "text": "I cannot make this video: it may violate our usage guidelines (violence)."}
        ]
    elif emulator.takes.named(emulator.knobs.empty, job):
        content = []
    return answer | {"steps": [{"type": "model_output", "content": content}]}


def file_of(emulator: Emulator, name: str) -> Any:
    made = emulator.takes.job(name).made
    state = "ACTIVE" if made is not None and made.done() else "PROCESSING"
    return {"name": f"files/{name}", "state": state, "mimeType": "video/mp4"}


def generate_picture(emulator: Emulator, model: str, body: Body) -> Any:
    named, aspect = check_picture(model, body)
    prompt = body["contents"][0]["parts"][0]["text"]
    asked = body.get("generationConfig", {})
    seed = int(asked.get("seed", 0))
    request = hashlib.sha256(f"{model}|{prompt}|{seed}|{named}|{aspect}".encode()).hexdigest()[:16]
    if emulator.knobs.refuse and emulator.knobs.refuse.lower() in prompt.lower():
        emulator.note("refused", request=request)
        return {"promptFeedback": {"blockReason": "SAFETY"}}
    usd = str(picture_price(model, named))
    emulator.note("picture", request=request, prompt=prompt, seed=seed, size=named, usd=usd)
    across, down = map(int, aspect.split(":"))
    short = 576
    size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
    data = base64.b64encode(picture(prompt, *size, seed)).decode()
    part = {"inlineData": {"mimeType": "image/png", "data": data}}
    return {"candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}]}


def speech(emulator: Emulator, version: str, body: Body) -> Any:
    usd = check_speech(version, body)
    text = body["input"].get("text") or body["input"].get("ssml", "")
    voice = body["voice"]["name"]
    emulator.note("speech", text=text, voice=voice, usd=str(usd))
    audio, marks = speak(text, voice, emulator.knobs.voice, emulator.knobs.speech)
    return {
        "audioContent": base64.b64encode(audio).decode(),
        "timepoints": [{"markName": name, "timeSeconds": at} for name, at in marks],
    }
