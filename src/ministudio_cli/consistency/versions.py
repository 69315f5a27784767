"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-6"
VERDICT = "verdict-7"
FINISH = "finish-9"
