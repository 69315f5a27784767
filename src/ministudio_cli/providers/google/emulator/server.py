"""Google on loopback: Veo's operations, Omni's interactions, files, pictures, tokens and speech, in one process.

It speaks to the real client libraries, draws what the prompt says, counts what would have been paid, and fails as it
is told to. It is never used unless MINISTUDIO_GOOGLE_URL names it, and everything it draws is marked as emulated.
"""

from __future__ import annotations

import base64
import collections
import contextlib
import hashlib
import json
import random
import re
import secrets
import threading
import time
import urllib.parse
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from ministudio_cli.providers.google.emulator.answers import (
    PROJECT,
    file_of,
    generate_picture,
    poll_omni,
    poll_veo,
    speech,
    submit_omni,
    submit_veo,
)
from ministudio_cli.providers.google.emulator.http import Answered, Handler, Server
from ministudio_cli.providers.google.emulator.knobs import Knobs
from ministudio_cli.providers.google.emulator.rules import (
    Body,
    facts,
    publisher_model,
)
from ministudio_cli.providers.google.emulator.takes import Job, Takes

FAULTS = ("429", "500", "drop", "truncate")
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


class Emulator:
    """Runs from `with` to its end, on a port of its own unless one is named; `log` is what was asked, in order."""

    def __init__(self, knobs: Knobs | None = None, *, port: int = 0, log: Path | None = None) -> None:
        knobs = knobs or Knobs()
        self.log: list[Body] = []
        self.file = log
        self.revoked = False
        """Whether every credential is refused: a key that expired, an account that was closed."""
        self._tokens: set[str] = set()
        self.chance = random.Random(knobs.seed)  # noqa: S311 - faults, not secrets
        self._sent: collections.Counter[str] = collections.Counter()
        self._turn = threading.Lock()
        self.takes = Takes(knobs, self.log, self.note)
        emulator = self

        class Own(Handler):
            google = emulator

        self._server = Server(("127.0.0.1", port), Own)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._grpc: Any = None
        self.grpc_port = 0

    @property
    def knobs(self) -> Knobs:
        """What it is told to do, as it may be changed while it runs."""
        return self.takes.knobs

    @knobs.setter
    def knobs(self, knobs: Knobs) -> None:
        self.takes.knobs = knobs

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.takes.close()
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
        clips = sum((job.price for job in self.takes.jobs.values() if self._billed(job)), Decimal(0))
        return clips + sum((Decimal(entry["usd"]) for entry in self.log if "usd" in entry), Decimal(0))

    def _billed(self, job: Job) -> bool:
        unpaid = (self.knobs.refuse, self.knobs.empty)
        return job.ended is None and not any(self.takes.named(word, job) for word in unpaid)

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

    def answer(self, method: str, path: str, body: Body) -> Any:  # noqa: C901, PLR0911 - a table of routes
        """Route one request: a value for JSON, or bytes."""
        if path == "/token":
            return self._token(body)
        if path.endswith("text:synthesize"):
            return speech(self, path.split("/")[1], body)
        if path.endswith("/voices"):
            return {"voices": [{"name": name, "languageCodes": ["-".join(name.split("-")[:2])]}
                               for name in facts()["speech"]["voices"]]}  # fmt: skip
        if found := re.search(r"/projects/([^/]+)/locations/([^/]+)/publishers/google/models/([^/:]+):(\w+)$", path):
            return self._vertex(found[1], found[2], found[3], found[4], body)
        if "/operations/" in path and method == "GET":
            raise Answered(400, "The Operation ID must be a Long, but was instead: another form")
        if path.endswith("/interactions") and method == "POST":
            return submit_omni(self, body)
        if found := re.search(r"/interactions/([\w-]+)$", path):
            return poll_omni(self, found[1])
        if found := re.search(r"/files/([\w-]+):download$", path):
            self.note("download", id=found[1])
            return self.takes.finished(found[1])
        if found := re.search(r"/files/([\w-]+)$", path):
            return file_of(self, found[1])
        if found := re.search(r"/models/([^/:]+):generateContent$", path):
            return generate_picture(self, found[1], body)
        if method == "GET" and (found := re.search(r"/(?:publishers/google/)?models(?:/([^/:]+))?$", path)):
            return self._models(path, found[1])
        raise Answered(404, f"there is no {path}")

    def _token(self, body: Body) -> Any:
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

    def _vertex(self, project: str, location: str, model: str, verb: str, body: Body) -> Any:
        if project != PROJECT:
            where = (
                f"//aiplatform.googleapis.com/projects/{project}/locations/{location}/publishers/google/models/{model}"
            )
            raise Answered(
                403, f"Permission 'aiplatform.endpoints.predict' denied on resource '{where}' (or it may not exist)."
            )
        if verb == "fetchPredictOperation":
            return poll_veo(self, body)
        known = facts()
        if verb == "generateContent" and model in known["pictures"]["models"]:
            if location != known["pictures"]["location"]:
                raise publisher_model(project, location, model)
            return generate_picture(self, model, body)
        if verb != "predictLongRunning" or model not in known["veo"]["models"]:
            raise publisher_model(project, location, model)
        if location not in known["veo"]["regions"]:
            raise publisher_model(project, location, model)
        return submit_veo(self, model, location, body)

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
