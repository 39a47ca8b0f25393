"""A real Chromium without scripts: write, preview, send, approve, watch it go."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from outreach.cli.handoff import clock
from outreach.dispatch.embedded import EmbeddedEngine
from outreach.dispatch.worker import Worker, running
from outreach.schedule.ticker import ticking
from tests.web.conftest import PASSWORD, Office, office, settings

__all__ = ["office", "settings"]

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason="needs Debian's chromium"),
]


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The whole application on a port of its own, with engine and ticker."""
    office.now = clock()
    worker = Worker(
        name="browser",
        store=office.store,
        gateways=office.gateways,
        clock=clock,
        engine=EmbeddedEngine(),
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(office.app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        with running(worker), ticking(office.store, office.settings, clock):
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.should_exit = True
            thread.join()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def signed_in(chromium: Browser, address: str, login: str) -> Page:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Sign in')")
    return page


def test_one_form_post_becomes_text_script_and_page(
    chromium: Browser, address: str, office: Office, tmp_path: Path
) -> None:
    office.neighbours()
    page = signed_in(chromium, address, "author")
    page.goto(f"{address}/write")
    day = f"{clock() + timedelta(days=30):%Y-%m-%d}"
    add_language(page, "Swahili")
    fields = {
        "organizer": "Lake Network",
        "texts.en.title": "Women and water",
        "texts.en.summary": "Who repairs the pump?",
        "texts.sw.title": "Wanawake na maji",
        "starts_at.day": day,
        "starts_at.time": "14:30",
        "venue.locality": "Kisumu",
        "contact.name": "Amina",
        "contact.phones": "+254300000014",
    }
    for name, value in fields.items():
        page.fill(f'[name="{name}"]', value)
    page.select_option('[name="kind"]', "workshop")
    page.select_option('[name="venue.country"]', label="Kenya")
    page.click("button[value='preview']")

    assert "1 segment" in outputs(page, "Text message")
    assert "seconds" in outputs(page, "Radio script")
    assert "Women and water" in outputs(page, "Radio script")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "picture" in url], "a slow line is spared"
    paper = page.locator(".card:has(h2:text-is('Printed page'))")
    with page.expect_response(lambda answer: "picture" in answer.url) as fetched:
        paper.get_by_text("Picture of the first page").first.click()
    assert fetched.value.headers["content-type"] == "image/png"
    page.go_back()
    page.screenshot(path=tmp_path / "preview.png", full_page=True)

    page.click("button:has-text('Announce')")
    page.click("a:has-text('Send') >> nth=0")
    for channel in ("sms", "radio", "print"):
        page.check(f'[name="channels"][value="{channel}"]')
    page.click("button:has-text('See who gets what')")
    page.click("button:has-text('Ask for approval')")
    code = page.url.rsplit("/", 1)[1].split("?")[0]
    assert "waits for approval" in page.inner_text("main")

    other = signed_in(chromium, address, "approver")
    other.goto(f"{address}/broadcasts/{code}")
    other.click("button:has-text('Approve')")
    assert "is not ticked" in other.inner_text("main"), "the notes have to be read"
    other.check('[name="read"]')
    other.click("button:has-text('Approve')")
    for _ in range(100):
        other.goto(f"{address}/broadcasts/{code}")
        if "all handed over" in other.inner_text("main"):
            break
        time.sleep(0.2)
    assert "all handed over" in other.inner_text("main")
    texts = (office.settings.out / f"sms-{code}.csv").read_text("utf-8-sig")
    assert "Women and water" in texts
    assert "Wanawake na maji" in texts
    parcels = (office.settings.out / f"pack-{code}").glob("*.zip")
    kinds = [sorted({Path(n).suffix for n in ZipFile(p).namelist()}) for p in parcels]
    assert len(kinds) == 2
    assert all(".PDF" in kind for kind in kinds), "the station’s and the group’s"

    other.click("a:has-text('Every delivery')")
    assert other.inner_text("tbody").count("accepted") == 4


def outputs(page: Page, channel: str) -> str:
    """What the preview shows of a channel."""
    return page.inner_text(f".card:has(h2:text-is('{channel}'))")


def add_language(page: Page, name: str) -> None:
    page.fill('[name="add_language"]', name)
    page.click("button[value='add-language']")


def test_a_wrong_form_comes_back_as_it_was_typed(
    chromium: Browser, address: str
) -> None:
    page = signed_in(chromium, address, "author")
    page.goto(f"{address}/write")
    page.fill('[name="texts.en.title"]', "Kept")
    page.fill('[name="organizer"]', "Lake <i>Network</i>")
    page.click("button[value='announce']")
    assert page.input_value('[name="texts.en.title"]') == "Kept"
    assert page.input_value('[name="organizer"]') == "Lake <i>Network</i>"
    assert "Nothing was stored" in page.inner_text("[role=alert]")
