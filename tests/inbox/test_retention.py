"""Addresses past their time go, those that are needed stay, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from outreach import registry
from outreach.inbox import tidying
from outreach.inbox.tidying import Tidying, forget_addresses
from outreach.model.news import Inbound
from outreach.model.states import State
from outreach.settings import Settings, read_settings
from outreach.store import (
    enquiries,
    evidence,
    inbound,
    phones,
    retention,
    rsvps,
)
from outreach.store.broadcasts import Broadcast
from outreach.store.tables import (
    addressees,
    deliveries,
    events,
    tidyings,
)
from tests.conftest import only_on
from tests.dispatch import ledger
from tests.dispatch.conftest import NOW, Bench, at_work
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import fake_plugins

PHONE = "+2547220000{:02}"
YEARS = timedelta(days=1096)


@pytest.fixture
def bench(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with at_work(settings) as made:
        yield made


def forget(bench: Bench, **changes: Any) -> None:
    forget_addresses(bench.store, replace(bench.settings, **changes), bench.now)


def due(bench: Bench) -> tuple[int, int, int]:
    """What the doctor says would go next."""
    with bench.store.read() as connection:
        found = tidying.due(connection, bench.settings, bench.store.secret, bench.now)
    return found.texts, found.deliveries, found.addressees


def kept(bench: Bench) -> set[str]:
    query = select(addressees.c.address).where(
        addressees.c.address.not_like("(erased %)")
    )
    with bench.store.read() as connection:
        return set(connection.execute(query).scalars())


def in_ledger(bench: Bench) -> list[str]:
    query = select(deliveries.c.address).order_by(
        deliveries.c.broadcast_id, deliveries.c.seq
    )
    with bench.store.read() as connection:
        return list(connection.execute(query).scalars())


#: Who is there from the beginning, why they stay, or that they go.
THERE = {
    1: "was written to lately",
    2: "texted lately",
    3: "texted lately, told by a gateway without the plus",
    4: "the organisation answered an invitation lately",
    5: "the organisation's evidence came lately",
    6: "the organisation asked lately",
    7: None,
    8: None,
    9: "another organisation has the same phone, and answered",
}


def hear(bench: Bench, sent: Broadcast) -> None:
    """What the reasons above say."""
    with bench.store.write() as connection:
        for key, sender in (("a", PHONE.format(2)), ("b", PHONE.format(3)[1:])):
            told = Inbound(key=key, sender=sender, recipient=None, text="Hello")
            inbound.add(connection, "recorder", told, bench.now)
        values = {"coming": True, "now": bench.now}
        rsvps.put(connection, "water-day", 4, sent.id, 1, **values)
        evidence.add(
            connection,
            evidence.Evidence(
                broadcast_id=sent.id,
                organisation_id=5,
                grade="C",
                kind="aired",
                number=1,
                at=bench.now,
            ),
        )
        asked = enquiries.Asked(
            kind="need",
            way="phone",
            words="chairs",
            language="en",
            asked_at=bench.now,
            organisation_id=6,
        )
        enquiries.add(connection, asked, (), None, bench.now)


def test_who_nobody_wrote_to_or_heard_from_is_forgotten(bench: Bench) -> None:
    for number in THERE:
        bench.organisation(PHONE.format(4 if number == 9 else number))
    bench.organisation("P.O. Box 1\nKisumu", channel="paper")
    bench.organisation("old@desk.example", channel="paper")
    forget(bench)  # the first time it only notes who is there
    assert len(kept(bench)) == 10, "two share one"

    bench.now += YEARS
    bench.organisation(PHONE.format(20))  # new, and in no broadcast yet
    bench.announce(starts_at="2030-05-05T14:30", ends_at="2030-05-05T17:00")
    with bench.store.write() as connection:
        phones.change_language(connection, ["text"], PHONE.format(1), "sw")
    sent = bench.approved(audience=lately(bench))
    bench.run()
    assert in_ledger(bench) == [PHONE.format(1)]
    hear(bench, sent)
    forget(bench, addressee_days=0)
    assert len(kept(bench)) == 11, "0 keeps them"
    forget(bench)
    stay = {PHONE.format(n) for n, why in THERE.items() if why and n != 9}
    assert kept(bench) == stay | {PHONE.format(20), "P.O. Box 1\nKisumu"}


def lately(bench: Bench) -> str:
    from outreach.model.audience import AudienceRule
    from outreach.store import audiences

    with bench.store.write() as connection:
        audiences.put_audience(connection, "lately", AudienceRule(languages=("sw",)))
    return "lately"


def test_who_opted_out_is_forgotten_and_stays_opted_out(bench: Bench) -> None:
    bench.phones(2)
    bench.announce()
    first = bench.approved()
    bench.run()
    with bench.store.write() as connection:
        phones.withdraw(
            connection, bench.store.secret, ["text"], "+254722000000", "STOP", bench.now
        )
    numbers = {"+254722000000", "+254722000001"}
    for days, left in ((89, numbers), (2, {"+254722000001"})):
        bench.later(days=days)
        forget(bench)
        assert kept(bench) == left
    assert bench.tally(first)[State.ACCEPTED] == 2
    assert in_ledger(bench) == ["(erased 1)", "+254722000001"]
    bench.organisation("+254722000000")
    bench.now = NOW + timedelta(days=1)
    again = bench.approved()
    bench.run()
    assert bench.tally(again)[State.SUPPRESSED] == 1


@only_on("sqlite", "the same statements as above")
def test_who_share_an_address_lose_it_together(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the steps fall: what stands for it is the same for all of them."""
    monkeypatch.setattr(tidying, "FEW", 1)
    bench.phones(2)
    bench.organisation("+254722000000")
    forget(bench)
    bench.now += YEARS
    forget(bench)
    with bench.store.read() as connection:
        rows = connection.execute(
            select(addressees.c.address).order_by(addressees.c.id)
        )
        assert list(rows.scalars()) == ["(erased 1)", "(erased 2)", "(erased 1)"]


