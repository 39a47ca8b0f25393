"""Dates, times, phones, money, numbers and ordinals in words, language by language."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from channels.radio.commands import speak
from channels.radio.languages import SPEECHES, speech_of
from channels.radio.money import EVERYWHERE, money
from channels.radio.phones import phone
from outreach.model.errors import CannotCarry
from tests.channels.radio.samples import said_in

MONDAY = date(2027, 5, 3)
LANGUAGES = sorted(SPEECHES)
#: Read through row by row, each with the reason why it is there.
KNOWN = {language: said_in(language) for language in LANGUAGES}
SAID = [
    pytest.param(language, row, id=f"{language}: {row.get('why') or row['spoken']}")
    for language, known in KNOWN.items()
    for row in known["said"]
]
REFUSED = [
    pytest.param(language, row, id=f"{language}: {row['why']}")
    for language, known in KNOWN.items()
    for row in known["refused"]
]


@pytest.mark.parametrize(("language", "row"), SAID)
def test_it_is_said_as_it_was_read_through(language: str, row: dict[str, Any]) -> None:
    line = {key: row[key] for key in row.keys() - {"spoken", "why", "gender"}}
    if "gender" in row:
        said = speech_of(language).ordinal(row["ordinal"], row["gender"])
    else:
        said = speak(line, language)["spoken"]
    assert said == row["spoken"]


@pytest.mark.parametrize(("language", "row"), REFUSED)
def test_what_can_mislead_is_refused_by_name(
    language: str, row: dict[str, Any]
) -> None:
    line = {key: row[key] for key in row.keys() - {"names", "why"}}
    with pytest.raises(CannotCarry, match=row["names"]):
        speak(line, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_weekday_has_its_name(language: str) -> None:
    names = KNOWN[language]["weekdays"]
    assert len(set(names)) == 7
    for n, name in enumerate(names):
        words = speech_of(language).day(MONDAY + timedelta(days=n), False)
        found = [other for other in names if other in words]
        assert max(found, key=len) == name
        assert all(other in name for other in found)  # ሰኞ is the end of ማክሰኞ


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_its_name(language: str) -> None:
    names = KNOWN[language]["months"]
    assert len(set(names)) == 12
    for number, name in enumerate(names, 1):
        words = speech_of(language).day(date(2027, number, 5), True)
        assert name in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_minutes_of_a_day_sound_alike(language: str) -> None:
    """Every minute, so every quarter hour: a listener can't come at another time."""
    said = [
        speech_of(language).clock(time(hour, minute))
        for hour in range(24)
        for minute in range(60)
    ]
    assert len(set(said)) == 24 * 60


def test_swahili_hours_are_six_behind_all_day() -> None:
    """The hour's number agrees with (hour - 6) on the 12-hour clock."""
    speech = speech_of("sw")
    for hour in range(24):
        number = speech.cardinal((hour - 7) % 12 + 1)
        assert re.fullmatch(rf"saa {number} \w+", speech.clock(time(hour)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cardinals_are_words_and_all_different(language: str) -> None:
    said = [speech_of(language).cardinal(n) for n in range(10_001)]
    assert len(set(said)) == len(said)
    assert not any(re.search(r"[\d\u00ad]|  ", words) for words in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_without_a_table_is_refused(language: str) -> None:
    for number in (-1, 10**12):
        with pytest.raises(CannotCarry, match="out of what can be said"):
            speech_of(language).cardinal(number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinals_of_a_month_are_all_different(language: str) -> None:
    said = [speech_of(language).ordinal(n, "m") for n in range(1, 32)]
    assert len(set(said)) == 31
    with pytest.raises(CannotCarry):
        speech_of(language).ordinal(0, "m")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        pytest.param("en", "0800 FLOWERS", id="letters"),
        pytest.param("en", "+44 (0)20 7946 0018", id="an optional zero"),
        pytest.param("en", "12", id="too short"),
        pytest.param("en", "1" * 21, id="too long"),
        pytest.param("sw", "020 123456 ext 12", id="sw: no sure word for extension"),
    ],
)
def test_a_phone_that_misleads_is_refused(language: str, written: str) -> None:
    with pytest.raises(CannotCarry):
        phone(written, speech_of(language))


@pytest.mark.parametrize(
    ("written", "heard_in", "said"),
    [
        pytest.param("+254722451983", "KE", "zero seven two two, four five one, nine eight three", id="as one dials there"),
        pytest.param("+254722451983", "UG", "plus two five four, seven two two, four five one, nine eight three", id="from another country"),
        pytest.param("+254722451983", None, "plus two five four, seven two two, four five one, nine eight three", id="who knows from where"),
        pytest.param("+254202345678 ext. 12", "KE", "zero two zero, two three four, five six seven eight, extension one two", id="an extension stays"),
        pytest.param("+390612345678", "IT", "zero six, one two three four, five six seven eight", id="a zero of its own"),
        pytest.param("+37061234567", "LT", "zero, six one two, three four five, six seven", id="a trunk prefix in brackets"),
        pytest.param("116", "KE", "one one six", id="a short code"),
    ],
)  # fmt: skip
def test_a_phone_is_said_as_its_listeners_dial_it(
    written: str, heard_in: str | None, said: str
) -> None:
    assert phone(written, speech_of("en"), heard_in) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_main_currencies(language: str) -> None:
    """And tells each from every other, beside one, two, a few and many."""
    speech = speech_of(language)
    for amount in (0, 1, 2, 5, 11, 21, 100, 101, 2500):
        said = {money(Decimal(amount), code, speech) for code in EVERYWHERE}
        assert len(said) == len(EVERYWHERE)
        assert not any(re.search(r"\d", words) for words in said)


@pytest.mark.parametrize(
    ("amount", "currency", "why"),
    [
        pytest.param("5", "XAU", "no words for the currency XAU", id="unknown currency"),
        pytest.param("0.5", "UGX", "no hundredths", id="a currency without cents"),
        pytest.param("1.005", "USD", "more than two decimals", id="a tenth of a cent"),
        pytest.param("-1", "USD", "below zero", id="negative"),
    ],
)  # fmt: skip
def test_money_without_sure_words_is_refused(
    amount: str, currency: str, why: str
) -> None:
    with pytest.raises(CannotCarry, match=why):
        money(Decimal(amount), currency, speech_of("en"))


def test_a_language_without_module_is_refused() -> None:
    with pytest.raises(
        CannotCarry, match=r"There is no speech module for Hausa \(ha\) yet\."
    ):
        speech_of("ha")


def test_only_english_counts_as_reviewed() -> None:
    assert {code for code, speech in SPEECHES.items() if speech.reviewed} == {"en"}
