"""What is told at a glance is what ``phonenumbers`` says."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumberFormat, PhoneNumberType

from outreach.model.numbering import mobile_at_a_glance
from outreach.model.phones import read_phone

CODES = sorted(COUNTRY_CODE_TO_REGION_CODE)
#: A code, and the regions that share it.
ALONE = [
    regions[0]
    for regions in COUNTRY_CODE_TO_REGION_CODE.values()
    if len(regions) == 1 and regions[0].isalpha()
]


def national(region: str) -> str:
    found = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    return str(found.national_number) if found else ""


SAMPLES = [
    f"{phonenumbers.country_code_for_region(region)}{digits}"
    for regions in COUNTRY_CODE_TO_REGION_CODE.values()
    for region in regions
    if (digits := national(region))
]


@st.composite
def written(draw: st.DrawFn) -> str:
    """A number of some plan, rightly or wrongly copied, with gaps anywhere."""
    digits = draw(st.sampled_from(SAMPLES) | st.sampled_from(CODES).map(str))
    kept = draw(st.integers(1, len(digits)))
    digits = digits[:kept] + draw(st.text("0123456789", max_size=11))
    gaps = draw(st.lists(st.sampled_from(["", "", "", " ", "-", " - "]), max_size=9))
    parts = [f"{digit}{gap}" for digit, gap in zip(digits, gaps, strict=False)]
    return f"+{''.join(parts)}{digits[len(parts) :]}"


@settings(max_examples=400)
@given(written())
@example("+2540722000001")
@example("+39 347 1234567")
@example("+5491123456789")
@example("+52 1 33 1234 5678")
@example("+254 722 000001 ")
def test_it_says_what_the_library_says_or_nothing(text: str):
    if found := mobile_at_a_glance(text):
        assert found == read_phone(text).e164


@settings(max_examples=400)
@given(st.sampled_from(SAMPLES), st.text("0123456789", max_size=9), st.integers(0, 9))
def test_it_says_so_of_numbers_near_sound_ones(sample: str, ends: str, keep: int):
    text = f"+{sample[: len(sample) - keep]}{ends[:keep]}"
    if found := mobile_at_a_glance(text):
        assert found == read_phone(text).e164


@pytest.mark.parametrize("region", ALONE)
def test_it_tells_the_mobile_numbers_of_a_code_of_one_country(region: str):
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if number is None or region == "AR":  # no mobiles; or its plan moves their digits
        return
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    assert mobile_at_a_glance(e164) == e164


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("+1 868 620 1234", "several countries share +1", id="shared code"),
        pytest.param("+254 20 2012345", "a fixed line", id="fixed line"),
        pytest.param("+254 0722 000001", "a digit is stripped", id="trunk prefix"),
        pytest.param("+254722000001 ext. 5", "an extension", id="extension"),
        pytest.param("00254722000001", "no plus", id="no plus"),
        pytest.param("+800 1234 5678", "no country", id="no country"),
        pytest.param("+254 722 00000", "too short", id="too short"),
        pytest.param("+٢٥٤722000001", "other digits", id="other digits"),
    ],
)
def test_it_says_nothing_of_what_may_be_something_else(text: str, why: str):
    assert mobile_at_a_glance(text) is None, why
