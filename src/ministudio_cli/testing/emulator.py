"""Google on loopback: Veo's operations, Omni's interactions, files, pictures, tokens and speech, in one process.

It speaks to the real client libraries, draws what the prompt says, counts what would have been paid, and fails as it
is told to. It is never used unless MINISTUDIO_GOOGLE_URL names it, and everything it draws is marked as emulated.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import random
import re
import secrets
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ministudio_cli.testing.flaws import Flaws
from ministudio_cli.testing.footage import clip, picture
from ministudio_cli.testing.speaking import speak
from ministudio_cli.testing.wire import Answered, Drop, Handler, Server

PROJECT = "emulated-project"
FAULTS = ("429", "500", "drop", "truncate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """How it behaves: seconds of `latency` a clip, `quota` of clips at once, a `storm` (share of requests that fail).

    `refuse`, `hang`, `lose`, `expire` and `empty` name words: a clip whose prompt has them is refused by safety, never
    ends, is taken without an answer, is forgotten once it is done, or ends with nothing.
    """

    latency: float = 1.0
    quota: int = 8
    storm: float = 0.0
    seed: int = 1
    refuse: str = ""
    hang: str = ""
    lose: str = ""
    expire: str = ""
    empty: str = ""
    wrong: str = ""
    """Clips whose prompt has this word show other clothes in their first take."""
    slow: float = 0.0
    """Seconds between a request that was understood and its answer."""
    speech: float = 1.0
    """How long speech lasts, against the voice's own length."""
    voice: str = "offline"
    flaws: Flaws = field(default_factory=Flaws)


@dataclass(slots=True)
class Job:
    """One clip that was taken."""

    id: str
    prompt: str
    born: float
    made: Future[bytes] | None


