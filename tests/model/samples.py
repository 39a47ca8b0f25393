"""A small sound announcement, and ways to spoil one field of it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.errors import InputError
from outreach.model.reading import read

EXAMPLES = Path(__file__).parents[2] / "examples"

WORKSHOP: dict[str, Any] = {
    "id": "kisumu-water-27",
    "kind": "workshop",
    "organizer": "Lake Region Women’s Network",
    "starts_at": "2027-05-05T14:30",
    "ends_at": "2027-05-05T17:00",
    "timezone": "Africa/Nairobi",
    "venue": {"name": {"en": "Town Hall", "sw": "Ukumbi wa Mji"}, "locality": "Kisumu", "country": "KE"},
    "registration": {"deadline": "2027-04-20", "fee": {"amount": "0", "currency": "KES"}},
    "contact": {"name": "Amina Otieno", "phones": ["+254300000014"]},
    "texts": {"en": {"title": "Water points"}, "sw": {"title": "Vituo vya maji"}},
}  # fmt: skip
ABSENT = object()


def with_field(path: str, value: Any) -> dict[str, Any]:
    """The workshop with the field at the dotted ``path`` set, or taken out (ABSENT)."""
    values = copy.deepcopy(WORKSHOP)
    *above, last = path.split(".")
    group: Any = values
    for name in above:
        group = group.setdefault(name, {})
    if value is ABSENT:
        del group[last]
    else:
        group[last] = value
    return values


def announcement(**fields: Any) -> Announcement:
    """The workshop with some fields replaced."""
    return read(copy.deepcopy(WORKSHOP) | fields).announcement


def problems(values: Any) -> list[str]:
    """What ``read`` says is wrong with ``values``; nothing where it is sound."""
    try:
        read(values)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    return []
