"""What a broadcast costs: the lines are the total, and what is not known is not nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.estimate import CostLine, together

PRICES = st.none() | st.decimals(0, 100, places=6, allow_nan=False)
LINES = st.builds(
    CostLine,
    channel=st.just("sms"),
    language=st.sampled_from(["en", "sw"]),
    country=st.sampled_from(["KE", "UG", None]),
    gateway=st.sampled_from(["twilio", "modem"]),
    recipients=st.integers(0, 10**6),
    segments=st.integers(1, 10),
    price=PRICES,
)


@given(st.lists(LINES, max_size=30))
def test_the_lines_together_are_the_total_to_the_last_place(lines: list[CostLine]):
    found = together(lines, "USD")
    known = [line for line in lines if line.price is not None]
    exact = sum(
        line.recipients * line.segments * int(line.price * 10**6) for line in known
    )
    assert found.total * 10**6 == exact
    assert sum(
        (line.sum for line in found.lines if line.sum is not None), Decimal(0)
    ) == (found.total)
    assert sum(line.all_segments for line in found.lines) == sum(
        line.all_segments for line in lines
    )


@given(st.lists(LINES, max_size=30))
def test_lines_that_read_alike_are_one(lines: list[CostLine]):
    found = together(lines, "USD").lines
    alike = {(x.language, x.country, x.gateway, x.segments, x.price) for x in lines}
    assert len(found) == len(alike)


@given(st.lists(LINES, min_size=1, max_size=30), PRICES)
def test_nothing_unknown_stays_in_a_budget(
    lines: list[CostLine], budget: Decimal | None
):
    found = together(lines, "USD")
    within = found.total <= (budget or 0) and not found.unknown
    assert (found.over(budget) is None) == (budget is None or within)


def line(**changes: Any) -> CostLine:
    values: dict[str, Any] = {
        "channel": "sms",
        "language": "en",
        "country": "KE",
        "gateway": "twilio",
        "recipients": 1000,
        "segments": 2,
        "price": Decimal("0.045"),
        **changes,
    }
    return CostLine(**values)


@pytest.mark.parametrize(
    ("lines", "said", "over"),
    [
        ([line()], "90.00 USD", None),
        (
            [line(), line(country="UG")],
            "180.00 USD",
            "It costs 180.00 USD; the budget of a broadcast is 100.00 USD.",
        ),
        (
            [line(), line(country="UG", price=None)],
            "90.00 USD and 2,000 text segments of unknown price",
            "The price of a segment is not known to Uganda by twilio, so nobody knows "
            "whether it stays in the budget of 100.00 USD.",
        ),
        (
            [line(country=None, price=None, recipients=1)],
            "2 text segments of unknown price",
            "The price of a segment is not known to unknown country by twilio, so nobody "
            "knows whether it stays in the budget of 100.00 USD.",
        ),
        ([line(price=None, recipients=0)], "0.00 USD", None),
        ([], "0.00 USD", None),
    ],
)
def test_the_total_in_words(lines: list[CostLine], said: str, over: str | None):
    found = together(lines, "USD")
    assert found.said == said
    assert found.over(Decimal(100)) == over
    assert found.over(None) is None
