"""ministudio treats a film like code: a screenplay is source, a film is its build.

`from ministudio_cli import read, plan, render, preview, check` is the library; see `ministudio_cli.library`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ministudio_cli.errors import MinistudioError as MinistudioError
    from ministudio_cli.library import Check as Check
    from ministudio_cli.library import Event as Event
    from ministudio_cli.library import Film as Film
    from ministudio_cli.library import FilmPlan as FilmPlan
    from ministudio_cli.library import Options as Options
    from ministudio_cli.library import Previewed as Previewed
    from ministudio_cli.library import Screenplay as Screenplay
    from ministudio_cli.library import check as check
    from ministudio_cli.library import plan as plan
    from ministudio_cli.library import preview as preview
    from ministudio_cli.library import read as read
    from ministudio_cli.library import render as render

__version__ = "0.1.0"
__all__ = [
    "Check", "Event", "Film", "FilmPlan", "MinistudioError", "Options", "Previewed", "Screenplay", "__version__",
    "check", "plan", "preview", "read", "render",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """The library's names, loaded when they are first used: the command line does without them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "ministudio_cli.errors" if name == "MinistudioError" else "ministudio_cli.library"
    return getattr(import_module(module), name)
