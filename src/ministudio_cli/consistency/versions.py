"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-7"
VERDICT = "verdict-8"
FINISH = "finish-10"
