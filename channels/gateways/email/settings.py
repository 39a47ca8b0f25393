"""Which mail server takes messages, and who they are from."""

from __future__ import annotations

import ipaddress
import ssl
from email.headerregistry import Address
from email.utils import getaddresses, parseaddr
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from channels.gateways.provider import SecretSettings
from outreach.model.addresses import read_email

#: The port where a server listens for each kind of line (RFC 6409, RFC 8314).
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def _mailbox(value: str) -> str:
    """Lets pass ``desk@example.org`` and ``The Office <desk@example.org>``."""
    (name, address), *others = getaddresses([value])
    if not address or others or not value.isprintable():
        raise ValueError("is no e-mail address, such as Office <news@example.org>.")
    return str(Address(display_name=name, addr_spec=_ascii(address)))


def _ascii(address: str) -> str:
    """Our own address has to pass everywhere, also servers without SMTPUTF8."""
    read = read_email(address)
    if not read.isascii():
        raise ValueError("has letters before the @ that not every mail server takes.")
    return read


def _plain(value: SecretStr) -> SecretStr:
    secret = value.get_secret_value()
    if not secret.isascii() or not secret.isprintable():
        raise ValueError("has a sign that can't be sent: printable ASCII only.")
    return value


def _trusted(value: str) -> str:
    try:
        ssl.create_default_context(cadata=value)
    except (ssl.SSLError, ValueError):
        raise ValueError("has no certificates in it: name a PEM file.") from None
    return value


Certificates = Annotated[str, AfterValidator(_trusted)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
#: What signs in.
Credential = Annotated[SecretStr, AfterValidator(_plain)]


class EmailSettings(SecretSettings):
    """``OUTREACH_EMAIL_…``."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
    #: By default that of the kind of line.
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    #: ``starttls``: encrypted after a greeting; ``tls``: from the first octet; ``none``: a
    #: server on this machine only.
    security: Literal["starttls", "tls", "none"] = "starttls"
    #: Certificates to trust in place of the system's, as PEM; ``OUTREACH_EMAIL_CA_FILE``.
    ca: Certificates | None = None
    user: Credential | None = None
    password: Credential | None = None
    #: Who messages are from; its domain stands in their ids.
    sender: Mailbox
    #: Where answers go; by default to the sender.
    reply_to: Mailbox | None = None
    #: Where mail servers report what they could not deliver; by default to the sender.
    bounces: Mailbox | None = None
    #: Seconds that the server may take for one answer.
    timeout: Annotated[float, Field(gt=0, le=60)] = 30
    #: Megabytes that one message may have, encoded; what has no room is named in it.
    largest: Annotated[float, Field(ge=0.05, le=100)] = 5

    @model_validator(mode="after")
    def _secret_lines_only(self) -> EmailSettings:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                "OUTREACH_EMAIL_SECURITY=none is only for a server on this machine: set "
                "starttls or tls, or OUTREACH_EMAIL_HOST=127.0.0.1."
            )
        if (self.user is None) != (self.password is None):
            raise ValueError(
                "Set both OUTREACH_EMAIL_USER and OUTREACH_EMAIL_PASSWORD, or neither."
            )
        return self

    @property
    def at(self) -> tuple[str, int]:
        """Name and port of the server."""
        return self.host, self.port or _PORTS[self.security]

    @property
    def domain(self) -> str:
        """The office's own."""
        return address_of(self.sender).rpartition("@")[2]

    @property
    def returned_to(self) -> str:
        """The envelope's sender."""
        return address_of(self.bounces or self.sender)


def address_of(mailbox: str) -> str:
    """The address alone."""
    return parseaddr(mailbox)[1]


def is_loopback(host: str) -> bool:
    """Whether what goes there never leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
