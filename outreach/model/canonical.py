"""One byte form of a value, so that equal content has an equal key."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no blanks and no escapes: equal values, equal text."""
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def digest(*values: Any) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of all ``values``."""
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()
