"""A provider described in settings: ``OUTREACH_HTTP_…``."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from channels.gateways.http import template
from channels.gateways.provider import ProviderSettings, Sender

_FORM = "application/x-www-form-urlencoded"
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
#: Ours: another value would spoil the request.
_OWN = {"host", "content-length", "content-type", "transfer-encoding", "connection"}
_WHERE = r"^(?:path|(?:query|header):[A-Za-z0-9_-]{1,64})$"
_IN_QUERY = "query:token"


def _words(value: Any) -> Any:
    """``sent|OK`` as words; a list in JSON, where a word has that stroke in it."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return tuple(_listed(value))
    return tuple(word.strip() for word in value.split("|") if word.strip())


def _listed(value: str) -> list[str]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not (isinstance(found, list) and all(isinstance(one, str) for one in found)):
        raise ValueError('is no list. Write it as ["sent", "OK"] or as sent|OK.')
    return found


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
#: The name of a field, or the path to it in JSON: ``results.0.status``.
Path = Annotated[str, Field(pattern=r"^[^\s]{1,120}$")]


class HttpSettings(ProviderSettings):
    """The request, the answers, and what the provider tells later."""

    method: Literal["GET", "POST", "PUT"] = "POST"
    #: Address, headers (a JSON object) and body, with {to} {to_no_plus} {text} {from} {id}.
    url: SecretStr
    headers: SecretStr = SecretStr("{}")
    body: SecretStr | None = None
    content_type: str = _FORM
    #: Signs in with HTTP's basic scheme, where the provider wants that.
    user: Annotated[str, Field(pattern=r"^[ -9;-~]+$")] | None = None
    password: SecretStr | None = None
    sender: Sender | None = None

    #: Where an answer in JSON has its message's id, and its word or code.
    id_path: Path | None = None
    status_path: Path | None = None
    #: The words or codes; without ``status_path``, texts that the answer holds.
    accepted: Words = ()
    refused: Words = ()
    later: Words = ()
    stop: Words = ()
    opted_out: Words = ()
    #: Whether the provider lets a text with the same {id} out only once.
    idempotent: bool = False

    #: What answers 200 to a GET with the headers above and sends nothing, such as the
    #: balance; ``doctor`` asks it.
    check_url: SecretStr | None = None

    #: What shows that a callback is the provider's, and where: ``path``,
    #: ``query:NAME`` or ``header:NAME``.
    callback_secret: Annotated[SecretStr, Field(min_length=16)] | None = None
    callback_secret_in: Annotated[str, Field(pattern=_WHERE)] = _IN_QUERY
    #: Where one callback holds a list of reports.
    callback_list: Path | None = None
    callback_id: Path | None = None
    #: Whether that is our {id} or the provider's.
    callback_id_is: Literal["ours", "theirs"] = "theirs"
    callback_status: Path | None = None
    callback_accepted: Words = ()
    callback_delivered: Words = ()
    callback_failed: Words = ()
    callback_opted_out: Words = ()
    inbound_from: Path | None = None
    inbound_to: Path | None = None
    inbound_text: Path | None = None
    inbound_id: Path | None = None
    inbound_at: Path | None = None

    @property
    def in_json(self) -> bool:
        """Whether the body is JSON; otherwise it is a form."""
        return self.content_type.partition(";")[0].strip().lower().endswith("json")

    @property
    def header_templates(self) -> dict[str, str]:
        """The headers by name."""
        found: dict[str, str] = json.loads(self.headers.get_secret_value())
        return found

    @property
    def has_id(self) -> bool:
        """Whether our id goes along."""
        return "id" in self.used()

    @property
    def hears(self) -> bool:
        """Whether callbacks tell what became of texts."""
        return bool(self.can_be_called and self.callback_id and self.callback_status)

    @property
    def listens(self) -> bool:
        """Whether callbacks bring texts in."""
        return bool(self.can_be_called and self.inbound_from and self.inbound_text)

    @property
    def can_be_called(self) -> bool:
        """Whether the provider can reach us and show who it is."""
        return bool(self.public_url and self.callback_secret)

    def used(self) -> set[str]:
        """The placeholders in the request."""
        body = self.body.get_secret_value() if self.body else ""
        templates = [self.url.get_secret_value(), body]
        return template.placeholders(*templates, *self.header_templates.values())

    @field_validator("url", "check_url")
    @classmethod
    def _is_an_address(cls, value: SecretStr) -> SecretStr:
        template.address(value.get_secret_value())
        return value

    @field_validator("headers")
    @classmethod
    def _are_headers(cls, value: SecretStr) -> SecretStr:
        try:
            found = json.loads(value.get_secret_value())
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ValueError('are no headers. Write them as {"X-Api-Key": "…"}.')
        for name, content in found.items():
            if not _HEADER.fullmatch(name) or name.lower() in _OWN:
                raise ValueError(f"have a name that can't be set: {name[:40]!r}.")
            if not isinstance(content, str):
                raise ValueError(f"have no text for {name}.")
            template.header(content)
        return value

    @field_validator("content_type")
    @classmethod
    def _is_known(cls, value: str) -> str:
        kind = value.partition(";")[0].strip().lower()
        if not re.fullmatch(r"[ -~]+", value) or not (
            kind == _FORM or re.fullmatch(r"application/([a-z0-9.-]+\+)?json", kind)
        ):
            raise ValueError(f"is neither {_FORM} nor application/json.")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> HttpSettings:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> list[str]:
        found, used = [], self.used()
        if fault := self._body_fault():
            found.append(f"OUTREACH_HTTP_BODY {fault}")
        if not used & {"to", "to_no_plus"}:
            found.append("OUTREACH_HTTP_URL and OUTREACH_HTTP_BODY have no {to}.")
        if "text" not in used:
            found.append("OUTREACH_HTTP_URL and OUTREACH_HTTP_BODY have no {text}.")
        if self.idempotent and "id" not in used:
            found.append(
                "OUTREACH_HTTP_IDEMPOTENT is set, but no {id} goes to the provider."
            )
        if self.callback_id_is == "ours" and "id" not in used:
            found.append(
                "OUTREACH_HTTP_CALLBACK_ID_IS is ours, but no {id} goes to the provider."
            )
        if self.status_path and not self.accepted:
            found.append(
                "OUTREACH_HTTP_STATUS_PATH is set; set OUTREACH_HTTP_ACCEPTED to the words "
                "that mean yes."
            )
        if bool(self.inbound_from) != bool(self.inbound_text):
            found.append(
                "OUTREACH_HTTP_INBOUND_FROM and OUTREACH_HTTP_INBOUND_TEXT go together: set "
                "both or neither."
            )
        return found

    def _body_fault(self) -> str | None:
        if self.body is None:
            return None
        if self.method == "GET":
            return "is set, but a GET has none. Set OUTREACH_HTTP_METHOD to POST."
        check = template.document if self.in_json else template.form
        try:
            check(self.body.get_secret_value())
        except ValueError as error:
            return str(error)
        return None
