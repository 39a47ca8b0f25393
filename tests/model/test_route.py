"""What a route may be, and which countries it leads to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model import money
from outreach.model.errors import InputError
from outreach.model.route import Route, read_route

SOUND = {"channel": "sms", "country": "KE", "gateway": "twilio"}


@pytest.mark.parametrize(
    ("typed", "field", "value", "why"),
    [
        ({"country": "ke"}, "country", "KE", "small letters"),
        ({"country": "+1"}, "country", "+1", "all that share a calling code"),
        ({"country": "*"}, "country", "*", "everywhere else"),
        (
            {"sender": "+254 711 000001", "sender_kind": "number"},
            "sender",
            "+254711000001",
            "as gateways take it",
        ),
        ({"sender": "22141", "sender_kind": "short code"}, "sender", "22141", "digits"),
        (
            {"sender": "Lake Net", "sender_kind": "alphanumeric"},
            "sender",
            "Lake Net",
            "a name",
        ),
        ({"sender_kind": "number"}, "sender", None, "the gateway picks its own"),
        ({"price": "0.0079"}, "price", Decimal("0.0079"), "a fraction of a cent"),
        ({"price": "0"}, "price", Decimal(0), "free is a price"),
        ({"price": ""}, "price", None, "not known is none"),
        ({"answerable": "Yes"}, "answerable", True, "a capital"),
    ],
)
def test_a_route_as_it_is_typed(typed: dict, field: str, value: object, why: str):
    assert getattr(read_route({**SOUND, **typed}, "USD"), field) == value, why


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"country": "Kenya"}, "country", "is no country"),
        ({"country": "+999"}, "country", "is no country"),
        ({"country": "+2547"}, "country", "is no country"),
        ({"country": ""}, "country", "is no country"),
        ({"gateway": " "}, "gateway", "is empty"),
        ({"sender": "22141"}, "sender", "has no kind"),
        ({"sender": "Lake", "sender_kind": "number"}, "sender", "is not a phone"),
        ({"sender": "22", "sender_kind": "short_code"}, "sender", "is no short code"),
        ({"sender": "221x", "sender_kind": "short_code"}, "sender", "no short code"),
        (
            {"sender": "Lake Network 1", "sender_kind": "alphanumeric"},
            "sender",
            "is no name that networks carry",
        ),
        (
            {"sender": "12345", "sender_kind": "alphanumeric"},
            "sender",
            "a letter among",
        ),
        ({"sender": "Été", "sender_kind": "alphanumeric"}, "sender", "a to z"),
        ({"sender_kind": "fax"}, "sender_kind", "is none of"),
        (
            {"sender_kind": "alphanumeric", "answerable": "yes"},
            "answerable",
            "nobody can answer a name",
        ),
        (
            {"sender_kind": "alphanumeric", "country": "US"},
            "sender_kind",
            "networks in United States refuse",
        ),
        (
            {"sender_kind": "alphanumeric", "country": "CA"},
            "sender_kind",
            "networks in Canada refuse",
        ),
        ({"price": "0,045"}, "price", "with a point"),
        ({"price": "-1"}, "price", "is not an amount"),
        ({"price": "1e3"}, "price", "is not an amount"),
        ({"price": "NaN"}, "price", "is not an amount"),
        ({"price": "0.0000001"}, "price", "at most six decimals"),
        ({"answerable": "perhaps"}, "answerable", "is neither yes nor no"),
        ({"note": "x" * 301}, "note", "is too long"),
        ({"note": "\x00"}, "note", "has a control character"),
        ({"sender": "x" * 100_000, "sender_kind": "number"}, "sender", "not a phone"),
    ],
)
def test_what_can_t_be_a_route_is_told_by_its_field(typed: dict, field: str, said: str):
    with pytest.raises(InputError) as error:
        read_route({**SOUND, **typed}, "USD")
    assert [p.field for p in error.value.problems] == [field]
    assert said in error.value.problems[0].message
    assert len(str(error.value)) < 250


def test_every_problem_is_told_at_once():
    with pytest.raises(InputError) as error:
        read_route({"country": "xx", "price": "dear"}, "USD")
    told = [p.field for p in error.value.problems]
    assert told == ["price", "channel", "country", "gateway"]


@pytest.mark.parametrize(
    ("route", "country", "code", "nearness", "why"),
    [
        ("KE", "KE", 254, 0, "its own country"),
        ("KE", "UG", 256, None, "a neighbour's"),
        ("+1", "JM", 1, 1, "shares the calling code"),
        ("+1", "KE", 254, None, "does not"),
        ("+7", "KZ", 7, 1, "so does Kazakhstan"),
        ("*", "KE", 254, 2, "everywhere else"),
        ("*", None, None, 2, "also where the country is not known"),
        ("KE", None, None, None, "which is no country in particular"),
    ],
)
def test_how_near_a_route_is(
    route: str, country: str | None, code: int | None, nearness: int | None, why: str
):
    found = Route(channel="sms", country=route, gateway="twilio")
    assert found.nearness(country, code) == nearness, why


AMOUNTS = st.decimals(0, 999_999, places=6, allow_nan=False)


@given(AMOUNTS)
def test_an_amount_is_kept_to_its_last_place(value: Decimal):
    assert money.of_parts(money.parts_of(value)) == value
    assert money.amount(money.plain(value)) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "1,234.50 KES"),
        (Decimal("0.0079"), "0.0079 KES"),
        (Decimal(0), "0.00 KES"),
        (Decimal("1E+3"), "1,000.00 KES"),
    ],
)
def test_an_amount_for_people(value: Decimal, shown: str):
    assert money.shown(value, "KES") == shown
