"""An office with one approved broadcast of a text to everybody in the directory."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from outreach.dispatch import approval, plan
from outreach.dispatch.when import When
from outreach.model.reading import read
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Store, announcements, users
from outreach.store.broadcasts import Broadcast

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
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


def start_broadcast(store: Store, settings: Settings) -> Broadcast:
    """Announce, plan, approve and let the ticker start it: it waits for fan-out."""
    announcement = read(json.loads(_SAMPLE.read_text("utf-8"))).announcement
    with store.write() as connection:
        ann = users.add_user(connection, "ann", "Ann", "author", None, NOW)
        actor = ann.acting_from("bench")
        version = announcements.add_version(connection, announcement, actor, NOW)
        request = plan.Request(
            ref=version.ref, channels=("sms",), audience="everybody", when=When()
        )
        planned = plan.plan(connection, settings, request, actor, NOW)
        approval.settle_approval(connection, settings, planned)
    tick(store, NOW)
    return planned
