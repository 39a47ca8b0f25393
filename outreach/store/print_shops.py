"""The print shops of the directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from outreach.model.addresses import AddressKind, kind_of
from outreach.model.organisation import Printer
from outreach.model.printing import Area, PrintShop
from outreach.store.tables import KEPT, addressees, organisations


def print_shops(connection: Connection, countries: Collection[str]) -> list[PrintShop]:
    """Those in the countries, by id."""
    o = organisations.c
    printer = o.details["printer"]
    rows = connection.execute(
        select(o.id, o.name, o.country, o.region, o.district, printer.label("printer"))
        # as text: of what is not there SQLite says the text null otherwise
        .where(o.country.in_(countries), printer.as_string().is_not(None))
        .order_by(o.id)
    ).all()
    reached = _reached(connection, [row.id for row in rows])
    return [
        PrintShop(
            id=row.id,
            name=row.name,
            area=Area(row.country, row.region or "", row.district or ""),
            printer=Printer.model_validate(row.printer),
            address=tuple("\n".join(reached[row.id]["postal"][:1]).splitlines()),
            phones=tuple(dict.fromkeys(reached[row.id]["phone"])),
        )
        for row in rows
    ]


def _reached(
    connection: Connection, keys: Sequence[int]
) -> dict[int, dict[AddressKind, list[str]]]:
    """Their addresses by kind, whether or not they want to be sent anything there."""
    a = addressees.c
    rows = connection.execute(
        select(a.organisation_id, a.address)
        .where(a.organisation_id.in_(keys), KEPT)
        .order_by(a.id)
    )
    found: dict[int, dict[AddressKind, list[str]]]
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.organisation_id][kind_of(row.address)].append(row.address)
    return found
