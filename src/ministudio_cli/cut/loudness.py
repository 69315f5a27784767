"""How loud a finished film is, by where it will be heard."""

from __future__ import annotations

TARGETS = {"web": -14.0, "podcast": -16.0, "broadcast": -23.0}
"""Integrated loudness in LUFS, by the word of `master:`; “none” leaves the mix as it is."""
