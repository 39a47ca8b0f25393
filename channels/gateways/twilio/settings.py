"""What the Twilio gateway must be told: ``OUTREACH_TWILIO_…``."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, StringConstraints, field_validator

from outreach.model.contracts import GatewaySettings

#: A number, a short code, up to eleven letters and digits, or a messaging service.
_SENDER = re.compile(
    r"\+[1-9][0-9]{6,14}|[0-9]{3,8}|MG[0-9a-fA-F]{32}"
    r"|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 &+_.-]{0,10}"
)


class TwilioSettings(GatewaySettings):
    """Account, sender and limits. The token is never shown, also not in an error."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    #: It stands in URLs, so nothing that could change one.
    account_sid: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,64}$")]
    auth_token: Annotated[SecretStr, Field(min_length=1)]
    needs_sender: ClassVar[bool] = True
    #: Of routes that name none.
    sender: str | None = None
    #: Another server that speaks the same API; None is Twilio's.
    base_url: str | None = None
    #: Secret of the shared key, where callbacks are signed with one instead of the token.
    webhook_secret: SecretStr | None = None
    #: Seconds one request may take, answer included.
    timeout: Annotated[float, Field(gt=0, le=120)] = 10
    #: Requests at once. 8 to 16 are enough at 100 to 300 ms an answer.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 16
    #: Most seconds a message may wait at Twilio, which takes 1 to 36,000.
    validity: Annotated[int, Field(ge=1, le=36_000)] = 36_000
    #: Seconds after which a message that Twilio took surely stands in its listings.
    grace: Annotated[float, Field(ge=0, le=3600)] = 120

    @field_validator("base_url", "webhook_secret", "sender", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("sender")
    @classmethod
    def _can_send(cls, value: str | None) -> str | None:
        if value is not None and not _SENDER.fullmatch(value):
            raise ValueError(
                "is no sender. Give a number as +254711000001, a short code, a name of "
                "at most 11 letters and digits, or a messaging service (MG…)."
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname
        if not sound or "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError(
                "is not the address of a server. Write it as https://api.example.org."
            )
        return value.rstrip("/")

    @property
    def callback_url(self) -> str | None:
        """Where Twilio tells us what became of messages; None if it can't reach us."""
        return f"{self.public_url}/callbacks/twilio" if self.public_url else None
