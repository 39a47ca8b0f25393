"""Finished messages, as they arrive on a phone, and what staff are told of them."""

from __future__ import annotations

import pytest

from channels.sms import SmsOptions
from tests.channels.sms.sample import LANGUAGES, workshop

NUMBER = SmsOptions(answerable=True, opt_out=True)
NAME = SmsOptions()
REPLACED = {"replaces": "kisumu-water-26"}
ROWS = [
    *(
        pytest.param({}, language, variant, NUMBER, id=f"{language}-{variant}")
        for language in LANGUAGES
        for variant in ("short", "full")
    ),
    *(
        pytest.param({}, language, "short", NAME, id=f"{language}-short-from-a-name")
        for language in LANGUAGES
    ),
    *(
        pytest.param(
            {"notice": notice, **REPLACED},
            language,
            "full",
            SmsOptions(answerable=True, replaces="27/03"),
            id=f"{language}-{notice}",
        )
        for language in LANGUAGES
        for notice in ("correction", "cancellation")
    ),
    *(
        pytest.param(
            {"ends_at": "2027-05-07T12:00"},
            language,
            "short",
            NUMBER,
            id=f"{language}-three-days",
        )
        for language in LANGUAGES
    ),
]


@pytest.mark.parametrize(("changes", "language", "variant", "options"), ROWS)
def test_the_message_is_the_one_that_was_read(
    sms, golden, request, changes, language, variant, options
):
    made = sms.render(workshop(**changes), (language,), variant, options)
    measure = made.measure
    head = f"{measure.segments} {measure.encoding}, {measure.bytes} bytes"
    name = request.node.callspec.id

    golden(f"{name}.txt", "\n".join([head, *made.notes, "", made.text or "", ""]))
