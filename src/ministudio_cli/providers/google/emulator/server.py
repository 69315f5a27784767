"""Google on loopback: Veo's operations, Omni's interactions, files, pictures, tokens and speech, in one process.

It speaks to the real client libraries, draws what the prompt says, counts what would have been paid, and fails as it
is told to. It is never used unless MINISTUDIO_GOOGLE_URL names it, and everything it draws is marked as emulated.
"""

from __future__ import annotations

import base64
import collections
import contextlib
import dataclasses
import hashlib
import json
import random
import re
import secrets
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from ministudio_cli.providers.google.emulator.flaws import Flaws
from ministudio_cli.providers.google.emulator.footage import clip, given, picture
from ministudio_cli.providers.google.emulator.http import Answered, Drop, Handler, Server
from ministudio_cli.providers.google.emulator.rules import (
    Ended,
    check_omni,
    check_picture,
    check_speech,
    check_veo,
    facts,
    omni_price,
    picture_price,
    publisher_model,
    veo_price,
)
from ministudio_cli.providers.google.emulator.speaking import speak

PROJECT = "emulated-project"
FAULTS = ("429", "500", "drop", "truncate")
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """How it behaves: seconds of `latency` a clip, `quota` of clips at once, a `storm` (share of requests that fail).

    `refuse`, `hang`, `lose`, `expire`, `forget` and `empty` name words: a clip whose prompt has them is refused by
    safety, never ends, is taken without an answer, is said to have expired once it is done, is not known when it is
    asked after, or ends with nothing. `wrong`, `stray`, `small`, `upright` and `brief` clips show in their first take
    other clothes, another place with nobody in it, too few pixels, another shape, or one second only. `footage` is a
    folder of clips, NAME.mp4, that are given for prompts with that name instead of what is drawn.
    """

    latency: float = 1.0
    quota: int = 8
    storm: float = 0.0
    seed: int = 1
    refuse: str = ""
    hang: str = ""
    lose: str = ""
    expire: str = ""
    forget: str = ""
    empty: str = ""
    wrong: str = ""
    stray: str = ""
    small: str = ""
    upright: str = ""
    brief: str = ""
    footage: str = ""
    children: bool = False
    """Whether the project is one that may show children."""
    slow: float = 0.0
    """Seconds between a request that was understood and its answer."""
    speech: float = 1.0
    """How long speech lasts, against the voice's own length."""
    voice: str = "offline"
    flaws: Flaws = field(default_factory=Flaws)


@dataclass(slots=True)
class Job:
    """One clip that was taken; `ended` is the error that it ends with, `price` what a clip that comes is billed at."""

    id: str
    prompt: str
    born: float
    made: Future[bytes] | None
    price: Decimal = Decimal(0)
    ended: Ended | None = None


