"""Passwords: hashed with Argon2id, two at a time."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from outreach.model.errors import InputError, Problem

SHORTEST = 12
#: Longer than any passphrase; a hash over a megabyte would only cost us time.
LONGEST = 1000

_HASHER = PasswordHasher()
#: One hash takes 64 MiB: forty sign-ins at once would take the machine's memory.
_TWO = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The Argon2id hash of a new password. Raises InputError where it is too short."""
    if len(password) < SHORTEST:
        raise InputError(
            [
                Problem(
                    "password",
                    f"is too short. Use {SHORTEST} characters or more; three or four "
                    "unrelated words are easy to remember.",
                )
            ]
        )
    if len(password) > LONGEST:
        raise InputError(
            [Problem("password", f"is too long. Use at most {LONGEST} characters.")]
        )
    with _TWO:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``.

    Without a stored hash the answer is no and takes as long, so that nobody learns from
    the time which logins there are.
    """
    with _TWO:
        try:
            fits = _HASHER.verify(stored or _nobody(), password[: LONGEST + 1])
        except (Argon2Error, InvalidHashError):
            return False
    return fits and stored is not None


@cache
def _nobody() -> str:
    """A hash of these parameters that no account has."""
    return _HASHER.hash("the password of nobody")
