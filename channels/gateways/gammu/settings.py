"""What the gammu gateway must be told: ``OUTREACH_GAMMU_…``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import StringConstraints, field_validator

from outreach.model.contracts import GatewaySettings


class GammuSettings(GatewaySettings):
    """Where gammu-smsd keeps its messages: in folders or in an SQLite file."""

    #: ``service`` in gammu-smsdrc.
    backend: Literal["files", "sql"]
    #: Has the folders inbox, outbox, sent and error.
    folder: Path = Path("/var/spool/gammu")
    #: The SQLite file.
    database: Path = Path("/var/spool/gammu/smsd.db")
    #: Ask for delivery reports; only ``sql`` can tell of which text one is.
    reports: bool = False
    #: The number of the card in the modem: texts go from there and come in there.
    sender: Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{3,15}$")] | None = None
    #: Written by gammu-smsd with ``--pid``, so that ``doctor`` sees whether it runs.
    pidfile: Path | None = None

    @field_validator("sender", "pidfile", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value
