"""What watchdogs are told: alive, ready, counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from outreach.dispatch import watch
from outreach.dispatch.embedded import EmbeddedEngine
from outreach.dispatch.worker import Worker, running
from outreach.store import Store, checkup, revision
from outreach.store.backup import back_up_into
from tests.web.conftest import Office

TOKEN = "a token for the scraper"


def ask(office: Office, path: str) -> tuple[int, str]:
    answer = office.browser().get(path)
    return answer.status_code, answer.json().get("why", "")


def test_a_sound_server_is_alive_and_ready(office: Office) -> None:
    assert ask(office, "/health") == (200, "")
    assert ask(office, "/ready") == (200, "")


def broken(*_: object) -> None:
    raise OperationalError("BEGIN", {}, Exception("disk I/O error"))


@pytest.mark.parametrize(
    ("method", "health", "says"),
    [
        pytest.param("read", 503, "can't be read", id="the disk is gone"),
        pytest.param("write", 200, "can't be written", id="full or read-only: alive, not ready"),
    ],
)  # fmt: skip
def test_a_database_that_fails_is_told(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    health: int,
    says: str,
) -> None:
    monkeypatch.setattr(Store, method, broken)
    assert ask(office, "/health")[0] == health
    status, why = ask(office, "/ready")
    assert status == 503
    assert says in why


def test_tables_that_another_version_upgraded_are_told(office: Office) -> None:
    with office.store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert ask(office, "/health")[0] == 200
    status, why = ask(office, "/ready")
    assert status == 503
    assert f"revision 9999, this server works with {revision.newest()}" in why


@pytest.mark.parametrize(
    ("part", "says"),
    [
        pytest.param("dispatch", "The thread that sends has done nothing", id="sending"),
        pytest.param("ticker", "No schedule has been looked at", id="schedules"),
    ],
)  # fmt: skip
def test_a_part_that_died_makes_the_server_unready(
    office: Office, monkeypatch: pytest.MonkeyPatch, part: watch.Part, says: str
) -> None:
    watch.beat(part)
    later = watch.time.monotonic() + 181
    monkeypatch.setattr(watch.time, "monotonic", lambda: later)
    try:
        assert ask(office, "/health")[0] == 200
        status, why = ask(office, "/ready")
    finally:
        watch.ended(part)
    assert status == 503
    assert why.startswith(says)


def test_an_engine_that_was_stopped_on_purpose_is_not_missed(office: Office) -> None:
    worker = Worker(
        name="w",
        store=office.store,
        gateways={},
        clock=lambda: office.now,
        engine=EmbeddedEngine(),
    )
    with running(worker):
        assert ask(office, "/ready")[0] == 200
    assert watch.silent() == []


LOOPBACK, ELSEWHERE = ("127.0.0.1", 5), ("192.0.2.7", 5)


@pytest.mark.parametrize(
    ("client", "headers", "given", "status"),
    [
        pytest.param(LOOPBACK, {}, {}, 200, id="from this machine"),
        pytest.param(("::1", 5), {}, {}, 200, id="from this machine by IPv6"),
        pytest.param(ELSEWHERE, {}, {}, 403, id="from another machine"),
        pytest.param(LOOPBACK, {"x-forwarded-for": "192.0.2.7"}, {}, 403, id="through a proxy on this machine"),
        pytest.param(LOOPBACK, {}, {"public": True}, 403, id="a public address has a proxy before it"),
        pytest.param(LOOPBACK, {}, {"token": TOKEN}, 403, id="with a token nobody comes in without"),
        pytest.param(ELSEWHERE, {"authorization": "Bearer wrong"}, {"token": TOKEN}, 403, id="wrong token"),
        pytest.param(ELSEWHERE, {"authorization": "Bearer é"}, {"token": TOKEN}, 403, id="no ASCII"),
        pytest.param(ELSEWHERE, {"authorization": "Bearer "}, {"token": ""}, 403, id="an empty token is none"),
        pytest.param(ELSEWHERE, {"authorization": f"Bearer {TOKEN}"}, {"token": TOKEN, "public": True}, 200, id="the token opens from anywhere"),
    ],
)  # fmt: skip
def test_who_may_read_the_counts(
    office: Office,
    client: tuple[str, int],
    headers: dict[str, str],
    given: dict[str, object],
    status: int,
) -> None:
    office.settings = replace(
        office.settings,
        public_url="https://o.example.org" if given.get("public") else None,
        values={"OUTREACH_METRICS_TOKEN": str(given.get("token", ""))},
    )
    office.__post_init__()
    asking = TestClient(office.app, client=client)
    encoded = {name: value.encode() for name, value in headers.items()}
    answer = asking.get("/metrics", headers=encoded)
    assert answer.status_code == status
    assert ("outreach_ticks_total" in answer.text) == (status == 200)


def test_the_counts_are_in_prometheus_form_and_hold_nothing_personal(
    office: Office,
) -> None:
    office.neighbours()
    answer = TestClient(office.app, client=LOOPBACK).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "\noutreach_open_chunks 0.0\n" in answer.text
    assert 'outreach_http_requests_total{method="GET",status="200"}' in answer.text
    assert "+2543" not in answer.text


def test_the_newest_backup_can_be_watched(office: Office, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    office.settings = replace(office.settings, backup_dir=kept)
    office.__post_init__()
    asking = TestClient(office.app, client=LOOPBACK)
    name = "outreach_newest_backup_timestamp_seconds"
    assert f"\n{name} 0.0\n" in asking.get("/metrics").text
    back_up_into(kept, 7, office.settings, office.now)
    asking.get("/metrics")
    assert watch.shared.get_sample_value(name) == office.now.timestamp()


def test_the_check_of_a_closed_store_leaves_a_trace_in_the_log(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Store, "write", broken)
    assert checkup.writing_fault(office.store)
    assert "disk I/O error" in caplog.text
