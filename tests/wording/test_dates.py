"""Days and times as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from outreach.wording.dates import (
    clock,
    full_day,
    short_day,
    sure_clock,
    year_leads,
)

DAY = date(2027, 5, 5)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "Wednesday, 5 May 2027", id="day before month, not as CLDR"),
        pytest.param("fr", "mercredi 5 mai 2027", id="no comma, small letters"),
        pytest.param("sw", "Jumatano, 5 Mei 2027", id="weekday counted from Saturday"),
        pytest.param("zh", "2027年5月5日星期三", id="year first"),
        pytest.param("ar", "الأربعاء، 5 مايو 2027", id="Arabic comma"),
    ],
)
def test_a_full_day_says_weekday_day_month_and_year(language, expected):
    assert full_day(DAY, language) == expected


@pytest.mark.parametrize(
    ("language", "without", "with_year"),
    [
        pytest.param("en", "Wed 5 May", "Wed 5 May 2027", id="English"),
        pytest.param("fr", "mer. 5 mai", "mer. 5 mai 2027", id="French"),
        pytest.param("es", "mié, 5 may", "mié, 5 may 2027", id="Spanish"),
        pytest.param("sw", "Jumatano, 5 Mei", "Jumatano, 5 Mei 2027", id="Swahili"),
        pytest.param("zh", "5月5日周三", "2027年5月5日周三", id="year first"),
    ],
)
def test_a_short_day_has_its_year_only_when_asked(language, without, with_year):
    assert short_day(DAY, language) == without
    assert short_day(DAY, language, year=True) == with_year


@pytest.mark.parametrize(
    ("day", "full", "short"),
    [
        pytest.param(
            date(2027, 3, 1), "lundi 1er mars 2027", "lun. 1er mars", id="the first"
        ),
        pytest.param(
            date(2021, 11, 11), "jeudi 11 novembre 2021", "jeu. 11 nov.", id="no other"
        ),
    ],
)
def test_french_counts_only_the_first_of_a_month(day, full, short):
    assert full_day(day, "fr") == full
    assert short_day(day, "fr") == short


@pytest.mark.parametrize(
    ("language", "leads"),
    [("zh", True), ("en", False), ("ar", False), ("ru", False)],
)
def test_the_year_leads_where_the_language_begins_with_it(language, leads):
    assert year_leads(language) is leads


@pytest.mark.parametrize(
    "language", ["en", "fr", "es", "ar", "ru", "zh", "pt", "sw", "hi", "am"]
)
def test_the_clock_has_24_hours_in_western_digits(language):
    assert clock(time(14, 30), language) == "14:30"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(
            time(9), "09:00 (saa 3:00 asubuhi)", id="09:00 alone reads as three p.m."
        ),
        pytest.param(time(14, 30), "14:30 (saa 8:30 mchana)", id="afternoon"),
        pytest.param(time(17), "17:00 (saa 11:00 jioni)", id="evening"),
        pytest.param(time(19), "19:00 (saa 1:00 usiku)", id="first hour of the night"),
        pytest.param(time(12), "12:00 (saa 6:00 mchana)", id="noon is the sixth hour"),
        pytest.param(time(18), "18:00 (saa 12:00 jioni)", id="the twelfth hour, not 0"),
        pytest.param(time(0), "00:00 (saa 6:00 usiku)", id="midnight"),
        pytest.param(time(6), "06:00 (saa 12:00 alfajiri)", id="dawn, after CLDR"),
    ],
)
def test_swahili_tells_the_hour_both_ways(moment, expected):
    assert sure_clock(moment, "sw") == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(time(9), "09:00 (ከጠዋቱ 3:00 ሰዓት)", id="morning"),
        pytest.param(time(14, 30), "14:30 (ከቀኑ 8:30 ሰዓት)", id="the day's eighth hour"),
        pytest.param(time(18), "18:00 (ከምሽቱ 12:00 ሰዓት)", id="the twelfth hour, not 0"),
        pytest.param(time(0), "00:00 (ከሌሊቱ 6:00 ሰዓት)", id="midnight"),
        pytest.param(time(6), "06:00 (ከጠዋቱ 12:00 ሰዓት)", id="sunrise"),
    ],
)
def test_amharic_tells_the_hour_both_ways(moment, expected):
    assert sure_clock(moment, "am") == expected


def test_other_languages_tell_the_hour_once():
    assert sure_clock(time(9), "en") == "09:00"
