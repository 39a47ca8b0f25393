"""Taking turns: a lock that lets waiting threads in, in the order in which they came."""

from __future__ import annotations

from collections import deque
from threading import Lock
from types import TracebackType


class Turns:
    """A lock for ``with``. Who lets go hands it to the one who has waited longest.

    With Python's own lock, whoever takes it again at once mostly gets it again: while a
    million go out, dispatch would keep staff waiting for seconds.
    """

    def __init__(self) -> None:
        self._door = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> None:
        """Wait for one's turn."""
        with self._door:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            mine.acquire()
        except BaseException:  # interrupted: nobody may be kept waiting for us
            self._give_up(mine)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        with self._door:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._taken = False

    def _give_up(self, mine: Lock) -> None:
        with self._door:
            if mine in self._waiting:
                self._waiting.remove(mine)
            else:
                self._pass_on()
