"""The public directory: off unless opened, small, honest, and never more than was agreed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from outreach.model.audience import OrganisationRecord
from outreach.settings import Settings
from outreach.store import consents, directory
from outreach.web.pages import stylesheet
from tests.typesetting.reading import text_of
from tests.web.conftest import Office, words

AGREED = {"at": "2027-01-05", "how": "signed form"}
PHONE, OWN, HIDDEN = "+254722000001", "+254722000002", "+254722000003"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, public_directory=True, office="Lake Office")


def listed(office: Office, name: str = "Women of the Lake", **more: Any) -> None:
    values: dict[str, Any] = {"category": "ngo", "country": "KE", "listed": AGREED}
    values |= {"name": name, "region": "Kisumu County", **more}
    record = OrganisationRecord.model_validate(values)
    with office.store.write() as connection:
        directory.put_organisation(connection, record, office.store.secret, office.now)


def way(address: str, **more: Any) -> dict[str, Any]:
    values = {"channel": "sms", "address": address, "listed": AGREED}
    return {**values, "language": "sw", "timezone": "Africa/Nairobi", **more}


def lake(office: Office, **more: Any) -> None:
    people = [
        {"name": "Amina", "role": "Chair", "listed": AGREED},
        {"name": "Peter", "note": "secret"},
    ]
    ways = [
        way(PHONE, person="Amina"),
        way(OWN),
        way(HIDDEN, person="Peter"),
        way("+254722000004", listed=None),
    ]
    more = {"focal_points": people, "addressees": ways, "needs": "money", **more}
    listed(office, **more)


PLACE = "/directory?country=KE&region=Kisumu+County"


def shown(office: Office) -> list[str]:
    """All ways in which an entry is published: page, plain text, search, and in print."""
    asks = (PLACE, PLACE.replace("?", ".txt?"), "/directory?search=lake")
    pages = [office.browser().get(path).text for path in asks]
    return [*map(words, pages), text_of(office.browser("viewer").get("/directory.pdf").content)]  # fmt: skip


def test_it_is_not_there_unless_the_office_opens_it(office: Office, settings: Settings):
    listed(office)
    assert office.browser().get("/directory").status_code == 200
    shut = Office(
        replace(settings, public_directory=False), office.store, office.gateways
    )
    for path in ("/directory", "/directory.txt", PLACE):
        assert shut.browser().get(path).status_code == 404


def test_print_is_for_staff(office: Office):
    listed(office)
    assert office.browser().get("/directory.pdf").status_code == 401


def test_what_was_agreed_is_there_and_nothing_else(office: Office):
    lake(office, website="https://lake.example/")
    listed(office, "Silent Group", listed=None, addressees=[way(OWN)])

    for said in shown(office):
        together = "".join(said.split()).replace("\u2011", "-")
        assert "Amina" in said and "Chair" in said
        assert "+254722000001" in together and "+254722000002" in together
        for hidden in ("Peter", "secret", "money", "Silent", "000003", "000004"):
            assert hidden not in together


@pytest.mark.parametrize(
    ("withdrawn", "gone", "left"),
    [
        ({}, "Women of the Lake", ""),
        ({"person": "Amina"}, "Amina", "Women of the Lake"),
        ({"addressee": "2"}, "000002", "Amina"),
    ],
    ids=["the organisation", "a person, and her number with her", "a number"],
)
def test_who_withdraws_is_gone_everywhere(office: Office, withdrawn, gone, left):
    lake(office)
    listed(office, "Another of the Lakes")
    assert all(gone in said for said in shown(office))

    author = office.browser("author")
    assert "Take out of the public directory" in author.get("/organisations/1").text
    assert author.send("/organisations/1/withdraw", withdrawn).status_code == 303
    assert all(gone not in said and left in said for said in shown(office))
    assert author.send("/organisations/99/withdraw", withdrawn).status_code == 404


def test_a_viewer_withdraws_nothing(office: Office):
    lake(office)
    viewer = office.browser("viewer")

    assert "Take out" not in viewer.get("/organisations/1").text
    assert viewer.send("/organisations/1/withdraw").status_code == 403


def test_who_said_stop_is_gone_too(office: Office):
    lake(office)
    with office.store.write() as connection:
        secret = office.store.secret
        consents.suppress(connection, secret, "sms", OWN, "STOP", office.now)

    assert not any("000002" in said for said in shown(office))


def test_those_with_a_site_are_links_and_others_are_plain(office: Office):
    listed(office, website="https://lake.example/?a=1&b=<2>")
    listed(office, "Market Group")
    html = office.browser().get(PLACE).text

    link = r'<a href="https://lake\.example/\?a=1&amp;b=&lt;2&gt;" rel="nofollow noopener">'
    assert re.search(rf"<h3><bdi[^>]*>{link}Women of the Lake</a></bdi>", html)
    assert re.search(r"<h3><bdi[^>]*>Market Group</bdi>", html)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7*7 }}", "A\nB: C"])
def test_a_name_is_only_ever_text(office: Office, name: str):
    listed(office, name)
    browser = office.browser()

    html = browser.get(PLACE).text
    assert " ".join(name.split()) in words(html.replace("<h3", "\n<h3"))
    assert "<script" not in html
    assert f"\n{' '.join(name.split())}\n" in browser.get(PLACE.replace("?", ".txt?")).text  # fmt: skip


def test_a_search_finds_names_in_any_language_without_case_or_accents(office: Office):
    listed(office, "Élan du Lac", names={"ar": "نساء البحيرة"})
    listed(office, "Market Group")
    browser = office.browser()

    def found(search: str) -> list[str]:
        said = browser.get(f"/directory?search={search}").text
        return re.findall(r"<h3><bdi[^>]*>(.*?)</bdi>", said)

    assert found("ELAN") == found("البحيرة") == ["Élan du Lac"]
    assert found("%25") == found("zzz") == []
    assert "Nothing was found." in browser.get("/directory?search=zzz").text
    assert "<script" not in browser.get('/directory?search="><script>').text


def test_pages_follow_each_other_to_the_last_name(office: Office):
    names = [f"Group {number:02}" for number in range(45)]
    for name in names:
        listed(office, name)
    path, found = PLACE, list[str]()
    while path:
        html = office.browser().get(path).text
        found += re.findall(r"<h3><bdi[^>]*>(.*?)</bdi>", html)
        more = re.search(r'<a href="([^"]*)">Next page', html)
        path = more[1].replace("&amp;", "&") if more else ""

    assert found == names


def test_regions_are_named_with_how_many_and_those_of_none(office: Office):
    listed(office)
    listed(office, "Wanderers", region=None)
    said = words(office.browser().get("/directory").text)

    assert "Kenya (2) Kisumu County (1) Region not stated (1)" in said
    none = office.browser().get("/directory?country=KE&region=").text
    assert "Wanderers" in none and "Women of the Lake" not in none


def test_it_speaks_the_reader_s_language(office: Office):
    listed(office)
    browser = office.browser()
    swahili = browser.get("/directory", **{"accept-language": "sw-KE,en;q=0.5"})
    arabic = browser.get("/directory?language=ar")

    assert '<html lang="sw">' in swahili.text and "Kenya" in swahili.text
    assert '<html lang="ar" dir="rtl">' in arabic.text and "كينيا" in arabic.text
    # a name of another direction stands apart, and begins at the page's own side
    place = browser.get(f"{PLACE}&language=ar").text
    assert '<h3><bdi lang="en">Women of the Lake</bdi></h3>' in place
    assert "accept-language" in swahili.headers["vary"].lower()
    assert '<html lang="en">' in browser.get("/directory?language=xx").text


def test_it_is_kept_for_minutes_and_then_asked_for_by_its_tag(office: Office):
    listed(office)
    browser = office.browser()
    first = browser.get(PLACE)
    again = browser.get(PLACE, **{"if-none-match": first.headers["etag"]})
    listed(office, "Market Group")
    changed = browser.get(PLACE, **{"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200 and "Market Group" in changed.text
    assert "set-cookie" not in first.headers


@pytest.fixture
def crowded(office: Office) -> Iterator[TestClient]:
    """Names that hardly pack, as long as they may be."""
    chance = random.Random(3)
    letters = [
        *map(chr, range(0x1200, 0x1240)),
        *"abcdefghijklmnopqrstuvwxyz0123456789",
    ]

    def text(length: int) -> str:
        return "".join(chance.choices(letters, k=length))

    for number in range(40):
        listed(
            office,
            text(60),
            names={"am": text(60)},
            topics=[text(20) for _ in range(4)],
            region="Kisumu County" if number % 2 else text(40),
        )
    yield TestClient(office.app)


@pytest.mark.parametrize("path", ["/directory", PLACE, "/directory.txt", "/directory?search=a"])  # fmt: skip
def test_a_page_and_its_style_are_six_kilobytes_at_most(crowded: TestClient, path: str):
    with crowded.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        body = sum(map(len, answer.iter_raw()))
        heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)

    assert answer.status_code == 200
    assert body + heads + len(stylesheet("public")) <= 6_000


def test_the_staff_page_leads_to_print_and_to_the_public_page(office: Office):
    listed(office)
    html = office.browser("viewer").get("/organisations").text

    assert 'action="/directory.pdf"' in html and 'href="/directory"' in html
    got = office.browser("viewer").get("/directory.pdf?language=ar&paper=letter")
    assert got.headers["content-type"] == "application/pdf"
    assert 'filename="directory.ar.pdf"' in got.headers["content-disposition"]


@pytest.mark.parametrize("query", ["country=%00&region=%00", "region=x", "after=999", "country=ZZ&region=x", "after=x", "search=%00"])  # fmt: skip
def test_what_makes_no_sense_breaks_nothing(office: Office, query: str):
    listed(office)
    assert office.browser().get(f"/directory?{query}").status_code in (200, 404)
