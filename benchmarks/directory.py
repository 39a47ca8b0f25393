"""A directory of a million phones, made by the database itself in a few seconds."""

from __future__ import annotations

from sqlalchemy import Connection, text

from outreach.model.canonical import digest
from outreach.store import Store

#: One addressee in so many shares the phone of an earlier one.
SHARED = 100
#: A prime, and a multiplier that scatters the phones over all numbers below it.
_NUMBERS, _SCATTER = 999_999_937, 387_420_489

_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n) "
_ORGANISATIONS = """
INSERT INTO organisations (id, name, names, category, women_led, country, region,
                           languages, has_internet, details, created_at)
{count}SELECT i, 'Group ' || i, '{{}}', 'ngo', i % 3 = 0, 'KE', 'Kisumu County',
       '["en", "sw"]', false, '{{}}', '2027-01-01 00:00:00.000000' FROM n
"""
_ADDRESSEES = """
INSERT INTO addressees (id, organisation_id, channel, address, language, timezone,
                        profile, variants, copies, options, consented)
{count}SELECT i, i, 'sms', '+254' || (1000000000 + CAST(
         CASE WHEN i % {shared} = 0 THEN i / 2 / 2 * 2 + 1 ELSE i END AS bigint
       ) * :spread % {numbers}), CASE i % 2 WHEN 0 THEN 'en' ELSE 'sw' END,
       'Africa/Nairobi', :profile, '[]', 1, '{{}}', true FROM n
"""


def addressees_for(deliveries: int) -> int:
    """How many addressees have so many different phones."""
    return deliveries + (deliveries - 1) // (SHARED - 1)


def fill(store: Store, deliveries: int, *, scattered: bool) -> None:
    """Fill an empty directory so that a text to everybody makes so many deliveries.

    ``scattered``: phones in no order, as people have them; else each above the last.
    """
    with store.write() as connection:
        _insert(connection, _ORGANISATIONS, n=addressees_for(deliveries))
        _insert(
            connection,
            _ADDRESSEES,
            n=addressees_for(deliveries),
            spread=_SCATTER if scattered else 1,
            profile=digest({"variants": [], "copies": 1, "options": {}}),
        )


def _insert(connection: Connection, statement: str, **values: object) -> None:
    made = statement.format(count=_COUNT, shared=SHARED, numbers=_NUMBERS)
    connection.execute(text(made), values)
