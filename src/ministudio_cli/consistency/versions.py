"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-3"
VERDICT = "verdict-4"
FINISH = "finish-6"
