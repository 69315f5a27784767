"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-1"
VERDICT = "verdict-1"
FINISH = "finish-2"