class Emulator:
    """Runs from `with` to its end, on a port of its own unless one is named; `log` is what was asked, in order."""

    def __init__(self, knobs: Knobs | None = None, *, port: int = 0, log: Path | None = None) -> None:
        self.knobs = knobs or Knobs()
        self.log: list[dict[str, Any]] = []
        self.file = log
        self.jobs: dict[str, Job] = {}
        self.revoked = False
        """Whether every credential is refused: a key that expired, an account that was closed."""
        self._tokens: set[str] = set()
        self.chance = random.Random(self.knobs.seed)  # noqa: S311 - faults, not secrets
        self._sent: collections.Counter[str] = collections.Counter()
        self._turn = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=2)
        emulator = self

        class Own(Handler):
            google = emulator

        self._server = Server(("127.0.0.1", port), Own)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._grpc: Any = None
        self.grpc_port = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._grpc:
            self._grpc.stop(0)

    def serve_grpc(self) -> int:
        """Speech over gRPC too; returns its port."""
        from ministudio_cli.providers.google.emulator.speaking import grpc_server  # noqa: PLC0415

        self._grpc, self.grpc_port = grpc_server(self.knobs.voice, self.knobs.speech, self.note)
        return self.grpc_port

    def note(self, what: str, **fields: Any) -> None:
        """Write down what was asked; never a credential."""
        entry = {"at": round(time.time(), 3), "what": what} | fields
        with self._turn:
            self.log.append(entry)
            if self.file:
                with self.file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def billed(self) -> Decimal:
        """US dollars that have been billed: clips that came or can still come, pictures, speech."""
        clips = sum((job.price for job in self.jobs.values() if self._billed(job)), Decimal(0))
        return clips + sum((Decimal(entry["usd"]) for entry in self.log if "usd" in entry), Decimal(0))

    def _billed(self, job: Job) -> bool:
        unpaid = (self.knobs.refuse, self.knobs.empty)
        return job.ended is None and not any(self._named(word, job) for word in unpaid)

    def paid(self) -> dict[str, int]:
        """How often each clip or picture was paid for, by everything that was asked for in it."""
        counts: dict[str, int] = {}
        for entry in self.log:
            if entry["what"] in ("clip", "picture"):
                counts[entry["request"]] = counts.get(entry["request"], 0) + 1
        return counts

    def service_account(self, path: Path) -> Path:
        """Write a service account's file whose tokens this emulator gives."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        account = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": secrets.token_hex(20),
            "private_key": pem,
            "client_email": f"studio@{PROJECT}.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }
        path.write_text(json.dumps(account), "utf-8")
        path.chmod(0o600)
        return path

    def admit(self, path: str, headers: Mapping[str, str], query: str) -> None:
        """Hold a request's credentials: a key for the Gemini API, a token of this emulator's for Vertex AI, either for
        speech. `revoked` refuses both.
        """
        if path == "/token":
            return
        named = {name.lower(): value for name, value in headers.items()}
        key = named.get("x-goog-api-key") or dict(urllib.parse.parse_qsl(query)).get("key", "")
        token = named.get("authorization", "").removeprefix("Bearer ")
        if self.revoked:
            if key:
                raise Answered(400, "API key not valid. Please pass a valid API key.")
            raise Answered(401, "Request had invalid authentication credentials. Expected OAuth 2 access token.")
        cloud = "/publishers/" in path or "/projects/" in path
        if cloud and not token:
            raise Answered(401, "API keys are not supported by this API. Expected OAuth2 access token.")
        if (
            not cloud
            and not key
            and not ((token and "text:synthesize" in path) or (token and path.endswith("/voices")))
        ):
            raise Answered(403, "Method doesn't allow unregistered callers. Please use API Key or other form.")
        if token and token not in self._tokens:
            raise Answered(401, "Request had invalid authentication credentials. Expected OAuth 2 access token.")

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:  # noqa: C901, PLR0911 - a table of routes
        """Route one request: a value for JSON, or bytes."""
        if path == "/token":
            return self._token(body)
        if path.endswith("text:synthesize"):
            return self._speech(path.split("/")[1], body)
        if path.endswith("/voices"):
            return {"voices": [{"name": name, "languageCodes": ["-".join(name.split("-")[:2])]}
                               for name in facts()["speech"]["voices"]]}  # fmt: skip
        if found := re.search(r"/projects/([^/]+)/locations/([^/]+)/publishers/google/models/([^/:]+):(\w+)$", path):
            return self._vertex(found[1], found[2], found[3], found[4], body)
        if "/operations/" in path and method == "GET":
            raise Answered(400, "The Operation ID must be a Long, but was instead: another form")
        if path.endswith("/interactions") and method == "POST":
            return self._submit_omni(body)
        if found := re.search(r"/interactions/([\w-]+)$", path):
            return self._poll_omni(found[1])
        if found := re.search(r"/files/([\w-]+):download$", path):
            self.note("download", id=found[1])
            return self._finished(found[1])
        if found := re.search(r"/files/([\w-]+)$", path):
            return self._file(found[1])
        if found := re.search(r"/models/([^/:]+):generateContent$", path):
            return self._picture(found[1], body)
        if method == "GET" and (found := re.search(r"/(?:publishers/google/)?models(?:/([^/:]+))?$", path)):
            return self._models(path, found[1])
        raise Answered(404, f"there is no {path}")

    def _token(self, body: dict[str, Any]) -> Any:
        """A token for a signed assertion that asks for the scope of Google Cloud."""
        claims = {}
        with contextlib.suppress(ValueError, IndexError):
            packed = str(body.get("assertion", "")).split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        if self.revoked or _SCOPE not in str(claims.get("scope", "")):
            raise Answered(400, "invalid_grant: the assertion is refused", kind="invalid_grant")
        token = f"emulated.{secrets.token_urlsafe(24)}"
        self._tokens.add(token)
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}

    def _vertex(self, project: str, location: str, model: str, verb: str, body: dict[str, Any]) -> Any:
        if project != PROJECT:
            where = (
                f"//aiplatform.googleapis.com/projects/{project}/locations/{location}/publishers/google/models/{model}"
            )
            raise Answered(
                403, f"Permission 'aiplatform.endpoints.predict' denied on resource '{where}' (or it may not exist)."
            )
        if verb == "fetchPredictOperation":
            return self._poll_veo(body)
        known = facts()
        if verb == "generateContent" and model in known["pictures"]["models"]:
            if location != known["pictures"]["location"]:
                raise publisher_model(project, location, model)
            return self._picture(model, body)
        if verb != "predictLongRunning" or model not in known["veo"]["models"]:
            raise publisher_model(project, location, model)
        if location not in known["veo"]["regions"]:
            raise publisher_model(project, location, model)
        return self._submit_veo(model, location, body)

    def _models(self, path: str, model: str | None) -> Any:
        known = facts()
        names = [*known["pictures"]["models"]]
        names += [*known["veo"]["models"]] if "/publishers/" in path else [*known["omni"]["models"]]
        prefix = "publishers/google/models" if "/publishers/" in path else "models"
        if model is None:
            return {"models": [{"name": f"{prefix}/{name}"} for name in names]}
        if model not in names:
            raise Answered(404, f"{prefix}/{model} is not found.")
        return {"name": f"{prefix}/{model}", "displayName": model}

    def weather(self, path: str, body: Mapping[str, Any]) -> str:
        """The fault that befalls a request, if any; a clip's or picture's own request is dropped before it is taken.

        What befalls a request with a body follows from the seed, the body and how often it was sent, so that a storm
        does not depend on which of several requests comes first.
        """
        if path == "/token" or not self.knobs.storm:
            return ""
        chance = self.chance
        if body:
            what = hashlib.sha256(json.dumps([path, body], sort_keys=True).encode()).hexdigest()
            with self._turn:
                self._sent[what] += 1
                chance = random.Random(f"{self.knobs.seed} {what} {self._sent[what]}")  # noqa: S311 - faults
        if chance.random() >= self.knobs.storm:
            return ""
        fault = chance.choice(FAULTS)
        takes = path.endswith((":predictLongRunning", "/interactions", ":generateContent", "text:synthesize"))
        return "drop" if fault == "truncate" and takes else fault

    def _submit_veo(self, model: str, location: str, body: dict[str, Any]) -> Any:
        ended: Ended | None = None
        try:
            check_veo(model, body, children=self.knobs.children)
        except Ended as error:
            ended = error
        instance, asked = body["instances"][0], body["parameters"]
        references = instance.get("referenceImages", [])
        first = base64.b64decode(instance["image"]["bytesBase64Encoded"]) if "image" in instance else b""
        pictures = [base64.b64decode(one["image"]["bytesBase64Encoded"]) for one in references]
        if "lastFrame" in instance:
            self.note(
                "last frame", sent=hashlib.sha256(instance["lastFrame"]["bytesBase64Encoded"].encode()).hexdigest()[:12]
            )
        job = self._take(
            instance["prompt"], float(asked.get("durationSeconds", 8)), asked.get("resolution", "720p"),
            asked.get("aspectRatio", "16:9"), int(asked.get("seed", 0)), first, pictures,
            Decimal(0) if ended else veo_price(model, asked), ended,
        )  # fmt: skip
        return {"name": f"projects/{PROJECT}/locations/{location}/publishers/google/models/{model}/operations/{job.id}"}

    def _poll_veo(self, body: dict[str, Any]) -> Any:
        name = body["operationName"]
        job = self._job(name.rsplit("/", 1)[1])
        self.note("poll", id=job.id)
        if job.ended:
            return {"name": name, "done": True, "error": {"code": job.ended.code, "message": job.ended.message}}
        if not self._done(job):
            return {"name": name}
        if self._named(self.knobs.refuse, job):
            reason = (
                "Veo could not generate 1 videos based on the prompt provided: it may violate our usage guidelines "
                "(violence). You will not be charged for this request. Support codes: 61493863"
            )
            return {
                "name": name,
                "done": True,
                "response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [reason]},
            }
        if self._named(self.knobs.empty, job):
            return {"name": name, "done": True, "response": {}}
        video = {"bytesBase64Encoded": base64.b64encode(self._finished(job.id)).decode(), "mimeType": "video/mp4"}
        return {"name": name, "done": True, "response": {"videos": [video]}}

    def _submit_omni(self, body: dict[str, Any]) -> Any:
        words, tags, seconds = check_omni(body)
        shape = body["response_format"]
        shape = shape[0] if isinstance(shape, list) else shape
        parts = [part for step in body["input"] for part in step.get("content", [step])]
        pictures = [base64.b64decode(one["data"]) for one in parts if one["type"] == "image"]
        sent = dict(zip(tags, pictures, strict=True))
        if "LAST_FRAME" in sent:
            self.note("last frame", sent=hashlib.sha256(sent["LAST_FRAME"]).hexdigest()[:12])
        references = [data for tag, data in zip(tags, pictures, strict=True) if tag.startswith("IMAGE_REF")]
        seed = int(body.get("generation_config", {}).get("seed", 0))
        resolution = shape.get("resolution", "720p")
        job = self._take(
            words, float(seconds), resolution, shape.get("aspect_ratio", "16:9"), seed, sent.get("FIRST_FRAME", b""),
            references, omni_price(body["model"], resolution, seconds), None,
        )  # fmt: skip
        return {"id": job.id, "status": "in_progress", "steps": [], "object": "interaction", "model": body["model"]}

    def _poll_omni(self, name: str) -> Any:
        job = self._job(name)
        self.note("poll", id=name)
        answer: dict[str, Any] = {"id": name, "status": "completed", "object": "interaction", "steps": []}
        if not self._done(job):
            return answer | {"status": "in_progress"}
        content: list[dict[str, Any]] = [
            {
                "type": "video",
                "mime_type": "video/mp4",
                "uri": f"https://generativelanguage.googleapis.com/v1beta/files/{name}:download?alt=media",
            }
        ]
        if self._named(self.knobs.refuse, job):
            content = [
                {"type": "text", "text": "I cannot make this video: it may violate our usage guidelines (violence)."}
            ]
        elif self._named(self.knobs.empty, job):
            content = []
        return answer | {"steps": [{"type": "model_output", "content": content}]}

    def _file(self, name: str) -> Any:
        made = self._job(name).made
        state = "ACTIVE" if made is not None and made.done() else "PROCESSING"
        return {"name": f"files/{name}", "state": state, "mimeType": "video/mp4"}

    def _take(
        self, prompt: str, seconds: float, resolution: str, aspect: str, seed: int, first: bytes,
        pictures: list[bytes], price: Decimal, ended: Ended | None,
    ) -> Job:  # fmt: skip
        """Take a clip, and so be paid for it; raises Answered where the quota is full."""
        with self._turn:
            running = sum(
                time.monotonic() - job.born < self.knobs.latency or not (job.made and job.made.done())
                for job in self.jobs.values()
                if not self._named(self.knobs.hang, job) and not job.ended
            )
            if running >= self.knobs.quota:
                raise Answered(429, "quota exceeded: too many clips at once", {"Retry-After": "1"})
            name = secrets.token_hex(8)
            job = Job(id=name, prompt=prompt, born=time.monotonic(), made=None, price=price, ended=ended)
            self.jobs[name] = job
        if ended:
            self.note("refused", id=name, message=ended.message)
            return job
        short = 2160 if resolution == "4k" else int(resolution.rstrip("p"))
        across, down = map(int, aspect.split(":"))
        size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
        sent = [hashlib.sha256(one).hexdigest()[:12] for one in pictures]
        request = hashlib.sha256(repr((prompt, seconds, size, seed, first, pictures)).encode()).hexdigest()[:16]
        self.note(
            "clip", id=name, request=request, prompt=prompt, seed=seed, seconds=seconds, size=list(size),
            first=hashlib.sha256(first).hexdigest()[:12] if first else "", references=sent,
        )  # fmt: skip

        first_take = (
            sum(entry["what"] == "clip" and _words(entry["prompt"]) == _words(prompt) for entry in self.log) == 1
        )
        knobs = self.knobs

        def marked(word: str) -> bool:
            return first_take and self._named(word, job)

        flaws = dataclasses.replace(knobs.flaws, wrong=marked(knobs.wrong))
        asked, still, shown = prompt, first, pictures
        if marked(knobs.stray):
            asked, still, shown, flaws = _ELSEWHERE, b"", [], dataclasses.replace(flaws, plain=False)
        if marked(knobs.small):
            size = (64, 2 * round(32 * size[1] / size[0]))
        if marked(knobs.upright):
            size = (size[1], size[0])
        length = 1.0 if marked(knobs.brief) else seconds

        film = next((path for path in _clips(knobs.footage) if self._named(path.stem, job)), None)

        def make() -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                if film:
                    return given(film, length, size, Path(folder))
                return clip(asked, length, size, seed, still, shown, flaws, Path(folder))

        job.made = self._pool.submit(make)
        if self._named(self.knobs.lose, job):
            raise Drop
        return job

    def _job(self, name: str) -> Job:
        if name not in self.jobs:
            raise Answered(404, "no such operation")
        return self.jobs[name]

    def _done(self, job: Job) -> bool:
        if self._named(self.knobs.hang, job):
            return False
        done = job.made is not None and job.made.done() and time.monotonic() - job.born >= self.knobs.latency
        if done and self._named(self.knobs.expire, job):
            raise Answered(404, "The operation has expired.")
        if done and self._named(self.knobs.forget, job):
            raise Answered(404, "Predict operation not found.")
        return done

    @staticmethod
    def _named(word: str, job: Job) -> bool:
        return bool(word) and word.lower() in job.prompt.lower()

    def _finished(self, name: str) -> bytes:
        made = self._job(name).made
        if made is None:
            raise Answered(404, "not made yet")
        return made.result()

    def _picture(self, model: str, body: dict[str, Any]) -> Any:
        named, aspect = check_picture(model, body)
        prompt = body["contents"][0]["parts"][0]["text"]
        asked = body.get("generationConfig", {})
        seed = int(asked.get("seed", 0))
        request = hashlib.sha256(f"{model}|{prompt}|{seed}|{named}|{aspect}".encode()).hexdigest()[:16]
        if self.knobs.refuse and self.knobs.refuse.lower() in prompt.lower():
            self.note("refused", request=request)
            return {"promptFeedback": {"blockReason": "SAFETY"}}
        usd = str(picture_price(model, named))
        self.note("picture", request=request, prompt=prompt, seed=seed, size=named, usd=usd)
        across, down = map(int, aspect.split(":"))
        short = 576
        size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
        data = base64.b64encode(picture(prompt, *size, seed)).decode()
        part = {"inlineData": {"mimeType": "image/png", "data": data}}
        return {"candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}]}

    def _speech(self, version: str, body: dict[str, Any]) -> Any:
        usd = check_speech(version, body)
        text = body["input"].get("text") or body["input"].get("ssml", "")
        voice = body["voice"]["name"]
        self.note("speech", text=text, voice=voice, usd=str(usd))
        audio, marks = speak(text, voice, self.knobs.voice, self.knobs.speech)
        return {
            "audioContent": base64.b64encode(audio).decode(),
            "timepoints": [{"markName": name, "timeSeconds": at} for name, at in marks],
        }


_ELSEWHERE = """Wide shot, full figures in their surroundings; static camera, locked off.
Nobody is in the frame.
Place: a beach; time: noon; with palm trees.
Style: painted."""
"""What a clip of another order shows."""


def _words(prompt: str) -> str:
    """A prompt without what a retake adds to it."""
    return prompt.split("\nOne continuous shot", 1)[0].split("\nThe camera is locked off", 1)[0]


def _clips(folder: str) -> list[Path]:
    """The clips of a folder; longer names first, so that none is taken for a part of another."""
    return sorted(Path(folder).glob("*.mp4"), key=lambda path: (-len(path.stem), path.stem)) if folder else []
