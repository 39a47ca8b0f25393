"""The dialogue of a period or an announcement: what was asked, and how it was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from outreach.model.enquiry import KINDS, WAITS, Kind
from outreach.reports.table import Cell, Table
from outreach.store import Connection, asked
from outreach.store.asked import Number, Over


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Enquiries of one kind: how many came, and what became of them."""

    kind: Kind
    asked: int
    answered: int
    closed: int
    waiting: int
    #: From when they came until they were answered, each in days.
    days: Sequence[float]


def dialogue(connection: Connection, over: Over) -> list[Dialogue]:
    """How many came of each kind, and what became of them; kinds of which none came
    are left out.
    """
    numbers = asked.numbers(connection, "kind", over)
    days = asked.days_to_answer(connection, over)
    counts: dict[Kind, Counter[str]] = {}
    for one in numbers:
        counts.setdefault(one.kind, Counter())[ended(one)] += one.number
    return [
        Dialogue(
            kind=kind,
            asked=sum(counts[kind].values()),
            answered=counts[kind]["answered"],
            closed=counts[kind]["closed"],
            waiting=counts[kind]["waiting"],
            days=days.get(kind, []),
        )
        for kind in KINDS
        if kind in counts
    ]


def dialogue_table(found: Sequence[Dialogue]) -> Table:
    """The table of an account."""
    rows: list[tuple[Cell, ...]] = [
        (
            KINDS[one.kind],
            one.asked,
            one.answered,
            one.closed,
            one.waiting,
            median_of(one.days),
        )
        for one in found
    ]
    return Table(
        name="dialogue",
        title="What was asked, and how it was answered",
        heads=(
            *("Kind", "Asked", "Answered", "Closed without an answer", "Waiting"),
            "Median days to answer",
        ),
        rows=tuple(rows),
        note="Those that came in the period, or about the announcement, and how they stand "
        "now. Days are of those that were answered.",
    )


def median_of(days: Sequence[float]) -> str:
    """The median, to a tenth of a day; a dash where none was answered."""
    return f"{median(days):.1f}" if days else "–"


def ended(one: Number) -> str:
    """How it stands: answered, closed or waiting."""
    return "waiting" if one.state in WAITS else one.state
