"""The emulator refuses what the real services are known to refuse, asked over the wire as they are: no client between."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from ministudio_cli.providers.google.emulator.answers import PROJECT
from ministudio_cli.providers.google.emulator.flaws import Flaws
from ministudio_cli.providers.google.emulator.knobs import Knobs
from ministudio_cli.providers.google.emulator.server import Emulator

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 64).decode()
IMAGE = {"bytesBase64Encoded": PIXEL, "mimeType": "image/png"}
VEO = "veo-3.1-generate-001"


@pytest.fixture(scope="module")
def google() -> Iterator[Emulator]:
    with Emulator(Knobs(latency=0.0, voice="hum", flaws=Flaws(plain=True), quota=100)) as emulator:
        yield emulator


def asked(google: Emulator, path: str, body: dict[str, Any] | None, **headers: str) -> tuple[int, dict[str, Any]]:
    """One request; its status and its answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback
        google.url + path, data, {"Content-Type": "application/json"} | headers
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def token(google: Emulator) -> dict[str, str]:
    claims = base64.urlsafe_b64encode(json.dumps({"scope": "https://www.googleapis.com/auth/cloud-platform"}).encode())
    _, answer = asked(google, "/token", {"assertion": f"a.{claims.decode().rstrip('=')}.c"})
    return {"Authorization": f"Bearer {answer['access_token']}"}


def veo(google: Emulator, model: str = VEO, location: str = "us-central1", instance: Any = None, **told: Any) -> str:
    """What becomes of a request to Veo: “taken”, or the words of its refusal, at once or as its operation's error."""
    held = token(google)
    parameters = {"sampleCount": 1, "durationSeconds": 8, "aspectRatio": "16:9", "resolution": "720p", "seed": 1,
                  "generateAudio": False} | told  # fmt: skip
    parameters = {name: value for name, value in parameters.items() if value is not None}
    place = f"/v1beta1/projects/{PROJECT}/locations/{location}/publishers/google/models/{model}"
    body = {"instances": [{"prompt": "A bridge."} | (instance or {})], "parameters": parameters}
    status, answer = asked(google, f"{place}:predictLongRunning", body, **held)
    if status != 200:
        return f"{status} {answer['error']['message']}"
    _, polled = asked(google, f"{place}:fetchPredictOperation", {"operationName": answer["name"]}, **held)
    return f"operation {polled['error']['code']} {polled['error']['message']}" if "error" in polled else "taken"


REFERENCE = {"referenceImages": [{"image": IMAGE, "referenceType": "ASSET"}]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"enhancePrompt": False}, "operation 3 Veo 3 prompt enhancement cannot be disabled"),
        ({"durationSeconds": 5}, "supported durations are [8,4,6] for feature text_to_video"),
        ({"durationSeconds": 6, "instance": REFERENCE}, "supported durations are [8] for feature reference_to_video"),
        ({"model": "veo-3.1-lite-generate-001", "instance": REFERENCE}, "Reference to video is not supported"),
        ({"instance": REFERENCE | {"image": IMAGE}}, "not supported together"),
        ({"instance": {"lastFrame": IMAGE}}, "only supported for image to video"),
        ({"instance": {"referenceImages": REFERENCE["referenceImages"] * 4}}, "At most 3"),
        ({"resolution": "540p"}, "Unsupported resolution 540p"),
        ({"model": "veo-3.1-fast-generate-001", "resolution": "4k"}, "Unsupported resolution"),
        ({"aspectRatio": "1:1"}, "Unsupported aspect ratio"),
        ({"seed": 2**32}, "400 Invalid value at 'parameters.seed' (TYPE_UINT32)"),
        ({"sampleCount": 9}, "400 sampleCount"),
        ({"duration_seconds": 4}, "400 Invalid JSON payload received. Unknown name"),
        ({"personGeneration": "everybody"}, "400 everybody for personGeneration"),
        ({"personGeneration": "allow_all"}, "400 allow_all for personGeneration is currently not supported"),
        ({"instance": {"prompt": "A girl of ten runs."}}, "Support codes: 58061214"),
        ({"instance": {"prompt": ""}}, "400 The prompt is empty"),
        ({"location": "global"}, "404 Publisher Model"),
        ({"location": "europe-west4"}, "404 Publisher Model"),
        ({"model": "veo-2.0-generate-001"}, "404 Publisher Model"),
    ],
)
def test_veo_refuses(change: dict[str, Any], words: str, google: Emulator) -> None:
    assert words in veo(google, **change)
    before = google.billed()
    veo(google, **change)
    assert google.billed() == before, "a refusal is not billed"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"enhancePrompt": True},
        {"seed": 2**32 - 1},
        {"durationSeconds": 4, "resolution": "1080p"},
        {"instance": REFERENCE},
        {"instance": {"image": IMAGE, "lastFrame": IMAGE}, "durationSeconds": 6},
        {"model": "veo-3.1-lite-generate-001", "instance": {"image": IMAGE}},
        {"generateAudio": None},
    ],
)
def test_veo_takes(change: dict[str, Any], google: Emulator) -> None:
    assert veo(google, **change) == "taken"


