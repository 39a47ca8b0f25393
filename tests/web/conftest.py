"""An office with staff of every role, the sample announcements and a browser of sorts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from outreach.dispatch.embedded import EmbeddedEngine, work_once
from outreach.dispatch.worker import Worker
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.contracts import Gateway
from outreach.model.reading import read_json
from outreach.registry import gateway
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Store, announcements, directory, opened, users
from outreach.store.users import ROLES
from outreach.web.app import create_app

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PASSWORD = "three unrelated words"
EXAMPLES = Path(__file__).parents[2] / "examples"
#: Signing in with one of full cost takes a tenth of a second, some thousand times.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

Form = Mapping[str, str | Sequence[str]]


class Browser:
    """Sends what a browser without scripts would send, and keeps the cookies."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(
            app, base_url="http://office.test", follow_redirects=False
        )

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, form: Form, **headers: str) -> httpx.Response:
        body = urlencode(dict(form), doseq=True, encoding="utf-8")
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.client.post(path, content=body, headers={**kind, **headers})

    def send(self, path: str, form: Form | None = None) -> httpx.Response:
        """Post a form with the session's token."""
        return self.post(path, {**(form or {}), "token": self.token()})

    def token(self) -> str:
        return hidden(self.get("/organisations").text, "token")


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return unescape(found[1])


def words(html: str) -> str:
    """What a person reads of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@dataclass
class Office:
    """The application with its store, and a clock that stands still."""

    settings: Settings
    store: Store
    gateways: dict[str, Gateway]
    now: datetime = NOW
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            self.settings, self.store, lambda: self.now, self.gateways
        )

    def browser(self, login: str | None = None) -> Browser:
        """A browser, signed in as ``login``."""
        made = Browser(self.app)
        if login:
            answer = made.post("/sign-in", {"login": login, "password": PASSWORD})
            assert answer.status_code == 303
        return made

    def announce(self, name: str = "kisumu-water.json") -> str:
        """Announce an example as the author; its id."""
        reading = read_json((EXAMPLES / name).read_bytes())
        with self.store.write() as connection:
            author = users.user_by_login(connection, "author")
            assert author
            version = announcements.add_version(
                connection, reading.announcement, author.acting_from("test"), self.now
            )
        return version.ref

    def organisation(self, name: str, *reached: Mapping[str, Any]) -> None:
        consent = Consent(at="2027-01-05", how="signed form", wording="We agree.")
        addressees = tuple(
            AddresseeRecord(
                **{
                    "language": "en",
                    "timezone": "Africa/Nairobi",
                    "consent": consent,
                    **values,
                }
            )
            for values in reached
        )
        record = OrganisationRecord(
            name=name, category="ngo", country="KE", addressees=addressees
        )
        with self.store.write() as connection:
            directory.put_organisation(connection, record, self.store.secret, self.now)

    def neighbours(self) -> None:
        """A women's group with phones, a station, and a group with a notice board."""
        self.organisation(
            "Women of the Lake",
            {"channel": "sms", "address": "+254300000001"},
            {"channel": "sms", "address": "+254300000002", "language": "sw"},
        )
        self.organisation(
            "Radio Lake", {"channel": "radio", "address": "Radio Lake\nKisumu"}
        )
        self.organisation(
            "Market Group", {"channel": "print", "address": "P.O. Box 1\nKisumu"}
        )

    def run(self) -> None:
        """Send everything that is due."""
        tick(self.store, self.settings, self.now)
        worker = Worker(
            name="test",
            store=self.store,
            gateways=self.gateways,
            clock=lambda: self.now,
            engine=EmbeddedEngine(),
        )
        while work_once(worker):
            pass

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        {
            "OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db",
            "OUTREACH_OUT": str(tmp_path / "out"),
            "OUTREACH_TIMEZONE": "Africa/Nairobi",
        }
    )


@pytest.fixture
def office(settings: Settings, one_loop: None) -> Iterator[Office]:
    with opened(settings) as store:
        with store.write() as connection:
            for role in ROLES:
                users.add_user(connection, role, role.capitalize(), role, HASH, NOW)
        gateways = {name: gateway(name, settings) for name in ("outbox", "pack")}
        yield Office(settings=settings, store=store, gateways=gateways)


def example(name: str) -> dict[str, Any]:
    """An example's content as it is stored: without what is empty."""
    text = (EXAMPLES / f"{name}.json").read_text("utf-8")
    return read_json(json.dumps(json.loads(text))).announcement.content
