"""Where to be killed: the process says when it is there, and waits a little for the kill.

The functions of each phase are wrapped in the process under test; production code has no
hooks for this.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from outreach.dispatch import distributed, embedded, watch
from outreach.store.ledger import claim, fanout, settle

#: Seconds to wait at the point for the kill.
PAUSE = 1.0
#: The points of each phase that is aimed at.
POINTS = {
    "fan-out": ("fan-out: begun", "fan-out: written", "fan-out: committed"),
    "claim": ("claim: begun", "claim: written", "claim: committed"),
    "gateway": (
        "gateway: nothing said",
        "gateway: some answered",
        "gateway: all answered",
    ),
    "settling": ("settling: begun", "settling: written", "settling: committed"),
    "recovery": ("recovery: found", "recovery: answered"),
    "callback": ("callback: begun", "callback: written", "callback: committed"),
}


class Aim:
    """The point that this process is to be killed at, if any."""

    def __init__(self, to_driver: Connection) -> None:
        self._to_driver = to_driver
        self._points: frozenset[str] = frozenset()
        self._left = 0

    def take(self, points: frozenset[str], nth: int) -> None:
        """Stop at the ``nth`` of these points from now on."""
        self._left = nth
        self._points = points

    def reach(self, point: str) -> None:
        """Say it and wait, if this is the point."""
        if point not in self._points:
            return
        self._left -= 1
        if self._left > 0:
            return
        self._points = frozenset()
        self._to_driver.send(point)
        time.sleep(PAUSE)


def wrap_phases(aim: Aim) -> None:
    """Let the functions of each phase say where they are."""
    _wrap(aim, fanout, "fan_out_step", "fan-out: begun", "fan-out: written")
    for engine in (embedded, distributed):
        _wrap(aim, engine, "fan_out_step", None, "fan-out: committed")
    _wrap(aim, claim, "claim_window", "claim: begun", "claim: written")
    _wrap(aim, watch, "sending", "claim: committed", None)
    _wrap(aim, settle, "settle", "settling: begun", "settling: written")
    _wrap(aim, watch, "settled", "settling: committed", None)
    _wrap(aim, claim, "left_uncertain", None, "recovery: found", only_if_any=True)


def _wrap(
    aim: Aim,
    module: Any,
    name: str,
    before: str | None,
    after: str | None,
    *,
    only_if_any: bool = False,
) -> None:
    real: Callable[..., Any] = getattr(module, name)

    def wrapped(*args: Any, **more: Any) -> Any:
        if before:
            aim.reach(before)
        result = real(*args, **more)
        if after and (result or not only_if_any):
            aim.reach(after)
        return result

    setattr(module, name, wrapped)
