"""What the Twilio gateway must be told: ``OUTREACH_TWILIO_…``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, SecretStr, StringConstraints

from channels.gateways.provider import Key, ProviderSettings, WebAddress, senders

#: A messaging service may stand for all its senders.
_Sender = Annotated[
    str, senders(r"MG[0-9a-fA-F]{32}", ", or a messaging service (MG…)")
]


class TwilioSettings(ProviderSettings):
    """Account, sender and limits. The token is never shown, also not in an error."""

    #: It stands in URLs, so nothing that could change one.
    account_sid: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,64}$")]
    auth_token: Key
    needs_sender: ClassVar[bool] = True
    #: Of routes that name none.
    sender: _Sender | None = None
    #: Another server that speaks the same API; None is Twilio's.
    base_url: WebAddress | None = None
    #: Secret of the shared key, where callbacks are signed with one instead of the token.
    webhook_secret: SecretStr | None = None
    #: Requests at once. 8 to 16 are enough at 100 to 300 ms an answer.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 16
    #: Most seconds a message may wait at Twilio, which takes 1 to 36,000.
    validity: Annotated[int, Field(ge=1, le=36_000)] = 36_000
    #: Seconds after which a message that Twilio took surely stands in its listings.
    grace: Annotated[float, Field(ge=0, le=3600)] = 120

    @property
    def callback_url(self) -> str | None:
        """Where Twilio tells us what became of messages; None if it can't reach us."""
        return f"{self.public_url}/callbacks/twilio" if self.public_url else None
