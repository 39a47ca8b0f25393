"""Figures of a report add up to the ledger, to the last row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from outreach import registry
from outreach.inbox import tidying
from outreach.model.standing import Standing
from outreach.model.states import State
from outreach.reports import scoping
from outreach.reports.account import Account, account_of
from outreach.reports.headline import headline
from outreach.reports.table import Table
from outreach.reports.tables import tables_of
from outreach.settings import Settings
from outreach.store import missed, retention
from outreach.store.accounts import Kind, Scope
from outreach.store.tables import addressees, deliveries
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.dispatch.conftest import bench as bench  # the fixture, here too
from tests.reports.conftest import CHANNELS, Month, plugins, simulated
from tests.reports.recount import Recount, recount


def counted(month: Month, name: str | None = None, **part: str) -> Account:
    """The account of one broadcast, or of all that month."""
    with month.bench.store.read() as connection:
        if name:
            subject = scoping.of_name(connection, name)
        else:
            first = date(2027, 3, 1)
            days = first, first + timedelta(days=40)
            subject = scoping.of_period(connection, month.bench.settings, *days, **part)
        return account_of(connection, subject, month.bench.now)


def table(account: Account, name: str) -> Table:
    return next(t for t in tables_of(account) if t.name == name)


def check_all(account: Account, true: Recount) -> None:
    """Every table against the recount."""
    sent: Counter[tuple[str, State]] = Counter()
    for one in account.sent:
        sent[one.channel, one.state] += one.number
    assert sent == true.deliveries

    found: Counter[tuple[str, Standing]] = Counter()
    for group in account.groups:
        for channel, standing in group.by_channel.items():
            found[channel, standing] += group.number
    assert found == true.by_channel()
    assert _bests(account) == Counter(true.best().values())

    number, organisations = sum(true.deliveries.values()), len(true.best())
    assert _last(table(account, "deliveries"), "all") == number
    for name in ("place", "category", "women-led"):
        made = table(account, name)
        assert _last(made, "Deliveries") == number
        assert _last(made, "Organisations") == organisations
        assert sum(_last(made, made.heads[n]) for n in range(3, 7)) == organisations
        assert _last(made, "Answered: coming") == true.coming[True]
        assert _last(made, "Answered: not coming") == true.coming[False]
    gone_wrong = sum(n for (_, s), n in true.deliveries.items() if s in missed.MISSED)
    assert sum(row[-1] for row in table(account, "missed").rows) == gone_wrong


def _bests(account: Account) -> Counter[Standing]:
    found: Counter[Standing] = Counter()
    for group in account.groups:
        found[group.best] += group.number
    return found


def _last(made: Table, head: str) -> int:
    """The sum under a column."""
    return sum(int(row[made.heads.index(head)]) for row in made.rows)


def test_a_month_adds_up_whole_and_each_broadcast_by_itself(month: Month) -> None:
    ids = [one.id for one in month.broadcasts]
    true = recount(month.bench.store, ids)
    kinds = {state for _, state in true.deliveries}
    assert kinds >= {State.ACCEPTED, State.DELIVERED, *missed.MISSED}, (
        "too tame a month"
    )
    assert {Standing.A, Standing.B, Standing.C, Standing.DENIED} <= set(
        true.stands.values()
    )
    check_all(counted(month), true)
    for one in month.broadcasts:
        check_all(counted(month, one.code), recount(month.bench.store, [one.id]))


@only_on("sqlite", "one database is enough for the size")
def test_forty_announcements_to_five_thousand_organisations_add_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many rows as a real month leaves: dealt, for to send them takes minutes."""
    month_of = simulated(settings, events=40, organisations=5_000, dealt=True)
    with month_of as month:
        monkeypatch.setattr(registry, "plugins", plugins)
        true = recount(month.bench.store, [one.id for one in month.broadcasts])
        assert len(month.broadcasts) == 40
        assert sum(true.deliveries.values()) > 300_000
        dealt = {(channel, state) for channel in CHANNELS for state in State}
        assert set(true.deliveries) == dealt, "too tame a month"
        check_all(counted(month), true)


