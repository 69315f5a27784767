"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-5"
VERDICT = "verdict-6"
FINISH = "finish-8"
