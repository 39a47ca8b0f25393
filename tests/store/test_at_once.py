"""The same thing asked for by many at the same moment is done once, and nobody is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from outreach.model.audience import AddresseeRecord, AudienceRule, OrganisationRecord
from outreach.model.errors import InputError
from outreach.model.news import Event
from outreach.model.reading import read
from outreach.model.rendition import Measure, Rendition
from outreach.model.states import Outcome, State
from outreach.settings import read_settings
from outreach.store import Connection, audiences, opened, users
from outreach.store import announcements as stored
from outreach.store import broadcasts as planned
from outreach.store.consents import suppress
from outreach.store.directory import put_organisation
from outreach.store.events import tell
from outreach.store.renditions import put, put_bundle
from outreach.store.tables import (
    announcement_versions,
    approvals,
    bundles,
    events,
    metadata,
    organisations,
    renditions,
    suppressions,
)
from tests.conftest import only_on
from tests.dispatch.conftest import CONSENT, CONTENT, NOW, Bench, bench, settings
from tests.postgres import KEY, Postgres

__all__ = ["bench", "settings"]

MANY = 8
SECRET = KEY.encode()
GROUP = OrganisationRecord(
    name="Group",
    category="ngo",
    country="KE",
    topics=("water",),
    addressees=(
        AddresseeRecord(
            channel="text",
            address="+254722000001",
            language="en",
            timezone="Africa/Nairobi",
            consent=CONSENT,
        ),
    ),
)
TEXT = Rendition(files=(), text="Water day", measure=Measure(segments=1))


def at_once(bench: Bench, act: Callable[[Connection], Any]) -> list[Any]:
    """Do an act in many transactions that begin together; what each gave."""
    start = Barrier(MANY)

    def one(_: int) -> Any:
        start.wait()
        with bench.store.write() as connection:
            return act(connection)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def rows(bench: Bench, table: str) -> int:
    with bench.store.read() as connection:
        query = select(func.count()).select_from(metadata.tables[table])
        return connection.execute(query).scalar_one()


@pytest.mark.parametrize(
    ("act", "table"),
    [
        pytest.param(
            lambda c, b: stored.add_version(c, read(CONTENT).announcement, b.author, NOW).number,
            announcement_versions,
            id="an announcement with an id",
        ),
        pytest.param(
            lambda c, b: stored.add_version(
                c, read({**CONTENT, "id": None}).announcement, b.author, NOW
            ).ref,
            announcement_versions,
            id="an announcement that gets its id here",
        ),
        pytest.param(
            lambda c, b: put_organisation(c, GROUP, SECRET, NOW),
            organisations,
            id="an organisation",
        ),
        pytest.param(
            lambda c, b: put(c, "k", "text", "short", ("en",), TEXT), renditions, id="a rendition"
        ),
        pytest.param(
            lambda c, b: (put(c, "k", "text", "short", ("en",), TEXT), put_bundle(c, [("k", 1)])),
            bundles,
            id="a bundle",
        ),
        pytest.param(
            lambda c, b: suppress(c, SECRET, "text", "+254722000001", "STOP", NOW),
            suppressions,
            id="an opt-out",
        ),
    ],
)  # fmt: skip
def test_it_is_stored_once_and_each_gets_it(bench: Bench, act: Any, table: Any) -> None:
    given = at_once(bench, lambda connection: act(connection, bench))
    assert len(set(given)) == 1
    assert rows(bench, table.name) == 1


def test_an_audience_is_saved_once(bench: Bench) -> None:
    rule = AudienceRule(countries=("KE",))
    keys = at_once(bench, lambda c: audiences.put_audience(c, "kenya", rule))
    assert len(set(keys)) == 1
    assert rows(bench, "audiences") == len(audiences.OURS) + 1


def test_one_login_is_given_once(bench: Bench) -> None:
    def add(connection: Connection) -> str:
        try:
            return users.add_user(connection, "Cat", "Cat", "author", None, NOW).login
        except InputError as error:
            return str(error)

    said = sorted(at_once(bench, add))
    assert said[0] == "Cat"
    assert all("is taken" in other for other in said[1:])


def test_a_sign_in_link_lets_one_in(bench: Bench) -> None:
    with bench.store.write() as connection:
        link = users.issue_token(
            connection, "link", bench.author.user_id, timedelta(hours=1), NOW
        )
    found = at_once(bench, lambda c: users.redeem_link(c, link, NOW))
    assert len([user for user in found if user]) == 1


def test_a_person_approves_once(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.plan()
    at_once(bench, lambda c: planned.approve(c, sent, bench.approver.user_id, NOW))
    assert rows(bench, approvals.name) == 1


def test_a_broadcast_moves_once(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.plan()
    moved = at_once(bench, lambda c: planned.move(c, sent.id, "approved", "waiting"))
    assert sorted(moved) == [False] * (MANY - 1) + [True]


def test_callbacks_of_several_parts_lose_none(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.run()
    parts = iter(range(MANY))

    def hear(connection: Connection) -> bool:
        part = str(next(parts))
        event = Event(
            key=part,
            outcome=Outcome.DELIVERED,
            delivery=f"{sent.code}-0",
            gateway_id=part,
        )
        return tell(connection, "recorder", event, SECRET, NOW)

    assert all(at_once(bench, hear))
    assert rows(bench, events.name) == MANY
    assert bench.tally(sent) in ({State.DELIVERED: 1}, {State.ACCEPTED: 1})


def test_one_callback_told_many_times_counts_once(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.run()
    event = Event(key="k", outcome=Outcome.DELIVERED, delivery=f"{sent.code}-0")
    heard = at_once(bench, lambda c: tell(c, "recorder", event, SECRET, NOW))
    assert sorted(heard) == [False] * (MANY - 1) + [True]
    assert bench.tally(sent) == {State.DELIVERED: 1}


@only_on("postgresql", "a file has one writing process")
def test_the_tables_are_made_once_by_servers_that_start_together(
    database: dict[str, str], postgres: Postgres
) -> None:
    name = postgres.create("template0")
    start = Barrier(MANY)

    def begin(_: int) -> int:
        start.wait()
        with (
            opened(read_settings(postgres.environment(name))) as store,
            store.read() as connection,
        ):
            found = select(func.count()).select_from(metadata.tables["audiences"])
            return connection.execute(found).scalar_one()

    try:
        with ThreadPoolExecutor(MANY) as pool:
            assert list(pool.map(begin, range(MANY))) == [len(audiences.OURS)] * MANY
    finally:
        postgres.drop(name)
