"""A day of an office: 500 organisations in four languages are told by text, one of two
providers dies half-way, people answer and opt out, and the account adds up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from outreach import registry
from outreach.dispatch import approval, plan
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.inbox.post import Post, make_post, work_once
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.route import Route
from outreach.model.states import State
from outreach.settings import Settings, read_settings
from outreach.store import announcements, directory, opened, routes, rsvps, users
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count
from tests.channels.sms.sample import workshop
from tests.fakes.africastalking import FakeAfricasTalking
from tests.fakes.twilio import INVALID, Act, FakeTwilio, signature
from tests.web.conftest import Office

MORNING = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PUBLIC = "https://outreach.example.org"
NUMBER, SHORT_CODE = "+15005550006", "22141"
TOKEN = "a-token-in-the-address"
LANGUAGES = ("en", "sw", "fr", "ar")
PEOPLE = [f"+2547220{n:05}" for n in range(500)]
#: They opted out before it was sent, and after it came.
EARLY, LATE = PEOPLE[20:500:97], PEOPLE[33:500:68]
WRONG = (PEOPLE[3], PEOPLE[203], PEOPLE[403])
STOPS = ("STOP", "stop!!", "Acha", "ARRÊT", "توقف", "arret", "Stop sending")
ANSWERING = PEOPLE[60:460:10]
ANSWERS = ("1", "ndiyo", "OUI", "نعم", "JOIN 14", "١", "2", "Hapana", "لا", "no")
COMING = 24
#: It stands in every invitation, and in no answer.
INVITED = "JOIN 14"
#: Twilio takes so many, then dies.
HALF = 250


class Dying(FakeTwilio):
    """A provider that is gone once it has taken half, until somebody mends it."""

    mended = False

    def plan(self, number: str) -> Any:
        if not self.mended and len(self.messages) >= HALF:
            return Act.CUT_BEFORE
        return super().plan(number)


class Day(Office):
    """The office with both providers at the other end."""

    twilio: Dying
    africa: FakeAfricasTalking
    post: Post

    def fill(self) -> None:
        with self.store.write() as connection:
            for number, language in zip(PEOPLE, cycle(LANGUAGES), strict=False):
                directory.put_organisation(
                    connection, _group(number, language), self.store.secret, self.now
                )

    def approved(self) -> Broadcast:
        """The workshop, planned by one and approved by another."""
        with self.store.write() as connection:
            author, approver = (
                users.add_user(connection, name, name, name, None, self.now)
                for name in ("author", "approver")
            )
            routes.put_routes(
                connection, ROUTES, approver.acting_from("test"), self.now
            )
            version = announcements.add_version(
                connection, workshop(), author.acting_from("test"), self.now
            )
            request = Request(
                ref=version.ref, channels=("sms",), audience="everybody", when=When()
            )
            planned = plan.plan(
                connection, self.settings, request, author.acting_from("test"), self.now
            )
            return approval.approve(
                connection,
                self.settings,
                planned,
                approver.acting_from("test"),
                self.now,
            )

    def tally(self, broadcast: Broadcast) -> dict[State, int]:
        with self.store.read() as connection:
            return count.totals(connection, broadcast.id)

    def hears(self, number: str, text: str) -> None:
        """A person answers the sender that wrote to them."""
        if self.africa.sent_to(number):
            form = {"from": number, "text": text, "id": f"in-{number}-{text}"}
            body, headers = self.africa.incoming(**form), {}
            path = f"/callbacks/africastalking?token={TOKEN}"
        else:
            path = "/callbacks/twilio"
            form = {
                "MessageSid": f"SMin{number[1:]}{len(text)}",
                "From": number,
                "To": NUMBER,
                "Body": text,
            }
            signed = signature(PUBLIC + path, form, self.twilio.token, "HMAC_SHA1")
            body, headers = urlencode(form).encode(), {"x-twilio-signature": signed}
        self._posted(path, body, headers)

    def delivered(self) -> None:
        """Both providers report that phones have what they took."""
        for message in self.africa.messages:
            report = self.africa.report(message.id, "Success")
            self._posted(f"/callbacks/africastalking?token={TOKEN}", report, {})
        for message in self.twilio.messages:
            if message.callback:
                told = self.twilio.callback(message, "delivered")
                path = told.url.removeprefix(PUBLIC)
                self._posted(path, told.body, told.headers)

    def texts(self) -> list[tuple[str, str]]:
        """Number and words of everything that either provider took."""
        by_twilio = [(m.to, m.body) for m in self.twilio.messages]
        return by_twilio + [(m.to, m.text) for m in self.africa.messages]

    def answers(self, number: str) -> list[str]:
        """What a person was answered."""
        return [t for to, t in self.texts() if to == number and INVITED not in t]

    def read(self) -> None:
        """The inbox does all there is to do."""
        while work_once(self.post):
            pass

    def _posted(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = self.browser().client.post(
            path, content=body, headers={**kind, **headers}
        )
        assert answer.status_code < 300, answer.text


ROUTES = [
    Route(
        channel="sms",
        country="KE",
        gateway=gateway,
        sender=sender,
        sender_kind=kind,  # type: ignore[arg-type]
        answerable=True,
        price=Decimal(price),
        currency="USD",
    )
    for gateway, sender, kind, price in (
        ("twilio", NUMBER, "number", "0.01"),
        ("africastalking", SHORT_CODE, "short_code", "0.02"),
    )
]


def _group(number: str, language: str) -> OrganisationRecord:
    return OrganisationRecord(
        name=f"Group {number[-3:]}",
        category="popular_organisation",
        country="KE",
        addressees=(
            AddresseeRecord(
                channel="sms",
                address=number,
                language=language,
                timezone="Africa/Nairobi",
                consent=Consent(at="2027-01-05", how="signed form"),
            ),
        ),
    )


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    def made(twilio: FakeTwilio, africa: FakeAfricasTalking) -> Settings:
        return read_settings(
            {
                "OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db",
                "OUTREACH_OUT": str(tmp_path / "out"),
                "OUTREACH_TIMEZONE": "Africa/Nairobi",
                "OUTREACH_PUBLIC_URL": PUBLIC,
                "OUTREACH_ROUTES": "sms=twilio,africastalking",
                "OUTREACH_TWILIO_ACCOUNT_SID": twilio.account,
                "OUTREACH_TWILIO_AUTH_TOKEN": twilio.token,
                "OUTREACH_TWILIO_BASE_URL": twilio.url,
                "OUTREACH_AFRICASTALKING_USERNAME": africa.username,
                "OUTREACH_AFRICASTALKING_API_KEY": africa.key,
                "OUTREACH_AFRICASTALKING_BASE_URL": africa.url,
                "OUTREACH_AFRICASTALKING_CALLBACK_TOKEN": TOKEN,
            }
        )

    return made


@pytest.fixture
def day(settings: Callable[..., Settings]) -> Iterator[Day]:
    with Dying() as twilio, FakeAfricasTalking() as africa:
        made = settings(twilio, africa)
        with opened(made) as store:
            day = Day(settings=made, store=store, gateways={}, now=MORNING)
            for name in ("twilio", "africastalking"):
                gateway = registry.gateway(name, made)
                gateway._clock = lambda: day.now  # type: ignore[attr-defined]
                day.gateways[name] = gateway
            day.twilio, day.africa = twilio, africa
            day.post = make_post(made, store, lambda: day.now)
            twilio.clock = lambda: day.now
            yield day


def test_the_account_of_a_day_adds_up(day: Day) -> None:
    for number in WRONG:
        day.twilio.always(number, INVALID)
        day.africa.always(number, 403)
    day.fill()
    broadcast = day.approved()
    for number, word in zip(EARLY, STOPS, strict=False):
        day.hears(number, word)
    day.read()

    day.run()
    assert len(day.africa.messages) > HALF / 2, "the second took over"
    assert day.tally(broadcast)[State.UNKNOWN] < 100, "the first was left soon"
    day.twilio.mended = True
    for _ in range(20):
        day.later(minutes=1)
        day.run()
    day.delivered()

    for number, word in zip(LATE, cycle(STOPS), strict=False):
        day.hears(number, word)
        day.hears(number, "STOP again")
    for number, word in zip(ANSWERING, cycle(ANSWERS), strict=False):
        day.hears(number, word)
    day.read()

    assert day.tally(broadcast) == {
        State.DELIVERED: 500 - len(EARLY) - len(WRONG),
        State.FAILED: len(WRONG),
        State.SUPPRESSED: len(EARLY),
    }
    told = Counter(to for to, text in day.texts() if INVITED in text)
    assert set(told) == set(PEOPLE) - set(EARLY) - set(WRONG)
    assert set(told.values()) == {1}, "each once, whichever provider it was"
    for number in (*EARLY, *LATE):
        assert len(day.answers(number)) == 1, "an opt-out is confirmed once"
    with day.store.read() as connection:
        counted = rsvps.counts(connection, [str(broadcast.announcement_id)])
    assert counted == (COMING, len(ANSWERING) - COMING)


def test_the_numbers_of_the_story_are_those_of_the_issue() -> None:
    assert (len(EARLY) + len(LATE), len(ANSWERING), len(WRONG)) == (12, 40, 3)
    assert not {*EARLY, *LATE, *WRONG} & set(ANSWERING)
