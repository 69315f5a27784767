"""Credentials read back out of any file: who signed it, whether it is as it was signed, and what it says of itself."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ministudio_cli.errors import CheckFailed
from ministudio_cli.json_types import JsonObject
from ministudio_cli.media.xmp import boxes, of_file
from ministudio_cli.origin.sign import LABEL, library, offline, outside
from ministudio_cli.planning.origin import Statement
from ministudio_cli.planning.source_types import IPTC
from ministudio_cli.report.json_form import value_of

_PAD = re.compile(rb"\x63pad(?:\x58(.)|\x59(..)|\x5a(....))", re.DOTALL)
"""The padding beside a signature (COSE), with its length."""
_MOST = 64 << 20
NONE, VALID, TRUSTED, INVALID = "none", "valid", "trusted", "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """A part that the file names: its title, its source (a digital source type, “” where none is stated), and the state
    of credentials of its own: none, valid, trusted, invalid.
    """

    title: str
    source: str
    state: str
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a file carries. `state`: none (`why`, where they are kept elsewhere); valid (as it was signed, by somebody
    this machine does not know), trusted, or invalid, and then why. `statement` is a film of ministudio's own, with the
    SHA-256 of the film that was signed; `plain` what its plain metadata says.
    """

    state: str
    why: tuple[str, ...]
    signer: str
    signed: str
    generator: str
    title: str
    source: str
    ingredients: tuple[Ingredient, ...]
    statement: Statement | None
    film: str
    plain: dict[str, str]


def credentials_of(path: Path) -> Credentials:
    """The credentials of a file. Raises CheckFailed where it is of no kind that can carry any."""
    c2pa = library()
    plain = of_file(path)
    try:
        with c2pa.Reader(path, context=offline()) as reader:
            found, state = json.loads(reader.json()), str(reader.get_validation_state()).lower()
    except c2pa.C2paError.ManifestNotFound:
        return _nothing(plain)
    except c2pa.C2paError as error:
        words = str(error).strip()
        if address := re.search(r"must fetch remote manifests from url (\S+)", words):
            return _nothing(plain, why=(f"its credentials are kept at {address[1]}, which is not asked",))
        if "unsupported" in words.lower() or "NotSupported" in type(error).__name__:
            raise CheckFailed(
                f"{path.name} is of no kind that carries credentials", hint="give a film, a picture or a sound"
            ) from None
        return _nothing(plain, state=INVALID, why=(words.splitlines()[0][:200] if words else "it cannot be read",))
    active = found["manifests"][found["active_manifest"]]
    why = [str(fault.get("explanation") or fault["code"]) for fault in _failures(found)]
    stated = next((each["data"] for each in active.get("assertions", ()) if each["label"].startswith(LABEL)), None)
    if stated and (stated.get("outside") != outside(path) or not _empty_padding(path)):
        state, why = INVALID, [*why, "its head or its padding is not as it was signed"]
    if _is_broken_stamp(found):
        state, why = INVALID, [*why, "its time stamp is not as the authority gave it"]
    signature = active.get("signature_info", {})
    generator = (active.get("claim_generator_info") or [{}])[0]
    return Credentials(
        state=state if state in (VALID, TRUSTED) else INVALID,
        why=tuple(dict.fromkeys(why)) if state not in (VALID, TRUSTED) else (),
        signer=_signer(signature),
        signed=str(signature.get("time", "")),
        generator=" ".join(str(generator[key]) for key in ("name", "version") if key in generator),
        title=str(active.get("title", "")),
        source=_source(_actions(active)[:1]),
        ingredients=_ingredients(found, active),
        statement=_statement(stated),
        film=str((stated or {}).get("film", "")),
        plain=plain,
    )


def _empty_padding(path: Path) -> bool:
    """Whether the room that a signature was given and does not fill is empty: no hash covers it."""
    with path.open("rb") as file:
        for kind, at, size in boxes(path):
            if kind == "uuid" and size < _MOST:
                file.seek(at)
                box = file.read(size)
                for match in _PAD.finditer(box):
                    length = int.from_bytes(match[match.lastindex or 1], "big")
                    if box[match.end() : match.end() + length].strip(b"\0"):
                        return False
    return True


def _nothing(plain: dict[str, str], *, state: str = NONE, why: tuple[str, ...] = ()) -> Credentials:
    return Credentials(
        state=state, why=why, signer="", signed="", generator="", title="", source="", ingredients=(), statement=None,
        film="", plain=plain,
    )  # fmt: skip


def _failures(found: JsonObject) -> list[JsonObject]:
    failures = found.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    return [fault for fault in failures if fault.get("code") != "signingCredential.untrusted"]


def _is_broken_stamp(found: JsonObject) -> bool:
    """Whether there is a time stamp and it is not of what was signed: the library takes that for a remark."""
    results = found.get("validation_results", {}).get("activeManifest", {})
    codes = {str(each.get("code")) for each in chain.from_iterable(results.values())}
    return any(code.startswith("timeStamp.") for code in codes) and "timeStamp.validated" not in codes


def _actions(manifest: JsonObject) -> list[JsonObject]:
    return [
        action
        for assertion in manifest.get("assertions", ())
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"].get("actions", ())
    ]


def _source(actions: list[JsonObject]) -> str:
    for action in actions:
        if source := str(action.get("digitalSourceType", "")):
            return source.removeprefix(IPTC)
    return ""


def _signer(signature: JsonObject) -> str:
    names = [str(signature[key]) for key in ("common_name", "issuer") if signature.get(key)]
    return f"{names[0]} ({names[1]})" if len(names) > 1 else "".join(names)


def _ingredients(found: JsonObject, active: JsonObject) -> tuple[Ingredient, ...]:
    placed: dict[str, str] = {}
    for action in _actions(active):
        for reference in action.get("parameters", {}).get("ingredients", ()):
            placed[str(reference.get("url", "")).rsplit("/", 1)[-1]] = _source([action])
    rows = []
    for ingredient in active.get("ingredients", ()):
        own = found["manifests"].get(ingredient.get("active_manifest", ""))
        results = ingredient.get("validation_results", {}).get("activeManifest", {})
        broken = [fault for fault in results.get("failure", []) if fault.get("code") != "signingCredential.untrusted"]
        state = NONE if own is None else INVALID if broken else VALID
        rows.append(
            Ingredient(
                title=str(ingredient.get("title", "")), source=placed.get(str(ingredient.get("label", "")), ""),
                state=state, signer=_signer((own or {}).get("signature_info", {})),
            )
        )  # fmt: skip
    return tuple(rows)


def _statement(stated: JsonObject | None) -> Statement | None:
    if not stated:
        return None
    with contextlib.suppress(ValueError, KeyError):
        return value_of(Statement, {key: stated[key] for key in ("source", "plan", "pieces")})
    return None
