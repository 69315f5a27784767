"""Versions of what is always built in, where naming them must not load numpy."""

BED = "bed-1"
LISTENING = "listening-2"
