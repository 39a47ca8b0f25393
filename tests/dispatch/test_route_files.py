"""Routes as a file: what went out comes back, and what is wrong is told by its row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outreach.dispatch import route_files
from outreach.model.errors import InputError
from outreach.model.route import Route
from outreach.settings import read_settings

SETTINGS = read_settings({"OUTREACH_CURRENCY": "KES"})
ROUTES = [
    Route(
        channel="sms",
        country="KE",
        gateway="twilio",
        sender="+254711000001",
        sender_kind="number",
        answerable=True,
        price=Decimal("0.8"),
        currency="KES",
        note="=SUM(A1:A9)",
    ),
    Route(channel="sms", country="+1", gateway="outbox", note="a, b; “c”\nd"),
]


def test_what_was_written_is_read_the_same():
    assert route_files.read(route_files.written(ROUTES), SETTINGS) == ROUTES


def test_no_cell_is_one_that_a_spreadsheet_reckons_with():
    import csv
    import io

    rows = csv.reader(io.StringIO(route_files.written(ROUTES)))
    assert [c for row in rows for c in row if c.startswith(tuple("=+-@\t"))] == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_spreadsheet_s_separator(delimiter: str):
    rows = ["country", "channel", "gateway", "price"], ["UG", "sms", "outbox", "0.5"]
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows) + "\r\n\r\n"
    (found,) = route_files.read(text, SETTINGS)
    assert (found.country, found.price, found.currency) == ("UG", Decimal("0.5"), "KES")


HEAD = "channel,country,gateway,sender,sender_kind,price\n"


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("", "input", "The file is empty"),
        ("channel,country\nsms,KE\n", "row 1", "has no column gateway"),
        ("channel,country,gateway,fee\n", "row 1", "“fee” is no column"),
        ("channel,country,gateway,gateway\n", "row 1", "names a column twice"),
        (
            HEAD + "sms,KE,outbox,,,\nsms,XX,outbox,,,\n",
            "row 3, country",
            "is no country",
        ),
        (HEAD + "\nfax,KE,outbox,,,\n", "row 3, channel", "is none of"),
        (HEAD + "sms,KE,pigeon,,,\n", "row 2, gateway", "is none of"),
        (HEAD + "print,KE,outbox,,,\n", "row 2, channel", "has no segments"),
        (HEAD + "sms,KE,pack,,,\n", "row 2, gateway", "does not carry Text message"),
        (HEAD + "sms,KE,twilio,,,\n", "row 2, sender_kind", "is empty"),
        (
            HEAD + "sms,KE,outbox,Lake,alphanumeric,\n",
            "row 2, sender",
            "can't be chosen",
        ),
        (HEAD + "sms,KE,outbox,,,0,5\n", "row 2", "more cells than the first"),
        (HEAD + "sms,KE,outbox,,,\nsms,ke,outbox,,,1\n", "row 3", "gateway as row 2"),
        (HEAD + 'sms,KE,outbox,"x', "input", "is not CSV"),
    ],
)
def test_a_wrong_file_is_told_by_its_rows(text: str, field: str, said: str):
    with pytest.raises(InputError) as error:
        route_files.read(text, SETTINGS)
    assert error.value.problems[0].field == field
    assert said in error.value.problems[0].message
