"""Handing texts to a provider that settings describe."""

from __future__ import annotations

import html
import json
from urllib.parse import quote, urlencode

import pytest

from channels.gateways.http import HttpGateway
from outreach.model.contracts import Fate, GatewayError
from outreach.model.states import Outcome
from tests.channels.gateways.aggregating import (
    FORM,
    JSON,
    Make,
    gateway,
    provider,
    settings,
)
from tests.fakes.aggregator import FakeAggregator, Say
from tests.fakes.deliveries import item, outgoing
from tests.fakes.plans import Act

__all__ = ["gateway", "provider"]

TEXT = 'Maji & "mto" \\ 100 % = +1\r\nX-Evil: 1 é 💧 {to} \u202e'
STATUS = {"status_path": "status", "accepted": "queued", "id_path": "messages.0.id"}


@pytest.mark.parametrize(
    "dialect",
    [
        pytest.param(FORM, id="a form"),
        pytest.param(JSON, id="JSON"),
        pytest.param({"method": "PUT", **JSON}, id="PUT"),
        pytest.param(
            {
                "method": "GET",
                "body": None,
                "url": "{}/v1/{{to}}?to={{to}}&text={{text}}&from={{from}}&ref={{id}}",
            },
            id="GET",
        ),
    ],
)
def test_a_text_arrives_whole_in_every_dialect(
    provider: FakeAggregator, gateway: Make, dialect: dict[str, str]
) -> None:
    if "url" in dialect:
        dialect = {**dialect, "url": dialect["url"].format(provider.url)}
    (receipt,) = gateway(**dialect, **STATUS).send([outgoing(7, item(TEXT))])

    (request,) = provider.requests
    assert request.fields["text"] == TEXT
    assert request.fields["to"].removeprefix("+") == "254711000007"
    assert request.fields["ref"] == "K7QX2M-7"
    assert "X-Evil" not in request.headers
    assert receipt.outcome is Outcome.ACCEPTED
    assert receipt.gateway_ids == ("ag-1",)


def test_headers_are_filled_and_a_sender_of_the_delivery_wins(
    provider: FakeAggregator, gateway: Make
) -> None:
    key = {"X-Api-Key": provider.key}
    headers = {"X-To": "{to}", "X-Text": "{text}", "X-Id": "{id}", **key}
    one = gateway(headers=json.dumps(headers), user="me", password="pw")
    one.send([outgoing(7, item(TEXT), sender="22141")])

    (request,) = provider.requests
    assert request.headers["X-To"] == "+254711000007"
    assert request.headers["X-Id"] == "K7QX2M-7"
    assert "%0D%0AX-Evil: 1 %C3%A9" in request.headers["X-Text"]
    assert request.headers["Authorization"] == "Basic bWU6cHc="
    assert request.fields["from"] == "22141"


@pytest.mark.parametrize(
    ("answer", "words", "outcome", "code"),
    [
        pytest.param(Say(text="1701|OK: 55"), {"accepted": "OK"}, Outcome.ACCEPTED, "200", id="the word is there"),
        pytest.param(Say(text="TOKEN expired"), {"accepted": "OK"}, Outcome.UNKNOWN, "200", id="a word within a word is none"),
        pytest.param(Say(text="ERR 17"), {"accepted": "OK"}, Outcome.UNKNOWN, "200", id="200 without the word"),
        pytest.param(Say(text="anything"), {}, Outcome.ACCEPTED, "200", id="no word is set: 200 is yes"),
        pytest.param(Say(text="ERR 17"), {"accepted": "OK", "refused": "ERR 17|ERR 18"}, Outcome.REFUSED, "200", id="refused"),
        pytest.param(Say(text="ERR 9"), {"accepted": "OK", "later": "ERR 9"}, Outcome.LATER, "200", id="later"),
        pytest.param(Say(text="DND"), {"accepted": "OK", "opted_out": "DND"}, Outcome.OPTED_OUT, "200", id="opted out"),
        pytest.param(Say(text='{"status": 7}'), {**STATUS, "refused": "7"}, Outcome.REFUSED, "7", id="a code in JSON"),
        pytest.param(Say(text='{"status": "17"}'), {**STATUS, "refused": "7"}, Outcome.UNKNOWN, "200", id="another code that holds it"),
        pytest.param(Say(status=409, text='{"status": "duplicate"}'), {**STATUS, "accepted": "queued|duplicate"}, Outcome.ACCEPTED, "duplicate", id="it has it already"),
        pytest.param(Say(status=400, text="OK?"), {"accepted": "OK"}, Outcome.REFUSED, "400", id="a word counts for nothing with 400"),
        pytest.param(Say(text="OK, but ERR 17"), {"accepted": "OK", "refused": "ERR 17"}, Outcome.UNKNOWN, "200", id="two kinds of words"),
        pytest.param(Say(text="NO CREDIT, later"), {"later": "later", "stop": "NO CREDIT"}, Outcome.UNKNOWN, "200", id="a stop and another kind"),
        pytest.param(Say(status=422, text="no"), {}, Outcome.REFUSED, "422", id="422"),
        pytest.param(Say(status=429, text="slow"), {}, Outcome.LATER, "429", id="too many requests"),
        pytest.param(Say(status=503, text="OK"), {"accepted": "OK"}, Outcome.UNKNOWN, "503", id="what a failing server says counts for nothing"),
        pytest.param(Say(text="{" * 9999), STATUS, Outcome.UNKNOWN, "200", id="JSON that can't be read"),
    ],
)  # fmt: skip
def test_an_answer_means_what_the_office_says_it_means(
    provider: FakeAggregator,
    gateway: Make,
    answer,
    words: dict[str, str],
    outcome: Outcome,
    code: str | None,
) -> None:
    provider.always("+254711000002", answer)
    (receipt,) = gateway(**words).send([outgoing(2)])

    assert (receipt.outcome, receipt.code) == (outcome, code)
    assert receipt.detail or outcome is Outcome.ACCEPTED
    assert len(provider.requests) == 1, "an adapter never retries"


