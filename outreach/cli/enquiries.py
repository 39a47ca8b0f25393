"""``outreach enquiries``: what is asked and needed, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from outreach.cli.days import DAY
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.inbox import noting, settling
from outreach.inbox.clerk import Clerk
from outreach.inbox.noting import Typed
from outreach.model.enquiry import KINDS, STATES, WAYS
from outreach.model.errors import InputError, Problem
from outreach.model.masking import masked
from outreach.model.words import shown
from outreach.reports import files, scoping
from outreach.reports.asked import BY, most
from outreach.settings import read_settings
from outreach.store import Connection, directory, enquiries, users
from outreach.store.asked import Over
from outreach.store.directory import Organisation
from outreach.store.enquiries import Enquiry
from outreach.wording.dates import instant

#: Enquiries listed, and characters of each.
MOST, LONGEST = 200, 160
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_NUMBER = click.argument("key", metavar="NUMBER", type=int)
_BY_HAND = [way for way in WAYS if way != "text"]


@click.group("enquiries")
def enquiries_() -> None:
    """Keep, assign, answer and count what organisations ask and need."""


@enquiries_.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """List what waits to be answered, the oldest first."""
    click.echo(do(read_settings(), "list_enquiries", json=as_json))


@enquiries_.command()
@click.argument("organisation")
@click.option("--words", required=True, help="What was said.")
@click.option(
    "--kind", type=click.Choice([*KINDS]), default="question", show_default=True
)
@click.option("--way", type=click.Choice(_BY_HAND), default="phone", show_default=True)
@click.option("--language", default="en", show_default=True)
@click.option("--topic", "topics", multiple=True, help="May be given several times.")
@click.option("--about", default="", metavar="REF", help="An announcement’s id.")
@click.option("--on", "day", default="", metavar="DAY", help="When; else today.")
@_JSON
@AS
def note(as_json: bool, signs: str | None, **typed: Any) -> None:
    """Write down what ORGANISATION (its name or number) asked by phone, post or in a meeting."""
    typed["topics"] = list(typed["topics"])
    click.echo(
        do(read_settings(), "note_enquiry", typed=typed, json=as_json, signs=signs)
    )


@enquiries_.command()
@_NUMBER
@click.argument("login", metavar="USER")
@AS
def assign(key: int, login: str, signs: str | None) -> None:
    """Give enquiry NUMBER to USER."""
    _do(key, "assign", signs, login)


@enquiries_.command()
@_NUMBER
@click.option("--text", "words", help="Send these words to the phone.")
@click.option("--by", type=click.Choice(_BY_HAND), help="Answered otherwise.")
@click.option("--told", help="What was said then.")
@AS
def answer(
    key: int, words: str | None, by: str | None, told: str | None, signs: str | None
) -> None:
    """Answer enquiry NUMBER by text, or say that it was answered otherwise."""
    if (words is None) == (by is None) or (by is None) != (told is None):
        raise click.UsageError("Say --text, or --by and --told.")
    if words is not None:
        _do(key, "answer", signs, words)
    else:
        _do(key, "told", signs, str(by), str(told))


@enquiries_.command()
@_NUMBER
@click.option("--reason", required=True)
@AS
def close(key: int, reason: str, signs: str | None) -> None:
    """Close enquiry NUMBER without an answer."""
    _do(key, "close", signs, reason)


@enquiries_.command()
@_NUMBER
@AS
def reopen(key: int, signs: str | None) -> None:
    """Let enquiry NUMBER wait again."""
    _do(key, "reopen", signs)


@enquiries_.command("most")
@click.option("--by", type=click.Choice([*BY]), default="topic", show_default=True)
@click.option("--from", "first", type=DAY, help="First day, by the office's clock.")
@click.option("--to", "last", type=DAY, help="Last day.")
@click.option("--csv", "path", type=click.Path(dir_okay=False, path_type=Path))
@_JSON
def most_(
    by: str, first: date | None, last: date | None, path: Path | None, as_json: bool
) -> None:
    """Count what is asked most."""
    if (first is None) != (last is None):
        raise click.UsageError("Say both --from and --to, or neither.")
    days = [str(first), str(last)] if first and last else None
    form = "csv" if path else "json" if as_json else "text"
    said = do(read_settings(), "count_enquiries", by=by, days=days, form=form)
    if path is None:
        click.echo(said)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(said)
    click.echo(path)


def _do(key: int, what: str, signs: str | None, *told: str) -> None:
    values = {"key": key, "what": what, "told": list(told), "signs": signs}
    click.echo(do(read_settings(), "settle_enquiry", **values))


@act
def list_enquiries(office: Office, values: Mapping[str, Any]) -> str:
    """What waits, one a line."""
    with office.store.read() as connection:
        found = enquiries.waiting(connection, most=MOST)
        number = enquiries.counts(connection).waiting
        topics = enquiries.topics_of(connection, [one.id for one in found])
        names = {user.id: user.login for user in users.all_users(connection)}
    if values["json"]:
        lines = (_json(one, topics[one.id], names) for one in found)
        return "\n".join(lines)
    said = [_line(one, names, office.settings.timezone) for one in found]
    if number > len(found):
        said.append(f"… and {number - len(found):,} more.")
    return "\n".join(said or ["Nothing waits to be answered."])


@act
def note_enquiry(office: Office, values: Mapping[str, Any]) -> str:
    """Keep what came by phone, post or in a meeting."""
    typed = dict(values["typed"])
    with office.store.write() as connection:
        clerk = _clerk(connection, office, values["signs"])
        whose = _named(connection, typed.pop("organisation"))
        key = noting.note_down(clerk, whose, Typed(**typed))
    if values["json"]:
        return json.dumps({"id": key, "organisation": whose.name}, ensure_ascii=False)
    return f"Enquiry {key} of {shown(whose.name, 60)} is kept."


@act
def settle_enquiry(office: Office, values: Mapping[str, Any]) -> str:
    """Assign, answer, close or open again."""
    acts: dict[str, Callable[..., None]] = {
        "assign": settling.assign,
        "answer": settling.answer,
        "told": settling.told,
        "close": settling.close,
        "reopen": settling.reopen,
    }
    with office.store.write() as connection:
        clerk = _clerk(connection, office, values["signs"])
        found = enquiries.get(connection, values["key"], lock=True)
        if found is None:
            raise InputError(f"There is no enquiry {values['key']}.")
        acts[values["what"]](clerk, found, *values["told"])
        now = enquiries.get(connection, found.id)
    return f"Enquiry {found.id} is {STATES[now.state] if now else 'gone'}."


@act
def count_enquiries(office: Office, values: Mapping[str, Any]) -> str:
    """What is asked most, as text, JSON or CSV."""
    over = Over()
    if values["days"]:
        days = scoping.days(*values["days"])
        start, end = scoping.instants(office.settings, *days)
        over = Over(start=start, end=end)
    with office.store.read() as connection:
        table = most(connection, values["by"], over)
    if values["form"] == "csv":
        return files.table_as_csv(table)
    rows = (dict(zip(table.heads, row, strict=True)) for row in table.rows)
    if values["form"] == "json":
        return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    said = [f"{row[-1]:,}  {shown(row[0], LONGEST)}" for row in table.rows]
    return "\n".join(said or ["Nothing was asked."])


def _clerk(connection: Connection, office: Office, signs: str | None) -> Clerk:
    return Clerk(
        connection=connection,
        settings=office.settings,
        secret=office.store.secret,
        actor=signer(connection, office, signs, "author"),
        now=office.now,
    )


def _named(connection: Connection, name: str) -> Organisation:
    """The organisation with that number or name, in any letter case. Raises InputError."""
    wanted = name.strip()
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 16:
        found = directory.get_organisation(connection, int(wanted))
        if found:
            return found
    some = directory.organisations_named(connection, wanted, MOST)
    same = [key for key, known, *_ in some if known.casefold() == wanted.casefold()]
    if len(same) == 1 and (found := directory.get_organisation(connection, same[0])):
        return found
    many = ", ".join(str(key) for key in same)
    told = (
        f"is the name of several: say the number, {many}." if same else "is not known."
    )
    raise InputError([Problem("organisation", f"“{shown(wanted)}” {told}")])


def _line(one: Enquiry, names: Mapping[int, str], zone: str) -> str:
    """A stranger's words: on one line, and nothing in them that a terminal obeys."""
    who = one.organisation or (masked(one.sender) if one.sender else "nobody knows who")
    state = (
        f"assigned to {names.get(one.user_id or 0, '?')}"
        if one.user_id
        else "nobody’s yet"
    )
    words = shown(masked(one.words or ""), LONGEST) or "(empty)"
    at = instant(one.asked_at, zone)
    return f"{one.id}  {one.kind}  {shown(who, 60)}  {at}  {state}  {words}"


def _json(one: Enquiry, topics: Sequence[str], names: Mapping[int, str]) -> str:
    found = {
        "id": one.id,
        "kind": one.kind,
        "way": one.way,
        "organisation": one.organisation,
        "sender": masked(one.sender) if one.sender else None,
        "asked_at": one.asked_at.isoformat(timespec="seconds"),
        "language": one.language,
        "announcement": one.announcement_id,
        "topics": list(topics),
        "words": masked(one.words or ""),
        "state": one.state,
        "assigned_to": names.get(one.user_id) if one.user_id else None,
    }
    return json.dumps(found, ensure_ascii=False)
