"""What the Kannel gateway must be told: ``OUTREACH_KANNEL_…``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from channels.gateways.provider import Key, ProviderSettings, WebAddress, senders

#: What becomes a header's value: nothing that could end one.
Word = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
#: A number without its plus: some operators want it so.
BARE = r"[0-9]{9,15}"
_Sender = Annotated[str, senders(BARE)]


class KannelSettings(ProviderSettings):
    """Address, user and route. No secret is ever shown, also not in an error."""

    #: Its sendsms address, such as ``http://127.0.0.1:13013/cgi-bin/sendsms``.
    url: WebAddress
    username: Word
    password: Key
    #: None: what Kannel's sendsms-user has as its default.
    sender: _Sender | None = None
    #: The ``smsc-id`` that texts leave by; None: Kannel chooses.
    smsc: Word | None = None
    #: Signs receipts, and is the password with which Kannel brings texts; 16 characters
    #: or more. Without it Kannel is asked for neither.
    token: Annotated[SecretStr, Field(min_length=16)] | None = None
    #: Its admin address, such as ``http://127.0.0.1:13000``, for ``doctor``.
    status_url: WebAddress | None = None
    status_password: SecretStr | None = None
    #: Seconds one part may take. Kannel answers when its bearerbox has the part.
    timeout: Annotated[float, Field(gt=0, le=120)] = 20
    #: Deliveries at once; the parts of one go one after another.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 10
    #: Most minutes a part may wait at the operator.
    validity: Annotated[int, Field(ge=1, le=10_080)] = 2880

    @property
    def callback_url(self) -> str | None:
        """Where Kannel tells us what became of parts; None if it is not to."""
        if self.public_url is None or self.token is None:
            return None
        return f"{self.public_url}/callbacks/kannel"
