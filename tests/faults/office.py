"""The office under test: its people, its announcement, and what its ledger says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, TextClause, text

from outreach.dispatch import approval, plan
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.delivery_ids import public_id
from outreach.model.reading import read
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import announcements, directory, opened, users
from outreach.store.database import looked_at

CONTENT = {
    "id": "water-day",
    "kind": "workshop",
    "organizer": "Lake Network",
    "timezone": "Africa/Nairobi",
    "venue": {"locality": "Kisumu", "country": "KE"},
    "contact": {"name": "Amina"},
    "texts": {"en": {"title": "Water day"}},
}
_CONSENT = Consent(at="2026-01-05", how="signed form")
_STATES = text(
    "SELECT b.code, d.seq, d.state, c.owner FROM deliveries d"
    " JOIN broadcasts b ON b.id = d.broadcast_id"
    " LEFT JOIN chunks c ON c.broadcast_id = d.broadcast_id AND c.no = d.seq / 100"
)
_OPEN = text("SELECT count(*) FROM broadcasts WHERE state <> 'done'")
_TO_SEND = text("SELECT count(*) FROM deliveries WHERE state = 0")


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery as the ledger has it, and who leases its chunk."""

    state: State
    owner: str | None


@dataclass(slots=True)
class Office:
    """An office whose every broadcast goes to the same phones."""

    environment: dict[str, str]
    phones: int
    codes: list[str] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return read_settings(self.environment)

    def set_up(self) -> None:
        """Its people, their phones and the announcement."""
        with opened(self.settings) as store, store.write() as connection:
            ann = users.add_user(connection, "ann", "Ann", "author", None, _now())
            users.add_user(connection, "bob", "Bob", "approver", None, _now())
            later = (_now() + timedelta(days=60)).strftime("%Y-%m-%dT12:00")
            announced = read({**CONTENT, "starts_at": later}).announcement
            actor = ann.acting_from("test")
            announcements.add_version(connection, announced, actor, _now())
            record = _network(self.phones)
            directory.put_organisation(connection, record, store.secret, _now())

    def broadcast(self) -> None:
        """Plan, approve and start one more: it waits for its fan-out."""
        with opened(self.settings) as store:
            with store.write() as connection:
                self.codes.append(_approved(connection, self.settings))
            tick(store, self.settings, _now())

    def unfinished(self) -> int:
        """Broadcasts that are not done."""
        return self._number(_OPEN)

    def to_send(self) -> int:
        """Deliveries that are queued."""
        return self._number(_TO_SEND)

    def _number(self, query: TextClause) -> int:
        with self._looked_at() as connection:
            return int(connection.execute(query).scalar() or 0)

    def rows(self) -> Mapping[str, Row]:
        """Every delivery by its public id."""
        with self._looked_at() as connection:
            return {
                public_id(row.code, row.seq): Row(State(row.state), row.owner)
                for row in connection.execute(_STATES)
            }

    @contextmanager
    def _looked_at(self) -> Iterator[Connection]:
        with looked_at(self.settings) as connection:
            assert connection
            yield connection


def _approved(connection: Connection, settings: Settings) -> str:
    ann, bob = (users.user_by_login(connection, name) for name in ("ann", "bob"))
    assert ann
    assert bob
    request = Request(
        ref="water-day", channels=("text",), audience="everybody", when=When()
    )
    planned = plan.plan(connection, settings, request, ann.acting_from("test"), _now())
    approval.approve(connection, settings, planned, bob.acting_from("test"), _now())
    return planned.code


def _network(phones: int) -> OrganisationRecord:
    reached = (
        AddresseeRecord(
            channel="text",
            address=f"+2547220{n:05}",
            language="en",
            timezone="Africa/Nairobi",
            consent=_CONSENT,
        )
        for n in range(phones)
    )
    return OrganisationRecord(
        name="Network", category="ngo", country="KE", addressees=tuple(reached)
    )


def _now() -> datetime:
    return datetime.now(UTC)
