"""One window: claimed rows are composed and handed to their gateway; its answers are kept
until they are stored.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from outreach.dispatch import watch
from outreach.dispatch.enclosing import enclosed
from outreach.dispatch.retry import back_in_queue, settlement_of
from outreach.dispatch.worker import Worker
from outreach.model.contracts import BundleItem, GatewayError, Outgoing, Receipt
from outreach.model.delivery_ids import public_id
from outreach.model.states import Outcome
from outreach.store import (
    Connection,
    Store,
    Unavailable,
    broadcasts,
    events,
    in_a_line,
    renditions,
    subjects,
)
from outreach.store.broadcasts import Broadcast
from outreach.store.consents import suppress
from outreach.store.ledger import settle
from outreach.store.ledger.chunk import Claimed, Settlement

log = logging.getLogger(__name__)

Settled = Callable[[Claimed, Receipt, int], Settlement | None]

#: So many deliveries without an answer, and none with one, say something of the gateway.
SILENT = 3

#: Seconds between attempts to store receipts while the disk is full or the database is
#: away. What is not stored in the end is uncertain, as after a crash.
_STORE_AGAIN = (0.1, 0.5, 1, 2, 5, 10, 15, 15, 15)


@dataclass(frozen=True, slots=True)
class Window:
    """Claimed rows of one gateway, and the broadcast they are of."""

    broadcast: Broadcast
    rows: Sequence[Claimed]

    @property
    def gateway(self) -> str:
        """The gateway's name."""
        return self.rows[0].gateway


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of a window, to be stored: once stored, or twice, it is the same."""

    window: Window
    settlements: Sequence[Settlement]
    #: Whose gateway says that they have opted out.
    opted_out: Sequence[Outgoing] = ()
    #: How long the gateway took.
    seconds: float = 0


def hand_over(worker: Worker, window: Window) -> Answers:
    """Give the window to its gateway. Raises GatewayError, after its receipts are stored."""
    gateway = worker.gateways[window.gateway]
    composed = compose(worker.store, window)
    found = enclosed(
        worker.store, worker.settings, window.broadcast, window.rows, composed
    )
    outgoing = found.outgoing
    start = time.monotonic()
    try:
        with watch.sending(window.gateway, window.rows):
            receipts = gateway.send(outgoing)
        check_order(gateway.name, outgoing, receipts)
        receipts = found.told(receipts)
        _refuse_silence(receipts, gateway.capabilities.window)
    except GatewayError as error:
        receipts = found.told(receipts_of(outgoing, error))
        store(worker, answers(worker, window, outgoing, receipts, back_in_queue))
        raise
    seconds = time.monotonic() - start
    return answers(worker, window, outgoing, receipts, settlement_of, seconds)


def check_order(
    gateway: str, outgoing: Sequence[Outgoing], receipts: Sequence[Receipt]
) -> None:
    """Raise RuntimeError where receipts are not those of the deliveries, in order."""
    if [receipt.delivery for receipt in receipts] != [o.id for o in outgoing]:
        raise RuntimeError(
            f"{gateway} did not answer one receipt per delivery, in order"
        )


def _refuse_silence(receipts: Sequence[Receipt], window: int) -> None:
    """Raise GatewayError where nothing of a window has an answer: whoever goes on would
    leave a whole broadcast in doubt, a window at a time.
    """
    enough = len(receipts) >= min(window, SILENT)
    if enough and all(said.outcome is Outcome.UNKNOWN for said in receipts):
        raise GatewayError("It answers nothing.", receipts=receipts)


def receipts_of(outgoing: Sequence[Outgoing], error: GatewayError) -> list[Receipt]:
    """Receipts where there are some; back to the queue what surely did not go; else unknown."""
    given = {receipt.delivery: receipt for receipt in error.receipts}

    def of(delivery: str) -> Receipt:
        outcome = Outcome.LATER if delivery in error.unwritten else Outcome.UNKNOWN
        return given.get(delivery) or Receipt(
            delivery=delivery, outcome=outcome, detail=str(error)
        )

    return [of(o.id) for o in outgoing]


def answers(
    worker: Worker,
    window: Window,
    outgoing: Sequence[Outgoing],
    receipts: Sequence[Receipt],
    settled: Settled,
    seconds: float = 0,
) -> Answers:
    """What the rows become by what the gateway said of them."""
    now = worker.now
    found = [
        settled(row, said, now) for row, said in zip(window.rows, receipts, strict=True)
    ]
    opted_out = [
        sent
        for sent, said in zip(outgoing, receipts, strict=True)
        if said.outcome is Outcome.OPTED_OUT
    ]
    settlements = [settlement for settlement in found if settlement]
    return Answers(window, settlements, opted_out, seconds)


def store(worker: Worker, found: Answers) -> None:
    """Once more and once more: the receipts are all that tells these from uncertain ones."""
    for pause in (*_STORE_AGAIN, None):
        try:
            with worker.store.write() as connection:
                write(connection, worker, found)
            break
        except Unavailable as error:
            if pause is None:
                raise
            code, why = found.window.broadcast.code, in_a_line(error)
            log.warning("receipts of broadcast %s can't be stored yet: %s", code, why)
            time.sleep(pause)
    watch.settled(found.window.rows, found.settlements)


def write(connection: Connection, worker: Worker, found: Answers) -> None:
    """Settle the rows, and note who has opted out, also by what was told before."""
    window, secret = found.window, worker.store.secret
    ids = [said for one in found.settlements for said in one.gateway_ids]
    if ids:
        events.wait_for_news(connection, window.gateway)
    settle.settle(
        connection, window.broadcast.id, window.gateway, found.settlements, worker.now
    )
    if ids:
        events.catch_up(connection, window.gateway, ids, secret, worker.clock())
    for sent in found.opted_out:
        why = f"told by {window.gateway}"
        suppress(connection, secret, sent.channel, sent.address, why, worker.clock())


def compose(store: Store, window: Window) -> list[Outgoing]:
    """Claimed rows as the gateway gets them."""
    broadcast = window.broadcast
    expires_at = datetime.fromtimestamp(broadcast.expires_at, UTC)
    claimed_at = {row.claimed_at for row in window.rows}
    instants = {at: datetime.fromtimestamp(at, UTC) for at in claimed_at}
    return [
        Outgoing(
            id=public_id(broadcast.code, row.seq),
            broadcast=broadcast.code,
            channel=row.channel,
            address=row.address,
            name=row.name,
            bundle=_bundle(store, row.bundle_id),
            sender=_sender(store, row.bundle_id),
            expires_at=expires_at,
            claimed_at=instants[row.claimed_at],
            title=_title(store, broadcast.id, row.bundle_id),
        )
        for row in window.rows
    ]


@lru_cache(maxsize=4096)
def _title(store: Store, broadcast_id: int, bundle_id: int) -> str:
    """What a bundle is about, in the language that leads it."""
    items = _bundle(store, bundle_id)
    with store.read() as connection:
        broadcast = broadcasts.by_id(connection, broadcast_id)
        subject = subjects.of_broadcast(connection, broadcast)
    return subject.title_in(items[0].languages[0]) if items else ""


def _bundle(store: Store, bundle_id: int) -> tuple[BundleItem, ...]:
    """Each country has bundles of its own, most of them with the same renditions."""
    return tuple(_item(store, key, copies) for key, copies in _parts(store, bundle_id))


@lru_cache(maxsize=4096)
def _parts(store: Store, bundle_id: int) -> tuple[tuple[str, int], ...]:
    """Bundles are immutable, and neighbours share them."""
    with store.read() as connection:
        found = renditions.contents(connection, [bundle_id])[bundle_id]
    return tuple((key, copies) for key, copies in found)


@lru_cache(maxsize=64)
def _item(store: Store, key: str, copies: int) -> BundleItem:
    """So are renditions, which may be large."""
    with store.read() as connection:
        return renditions.get(connection, key, copies)


@lru_cache(maxsize=4096)
def _sender(store: Store, bundle_id: int) -> str | None:
    """Whom a bundle is from; None: the gateway's own sender."""
    with store.read() as connection:
        return renditions.senders(connection, [bundle_id])[bundle_id]
