"""What JSON and YAML hold, where it is read and written; nothing of this type goes further."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]
