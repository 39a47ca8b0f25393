"""A gateway of each kind, and whom it speaks to; for the tests that all share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach import registry
from outreach.model.contracts import Gateway, Outgoing
from tests.channels.gateways.counterparts import COUNTERPARTS, Counterpart, Nobody
from tests.fakes.deliveries import item, outgoing

KINDS = registry.plugins().gateways
NAMES = sorted(KINDS)


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> type[Gateway]:
    return KINDS[request.param]


@pytest.fixture
def counterpart(kind: type[Gateway]) -> Iterator[Counterpart]:
    with COUNTERPARTS.get(kind.name, Nobody)() as found:
        yield found


@contextmanager
def made(
    kind: type[Gateway], counterpart: Counterpart, out: Path, **more: object
) -> Iterator[Gateway]:
    settings = {"out": out, "public_url": "https://o.example.org", **more}
    both = {**settings, **counterpart.settings()}
    gateway = kind(kind.settings_type.model_validate(both))  # type: ignore[call-arg]
    yield gateway
    if hasattr(gateway, "close"):
        gateway.close()


@pytest.fixture
def gateway(
    kind: type[Gateway], tmp_path: Path, counterpart: Counterpart
) -> Iterator[Gateway]:
    with made(kind, counterpart, tmp_path) as found:
        yield found


def delivery(gateway: Gateway, number: int) -> Outgoing:
    files = {"txt": b"Karibuni", "pdf": b"%PDF-1.4"}
    now = datetime.now(UTC)
    by_email = {"address": f"desk{number}@radio.example"}
    return outgoing(
        number,
        item(files=files if "files" in gateway.capabilities.freight else None),
        expires_at=now + timedelta(days=2),
        claimed_at=now - timedelta(hours=1),
        **(by_email if "email" in gateway.capabilities.reaches else {}),
    )
