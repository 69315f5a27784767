"""The command `emulator`: services on this machine, as the packages of providers describe them."""

from __future__ import annotations

import importlib
import inspect
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ministudio_cli.cli.group import NAMES
from ministudio_cli.cli.options import command
from ministudio_cli.console import Console

if TYPE_CHECKING:
    from ministudio_cli.providers.spec import EmulatorSpec

NAME = "emulator"


def emulator() -> Any:
    """The command with the options of the emulator that is registered."""
    spec = next(_registered())

    def run(**values: Any) -> None:
        console = Console()
        with command(NAME, console), spec.start(values) as exports:
            console.result(NAME, {}, list(exports))
            console.say(
                "listening; Ctrl-C ends it. Nothing it makes costs money; the metadata of its clips says that no model "
                "made them."
            )
            threading.Event().wait()

    # Typer reads a command's options from its function's signature.
    options = {
        option.flag.replace("-", "_"): inspect.Parameter(
            option.flag.replace("-", "_"),
            inspect.Parameter.KEYWORD_ONLY,
            default=option.default,
            annotation=Annotated[
                type(option.default), typer.Option(f"--{option.flag}", metavar=option.metavar or None, help=option.help)
            ],
        )
        for option in spec.options
    }
    run.__signature__ = inspect.Signature(list(options.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: option.annotation for name, option in options.items()}
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=NAMES)
    alone.command(NAME, help=spec.help, short_help=spec.short_help)(run)
    return typer.main.get_command(alone)


def _registered() -> Iterator[EmulatorSpec]:
    from ministudio_cli.providers.specs import own_specs  # noqa: PLC0415 - the start-up does without providers

    for spec in own_specs().values():
        if spec.emulator:
            module, _, name = spec.emulator.partition(":")
            yield getattr(importlib.import_module(module), name)
