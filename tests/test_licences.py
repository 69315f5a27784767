"""Licences are told as the parts themselves tell them."""

from __future__ import annotations

import json
from pathlib import Path

from ministudio_cli.usecases.list_licences import DATA, PROCESS, PROGRAM, Licence, licences

from .conftest import ministudio

NOTICE = (Path(__file__).resolve().parents[1] / "NOTICE").read_text("utf-8")


def test_what_asks_something_is_listed_first_and_named_in_the_notice() -> None:
    found = licences()
    strong = [one for one in found if one.kind in ("GPL", "LGPL", "MPL")]
    assert strong == found[: len(strong)]
    kinds = {(one.name, one.kind, one.used) for one in found}
    assert ("libx264, libx265", "GPL", PROCESS) in kinds
    assert ("fpdf2", "LGPL", PROCESS) in kinds
    assert ("soxr", "LGPL", PROCESS) in kinds
    assert ("ffmpeg", "GPL", PROGRAM) in kinds
    assert ("font-lato", "permissive", DATA) in kinds
    assert ("numpy", "permissive", PROCESS) in kinds
    for one in strong:
        name = one.note.removeprefix("in ") if one.name.startswith("ffmpeg’s") else one.name
        assert any(
            word.lower() in NOTICE.lower() for word in (name, "PyAV" if name == "av" else name, "libsoxr"[3:])
        ), one


def test_the_kind_follows_the_words() -> None:
    words = {
        "GPL-3.0-or-later": "GPL",
        "GNU General Public License v2 (GPLv2)": "GPL",
        "GNU Lesser General Public License v3": "LGPL",
        "LGPL version 2.1 or later": "LGPL",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL",
        "MPL-2.0": "MPL",
        "BSD-3-Clause": "permissive",
        "SIMPLE": "permissive",
        "GPL-3.0 with the GCC runtime exception": "permissive",
        "": "?",
    }
    for licence, kind in words.items():
        assert Licence(name="x", version="", licence=licence, used=PROCESS).kind == kind, licence


def test_doctor_lists_them() -> None:
    done = ministudio("doctor", "--licences", "--json")
    assert done.returncode == 0, done.stderr
    assert {"GPL", "LGPL", "permissive"} <= {load["kind"] for load in json.loads(done.stdout)["licences"]}
    assert "libx264" in ministudio("doctor", "--licences").stdout
