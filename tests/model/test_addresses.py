"""An e-mail address is told from a postal one, and written in one way."""

from __future__ import annotations

import pytest

from outreach.model.addresses import kind_of, read_address


@pytest.mark.parametrize(
    ("typed", "stored", "kind"),
    [
        pytest.param(" desk@ziwa.example ", "desk@ziwa.example", "email", id="blanks around it"),
        pytest.param("Desk@Ziwa.Example", "desk@ziwa.example", "email", id="one spelling: an opt-out holds for each"),
        pytest.param("desk+news@ziwa.example", "desk+news@ziwa.example", "email", id="a tag"),
        pytest.param("desk@радио.example", "desk@xn--80aimyg.example", "email", id="a domain in Cyrillic"),
        pytest.param("радио@ziwa.example", "радио@ziwa.example", "email", id="a mailbox in Cyrillic"),
        pytest.param("P.O. Box 14\n\n Kisumu ", "P.O. Box 14\nKisumu", "postal", id="lines"),
        pytest.param("P.O. Box 14, Kisumu, desk@ziwa.example", "P.O. Box 14, Kisumu, desk@ziwa.example", "postal", id="post that mentions e-mail"),
        pytest.param("Redio Ziwa\ndesk@ziwa.example", "Redio Ziwa\ndesk@ziwa.example", "postal", id="lines of which one is e-mail"),
        pytest.param("+254711000001", "+254711000001", "phone", id="a phone"),
    ],
)  # fmt: skip
def test_addresses_are_read_and_told_apart(typed: str, stored: str, kind: str) -> None:
    assert read_address(typed) == stored
    assert read_address(stored) == stored
    assert kind_of(stored) == kind


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("desk@ziwa", id="no top-level domain"),
        pytest.param("@ziwa.example", id="nobody"),
        pytest.param("desk@", id="nowhere"),
        pytest.param("a@b@c.example", id="two signs"),
        pytest.param("desk@ziwa.example,x@y.example", id="two addresses"),
        pytest.param("Redio Ziwa <desk@ziwa.example>", id="with a name"),
        pytest.param("mailto:desk@ziwa.example", id="a link"),
        pytest.param("desk@-ziwa.example", id="a label with a hyphen first"),
        pytest.param("desk@[127.0.0.1]", id="a machine"),
        pytest.param("=?utf-8?q?=0abcc=3ax?=@ziwa.example", id="an encoded header"),
        pytest.param("desk.@ziwa.example", id="a dot last"),
        pytest.param("desk@straße.example", id="another domain by the older rules"),
        pytest.param("x" * 65 + "@ziwa.example", id="longer than RFC 5321 allows"),
        pytest.param("desk@" + "z." * 130 + "example", id="a domain of 260 letters"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="is no e-mail address") as caught:
        read_address(typed)
    assert str(caught.value).endswith(".")
