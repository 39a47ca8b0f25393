"""``outreach evidence``: what proves that a broadcast was aired, and writing it down."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from outreach import registry
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.inbox import recording
from outreach.inbox.recording import GRADES, MOST_BYTES, WAYS, Typed
from outreach.model.errors import InputError
from outreach.settings import read_settings
from outreach.store import Connection, airplay, broadcasts, evidence
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence
from outreach.wording.dates import instant


@click.command("evidence")
@click.argument("code", metavar="BROADCAST")
@click.option("--station", metavar="NAME", help="Whose report it is.")
@click.option("--grade", type=click.Choice(GRADES), help="A recording, B log, C told.")
@click.option("--way", type=click.Choice(WAYS), default="phone", show_default=True)
@click.option("--told", default="", metavar="TEXT", help="As 3 12MAR 0700 1300 1900.")
@click.option("--note", default="", metavar="TEXT")
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--corrects", type=int, metavar="NUMBER", help="In place of this one.")
@AS
def evidence_(
    code: str,
    station: str | None,
    grade: str | None,
    way: str,
    told: str,
    note: str,
    path: Path | None,
    corrects: int | None,
    signs: str | None,
) -> None:
    """List what proves that BROADCAST was aired, or write down what came of a station.

    A: a recording or a third party's certificate. B: a signed log. C: told by phone.
    """
    if station is None and grade is None:
        click.echo(do(read_settings(), "list_evidence", code=code))
        return
    if station is None or grade is None:
        raise click.UsageError("Say both --station and --grade.")
    values = {
        "code": code,
        "station": station,
        "grade": grade,
        "way": way,
        "told": told,
        "note": note,
        "corrects": corrects,
        "file": _read(path) if path else "",
    }
    click.echo(do(read_settings(), "put_down_evidence", signs=signs, **values))


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return b64encode(file.read(MOST_BYTES + 1)).decode()


@act
def list_evidence(office: Office, values: Mapping[str, Any]) -> str:
    """All evidence of a broadcast, and how its stations stand."""
    with office.store.read() as connection:
        found = broadcasts.by_code(connection, values["code"])
        told = evidence.of_broadcast(connection, found.id)
        sent = _stations(connection, found)
    stands = {one.id for one in evidence.standing(told)}
    said = [_line(one, one.id in stands, office.settings.timezone) for one in told]
    account = airplay.account(sent, told)
    counts = (f"{key}: {len(names)}" for key, names in account.stations.items())
    said.append(f"Stations sent a script: {account.sent}. {', '.join(counts)}".strip())
    return "\n".join(said)


@act
def put_down_evidence(office: Office, values: Mapping[str, Any]) -> str:
    """Append what came of a station."""
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        found = broadcasts.by_code(connection, values["code"])
        typed = Typed(
            organisation_id=_named(connection, found, values["station"]),
            grade=values["grade"],
            way=values["way"],
            told=values["told"],
            note=values["note"],
            corrects=values["corrects"],
            file=b64decode(values["file"]),
        )
        key = recording.put_down(connection, found, typed, actor, office.now)
    return f"Evidence {key} of broadcast {found.code} is kept."


def _stations(connection: Connection, found: Broadcast) -> dict[int, str]:
    return airplay.stations(connection, found.id, registry.aired_channels())


def _named(connection: Connection, found: Broadcast, name: str) -> int:
    """The station of that name, in any letter case. Raises InputError."""
    wanted = name.strip().casefold()
    keys = [
        key
        for key, known in _stations(connection, found).items()
        if known.casefold() == wanted
    ]
    if len(keys) == 1:
        return keys[0]
    why = "No station" if not keys else "More than one station"
    raise InputError(
        f"{why} of the name “{name[:60]}” was sent broadcast {found.code}."
    )


def _line(one: Evidence, stands: bool, zone: str) -> str:
    number = "" if one.number is None else f" {one.number}×"
    times = ", ".join(map(str, one.airings))
    parts = (
        f"{one.id}  {one.grade}  {one.organisation}: {one.kind}{number}",
        f"({times})" if times else "",
        f"by {one.way}, {instant(one.at, zone)}",
        f"in place of {one.corrects}" if one.corrects else "",
        "" if stands else "corrected since",
        one.note or "",
    )
    return "  ".join(filter(None, parts))
