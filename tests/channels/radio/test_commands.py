"""The channel's two commands: one JSON object a line."""

from __future__ import annotations

import pytest

from channels.radio.commands import speak, timed
from outreach.model.errors import InputError


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        pytest.param("en", {"date": "2027-05-05"}, "Wednesday the fifth of May twenty twenty-seven", id="date"),
        pytest.param("sw", {"time": "14:30"}, "saa nane na nusu mchana", id="time"),
        pytest.param("en", {"phone": "0722 451"}, "zero seven two two, four five one", id="phone"),
        pytest.param("en", {"money": {"amount": "2500", "currency": "KES"}}, "two thousand five hundred Kenyan shillings", id="money"),
        pytest.param("fr", {"number": 200}, "deux cents", id="number"),
        pytest.param("es", {"number": "2.5"}, "dos coma cinco", id="decimal"),
        pytest.param("en", {"ordinal": 21}, "twenty-first", id="ordinal"),
        pytest.param("es", {"percent": "50"}, "cincuenta por ciento", id="percent"),
        pytest.param("en", {"acronym": "UN"}, "U-N", id="spelt"),
        pytest.param("en", {"acronym": "ECOSOC"}, "ECOSOC", id="a word"),
        pytest.param("fr", {"acronym": "UN"}, "Nations Unies", id="the language's own name"),
        pytest.param("es", {"text": "201 mujeres"}, "doscientas una mujeres", id="text"),
    ],
)  # fmt: skip
def test_speak(language: str, line: dict[str, object], said: str) -> None:
    assert speak(line, language) == {"spoken": said}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"date": "2027-02-29"}, id="no such day"),
        pytest.param({"date": 20270505}, id="not a text"),
        pytest.param({"time": "24:00"}, id="no such time"),
        pytest.param({"time": "14:30:00"}, id="seconds"),
        pytest.param({"date": "2027-W18-3"}, id="a week, which Python reads"),
        pytest.param({"number": True}, id="not a number"),
        pytest.param({"number": "1e1000000"}, id="a million digits"),
        pytest.param({"ordinal": "1e1000000"}, id="a rank of a million digits"),
        pytest.param({"money": {"amount": "1e9", "currency": "KES"}}, id="an exponent"),
        pytest.param({"number": "٣"}, id="a digit of another script"),
        pytest.param({"number": "NaN"}, id="no number"),
        pytest.param({"ordinal": 1.5}, id="not whole"),
        pytest.param({"money": "5"}, id="no currency"),
        pytest.param({"text": "a", "date": "2027-05-05"}, id="two at once"),
    ],
)
def test_speak_refuses_what_is_no_fact(line: dict[str, object]) -> None:
    with pytest.raises(InputError):
        speak(line, "en")


def test_time_gives_seconds() -> None:
    assert timed({"text": "Ab, cd."}, "en") == {"seconds": 0.94}
    with pytest.raises(InputError):
        timed({"word": "a"}, "en")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Come at 14:30.", "Come at half past two in the afternoon."),
        ("7", "seven"),
        ("٧", "seven"),
    ],
)
def test_a_figure_takes_the_time_of_its_words(written: str, spoken: str) -> None:
    assert timed({"text": written}, "en") == timed({"text": spoken}, "en")
