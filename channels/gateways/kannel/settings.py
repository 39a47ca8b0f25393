"""What the Kannel gateway must be told: ``OUTREACH_KANNEL_…``."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, StringConstraints, field_validator

from outreach.model.contracts import GatewaySettings

#: What becomes a header's value: nothing that could end one.
Word = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
_SENDER = re.compile(r"\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 &+_.-]{0,10}")


def is_sender(value: str) -> bool:
    """Whether it is a number, a short code or a name of at most 11 characters."""
    return bool(_SENDER.fullmatch(value))


class KannelSettings(GatewaySettings):
    """Address, user and route. No secret is ever shown, also not in an error."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    #: Its sendsms address, such as ``http://127.0.0.1:13013/cgi-bin/sendsms``.
    url: str
    username: Word
    password: Annotated[SecretStr, Field(min_length=1)]
    #: None: what Kannel's sendsms-user has as its default.
    sender: str | None = None
    #: The ``smsc-id`` that texts leave by; None: Kannel chooses.
    smsc: Word | None = None
    #: Signs receipts, and is the password with which Kannel brings texts; 16 characters
    #: or more. Without it Kannel is asked for neither.
    token: Annotated[SecretStr, Field(min_length=16)] | None = None
    #: Its admin address, such as ``http://127.0.0.1:13000``, for ``doctor``.
    status_url: str | None = None
    status_password: SecretStr | None = None
    #: Seconds one part may take. Kannel answers when its bearerbox has the part.
    timeout: Annotated[float, Field(gt=0, le=120)] = 20
    #: Deliveries at once; the parts of one go one after another.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 10
    #: Most minutes a part may wait at the operator.
    validity: Annotated[int, Field(ge=1, le=10_080)] = 2880

    @field_validator("sender", "smsc", "token", "status_url", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("sender")
    @classmethod
    def _can_send(cls, value: str | None) -> str | None:
        if value is not None and not is_sender(value):
            raise ValueError(
                "is no sender. Give a number as +254711000001, a short code, or a name "
                "of at most 11 letters and digits."
            )
        return value

    @field_validator("url", "status_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname
        if not sound or "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError(
                "is not the address of a server. Write it as http://127.0.0.1:13013/…"
            )
        return value.rstrip("/")

    @property
    def callback_url(self) -> str | None:
        """Where Kannel tells us what became of parts; None if it is not to."""
        if self.public_url is None or self.token is None:
            return None
        return f"{self.public_url}/callbacks/kannel"
