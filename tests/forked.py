"""The program, run in a process that is forked from one which has it loaded, and so are its workers: processes of their
own, without the time that loading takes. That the program starts them afresh is tested where it is not run from here.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import socket
import sys
from multiprocessing import connection, forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import av  # noqa: F401 - loaded once, as what follows
import google.auth.transport.requests
import google.oauth2.service_account  # noqa: F401
import jsonschema  # noqa: F401
import numpy as np  # noqa: F401
import rich.progress  # noqa: F401
import scipy.signal  # noqa: F401
from google import genai

import ministudio_cli.cli
import ministudio_cli.usecases
from ministudio_cli.graph.engines import local

for module in pkgutil.walk_packages(ministudio_cli.__path__, "ministudio_cli."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
_ = genai.Client(api_key="none").interactions  # it loads them at their first use
# What is loaded is not looked through again by each process, which would copy it.
gc.collect()
gc.freeze()


class Worker(ForkServerProcess):
    """A worker of the program, which has loaded what the program has."""


class Forked(ForkServerContext):
    """Starts such processes."""

    Process = Worker


def serve() -> None:
    """Begin the server of this process's workers while it has one thread and has computed nothing: what is forked later
    may wait for ever for a lock that some thread held.
    """
    address = connection.arbitrary_address("AF_UNIX")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        alive, held = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(held)
            try:
                forkserver.main(listener.fileno(), alive, [])  # type: ignore[attr-defined]
            finally:
                os._exit(0)
        os.close(alive)
    server = forkserver._forkserver  # type: ignore[attr-defined]
    server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, held, pid
    local.worker.Spawned = Forked  # type: ignore[assignment,misc]


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
    if sys.version_info < (3, 14):  # its server asks for a key
        serve()
    ministudio_cli.cli.main()
