"""Everything that can go wrong, as staff are told it.

    OutreachError
    ├── InputError          the input is at fault                      exit 1, HTTP 422
    │   └── Refused         the input is sound, the act is not allowed exit 1, HTTP 409
    ├── CannotCarry         a channel can't truthfully express it      exit 1, HTTP 422
    ├── CallbackRefused     a callback is not from who it says         HTTP 403
    ├── GatewayError        a gateway stopped in the middle of a batch (contracts.py)
    └── Fault               something of ours failed                   exit 3, HTTP 500

The text of each is a plain sentence that says what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class OutreachError(Exception):
    """The root of all errors that are told to staff."""


#: The field of a problem with the input as a whole; its message is a full sentence.
WHOLE = "input"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field."""

    #: Dotted path as staff know it: ``venue.country``, ``texts.en.title``, ``row 7``.
    field: str
    #: A plain sentence without the field's name: "is not a country …".
    message: str

    def __str__(self) -> str:
        return self.message if self.field == WHOLE else f"{self.field}: {self.message}"


class InputError(OutreachError):
    """What was given is at fault; ``problems`` has one entry per fault."""

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = [Problem(WHOLE, problems)]
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Refused(InputError):
    """The act is not allowed now; the sentence says why."""


class CannotCarry(OutreachError):
    """A channel can't express the announcement truthfully; never a silent '?'."""


class CallbackRefused(OutreachError):
    """A callback's signature or form is wrong; nothing of it is believed."""


class Fault(OutreachError):
    """Something of ours, or of the machine, failed."""
