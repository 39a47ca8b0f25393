"""How often somebody may try to sign in."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

#: Seconds over which failures are counted.
SPAN = 15 * 60
#: A person who mistypes needs a few tries; a guesser needs thousands.
OF_ONE_LOGIN_AND_ADDRESS = 5
OF_ONE_LOGIN = 25
OF_ONE_ADDRESS = 50
#: Keys to remember, so that a guesser can't fill the memory either.
MOST_KEYS = 10_000


@dataclass(slots=True)
class SignInLimit:
    """Counts failures per login, per address and per both, in this process."""

    clock: Callable[[], datetime]
    _failures: OrderedDict[tuple[str, str], deque[float]] = field(
        default_factory=OrderedDict
    )
    _one: Lock = field(default_factory=Lock)

    def allows(self, login: str, address: str) -> bool:
        """Whether one more try is allowed now."""
        with self._one:
            return all(self._count(key) < most for key, most in _keys(login, address))

    def failed(self, login: str, address: str) -> None:
        """Count a failure."""
        now = self.clock().timestamp()
        with self._one:
            for key, most in _keys(login, address):
                self._failures.setdefault(key, deque(maxlen=most)).append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def _count(self, key: tuple[str, str]) -> int:
        since = self.clock().timestamp() - SPAN
        return sum(1 for at in self._failures.get(key, ()) if at > since)


def _keys(login: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    name = login.strip().casefold()[:200]
    return (
        ((name, address), OF_ONE_LOGIN_AND_ADDRESS),
        ((name, ""), OF_ONE_LOGIN),
        (("", address), OF_ONE_ADDRESS),
    )
