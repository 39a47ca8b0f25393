"""Settings that gateways of providers share, and how they are checked."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, model_validator

from outreach.model.contracts import GatewaySettings

#: A number, a short code, or up to eleven letters and digits.
_SENDER = re.compile(
    r"\+[1-9][0-9]{6,14}|[0-9]{3,8}"
    r"|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 &+_.-]{0,10}"
)


class SecretSettings(GatewaySettings):
    """No value is ever shown in an error: it may be a secret. An empty one is not set."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, values: Any) -> Any:
        return {name: value for name, value in values.items() if value != ""}


class ProviderSettings(SecretSettings):
    """What every provider over HTTP has."""

    #: Seconds one request may take, answer included.
    timeout: Annotated[float, Field(gt=0, le=120)] = 10
    #: Requests at once.
    in_flight: Annotated[int, Field(ge=1, le=50)] = 10


def is_sender(value: str, also: str = "") -> bool:
    """Whether a text can be sent from it; ``also`` is a pattern of a provider's own."""
    return bool(_SENDER.fullmatch(value) or (also and re.fullmatch(also, value)))


def senders(also: str = "", named: str = "") -> AfterValidator:
    """Lets pass what a text can be sent from; ``named`` says in words what ``also`` is."""

    def checked(value: str) -> str:
        if not is_sender(value, also):
            raise ValueError(
                "is no sender. Give a number as +254711000001, a short code, a name of at "
                f"most 11 letters and digits{named}."
            )
        return value

    return AfterValidator(checked)


def _key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("has a blank or another sign in it that no key has.")
    return value


def is_of_a_server(address: str) -> bool:
    """Whether it has a scheme we speak, a name, a port that can be, and no password."""
    try:
        parts = urlsplit(address)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
        return named and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def _web_address(value: str) -> str:
    if not is_of_a_server(value) or re.search(r"[@?#\s]|[^!-~]", value):
        raise ValueError(
            "is not the address of a server. Write it as https://api.example.org."
        )
    return value.rstrip("/")


#: What a text can be sent from.
Sender = Annotated[str, senders()]
#: A key or token that stands in a header.
Key = Annotated[SecretStr, AfterValidator(_key)]
#: A server's address without a slash at its end.
WebAddress = Annotated[str, AfterValidator(_web_address)]
