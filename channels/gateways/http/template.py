"""A request with placeholders: read once, checked, then filled for each text.

Each value is encoded for the place where it stands: percent-encoded in an address or a
form, as a string in JSON, percent-encoded in a header wherever it is not plain ASCII. So
no text can begin a second field, path segment, header or object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from channels.gateways.provider import is_of_a_server

NAMES = ("to", "to_no_plus", "text", "from", "id")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
#: What looks like one: a typing mistake here would go out to everybody.
_LIKELY = re.compile(r"\{\s*([A-Za-z_]+)\s*\}")
#: As RFC 3986 and HTML forms have it; only encoded signs may stand beside them.
_ENCODED = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_PLAIN = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes out for one text."""

    method: str
    url: str
    headers: Mapping[str, str]
    data: str | None


def address(template: str) -> str:
    """``template``, or ValueError where a text could change whom we call."""
    _check_names(template)
    if not _ENCODED.fullmatch(_PLACEHOLDER.sub("", template)):
        raise ValueError(
            "has a sign that no address has. Write a blank as %20, another as %C3%A9."
        )
    parts = urlsplit(template) if is_of_a_server(template) else None
    if parts is None or parts.fragment or _PLACEHOLDER.search(parts.netloc):
        raise ValueError(
            "is not the address of a server. Write it as https://api.example.org/send, "
            "placeholders only after the server's name."
        )
    if set(_names(parts.path)) & {"text", "from"}:
        raise ValueError(
            "has {text} or {from} in its path. Move it behind the question mark, or into "
            "OUTREACH_HTTP_BODY."
        )
    return template


def form(template: str) -> str:
    """``template``, or ValueError where it is no encoded form."""
    _check_names(template)
    if not _ENCODED.fullmatch(_PLACEHOLDER.sub("", template)):
        raise ValueError(
            "is no form. Write it as to={to}&message={text}, a blank as %20."
        )
    for pair in template.split("&"):
        if _PLACEHOLDER.search(pair.partition("=")[0]):
            raise ValueError("has a placeholder where a field's name belongs.")
    return template


def document(template: str) -> Any:
    """``template`` as JSON, or ValueError."""
    _check_names(template)
    try:
        found = json.loads(template)
    except (ValueError, RecursionError):
        raise ValueError(
            'is no JSON. Write each placeholder in quotation marks: {"to": "{to}"}.'
        ) from None
    if any(_PLACEHOLDER.search(name) for name in _fields(found)):
        raise ValueError("has a placeholder where a field's name belongs.")
    return found


def header(template: str) -> str:
    """``template``, or ValueError where it is no header's value."""
    _check_names(template)
    if not re.fullmatch(r"[ -~]*", template):
        raise ValueError("has a sign that no header has.")
    return template


def placeholders(*templates: str) -> set[str]:
    """The placeholders that stand in any of them."""
    return {name for template in templates for name in _names(template)}


def fill(template: str, values: Values) -> str:
    """An address or a form with values."""
    return _filled(template, values, lambda value: quote(value, safe=""))


def fill_header(template: str, values: Values) -> str:
    """A header's value with values; what is not plain ASCII is percent-encoded."""
    return _filled(template, values, lambda value: quote(value, safe=_PLAIN)).strip()


def fill_document(found: Any, values: Values) -> str:
    """JSON with values, in ASCII."""
    return json.dumps(_in_strings(found, values))


def _in_strings(found: Any, values: Values) -> Any:
    if isinstance(found, str):
        return _filled(found, values, str)
    if isinstance(found, list):
        return [_in_strings(one, values) for one in found]
    if isinstance(found, dict):
        return {name: _in_strings(one, values) for name, one in found.items()}
    return found


def _filled(template: str, values: Values, encoded: Callable[[str], str]) -> str:
    """In one pass: a placeholder in a value is text, and stays."""
    return _PLACEHOLDER.sub(lambda found: encoded(values[found[1]]), template)


def _names(template: str) -> Iterator[str]:
    return (found[1] for found in _PLACEHOLDER.finditer(template))


def _fields(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        yield from found
        for one in found.values():
            yield from _fields(one)
    if isinstance(found, list):
        for one in found:
            yield from _fields(one)


def _check_names(template: str) -> None:
    for found in _LIKELY.finditer(template):
        if found[0] not in {f"{{{name}}}" for name in NAMES}:
            raise ValueError(
                f"has the unknown placeholder {found[0][:40]}. There are {{to}}, "
                "{to_no_plus}, {text}, {from} and {id}."
            )
