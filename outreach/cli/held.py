"""``outreach held``: what waits for a person, and what the person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.dispatch.deciding import Decision, decide
from outreach.model.delivery_ids import numbers_of, public_id
from outreach.model.masking import masked
from outreach.settings import read_settings
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.held import Waiting, page_of_waiting, waiting_counts
from outreach.wording.dates import instant

#: Deliveries listed of one broadcast.
MOST = 200


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--broadcast", "code", metavar="CODE", help="All of this broadcast.")
@click.option("--send", "decision", flag_value=Decision.SEND, help="Send again.")
@click.option("--went", "decision", flag_value=Decision.WENT, help="It went out.")
@click.option("--drop", "decision", flag_value=Decision.DROP, help="Do not send it.")
@AS
def held(
    ids: tuple[str, ...], code: str | None, decision: str | None, signs: str | None
) -> None:
    """List what waits for a person, or decide on deliveries ID… or on all of a broadcast.

    If a delivery did go out and is sent again, this person gets it twice.
    """
    if decision is None:
        if ids or code:
            raise click.UsageError("Say --send, --went or --drop.")
        click.echo(do(read_settings(), "list_held"))
        return
    if bool(ids) == bool(code):
        raise click.UsageError("Name deliveries, or one broadcast with --broadcast.")
    values = {"ids": list(ids), "code": code, "decision": str(decision)}
    click.echo(do(read_settings(), "decide_held", signs=signs, **values))


@act
def list_held(office: Office, values: Mapping[str, Any]) -> str:
    """What waits for a person, by broadcast."""
    with office.store.read() as connection:
        said = [*_held_broadcasts(connection), *_held_deliveries(connection, office)]
    return "\n".join(said or ["Nothing waits for a person."])


@act
def decide_held(office: Office, values: Mapping[str, Any]) -> str:
    """Decide on deliveries, or on all of one broadcast that wait."""
    named = numbers_of(values["ids"])
    wanted: dict[str, list[int] | None] = {**named} or {values["code"]: None}
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "approver")
        return "\n".join(
            str(
                decide(
                    connection,
                    broadcasts.by_code(connection, code),
                    Decision(values["decision"]),
                    actor,
                    office.now,
                    seqs=seqs,
                )
            )
            for code, seqs in wanted.items()
        )


def _held_broadcasts(connection: Connection) -> Iterator[str]:
    for found in broadcasts.in_state(connection, "held"):
        yield f"Broadcast {found.code} ({found.subject}) is held. {found.reason or ''}"
        yield (
            f"  Let it go with: outreach resume {found.code}; end it with:"
            f" outreach cancel {found.code}"
        )


def _held_deliveries(connection: Connection, office: Office) -> Iterator[str]:
    now = int(office.now.timestamp())
    for key, number in waiting_counts(connection, now).items():
        found = broadcasts.by_id(connection, key)
        wait = "delivery waits" if number == 1 else "deliveries wait"
        yield f"{found.code} ({found.subject}): {number:,} {wait} for a person."
        for waiting in page_of_waiting(connection, key, now, most=MOST):
            yield f"  {_line(found, waiting, office.settings.timezone)}"
        if number > MOST:
            yield f"  … and {number - MOST:,} more."


def _line(broadcast: Broadcast, waiting: Waiting, zone: str) -> str:
    where = masked(waiting.address).replace("\n", ", ")
    heard = " ".join(filter(None, (waiting.code, waiting.detail))) or "nothing"
    return (
        f"{public_id(broadcast.code, waiting.seq)}  {waiting.state.word} since"
        f" {instant(waiting.since, zone)}  {waiting.channel} by {waiting.gateway}"
        f"  {waiting.organisation}, {where}  heard: {heard}"
    )
