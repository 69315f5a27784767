"""What is registered of Google's services: video, pictures and voices, their credentials, models and profiles."""

from __future__ import annotations

from importlib.resources import files

from ministudio_cli.providers.spec import Credential, Profile, ProviderSpec

_HERE = "ministudio_cli.providers.google"

PROVIDERS = ProviderSpec(
    name="google",
    shots={
        "veo": f"{_HERE}.veo:Veo",
        "veo-fast": f"{_HERE}.veo:VeoFast",
        "veo-lite": f"{_HERE}.veo:VeoLite",
        "omni": f"{_HERE}.omni:Omni",
    },
    plates={"gemini": f"{_HERE}.pictures:GeminiPlates", "gemini-pro": f"{_HERE}.pictures:GeminiProPlates"},
    voices={"google": f"{_HERE}.speech:GoogleVoice"},
    models=files(_HERE) / "models",
    credentials=(
        Credential(name="GOOGLE_API_KEY"),
        Credential(name="GEMINI_API_KEY"),
        Credential(
            name="GOOGLE_APPLICATION_CREDENTIALS",
            secret=False,
            file=True,
            secret_fields=("private_key", "private_key_id", "client_secret", "refresh_token"),
        ),
        Credential(name="GOOGLE_CLOUD_PROJECT", secret=False),
        Credential(name="GOOGLE_CLOUD_LOCATION", secret=False),
        # An address decides where a key is sent: a film's own folder never names one.
        Credential(name="MINISTUDIO_GOOGLE_URL", secret=False, dotenv=False),
    ),
    profiles={
        "veo": Profile(shots="veo", plates="gemini", voice="google"),
        "veo-fast": Profile(shots="veo-fast", plates="gemini", voice="google"),
        "veo-lite": Profile(shots="veo-lite", plates="gemini", voice="google"),
        "omni": Profile(shots="omni", plates="gemini", voice="google"),
    },
    options={
        "people": {
            "enum": ["adults", "all"],
            "description": "Who may be shown by Veo: all is for projects that Google allows to show children.",
        }
    },
    check=f"{_HERE}.checks:checks",
    emulator=f"{_HERE}.emulator.command:EMULATOR",
)
