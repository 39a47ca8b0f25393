"""What is asked most, and the dialogue in accounts: figures counted another way."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from outreach.store import directory, enquiries
from outreach.store.enquiries import Asked
from tests.web.conftest import NOW, Browser, Office, words

#: Kind, days before now, topics, about, days to an answer (None: waits).
CAME = [
    ("question", 10, ("water", "roads"), True, 1.0),
    ("question", 9, ("water",), True, 4.0),
    ("question", 8, ("water",), False, 2.5),
    ("need", 3, ("roads",), False, None),
    ("feedback", 1, (), False, None),
]
MARCH = "first=2027-02-01&last=2027-03-31"


@pytest.fixture
def asked(office: Office) -> str:
    """Five enquiries of one group; the announcement's id."""
    office.neighbours()
    ref = office.announce()
    with office.store.write() as connection:
        ((group, *_),) = directory.organisations_named(connection, "Women", 1)
        for kind, before, topics, about, took in CAME:
            at = NOW - timedelta(days=before)
            one = Asked(
                kind=kind,  # type: ignore[arg-type]
                way="phone",
                words="?",
                language="en",
                asked_at=at,
                organisation_id=group,
                announcement_id=ref if about else None,
            )
            key, _ = enquiries.add(connection, one, topics, None, NOW)
            if took is not None:
                done = at + timedelta(days=took)
                enquiries.change(connection, key, state="answered", done_at=done)
    return ref


def table(viewer: Browser, query: str) -> list[list[str]]:
    answer = viewer.get(f"/reports/asked.csv?{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("by=topic", ["water 3 0 0 3 0 0 3", "roads 1 1 0 1 0 1 2", "No topic 0 0 1 0 0 1 1"], id="by topic"),
        pytest.param("by=kind", ["Question 3 0 0 3 0 0 3", "Other feedback 0 0 1 0 0 1 1", "Need 0 1 0 0 0 1 1", "Total 3 1 1 3 0 2 5"], id="by kind"),
        pytest.param("by=topic&first=2027-02-20&last=2027-02-20", ["water 1 0 0 1 0 0 1"], id="of a day"),
        pytest.param("by=kind&first=2026-01-01&last=2026-01-02", [], id="of days without any"),
    ],
)  # fmt: skip
def test_the_most_asked_come_first(
    office: Office, asked: str, query: str, rows: list[str]
) -> None:
    assert [" ".join(row) for row in table(office.browser("viewer"), query)] == rows


def test_by_announcement_it_has_its_title(office: Office, asked: str) -> None:
    found = table(office.browser("viewer"), "by=announcement")
    assert found[0][0] == "About no announcement"
    assert found[1][0].endswith(f"({asked})")
    assert [row[-1] for row in found] == ["3", "2", "5"]


def test_the_page_has_the_plot_and_says_what_is_wrong(
    office: Office, asked: str
) -> None:
    viewer = office.browser("viewer")
    page = viewer.get("/reports/asked?by=topic")
    assert page.text.count("<svg") == 1
    assert "What is asked most, by topic" in words(page.text)
    none = viewer.get("/reports/asked?first=2026-01-01&last=2026-01-02")
    assert "Nothing was asked then." in words(none.text)
    for bad, why in (
        ("first=x&last=y", "first and the last day"),
        ("first=2027-03-02&last=2027-03-01", "before the first"),
    ):
        answer = viewer.get(f"/reports/asked?{bad}")
        assert answer.status_code == 422
        assert why in words(answer.text)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        pytest.param(MARCH, "5 enquiries, 3 answered, 0 closed without an answer, 2 waiting. Half of the answers took 2.5 days or less.", id="period"),
        pytest.param(f"{MARCH}&category=ngo", "5 enquiries,", id="of its category"),
        pytest.param("of=kisumu-water-27", "2 enquiries, 2 answered", id="about an announcement"),
        pytest.param("first=2027-02-28&last=2027-02-28", "1 enquiry, 0 answered", id="a day"),
    ],
)  # fmt: skip
def test_an_account_tells_the_dialogue(
    office: Office, asked: str, query: str, says: str
) -> None:
    assert asked == "kisumu-water-27"
    page = words(office.browser("viewer").get(f"/reports?{query}").text)
    assert f"Questions, needs and feedback: {says}" in page
    assert "What was asked, and how it was answered" in page


@pytest.mark.parametrize("part", ["region=Nowhere", "category=media"])
def test_an_account_of_a_part_has_that_part_s_alone(
    office: Office, asked: str, part: str
) -> None:
    page = office.browser("viewer").get(f"/reports?{MARCH}&{part}").text
    assert "Questions, needs" not in page
