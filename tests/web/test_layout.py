"""How pages are set: chosen in the form, seen in the preview, kept by the broadcast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest

from outreach.model.layout import Layout
from outreach.store import broadcasts, renditions
from outreach.store.broadcasts import Broadcast
from outreach.web.app import create_app
from tests.web.conftest import Office, hidden, words

SHEETS = {(595, 842): "a4", (612, 792): "letter"}
BOARD = {"channel": "print", "address": "P.O. Box 1\nKisumu"}
ASKED = {"audience": "everybody", "channels": "print", "when": "now"}


def paper_of(pdf: bytes) -> str:
    """What the first page is printed on."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    return SHEETS[round(width), round(height)]


def use(office: Office, **settings: Any) -> None:
    office.settings = replace(office.settings, **settings)
    office.app = create_app(
        office.settings, office.store, lambda: office.now, office.gateways
    )


def planned(office: Office, ref: str, **layout: str) -> Broadcast:
    """A broadcast that was looked at and asked for in the form."""
    author, at = office.browser("author"), f"/announcements/{ref}/send"
    looked = author.get(f"{at}?{urlencode({**ASKED, **layout})}").text
    kept = {name: hidden(looked, name) for name in ("code", "proof", "version")}
    carried = {name: hidden(looked, name) for name in layout}
    assert carried == layout, "what was chosen is not lost on the way"
    assert author.send(at, {**ASKED, **carried, **kept}).status_code == 303
    with office.store.read() as connection:
        return broadcasts.by_code(connection, kept["code"])


def sent(office: Office, broadcast: Broadcast) -> list[bytes]:
    """The pages that it would send."""
    with office.store.read() as connection:
        return [
            item.rendition.files[0].data
            for choice in broadcasts.choices(connection, broadcast.id)
            if choice.bundle_id
            for item in renditions.get_bundle(connection, choice.bundle_id)
        ]


@pytest.mark.parametrize(
    ("own", "chosen", "office_has", "printed"),
    [
        pytest.param({}, {}, "a4", "a4", id="nobody says"),
        pytest.param({}, {}, "letter", "letter", id="the office's"),
        pytest.param({}, {"paper": "letter"}, "a4", "letter", id="the broadcast's"),
        pytest.param({}, {"paper": "a4"}, "letter", "a4", id="the broadcast's before the office's"),
        pytest.param({"paper": "a4"}, {"paper": "letter"}, "letter", "a4", id="an addressee's own before all"),
    ],
)  # fmt: skip
def test_a_page_is_on_the_paper_of_whoever_is_nearest(
    office: Office, own: dict, chosen: dict, office_has: str, printed: str
) -> None:
    use(office, paper=office_has)
    office.organisation("Market Group", {**BOARD, "options": own})

    broadcast = planned(office, office.announce(), **chosen)

    assert [paper_of(page) for page in sent(office, broadcast)] == [printed]
    assert broadcast.layout == Layout(**chosen)


def test_what_was_chosen_is_seen_by_who_approves(office: Office) -> None:
    office.organisation("Market Group", BOARD)
    broadcast = planned(office, office.announce(), paper="letter")

    page = office.browser("approver").get(f"/broadcasts/{broadcast.code}").text

    assert "Paper Letter, where an addressee has no other" in words(page)


@pytest.mark.parametrize("office_has", ["a4", "letter"])
@pytest.mark.parametrize("chosen", ["", "a4", "letter"])
def test_a_preview_is_on_the_paper_that_was_chosen(
    office: Office, chosen: str, office_has: str
) -> None:
    use(office, paper=office_has)
    base = f"/announcements/{office.announce()}/1"
    viewer = office.browser("viewer")
    asked = f"?paper={chosen}" if chosen else ""

    page = viewer.get(f"{base}/preview{asked}").text

    file = f"{base}/print/poster/en/0{asked}"
    assert f'href="{file}"' in page
    assert paper_of(viewer.get(file).content) == (chosen or office_has)
    if chosen:
        assert f'<option value="{chosen}" selected>' in page


@pytest.mark.parametrize("where", ["1/preview?", f"send?{urlencode(ASKED)}&"])
def test_a_paper_that_is_not_made_is_refused(office: Office, where: str) -> None:
    ref = office.announce()

    answer = office.browser("author").get(f"/announcements/{ref}/{where}paper=b5")

    assert answer.status_code == 422
    assert "is none of a4, letter. Choose one." in words(answer.text)
