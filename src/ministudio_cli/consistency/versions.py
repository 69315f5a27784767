"""The versions of what is measured and mended: part of the digests, and read without loading any of it."""

INSPECTION = "inspection-4"
VERDICT = "verdict-5"
FINISH = "finish-6"
