"""Accounts on pages: figures, plots, and whom to phone."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from outreach.model.states import State
from outreach.reports.plots import MOST, plot_of, svg
from outreach.reports.table import Table
from outreach.store.broadcasts import Broadcast
from tests.dispatch import ledger
from tests.web.conftest import Office, words
from tests.web.test_papers import send

MARKUP = '<script>alert(1)</script>&"'


@pytest.fixture
def sent(office: Office) -> Broadcast:
    """Two phones, a station and a notice board; one phone's gateway refused."""
    office.neighbours()
    found = send(office, ("sms", "radio", "print"))
    office.run()
    said = {"code": "21", "detail": "no such number +254300000001"}
    ledger.put(office.store, found, State.FAILED, 0, **said)
    return found


def test_the_page_tells_every_table_with_its_plot(office: Office, sent) -> None:
    page = office.browser("viewer").get(f"/reports?of={sent.code.lower()}")
    said = words(page.text)
    assert "1 broadcast to 3 organisations by:" in said
    assert "Deliveries by channel and state" in said
    assert "Deliveries that were missed, and why" in said
    assert page.text.count("<svg") == 4
    assert "254300000001" not in page.text


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        pytest.param("csv", b"\xef\xbb\xbfReport,", id="csv"),
        pytest.param("json", b"{", id="json"),
        pytest.param("pdf", b"%PDF", id="pdf"),
        pytest.param("xlsx", b"PK", id="xlsx"),
    ],
)
def test_files_hold_the_same_account(office: Office, sent, kind, starts) -> None:
    browser = office.browser("viewer")
    made = browser.get(f"/reports/{kind}?of={sent.code}")
    assert (made.status_code, made.content[: len(starts)]) == (200, starts)
    month = browser.get(f"/reports/{kind}?first=2027-03-01&last=2027-03-31")
    assert month.content.startswith(starts)
    assert browser.get(f"/reports/{kind}?of=nothing").status_code == 422


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param("of=XXXXXX", "no broadcast “XXXXXX”", id="code"),
        pytest.param("first=2027-03-01", "first and the last day", id="half"),
        pytest.param("first=x&last=y", "first and the last day", id="days"),
        pytest.param(
            "first=2027-03-02&last=2027-03-01", "before the first", id="backwards"
        ),
        pytest.param(
            "first=2027-03-01&last=2027-03-01&category=x", "no category", id="category"
        ),
    ],
)
def test_what_is_no_report_is_told(office: Office, query: str, says: str) -> None:
    answer = office.browser("viewer").get(f"/reports?{query}")
    assert answer.status_code == 422
    assert says in words(answer.text)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        pytest.param("viewer", False, id="who only looks on"),
        pytest.param("author", True, id="who may phone"),
    ],
)
def test_whom_to_phone_is_whole_only_for_who_may(
    office: Office, sent, role: str, sees: bool
) -> None:
    browser = office.browser(role)
    page = browser.get(f"/reports/missed?of={sent.code}").text
    table = browser.get(f"/reports/missed.csv?of={sent.code}").text
    assert ("+254300000001" in page, "+254300000001" in table) == (sees, sees)
    assert ("number +254300000001" in page) == sees
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (row["Organisation"], row["State"]) == ("Women of the Lake", "failed")
    assert row["Reached otherwise"] == "yes"


def drawn(rows: int, label: str = "Kisumu") -> tuple[str, ElementTree.Element]:
    table = Table(
        name="t",
        title=MARKUP,
        heads=("Place", MARKUP, "b"),
        rows=tuple((f"{label} {n}", n + 1, 2) for n in range(rows)),
    )
    text = svg(plot_of(table, (1, 2)), "p")
    return text, ElementTree.fromstring(text)  # noqa: S314 - it is ours


def test_nothing_in_a_plot_is_markup() -> None:
    text, root = drawn(3, MARKUP)
    assert "<script" not in text
    assert any(MARKUP[:20] in (one.text or "") for one in root.iter())


def test_bars_are_as_long_as_their_numbers_and_differ_by_pattern() -> None:
    text, root = drawn(3)
    space = "{http://www.w3.org/2000/svg}"
    bars = [r for r in root.findall(f"{space}rect") if r.get("height") == "22"]
    widths = [float(str(bar.get("width"))) for bar in bars]
    assert [round(w / widths[0]) for w in widths] == [1, 2, 2, 2, 3, 2]
    patterns = {"".join(ElementTree.tostring(p, "unicode").split(">", 1)[1:])
                for p in root.iter(f"{space}pattern")}  # fmt: skip
    assert len(patterns) == 2
    assert not re.search(r'(fill|stroke)="(?!#16202b|#fff|url)', text), (
        "no other colour"
    )


def test_of_many_places_the_largest_are_drawn() -> None:
    _, root = drawn(MOST + 5)
    labels = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert f"Kisumu {MOST + 4}" in labels
    assert "Kisumu 0" not in labels


def test_an_audience_says_whom_it_reaches_and_whom_not(office: Office) -> None:
    office.neighbours()
    office.organisation("Nobody's address")
    browser = office.browser("author")
    browser.send("/audiences", {"name": "Texts", "channels": ["sms"], "districts": ""})
    path = re.search(r'href="(/audiences/\d+)">Texts', browser.get("/audiences").text)
    assert path
    said = words(browser.get(path[1]).text)
    assert "in Swahili: 1 address of 1 addressee." in said
    assert "3 organisations are not reached, no address that the audience takes" in said
    assert browser.get("/audiences/99999").status_code == 404
