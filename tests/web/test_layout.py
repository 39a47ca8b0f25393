"""How pages are set: chosen in the form, seen in the preview, kept by the broadcast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest

from outreach.model.contracts import BundleItem
from outreach.model.layout import LAYOUT, Layout
from outreach.store import broadcasts, renditions
from outreach.store.broadcasts import Broadcast
from outreach.web.app import create_app
from tests.typesetting.reading import text_of
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


def planned(office: Office, ref: str, **chosen: Any) -> Broadcast:
    """A broadcast that was looked at and asked for in the form."""
    author, at = office.browser("author"), f"/announcements/{ref}/send"
    asked = {**ASKED, **chosen}
    looked = author.get(f"{at}?{urlencode(asked, doseq=True)}").text
    kept = {name: hidden(looked, name) for name in ("code", "proof", "version")}
    for name in LAYOUT:
        if name in asked:
            assert hidden(looked, name) == asked[name], "not lost on the way"
    assert author.send(at, {**asked, **kept}).status_code == 303
    with office.store.read() as connection:
        return broadcasts.by_code(connection, kept["code"])


def items(office: Office, broadcast: Broadcast) -> list[BundleItem]:
    """All that it would send."""
    with office.store.read() as connection:
        return [
            item
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

    (page,) = items(office, broadcast)
    assert paper_of(page.rendition.files[0].data) == printed
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


@pytest.mark.parametrize(
    ("reads", "layout", "fallback", "languages"),
    [
        pytest.param("en", {"second_language": "sw"}, "", ("en", "sw"), id="the addressee's own leads"),
        pytest.param("sw", {"second_language": "en"}, "", ("sw", "en"), id="whichever that is"),
        pytest.param("sw", {"second_language": "sw"}, "", ("sw",), id="told in the second: that alone"),
        pytest.param("fr", {"second_language": "sw"}, "en", ("en", "sw"), id="what they are told in leads"),
        pytest.param("en", {}, "", ("en",), id="none chosen"),
    ],
)  # fmt: skip
def test_pages_are_in_two_languages_and_texts_in_one(
    office: Office, reads: str, layout: dict, fallback: str, languages: tuple
) -> None:
    phone = {"channel": "sms", "address": "+254300000001", "language": reads}
    office.organisation("Market Group", {**BOARD, "language": reads}, phone)

    broadcast = planned(
        office,
        office.announce(),
        channels=["print", "sms"],
        fallback=fallback,
        **layout,
    )

    assert {item.channel: item.languages for item in items(office, broadcast)} == {
        "print": languages,
        "sms": languages[:1],
    }
    page = words(office.browser("approver").get(f"/broadcasts/{broadcast.code}").text)
    assert ("Second language" in page) == bool(layout)
    assert ("poster in English and Swahili" in page) == (languages == ("en", "sw"))


def test_a_preview_shows_two_languages_on_a_page_and_one_in_a_text(
    office: Office,
) -> None:
    base, asked = f"/announcements/{office.announce()}/1", "second_language=sw"
    viewer = office.browser("viewer")

    page = viewer.get(f"{base}/preview?language=en&{asked}").text

    assert f'href="?language=sw&amp;{asked}"' in page
    found = viewer.get(f"{base}/print/poster/en/0?{asked}")
    assert ".print.poster.en-sw.pdf" in found.headers["content-disposition"]
    read = text_of(found.content)
    assert "Town Hall" in read and "Ukumbi wa Mji" in read
    assert viewer.get(f"{base}/sms/short/en/0?{asked}").status_code == 200


@pytest.mark.parametrize("where", ["1/preview?", f"send?{urlencode(ASKED)}&"])
def test_a_second_language_that_is_not_there_is_refused(
    office: Office, where: str
) -> None:
    ref = office.announce()

    answer = office.browser("author").get(
        f"/announcements/{ref}/{where}second_language=fr"
    )

    assert answer.status_code == 422
    assert "is none of en, sw, which it is written in" in words(answer.text)


@pytest.mark.parametrize("where", ["1/preview?", f"send?{urlencode(ASKED)}&"])
def test_a_paper_that_is_not_made_is_refused(office: Office, where: str) -> None:
    ref = office.announce()

    answer = office.browser("author").get(f"/announcements/{ref}/{where}paper=b5")

    assert answer.status_code == 422
    assert "is none of a4, letter. Choose one." in words(answer.text)


STATION = {"channel": "radio", "address": "P.O. Box 14\nKisumu"}
DAYS = {"read_from": "2027-04-01", "do_not_read_after": "2027-05-04T18:00"}


def test_days_of_reading_are_chosen_seen_and_kept(office: Office) -> None:
    office.organisation("Redio Ziwa", STATION)
    broadcast = planned(office, office.announce(), channels="radio", **DAYS)

    (script,) = items(office, broadcast)
    text = script.rendition.files[0].data.decode("utf-8-sig")
    assert "READ FROM: Thursday, 1 April 2027" in text
    assert "DO NOT READ AFTER: Tuesday, 4 May 2027, 18:00 · local clock: six" in text
    page = office.browser("approver").get(f"/broadcasts/{broadcast.code}").text
    assert "Not read on air after 2027-05-04, 18:00" in words(page)


def test_days_that_can_not_be_are_said_in_the_form_and_stay_in_it(
    office: Office,
) -> None:
    office.organisation("Redio Ziwa", STATION)
    asked = {**ASKED, "channels": "radio", "do_not_read_after": "2026-01-01"}
    at = f"/announcements/{office.announce()}/send?{urlencode(asked)}"
    page = office.browser("author").get(at).text
    assert "is in the past: nobody could read it" in words(page)
    assert 'value="2026-01-01"' in page


def test_a_preview_has_the_days_that_were_chosen(office: Office) -> None:
    base = f"/announcements/{office.announce()}/1"
    viewer = office.browser("viewer")
    page = viewer.get(f"{base}/preview?{urlencode(DAYS)}").text
    assert f'value="{DAYS["do_not_read_after"]}"' in page
    sheet = viewer.get(f"{base}/radio/30/en/0?{urlencode(DAYS)}").text
    assert "DO NOT READ AFTER: Tuesday, 4 May 2027, 18:00" in sheet
