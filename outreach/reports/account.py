"""The account of one or many broadcasts: every figure is a sum over the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach.dispatch import estimating
from outreach.model.estimate import CostLine, Estimate, together
from outreach.model.masking import masked
from outreach.reports.dialogue import Dialogue, dialogue
from outreach.reports.names import proven_by
from outreach.reports.scoping import Subject
from outreach.store import Connection, accounts, broadcasts, missed, origins
from outreach.store.accounts import Answers, Group, Sent
from outreach.store.broadcasts import Broadcast
from outreach.store.missed import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Addresses that got nothing made, with the reason that was given."""

    channel: str
    language: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of all texts in one currency."""

    #: What was approved.
    estimate: Estimate
    went: Estimate
    #: May have gone out.
    unsure: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that a report tells."""

    subject: Subject
    #: When it was counted.
    at: datetime
    #: Broadcasts that it adds up, and those of them that still go on.
    broadcasts: int
    going_on: int
    sent: Sequence[Sent]
    groups: Sequence[Group]
    answers: Sequence[Answers]
    reasons: Sequence[Reason]
    left_out: Sequence[LeftOut]
    costs: Sequence[Cost]
    dialogue: Sequence[Dialogue] = ()
    #: Broadcasts that tell of what another office announced, by its name.
    origins: Sequence[tuple[str, int]] = ()

    @property
    def channels(self) -> list[str]:
        """Those that anything was for."""
        return sorted({one.channel for one in self.sent})


def account_of(connection: Connection, subject: Subject, now: datetime) -> Account:
    """Count. What still goes out meanwhile may be in one figure and not yet in another,
    unless the connection sees one state throughout, as a reading one does.
    """
    scope = subject.scope
    whole = [broadcasts.by_id(connection, key) for key in scope.broadcasts]
    return Account(
        subject=subject,
        at=now,
        broadcasts=len(whole),
        going_on=sum(one.state not in ("done", "cancelled") for one in whole),
        sent=accounts.sent(connection, scope),
        groups=accounts.groups(connection, scope, proven_by()),
        answers=accounts.answers(connection, scope),
        reasons=_without_names(missed.reasons(connection, scope)),
        left_out=_left_out(connection, whole),
        costs=_costs(connection, whole),
        dialogue=dialogue(connection, subject.over) if subject.over else (),
        origins=sorted(origins.of_broadcasts(connection, scope.broadcasts).items()),
    )


def _without_names(found: Iterable[Reason]) -> list[Reason]:
    """A gateway's words may quote a number; reports are given away."""
    summed: Counter[Reason] = Counter()
    for one in found:
        detail = masked(one.detail) if one.detail else None
        summed[replace(one, detail=detail, number=0)] += one.number
    return [replace(one, number=number) for one, number in summed.items()]


def _left_out(connection: Connection, whole: Sequence[Broadcast]) -> list[LeftOut]:
    found: Counter[tuple[str, str, str]] = Counter()
    for one in whole:
        for choice in broadcasts.choices(connection, one.id):
            if choice.reason:
                key = (choice.channel, choice.language, choice.reason)
                found[key] += choice.addresses or 0
    return [
        LeftOut(channel=channel, language=language, reason=reason, number=number)
        for (channel, language, reason), number in sorted(found.items())
    ]


def _costs(connection: Connection, whole: Sequence[Broadcast]) -> list[Cost]:
    kinds: dict[str, tuple[list[CostLine], list[CostLine], list[CostLine]]] = {}
    for one in whole:
        estimate = estimating.of_broadcast(connection, one)
        if not estimate.lines:
            continue
        spent = estimating.spent(connection, one)
        lines = kinds.setdefault(estimate.currency, ([], [], []))
        for mine, more in zip(lines, (estimate, spent.went, spent.unsure), strict=True):
            mine += more.lines
    return [
        Cost(
            estimate=together(estimated, currency),
            went=together(went, currency),
            unsure=together(unsure, currency),
        )
        for currency, (estimated, went, unsure) in sorted(kinds.items())
    ]
