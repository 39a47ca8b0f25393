"""What a page depends on beside its text: faces and engines, as one digest."""

from __future__ import annotations

import hashlib
from functools import cache

import icu
import reportlab
import uharfbuzz

from outreach.model.canonical import digest
from outreach.typesetting.faces import data_of, extra_fonts, face_names


def revision() -> str:
    """SHA-256 that changes whenever the same text might be set in another way."""
    return digest(
        _faces(),
        extra_fonts().digests,
        uharfbuzz.version_string(),
        icu.ICU_VERSION,
        reportlab.__version__,
        _LAYOUT,
    )


@cache
def _faces() -> dict[str, str]:
    return {name: hashlib.sha256(data_of(name)).hexdigest() for name in face_names()}


#: Raise it when a change in this room moves a line or a letter, or writes other bytes.
_LAYOUT = 4