def test_sound_that_is_not_left_out_is_billed(google: Emulator) -> None:
    before = google.billed()
    veo(google, generateAudio=None)
    middle = google.billed()
    veo(google)
    assert (float(middle - before), float(google.billed() - middle)) == (3.2, 1.6)


def omni(google: Emulator, prompt: str = "A bridge.", images: int = 0, shape: Any = None, **config: Any) -> str:
    body = {
        "model": "gemini-omni-1.2-flash",
        "background": True,
        "input": [
            *({"type": "image", "data": PIXEL, "mime_type": "image/png"} for _ in range(images)),
            {"type": "text", "text": prompt},
        ],
        "response_format": {"type": "video", "duration": "8s", "aspect_ratio": "16:9", "resolution": "720p",
                            "delivery": "uri"} | (shape or {}),
        "generation_config": {"seed": 1} | config,
    }  # fmt: skip
    status, answer = asked(google, "/v1/interactions", body, **{"x-goog-api-key": "key"})
    return "taken" if status == 200 else f"{status} {answer['error']['code']} {answer['error']['message']}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 2**31}, "400 invalid_request Invalid value at 'generation_config.seed' (TYPE_INT32), 2147483648"),
        ({"shape": {"resolution": "540p"}}, "Supported: 360p, 720p, 1080p, 4k"),
        ({"shape": {"duration": "2s"}}, "Unsupported duration"),
        ({"shape": {"duration": "16s"}}, "Unsupported duration"),
        ({"shape": {"duration": "8"}}, "Unsupported duration"),
        ({"shape": {"aspect_ratio": "1:1"}}, "aspect_ratio"),
        ({"temperature": 1.0}, "temperature is not supported"),
        ({"images": 7, "prompt": "A bridge."}, "At most 6 images"),
        ({"images": 1, "prompt": "[# Sources <LAST_FRAME>@Image1]\nA bridge."}, "<LAST_FRAME> requires <FIRST_FRAME>"),
        ({"images": 1, "prompt": "[# Sources <FIRST_FRAME>@Image2]\nA bridge."}, "not sent"),
        ({"images": 2, "prompt": "<FIRST_FRAME>\nA bridge."}, "names 1 images, 2 were sent"),
        (
            {
                "images": 2,
                "prompt": "[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2]\nA.",
                "shape": {"duration": "12s"},
            },
            "3s to 10s",
        ),
        ({"video_config": {"task": "invent"}}, "task"),
    ],
)
def test_omni_refuses(change: dict[str, Any], words: str, google: Emulator) -> None:
    assert words in omni(google, **change)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"seed": 2**31 - 1},
        {"shape": {"resolution": "4k", "duration": "15s"}},
        {"images": 2, "prompt": "<FIRST_FRAME> <IMAGE_REF_0>\nA bridge."},
        {"images": 3, "prompt": "[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2] [# References <IMAGE_REF_0>@Image3]\nA."},
    ],
)  # fmt: skip
def test_omni_takes(change: dict[str, Any], google: Emulator) -> None:
    assert omni(google, **change) == "taken"


def picture(google: Emulator, place: str = "", model: str = "gemini-3.1-flash-image", **told: Any) -> str:
    shape = {"aspectRatio": told.pop("aspect", "16:9"), "imageSize": told.pop("size", "1K")}
    config = {"responseModalities": ["IMAGE"], "imageConfig": shape, "seed": 1} | told
    body = {"contents": [{"parts": [{"text": "A room."}]}], "generationConfig": config}
    if place:
        path = f"/v1beta1/projects/{PROJECT}/locations/{place}/publishers/google/models/{model}:generateContent"
        status, answer = asked(google, path, body, **token(google))
    else:
        status, answer = asked(google, f"/v1beta/models/{model}:generateContent", body, **{"x-goog-api-key": "key"})
    return "taken" if status == 200 else f"{status} {answer['error']['message']}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 3812238859}, "400 Invalid value at 'generation_config.seed' (TYPE_INT32), 3812238859"),
        ({"place": "us-central1"}, "404 Publisher Model"),
        ({"size": "2k"}, "image_size"),
        ({"aspect": "17:9"}, "aspect_ratio"),
        ({"responseModalities": ["TEXT"]}, "IMAGE"),
        ({"model": "gemini-2.0-image"}, "404"),
    ],
)
def test_pictures_refuse(change: dict[str, Any], words: str, google: Emulator) -> None:
    assert words in picture(google, **change)


