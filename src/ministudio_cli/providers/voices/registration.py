"""What is registered of the offline voices."""

from ministudio_cli.providers.spec import ProviderSpec

_HERE = "ministudio_cli.providers.voices"

PROVIDERS = ProviderSpec(
    name="voices",
    voices={
        "offline": f"{_HERE}:OfflineVoice",
        "kokoro": f"{_HERE}.kokoro:KokoroVoice",
        "flite": f"{_HERE}.spoken:FliteVoice",
        "espeak": f"{_HERE}.spoken:EspeakVoice",
        "hum": f"{_HERE}.hum:HumVoice",
        "recording": f"{_HERE}.recorded:RecordedVoice",
        "none": f"{_HERE}.silent:SilentVoice",
    },
)
