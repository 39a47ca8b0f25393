"""The topic words that a form offers for an enquiry."""

from __future__ import annotations

from outreach.inbox.asking import topics_of
from outreach.store import Connection, directory


def offered(
    connection: Connection, ref: str | None, organisation_id: int | None
) -> list[str]:
    """Those of the announcement that it is about, and of the organisation."""
    found = (
        directory.get_organisation(connection, organisation_id)
        if organisation_id
        else None
    )
    words = (*topics_of(connection, ref), *(found.topics if found else ()))
    return list(dict.fromkeys(words))
