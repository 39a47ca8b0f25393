"""Money: decimal from where it is typed to where it is shown, never a float."""

from __future__ import annotations

import re
from decimal import Decimal

#: As many whole parts of a unit are kept as a price may have: six places.
PARTS = 10**6
_WRITTEN = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


def amount(text: str) -> Decimal:
    """An amount as it was typed. Raises ValueError with a sentence without its subject."""
    if not _WRITTEN.fullmatch(text.strip()):
        raise ValueError(
            "is not an amount. Write it in digits, with a point before at most six "
            "decimals, such as 0.045."
        )
    return Decimal(text.strip())


def parts_of(value: Decimal | None) -> int | None:
    """The amount as it is stored: in millionths."""
    return None if value is None else int(value * PARTS)


def of_parts(parts: int | None) -> Decimal | None:
    """An amount from what is stored."""
    return None if parts is None else Decimal(parts) / PARTS


def plain(value: Decimal) -> str:
    """An amount as it may be typed again: two decimals, or as many as it has."""
    digits = f"{value:f}"
    whole, _, decimals = digits.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def shown(value: Decimal, currency: str) -> str:
    """An amount for people: ``1,234.50 KES``."""
    whole, _, decimals = plain(value).partition(".")
    return f"{int(whole):,}.{decimals} {currency}"
