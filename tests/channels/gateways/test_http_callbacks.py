"""What a provider tells, in its own fields and words, believed with a secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.gateways.http import HttpGateway
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound
from outreach.model.states import Outcome
from tests.channels.gateways.aggregating import NOW, SECRET, settings

REPORT = {"messageId": "ag-1", "status": "DELIVRD"}
WORDS = {
    "public_url": "https://o.example.org",
    "callback_secret": SECRET,
    "callback_id": "messageId",
    "callback_status": "status",
    "callback_accepted": "ACCEPTD|ENROUTE",
    "callback_delivered": "DELIVRD",
    "callback_failed": "UNDELIV|EXPIRED|REJECTD",
    "callback_opted_out": '["DND active | on phone"]',
    "inbound_from": "msisdn",
    "inbound_to": "shortcode",
    "inbound_text": "message",
    "inbound_id": "id",
    "inbound_at": "received",
}


def gateway(now: datetime = NOW, **more: Any) -> HttpGateway:
    return HttpGateway(settings(**{**WORDS, **more}), clock=lambda: now)


def request(
    fields: Any, how: str = "json", query: str = f"token={SECRET}", **more: Any
) -> CallbackRequest:
    body = json.dumps(fields).encode() if how == "json" else b""
    kind = {"content-type": "application/json"} if how == "json" else {}
    if how == "form":
        body = urlencode(fields).encode()
    if how == "query":
        query = f"{query}&{urlencode(fields)}"
    values = {
        "method": "GET" if how == "query" else "POST",
        "url": f"https://o.example.org/callbacks/http?{query}",
        "headers": kind,
        "body": body,
    }
    return CallbackRequest(**{**values, **more})


@pytest.mark.parametrize("how", ["json", "form", "query"])
def test_a_report_comes_in_any_dialect(how: str) -> None:
    (news,) = gateway().parse_callback(request(REPORT, how))

    assert news == Event(
        key=news.key, outcome=Outcome.DELIVERED, gateway_id="ag-1", code="DELIVRD"
    )


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("ACCEPTD", Outcome.ACCEPTED),
        ("ENROUTE", Outcome.ACCEPTED),
        ("DELIVRD", Outcome.DELIVERED),
        ("UNDELIV", Outcome.REFUSED),
        ("DND active | on phone", Outcome.OPTED_OUT),
    ],
)
def test_a_word_means_what_the_office_says(word: str, outcome: Outcome) -> None:
    (news,) = gateway().parse_callback(request({**REPORT, "status": word}))

    assert news.outcome is outcome


def test_a_word_that_is_not_set_is_no_event() -> None:
    assert gateway().parse_callback(request({**REPORT, "status": "delivrd"})) == ()


def test_our_own_id_comes_back_where_the_provider_carries_it() -> None:
    one = gateway(callback_id="ref", callback_id_is="ours")
    (news,) = one.parse_callback(request({"ref": "K7QX2M-7", "status": "DELIVRD"}))

    assert (news.delivery, news.gateway_id) == ("K7QX2M-7", None)


def test_a_list_of_reports_in_one_callback() -> None:
    one = gateway(
        callback_list="results",
        callback_id="message.id",
        callback_status="state.0.name",
    )
    told = [
        {"message": {"id": f"ag-{n}"}, "state": [{"name": word}]}
        for n, word in enumerate(("DELIVRD", "ENROUTE", "unheard"))
    ]
    news = one.parse_callback(request({"results": told}))

    assert [(e.gateway_id, e.outcome) for e in news] == [
        ("ag-0", Outcome.DELIVERED),
        ("ag-1", Outcome.ACCEPTED),
    ]


def test_a_report_told_twice_has_one_key_and_another_status_another() -> None:
    keys = [
        gateway().parse_callback(request({**REPORT, "status": word}))[0].key
        for word in ("DELIVRD", "ENROUTE", "DELIVRD")
    ]

    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize("how", ["json", "form", "query"])
def test_a_text_that_came_in(how: str) -> None:
    came = {
        "msisdn": "254711000001",
        "shortcode": "22141",
        "message": "Ndiyo & asante",
        "id": "in-1",
        "received": "2027-04-01T12:00:00+03:00",
    }
    (news,) = gateway().parse_callback(request(came, how))

    assert news == Inbound(
        key=news.key,
        sender="+254711000001",
        recipient="22141",
        text="Ndiyo & asante",
        at=datetime(2027, 4, 1, 9, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param({"id": "1"}, {"id": "1", "received": "later"}, True, id="one id"),
        pytest.param({"id": "1"}, {"id": "2"}, False, id="another id"),
        pytest.param({"received": "9:00"}, {"received": "9:00"}, True, id="no id, one time"),
        pytest.param({"received": "9:00"}, {"received": "9:01"}, False, id="no id, another time"),
        pytest.param({}, {"now": NOW + timedelta(minutes=3)}, True, id="neither, told again three minutes later"),
        pytest.param({}, {"now": NOW + timedelta(hours=1)}, False, id="neither, an hour later"),
    ],
)  # fmt: skip
def test_a_repeat_has_the_same_key_and_another_text_another(
    first: dict[str, Any], second: dict[str, Any], same: bool
) -> None:
    came = {"msisdn": "+254711000001", "message": "NDIYO"}
    keys = []
    for more in (first, second):
        now = more.get("now", NOW)
        told = request({**came, **{k: v for k, v in more.items() if k != "now"}})
        keys.append(gateway(now=now).parse_callback(told)[0].key)

    assert (keys[0] == keys[1]) is same


def test_ids_and_codes_of_any_length_can_be_stored() -> None:
    long = {"messageId": "x" * 5000, "status": "y" * 5000}
    (news,) = gateway(callback_failed="y" * 5000).parse_callback(request(long))

    assert len(news.key) <= 120 and len(news.gateway_id) <= 80 and len(news.code) <= 40


@pytest.mark.parametrize(
    ("where", "right"),
    [
        pytest.param("query:token", {"query": f"token={SECRET}"}, id="in the query"),
        pytest.param("header:X-Secret", {"query": "", "headers": {"x-secret": SECRET}}, id="in a header"),
        pytest.param("path", {"url": f"https://o.example.org/callbacks/http/{SECRET}"}, id="in the path"),
    ],
)  # fmt: skip
def test_the_secret_stands_where_the_office_says_and_nowhere_else(
    where: str, right: dict[str, Any]
) -> None:
    one = gateway(callback_secret_in=where)

    assert one.parse_callback(request(REPORT, **right))
    for wrong in ({"query": f"other={SECRET}"}, {"query": ""}, {"query": f"token={SECRET[:-1]}"}):  # fmt: skip
        with pytest.raises(CallbackRefused):
            one.parse_callback(request(REPORT, **wrong))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"callback_secret": None}, id="no secret"),
        pytest.param({"public_url": None}, id="nobody can reach us"),
    ],
)
def test_without_a_secret_nothing_is_believed(more: dict[str, Any]) -> None:
    one = gateway(**more)
    with pytest.raises(CallbackRefused):
        one.parse_callback(request(REPORT))

    assert (one.capabilities.receipts, one.capabilities.inbound) == ("none", False)


@pytest.mark.parametrize(
    "came",
    [
        pytest.param(request({"status": "DELIVRD"}), id="no message"),
        pytest.param(request([1, "x", None]), id="no reports in the list"),
        pytest.param(request(None), id="nothing"),
        pytest.param(request(REPORT, body=b"{"), id="no JSON"),
        pytest.param(request(REPORT, body=b"\xff"), id="not text"),
        pytest.param(request(REPORT, body=b"[" * 60_000), id="too deep"),
        pytest.param(request(REPORT, body=b" " * 70_000), id="too long"),
        pytest.param(request([REPORT] * 1001), id="too many"),
    ],
)
def test_a_callback_that_says_nothing_is_refused(came: CallbackRequest) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(came)
