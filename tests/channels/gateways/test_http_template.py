"""A request with placeholders: no text begins a second field, segment, header or object."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateways.http import template

#: Texts that could end whatever they stand in.
NASTY = st.text(
    st.sampled_from("a&=?#/+% \"'\\{}[]<>:;,\r\n\té💧\u202e")
    | st.characters(codec="utf-8")
)


def values(text: str) -> dict[str, str]:
    return {
        "to": "+254711000001",
        "to_no_plus": "254711000001",
        "text": text,
        "from": "AMANI",
        "id": "K7QX2M-1",
    }


@given(NASTY)
def test_in_an_address_a_text_is_one_value_of_its_field(text: str) -> None:
    filled = template.fill(
        "https://api.example.org/v1/{to_no_plus}/send?to={to}&text={text}&n=1",
        values(text),
    )
    parts = urlsplit(filled)

    assert filled.isascii() and " " not in filled
    assert (parts.netloc, parts.fragment) == ("api.example.org", "")
    assert parts.path == "/v1/254711000001/send"
    assert parse_qsl(parts.query, keep_blank_values=True) == [
        ("to", "+254711000001"),
        ("text", text),
        ("n", "1"),
    ]


@given(NASTY)
def test_in_a_form_a_text_is_one_value_of_its_field(text: str) -> None:
    filled = template.fill("to={to}&message=*{text}*", values(text))

    assert parse_qsl(filled, keep_blank_values=True) == [
        ("to", "+254711000001"),
        ("message", f"*{text}*"),
    ]


@given(NASTY)
def test_in_json_a_text_is_one_string(text: str) -> None:
    found = template.document('{"to": ["{to}"], "m": {"text": "{text}"}, "n": 1}')
    filled = template.fill_document(found, values(text))

    assert filled.isascii()
    assert json.loads(filled) == {"to": ["+254711000001"], "m": {"text": text}, "n": 1}


@given(NASTY)
def test_in_a_header_a_text_is_one_line_of_ascii(text: str) -> None:
    filled = template.fill_header("to {to}, {text}", values(text))

    assert filled.isascii() and filled.isprintable()
    assert unquote(filled) == f"to +254711000001, {text}".strip(" ")


@pytest.mark.parametrize("text", ["{to}", "{text}{id}", "{nothing}"])
def test_a_placeholder_in_a_text_stays_text(text: str) -> None:
    assert template.fill("m={text}", values(text)) == "m=" + template.quote(
        text, safe=""
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("ftp://api.example.org/?t={text}", "address", id="not the web"),
        pytest.param("api.example.org/?t={text}", "address", id="no scheme"),
        pytest.param("https://{text}/send", "address", id="a text would choose the server"),
        pytest.param("https://api.{to}.org/", "address", id="a number would choose the server"),
        pytest.param("https://api.example.org:{id}/", "sign|address", id="a port"),
        pytest.param("https://me:pw@api.example.org/", "address", id="a password before the server"),
        pytest.param("https://api.example.org/#{text}", "address", id="a fragment is never sent"),
        pytest.param("https://api.example.org/{text}", "path", id="a text in the path"),
        pytest.param("https://api.example.org/{from}/x", "path", id="a sender in the path"),
        pytest.param("https://api.example.org/?t={text} x", "sign", id="a blank"),
        pytest.param("https://api.example.org/?t=é{text}", "sign", id="not ASCII"),
        pytest.param("https://api.example.org/?t=%2{text}", "sign", id="half an encoding, which a text would finish"),
        pytest.param("https://api.example.org/?t={message}", "unknown placeholder", id="a mistyped name"),
        pytest.param("https://api.example.org/?t={Text}", "unknown placeholder", id="a capital"),
        pytest.param("https://api.example.org/?t={{text}}", "sign", id="two braces"),
    ],
)  # fmt: skip
def test_an_address_that_can_not_be_sound_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        template.address(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("to={to}&{text}=1", "name", id="a text for a field's name"),
        pytest.param("{text}", "name", id="a text for the whole form"),
        pytest.param("to={to}&m=Dear {text}", "form", id="a blank"),
        pytest.param("to={to}\nm={text}", "form", id="two lines"),
        pytest.param("m={txt}", "unknown placeholder", id="a mistyped name"),
    ],
)
def test_a_form_that_can_not_be_sound_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        template.form(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param('{"to": {to}}', "JSON", id="no quotation marks"),
        pytest.param('{"to": "{to}",}', "JSON", id="a comma too many"),
        pytest.param('{"{text}": 1}', "name", id="a text for a field's name"),
        pytest.param('{"a": [{"{to}": 1}]}', "name", id="the same further in"),
        pytest.param('{"to": "{number}"}', "unknown placeholder", id="a mistyped name"),
        pytest.param("[" * 100_000, "JSON", id="too deep"),
    ],
)
def test_json_that_can_not_be_sound_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        template.document(written)