class Emulator:
    """Runs from `with` to its end, on a port of its own unless one is named; `log` is what was asked, in order."""

    def __init__(self, knobs: Knobs | None = None, *, port: int = 0, log: Path | None = None) -> None:
        self.knobs = knobs or Knobs()
        self.log: list[dict[str, Any]] = []
        self.file = log
        self.jobs: dict[str, Job] = {}
        self.chance = random.Random(self.knobs.seed)  # noqa: S311 - faults, not secrets
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
        from ministudio_cli.testing.speaking import grpc_server  # noqa: PLC0415

        self._grpc, self.grpc_port = grpc_server(self.knobs.voice, self.knobs.speech, self.note)
        return self.grpc_port

    def note(self, what: str, **told: Any) -> None:
        """Write down what was asked; never a credential."""
        entry = {"at": round(time.time(), 3), "what": what} | told
        with self._turn:
            self.log.append(entry)
            if self.file:
                with self.file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(entry, ensure_ascii=False) + "\n")

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
        told = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": secrets.token_hex(20),
            "private_key": pem,
            "client_email": f"studio@{PROJECT}.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }
        path.write_text(json.dumps(told), "utf-8")
        path.chmod(0o600)
        return path

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:  # noqa: PLR0911 - a table of routes
        """Route one request: a value for JSON, or bytes."""
        if path == "/token":
            return {"access_token": f"emulated.{secrets.token_urlsafe(24)}", "expires_in": 3600, "token_type": "Bearer"}
        if path.endswith("text:synthesize"):
            return self._speech(body)
        if path.endswith(":predictLongRunning"):
            return self._submit_veo(path, body)
        if path.endswith(":fetchPredictOperation"):
            return self._poll_veo(body)
        if path.endswith("/interactions") and method == "POST":
            return self._submit_omni(body)
        if found := re.search(r"/interactions/([\w-]+)$", path):
            return self._poll_omni(found[1])
        if found := re.search(r"/files/([\w-]+):download$", path):
            self.note("download", id=found[1])
            return self._finished(found[1])
        if path.endswith(":generateContent"):
            return self._picture(body)
        raise Answered(404, f"there is no {path}")

    def weather(self, path: str) -> str:
        """The fault that befalls a request, if any; a clip's or picture's own request is dropped before it is taken."""
        if path == "/token" or self.chance.random() >= self.knobs.storm:
            return ""
        fault = self.chance.choice(FAULTS)
        takes = path.endswith((":predictLongRunning", "/interactions", ":generateContent", "text:synthesize"))
        return "drop" if fault == "truncate" and takes else fault

    def _submit_veo(self, path: str, body: dict[str, Any]) -> Any:
        told, asked = body["instances"][0], body["parameters"]
        references = told.get("referenceImages", [])
        if references and "image" in told:
            raise Answered(400, "a first frame and reference images do not go together")
        if references and asked["durationSeconds"] != 8:
            raise Answered(400, "with reference images a clip lasts 8 seconds")
        if asked["durationSeconds"] not in (4, 6, 8):
            raise Answered(400, "a clip lasts 4, 6 or 8 seconds")
        first = base64.b64decode(told["image"]["bytesBase64Encoded"]) if "image" in told else b""
        pictures = [base64.b64decode(one["image"]["bytesBase64Encoded"]) for one in references]
        if "lastFrame" in told:
            if "image" not in told:
                raise Answered(400, "a last frame needs a first one")
            self.note(
                "last frame", sent=hashlib.sha256(told["lastFrame"]["bytesBase64Encoded"].encode()).hexdigest()[:12]
            )
        job = self._take(
            told["prompt"], float(asked["durationSeconds"]), asked.get("resolution", "720p"),
            asked.get("aspectRatio", "16:9"),
            int(asked.get("seed", 0)), first, pictures,
        )  # fmt: skip
        model = path.split("/models/")[1].split(":", maxsplit=1)[0]
        return {
            "name": f"projects/{PROJECT}/locations/us-central1/publishers/google/models/{model}/operations/{job.id}"
        }

    def _poll_veo(self, body: dict[str, Any]) -> Any:
        name = body["operationName"]
        job = self._job(name.rsplit("/", 1)[1])
        self.note("poll", id=job.id)
        if not self._done(job):
            return {"name": name}
        if self._named(self.knobs.refuse, job):
            reasons = ["Your prompt was blocked: it may violate our usage guidelines (violence)."]
            return {
                "name": name,
                "done": True,
                "response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": reasons},
            }
        if self._named(self.knobs.empty, job):
            return {"name": name, "done": True, "response": {}}
        video = {"bytesBase64Encoded": base64.b64encode(self._finished(job.id)).decode(), "mimeType": "video/mp4"}
        return {"name": name, "done": True, "response": {"videos": [video]}}

    def _submit_omni(self, body: dict[str, Any]) -> Any:
        shape = body["response_format"]
        shape = shape[0] if isinstance(shape, list) else shape
        seconds = int(str(shape["duration"]).rstrip("s"))
        if not 3 <= seconds <= 15:
            raise Answered(400, "a clip lasts 3 to 15 seconds")
        parts = [part for step in body["input"] for part in step.get("content", [step])]
        prompt = next(one["text"] for one in parts if one["type"] == "text")
        pictures = [base64.b64decode(one["data"]) for one in parts if one["type"] == "image"]
        if len(pictures) > 6:
            raise Answered(400, "at most 6 pictures")
        tags, _, words = prompt.partition("\n") if prompt.startswith("<") else ("", "", prompt)
        first = pictures.pop(0) if "<FIRST_FRAME>" in tags else b""
        seed = int(body.get("generation_config", {}).get("seed", 0))
        job = self._take(words, float(seconds), shape["resolution"], shape["aspect_ratio"], seed, first, pictures)
        return {"id": job.id, "status": "in_progress", "steps": [], "object": "interaction", "model": body["model"]}

    def _poll_omni(self, name: str) -> Any:
        job = self._job(name)
        self.note("poll", id=name)
        told: dict[str, Any] = {"id": name, "status": "completed", "object": "interaction", "steps": []}
        if not self._done(job):
            return told | {"status": "in_progress"}
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
        return told | {"steps": [{"type": "model_output", "content": content}]}

    def _take(
        self, prompt: str, seconds: float, resolution: str, aspect: str, seed: int, first: bytes, pictures: list[bytes]
    ) -> Job:
        """Take a clip, and so be paid for it; raises Answered where the quota is full."""
        with self._turn:
            running = sum(not self._done(job) for job in self.jobs.values() if not self._named(self.knobs.hang, job))
            if running >= self.knobs.quota:
                raise Answered(429, "quota exceeded: too many clips at once", {"Retry-After": "1"})
            name = secrets.token_hex(8)
            job = Job(id=name, prompt=prompt, born=time.monotonic(), made=None)
            self.jobs[name] = job
        short = 2160 if resolution == "4k" else int(resolution.rstrip("p"))
        across, down = map(int, aspect.split(":"))
        size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
        sent = [hashlib.sha256(one).hexdigest()[:12] for one in pictures]
        request = hashlib.sha256(repr((prompt, seconds, size, seed, first, pictures)).encode()).hexdigest()[:16]
        self.note(
            "clip", id=name, request=request, prompt=prompt, seed=seed, seconds=seconds, size=list(size),
            first=hashlib.sha256(first).hexdigest()[:12] if first else "", references=sent,
        )  # fmt: skip

        earlier = sum(entry["what"] == "clip" and entry["prompt"] == prompt for entry in self.log) > 1
        wrong = self._named(self.knobs.wrong, job) and not earlier
        flaws = dataclasses.replace(self.knobs.flaws, wrong=wrong)

        def make() -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                return clip(prompt, seconds, size, seed, first, pictures, flaws, Path(folder))

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
            raise Answered(404, "the operation has expired")
        return done

    @staticmethod
    def _named(word: str, job: Job) -> bool:
        return bool(word) and word.lower() in job.prompt.lower()

    def _finished(self, name: str) -> bytes:
        made = self._job(name).made
        if made is None:
            raise Answered(404, "not made yet")
        return made.result()

    def _picture(self, body: dict[str, Any]) -> Any:
        prompt = body["contents"][0]["parts"][0]["text"]
        asked = body.get("generationConfig", {})
        seed = int(asked.get("seed", 0))
        shape = asked.get("imageConfig", {})
        request = hashlib.sha256(f"{prompt}|{seed}|{shape}".encode()).hexdigest()[:16]
        self.note("picture", request=request, prompt=prompt, seed=seed)
        if self.knobs.refuse and self.knobs.refuse.lower() in prompt.lower():
            return {"promptFeedback": {"blockReason": "SAFETY"}}
        across, down = map(int, shape.get("aspectRatio", "1:1").split(":"))
        short = 576
        size = (2 * round(short * across / min(across, down) / 2), 2 * round(short * down / min(across, down) / 2))
        data = base64.b64encode(picture(prompt, *size, seed)).decode()
        part = {"inlineData": {"mimeType": "image/png", "data": data}}
        return {"candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}]}

    def _speech(self, body: dict[str, Any]) -> Any:
        told = body["input"]
        said = told.get("text") or told.get("ssml", "")
        if len(said.encode()) > 5000:
            raise Answered(400, "input.text is longer than the limit of 5000 bytes")
        voice = body["voice"]["name"]
        self.note("speech", said=said, voice=voice)
        audio, marks = speak(said, voice, self.knobs.voice, self.knobs.speech)
        return {
            "audioContent": base64.b64encode(audio).decode(),
            "timepoints": [{"markName": name, "timeSeconds": at} for name, at in marks],
        }
