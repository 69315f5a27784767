"""Errors of the libraries of shared stores as faults with a sentence, a hint and an exit code."""

from __future__ import annotations

import errno
from pathlib import Path

from ministudio_cli.errors import MinistudioError, PassingFault, UsageFault

_LIBRARIES = ("botocore", "aiobotocore", "aiohttp", "azure", "gcsfs", "adlfs", "fsspec", "asyncio")
"""Packages whose errors are a network's: botocore's are no OSError."""


def fault_of(error: Exception, url: str, own: Path | None) -> MinistudioError | None:
    """The fault that a library's error is at the store `url`; None where it is none of the store's, but ours, or of
    the file of this machine (`own`) that was sent or written.
    """
    if isinstance(error, (MinistudioError, ImportError)) or _of_this_machine(error, own):
        return None
    text = (str(error).strip() or type(error).__name__).splitlines()[0]
    if isinstance(error, PermissionError) or "Credential" in type(error).__name__:
        return UsageFault(f"the store {url} refuses: {text}", hint="look at its credentials and your rights to it")
    if isinstance(error, ValueError) or "Validation" in type(error).__name__:
        return UsageFault(f"there can be no store {url}: {text}", hint="look at its address")
    name, package = type(error).__name__, type(error).__module__.partition(".")[0]
    if isinstance(error, OSError) or "Transport" in name or package in _LIBRARIES:
        return PassingFault(f"the store {url} does not answer: {text}", hint="run it again; what was finished is kept")
    return None


def _of_this_machine(error: Exception, own: Path | None) -> bool:
    """Whether an error is of a disk or a file of this machine."""
    if not isinstance(error, OSError):
        return False
    beside = own is not None and str(error.filename or "").startswith(str(own.parent))
    return beside or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
