"""Single lines: when, where, how much, whom to call."""

from __future__ import annotations

import pytest

from channels.sms import SmsOptions
from tests.channels.sms.sample import in_english, workshop

WHEN = [
    pytest.param("2027-05-05", None, "Wed 5 May 2027", id="a day alone"),
    pytest.param("2027-05-05T14:30", None, "Wed 5 May 2027, 14:30", id="no end"),
    pytest.param(
        "2027-05-05T14:30",
        "2027-05-05T17:00",
        "Wed 5 May 2027, 14:30-17:00",
        id="one day",
    ),
    pytest.param("2027-05-05", "2027-05-05", "Wed 5 May 2027", id="ends that day"),
    pytest.param(
        "2027-05-05T14:30", "2027-05-05T14:30", "Wed 5 May 2027, 14:30", id="no length"
    ),
    pytest.param(
        "2027-05-05", "2027-05-07", "Wed 5 May to Fri 7 May 2027", id="both days"
    ),
    pytest.param(
        "2027-05-05T09:00",
        "2027-05-07T12:00",
        "Wed 5 May, 09:00 to Fri 7 May 2027, 12:00",
        id="both days and times",
    ),
    pytest.param(
        "2027-12-31T20:00",
        "2028-01-01T01:00",
        "Fri 31 Dec 2027, 20:00 to Sat 1 Jan 2028, 01:00",
        id="two years",
    ),
]


@pytest.mark.parametrize(("starts", "ends", "expected"), WHEN)
def test_when_it_is(sms, starts, ends, expected):
    meeting = in_english(starts_at=starts, ends_at=ends)
    made = sms.render(meeting, ("en",), "short", SmsOptions())

    assert f"\n{expected}\n" in made.text


def test_in_chinese_the_first_of_two_days_has_the_year(sms):
    meeting = workshop(
        starts_at="2027-05-05",
        ends_at="2027-05-07",
        registration=None,
        texts={"zh": {"title": "水"}},
    )
    made = sms.render(meeting, ("zh",), "short", SmsOptions())

    assert "2027年5月5日周三至5月7日周五" in made.text


VENUES = [
    pytest.param({}, "Kisumu", id="the town alone"),
    pytest.param({"name": "Town Hall"}, "Town Hall, Kisumu", id="with a building"),
    pytest.param(
        {"name": "Town Hall", "room": "3B"},
        "Town Hall, Room 3B, Kisumu",
        id="a code needs its word",
    ),
    pytest.param(
        {"name": "Town Hall", "room": "Lake Room"},
        "Town Hall, Lake Room, Kisumu",
        id="a name has it",
    ),
    pytest.param({"room": "3B"}, "Room 3B, Kisumu", id="a room alone"),
    pytest.param({"region": "Nyanza"}, "Kisumu, Nyanza", id="with the region"),
]


@pytest.mark.parametrize(("venue", "expected"), VENUES)
def test_where_it_is(sms, venue, expected):
    meeting = in_english(venue={"locality": "Kisumu", "country": "KE", **venue})
    made = sms.render(meeting, ("en",), "full", SmsOptions())

    assert f"\n{expected}\n" in made.text


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        pytest.param("0", "Free", id="nought is free"),
        pytest.param("0.00", "Free", id="however it is written"),
        pytest.param("500", "Fee: KES 500", id="whole"),
        pytest.param("2500", "Fee: KES 2,500", id="grouped"),
        pytest.param("2500.00", "Fee: KES 2,500", id="without empty cents"),
        pytest.param("12.5", "Fee: KES 12.50", id="with cents"),
    ],
)
def test_what_it_costs(sms, amount, expected):
    fee = {"amount": amount, "currency": "KES"}
    made = sms.render(
        in_english(registration={"fee": fee}), ("en",), "full", SmsOptions()
    )

    assert f"\n{expected}\n" in made.text


