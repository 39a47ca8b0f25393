"""An operator: a real SMPP server, which remembers every octet that it was given."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import smpp34

#: What a number's last digits make of a text.
UNDELIVERED, REFUSED = "99", "98"


class Operator:
    """Listens on 127.0.0.1 while its ``with`` lasts; one client at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.submitted: list[Any] = []
        self._client: Any = None
        self._ready = threading.Event()
        self._reporting: set[asyncio.Task[None]] = set()

    def to(self, number: str) -> list[Any]:
        """What came for that number."""
        bare = number.removeprefix("+")
        return [pdu for pdu in list(self.submitted) if pdu.destination_addr == bare]

    def bring(
        self, sender: str, to: str, octets: bytes, coding: int, udh: bytes = b""
    ) -> None:
        """A phone writes to us."""

        async def bring() -> None:
            await self._client.deliver_sm(
                to,
                udh + octets,
                source_addr=sender,
                source_addr_ton=1,
                source_addr_npi=1,
                esm_class=0x40 if udh else 0,
                dest_addr_ton=1,
                data_coding=coding,
            )

        asyncio.run_coroutine_threadsafe(bring(), self._loop).result(20)

    def __enter__(self):
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), daemon=True
        )
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._work.cancel)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._work = asyncio.get_running_loop(), asyncio.current_task()
        server = smpp34.Server("127.0.0.1", self.port)
        await server.start()
        self._ready.set()
        try:
            while True:
                await self._hear(await server.next())
        except asyncio.CancelledError:
            await server.stop()

    async def _hear(self, event: Any) -> None:
        if isinstance(event, smpp34.Esme):
            self._client = event
        if not isinstance(event, smpp34.SubmitSmEvent):
            return
        self.submitted.append(event)
        if event.destination_addr.endswith(REFUSED):
            event.reject(smpp34.ESME_RINVDSTADR)
            return
        own = f"m{len(self.submitted)}"
        event.accept(own)
        if event.registered_delivery & 1:
            task = asyncio.create_task(self._report(event, own))
            self._reporting.add(task)
            task.add_done_callback(self._reporting.discard)

    async def _report(self, event: Any, own: str) -> None:
        # As operators do: Kannel knows no receipt that overtakes the answer.
        await asyncio.sleep(0.05)
        failed = event.destination_addr.endswith(UNDELIVERED)
        state, error = ("UNDELIV", "027") if failed else ("DELIVRD", "000")
        words = (
            f"id:{own} sub:001 dlvrd:001 submit date:2611250000 done date:2611250000"
            f" stat:{state} err:{error} text:"
        )
        await self._client.deliver_sm(
            event.source_addr,
            words.encode(),
            source_addr=event.destination_addr,
            esm_class=4,
        )
