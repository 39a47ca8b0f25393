"""What of an address a viewer sees: its owner recognises it, and nobody can use it."""

from __future__ import annotations

import pytest

from outreach.web.pages import masked


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("+254722451983", "+254•••••••83", id="a phone"),
        pytest.param("desk@ziwa.example", "d•••@ziwa.example", id="e-mail"),
        pytest.param("P.O. Box 14\nKisumu", "P.O. Box 14\nKisumu", id="post is no secret"),
        pytest.param("", "", id="none"),
    ],
)  # fmt: skip
def test_an_address_is_masked_by_its_kind(address: str, shown: str) -> None:
    assert masked(address) == shown
