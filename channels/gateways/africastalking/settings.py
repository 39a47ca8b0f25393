"""What the gateway to Africa's Talking must be told: ``OUTREACH_AFRICASTALKING_…``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr

from channels.gateways.provider import Key, ProviderSettings, Sender, WebAddress

LIVE = "https://api.africastalking.com"
SANDBOX = "https://api.sandbox.africastalking.com"


class AfricastalkingSettings(ProviderSettings):
    """Account, sender and limits."""

    #: The application's name; ``sandbox`` goes to the sandbox, where no phone is reached.
    username: Annotated[str, Field(pattern=r"^[!-~]{1,64}$")]
    api_key: Key
    #: A short code or a name of theirs; None is what Africa's Talking uses for all.
    sender: Sender | None = None
    #: Another server that speaks the same API.
    base_url: WebAddress | None = None
    #: Most recipients in one request, which have the same text.
    batch: Annotated[int, Field(ge=1, le=100)] = 50
    #: What shows that a callback is theirs: it stands in the addresses that we give them.
    callback_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    #: Requests at once.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 4
    #: Seconds one request may take: it hands over a whole batch.
    timeout: Annotated[float, Field(gt=0, le=120)] = 30

    @property
    def server(self) -> str:
        """Where requests go."""
        return self.base_url or (SANDBOX if self.username == "sandbox" else LIVE)

    @property
    def hears(self) -> bool:
        """Whether callbacks can be told from forgeries."""
        return bool(self.public_url and self.callback_token)
