"""The number that takes the reply word stands wherever the word does, if it is not the
contact's.
"""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from channels.print.options import PrintOptions
from tests.channels.print.sample import made, plain
from tests.channels.print.test_limits import within_page
from tests.channels.print.test_scripts import ARTICLE, sample
from tests.typesetting.reading import text_of

JOIN = {"registration": {"how": ["sms"], "keyword": "JOIN 14"}}


def plainly(text: str) -> str:
    """``text`` without the marks and blanks that only a setter sees."""
    return (
        re.sub("[\u2066-\u2069]", "", text)
        .replace("\u00a0", " ")
        .replace("\u2011", "-")
    )


@pytest.mark.parametrize("variant", ["poster", "poster-a3", "handbill", "large"])
@pytest.mark.parametrize(
    ("number", "written"),
    [("+254700000099", "+254 700 000099"), ("20880", "20880")],
)
def test_a_reply_word_has_its_number(variant, number, written):
    found = made(variant, plain(**JOIN), reply_word="JOIN 14", reply_to=number)

    said = plainly(found.text)
    assert f"Reply word: JOIN 14 ({written})" in said
    assert f"Scan to text JOIN 14 to {written}" in said


def test_a_strip_tells_the_number_beside_the_word():
    found = made("poster", plain(**JOIN), reply_word="JOIN 14", reply_to="20880")

    said = plainly(text_of(found.files[0].data))
    assert said.count("text message: JOIN 14 (20880) +254 300000014") > 3


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_it_is_set_in_every_script(language):
    given = sample(language)
    given["texts"][language]["body"] = ""

    found = made("poster", given, language, labels="en", reply_word="JOIN 14", reply_to="20880")  # fmt: skip

    assert "(20880)" in plainly(found.text)
    assert within_page(found.files[0].data)


@pytest.mark.parametrize(
    "wrong", ["JOIN", "+0", "12", "+254 700", "tel:1", "20880\n", "+99912345"]
)
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ValidationError):
        PrintOptions(reply_to=wrong)
