"""What both of gammu-smsd's back ends can do, and the words they share."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from channels.gateways.gammu.mark import Mark
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.news import News
from outreach.model.states import Outcome

#: What ``expired`` means to staff.
TOO_LATE = "The modem did not send it in time, and it was taken back."
NOT_SENT = (
    "gammu-smsd could not send it and does not say why: it may have gone out all the "
    "same. See gammu-smsd's log."
)
NOT_KEPT = "The disk failed just after gammu-smsd got it."
DEAD = "gammu-smsd does not run. Start it: systemctl start gammu-smsd."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What gammu-smsd knows of one part, or of all parts of a text."""

    mark: Mark
    outcome: Outcome
    code: str | None = None
    detail: str | None = None


class Backend(Protocol):
    """Where gammu-smsd keeps messages. Every method raises GatewayError."""

    def put(self, mark: Mark, delivery: Outgoing) -> bool:
        """Give one delivery to gammu-smsd, all of its parts or nothing. False where it is
        there and may yet be lost; an error only where it surely is not there.
        """
        ...

    def fates(self) -> Mapping[str, Sequence[Fate]]:
        """All that is there of ours, by delivery."""
        ...

    def news(self, most: int) -> Sequence[News]:
        """The oldest that were not let go."""
        ...

    def let_go(self) -> None:
        """Of what the last ``news`` gave: mark or remove it."""
        ...

    def check(self) -> None:
        """Whether it would take a delivery now."""
        ...


def check_runs(pidfile: Path | None) -> None:
    """Raise GatewayError where gammu-smsd's pid file names no process that runs."""
    if pidfile is None:
        return
    try:
        os.kill(int(pidfile.read_text()), 0)
    except PermissionError:
        return  # it runs, as another user
    except (OSError, ValueError):
        raise GatewayError(DEAD) from None
