"""What stations write behind a code, as days and times; nothing of it is guessed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.inbox.airings import Days, Told, read_airings
from outreach.inbox.months import month_names

#: Sent on 1 March, the event is on 5 May, and the text comes on 20 March.
DAYS = Days(first=date(2027, 3, 1), last=date(2027, 5, 5), told=date(2027, 3, 20))
THRICE = ("2027-03-12 07:00", "2027-03-12 13:00", "2027-03-12 19:00")


def told(text: str, days: Days = DAYS) -> tuple[int | None, tuple[str, ...]]:
    found = read_airings(text, days)
    assert found.doubts == ()
    return found.number, tuple(map(str, found.airings))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" 3 12MAR 0700 1300 1900", id="as the sheet asks for it"),
        pytest.param(" 3, 12 mar: 7:00, 13:00 & 19h00", id="commas, small letters"),
        pytest.param("3 times 12/3 7am 1pm 7pm", id="day/month, halves of the day"),
        pytest.param("3 12.03. 07.00 13.00 19.00", id="points, a point behind the day"),
        pytest.param("3 12.03 07.00 13.00 19.00", id="points: no month is 00"),
        pytest.param("3 2027-03-12 0700/1300/1900", id="the year first, strokes"),
        pytest.param("3 12MAR2027 0700-1300-1900", id="a year, dashes"),
        pytest.param("3 12 March 2027 07:00 1300hrs 19h", id="a year with a blank"),
        pytest.param("3 12-03-27 0700 1300 1900", id="a year of two digits"),
        pytest.param("x3 March 12th 7.00 a.m. 1 pm 7 p.m.", id="month first"),
        pytest.param("3 0700, 1300 and 1900 on 12MAR", id="the day behind its times"),
        pytest.param("3 fois le 12 mars à 07h00, 13h00 et 19h00", id="French"),
        pytest.param("3 veces el 12 de marzo a las 07:00, 13:00 y 19:00", id="Spanish"),
        pytest.param("3 vezes dia 12 de março 07:00 13:00 e 19:00", id="Portuguese"),
        pytest.param("3 раза 12 марта в 07:00, 13:00 и 19ч00", id="Russian"),
        pytest.param("٣ مرات ١٢ مارس ٠٧:٠٠ ١٣:٠٠ ١٩:٠٠", id="Arabic, its digits"),
        pytest.param("3 12 آذار 07:00 13:00 19:00", id="Arabic of the Levant"),
        pytest.param("3次 3月12日 07:00 13点 下午7点", id="Chinese"),
        pytest.param("mara 3 tarehe 12 Machi 0700 1300 na 1900", id="Swahili"),
        pytest.param("३ बार १२ मार्च ०७:०० १३:०० १९:००", id="Hindi, its digits"),
        pytest.param("3 ጊዜ 12 ማርች 0700 1300 እና 1900", id="Amharic"),
    ],
)
def test_three_readings_on_one_day_however_they_are_written(text: str) -> None:
    assert told(text) == (3, THRICE)


@pytest.mark.parametrize(
    ("text", "number", "airings"),
    [
        pytest.param("", None, (), id="nothing but the code"),
        pytest.param(" x3", 3, (), id="a number alone"),
        pytest.param("3x 12mar", 3, ("2027-03-12",), id="a day without times"),
        pytest.param("2 0700 1900", 2, ("07:00", "19:00"), id="times without a day"),
        pytest.param(
            "1 12MAR 2400", 1, ("2027-03-13 00:00",), id="midnight at its end"
        ),
        pytest.param("1 12MAR 0000", 1, ("2027-03-12 00:00",), id="at its beginning"),
        pytest.param(
            "3 12MAR 0700 1900 13/3 7:00",
            3,
            (THRICE[0], THRICE[2], "2027-03-13 07:00"),
            id="several days",
        ),
        pytest.param(
            "3 12.03 07.05 13.00",
            3,
            (THRICE[0][:-1] + "5", THRICE[1]),
            id="no 7 May yet",
        ),
    ],
)
def test_what_is_told_is_kept_as_told(
    text: str, number: int | None, airings: tuple[str, ...]
) -> None:
    assert told(text) == (number, airings)


@pytest.mark.parametrize(
    ("text", "airings", "doubts"),
    [
        pytest.param("1 30FEB 0700", (), ("30feb", "0700"), id="no such day"),
        pytest.param("1 12/13 0700", (), ("12/13", "0700"), id="no such month"),
        pytest.param("1 25MAR 0700", (), ("25mar", "0700"), id="a day to come"),
        pytest.param("1 2FEB 0700", (), ("2feb", "0700"), id="before it was sent"),
        pytest.param("1 12MAR 0760", ("2027-03-12",), ("0760",), id="no such time"),
        pytest.param("1 12MAR 13pm", ("2027-03-12",), ("13pm",), id="13 pm"),
        pytest.param(
            "1 12MAR 7:00 jioni",
            ("2027-03-12",),
            ("7:00", "jioni"),
            id="evening, or not",
        ),
        pytest.param(
            "1 12MAR saa 1:00", ("2027-03-12",), ("saa", "1:00"), id="from sunrise on"
        ),
        pytest.param(
            "3 MAR 12 0700", ("2027-03-03 07:00",), ("12",), id="3 March, or 12"
        ),
        pytest.param("12MAR 700", ("2027-03-12",), ("700",), id="three digits"),
        pytest.param(
            "2 0700 12MAR 1300", ("07:00", THRICE[1]), ("07:00",), id="of which day"
        ),
        pytest.param("call +254722000111", (), ("call", "254722000111"), id="a phone"),
    ],
)
def test_what_cannot_be_made_out_is_left_to_a_person(
    text: str, airings: tuple[str, ...], doubts: tuple[str, ...]
) -> None:
    found = read_airings(text, DAYS)
    assert (tuple(map(str, found.airings)), found.doubts) == (airings, doubts)


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        pytest.param("3 12MAR 0700 1300 1900", False, id="three and three"),
        pytest.param("3 12MAR 0700", True, id="three, and one listed"),
        pytest.param("1 12MAR 0700 1300", True, id="one, and two listed"),
        pytest.param("3 12MAR", False, id="three on one day"),
        pytest.param("1 12MAR 13MAR", True, id="one on two days"),
        pytest.param("12MAR 0700", False, id="no number told"),
        pytest.param("0 12MAR 0700", True, id="never, and when"),
        pytest.param("12, 13MAR 0700", True, id="a list of days, taken for a number"),
    ],
)
def test_a_number_that_the_times_contradict(text: str, contradicts: bool) -> None:
    assert read_airings(text, DAYS).contradicts is contradicts


@pytest.mark.parametrize(
    ("text", "first", "last", "day"),
    [
        pytest.param("31DEC", (2026, 12, 28), (2027, 1, 6), "2026-12-31", id="before"),
        pytest.param("1JAN", (2026, 12, 28), (2027, 1, 6), "2027-01-01", id="after"),
        pytest.param(
            "29FEB", (2028, 2, 25), (2028, 3, 6), "2028-02-29", id="leap year"
        ),
    ],
)
def test_the_year_is_the_nearest(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], day: str
) -> None:
    days = Days(first=date(*first), last=date(*last), told=date(*last))
    assert told(text, days) == (None, (day,))


@given(
    st.dates(date(2027, 3, 1), date(2027, 3, 20)),
    st.lists(st.times().map(lambda t: time(t.hour, t.minute)), min_size=1, max_size=9),
    st.sampled_from(["{0.day}/{0.month}", "{0:%d%b}", "{0}", "{0.day}.{0.month}."]),
    st.sampled_from(["%H%M", "%H:%M", "%Hh%M"]),
    st.sampled_from([" ", ", ", "; "]),
)
def test_whatever_day_and_times_are_written_are_those_that_are_read(
    day: date, times: list[time], as_day: str, as_time: str, between: str
) -> None:
    parts = [str(len(times)), as_day.format(day), *(t.strftime(as_time) for t in times)]
    expected = tuple(f"{day} {t:%H:%M}" for t in times)
    assert told(between.join(parts)) == (len(times), expected)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(read_airings(text, DAYS), Told)


def test_no_name_stands_for_two_months() -> None:
    """ "Mart" alone would be another month in some language; "jui" may be two in French."""
    names = month_names()
    assert (names["juil"], names["sept"], names["mac"]) == (7, 9, 3)
    assert "jui" not in names
    assert set(names.values()) == set(range(1, 13))
