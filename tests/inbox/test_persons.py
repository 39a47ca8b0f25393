"""One person's data: all of it is found, all of it goes, and the account still adds up."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

import outreach
from outreach import registry
from outreach.directory import persons as desk
from outreach.inbox.clerk import Clerk
from outreach.inbox.staff import close
from outreach.model.audience import AddresseeRecord, Consent, OrganisationRecord
from outreach.model.errors import InputError, Refused
from outreach.model.news import Event, Inbound
from outreach.model.organisation import FocalPoint, Vetting
from outreach.model.states import Outcome, State
from outreach.reports import scoping
from outreach.reports.account import account_of
from outreach.reports.tables import tables_of
from outreach.settings import Settings
from outreach.store import (
    Store,
    consents,
    directory,
    enquiries,
    enquiry_steps,
    evidence,
    inbound,
    listing,
    persons,
    rsvps,
)
from outreach.store.audit import entries
from outreach.store.broadcasts import Broadcast
from outreach.store.events import tell
from outreach.store.tables import (
    deliveries,
    drafts,
    metadata,
    questions,
    replies,
)
from tests.conftest import only_on
from tests.dispatch import ledger
from tests.dispatch.conftest import Bench, at_work
from tests.dispatch.conftest import settings as settings  # the fixture, here too
from tests.fakes.plugins import fake_plugins

PHONE, NAME = "+254722000111", "Zawadi Njeri"
TRACES = ("254722000111", "722 000111", NAME.casefold())
CONSENT = Consent(at="2027-01-05", how="form", by=NAME, wording=f"I, {NAME}, agree.")


class Office:
    """A broadcast went to somebody who is in every table where people can be."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.store: Store = bench.store
        self._directory()
        bench.phones(3)
        bench.announce()
        self.sent: Broadcast = bench.approved()
        bench.run()
        self.seq = self._seq()
        self._heard()

    def _directory(self) -> None:
        for name in ("Lake Women", "Lake Fishers"):
            self.put(name, PHONE)

    def put(self, name: str, address: str) -> None:
        way = AddresseeRecord(
            channel="text",
            address=address,
            language="en",
            timezone="Africa/Nairobi",
            person=NAME,
            consent=CONSENT,
            listed=CONSENT,
        )
        other = AddresseeRecord(
            channel="paper",
            address="P.O. Box 1\nKisumu",
            language="en",
            timezone="Africa/Nairobi",
            listed=CONSENT,
        )
        record = OrganisationRecord(
            name=name,
            category="ngo",
            country="KE",
            needs=f"Ring {NAME}, +254 722 000111.",
            vetting=Vetting(by="Ann", on=date(2027, 1, 1), note=f"Met {NAME}."),
            focal_points=(
                FocalPoint(name=NAME, role="Chair", listed=CONSENT),
                FocalPoint(name="Asha", note=f"Sister of {NAME}.", listed=CONSENT),
            ),
            listed=CONSENT,
            addressees=(way, other),
        )
        with self.store.write() as connection:
            directory.put_organisation(
                connection, record, self.store.secret, self.bench.now
            )

    def _seq(self) -> int:
        query = select(deliveries.c.seq).where(deliveries.c.address == PHONE)
        with self.store.read() as connection:
            return int(connection.execute(query).scalar_one())

    def _heard(self) -> None:
        bench, now = self.bench, self.bench.now
        detail = f"No such number {PHONE}."
        ledger.put(self.store, self.sent, State.FAILED, self.seq, detail=detail)
        with self.store.write() as connection:
            told = Event(
                key="e1",
                outcome=Outcome.REFUSED,
                delivery=f"{self.sent.code}-{self.seq}",
                detail=detail,
            )
            tell(connection, "recorder", told, self.store.secret, now)
            key = self._text(connection)
            self.organisation = directory.organisations_named(
                connection, "Lake Women", 1
            )[0][0]
            connection.execute(
                insert(questions).values(
                    sender=PHONE, coming=True, options=[], expires_at=2**31
                )
            )
            evidence.add(
                connection,
                evidence.Evidence(
                    broadcast_id=self.sent.id,
                    organisation_id=self.organisation,
                    grade="C",
                    kind="received",
                    number=3,
                    note=f"{NAME} rang.",
                    at=now,
                    inbound_id=key,
                ),
            )
            connection.execute(
                insert(drafts).values(
                    user_id=bench.author.user_id,
                    form={"contact.name": [NAME]},
                    updated_at=now,
                )
            )
            rsvps.put(
                connection,
                "water-day",
                self.organisation,
                self.sent.id,
                key,
                coming=True,
                now=now,
            )
            self._enquiry(connection, key)

    def _text(self, connection: Any) -> int:
        now = self.bench.now
        inbound.add(
            connection,
            "recorder",
            Inbound(key="t1", sender=PHONE, recipient=None, text=f"{NAME} here"),
            now,
        )
        text = inbound.newest(connection, 1)[0]
        inbound.change(connection, text.id, state="waiting", note=f"{NAME}?")
        clerk = Clerk(
            connection=connection,
            settings=self.bench.settings,
            secret=self.store.secret,
            actor=self.bench.author,
            now=now,
        )
        waiting = inbound.get(connection, text.id)
        assert waiting
        close(clerk, waiting)
        connection.execute(
            insert(replies).values(
                inbound_id=text.id,
                gateway="recorder",
                recipient=PHONE,
                language="en",
                text=f"Thank you, {NAME}",
                parts=[f"Thank you, {NAME}"],
                segments=1,
                state="accepted",
                tries=1,
                not_before=0,
                created_at=now,
                changed_at=now,
            )
        )
        return text.id

    def _enquiry(self, connection: Any, text: int) -> None:
        asked = enquiries.Asked(
            kind="question",
            way="text",
            words=f"{NAME} asks when",
            language="en",
            asked_at=self.bench.now,
            organisation_id=self.organisation,
            inbound_id=text,
        )
        key, _ = enquiries.add(connection, asked, (), None, self.bench.now)
        enquiry_steps.step(
            connection, key, "answer", None, self.bench.now, note=f"Rang {NAME}."
        )
        enquiries.change(connection, key, state="answered", done_at=self.bench.now)

    def found(self, who: str = PHONE, organisation: str = "") -> persons.Person:
        with self.store.read() as connection:
            return desk.find(connection, who, organisation)

    def erase(self, who: str = PHONE, organisation: str = "") -> list[str]:
        return desk.erase(
            self.store,
            self.found(who, organisation),
            self.bench.settings,
            self.bench.author,
            self.bench.now,
        )

    def traces(self) -> set[str]:
        """Tables and columns in which the number or the name stands."""
        with self.store.read() as connection:
            return {
                f"{table.name}.{name}"
                for table in metadata.sorted_tables
                for row in connection.execute(select(table))
                for name, value in row._mapping.items()
                if any(trace in _written(value) for trace in TRACES)
            }

    def account(self) -> list[tuple[tuple[object, ...], ...]]:
        with self.store.read() as connection:
            subject = scoping.of_name(connection, self.sent.code)
            made = account_of(connection, subject, self.bench.now)
        return [tuple(table.rows) for table in tables_of(made)]


