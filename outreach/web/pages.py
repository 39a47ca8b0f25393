"""Pages from templates, and how they write moments, sizes and addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from fastapi import Request
from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from outreach import registry
from outreach.model import money
from outreach.model.addresses import kind_of
from outreach.model.masking import masked as without_numbers
from outreach.model.moments import clock_of, day_of, read_clock
from outreach.model.phones import phone_of
from outreach.model.places import countries, country_name
from outreach.model.words import language_name
from outreach.reports.names import channel_label
from outreach.web.desk import Fields, desk_of
from outreach.web.previews import pictured
from outreach.wording.dates import clock, full_day, instant
from outreach.wording.environment import environment


@cache
def stylesheet(folder: str = "staff") -> bytes:
    """The style sheet of staff or the public, without what only people who edit it need."""
    text = (files("templates") / folder / "style.css").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line).encode()


@cache
def stylesheet_path(folder: str = "staff") -> str:
    """Where it is served: another content, another address."""
    return f"/style-{hashlib.sha256(stylesheet(folder)).hexdigest()[:12]}.css"


def page(
    request: Request,
    template: str,
    status: int = 200,
    /,
    *,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page for whoever asks; ``visit`` is None in it where nobody is signed in."""
    visit = getattr(request.state, "visit", None)
    known = {
        "visit": visit,
        "token": visit.token if visit else "",
        "settings": desk_of(request).settings,
        "refresh": None,
        **values,
    }
    html = _templates().get_template(template).render(known)
    return HTMLResponse(html, status_code=status, headers=headers)


def plain_page(template: str, status: int) -> HTMLResponse:
    """A page that depends on nothing: neither the database nor who asks."""
    values = {"visit": None, "token": "", "settings": None, "refresh": None}
    html = _templates().get_template(template).render(values)
    return HTMLResponse(html, status_code=status)


def spreadsheet(table: str, name: str) -> Response:
    """A table to be saved as ``name``: CSV of which no cell is a formula."""
    return Response(
        f"\ufeff{table}",  # the mark by which spreadsheets know UTF-8
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@cache
def _templates() -> Environment:
    made = environment("staff", html=True)
    made.filters.update(
        language=language_name,
        native=native_name,
        country=lambda code: country_name(code) or code,
        moment=moment,
        instant=instant,
        kilobytes=kilobytes,
        pictured=pictured,
        masked=masked,
        numberless=without_numbers,
        phone=phone_of,
        channel=channel_label,
        gateway=registry.gateway_label,
        money=money.shown,
        draft_title=draft_title,
        is_day=lambda text: _parses(date.fromisoformat, text),
        is_clock=lambda text: _parses(read_clock, text),
    )
    made.globals.update(stylesheet=stylesheet_path, countries=_countries)
    return made


def native_name(code: str) -> str:
    """A language's name in itself."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name()
    except (ValueError, UnknownLocaleError):
        name = None
    return name or language_name(code)


def moment(value: date | datetime) -> str:
    """A day, or a day and wall time, as a person reads it."""
    at = clock_of(value)
    day = full_day(day_of(value), "en")
    return day if at is None else f"{day}, {clock(at, 'en')}"


def kilobytes(size: int) -> str:
    """A size as it is written beside a link."""
    return f"{max(1, round(size / 1000))} kB"


def masked(address: str) -> str:
    """A phone number or e-mail address that its owner recognises, and nobody can use."""
    if kind_of(address) == "email":
        return f"{address[0]}•••@{address.rpartition('@')[2]}"
    if not address.startswith("+"):
        return address
    return f"{address[:4]}{'•' * max(1, len(address) - 6)}{address[-2:]}"


def draft_title(form: Fields) -> str:
    """The first title in a draft; empty if none has been typed."""
    titles = (v[0] for k, v in form.items() if k.startswith("texts.") and v)
    return next((title.strip() for title in titles if title.strip()), "")


def _parses(read: Callable[[str], object], text: str) -> bool:
    """Whether a date or time control of a browser can show ``text``; else it drops it."""
    try:
        read(text)
    except ValueError:
        return False
    return True


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted(country_name(code) or code for code in countries()))
