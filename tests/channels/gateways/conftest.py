"""A fake Twilio and a gateway that speaks to it, both closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.gateways.gammu import GammuGateway, GammuSettings
from channels.gateways.twilio import TwilioGateway, TwilioSettings
from tests.fakes.smsd import FilesSmsd, SqlSmsd
from tests.fakes.twilio import FakeTwilio

PUBLIC = "https://outreach.example.org"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as fake:
        yield fake


@pytest.fixture
def gateway(twilio: FakeTwilio) -> Iterator[Callable[..., TwilioGateway]]:
    """Make a gateway that speaks to the fake; arguments are settings, and ``clock``."""
    made: list[TwilioGateway] = []

    def make(**more: object) -> TwilioGateway:
        clock = {"clock": more.pop("clock")} if "clock" in more else {}
        values = {
            "account_sid": twilio.account,
            "auth_token": twilio.token,
            "sender": "+15005550006",
            "base_url": twilio.url,
            "public_url": PUBLIC,
            "timeout": 5,
        }
        settings = TwilioSettings.model_validate({**values, **more})
        made.append(TwilioGateway(settings, **clock))
        return made[-1]

    yield make
    for one in made:
        one.close()


#: When the modem tests are.
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(params=[FilesSmsd, SqlSmsd], ids=["files", "sql"])
def smsd(request: pytest.FixtureRequest, tmp_path: Path) -> FilesSmsd | SqlSmsd:
    return request.param(tmp_path)


@pytest.fixture
def modem(smsd: FilesSmsd | SqlSmsd) -> Callable[..., GammuGateway]:
    def make(
        clock: Callable[[], datetime] = lambda: NOW, **more: object
    ) -> GammuGateway:
        settings = GammuSettings.model_validate({**smsd.settings, **more})
        return GammuGateway(settings, clock=clock)

    return make
