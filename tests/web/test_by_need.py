"""By need: chosen on the form, shown before and after, and kept by a series."""

from __future__ import annotations

import pytest

from tests.web.conftest import Office, words
from tests.web.test_series import FORM, newest, send


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        pytest.param("yes", True, id="chosen"),
        pytest.param("", False, id="every channel, as the form has it"),
    ],
)
def test_it_is_looked_at_and_approved(office: Office, chosen: str, kept: bool) -> None:
    office.neighbours()
    ref = office.announce()
    page = send(office.browser("author"), ref, by_need=chosen)
    assert newest(office).by_need is kept
    assert ("each organisation by the one that it prefers" in page) is kept
    assert ("it by every channel" in page) is kept


def test_a_series_keeps_it(office: Office) -> None:
    author = office.browser("author")
    assert author.send("/series", {**FORM, "by_need": "yes"}).status_code == 303
    assert ", by need." in words(author.get("/series").text)