def _written(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text.casefold()


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with at_work(settings) as bench:
        yield Office(bench)


#: Where people stand before they are erased.
PERSONAL = {
    "addressees.address",
    "addressees.listed",
    "addressees.person",
    "consents.by",
    "consents.wording",
    "deliveries.address",
    "deliveries.detail",
    "drafts.form",
    "enquiries.words",
    "enquiry_steps.note",
    "events.detail",
    "evidence.note",
    "focal_points.listed",
    "focal_points.name",
    "focal_points.note",
    "inbound.note",
    "inbound.sender",
    "inbound.text",
    "organisations.details",
    "questions.sender",
    "replies.parts",
    "replies.recipient",
    "replies.text",
}
#: Why the others hold nobody of the directory.
IMPERSONAL = {
    "alternatives": "gateways and bundles",
    "announcement_versions": "published: its contact is taken out by a new version",
    "announcements": "ids",
    "approvals": "staff",
    "audiences": "rules on organisations",
    "audit": "what staff did: test_the_log_holds_no_number_or_name",
    "broadcast_bundles": "counts and reasons",
    "broadcasts": "what goes out, and when",
    "bundles": "renditions",
    "chunks": "work",
    "delivery_relays": "ids",
    "delivery_shares": "ids",
    "duties": "processes",
    "editions": "announcements",
    "enquiry_topics": "topics",
    "evidence_files": "what it shows nobody but a person can tell: erasing names them",
    "fanout_shared": "ids",
    "messages": "the provider's ids",
    "occurrences": "times",
    "organisation_topics": "topics",
    "outages": "gateways",
    "rendition_files": "published, as announcement_versions",
    "renditions": "published, as announcement_versions",
    "routes": "senders of the office",
    "rsvps": "whether an organisation comes",
    "sayings": "how names are said on air",
    "schedules": "times",
    "secret_key": "a fingerprint",
    "senders": "senders of the office",
    "series": "plans",
    "suppressions": "keyed hashes",
    "tidyings": "times and counts",
    "tokens": "staff",
    "users": "staff",
}  # fmt: skip


def test_nothing_of_an_erased_person_is_left_in_any_column(office: Office) -> None:
    """A new table belongs into one of the two lists above; what holds people has to be
    filled by the office, and then handed over and erased.
    """
    tables = {table.name for table in metadata.sorted_tables}
    personal = {name.partition(".")[0] for name in PERSONAL}
    assert tables == personal | IMPERSONAL.keys()
    assert not personal & IMPERSONAL.keys()
    assert office.traces() == PERSONAL
    office.erase()
    assert office.traces() == set()


def test_everything_that_is_erased_is_handed_over_before(office: Office) -> None:
    made = desk.hand_over(
        office.store,
        office.found(),
        office.bench.settings,
        office.bench.author,
        office.bench.now,
    )
    empty = {name for name in desk.TITLES if not made[name]}
    assert empty == {"suppressions", "announcements"}
    assert {name.partition(".")[0] for name in PERSONAL} <= made.keys()
    assert [row["address"] for row in made["deliveries"]] == [PHONE]
    assert made["deliveries"][0]["state"] == "failed"
    assert made["renditions"][0]["text"].startswith("Water day")
    assert {row["wording"] for row in made["consents"]} == {CONSENT.wording}
    assert json.loads(desk.as_json(made)) == made
    text = desk.as_text(made)
    shown = [title for name, title in desk.TITLES.items() if made[name]]
    assert [title for title in shown if title.upper() not in text] == []
    assert "address_hash" not in text


def test_the_account_is_the_same_after_somebody_is_erased(office: Office) -> None:
    before = office.account()
    office.erase()
    assert office.account() == before
    assert sum(office.bench.tally(office.sent).values()) == 4


@only_on("sqlite", "the rules are ours")
@pytest.mark.parametrize(
    ("who", "organisation"),
    [
        pytest.param(PHONE, "", id="by number"),
        pytest.param("+254 722 000 111", "", id="by number with blanks"),
        pytest.param(NAME.upper(), "lake women", id="by name, in capitals"),
    ],
)
def test_a_person_is_found(office: Office, who: str, organisation: str) -> None:
    found = office.found(who, organisation)
    assert (found.names, found.addresses) == ((NAME,), (PHONE,))
    assert sorted(found.organisations.values()) == ["Lake Fishers", "Lake Women"]


@only_on("sqlite", "the rules are ours")
@pytest.mark.parametrize(
    ("who", "organisation", "field"),
    [
        pytest.param("", "", "who", id="nothing"),
        pytest.param("0722 000111", "", "who", id="no country code"),
        pytest.param("Nobody", "Lake Women", "who", id="nobody of that name"),
        pytest.param(NAME, "Lake", "organisation", id="two organisations"),
        pytest.param(NAME, "Hill", "organisation", id="no organisation"),
    ],
)
def test_nobody_is_guessed(
    office: Office, who: str, organisation: str, field: str
) -> None:
    with pytest.raises(InputError) as error:
        office.found(who, organisation)
    assert [problem.field for problem in error.value.problems] == [field]


def _delivery(state: State) -> Callable[[Office], None]:
    return lambda office: ledger.put(office.store, office.sent, state, office.seq)


def _change(table: Any, **values: Any) -> Callable[[Office], None]:
    def change(office: Office) -> None:
        with office.store.write() as connection:
            connection.execute(update(table).values(values))

    return change


@only_on("sqlite", "the rules are ours")
@pytest.mark.parametrize(
    ("put", "said"),
    [
        pytest.param(_delivery(State.QUEUED), "is queued", id="it would be sent"),
        pytest.param(_delivery(State.SENDING), "is sending", id="it is sent now"),
        pytest.param(_delivery(State.HELD), "is held", id="a person may send it"),
        pytest.param(_delivery(State.UNKNOWN), "is unknown", id="may be sent again"),
        pytest.param(_change(replies, state="queued"), "answer to them", id="answer"),
        pytest.param(
            _change(metadata.tables["inbound"], state="new"), "being read", id="text"
        ),
        pytest.param(
            _change(metadata.tables["enquiries"], state="open"), "waits", id="enquiry"
        ),
    ],
)
def test_nobody_is_erased_while_something_is_in_flight(
    office: Office, put: Callable[[Office], None], said: str
) -> None:
    put(office)
    before = office.traces()
    with pytest.raises(Refused, match=said):
        office.erase()
    assert office.traces() == before


def test_what_is_unknown_of_an_event_that_is_over_stops_nobody(office: Office) -> None:
    ledger.put(office.store, office.sent, State.UNKNOWN, office.seq)
    office.bench.later(days=90)
    office.erase()
    assert office.bench.tally(office.sent)[State.UNKNOWN] == 1


def test_an_erased_number_that_is_imported_again_gets_nothing(office: Office) -> None:
    office.erase()
    office.put("Lake Women", PHONE)
    again = office.bench.approved()
    office.bench.run()
    assert office.bench.tally(again)[State.SUPPRESSED] == 1
    office.erase()  # and can be erased again, beside what stands for it already
    assert office.traces() == set()


def test_consents_stay_as_proof_without_the_person(office: Office) -> None:
    office.erase()
    with office.store.read() as connection:
        kept = consents.consent_log(connection, office.store.secret, "text", PHONE)
    said = [(row.given, row.how, row.by, row.wording) for row in kept]
    assert said == [(True, "form", None, None), (False, persons.HOW, None, None)]


def test_an_erased_address_is_neither_shown_nor_exported(office: Office) -> None:
    office.erase()
    with office.store.read() as connection:
        found = directory.get_organisation(connection, office.organisation)
        counts = directory.counts(connection)
    assert found and [one.channel for one in found.addressees] == ["paper"]
    assert counts["text"] == 3


def test_an_erased_person_is_published_no_more(office: Office) -> None:
    """Neither the person nor what stands in place of the number; others stay."""

    def read() -> list[listing.Entry]:
        with office.store.read() as connection:
            key = [office.organisation]
            return list(listing.entries(connection, office.store.secret, key))

    (before,) = read()
    assert {p.name: p.phones for p in before.people} == {NAME: (PHONE,), "Asha": ()}
    office.erase()
    (after,) = read()
    assert [person.name for person in after.people] == ["Asha"]
    assert (after.phones, after.postal) == ((), ("P.O. Box 1\nKisumu",))


def test_the_log_says_that_it_was_done_and_to_nobody(office: Office) -> None:
    office.erase()
    with office.store.read() as connection:
        newest = entries(connection, 1)[0]
    assert (newest.login, newest.act, newest.object) == (
        "ann",
        "erase person",
        "person",
    )
    assert newest.detail["addresses"] == 2


#: What stands in an entry's detail beside its act. None is a person of the directory, an
#: address or a word that somebody outside wrote.
DETAILS = {
    "act", "at", "broadcast", "by", "consent", "day", "decided", "digest", "evidence",
    "how", "language", "number", "of", "office", "organisation", "origin", "role", "rule",
    "segments", "stopped", "subject", "text", "version", "way", "why",
}  # fmt: skip


def test_the_log_holds_no_number_or_name() -> None:
    """Read in the code: what is written into the log is named there."""
    found = {}
    for path in Path(outreach.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _logs(node.func):
                for word in node.keywords:
                    if word.arg and word.arg not in DETAILS:
                        found[word.arg] = path.name
    assert found == {}


def _logs(function: ast.expr) -> bool:
    name = getattr(function, "id", getattr(function, "attr", ""))
    return name in ("record", "_log", "log")
