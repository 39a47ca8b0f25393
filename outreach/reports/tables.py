"""An account as tables: what its page, CSV, JSON and PDF all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from outreach import registry
from outreach.model import money
from outreach.model.estimate import CostLine, Estimate
from outreach.model.standing import ARRIVED, Standing
from outreach.model.states import State
from outreach.model.words import language_name
from outreach.reports.account import Account
from outreach.reports.dialogue import dialogue_table
from outreach.reports.names import (
    CATEGORIES,
    WOMEN_LED,
    channel_label,
    place_name,
    reason_of,
)
from outreach.reports.table import Cell, Table
from outreach.store.accounts import Kind


def tables_of(account: Account) -> list[Table]:
    """Every table that has a row, in the order in which they are read."""
    made = (
        _deliveries(account),
        _organisations(account),
        _missed(account),
        _left_out(account),
        _by("place", "By place", "Place", account, _place),
        _by("category", "By category", "Category", account, _category),
        _by("women-led", "Organisations led by women", "Led", account, _women_led),
        _answers(account),
        dialogue_table(account.dialogue),
        _costs(account),
    )
    return [table for table in made if table.rows]


def _deliveries(account: Account) -> Table:
    """Each state apart: accepted is not delivered, unknown is not failed."""
    found = Counter[tuple[str, State]]()
    for one in account.sent:
        found[one.channel, one.state] += one.number
    states = [state for state in State if any(s is state for _, s in found)]
    rows: list[tuple[Cell, ...]] = []
    for channel in account.channels:
        numbers = [found[channel, state] for state in states]
        rows.append((channel_label(channel), *numbers, sum(numbers)))
    return Table(
        name="deliveries",
        title="Deliveries by channel and state",
        heads=("Channel", *(state.word for state in states), "all"),
        rows=tuple(rows),
        note="Accepted means that the gateway took it: nobody has said yet that it arrived.",
    )


def _organisations(account: Account) -> Table:
    found = Counter[tuple[str, Standing]]()
    for group in account.groups:
        found["", group.best] += group.number
        for channel, standing in group.by_channel.items():
            found[channel, standing] += group.number
    order = sorted({standing for _, standing in found}, reverse=True)
    names = [(channel, channel_label(channel)) for channel in account.channels]
    if len(names) > 1:
        names.append(("", "By any of them"))
    rows: list[tuple[Cell, ...]] = []
    for channel, label in names:
        numbers = [found[channel, standing] for standing in order]
        rows.append((label, *numbers, sum(numbers)))
    return Table(
        name="organisations",
        title="Organisations by the best that is known of them",
        heads=("Channel", *(standing.label for standing in order), "All"),
        rows=tuple(rows) if found else (),
        note="Each organisation is in one column of a row. Sent is not aired, and printed "
        "is not received: only what somebody reports is counted as that.",
        adds=False,
    )


def _missed(account: Account) -> Table:
    rows = (
        (
            channel_label(one.channel),
            one.state.word,
            reason_of(one.state, one.code, one.detail),
            one.number,
        )
        for one in sorted(account.reasons, key=lambda one: -one.number)
    )
    return Table(
        name="missed",
        title="Deliveries that were missed, and why",
        heads=("Channel", "State", "Reason", "Deliveries"),
        rows=tuple(rows),
    )


def _left_out(account: Account) -> Table:
    rows = (
        (
            channel_label(one.channel),
            language_name(one.language),
            one.reason,
            one.number,
        )
        for one in account.left_out
    )
    return Table(
        name="left-out",
        title="Left out before anything was sent, and why",
        heads=("Channel", "Language", "Reason", "Addresses"),
        rows=tuple(rows),
        note="Counted when the broadcast was planned; in no other table."
        + (_WHOLE if account.subject.scope.parted else ""),
    )


_WHOLE = " This table is of the whole broadcasts, not of the chosen part alone."
_Key: TypeAlias = Callable[[Kind], str]


def _place(kind: Kind) -> str:
    return place_name(kind.country, kind.region)


def _category(kind: Kind) -> str:
    return CATEGORIES.get(kind.category, kind.category)


def _women_led(kind: Kind) -> str:
    return WOMEN_LED[kind.women_led]


def _column(standing: Standing) -> str:
    if standing in ARRIVED:
        return "arrived"
    if standing is Standing.SENT:
        return "sent"
    return "open" if standing in (Standing.UNSURE, Standing.WAITING) else "missed"


def _by(name: str, title: str, head: str, account: Account, key: _Key) -> Table:
    found: dict[str, Counter[str]] = {}
    for sent in account.sent:
        found.setdefault(key(sent.kind), Counter())["deliveries"] += sent.number
    for group in account.groups:
        counts = found.setdefault(key(group.kind), Counter())
        counts["organisations"] += group.number
        counts[_column(group.best)] += group.number
    for one in account.answers:
        counts = found.setdefault(key(one.kind), Counter())
        counts["coming" if one.coming else "not coming"] += one.number
    return Table(
        name=name,
        title=title,
        heads=(head, *_HEADS.values()),
        rows=tuple((k, *(found[k][c] for c in _HEADS)) for k in sorted(found)),
        note="A delivery that several organisations share is counted with the first; each "
        "organisation is counted with its own.",
    )


_HEADS = {
    "deliveries": "Deliveries",
    "organisations": "Organisations",
    "arrived": "Arrived, as somebody reports",
    "sent": "Sent only (D)",
    "open": "Waiting or not sure",
    "missed": "Not reached",
    "coming": "Answered: coming",
    "not coming": "Answered: not coming",
}


def _answers(account: Account) -> Table:
    numbers = Counter[bool]()
    for one in account.answers:
        numbers[one.coming] += one.number
    rows = (("Coming", numbers[True]), ("Not coming", numbers[False]))
    return Table(
        name="answers",
        title="Answers",
        heads=("Answer", "Organisations"),
        rows=rows if account.answers else (),
        note="The last answer of an organisation to an event counts.",
    )


def _costs(account: Account) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for cost in account.costs:
        for label, estimate in (
            ("Estimated when planned", cost.estimate),
            ("Handed over", cost.went),
            ("May have gone out", cost.unsure),
        ):
            rows += _cost_rows(label, estimate)
    return Table(
        name="cost",
        title="Cost of texts: segments × price",
        heads=(
            "What",
            "Channel",
            "In",
            "To",
            "By",
            "Recipients",
            "Segments",
            "Price",
            "Amount",
        ),
        rows=tuple(rows),
        note="At the prices that were approved. Providers bill by their own count."
        + (_WHOLE if account.subject.scope.parted else ""),
        adds=False,
    )


def _cost_rows(label: str, estimate: Estimate) -> Iterator[tuple[Cell, ...]]:
    for line in estimate.lines:
        if line.recipients:
            yield (label, *_cost_cells(line, estimate.currency))
    if estimate.lines:
        said: Sequence[Cell] = (
            "all",
            "",
            "",
            "",
            _people(estimate),
            estimate.all_segments,
        )
        yield (label, *said, "", estimate.said)


def _people(estimate: Estimate) -> int:
    return sum(line.recipients for line in estimate.lines)


def _cost_cells(line: CostLine, currency: str) -> tuple[Cell, ...]:
    unknown = "not known"
    price = unknown if line.price is None else money.shown(line.price, currency)
    amount = unknown if line.sum is None else money.shown(line.sum, currency)
    return (
        channel_label(line.channel),
        language_name(line.language),
        line.place,
        registry.gateway_label(line.gateway),
        line.recipients,
        line.all_segments,
        price,
        amount,
    )
