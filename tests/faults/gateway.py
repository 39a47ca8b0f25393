"""The gateway to the provider: one request a message, over a line that may be cut."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, ClassVar

from outreach.model.contracts import (
    Capabilities,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.states import Outcome
from tests.faults.aim import Aim
from tests.faults.provider import Place

#: Deliveries in flight at once.
WINDOW = 10
#: Seconds until silence is taken for a cut line.
TIMEOUT = 10


class Cut(Exception):
    """No answer, and none will come."""


class Line:
    """A connection to the provider."""

    def __init__(self, connected: socket.socket, answers: BinaryIO) -> None:
        self._connected = connected
        self._answers = answers

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Ask and wait. Raises Cut."""
        try:
            self._connected.sendall(json.dumps(asked).encode() + b"\n")
            answer: dict[str, Any] = json.loads(self._answers.readline())
        except (OSError, ValueError):
            raise Cut from None
        return answer


@contextmanager
def line_to(place: Place) -> Iterator[Line]:
    """A connection until the block ends."""
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(TIMEOUT)
        connected.connect(place.socket)
        with connected.makefile("rb") as answers:
            yield Line(connected, answers)


class ProviderGateway:
    """One receipt a message; a cut line stops the batch, its own message unknown."""

    settings_type: ClassVar[type[GatewaySettings]] = GatewaySettings
    name = "recorder"
    label = "Provider"

    def __init__(self, place: Place, aim: Aim) -> None:
        self._place = place
        self._aim = aim
        self.capabilities = Capabilities(
            freight=frozenset({"text"}),
            window=WINDOW,
            fate=place.fate,
            own_id=True,
            receipts="all",
        )

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        receipts: list[Receipt] = []
        self._aim.reach("gateway: nothing said")
        with line_to(self._place) as line:
            for outgoing in window:
                try:
                    receipts.append(_receipt(outgoing.id, line.ask(send=outgoing.id)))
                except Cut:
                    rest = [o.id for o in window[len(receipts) + 1 :]]
                    raise GatewayError(
                        "the line was cut", receipts=receipts, unwritten=rest
                    ) from None
                self._aim.reach("gateway: some answered")
        self._aim.reach("gateway: all answered")
        return receipts

    def query(self, deliveries: Sequence[Outgoing]) -> Sequence[Receipt]:
        asked = [outgoing.id for outgoing in deliveries]
        with line_to(self._place) as line:
            known = line.ask(query=asked)["known"]
        self._aim.reach("recovery: answered")
        return [
            Receipt(
                delivery=delivery,
                outcome=Outcome.ACCEPTED if taken else Outcome.LATER,
                gateway_ids=(f"gw-{delivery}",) if taken else (),
            )
            for delivery, taken in zip(asked, known, strict=True)
        ]


def _receipt(delivery: str, answer: dict[str, Any]) -> Receipt:
    if "error" in answer:
        return Receipt(delivery=delivery, outcome=Outcome.UNKNOWN, code="500")
    return Receipt(
        delivery=delivery, outcome=Outcome.ACCEPTED, gateway_ids=(answer["id"],)
    )
