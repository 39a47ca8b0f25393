"""Calendars as Indico and others export them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.directory.events import Known, read_events
from outreach.model.errors import InputError

KENYA = Known(language="en", country="KE", locality="Kisumu", kind="workshop")
BRAZIL = Known(language="pt", country="BR", locality="Belém")
ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Odd/Zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
)
SOUND = {
    "UID": "indico-event-14@indico.un.example",
    "SUMMARY": "Water and women",
    "DTSTART": "20270505T113000Z",
    "DTEND": "20270505T140000Z",
    "LOCATION": "Town Hall\\, 3B",
    "DESCRIPTION": "Line one\\nLine two",
    "URL": "https://indico.un.example/event/14/",
    'ORGANIZER;CN="Lake Network"': "mailto:a@b.example",
}


def calendar(before: str = "", **changes: str | None) -> bytes:
    values = {n: v for n, v in {**SOUND, **changes}.items() if v is not None}
    lines = "\n".join(f"{name}:{value}" for name, value in values.items())
    text = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//CERN//INDICO//EN\n{before}"
        f"BEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()


def test_an_event_as_indico_exports_it():
    (found,) = read_events(calendar(), KENYA)
    assert found.id == "indico-event-14-indico-un-example"
    assert found.content["starts_at"] == "2027-05-05T14:30"
    assert found.content["ends_at"] == "2027-05-05T17:00"
    assert found.timezone == "Africa/Nairobi"
    assert found.organizer == "Lake Network"
    assert found.venue.name == "Town Hall, 3B"
    assert found.texts["en"].body == "Line one\nLine two"


@pytest.mark.parametrize(
    ("changes", "starts", "ends"),
    [
        pytest.param(
            {"DTSTART;VALUE=DATE": "20270505", "DTEND;VALUE=DATE": "20270507"},
            "2027-05-05",
            "2027-05-06",
            id="whole days end before the next",
        ),
        pytest.param(
            {"DTSTART;TZID=Africa/Kampala": "20270505T090000", "DURATION": "PT2H"},
            "2027-05-05T09:00",
            "2027-05-05T11:00",
            id="a zone of its own and a duration",
        ),
    ],
)
def test_moments(changes: dict[str, str], starts: str, ends: str):
    (found,) = read_events(calendar(DTSTART=None, DTEND=None, **changes), KENYA)
    assert (found.content["starts_at"], found.content["ends_at"]) == (starts, ends)


@pytest.mark.parametrize(
    ("data", "known", "said"),
    [
        pytest.param(
            calendar(RRULE="FREQ=WEEKLY"),
            KENYA,
            "RRULE: repeats. Export each of its meetings as an event of its own.",
            id="repeats",
        ),
        pytest.param(
            calendar(STATUS="CANCELLED"), KENYA, "STATUS: is cancelled", id="cancelled"
        ),
        pytest.param(
            calendar(
                ZONE, **{"DTSTART": None, "DTSTART;TZID=Odd/Zone": "20270505T0900"}
            ),
            KENYA,
            "DTSTART: “Odd/Zone” is not a time zone that we know. Say --timezone.",
            id="a zone nobody knows",
        ),
        pytest.param(
            calendar(), BRAZIL, "which of its country’s time zones", id="several zones"
        ),
        pytest.param(calendar(UID=None), KENYA, "UID: is missing", id="no UID"),
        pytest.param(
            calendar(SUMMARY=None), KENYA, "(no title), texts.en.title", id="no title"
        ),
        pytest.param(
            calendar(DTSTART=None), KENYA, "DTSTART: is missing", id="no start"
        ),
        pytest.param(b"BEGIN:VCALENDAR", KENYA, "not a sound calendar", id="cut off"),
        pytest.param(b" " * 10_000_001, KENYA, "larger than 10 MB", id="too large"),
    ],
)
def test_what_is_wrong_is_told_by_its_event(data: bytes, known: Known, said: str):
    with pytest.raises(InputError) as error:
        read_events(data, known)
    assert said in str(error.value)


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda t: calendar(UID=t)))
def test_any_bytes_are_read_or_told(data: bytes):
    try:
        read_events(data, KENYA)
    except InputError as error:
        assert str(error)
