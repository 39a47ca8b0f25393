"""How phone numbers are read, and what staff are told of those that are none."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from outreach.model.phones import country_of, national, phone_of, read_phone


@pytest.mark.parametrize(
    ("typed", "read", "why"),
    [
        ("+254 722 451983", "+254 722 451983, Kenya, mobile", "as people write it"),
        ("+254722451983", "+254 722 451983, Kenya, mobile", "as machines write it"),
        (
            "+254 0722 451983",
            "+254 722 451983, Kenya, mobile",
            "the 0 of calls at home",
        ),
        ("+٢٥٤٧٢٢٤٥١٩٨٣", "+254 722 451983, Kenya, mobile", "Arabic digits"),
        (
            "+1 212 555 0164",
            "+1 212-555-0164, United States, mobile or fixed line",
            "a plan that does not part them",
        ),
        (
            "+1 416 555 0123",
            "+1 416-555-0123, Canada, mobile or fixed line",
            "+1 is not one country",
        ),
        ("+7 701 234 5678", "+7 701 234 5678, Kazakhstan, mobile", "nor is +7"),
        ("+7 916 123 45 67", "+7 916 123-45-67, Russia, mobile", "its other country"),
        ("+44 7911 123456", "+44 7911 123456, Guernsey, mobile", "nor is +44"),
        ("+44 7400 123456", "+44 7400 123456, United Kingdom, mobile", "its first"),
    ],
)
def test_a_mobile_is_read_with_its_country_and_kind(typed: str, read: str, why: str):
    assert str(read_phone(typed)) == read, why


SHORT, NONE = "but a short code or an emergency number", "is not a phone number"


@pytest.mark.parametrize(
    ("typed", "said", "why"),
    [
        ("0722 451983", "If this is meant, write +254 722 451983 (Kenya).", "no code"),
        ("00254722451983", "If this is meant, write +254 722 451983", "00 for +"),
        ("+0", "no country has its code", "no country begins with 0"),
        ("+999 12345678", "no country has its code", "a code nobody has"),
        ("911", SHORT, "an emergency number"),
        ("22141", SHORT, "a short code: who sends, never who gets"),
        ("+254 722", "has too few digits", "cut off"),
        ("+254 722 451983 99", "has too many digits", "one group too many"),
        ("+225 01020304", "has too few digits", "the eight digits of the plan of old"),
        ("+254 20 2222222", "is a fixed line (Kenya): offer radio or print", "a desk"),
        ("+44 20 7946 0018", "is a fixed line (United Kingdom)", "of a shared code"),
        ("+1 800 356 9377", "is a toll-free number", "no phone in a pocket"),
        ("+254 300 100 055", "is not in the numbering plan (Kenya)", "no such range"),
        (
            "+44 7700 900123",
            "belongs to no country",
            "one of several, which nobody knows",
        ),
        ("+254722451983 ext 5", NONE, "a text can't be put through"),
        ("+254722451983 #5", NONE, "another way to write that"),
        ("+254722451983/+254733451983", NONE, "two: which?"),
        ("+254 722 WATER", NONE, "a word on the keys"),
        ("+254722451983\x00", NONE, "NUL"),
        ("call me", NONE, "words"),
        ("", NONE, "nothing"),
        ("x" * 100_000, NONE, "100 kB of letters"),
        ("+" + "1" * 100_000, NONE, "100 kB of digits"),
    ],
)
def test_what_no_text_can_reach_is_told_in_a_sentence(typed: str, said: str, why: str):
    with pytest.raises(ValueError, match=r"\.$") as error:
        read_phone(typed, home="KE")
    assert said in str(error.value), why
    assert len(str(error.value)) < 250


@pytest.mark.parametrize(
    ("typed", "taken", "why"),
    [
        ("+254 300 100 055", True, "staff vouch for a range newer than the library"),
        (
            "+44 7700 900123",
            False,
            "its country decides the price, and nobody knows it",
        ),
        ("+254 20 2222222", False, "a fixed line is one whoever vouches for it"),
        ("+254 722", False, "nor does a number grow"),
        ("+98 000000", False, "read again, it would lose one more of its zeros"),
    ],
)
def test_staff_may_vouch_for_what_the_plan_does_not_list(
    typed: str, taken: bool, why: str
):
    try:
        found = read_phone(typed, unlisted=True)
    except ValueError:
        assert not taken, why
    else:
        assert taken, why
        assert found.kind == "not in the numbering plan"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("+254722451983", "KE"),
        ("+14165550123", "CA"),
        ("+254300100055", "KE"),
        ("+80012345678", None),
        ("+9991234567", None),
        ("P.O. Box 14\nKisumu", None),
        ("+1 is our way", None),
    ],
)
def test_the_country_of_an_address(address: str, country: str | None):
    assert country_of(address) == country


@pytest.mark.parametrize(
    ("typed", "country", "dialled", "why"),
    [
        ("+254722451983", "KE", "0722 451983", "a trunk zero"),
        ("+254 20 2345678", "KE", "020 2345678", "with the code of a town"),
        ("+254722451983", "UG", None, "heard in another country"),
        ("+254722451983", None, None, "heard who knows where"),
        ("+390612345678", "IT", "06 1234 5678", "Italy's zero is the number's own"),
        ("+393381234567", "IT", "338 123 4567", "and its mobiles have none"),
        ("+221771234567", "SN", "77 123 45 67", "no trunk prefix"),
        ("+12125550123", "US", "(212) 555-0123", "a shared code, in its country"),
        ("+12125550123", "CA", None, "a shared code, in another"),
        ("+77172123456", "RU", None, "of Kazakhstan, though both have +7"),
        ("+79161234567", "RU", "8 (916) 123-45-67", "a trunk eight"),
        ("+36201234567", "HU", "06 20 123 4567", "a trunk prefix of two digits"),
        ("+5491123456789", "AR", "011 15-2345-6789", "a mobile is dialled by another prefix"),
        ("+5215512345678", "MX", None, "an old form that nobody dials any more"),
        ("+80012345678", "CH", None, "of no country"),
        ("+2547224519", "KE", None, "too short for the plan"),
        ("0722451983", "KE", None, "without its country code"),
        ("no number", "KE", None, "no number at all"),
    ],
)  # fmt: skip
def test_a_number_is_dialled_so_in_its_country(
    typed: str, country: str | None, dialled: str | None, why: str
):
    assert national(typed, country) == dialled, why


@given(
    st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)),
    st.sampled_from([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE]),
    st.integers(0, 999),
)
def test_what_is_dialled_reaches_the_same_number(country: str, kind: int, last: int):
    """In every country of the world: the example of its plan, with other last digits."""
    example = phonenumbers.example_number_for_type(country, kind)
    assume(example is not None)
    typed = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    typed = f"{typed[:-3]}{last:03}"
    if dialled := national(typed, country):
        assert phonenumbers.parse(dialled, country) == phonenumbers.parse(typed)


@given(st.text(alphabet="+0123456789 ()-.", max_size=20))
def test_what_is_read_reads_the_same_again(typed: str):
    try:
        found = read_phone(typed, unlisted=True)
    except ValueError:
        return
    assert phone_of(found.e164) == found
    assert country_of(found.e164) == found.country