def test_a_fee_in_french_has_no_narrow_space_that_prints_as_a_box(sms):
    fee = {"amount": "250000", "currency": "XOF"}
    meeting = workshop(registration={"fee": fee})

    assert (
        "Frais : XOF 250 000" in sms.render(meeting, ("fr",), "full", SmsOptions()).text
    )


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param("2027-04-20", "Register by Tue 20 Apr\n", id="the event's year"),
        pytest.param("2026-12-20", "Register by Sun 20 Dec 2026\n", id="another year"),
    ],
)
def test_a_short_deadline_has_its_year_where_it_is_another(sms, deadline, expected):
    meeting = in_english(registration={"deadline": deadline})

    assert expected in sms.render(meeting, ("en",), "short", SmsOptions()).text


def test_phones_are_dialled_as_they_stand(sms):
    contact = {"name": "Amina", "phones": ["+254 722 000-014", "+254722000015"]}
    made = sms.render(in_english(contact=contact), ("en",), "full", SmsOptions())

    assert "\nTel +254722000014 or +254722000015 (Amina)" in made.text


@pytest.mark.parametrize(
    ("options", "expected", "never"),
    [
        pytest.param(
            SmsOptions(answerable=True, opt_out=True),
            "\nReply STOP to opt out",
            "these texts",
            id="from a number",
        ),
        pytest.param(
            SmsOptions(answerable=False, opt_out=True),
            "(Amina), also to stop these texts",
            "STOP",
            id="a name can't be answered",
        ),
        pytest.param(
            SmsOptions(answerable=True), "\nTel", "STOP", id="the opt-out is not due"
        ),
    ],
)
def test_people_are_told_an_opt_out_that_works(sms, options, expected, never):
    text = sms.render(in_english(), ("en",), "full", options).text

    assert expected in text
    assert never not in text


@pytest.mark.parametrize(
    ("notice", "first"),
    [
        ("correction", "CORRECTION (27/03)\nLake Network"),
        ("cancellation", "CANCELLED (27/03)\nLake Network"),
    ],
)
@pytest.mark.parametrize("variant", ["short", "full"])
def test_a_correction_or_cancellation_says_so_first(sms, notice, first, variant):
    meeting = in_english(notice=notice, replaces="bare-1")
    made = sms.render(meeting, ("en",), variant, SmsOptions(replaces="27/03"))

    assert made.text.startswith(first)


def test_nobody_is_invited_to_what_is_cancelled(sms):
    meeting = workshop(notice="cancellation", replaces="kisumu-water-26")
    text = sms.render(meeting, ("en",), "full", SmsOptions(answerable=True)).text

    for words in ("invited", "register", "JOIN", "Free", "Opening", "seats", "fare"):
        assert words not in text


@pytest.mark.parametrize(
    "keyword",
    [
        pytest.param("14 JOIN", id="digits first"),
        pytest.param("+14", id="a sign first"),
    ],
)
def test_in_arabic_a_mark_keeps_numbers_in_their_order(sms, keyword):
    registration = {"keyword": keyword}
    meeting = workshop(registration=registration)
    text = sms.render(meeting, ("ar",), "full", SmsOptions(answerable=True)).text

    assert f"\u200e{keyword}" in text
    assert "\u200e+254722000014" in text


def test_what_people_wrote_is_never_a_template_or_a_format(sms):
    title = "{{ 7*7 }} {organizer} %s <b>&amp;</b>"

    assert title in sms.render(in_english(title), ("en",), "full", SmsOptions()).text


def test_a_postal_address_is_told_where_people_may_register_by_post(sms):
    contact = {"name": "Amina", "postal": "P.O. Box 14\nKisumu"}
    by_post = in_english(contact=contact, registration={"how": ["post"]})
    by_phone = in_english(contact=contact, registration={"how": ["phone"]})

    assert "\nPost: P.O. Box 14 Kisumu" in _full(sms, by_post)
    assert "Post:" not in _full(sms, by_phone)


def test_an_online_venue_is_told(sms):
    venue = {"locality": "Kisumu", "country": "KE", "online": "https://m.example/7"}

    assert "\nOnline: https://m.example/7" in _full(sms, in_english(venue=venue))


def _full(sms, meeting) -> str:
    return sms.render(meeting, ("en",), "full", SmsOptions()).text
