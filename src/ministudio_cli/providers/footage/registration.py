"""What is registered of footage of one's own."""

from ministudio_cli.providers.spec import ProviderSpec

PROVIDERS = ProviderSpec(name="footage", shots={"footage": "ministudio_cli.providers.footage:FootageShots"})
