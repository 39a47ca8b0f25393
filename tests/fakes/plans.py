"""What a fake provider does to each text: chosen per number, or by a script."""

from __future__ import annotations

from collections import defaultdict, deque
from enum import Enum, auto
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Act(Enum):
    """What becomes of one request that sends a message."""

    ACCEPT = auto()
    #: The provider takes the message, and the answer never comes, fails, is cut or is garbage.
    SILENCE_AFTER = auto()
    ERROR_AFTER = auto()
    CUT_AFTER = auto()
    GARBAGE_AFTER = auto()
    #: The same, but the message was not taken.
    SILENCE_BEFORE = auto()
    ERROR_BEFORE = auto()
    CUT_BEFORE = auto()


class Plans(Generic[Answer]):
    """What becomes of the next texts."""

    def __init__(self, otherwise: Answer) -> None:
        #: What it does to numbers that nothing else was said of.
        self.otherwise = otherwise
        self._plans: dict[str, deque[Answer]] = defaultdict(deque)
        self._always: dict[str, Answer] = {}

    def always(self, number: str, answer: Answer) -> None:
        """From now on this becomes of every message to ``number``."""
        self._always[number] = answer

    def next(self, number: str, *answers: Answer) -> None:
        """This becomes of the next messages to ``number``, one each."""
        self._plans[number].extend(answers)

    def plan(self, number: str) -> Answer:
        """What becomes of the message to ``number`` that is here now."""
        if self._plans[number]:
            return self._plans[number].popleft()
        return self._always.get(number, self.otherwise)