def test_pictures_take_what_is_offered_and_bill_by_size(google: Emulator) -> None:
    for size, price in (("1K", 0.067), ("2K", 0.101), ("4K", 0.151)):
        before = google.billed()
        assert picture(google, place="global", size=size) == "taken"
        assert float(google.billed() - before) == price


def speech(google: Emulator, version: str = "v1", voice: str = "en-US-Chirp3-HD-Kore", **told: Any) -> str:
    body = {
        "input": told.pop("input", {"text": "Hello."}),
        "voice": {"languageCode": told.pop("language", "en-US"), "name": voice},
        "audioConfig": {"audioEncoding": "LINEAR16"} | told.pop("audio", {}),
    } | told
    status, answer = asked(google, f"/{version}/text:synthesize", body, **{"x-goog-api-key": "key"})
    return "taken" if status == 200 else f"{status} {answer['error']['message']}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"voice": "en-US-Nobody-X"}, "400 Voice 'en-US-Nobody-X' does not exist. Is it misspelled?"),
        ({"audio": {"pitch": 2}}, "400 This voice does not support pitch parameters at this time."),
        ({"voice": "en-US-Journey-F", "audio": {"speakingRate": 1.1}}, "speaking rate"),
        ({"audio": {"speakingRate": 3}}, "out of range"),
        ({"language": "de-DE"}, "does not match the voice"),
        ({"input": {"text": "a" * 5001}}, "limit of 5000 bytes"),
        ({"voice": "en-US-Neural2-D", "enableTimePointing": ["SSML_MARK"]}, "Time pointing"),
    ],
)
def test_speech_refuses(change: dict[str, Any], words: str, google: Emulator) -> None:
    assert words in speech(google, **change)


def test_speech_bills_every_character_of_its_tags_but_marks(google: Emulator) -> None:
    before = google.billed()
    text = '<speak><mark name="0"/>Hello</speak>'
    assert speech(google, "v1beta1", "en-US-Neural2-D", input={"ssml": text}) == "taken"
    assert google.billed() - before == 20 * __import__("decimal").Decimal("0.000016")


def test_credentials_are_held_by_each_service(google: Emulator) -> None:
    assert asked(google, "/v1/interactions", {"model": "m"})[0] == 403
    cloud = f"/v1beta1/projects/{PROJECT}/locations/us-central1/publishers/google/models/{VEO}:predictLongRunning"
    assert asked(google, cloud, {}, **{"x-goog-api-key": "key"})[0] == 401
    assert asked(google, cloud, {}, Authorization="Bearer of-somebody-else")[0] == 401
    elsewhere = cloud.replace(PROJECT, "another-project")
    assert (
        "Permission 'aiplatform.endpoints.predict' denied"
        in asked(google, elsewhere, {}, **token(google))[1]["error"]["message"]
    )
    assert asked(google, "/token", {"assertion": "a.e30.c"})[0] == 400


def test_models_and_operations_answer_as_they_do(google: Emulator) -> None:
    key = {"x-goog-api-key": "key"}
    listed = asked(google, "/v1/models", None, **key)[1]["models"]
    assert {"name": "models/gemini-omni-1.2-flash"} in listed
    assert asked(google, "/v1beta/models/gemini-3.1-flash-image", None, **key)[0] == 200
    assert asked(google, "/v1beta/models/gemini-1.0", None, **key)[0] == 404
    held = token(google)
    assert asked(google, f"/v1beta1/publishers/google/models/{VEO}", None, **held)[0] == 200
    place = f"/v1beta1/projects/{PROJECT}/locations/us-central1/publishers/google/models/{VEO}"
    assert asked(google, f"{place}/operations/1", None, **held)[0] == 400
    assert asked(google, f"{place}:fetchPredictOperation", {"operationName": "a/b/unknown"}, **held)[0] == 404
