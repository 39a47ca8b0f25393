"""Dates, times, phones, money, numbers and ordinals in words, language by language."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from channels.radio.languages import SPEECHES, speech_of
from channels.radio.money import money
from channels.radio.phones import phone
from outreach.model.errors import CannotCarry

MONDAY = date(2027, 5, 3)
LANGUAGES = sorted(SPEECHES)
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "sw": "Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "sw": "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_weekday_has_its_name(language: str) -> None:
    said = [
        speech_of(language).day(MONDAY + timedelta(days=n), False).split()[0]
        for n in range(7)
    ]
    assert said == WEEKDAYS[language].split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_its_name(language: str) -> None:
    for number, name in enumerate(MONTHS[language].split(), 1):
        assert name in speech_of(language).day(date(2027, number, 5), True).split()


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        pytest.param("en", "2027-05-05", "Wednesday the fifth of May twenty twenty-seven", id="en: ordinal, year in halves"),
        pytest.param("en", "2028-02-29", "Tuesday the twenty-ninth of February twenty twenty-eight", id="en: leap day"),
        pytest.param("en", "2005-01-01", "Saturday the first of January two thousand and five", id="en: first decade"),
        pytest.param("fr", "2027-05-05", "mercredi cinq mai deux mille vingt-sept", id="fr: cardinal"),
        pytest.param("fr", "2027-05-01", "samedi premier mai deux mille vingt-sept", id="fr: only the first is an ordinal"),
        pytest.param("fr", "2028-02-29", "mardi vingt-neuf février deux mille vingt-huit", id="fr: leap day"),
        pytest.param("es", "2027-05-05", "miércoles cinco de mayo de dos mil veintisiete", id="es: de, de"),
        pytest.param("es", "2027-05-01", "sábado primero de mayo de dos mil veintisiete", id="es: primero in the Americas"),
        pytest.param("es", "2027-05-31", "lunes treinta y uno de mayo de dos mil veintisiete", id="es: uno, not un"),
        pytest.param("sw", "2027-05-05", "Jumatano tarehe tano Mei mwaka elfu mbili na ishirini na saba", id="sw: cardinal, no comma"),
        pytest.param("sw", "2028-02-29", "Jumanne tarehe ishirini na tisa Februari mwaka elfu mbili na ishirini na nane", id="sw: leap day"),
    ],
)  # fmt: skip
def test_a_date_says_weekday_day_month_and_year(
    language: str, day: str, said: str
) -> None:
    assert speech_of(language).day(date.fromisoformat(day), True) == said


@pytest.mark.parametrize(
    ("language", "clock", "said"),
    [
        pytest.param("en", "14:30", "half past two in the afternoon", id="en: half past"),
        pytest.param("en", "14:45", "a quarter to three in the afternoon", id="en: points to the next hour"),
        pytest.param("en", "00:00", "midnight at the start of the day", id="en: midnight says which"),
        pytest.param("en", "00:30", "half past midnight", id="en: after midnight"),
        pytest.param("en", "12:00", "noon", id="en: noon"),
        pytest.param("en", "19:05", "seven oh five in the evening", id="en: oh five"),
        pytest.param("fr", "14:30", "quatorze heures trente", id="fr: 24 hours"),
        pytest.param("fr", "21:21", "vingt et une heures vingt et une", id="fr: hours and minutes are feminine"),
        pytest.param("fr", "01:00", "une heure", id="fr: singular"),
        pytest.param("fr", "12:00", "midi", id="fr: noon"),
        pytest.param("fr", "00:00", "minuit, au début de la journée", id="fr: midnight says which"),
        pytest.param("es", "14:30", "las dos y media de la tarde", id="es: y media"),
        pytest.param("es", "13:15", "la una y cuarto de la tarde", id="es: la una"),
        pytest.param("es", "12:00", "las doce del mediodía", id="es: noon"),
        pytest.param("es", "00:00", "la medianoche, al empezar el día", id="es: midnight says which"),
        pytest.param("es", "05:45", "las cinco y cuarenta y cinco de la madrugada", id="es: no menos cuarto, which is not said everywhere"),
        pytest.param("sw", "14:30", "saa nane na nusu mchana", id="sw: six hours behind"),
        pytest.param("sw", "07:00", "saa moja asubuhi", id="sw: seven is hour one"),
        pytest.param("sw", "12:00", "saa sita mchana", id="sw: noon is six"),
        pytest.param("sw", "00:00", "saa sita usiku", id="sw: midnight is six"),
        pytest.param("sw", "14:45", "saa tisa kasorobo mchana", id="sw: quarter to the next"),
        pytest.param("sw", "18:00", "saa kumi na mbili jioni", id="sw: twelve at dusk"),
        pytest.param("sw", "19:00", "saa moja usiku", id="sw: one at night"),
        pytest.param("sw", "05:15", "saa kumi na moja na robo alfajiri", id="sw: before sunrise"),
    ],
)  # fmt: skip
def test_a_time_is_said_by_the_local_clock(
    language: str, clock: str, said: str
) -> None:
    assert speech_of(language).clock(time.fromisoformat(clock)) == said


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


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        pytest.param("en", 201, "two hundred and one", id="en: with and"),
        pytest.param("fr", 80, "quatre-vingts", id="fr: plural s"),
        pytest.param("fr", 81, "quatre-vingt-un", id="fr: no s before a unit"),
        pytest.param("fr", 71, "soixante et onze", id="fr: et"),
        pytest.param("es", 21, "veintiuno", id="es: alone"),
        pytest.param("sw", 2500, "elfu mbili mia tano", id="sw: no comma where it is clear"),
        pytest.param("sw", 25_000, "elfu ishirini na tano", id="sw: 25,000"),
        pytest.param("sw", 20_005, "elfu ishirini, na tano", id="sw: the comma tells it from 25,000"),
    ],
)  # fmt: skip
def test_a_cardinal(language: str, number: int, said: str) -> None:
    assert speech_of(language).cardinal(number) == said


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
    ("language", "number", "gender", "said"),
    [
        pytest.param("en", 21, "m", "twenty-first", id="en"),
        pytest.param("fr", 1, "f", "première", id="fr: feminine"),
        pytest.param("fr", 81, "m", "quatre-vingt-unième", id="fr: CLDR has quatre-vingt-et-unième"),
        pytest.param("es", 21, "m", "vigésimo primero", id="es: masculine"),
        pytest.param("es", 64, "f", "sexagésima cuarta", id="es: feminine"),
        pytest.param("sw", 1, "m", "wa kwanza", id="sw: kwanza, not moja"),
        pytest.param("sw", 2, "m", "wa pili", id="sw: pili, not mbili"),
        pytest.param("sw", 21, "m", "wa ishirini na moja", id="sw: counting form"),
    ],
)  # fmt: skip
def test_an_ordinal(language: str, number: int, gender: str, said: str) -> None:
    assert speech_of(language).ordinal(number, gender) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        pytest.param("en", "+254722451983", "plus two five four, seven two two, four five one, nine eight three", id="en: no groups, so its country's"),
        pytest.param("en", "0722 451 983", "zero seven two two, four five one, nine eight three", id="en: no country, its own groups"),
        pytest.param("en", "+1-212-963-1234", "plus one, two one two, nine six three, one two three four", id="en: hyphens"),
        pytest.param("en", "020 123456 ext. 12", "zero two zero, one two three, four five six, extension one two", id="en: extension"),
        pytest.param("fr", "01 42 34 56 78", "zéro un, quarante-deux, trente-quatre, cinquante-six, soixante-dix-huit", id="fr: pairs are numbers"),
        pytest.param("fr", "77 123 45 67", "soixante-dix-sept, un deux trois, quarante-cinq, soixante-sept", id="fr: threes digit by digit"),
        pytest.param("es", "55 1234 5678", "cinco cinco, uno dos tres cuatro, cinco seis siete ocho", id="es: digit by digit"),
        pytest.param("sw", "0722 451 983", "sifuri saba mbili mbili, nne tano moja, tisa nane tatu", id="sw"),
    ],
)  # fmt: skip
def test_a_phone_keeps_its_groups(language: str, written: str, said: str) -> None:
    assert phone(written, speech_of(language)) == said


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
    ("language", "amount", "currency", "said"),
    [
        pytest.param("en", "0", "KES", "zero Kenyan shillings", id="en: none"),
        pytest.param("en", "1", "KES", "one Kenyan shilling", id="en: one"),
        pytest.param("en", "2500.50", "KES", "two thousand five hundred Kenyan shillings and fifty cents", id="en: cents"),
        pytest.param("en", "1234567.89", "USD", "one million two hundred and thirty-four thousand five hundred and sixty-seven United States dollars and eighty-nine cents", id="en: millions"),
        pytest.param("en", "5000", "XOF", "five thousand West African C-F-A francs", id="en: an int is not cents"),
        pytest.param("fr", "2500", "KES", "deux mille cinq cents shillings kényans", id="fr"),
        pytest.param("fr", "0", "EUR", "zéro euro", id="fr: zero is singular"),
        pytest.param("fr", "21", "GBP", "vingt et une livres sterling", id="fr: feminine"),
        pytest.param("fr", "1000000", "XOF", "un million de francs C-F-A d’Afrique de l’Ouest", id="fr: million de"),
        pytest.param("es", "1", "MXN", "un peso mexicano", id="es: un, not uno"),
        pytest.param("es", "201", "GBP", "doscientas una libras esterlinas", id="es: feminine"),
        pytest.param("es", "2500.50", "USD", "dos mil quinientos dólares estadounidenses con cincuenta centavos", id="es: con"),
        pytest.param("sw", "2500", "KES", "shilingi za Kenya elfu mbili mia tano", id="sw: the unit leads"),
        pytest.param("sw", "2500.50", "TZS", "shilingi za Tanzania elfu mbili mia tano na senti hamsini", id="sw: cents"),
    ],
)  # fmt: skip
def test_money(language: str, amount: str, currency: str, said: str) -> None:
    assert money(Decimal(amount), currency, speech_of(language)) == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "currency", ["USD", "EUR", "GBP", "KES", "TZS", "UGX", "XOF", "MXN", "CNY", "RUB", "CHF"]
)  # fmt: skip
def test_every_language_has_the_main_currencies(language: str, currency: str) -> None:
    for amount in (0, 1, 2, 2500):
        assert money(Decimal(amount), currency, speech_of(language))


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
        CannotCarry, match=r"There is no speech module for Arabic \(ar\) yet\."
    ):
        speech_of("ar")


def test_only_english_counts_as_reviewed() -> None:
    assert {code for code, speech in SPEECHES.items() if speech.reviewed} == {"en"}
