"""A sheet by a page: looked at, kept a day, put in once."""

from __future__ import annotations

from datetime import timedelta

import httpx2 as httpx
import pytest
from sqlalchemy import select

from outreach.directory import importing, kept
from outreach.inbox.tidying import Tidying
from outreach.store import directory
from outreach.store.tables import audit
from outreach.web.routes.sheets import router
from tests.web.conftest import Browser, Office, words

START = "Name,Category,Country,Phone,Language,Consent date,Consent how"
SOUND = "Water Users,NGO,KE,+254 722 000001,sw,2026-12-25,form"
AGAIN = "Fishers,NGO,KE,+254722000001,sw,,"
FAULTY = "Market,club,KE,+254722000003,sw,,"


def sent(office: Office, browser: Browser, *rows: str) -> str:
    """Send a sheet; the page that it leads to."""
    answer = brought(browser, "\n".join([START, *rows]).encode())
    assert answer.status_code == 303
    office.app.state.desk.sheets.wait()
    return str(answer.headers["location"])


def brought(browser: Browser, data: bytes, token: str | None = None) -> httpx.Response:
    form = {"token": browser.token() if token is None else token}
    return browser.client.post("/import", data=form, files={"file": ("a.csv", data)})


def count(office: Office) -> int:
    with office.store.read() as connection:
        return directory.counts(connection)["organisations"]


def test_a_sheet_is_looked_at_and_its_sound_part_goes_in_once(office: Office):
    browser, before = office.browser("author"), count(office)
    path = sent(office, browser, SOUND, AGAIN, FAULTY)
    page = browser.get(path)
    said = words(page.text)
    assert "New 2 Changed 0 Same 0 With problems 1" in said
    assert "row 4, Category: “club” is none of our categories." in said
    assert "row 3: has +254722000001, and so has another organisation in row 2." in said
    assert count(office) == before
    assert browser.send(path, {"which": "all"}).status_code == 422
    for _ in range(2):
        assert browser.send(path, {"which": "sound"}).status_code == 303
        office.app.state.desk.sheets.wait()
    assert "2 rows are in." in words(browser.get(path).text)
    assert count(office) == before + 2
    with office.store.read() as connection:
        acts = list(connection.scalars(select(audit.c.act)))
    assert acts.count("import organisations") == 1


def test_what_is_known_is_told_as_changed_or_the_same(office: Office):
    browser = office.browser("author")
    browser.send(sent(office, browser, SOUND, AGAIN), {"which": "all"})
    office.app.state.desk.sheets.wait()
    other = AGAIN.replace(",sw,", ",en,")
    said = words(
        browser.get(sent(office, browser, SOUND, other, "New" + FAULTY[6:])).text
    )
    assert "New 0 Changed 1 Same 1 With problems 1" in said


def test_the_same_sheet_sent_twice_is_one_and_is_kept_a_day(office: Office):
    browser = office.browser("author")
    path = sent(office, browser, SOUND)
    assert sent(office, browser, SOUND) == path
    assert browser.get("/import").text.count(path) == 1
    office.now += timedelta(hours=25)
    browser = office.browser("author")
    assert path not in browser.get("/import").text
    assert browser.get(path).status_code == 404


def test_a_sheet_goes_after_a_day_though_nobody_looks(office: Office):
    browser = office.browser("author")
    folder = kept.folder_of(office.settings)
    sent(office, browser, SOUND)
    Tidying().tidy(office.store, office.settings, office.now + timedelta(hours=23))
    assert len(list(folder.iterdir())) == 1
    Tidying().tidy(office.store, office.settings, office.now + timedelta(hours=25))
    assert list(folder.iterdir()) == []


def test_a_sheet_that_is_in_may_be_sent_again(office: Office):
    browser = office.browser("author")
    path = sent(office, browser, SOUND)
    browser.send(path, {"which": "all"})
    office.app.state.desk.sheets.wait()
    assert "Same 1" in words(browser.get(sent(office, browser, SOUND)).text)


def test_its_problems_come_back_as_the_same_sheet(office: Office):
    browser = office.browser("author")
    answer = browser.get(f"{sent(office, browser, SOUND, FAULTY)}/problems.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == f"{START},problems"
    assert "“club” is none of our categories" in rows[2]


def test_what_was_cut_off_is_looked_at_again_and_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    """A restart finds the sheet on the disk, and says what to do."""
    browser, sheets = office.browser("author"), office.app.state.desk.sheets
    path = sent(office, browser, SOUND)
    key = path.rpartition("/")[2]
    about = sheets.about(key)
    for state, said in (("looking", "New 1"), ("storing", "It was cut off")):
        sheets._note(key, {**about, "state": state})
        browser.get(path)
        sheets.wait()
        assert said in words(browser.get(path).text)
    browser.send(path, {"which": "all"})
    sheets.wait()
    assert "1 rows are in." in words(browser.get(path).text)


def test_a_page_of_work_that_goes_on_asks_again_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    browser, sheets, seen = office.browser("author"), office.app.state.desk.sheets, []
    whole = importing.Beside.counts

    def slow(beside: importing.Beside) -> dict[str, int]:
        (key,) = sheets._working
        seen.append(browser.get(f"/import/{key}").text)
        return whole(beside)

    monkeypatch.setattr(importing.Beside, "counts", slow)
    sent(office, browser, SOUND)
    assert 'http-equiv="refresh"' in seen[0]
    assert "It is being looked at: 100 %." in words(seen[0])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "No file came. Choose one, then send it.", id="nothing"),
        pytest.param(b"PK\x03\x04", "The file is not a sound .xlsx", id="no workbook"),
        pytest.param(
            b"a;b\n1;2", "row 1: names no column that we know", id="no header"
        ),
    ],
)
def test_what_can_t_be_read_is_told_in_a_sentence(
    office: Office, data: bytes, said: str
):
    browser = office.browser("author")
    answer = brought(browser, data)
    office.app.state.desk.sheets.wait()
    if answer.status_code == 303:
        answer = browser.get(answer.headers["location"])
    assert said in words(answer.text)


def test_only_authors_bring_sheets_in_and_only_by_our_form(office: Office):
    viewer, author = office.browser("viewer"), office.browser("author")
    path = sent(office, author, SOUND)
    for route in router.routes:
        at = (
            path + route.path.removeprefix("/import/{key}")
            if "{" in route.path
            else "/import"
        )
        if "GET" in route.methods:
            assert viewer.get(at).status_code == 403
        else:
            assert viewer.send(at).status_code == 403
    assert brought(author, SOUND.encode(), token="forged").status_code == 403
    assert author.post(path, {"which": "all", "token": "forged"}).status_code == 403
    assert author.get("/import/" + "0" * 32).status_code == 404
    assert author.get("/import/about.json").status_code == 404


def test_the_page_of_the_worst_sheet_is_small(office: Office):
    browser = office.browser("author")
    rows = [f"Group {n},no such thing {n},KE,+2547220{n:05},sw,," for n in range(80)]
    more = [f"Fishers {n},NGO,KE,+254722000001,sw,," for n in range(80)]
    path = sent(office, browser, *rows, *more)
    answer = browser.get(path, **{"accept-encoding": "gzip"})
    assert "<script" not in answer.text
    assert int(answer.headers["content-length"]) <= 14_000
