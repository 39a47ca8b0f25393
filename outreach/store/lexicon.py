"""The office's lexicon: how names and short forms are said, by language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from outreach.model.errors import InputError
from outreach.model.lexicon import MOST, Saying
from outreach.store.audit import Actor, record
from outreach.store.rows import in_turn
from outreach.store.tables import sayings


def all_sayings(
    connection: Connection, language: str | None = None
) -> tuple[Saying, ...]:
    """Every line, or those of a language; by language and what is written."""
    s = sayings.c
    wanted = select(s.language, s.written, s.spoken, s.respelling)
    if language is not None:
        wanted = wanted.where(s.language == language)
    rows = connection.execute(wanted.order_by(s.language, s.written))
    return tuple(Saying.model_validate(dict(row._mapping)) for row in rows)


def put_saying(
    connection: Connection, saying: Saying, actor: Actor, now: datetime
) -> None:
    """Add a line, or replace that of the same language and written form."""
    in_turn(connection, "lexicon")
    _drop(connection, saying.language, saying.written)
    s = sayings.c
    there = connection.execute(
        select(func.count()).where(s.language == saying.language)
    ).scalar_one()
    if there >= MOST:
        raise InputError(
            f"The lexicon has {MOST:,} lines in this language. Remove one first."
        )
    connection.execute(insert(sayings).values(saying.model_dump()))
    detail = saying.model_dump(exclude={"written"})
    record(connection, actor, now, "set saying", saying.written, **detail)


def remove_saying(
    connection: Connection, language: str, written: str, actor: Actor, now: datetime
) -> None:
    """Remove a line. Raises InputError where there is none."""
    in_turn(connection, "lexicon")
    if not _drop(connection, language, written):
        raise InputError(f"The lexicon has no “{written[:40]}” in {language}.")
    record(connection, actor, now, "remove saying", written, language=language)


def _drop(connection: Connection, language: str, written: str) -> int:
    s = sayings.c
    return connection.execute(
        sayings.delete().where(s.language == language, s.written == written)
    ).rowcount
