"""What rows say of their organisation, each field as one number: whether two agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args
from zlib import crc32

from outreach.directory.columns import Columns
from outreach.model.announcement import Category
from outreach.model.audience import OrganisationRecord

#: A row's category is told again to later rows, so its print is its place here, from 1.
CATEGORIES: tuple[str, ...] = get_args(Category)
#: What rows of one organisation must agree in; its category stands first.
_OWN = (
    "category",
    "names",
    "women_led",
    "region",
    "district",
    "topics",
    "languages",
    "has_internet",
    "website",
    "needs",
    "relay",
    "formal",
    "prefers",
    "focal_points",
    "station",
    "printer",
    "vetting",
    "listed",
)
#: A field that can say any of the others.
_ANY = "details"


def told_of(columns: Columns) -> tuple[str, ...]:
    """Which of them a sheet can say at all."""
    given = {"names" if c.language else c.field for c in columns.read} | {"category"}
    return _OWN if _ANY in given else tuple(name for name in _OWN if name in given)


def prints(record: OrganisationRecord, fields: Sequence[str]) -> list[int]:
    """Of each field; 0 where the record does not say it."""
    given = record.model_fields_set
    return [print_of(f, getattr(record, f)) if f in given else 0 for f in fields]


def print_of(field: str, value: Any) -> int:
    """What a field says, as a number below 2**32 that is not 0."""
    if field == "category":
        return CATEGORIES.index(value) + 1
    if field == "names":
        value = sorted(dict(value or {}).items())
    return crc32(repr(value).encode("utf-8", "replace")) or 1
