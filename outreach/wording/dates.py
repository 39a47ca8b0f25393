"""Days and times as people of a language write them, after CLDR."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_period_id,
    get_period_names,
)


def locale_of(language: str) -> Locale:
    """CLDR's locale of a language code."""
    return Locale.parse(language.replace("-", "_"))


def full_day(day: date, language: str) -> str:
    """Weekday, day, month and year: "Wednesday, 5 May 2027"."""
    if language == "en":  # CLDR's bare "en" is the United States' month-first order
        return format_date(day, "EEEE, d MMMM y", "en")
    return _ordinal(format_date(day, "full", locale_of(language)), day, language)


def short_day(day: date, language: str, *, year: bool = False) -> str:
    """Short weekday, day and month, without the year or with it: "Wed 5 May"."""
    if language == "en":
        return format_date(day, "EEE d MMM y" if year else "EEE d MMM", "en")
    moment = datetime.combine(day, time())
    skeleton = "yMMMEd" if year else "MMMEd"
    text = format_skeleton(skeleton, moment, locale=locale_of(language))
    return _ordinal(text, day, language)


def _ordinal(text: str, day: date, language: str) -> str:
    """French counts the first of a month, "1er mars", and no other day; CLDR does not."""
    if day.day == 1 and language.split("-")[0] == "fr":
        return text.replace("1", "1er", 1)
    return text


def year_leads(language: str) -> bool:
    """Whether a day begins with its year, as in Chinese: "2027年5月5日"."""
    return short_day(date(2027, 5, 5), language, year=True).startswith("2027")


def clock(moment: time, language: str) -> str:
    """The 24-hour clock, which no reader takes for morning or evening: "14:30"."""
    return format_time(moment, "HH:mm", locale=locale_of(language))


#: How Swahili and Amharic say an hour counted from sunrise, and the Amharic parts of the
#: day, which CLDR lacks.
_FROM_SUNRISE = {"sw": "saa {hour} {part}", "am": "{part} {hour} ሰዓት"}
_AMHARIC_PARTS = {
    "night1": "ከሌሊቱ",
    "morning1": "ከጠዋቱ",
    "afternoon1": "ከቀኑ",
    "evening1": "ከምሽቱ",
}


def sure_clock(moment: time, language: str) -> str:
    """The time as no reader of the language mistakes it: "14:30".

    Swahili and Amharic count the hours from sunrise, six later than the clock, and write
    both ways in digits: "saa 9:00" is three in the afternoon. So neither "09:00" nor
    "saa 9:00" alone is safe, and both are told: "09:00 (saa 3:00 asubuhi)".
    """
    digits, base = clock(moment, language), language.split("-")[0]
    if base not in _FROM_SUNRISE:
        return digits
    period = get_period_id(moment, locale=base, type="selection")
    parts = _AMHARIC_PARTS if base == "am" else get_period_names("wide", locale=base)
    hour = f"{(moment.hour - 6) % 12 or 12}:{moment:%M}"
    beside = _FROM_SUNRISE[base].format(hour=hour, part=parts[period])
    return f"{digits} ({beside})"


def instant(value: datetime | int, zone: str) -> str:
    """An instant on the clock of ``zone``, which is shown."""
    at = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M} ({zone})"
