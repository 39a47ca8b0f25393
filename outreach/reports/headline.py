"""What a report says first: a few sentences that a reader may quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from outreach.model.standing import ARRIVED, Standing
from outreach.reports.account import Account
from outreach.reports.dialogue import median_of
from outreach.reports.names import channel_label

_HOW = {
    Standing.A: "by a recording or a third party (grade A)",
    Standing.B: "by a signed log (grade B)",
    Standing.C: "as they told by text or phone (grade C)",
    Standing.DELIVERED: "as the network reports",
}


def headline(account: Account) -> list[str]:
    """Plain sentences, each true by itself; the first says what was counted."""
    return list(_said(account))


def _said(account: Account) -> Iterator[str]:
    stands: Counter[Standing] = Counter()
    for group in account.groups:
        stands[group.best] += group.number
    if not stands:
        yield "Nothing has gone out."
        yield from _dialogue(account)
        return
    yield _whom(account, sum(stands.values()))
    for office, number in account.origins:
        tells = "tells" if number == 1 else "tell"
        yield f"{_counted(number, 'broadcast')} {tells} of what {office} announced."
    arrived = sum(number for one, number in stands.items() if one in ARRIVED)
    how = (f"{stands[one]:,} {words}" for one, words in _HOW.items() if stands[one])
    yield f"It arrived at {_many(arrived)}{': ' if arrived else ''}{', '.join(how)}."
    rest = (
        (
            Standing.SENT,
            "was sent to {} of which nobody has reported that it arrived (D)",
        ),
        (
            Standing.DENIED,
            "was sent to {}, where they say that it was not read or received",
        ),
        (Standing.UNSURE, "may have gone out to {}"),
        (Standing.WAITING, "is still to go to {}"),
        (Standing.MISSED, "did not reach {}"),
    )
    for one, words in rest:
        if stands[one]:
            yield f"It {words.format(_many(stands[one]))}."
    yield from _others(account)


def _whom(account: Account, number: int) -> str:
    by = ", ".join(channel_label(channel) for channel in account.channels)
    said = f"{_counted(account.broadcasts, 'broadcast')} to {_many(number)} by: {by}."
    if account.going_on:
        said += f" {_counted(account.going_on, 'broadcast')} still going on."
    return said


def _others(account: Account) -> Iterator[str]:
    women = [g for g in account.groups if g.kind.women_led]
    reached = sum(g.number for g in women if g.best in ARRIVED)
    if women:
        number = sum(g.number for g in women)
        yield f"Of {_many(number)} led by women, it arrived at {reached:,}."
    coming = sum(one.number for one in account.answers if one.coming)
    other = sum(one.number for one in account.answers if not one.coming)
    if account.answers:
        yield f"Answers: {coming:,} coming, {other:,} not coming."
    for cost in account.costs:
        said = cost.went.said
        yield f"Texts handed over: {cost.went.counted + ', ' if cost.went.priced else ''}{said}."
    yield from _dialogue(account)


def _dialogue(account: Account) -> Iterator[str]:
    found = account.dialogue
    if not found:
        return
    number = sum(one.asked for one in found)
    ends = [
        f"{sum(one.answered for one in found):,} answered",
        f"{sum(one.closed for one in found):,} closed without an answer",
        f"{sum(one.waiting for one in found):,} waiting",
    ]
    days = [day for one in found for day in one.days]
    half = f" Half of the answers took {median_of(days)} days or less." if days else ""
    came = f"{number:,} {'enquiry' if number == 1 else 'enquiries'}"
    yield f"Questions, needs and feedback: {came}, {', '.join(ends)}.{half}"


def _many(number: int) -> str:
    return _counted(number, "organisation")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
