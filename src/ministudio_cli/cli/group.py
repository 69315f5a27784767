"""The program's commands by name: each is loaded, and its options are read, only when it is asked for."""

from __future__ import annotations

import difflib
import importlib
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "init": "Write a small screenplay that renders at once.",
    "validate": "Check screenplays: every fault at once.",
    "plan": "Show what will be made, why, and the price.",
    "lock": "Settle seeds, voices and cuts in the lockfile.",
    "storyboard": "Draw a panel for every shot, to print.",
    "preview": "Render single shots, small and soon.",
    "review": "Direct the film from a page that is alive.",
    "render": "Make the film.",
    "takes": "Show the takes of every shot.",
    "take": "Make another take of a shot.",
    "pick": "Choose the take that is shown.",
    "reject": "Reject a take.",
    "approve": "Approve plates and portraits.",
    "report": "Look at the last render, or at two.",
    "export": "Take out masks, comparisons and material.",
    "check": "Prove a finished film.",
    "sign": "Sign films, so that changes show.",
    "origin": "Show what a file says of where it comes from.",
    "beats": "Listen to music: its tempo and its beats.",
    "align": "Find a screenplay's words in recordings.",
    "doctor": "Say what this machine has and what is missing.",
    "trust": "Allow a folder's .env and store, or a shared store.",
    "emulator": "",
    "schema": "Print the screenplay's JSON Schema.",
    "store": "Look into the store of artifacts: list, verify, prune.",
}
"""What each does in short. A command is the function (or the group) of its name in the module of its name."""
NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Group(TyperGroup):
    """All of `COMMANDS`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as click has it
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as click has it
        if cmd_name not in COMMANDS:
            return None
        short = COMMANDS[cmd_name]
        found = getattr(importlib.import_module(f"ministudio_cli.cli.{cmd_name}"), cmd_name)
        if cmd_name == "emulator":
            return found()
        if isinstance(found, typer.Typer):
            return typer.main.get_command(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=NAMES)
        alone.command(cmd_name, short_help=short)(found)
        return typer.main.get_command(alone)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As click does, which would read every command to suggest one."""
        if args and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        rows = [(name, short or self.get_command(ctx, name).get_short_help_str()) for name, short in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