@pytest.mark.parametrize(
    "echo",
    [
        pytest.param(str, id="as it is"),
        pytest.param(lambda text: json.dumps({"text": text}), id="in JSON"),
        pytest.param(lambda text: json.dumps([text], ensure_ascii=False), id="in JSON, letters as they are"),
        pytest.param(html.escape, id="in HTML"),
        pytest.param(lambda text: urlencode({"text": text}), id="in a form"),
        pytest.param(quote, id="in an address"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param("OK 55", Outcome.ACCEPTED, id="taken"),
        pytest.param("ERR 9", Outcome.LATER, id="not taken"),
        pytest.param("ERR 3", Outcome.UNKNOWN, id="a word that is not set"),
    ],
)
def test_the_text_s_own_words_in_an_answer_count_for_nothing(
    provider: FakeAggregator, gateway: Make, echo, answer: str, outcome: Outcome
) -> None:
    text = 'DND é "failed", NO CREDIT & OK'
    provider.next("+254711000002", Say(text=f"{answer}: {echo(text)}"))
    words = {
        "accepted": "OK",
        "later": "ERR 9",
        "refused": "failed",
        "opted_out": "DND",
        "stop": "NO CREDIT",
    }
    (receipt,) = gateway(**words).send([outgoing(2, item(text))])

    assert receipt.outcome is outcome


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_request_that_was_cut_is_never_written_again(
    provider: FakeAggregator, gateway: Make, method: str
) -> None:
    """Also where the library would: after a connection that was kept."""
    more = {"url": f"{provider.url}/s?to={{to}}&text={{text}}", "body": None}
    one = gateway(method=method, **more)
    one.send([outgoing(1)])
    provider.next("+254711000002", Act.CUT_AFTER)
    (receipt,) = one.send([outgoing(2)])

    assert receipt.outcome is Outcome.UNKNOWN
    assert len(provider.sent_to("+254711000002")) == 1


@pytest.mark.parametrize(
    ("answer", "words", "advice"),
    [
        pytest.param(Say(text="NO CREDIT"), {"stop": "NO CREDIT"}, "OUTREACH_HTTP_STOP", id="a word that stops"),
        pytest.param(Say(text='{"status": 1004}'), {**STATUS, "stop": "1004"}, "STOP", id="a code that stops"),
        pytest.param(Say(status=401), {}, "key or password", id="wrong key"),
        pytest.param(Say(status=403), {"accepted": "OK"}, "key or password", id="not allowed"),
        pytest.param(Say(status=404), {}, "OUTREACH_HTTP_URL", id="not there"),
        pytest.param(Say(status=302), {}, "OUTREACH_HTTP_URL", id="a sign-in page in between"),
    ],
)  # fmt: skip
def test_what_would_fail_all_stops_the_batch_and_says_what_to_do(
    provider: FakeAggregator, gateway: Make, answer: Say, words, advice: str
) -> None:
    provider.next("+254711000002", answer)
    with pytest.raises(GatewayError, match=advice) as caught:
        gateway(in_flight=1, **words).send([outgoing(n) for n in range(1, 5)])

    assert caught.value.permanent
    assert len(caught.value.receipts) == 1
    assert caught.value.unwritten == {f"K7QX2M-{n}" for n in (2, 3, 4)}


def test_where_the_provider_honours_our_id_a_text_goes_out_once() -> None:
    with FakeAggregator(honours_ref=True) as provider:
        words = {**STATUS, "accepted": "queued|duplicate"}
        one = HttpGateway(settings(provider.url, idempotent=True, timeout=0.5, **words))
        provider.next("+254711000001", Act.SILENCE_AFTER)
        first, second = one.send([outgoing(1)]), one.send([outgoing(1)])
        one.close()

    assert (first[0].outcome, second[0].outcome) == (Outcome.UNKNOWN, Outcome.ACCEPTED)
    assert len(provider.messages) == 1
    assert one.capabilities.fate is Fate.IDEMPOTENT


def test_a_fate_that_nobody_promised_is_a_persons_to_decide(gateway: Make) -> None:
    can = gateway().capabilities

    assert (can.fate, can.own_id, can.receipts, can.inbound) == (
        Fate.HOLD,
        True,
        "none",
        False,
    )


def test_without_a_sender_the_batch_stops_before_anything_leaves(
    provider: FakeAggregator, gateway: Make
) -> None:
    with pytest.raises(GatewayError, match="OUTREACH_HTTP_SENDER"):
        gateway(sender=None).send([outgoing(1)])

    assert provider.requests == []


def test_the_balance_shows_whether_the_key_is_right(
    provider: FakeAggregator, gateway: Make
) -> None:
    one = gateway(check_url=f"{provider.url}/balance")
    one.check()
    provider.key = "changed"
    with pytest.raises(GatewayError, match="key or password") as caught:
        one.check()

    assert caught.value.permanent
    gateway().check()
    assert provider.messages == []
