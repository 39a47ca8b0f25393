"""A gateway to the fake aggregator, in any dialect."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.gateways.http import HttpGateway, HttpSettings
from tests.fakes.aggregator import FakeAggregator

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
Make = Callable[..., HttpGateway]
SECRET = "q9f3hGz7Lr2kXw5t"
FORM = {"body": "to={to_no_plus}&text={text}&from={from}&ref={id}"}
JSON = {
    "content_type": "application/json",
    "body": json.dumps({"to": "{to}", "text": "{text}", "ref": "{id}"}),
}


def settings(server: str = "https://api.example.org", **more: Any) -> HttpSettings:
    """Settings that fit the fake; a form unless told otherwise."""
    values = {
        "url": f"{server}/send",
        "headers": json.dumps({"X-Api-Key": "a-key-that-nobody-may-see"}),
        "sender": "AMANI",
        "timeout": 5,
        **FORM,
    }
    given = {**values, **more}
    return HttpSettings.model_validate(
        {k: v for k, v in given.items() if v is not None}
    )


@pytest.fixture
def provider() -> Iterator[FakeAggregator]:
    with FakeAggregator() as fake:
        yield fake


@pytest.fixture
def gateway(provider: FakeAggregator) -> Iterator[Make]:
    made: list[HttpGateway] = []

    def make(fake: FakeAggregator = provider, **more: Any) -> HttpGateway:
        made.append(HttpGateway(settings(fake.url, **more), clock=lambda: NOW))
        return made[-1]

    yield make
    for one in made:
        one.close()
