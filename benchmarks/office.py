"""An office with one approved broadcast of a text to everybody in the directory."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from outreach.dispatch import approval, plan
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.reading import read
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Store, announcements, broadcasts, users
from outreach.store.broadcasts import Broadcast

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
#: Of every database here: PostgreSQL keeps none beside it.
KEY = "the secret key of the benchmarks alone"
_SAMPLE = Path(__file__).parents[1] / "examples" / "kisumu-water.json"


def settings_for(url: str, **values: object) -> Settings:
    """Settings for a database of its own, texts carried by the benchmarks' gateway."""
    given = {f"OUTREACH_{key.upper()}": str(value) for key, value in values.items()}
    return read_settings(
        {
            "OUTREACH_DATABASE_URL": url,
            "OUTREACH_APPROVALS": "0",
            "OUTREACH_ROUTES": "sms=bench",
            **given,
        }
    )


def plan_broadcast(store: Store, settings: Settings, now: datetime = NOW) -> Broadcast:
    """Announce, and plan a text to everybody: it waits for approval."""
    announcement = read(json.loads(_SAMPLE.read_text("utf-8"))).announcement
    with store.write() as connection:
        ann = users.add_user(connection, "ann", "Ann", "author", None, now)
        actor = ann.acting_from("bench")
        version = announcements.add_version(connection, announcement, actor, now)
        request = Request(
            ref=version.ref, channels=("sms",), audience="everybody", when=When()
        )
        return plan.plan(connection, settings, request, actor, now)


def release(store: Store, settings: Settings, now: datetime = NOW) -> None:
    """Approve every broadcast that waits, and let the ticker start it."""
    with store.write() as connection:
        for broadcast in broadcasts.in_state(connection, "waiting"):
            approval.settle_approval(connection, settings, broadcast)
    tick(store, settings, now)


def start_broadcast(store: Store, settings: Settings, now: datetime = NOW) -> Broadcast:
    """A broadcast of a text to everybody that is due: only its fan-out is missing."""
    planned = plan_broadcast(store, settings, now)
    release(store, settings, now)
    return planned
