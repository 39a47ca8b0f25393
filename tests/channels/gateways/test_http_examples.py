"""The providers described in the how-to are described as their documentation answers."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from channels.gateways.http import HttpGateway, HttpSettings
from outreach.model.contracts import GatewayError
from outreach.model.news import CallbackRequest, Inbound
from outreach.model.states import Outcome
from outreach.settings import read_settings
from tests.fakes.aggregator import FakeAggregator, Say
from tests.fakes.deliveries import item, outgoing

PAGE = (Path(__file__).parents[3] / "docs/howto/aggregator.md").read_text("utf-8")
SECRET = "q9f3hGz7Lr2kXw5t"


def described(heading: str) -> dict[str, str]:
    """What the lines below a heading set."""
    text = PAGE.partition(f"\n## {heading}")[2].partition("\n## ")[0]
    lines = re.findall(r"^    export (.*)$", text, re.MULTILINE)
    pairs = (shlex.split(line)[0].partition("=") for line in lines)
    return {name: value for name, _, value in pairs}


def gateway(heading: str, server: str = "https://x.example.org") -> HttpGateway:
    """The gateway as the page describes it, at another server."""
    values = read_settings(described(heading)).of_plugin("http")
    url = re.sub(r"^https://[^/]+", server, values["url"])
    more = {
        "url": url,
        "callback_secret": SECRET,
        "public_url": "https://o.example.org",
    }
    return HttpGateway(HttpSettings.model_validate({**values, **more}))


def advanta(code: int, field: str = "respose-code") -> str:
    told = {field: code, "response-description": "Success", "mobile": 254711000001}
    return json.dumps({"responses": [{**told, "messageid": 8290842, "networkid": "1"}]})


@pytest.mark.parametrize(
    ("heading", "answer", "outcome", "gateway_id"),
    [
        pytest.param("Advanta (Kenya)", advanta(200), Outcome.ACCEPTED, "8290842", id="Advanta: yes"),
        pytest.param("Advanta (Kenya)", advanta(200, "response-code"), Outcome.ACCEPTED, "8290842", id="Advanta: yes, spelt otherwise"),
        pytest.param("Advanta (Kenya)", advanta(1003), Outcome.REFUSED, None, id="Advanta: no such number"),
        pytest.param("Advanta (Kenya)", advanta(1005), Outcome.UNKNOWN, None, id="Advanta: an error of theirs"),
        pytest.param("Advanta (Kenya)", advanta(1004), None, None, id="Advanta: no credit"),
        pytest.param("Termii (Nigeria)", '{"message_id": "912", "message": "Successfully Sent", "balance": 9}', Outcome.ACCEPTED, "912", id="Termii: yes"),
        pytest.param("Termii (Nigeria)", '{"code": "ok", "message_id": "912", "message": "Successfully Sent"}', Outcome.ACCEPTED, "912", id="Termii: yes, with a code"),
        pytest.param("Termii (Nigeria)", '{"message": "Insufficient balance"}', Outcome.UNKNOWN, None, id="Termii: words that are not set"),
    ],
)  # fmt: skip
def test_what_the_provider_answers_is_understood(
    heading: str, answer: str, outcome: Outcome | None, gateway_id: str | None
) -> None:
    with FakeAggregator() as provider:
        provider.key = ""
        provider.otherwise = Say(text=answer)
        one = gateway(heading, provider.url)
        try:
            (receipt,) = one.send([outgoing(1, item("Maji & “mto”"))])
        except GatewayError as error:
            assert outcome is None and error.permanent
            return
        finally:
            one.close()
        (request,) = provider.requests

    assert receipt.outcome is outcome
    assert receipt.gateway_ids == ((gateway_id,) if gateway_id else ())
    sent = set(map(str, json.loads(request.body).values()))
    assert {"254711000001", "AMANI", "Maji & “mto”"} <= sent


def told(heading: str, fields: dict[str, Any]):
    return gateway(heading).parse_callback(
        CallbackRequest(
            method="POST",
            url=f"/callbacks/http?token={SECRET}",
            headers={"content-type": "application/json"},
            body=json.dumps(fields).encode(),
        )
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("DELIVERED | Message delivered to handset", Outcome.DELIVERED),
        ("Message Sent", Outcome.ACCEPTED),
        ("DND Active on Phone Number", Outcome.REFUSED),
    ],
)
def test_termii_tells_what_became_of_a_text(status: str, outcome: Outcome) -> None:
    (news,) = told("Termii (Nigeria)", {"message_id": "912", "status": status})

    assert (news.outcome, news.gateway_id) == (outcome, "912")


@pytest.mark.parametrize("field", ["mobile", "msisdn"])
def test_advanta_tells_what_people_write(field: str) -> None:
    came = {"shortcode": "12345", field: "254711000001", "message": "NDIYO"}
    (news,) = told("Advanta (Kenya)", came)

    assert isinstance(news, Inbound)
    assert (news.sender, news.recipient, news.text) == (
        "+254711000001",
        "12345",
        "NDIYO",
    )
