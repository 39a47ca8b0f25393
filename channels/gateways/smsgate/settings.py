"""What the gateway to a phone must be told: ``OUTREACH_SMSGATE_…``."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StringConstraints, model_validator

from channels.gateways.provider import Key, ProviderSettings, Sender, WebAddress

#: The path below which servers that stand between us and phones have their API.
_OF_A_SERVER = "/3rdparty/v1"


class SmsgateSettings(ProviderSettings):
    """A phone, or a server with phones, and who we are to it."""

    #: The phone's ``http://192.168.1.10:8080``, or a server's ``https://…/3rdparty/v1``.
    base_url: WebAddress
    #: Who may send: user and password as the app shows them, or a token of the server.
    user: Annotated[str, StringConstraints(pattern=r"^[!-9;-~]{1,64}$")] | None = None
    password: SecretStr | None = None
    token: Key | None = None
    #: Which phone of the server.
    device_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    #: Which SIM, 1 for the first; None leaves it to the phone.
    sim: Annotated[int, Field(ge=1, le=3)] | None = None
    #: That SIM's number: a delivery that must come from another is refused.
    sender: Sender | None = None
    #: What the app's webhooks are signed with; None takes no webhooks.
    signing_key: SecretStr | None = None
    #: How many seconds the phone's clock may be off when it signs.
    clock_slack: Annotated[float, Field(ge=1, le=86_400)] = 600

    @property
    def is_server(self) -> bool:
        """Whether a server stands between us and the phone."""
        return urlsplit(self.base_url).path.endswith(_OF_A_SERVER)

    @model_validator(mode="after")
    def _who_and_which(self) -> SmsgateSettings:
        signs_in = self.token or (self.user and self.password)
        if not signs_in:
            raise ValueError(
                "OUTREACH_SMSGATE_USER and OUTREACH_SMSGATE_PASSWORD are not set, nor is "
                "OUTREACH_SMSGATE_TOKEN; the app shows them."
            )
        if self.is_server and not self.device_id:
            raise ValueError(
                "OUTREACH_SMSGATE_DEVICE_ID is not set: a server hands a text that is sent "
                "again to any of its phones, and it would go out twice."
            )
        return self