@pytest.mark.parametrize(
    ("part", "inside"),
    [
        pytest.param({"region": "Kisumu"}, lambda k: k.region == "Kisumu", id="region"),
        pytest.param({"category": "media"}, lambda k: k.category == "media", id="category"),
        pytest.param(
            {"region": "Siaya", "category": "ngo"},
            lambda k: (k.region, k.category) == ("Siaya", "ngo"),
            id="both",
        ),
    ],
)  # fmt: skip
def test_a_part_is_what_the_whole_has_of_it(
    month: Month, part: dict[str, str], inside: Callable[[Kind], bool]
) -> None:
    whole, found = counted(month), counted(month, **part)
    assert [*found.sent] == [one for one in whole.sent if inside(one.kind)]
    assert [*found.groups] == [one for one in whole.groups if inside(one.kind)]
    assert [*found.answers] == [one for one in whole.answers if inside(one.kind)]
    assert sum(one.number for one in found.sent) > 0
    mine = sum(one.number for one in found.sent if one.state in missed.MISSED)
    assert mine == sum(reason.number for reason in found.reasons)


def test_a_month_adds_up_the_same_when_its_addresses_are_forgotten(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by broadcast; nobody can be phoned any more."""
    with simulated(settings, events=3, organisations=20) as month:
        monkeypatch.setattr(registry, "plugins", plugins)
        before = _all_tables(month)
        _forget(month)
        assert _all_tables(month) == before
        check_all(
            counted(month),
            recount(month.bench.store, [one.id for one in month.broadcasts]),
        )


def _all_tables(month: Month) -> list[list[tuple[tuple[object, ...], ...]]]:
    names = [None, *(one.code for one in month.broadcasts)]
    return [
        [tuple(table.rows) for table in tables_of(counted(month, name))]
        for name in names
    ]


def _forget(month: Month) -> None:
    """Every address, in the ledger and in the directory."""
    store, later = month.bench.store, month.bench.now + timedelta(days=800)
    with store.read() as connection:
        people = list(connection.execute(select(addressees.c.id)).scalars())
    tidying.forget_addresses(store, month.bench.settings, later)
    with store.write() as connection:
        retention.forget_addressees(connection, people, int(later.timestamp()))
    ids = tuple(one.id for one in month.broadcasts)
    with store.read() as connection:
        for table in (addressees, deliveries):
            kept = select(table).where(table.c.address.not_like("(erased %)"))
            assert connection.execute(kept).first() is None
        assert not list(missed.to_phone(connection, Scope(broadcasts=ids)))


def test_those_to_phone_are_all_who_were_missed_but_who_opted_out(month: Month) -> None:
    """One row for each addressee, also those that share the phone."""
    ids = tuple(one.id for one in month.broadcasts)
    with month.bench.store.read() as connection:
        found = list(missed.to_phone(connection, Scope(broadcasts=ids)))
        shared = connection.exec_driver_sql(
            "SELECT count(*) FROM delivery_shares s JOIN deliveries d ON "
            "d.broadcast_id = s.broadcast_id AND d.seq = s.seq WHERE d.state IN (4,5,7,8,9)"
        ).scalar_one()
    true = recount(month.bench.store, [*ids]).deliveries
    number = sum(n for (_, s), n in true.items() if s in missed.TO_PHONE)
    assert len(found) == number + shared
    assert shared > 0
    assert len({(m.broadcast, m.seq, m.organisation) for m in found}) == len(found)
    assert State.SUPPRESSED not in {one.state for one in found}
    assert {one.otherwise for one in found} == {True, False}


def test_who_is_left_out_before_sending_is_counted_with_the_reason(
    month: Month,
) -> None:
    """One in nine reads French, in which nothing is written."""
    rows = table(counted(month, month.broadcasts[0].code), "left-out").rows
    reading = [n for n in range(month.organisations) if n % 9 == 8]
    phones = {n - 1 if n % 10 == 9 else n for n in reading}
    why = "The announcement has no text in French."
    assert [row for row in rows if row[0] == "Text"] == [
        ("Text", "French", why, len(phones))
    ]


def test_no_number_of_a_person_gets_into_a_report(month: Month) -> None:
    """The gateway's refusals quote one."""
    said = str([t.rows for t in tables_of(counted(month))])
    assert "no such number" in said
    assert "254722000111" not in said


def test_an_account_says_whose_it_tells_of(bench: Bench) -> None:
    """Two broadcasts of one office's announcement, one of ours."""
    bench.phones(1)
    bench.announce(id="ours")
    origin = {"office": "Nairobi office", "id": "theirs", "version": 1}
    bench.announce(id="theirs", origin=origin)
    for ref in ("ours", "theirs", "theirs"):
        bench.approved(ref=ref)
    bench.run()
    days = date(2027, 3, 1), date(2027, 3, 2)
    with bench.store.read() as connection:
        subject = scoping.of_period(connection, bench.settings, *days)
        account = account_of(connection, subject, bench.now)
    assert account.origins == [("Nairobi office", 2)]
    said = "2 broadcasts tell of what Nairobi office announced."
    assert said in headline(account)
