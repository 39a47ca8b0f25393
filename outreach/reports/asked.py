"""What is asked most: enquiries by topic, announcement or kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from outreach.model.enquiry import KINDS
from outreach.model.errors import InputError
from outreach.reports.dialogue import ended
from outreach.reports.table import Table
from outreach.store import Connection, announcements, asked
from outreach.store.asked import By, Over

#: What staff can look at, as it is told.
BY: Mapping[str, str] = {
    "topic": "Topic",
    "announcement": "Announcement",
    "kind": "Kind",
}
_NONE = {"topic": "No topic", "announcement": "About no announcement"}
#: The columns that a plot shows: the kinds.
PLOTTED = range(1, 4)


def most(connection: Connection, by: By, over: Over) -> Table:
    """What is asked most, the most first: by topic, announcement or kind."""
    found: dict[str | None, Counter[str]] = {}
    for one in asked.numbers(connection, by, over):
        counts = found.setdefault(one.label, Counter())
        counts[one.kind] += one.number
        counts[ended(one)] += one.number
    order = sorted(found, key=lambda key: (-_all(found[key]), key or ""))
    columns = (*KINDS, "answered", "closed", "waiting")
    return Table(
        name="asked",
        title=f"What is asked most, by {BY[by].lower()}",
        heads=(
            BY[by],
            *("Questions", "Needs", "Other feedback"),
            *("Answered", "Closed without an answer", "Waiting", "All"),
        ),
        rows=tuple(
            (
                _label(connection, by, key),
                *(found[key][column] for column in columns),
                _all(found[key]),
            )
            for key in order
        ),
        note="An enquiry of several topics is counted for each."
        if by == "topic"
        else "",
        adds=by != "topic",
    )


def _all(counts: Counter[str]) -> int:
    return sum(counts[kind] for kind in KINDS)


def _label(connection: Connection, by: By, key: str | None) -> str:
    if key is None:
        return _NONE[by]
    if by == "kind":
        return next(text for kind, text in KINDS.items() if kind == key)
    if by == "topic":
        return key
    try:
        found = announcements.get(connection, key).announcement
    except InputError:
        return key
    return f"{found.texts[found.languages[0]].title} ({key})"
