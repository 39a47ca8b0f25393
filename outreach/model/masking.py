"""Personal data out of texts that are kept: logs and faults told by strangers' code.

Numbers that only may be phone numbers go too: a log is read by more people than the
directory, and a masked count can be found again, a published number can't be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

#: How a plus or an end of line is written where a text was escaped before it got here.
_ESCAPED = r"\\[nrt]|\\x2[bB]|\\u002[bB]|%2[bB]"
_BETWEEN = r"[ \t\u00a0\u202f().\-\u2010\u2011\u2013/]{0,3}"
_NUMBERS = re.compile(
    # Kept: dates, our own stamps, checksums.
    r"(?P<kept>(?<![\d+])(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[+-]\d\d:\d\d)?)?"
    r"|(?<![0-9A-Za-z])\d{8}T\d{6}Z"
    r"|(?<![0-9A-Za-z])[0-9a-fA-F]{32,}(?![0-9A-Za-z]))"
    rf"|(?:(?P<before>{_ESCAPED})|(?<![0-9A-Za-z](?=\d)))"
    rf"(?P<plus>\+|00)?(?P<number>\(?\d(?:{_BETWEEN}\d){{6,}})"
)
_HIDDEN = "•••"
#: What is around personal data or secrets stays, so that the fault can still be found.
_AROUND: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), r"\g<1>" + _HIDDEN + r"\g<2>")
    for pattern in (
        # SQLAlchemy, PostgreSQL and pydantic quote the values that they choke on.
        r"(\[parameters: ).*?(\](?=\n|$))",
        r"(Key \([^)]*\)=\().*?(\)(?= already| is | conflicts| still))",
        r"(Failing row contains \().*?(\)\.)",
        r"(input_value=).*?(, input_type=)",
        r"((?i:bearer|basic) )[A-Za-z0-9+/=._~-]{6,}()",
        r"(/sign-in/link/)[^\s\"'?#]+()",
        r"(://)[^/\s@]*(@)",
        # E-mail: mail servers repeat whom they refuse. Their domain stays.
        r"()(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]++(@(?:[\w-]+\.)+[\w-]{2,})",
        # Post-office boxes, in the languages that have them.
        r"((?i:\bP\.? ?O\.? ?Box|\bPrivate Bag|\bB\. ?P\.|\bBP|\bS\. ?L\. ?P\.|\bSLP|\bCasilla"
        r"|\bApartado(?: Postal)?|\bCaixa Postal|а/я|ص\. ?ب\.?|邮政信箱)[ .:№]*)\d[\w-]*()",
    )
)


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` with phone numbers, boxes, quoted values and secrets taken out.

    A number keeps its country's code, where it has one, and its last two digits.
    """
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    for pattern, hidden in _AROUND:
        text = pattern.sub(hidden, text)
    return _NUMBERS.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    digits = "".join(sign for sign in found["number"] if sign.isdigit())
    before = found["before"] or ""
    international = found["plus"] or before.lower() in ("\\x2b", "\\u002b", "%2b")
    code = _country_code(digits) if international else ""
    hidden = "•" * (len(digits) - len(code) - 2)
    return f"{before}{found['plus'] or ''}{code}{hidden}{digits[-2:]}"


def _country_code(digits: str) -> str:
    lengths = (digits[:length] for length in (1, 2, 3))
    return next((c for c in lengths if int(c) in COUNTRY_CODE_TO_REGION_CODE), "")
