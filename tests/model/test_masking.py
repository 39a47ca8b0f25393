"""Personal data and secrets in texts that are kept."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.masking import masked

DIGITS = "254722451983"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("to +254722451983.", "to +254•••••••83.", id="country code and last two digits stay"),
        pytest.param("+1 (212) 555-0164 ext 5", "+1••••••••64 ext 5", id="grouped, one-digit code"),
        pytest.param("+44\u00a07911\u2011123456", "+44••••••••56", id="no-break space and hyphen"),
        pytest.param("00254722451983", "00254•••••••83", id="the plus written as 00"),
        pytest.param(DIGITS, "••••••••••83", id="no plus: the code can't be told from the number"),
        pytest.param("(0722) 451-983", "••••••••83", id="a national number"),
        pytest.param("٠٧٢٢٤٥١٩٨٣", "••••••••٨٣", id="Arabic digits"),
        pytest.param("To=%2B254722451983&Body", "To=%2B254•••••••83&Body", id="in an address"),
        pytest.param(r"'Radio\n254722451983'", r"'Radio\n••••••••••83'", id="behind an escaped end of line"),
        pytest.param(r"\u002b254722451983", r"\u002b254•••••••83", id="plus as JSON may write it"),
        pytest.param(r"b'\x2b254722451983'", r"b'\x2b254•••••••83'", id="plus as Python may write it"),
        pytest.param("tel:+254722451983x12", "tel:+254•••••••83x12", id="letters behind it"),
        pytest.param("+254722451983+254722451984", "+254•••••••83+254•••••••84", id="two in one word"),
        pytest.param("17254722451983254722451984", "•" * 24 + "84", id="glued to other digits"),
        pytest.param("P.O. Box 14, Kisumu", "P.O. Box •••, Kisumu", id="a post-office box"),
        pytest.param("S.L.P. 123 Kisumu", "S.L.P. ••• Kisumu", id="in Swahili"),
        pytest.param("BP 1234, Bamako", "BP •••, Bamako", id="in French"),
        pytest.param("а/я 15", "а/я •••", id="in Russian"),
        pytest.param("550 5.1.1 <desk@ziwa.example>: unknown", "550 5.1.1 <•••@ziwa.example>: unknown", id="an e-mail address keeps its domain"),
        pytest.param("RCPT TO:<радио@ziwa.example>", "RCPT TO:<•••@ziwa.example>", id="one in Cyrillic"),
        pytest.param("Authorization: Bearer abc.def-123", "Authorization: Bearer •••", id="a bearer token"),
        pytest.param("GET /sign-in/link/AbC-9_x?next=/", "GET /sign-in/link/•••?next=/", id="a sign-in link"),
        pytest.param("postgresql://office:s3cret@db/o", "postgresql://•••@db/o", id="the database's password"),
        pytest.param("[parameters: ('+254', 'a]b\n', 3)]\n(Background", "[parameters: •••]\n(Background", id="SQLAlchemy's parameters"),
        pytest.param("Key (channel, address)=(radio, Lake (FM)\nKisumu) already exists.", "Key (channel, address)=(•••) already exists.", id="PostgreSQL quotes a postal address"),
        pytest.param("Failing row contains (1, Amina, Box).", "Failing row contains (•••).", id="PostgreSQL quotes a row"),
        pytest.param("[input_value='Dear\\nall', input_type=str]", "[input_value=•••, input_type=str]", id="pydantic quotes a text"),
    ],
)  # fmt: skip
def test_what_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2027-03-01 09:00:00,123 INFO", id="the time of a line"),
        pytest.param("2027-03-01T09:00:00+03:00", id="a moment with its zone"),
        pytest.param("kept/outreach-20270301T090000Z.zip", id="a backup's name"),
        pytest.param("chunk 3 of broadcast 12", id="small numbers"),
        pytest.param("K7QX2M-17", id="a delivery's id"),
        pytest.param("SM0123456789abcdef0123456789abcdef", id="a gateway's id"),
        pytest.param("0" * 64, id="a checksum"),
        pytest.param('File "/srv/send.py", line 123, in _create', id="a traceback"),
        pytest.param("http://127.0.0.1:8000", id="where the server listens"),
    ],
)
def test_what_a_log_needs_stays(text: str) -> None:
    assert masked(text) == text


def test_secrets_are_hidden_wherever_they_stand() -> None:
    assert masked("token=hunter22; hunter22", ["hunter22"]) == "token=•••; •••"


@given(
    st.text(max_size=30),
    st.from_regex(r"\+[1-9][0-9]{8,13}", fullmatch=True),
    st.text(max_size=30),
    st.sampled_from([str, repr, ascii, "%r".__mod__]),
)
def test_no_international_number_survives(
    before: str, number: str, after: str, shown: object
) -> None:
    hidden = masked(shown(f"{before}{number}{after}"))  # type: ignore[operator]
    assert not re.search(rf"{re.escape(number[1:-2])}", hidden)


@pytest.mark.parametrize(
    "piece", ["1 ", "(", "Key (", "BP ", "://", "0-", "P", "+", "a.", "a@b."]
)
def test_a_long_text_is_masked_in_time(piece: str) -> None:
    start = time.monotonic()
    masked(piece * 20_000)
    assert time.monotonic() - start < 5
