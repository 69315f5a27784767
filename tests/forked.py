"""The program, run in a process that is forked from one which has it loaded: as a process of its own, without the time
that loading takes.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import sys
from pathlib import Path

import av  # noqa: F401 - loaded once, as what follows
import jsonschema  # noqa: F401
import numpy as np  # noqa: F401
import rich.progress  # noqa: F401

import ministudio_cli.cli
import ministudio_cli.usecases

for module in pkgutil.iter_modules(ministudio_cli.usecases.__path__):
    importlib.import_module(f"ministudio_cli.usecases.{module.name}")
# What is loaded is not looked through again by each process, which would copy it.
gc.collect()
gc.freeze()


def run(arguments: list[str], environment: dict[str, str], folder: str | None, out: str, err: str) -> None:
    """Run the program with what it writes kept in two files; ends with its exit code."""
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    for number, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), "utf-8")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), "utf-8", "backslashreplace", line_buffering=True)  # noqa: SIM115
    sys.argv = ["ministudio", *arguments]
    sys.path[0] = str(Path.cwd())
    ministudio_cli.cli.main()
