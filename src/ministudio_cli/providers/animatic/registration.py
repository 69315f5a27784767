"""What is registered of the offline picture."""

from ministudio_cli.providers.spec import ProviderSpec

PROVIDERS = ProviderSpec(
    name="animatic",
    shots={"animatic": "ministudio_cli.providers.animatic:AnimaticShots"},
    plates={"animatic": "ministudio_cli.providers.animatic:AnimaticPlates"},
)
