"""What the provider tells, believed only with the secret that we gave it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from channels.gateways import hearing
from channels.gateways.http import reading
from channels.gateways.http.settings import HttpSettings
from channels.gateways.window import masked
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome

log = logging.getLogger(__name__)

#: Most reports in one callback.
_MOST = 1000
#: Seconds, from the full hour on; providers repeat what we did not take within minutes.
_SAME = 600


def news_of(
    request: CallbackRequest, settings: HttpSettings, clock: Callable[[], datetime]
) -> Sequence[News]:
    """The news told; none for a status whose word is not set.

    Raises CallbackRefused where the secret is wrong or nothing is named.
    """
    if not settings.can_be_called:
        raise CallbackRefused(
            "Set OUTREACH_PUBLIC_URL and OUTREACH_HTTP_CALLBACK_SECRET to take callbacks."
        )
    given = _secret(request, settings.callback_secret_in)
    hearing.check_secret(
        given, settings.callback_secret, "OUTREACH_HTTP_CALLBACK_SECRET"
    )
    now = clock()
    told = [_one(fields, settings, now) for fields in _reports(request, settings)]
    return tuple(news for news in told if news is not None)


def _secret(request: CallbackRequest, where: str) -> str:
    place, _, name = where.partition(":")
    if place == "header":
        return request.headers.get(name.lower(), "")
    if place == "query":
        return dict(hearing.query(request)).get(name, "")
    return unquote(urlsplit(request.url).path.rpartition("/")[2])


def _reports(request: CallbackRequest, settings: HttpSettings) -> list[Any]:
    """What is told, each with its fields: from JSON, a form, or the address."""
    query = dict(hearing.query(request))
    if not request.body:
        return [query]
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.endswith("json") or request.body.lstrip()[:1] in (b"{", b"["):
        found = hearing.body(request)
        if settings.callback_list:
            found = reading.at(found, settings.callback_list)
        reports = found if isinstance(found, list) else [found]
        if len(reports) > _MOST:
            raise CallbackRefused(f"The callback has more than {_MOST} reports.")
        return reports
    return [{**query, **dict(hearing.form(request))}]


def _one(fields: Any, settings: HttpSettings, now: datetime) -> News | None:
    if settings.inbound_from and settings.inbound_text:
        sender = hearing.phone(reading.word(fields, settings.inbound_from))
        if sender and reading.at(fields, settings.inbound_text) is not None:
            return _inbound(fields, sender, settings, now)
    return _event(fields, settings)


def _inbound(
    fields: Any, sender: str, settings: HttpSettings, now: datetime
) -> Inbound:
    """A text that came in. Where the provider gives it neither id nor time, the same words
    from the same person in the same ten minutes, counted from the full hour, are taken for
    one text told twice.
    """

    def said(path: str | None) -> str:
        return hearing.clean(reading.word(fields, path)) if path else ""

    text, own = said(settings.inbound_text), said(settings.inbound_id)
    when = said(settings.inbound_at)
    told = when or int(now.timestamp()) // _SAME
    return Inbound(
        key=hearing.key("in", own) if own else hearing.key("in", sender, text, told),
        sender=sender,
        recipient=hearing.recipient(said(settings.inbound_to)),
        text=text,
        at=hearing.instant(when),
    )


def _event(fields: Any, settings: HttpSettings) -> Event | None:
    if not (settings.callback_id and settings.callback_status):
        raise CallbackRefused("Set OUTREACH_HTTP_CALLBACK_ID and …_STATUS.")
    named = hearing.short_id(reading.word(fields, settings.callback_id))
    if not named:
        raise CallbackRefused("The callback names no message.")
    status = hearing.clean(reading.word(fields, settings.callback_status)).strip()
    outcome = _outcomes(settings).get(status)
    if outcome is None:
        log.warning("The provider told an unknown status: %s", masked(status))
        return None
    ours = settings.callback_id_is == "ours"
    return Event(
        key=hearing.key(named, status),
        outcome=outcome,
        delivery=named[:40] if ours else None,
        gateway_id=None if ours else named,
        code=hearing.short_code(status),
    )


def _outcomes(settings: HttpSettings) -> Mapping[str, Outcome]:
    """Outcomes by the provider's words."""
    return {
        word: outcome
        for outcome, words in (
            (Outcome.ACCEPTED, settings.callback_accepted),
            (Outcome.DELIVERED, settings.callback_delivered),
            (Outcome.REFUSED, settings.callback_failed),
            (Outcome.OPTED_OUT, settings.callback_opted_out),
        )
        for word in words
    }