def test_nothing_is_taken_from_under_what_is_on_its_way(bench: Bench) -> None:
    bench.phones(1)
    bench.announce()
    sent = bench.approved()
    bench.run()
    ledger.put(bench.store, sent, State.QUEUED, 0)
    with bench.store.write() as connection:
        second = int(bench.now.timestamp())
        assert retention.forget_addressees(connection, [1], second) == 0
    ledger.put(bench.store, sent, State.ACCEPTED, 0)
    with bench.store.write() as connection:
        assert retention.forget_addressees(connection, [1], second) == 1


def test_deliveries_lose_their_addresses_once_their_time_is_over(bench: Bench) -> None:
    """Two broadcasts: the one that ended earlier goes first; shares stay as they are."""
    bench.phones(2)
    bench.organisation("+254722000000")
    for ref, day in (("early", "2027-05-05"), ("late", "2027-07-05")):
        bench.announce(id=ref, starts_at=f"{day}T14:30", ends_at=f"{day}T17:00")
        sent = bench.approved(ref=ref)
        bench.run()
        said = "no such number +254722000000"
        ledger.put(bench.store, sent, State.FAILED, 0, detail=said)
    tally = bench.tally(sent)
    numbers, gone = (
        ["+254722000000", "+254722000001"],
        ["(erased 1)", "(erased 2)"],
    )
    bench.now = NOW + timedelta(days=730 + 80)
    forget(bench, delivery_days=0)
    assert in_ledger(bench) == numbers * 2, "0 keeps them"
    forget(bench)
    assert in_ledger(bench) == [*gone, *numbers]
    bench.later(days=60)
    assert due(bench) == (0, 2, 0)
    forget(bench)
    assert due(bench) == (0, 0, 0)
    assert in_ledger(bench) == gone * 2
    assert bench.tally(sent) == tally
    with bench.store.read() as connection:
        details = set(connection.execute(select(deliveries.c.detail)).scalars())
    assert details == {None, "no such number +254•••••••00"}
    assert kept(bench) == set(numbers), "the directory has them still"


def test_what_gateways_said_goes_with_the_addresses(bench: Bench) -> None:
    values = {"gateway": "g", "outcome": "refused", "matched": True, "detail": "+2547"}
    with bench.store.write() as connection:
        for key, days in (("old", 731), ("new", 729)):
            at = bench.now - timedelta(days=days)
            connection.execute(insert(events).values(key=key, at=at, **values))
    forget(bench)
    with bench.store.read() as connection:
        rows = connection.execute(select(events.c.key, events.c.detail)).all()
    assert dict(map(tuple, rows)) == {"old": None, "new": "+2547"}


@only_on("sqlite", "the same statements as above")
def test_it_is_done_once_a_day_also_by_a_new_process(bench: Bench) -> None:
    for hours, times in ((0, 1), (2, 1), (21, 1), (2, 2), (23, 2)):
        bench.later(hours=hours)
        Tidying().tidy(bench.store, bench.settings, bench.now)
        with bench.store.read() as connection:
            query = select(func.count()).select_from(tidyings)
            assert connection.execute(query).scalar_one() == times


@only_on("sqlite", "the same statements as above")
def test_texts_go_a_few_at_a_time_until_all_are_gone(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "MOST_AT_ONCE", 2)
    with bench.store.write() as connection:
        for number in range(6):
            told = Inbound(
                key=f"{number}", sender=PHONE.format(1), recipient=None, text="Hello"
            )
            inbound.add(connection, "recorder", told, bench.now)
            state = "waiting" if number == 3 else "done"
            inbound.change(connection, number + 1, state=state)
    bench.later(days=366)
    assert due(bench) == (5, 0, 0)
    tidying.forget_texts(bench.store, bench.settings, bench.now)
    with bench.store.read() as connection:
        left = inbound.newest(connection)
    assert [text.state for text in left] == ["waiting"], "a person has to read it"


@pytest.mark.parametrize(
    ("name", "field", "default"),
    [
        ("OUTREACH_DELIVERY_DAYS", "delivery_days", 730),
        ("OUTREACH_ADDRESSEE_DAYS", "addressee_days", 1095),
        ("OUTREACH_WITHDRAWN_DAYS", "withdrawn_days", 90),
    ],
)
def test_the_settings(name: str, field: str, default: int) -> None:
    assert getattr(read_settings({}), field) == default
    assert getattr(read_settings({name: "0"}), field) == 0
