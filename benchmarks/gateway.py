"""The gateway of the benchmarks: takes everything, at once or after a sleep."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.states import Outcome


class BenchSettings(GatewaySettings):
    """OUTREACH_BENCH_WINDOW and OUTREACH_BENCH_SECONDS."""

    window: int = 50
    #: How long each ``send`` takes.
    seconds: float = 0.0


class BenchGateway:
    """Counts what it was given and answers with an id of its own."""

    settings_type: ClassVar[type[GatewaySettings]] = BenchSettings
    name: str = "bench"
    label: str = "Benchmark"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"text"}),
        window=50,
        fate=Fate.IDEMPOTENT,
        own_id=True,
        receipts="all",
    )

    def __init__(self, settings: BenchSettings) -> None:
        self.capabilities = replace(type(self).capabilities, window=settings.window)
        self._seconds = settings.seconds
        self.taken = 0

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Take the whole window."""
        if self._seconds:
            time.sleep(self._seconds)
        self.taken += len(window)
        return [
            Receipt(
                delivery=outgoing.id,
                outcome=Outcome.ACCEPTED,
                gateway_ids=(f"bench-{outgoing.id}",),
            )
            for outgoing in window
        ]
