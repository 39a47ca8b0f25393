"""What a provider tells by callback: events and texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from outreach.model.contracts import GatewaySettings
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome
from outreach.settings import Settings
from outreach.store import opened
from tests.fakes.plugins import RecordingGateway
from tests.web.conftest import Office

TEXT = Inbound(key="t1", sender="+254722000001", recipient="+254700000009", text="STOP")
EVENT = Event(key="e1", outcome=Outcome.DELIVERED, delivery="K7QX2M-1")


class Told(RecordingGateway):
    """Gives what it was told to give."""

    news: Sequence[Any] = ()

    def parse_callback(self, request: CallbackRequest) -> Sequence[News]:
        if request.body == b"forged":
            raise CallbackRefused("The signature is wrong.")
        return self.news


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    told = Told(GatewaySettings())
    public = replace(settings, public_url="https://o.example.org")
    with opened(public) as store:
        yield Office(settings=public, store=store, gateways={"told": told})


def tells(office: Office, *news: Any, body: str = "") -> int:
    office.gateways["told"].news = news  # type: ignore[attr-defined]
    return office.browser().client.post("/callbacks/told", content=body).status_code


def kept(office: Office) -> tuple[int, int]:
    """How many events and texts are stored."""
    with office.store.read() as connection:
        query = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM inbound)"
        return tuple(connection.exec_driver_sql(query).one())  # type: ignore[return-value]


def test_events_and_texts_are_stored_and_told_twice_stored_once(office: Office) -> None:
    assert tells(office, EVENT, TEXT) == 200
    assert tells(office, TEXT) == 200
    assert kept(office) == (1, 1)


def test_of_news_with_a_fault_in_them_the_rest_is_stored_and_all_come_again(
    office: Office,
) -> None:
    broken = replace(TEXT, key="t0", text=None)  # type: ignore[arg-type]
    assert tells(office, EVENT, broken, TEXT) == 500
    assert kept(office) == (1, 1)


def test_nothing_is_believed_that_is_forged(office: Office) -> None:
    assert tells(office, TEXT, body="forged") == 403
    assert kept(office) == (0, 0)
