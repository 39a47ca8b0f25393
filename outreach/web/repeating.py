"""The plain choices of what repeats: every day, week or month, from when, until when."""

from __future__ import annotations

from datetime import date, datetime

from outreach.dispatch import when
from outreach.dispatch.when import When
from outreach.model.errors import InputError, Problem
from outreach.model.recurrence import PLAIN, plain_rule
from outreach.settings import Settings
from outreach.web.desk import Fields, one


def repeated(fields: Fields, settings: Settings) -> When:
    """What was chosen. Raises InputError naming the field."""
    often = one(fields, "often")
    if often not in PLAIN:
        raise InputError([Problem("often", "is not chosen. Choose one.")])
    day, clock = one(fields, "from_day").strip(), one(fields, "from_time").strip()
    wall = f"{day}T{clock}"
    try:
        when.at(wall, settings.timezone)
    except InputError:
        message = "needs a day and a time, such as 2027-05-03 and 09:00."
        raise InputError([Problem("from_day", message)]) from None
    start = datetime.fromisoformat(wall)
    rule = plain_rule(often, start, _until(one(fields, "until").strip()))
    return when.every(rule, wall, settings.timezone)


def _until(day: str) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        raise InputError(
            [Problem("until", "is not a day. Write 2027-05-31, or leave it empty.")]
        ) from None
