"""What somebody agreed to: to be written to, or to stand in the public directory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, StringConstraints

from outreach.model.announcement import Frozen
from outreach.model.words import Visible, shown

#: As long as the directory's columns: PostgreSQL refuses more, and SQLite would not.
Name: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=200), Visible
]
Short: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=60), Visible
]
Note: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _real_instant(value: str) -> str:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        raise ValueError(
            f"“{shown(value)}” is a date that does not exist. Correct it."
        ) from None
    try:
        _instant(value)
    except (ValueError, OverflowError):
        raise ValueError(
            f"“{shown(value)}” is not a day, or a day and time. Write it as 2027-01-05 "
            "or 2027-01-05T14:30."
        ) from None
    return value


class Consent(Frozen):
    """Who agreed to something, when, how and to which words."""

    at: Annotated[
        str,
        StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}"),
        AfterValidator(_real_instant),
    ]
    how: Short
    by: Name | None = None
    wording: Annotated[str, StringConstraints(max_length=2000)] | None = None
    source: Name | None = None

    @property
    def instant(self) -> datetime:
        """When that was, in UTC, which is also the zone where none is given."""
        return _instant(self.at)
