"""What `doctor` tells of Google: the credentials that were found, and whether each service takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ministudio_cli.errors import MinistudioError
from ministudio_cli.providers.google.credentials import credentials_in, unlocked
from ministudio_cli.providers.google.registration import PROVIDERS
from ministudio_cli.providers.kit import Provider
from ministudio_cli.providers.registry import plate_provider, shot_provider, voice_provider
from ministudio_cli.providers.spec import Check, Settings


def checks(settings: Settings, *, online: bool, profile: str) -> list[Check]:
    """The credentials, never what they are; online each service that the profile uses (without one: all that the
    credentials unlock), by requests that cost nothing.
    """
    try:
        found = credentials_in(settings)
    except MinistudioError as error:
        return [Check(name="Google credentials", ok=False, found=error.message, mend=error.hint)]
    if not found.where:
        words = "none: films are drawn and spoken on this machine"
        mend = "to generate films: GOOGLE_API_KEY or GOOGLE_APPLICATION_CREDENTIALS, in .env or the environment"
        return [Check(name="Google credentials", ok=False, found=words, mend=mend)]
    rows = [
        Check(name="Google credentials", ok=True, found=f"{what}: unlocks {unlocks} · from {found.where}")
        for what, unlocks in unlocked(found)
    ]
    return [*rows, *(_services(settings, profile) if online else ())]


def _services(settings: Settings, profile: str) -> Iterator[Check]:
    """Each service once, in the order in which a film needs them."""
    found = credentials_in(settings)
    if profile:
        chosen = [PROVIDERS.profiles[profile]] if profile in PROVIDERS.profiles else []
    else:
        able = {"omni": bool(found.key)}
        chosen = [one for name, one in PROVIDERS.profiles.items() if able.get(name, bool(found.file))]
    tried: dict[str, Callable[[], None]] = {}
    for one in chosen:
        shots = shot_provider(one.shots)(settings)
        kind = "key" if one.shots == "omni" else found.location
        tried.setdefault(f"{shots.model} ({kind})", _ready_and(shots))
    for one in chosen:
        plates = plate_provider(one.plates)(settings)
        tried.setdefault(f"pictures ({'key' if found.key else 'global'})", _ready_and(plates))
        tried.setdefault("speech", _ready_and(voice_provider(one.voice)(settings)))
    for name, ask in tried.items():
        try:
            ask()
        except MinistudioError as error:
            yield Check(name=name, ok=False, found=error.message, mend=error.hint, optional=not profile)
        else:
            yield Check(name=name, ok=True, found="Google knows it, and takes these credentials", optional=not profile)


def _ready_and(provider: Provider) -> Callable[[], None]:
    def ask() -> None:
        provider.ready()
        provider.preflight()

    return ask
