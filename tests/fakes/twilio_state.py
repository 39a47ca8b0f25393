"""What the fake Twilio knows and what it was told to do; no network in here."""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.plans import Act, Plans

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "a-token-that-nobody-may-see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """An answer that takes no message."""

    status: int
    code: int | None
    message: str = "Refused"
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The newer form of errors, RFC 9457.
    problem: bool = False


INVALID = Refuse(status=400, code=21211, message="The 'To' number is not valid.")
OPTED_OUT = Refuse(
    status=400, code=21610, message="Attempt to send to unsubscribed recipient"
)
TOO_FAST = Refuse(
    status=429, code=20429, message="Too Many Requests", headers={"Retry-After": "1"}
)
Answer = Act | Refuse


@dataclass(slots=True, kw_only=True)
class Message:
    """One message as Twilio has it."""

    sid: str
    to: str
    sender: str
    body: str
    created: datetime
    form: dict[str, str]
    status: str = "queued"
    sent: datetime | None = None
    error_code: int | None = None
    direction: str = "outbound-api"

    @property
    def callback(self) -> str | None:
        return self.form.get("StatusCallback")


class TwilioState(Plans[Answer]):
    """All messages it took, and what becomes of the next ones."""

    def __init__(self, *, page_size: int = 1000, prefix: str = "") -> None:
        super().__init__(Act.ACCEPT)
        self.prefix = prefix
        self.account, self.token = ACCOUNT, TOKEN
        self.messages: list[Message] = []
        #: Every POST, taken or not.
        self.posts: list[dict[str, str]] = []
        self.listings: list[dict[str, str]] = []
        self.most_at_once = 0
        #: Seconds each answer takes.
        self.delay = 0.0
        #: What the account's own page says, or how it fails.
        self.account_status = "active"
        self.account_fails: Refuse | None = None
        #: Answers for listings, used up one by one; then they work.
        self.listing_fails: deque[int] = deque()
        #: How long after it was made a message stands in listings.
        self.lag = timedelta()
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        #: Statuses told to the callback URL by itself after each message it takes.
        self.tells: Sequence[str] = ()
        self.page_size = page_size
        self._numbers = itertools.count(1)

    def sent_to(self, number: str) -> list[Message]:
        return [m for m in self.messages if m.to == number]

    def lost(self, numbers: Iterable[str]) -> list[str]:
        """Those of ``numbers`` to which no message was taken."""
        return [number for number in numbers if not self.sent_to(number)]

    def doubled(self) -> list[tuple[str, str]]:
        """Number and body of all that was taken more than once."""
        counts = Counter((m.to, m.body) for m in self.messages)
        return [pair for pair, count in counts.items() if count > 1]

    def take(self, to: str, body: str, **more: Any) -> Message:
        """A message that got here another way."""
        message = Message(
            sid=f"SM{next(self._numbers):032x}",
            to=to,
            sender=more.pop("sender", "+15005550006"),
            body=body,
            created=more.pop("created", self.clock()),
            form=more.pop("form", {}),
            **more,
        )
        self.messages.append(message)
        return message
