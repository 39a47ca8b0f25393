"""Stations that have not answered are asked once, by text, where they can answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from outreach import registry
from outreach.inbox import recording
from outreach.inbox.recording import Typed
from outreach.inbox.reminding import EVERY
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.contracts import Channel, Gateway
from outreach.model.edition import Subject
from outreach.model.quiet import Quiet
from outreach.model.rendition import ChannelOptions
from outreach.model.states import State
from outreach.registry import Plugins
from outreach.settings import Settings
from outreach.store import airplay, broadcasts, directory, evidence, reminders, rsvps
from outreach.store import earlier as earlier_versions
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count
from tests.dispatch.conftest import CONSENT, at_work
from tests.fakes.plugins import FileChannel, TextChannel
from tests.inbox.conftest import Answering, Inbox, Office

#: The water day is on 5 May, so a week after the last reading is 12 May.
DUE = datetime.fromisoformat("2027-05-12T09:00+03:00")


class Script(FileChannel):
    """What is read on air until the event."""

    name = "script"

    def last_day(self, subject: Subject, options: ChannelOptions) -> date:
        return date(2027, 5, 5)


class Heard(Answering):
    """A gateway by which people can answer."""

    def __init__(self, settings: object = None) -> None:
        super().__init__()


def plugins() -> Plugins:
    channels: dict[str, Channel] = {"text": TextChannel(), "script": Script()}
    gateways: dict[str, type[Gateway]] = {"recorder": Heard}
    return Plugins(channels=channels, gateways=gateways)


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(registry, "plugins", plugins)
    with at_work(settings) as bench:
        bench.gateway = Heard()
        made = Office(Inbox(bench))
        made.bench.announce()
        yield made


def phone(number: int) -> str:
    return f"+2547220000{number:02}"


def station(office: Office, number: int, **changes: Any) -> None:
    """A station with a post address and a phone that agreed to texts."""
    values = {"language": "en", "timezone": "Africa/Nairobi", "consent": CONSENT}
    reached = [
        AddresseeRecord(channel="script", address=f"Box {number}", **values),
        AddresseeRecord(
            **{"channel": "text", "address": phone(number), **values, **changes}
        ),
    ]
    record = OrganisationRecord(
        name=f"Radio {number}",
        category="media",
        country="KE",
        addressees=tuple(reached),
    )
    with office.inbox.store.write() as connection:
        directory.put_organisation(
            connection, record, office.inbox.store.secret, office.bench.now
        )


def sent(office: Office) -> Broadcast:
    return office.sent(channels=("script",))


def later(office: Office, at: datetime) -> list[tuple[str, str]]:
    """Let it be ``at``; number and words of what goes out then."""
    office.bench.now = at
    office.post.reminding._last = None
    office.work()
    gateway = office.bench.gateway
    assert isinstance(gateway, Heard)
    start = len(gateway.sent)
    office.bench.run()
    return [(one.address, one.text) for one in gateway.sent[start:]]


def account(office: Office, of: Broadcast) -> dict[str, tuple[str, ...]]:
    with office.inbox.store.read() as connection:
        found = airplay.stations(connection, of.id, ["script"])
        told = evidence.of_broadcast(connection, of.id)
    return {str(k): v for k, v in airplay.account(found, told).stations.items()}


def test_a_day_of_five_stations(office: Office) -> None:
    """Three answer by text, each in its way, one by post, one not: that one is asked once."""
    for number in range(1, 6):
        station(office, number)
    first = sent(office)
    office.bench.now = datetime.fromisoformat("2027-05-06T09:00+03:00")
    office.says(f"RADIO {first.code} 3 5MAY 0700 1300 1900", phone(1))
    office.says(f"radio {first.code}, 2x 4/5 7:00 & 5/5 19h00", phone(2))
    office.says(f"رادیو {first.code} ٠", phone(3))
    with office.inbox.store.write() as connection:
        ids = {
            n: k for k, n in airplay.stations(connection, first.id, ["script"]).items()
        }
        typed = Typed(
            organisation_id=ids["Radio 4"],
            grade="B",
            way="post",
            told="1 5MAY 0700",
            file=b"%PDF-1.7 the signed log",
        )
        recording.put_down(
            connection, first, typed, office.bench.author, office.bench.now
        )

    assert later(office, DUE - timedelta(days=1)) == []
    ((whom, words),) = later(office, DUE)
    assert whom == phone(5)
    assert f"RADIO {first.code} 3 12MAR 0700 1300 1900" in words
    assert later(office, DUE + timedelta(days=1)) == []
    assert later(office, DUE + timedelta(days=9)) == []

    assert account(office, first) == {
        "C": ("Radio 1", "Radio 2"),
        "not read": ("Radio 3",),
        "B": ("Radio 4",),
        "silent": ("Radio 5",),
    }
    with office.inbox.store.read() as connection:
        (reminded,) = reminders.reminded(connection, first.id)
    assert (reminded.organisation, reminded.state) == ("Radio 5", State.ACCEPTED)
    office.says(f"RADIO {first.code} 1 5MAY 2000", phone(5))
    assert account(office, first)["C"] == ("Radio 1", "Radio 2", "Radio 5")
    assert office.inbox.rows("SELECT count(*) FROM evidence WHERE grade = 'C'") == [
        (4,)
    ]


def test_a_reminder_is_a_row_of_the_ledger_and_tells_of_no_event(
    office: Office,
) -> None:
    station(office, 1)
    first = sent(office)
    assert len(later(office, DUE)) == 1
    with office.inbox.store.read() as connection:
        new = broadcasts.newest(connection)[0]
        assert new.reminds_id == first.id
        assert count.totals(connection, new.id) == {State.ACCEPTED: 1}
        found = earlier_versions.of_version(connection, "water-day", 2)
        assert found.sent == (first.id,), "a correction goes to whom the script went"
        asked = rsvps.invitations(connection, ["text"], phone(1), int(DUE.timestamp()))
        assert asked == []
        assert broadcasts.refs_not_over(connection, int(DUE.timestamp())) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"consent": None}, id="a phone that did not agree"),
        pytest.param({"language": "so"}, id="a language without wording"),
    ],
)
def test_who_cannot_be_written_to_stays_silent(
    office: Office, changes: dict[str, Any]
) -> None:
    station(office, 1, **changes)
    first = sent(office)
    assert later(office, DUE) == []
    assert account(office, first) == {"silent": ("Radio 1",)}


def test_who_opted_out_is_not_asked(office: Office) -> None:
    station(office, 1)
    sent(office)
    office.says("STOP", phone(1))
    assert later(office, DUE) == []


def test_where_nobody_can_answer_nobody_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    station(office, 1)
    sent(office)
    deaf = replace(Heard.capabilities, inbound=False)
    monkeypatch.setattr(Heard, "capabilities", deaf)
    assert later(office, DUE) == []


def test_two_stations_of_one_phone_are_asked_by_one_text(office: Office) -> None:
    station(office, 1)
    station(office, 2, address=phone(1))
    first = sent(office)
    assert [number for number, _ in later(office, DUE)] == [phone(1)]
    with office.inbox.store.read() as connection:
        names = [one.organisation for one in reminders.reminded(connection, first.id)]
    assert names == ["Radio 1", "Radio 2"]


def test_in_quiet_hours_it_waits(office: Office) -> None:
    station(office, 1)
    sent(office)
    office.bench.terms["quiet"] = Quiet(hours=(time(21), time(7)))
    office.bench.terms["ringing"] = frozenset({"text"})
    assert later(office, DUE.replace(hour=22)) == []
    assert len(later(office, DUE.replace(hour=22) + timedelta(hours=10))) == 1


@pytest.mark.parametrize(
    ("days", "at", "number"),
    [
        pytest.param(0, DUE, 0, id="off"),
        pytest.param(3, DUE - timedelta(days=4), 1, id="three days"),
        pytest.param(7, DUE + timedelta(days=31), 0, id="too late to look it up"),
    ],
)
def test_the_setting_says_when(
    office: Office, days: int, at: datetime, number: int
) -> None:
    station(office, 1)
    sent(office)
    settings = replace(office.bench.settings, reminder_days=days)
    office.post = replace(office.post, settings=settings)
    assert len(later(office, at)) == number


def test_it_is_looked_for_once_an_hour(office: Office) -> None:
    station(office, 1)
    sent(office)
    later(office, DUE - timedelta(minutes=1) - timedelta(hours=9))
    seen = office.post.reminding._last
    office.bench.later(minutes=59)
    office.work()
    assert office.post.reminding._last == seen
    office.bench.later(seconds=EVERY.total_seconds())
    office.work()
    assert office.post.reminding._last == office.bench.now
