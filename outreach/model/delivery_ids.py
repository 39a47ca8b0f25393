"""How a delivery is called outside: ``K7QX2M-17`` is the 17th of broadcast K7QX2M."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.model.errors import InputError


def public_id(code: str, seq: int) -> str:
    """A delivery's id as gateways and people see it: ``K7QX2M-17``."""
    return f"{code}-{seq}"


def parts_of(delivery: str) -> tuple[str, int] | None:
    """The code and the number of a public id; None if it is none."""
    code, _, seq = delivery.rpartition("-")
    return (code, int(seq)) if code and _is_number(seq) else None


def numbers_of(ids: Iterable[str]) -> dict[str, list[int]]:
    """Public ids by broadcast: its code, and the numbers. Raises InputError."""
    found: dict[str, list[int]] = {}
    for one in ids:
        parts = parts_of(one.strip().upper())
        if parts is None:
            raise InputError(f"“{one[:40]}” is not a delivery. Write it as K7QX2M-17.")
        found.setdefault(parts[0], []).append(parts[1])
    return found


def _is_number(text: str) -> bool:
    """As the databases count: up to 64 bits."""
    return text.isascii() and text.isdecimal() and len(text) < 19
