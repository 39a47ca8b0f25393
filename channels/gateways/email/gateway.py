"""The gateway to a mail server."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from channels.gateways.email.letter import Letter, letter
from channels.gateways.email.line import connected
from channels.gateways.email.sending import hand_over
from channels.gateways.email.settings import EmailSettings
from channels.gateways.window import Stop, now, refused, seconds_left
from outreach.model.addresses import read_email
from outreach.model.contracts import (
    Capabilities,
    Fate,
    GatewayError,
    GatewaySettings,
    Outgoing,
    Receipt,
)
from outreach.model.states import Outcome

#: Seconds after which no further message is begun on a line: the rest of a window waits
#: for the next one, well before the lease on it ends.
LONGEST = 45
_SLOW = "The mail server is slow: what is left goes over the next line."


class EmailGateway:
    """Files as attachments, one message for each delivery, one line for each window.

    A mail server keeps no message by our id and can't be asked, so what had no answer is
    held for a person.
    """

    settings_type: ClassVar[type[GatewaySettings]] = EmailSettings
    name: str = "email"
    label: str = "E-mail"
    capabilities: Capabilities = Capabilities(
        freight=frozenset({"files"}),
        window=10,
        fate=Fate.HOLD,
        own_id=True,
        receipts="none",
        reaches=frozenset({"email"}),
    )

    def __init__(
        self,
        settings: EmailSettings,
        *,
        clock: Callable[[], datetime] = now,
        longest: float = LONGEST,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._longest = longest

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        """Hand the window over, one after another. Raises GatewayError."""
        known = {d.id: said for d in window if (said := self._unfit(d))}
        if stop := self._sent([d for d in window if d.id not in known], known):
            raise GatewayError(
                stop.message,
                receipts=[known[d.id] for d in window if d.id in known],
                unwritten=[d.id for d in window if d.id not in known],
                permanent=stop.permanent,
            )
        return [known[delivery.id] for delivery in window]

    def check(self) -> None:
        """Sign in without sending anything. Raises GatewayError."""
        with connected(self._settings) as line:
            line.noop()

    def _sent(self, going: list[Outgoing], known: dict[str, Receipt]) -> Stop | None:
        """Why something is left to send; ``known`` gets what became of the others.

        Whoever makes the server hang up costs the others no more than a new line.
        """
        last = time.monotonic() + self._longest
        try:
            while going:
                with connected(self._settings) as line:
                    if stop := self._over(line, going, known, last):
                        return stop
        except GatewayError as error:
            return Stop(message=str(error), permanent=error.permanent)
        return None

    def _over(
        self,
        line: smtplib.SMTP,
        going: list[Outgoing],
        known: dict[str, Receipt],
        last: float,
    ) -> Stop | None:
        """As many as one line takes; they are gone from ``going``."""
        while going and line.sock:
            if time.monotonic() > last:
                return Stop(message=_SLOW, permanent=False)
            said = self._hand_over(line, going[0])
            if isinstance(said, Stop):
                return said
            known[going.pop(0).id] = said
        return None

    def _hand_over(self, line: smtplib.SMTP, delivery: Outgoing) -> Receipt | Stop:
        try:
            made = letter(delivery, self._settings, self._room(line), self._clock())
        except UnicodeError:
            why = "The text has a broken character. Type that word again."
            return refused(delivery, "broken", why)
        except ValueError:
            return refused(delivery, "empty", "There is nothing to send.")
        said = hand_over(line, delivery, made, self._settings.returned_to)
        return _with_left_out(said, made)

    def _room(self, line: smtplib.SMTP) -> int:
        """Octets that a message may have: by our setting, and by the server's."""
        ours = int(self._settings.largest * 1_000_000)
        theirs = line.esmtp_features.get("size", "")
        return min(ours, int(theirs)) if theirs.isdecimal() and int(theirs) else ours

    def _unfit(self, delivery: Outgoing) -> Receipt | None:
        left = seconds_left(delivery, self._clock())
        if not _is_email(delivery.address):
            why = "That is no e-mail address, such as desk@radio.example."
            return refused(delivery, "address", why)
        if left is not None and left < 1:
            return refused(delivery, "expired", "It is too late to send it.")
        return None


def _is_email(address: str) -> bool:
    """Whether it is one as the directory writes it: nothing else goes into a command."""
    try:
        return read_email(address) == address
    except ValueError:
        return False


def _with_left_out(said: Receipt | Stop, made: Letter) -> Receipt | Stop:
    """Staff read which files a message went out without."""
    if isinstance(said, Stop) or said.outcome is not Outcome.ACCEPTED:
        return said
    if not made.left_out:
        return said
    names = ", ".join(made.left_out)
    why = f"Went without {names}: larger than OUTREACH_EMAIL_LARGEST or the server allows. {said.detail}"
    return said._replace(detail=why)
