"""Sending a chunk: the same function in every engine.

A window is marked ``sending`` and committed, handed to the gateway, and settled by its
receipts. So after a crash the rows in ``sending`` are exactly the uncertain ones, and
the gateway's policy settles them before anything else of the chunk goes out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from outreach.dispatch import watch
from outreach.dispatch.retry import (
    ASK_AGAIN,
    PATIENCE,
    back_in_queue,
    settlement_of,
    settlement_of_answer,
)
from outreach.model.contracts import (
    BundleItem,
    CanQuery,
    Fate,
    Gateway,
    GatewayError,
    Outgoing,
    Receipt,
)
from outreach.model.states import Outcome, State
from outreach.store import Store, broadcasts, renditions
from outreach.store.directory import organisation_names, suppress
from outreach.store.events import public_id
from outreach.store.ledger import claim, settle
from outreach.store.ledger.chunk import Asking, Chunk, Claimed, LeaseLost, Settlement

log = logging.getLogger(__name__)

#: Seconds a worker may be silent before another takes its chunk over.
LEASE = 120
#: Seconds to leave a gateway alone that failed as a whole.
PAUSE = 60

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One sender of chunks: its name in leases, and what it works with."""

    name: str
    store: Store
    gateways: Mapping[str, Gateway]
    clock: Clock

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return int(self.clock().timestamp())

    @property
    def asking(self) -> Asking:
        """Which gateways can be asked, and about deliveries claimed since when."""
        names = (
            name
            for name, gateway in self.gateways.items()
            if gateway.capabilities.fate is Fate.QUERY
        )
        return Asking(gateways=tuple(names), since=self.now - PATIENCE)


def send_next(worker: Worker) -> bool:
    """Lease the next chunk that is due and send it; False if none is."""
    with worker.store.write() as connection:
        chunk = claim.lease_chunk(connection, worker.name, worker.now, LEASE)
    if chunk is None:
        return False
    send_chunk(worker, chunk)
    return True


def send_chunk(worker: Worker, chunk: Chunk) -> None:
    """Send all of a leased chunk that is due, window by window."""
    try:
        _settle_left(worker, chunk)
        while window := _claim(worker, chunk):
            _send_window(worker, chunk, window)
    except LeaseLost:
        return
    except GatewayError as error:
        _stop(worker, chunk, error)
        return
    except Exception:  # a bulkhead: one gateway's fault must not stop the others
        log.exception("chunk %s of broadcast %s", chunk.no, chunk.broadcast_id)
        with worker.store.write() as connection:
            settle.delay_chunk(connection, chunk, worker.name, worker.now + PAUSE)
        return
    with worker.store.write() as connection:
        settle.close_chunk(
            connection, chunk, worker.name, worker.asking, worker.now + ASK_AGAIN
        )


def _claim(worker: Worker, chunk: Chunk) -> list[Claimed]:
    sizes = {name: g.capabilities.window for name, g in worker.gateways.items()}
    with worker.store.write() as connection:
        return claim.claim_window(
            connection,
            chunk,
            worker.name,
            sizes=sizes,
            now=worker.now,
            lease=LEASE,
            secret=worker.store.secret,
        )


def _send_window(worker: Worker, chunk: Chunk, window: Sequence[Claimed]) -> None:
    gateway = worker.gateways[window[0].gateway]
    outgoing = compose(worker.store, chunk.broadcast_id, window)
    try:
        with watch.sending(gateway.name, window):
            receipts = gateway.send(outgoing)
    except GatewayError as error:
        receipts = _after_stop(outgoing, error)
        _write(worker, chunk, window, outgoing, receipts, back_in_queue)
        raise
    if [receipt.delivery for receipt in receipts] != [o.id for o in outgoing]:
        raise RuntimeError(
            f"{gateway.name} did not answer one receipt per delivery, in order"
        )
    _write(worker, chunk, window, outgoing, receipts)


