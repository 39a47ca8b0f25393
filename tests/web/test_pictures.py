"""Pictures of pages: what one weighs is told before anybody fetches it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from outreach.model.rendition import File
from outreach.web.previews import PDF, PICTURE_WIDTH, pictured
from tests.web.conftest import Browser, Office
from tests.web.test_layout import BOARD, planned

#: A link to a picture, with what it weighs beside it.
LINK = re.compile(
    r'<a href="([^"]+)" aria-label="[^"]+">Picture of the first page</a> \((\d+) kB\)'
)


def check_pictures(browser: Browser, html: str) -> int:
    """How many there are; each is as large as was said, and nothing is fetched unasked."""
    found = LINK.findall(html)
    assert "<img" not in html
    for source, kilobytes in found:
        answer = browser.get(unescape(source))
        assert answer.headers["content-type"] == "image/png"
        assert int.from_bytes(answer.content[16:20]) == PICTURE_WIDTH
        assert round(len(answer.content) / 1000) == int(kilobytes) <= 20
    return len(found)


@pytest.mark.parametrize("layout", ["", "&paper=letter&second_language=sw"])
def test_a_preview_says_what_each_picture_weighs(office: Office, layout: str) -> None:
    ref, viewer = office.announce(), office.browser("viewer")

    page = viewer.get(f"/announcements/{ref}/1/preview?language=en{layout}").text

    assert check_pictures(viewer, page) >= 4


def test_a_broadcast_says_what_each_picture_weighs(office: Office) -> None:
    office.organisation("Market Group", {**BOARD, "variants": ["handbill", "large"]})
    broadcast, viewer = planned(office, office.announce()), office.browser("viewer")

    page = viewer.get(f"/broadcasts/{broadcast.code}").text

    assert check_pictures(viewer, page) == 2


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(File(name="pdf", media_type=PDF, data=b"%PDF-1.4 spoilt"), id="spoilt"),
        pytest.param(File(name="txt", media_type="text/plain", data=b"words"), id="no page"),
    ],
)  # fmt: skip
def test_what_is_no_page_has_no_picture(file: File) -> None:
    assert pictured(file) is None