def _after_stop(outgoing: Sequence[Outgoing], error: GatewayError) -> list[Receipt]:
    """Receipts where there are some; back to the queue what surely did not go; else unknown."""
    given = {receipt.delivery: receipt for receipt in error.receipts}

    def of(delivery: str) -> Receipt:
        outcome = Outcome.LATER if delivery in error.unwritten else Outcome.UNKNOWN
        return given.get(delivery) or Receipt(
            delivery=delivery, outcome=outcome, detail=str(error)
        )

    return [of(o.id) for o in outgoing]


def _write(
    worker: Worker,
    chunk: Chunk,
    window: Sequence[Claimed],
    outgoing: Sequence[Outgoing],
    receipts: Sequence[Receipt],
    settled: Callable[[Claimed, Receipt, int], Settlement | None] = settlement_of,
) -> None:
    found = [
        settlement
        for row, said in zip(window, receipts, strict=True)
        if (settlement := settled(row, said, worker.now))
    ]
    with worker.store.write() as connection:
        settle.settle(
            connection,
            chunk.broadcast_id,
            window[0].gateway,
            found,
            worker.now,
        )
        for sent, receipt in zip(outgoing, receipts, strict=True):
            if receipt.outcome is Outcome.OPTED_OUT:
                suppress(
                    connection,
                    worker.store.secret,
                    sent.channel,
                    sent.address,
                    f"told by {window[0].gateway}",
                    worker.clock(),
                )
    watch.settled(window, found)


def _stop(worker: Worker, chunk: Chunk, error: GatewayError) -> None:
    """The gateway failed as a whole: try later, or, where only a person can help, pause."""
    log.warning(
        "gateway stopped at chunk %s of broadcast %s: %s",
        chunk.no,
        chunk.broadcast_id,
        error,
    )
    with worker.store.write() as connection:
        settle.delay_chunk(connection, chunk, worker.name, worker.now + PAUSE)
        if error.permanent:
            broadcasts.move(
                connection,
                chunk.broadcast_id,
                "paused",
                "running",
                "fanout",
                reason=str(error),
            )


def _settle_left(worker: Worker, chunk: Chunk) -> None:
    """Settle what a crash left uncertain, by each gateway's policy."""
    with worker.store.read() as connection:
        left = claim.left_uncertain(connection, chunk, worker.asking)
    by_gateway: dict[str, list[Claimed]] = {}
    for row in left:
        by_gateway.setdefault(row.gateway, []).append(row)
    for name, rows in by_gateway.items():
        gateway = worker.gateways[name]
        if gateway.capabilities.fate is Fate.QUERY and isinstance(gateway, CanQuery):
            outgoing = compose(worker.store, chunk.broadcast_id, rows)
            answers = gateway.query(outgoing)
            _write(worker, chunk, rows, outgoing, answers, settlement_of_answer)
            continue
        again = gateway.capabilities.fate is Fate.IDEMPOTENT
        state = State.QUEUED if again else State.HELD
        with worker.store.write() as connection:
            settle.settle(
                connection,
                chunk.broadcast_id,
                name,
                [Settlement(seq=r.seq, attempts=r.attempts, state=state) for r in rows],
                worker.now,
            )


def compose(store: Store, broadcast_id: int, rows: Sequence[Claimed]) -> list[Outgoing]:
    """Claimed rows as the gateway gets them."""
    with store.read() as connection:
        broadcast = broadcasts.by_id(connection, broadcast_id)
        names = organisation_names(connection, [row.addressee_id for row in rows])
    return [
        Outgoing(
            id=public_id(broadcast.code, row.seq),
            broadcast=broadcast.code,
            channel=row.channel,
            address=row.address,
            name=names.get(row.addressee_id, ""),
            bundle=_bundle(store, row.bundle_id),
            expires_at=datetime.fromtimestamp(broadcast.expires_at, UTC),
            claimed_at=datetime.fromtimestamp(row.claimed_at, UTC),
        )
        for row in rows
    ]


@lru_cache(maxsize=64)
def _bundle(store: Store, bundle_id: int) -> tuple[BundleItem, ...]:
    """Bundles are immutable, and neighbours share them."""
    with store.read() as connection:
        return renditions.get_bundle(connection, bundle_id)
