"""What Africa's Talking tells. It signs nothing: a token in the address shows it is theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from channels.gateways import hearing
from channels.gateways.africastalking.settings import AfricastalkingSettings
from channels.gateways.window import masked
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome

log = logging.getLogger(__name__)

#: The words of delivery reports. Success is on the handset; Sent and Submitted are not.
STATUSES: Mapping[str, Outcome] = MappingProxyType(
    {
        "Sent": Outcome.ACCEPTED,
        "Submitted": Outcome.ACCEPTED,
        "Buffered": Outcome.ACCEPTED,
        "Success": Outcome.DELIVERED,
        "Rejected": Outcome.REFUSED,
        "Failed": Outcome.REFUSED,
        "Expired": Outcome.REFUSED,
        "AbsentSubscriber": Outcome.REFUSED,
    }
)
#: The reason that is an opt-out; the documentation writes it both ways.
_OPTED_OUT = "userinblacklist"


def news_of(
    request: CallbackRequest,
    settings: AfricastalkingSettings,
    clock: Callable[[], datetime],
) -> Sequence[News]:
    """The news told: of a report, a text that came in, or an opt-out.

    Raises CallbackRefused where the token is wrong or it is none of them.
    """
    if request.method != "POST":
        raise CallbackRefused("A callback of Africa's Talking is a POST.")
    hearing.check_secret(
        dict(hearing.query(request)).get("token", ""),
        settings.callback_token,
        "OUTREACH_AFRICASTALKING_CALLBACK_TOKEN",
    )
    form = dict(hearing.form(request))
    if "status" in form:
        return _event(form)
    if "from" in form and "text" in form:
        return (_inbound(form),)
    if "senderId" in form and "phoneNumber" in form:
        return (_opt_out(form, clock()),)
    raise CallbackRefused("The callback is no report, no text and no opt-out.")


def _event(form: Mapping[str, str]) -> Sequence[Event]:
    message = hearing.short_id(form.get("id"))
    if not message:
        raise CallbackRefused("The callback names no message.")
    status, reason = form["status"], masked(form.get("failureReason"))
    outcome = STATUSES.get(status)
    if outcome is None:
        log.warning("Africa's Talking told an unknown status: %s", masked(status))
        return ()
    if outcome is Outcome.REFUSED and reason.lower() == _OPTED_OUT:
        outcome = Outcome.OPTED_OUT
    event = Event(
        key=f"{message}:{status}",
        outcome=outcome,
        gateway_id=message,
        code=hearing.short_code(reason or status),
        detail=reason or None,
    )
    return (event,)


def _inbound(form: Mapping[str, str]) -> Inbound:
    sender, own = hearing.phone(form["from"]), form.get("id", "").strip()
    if not sender or not own:
        raise CallbackRefused("The callback does not say who wrote, or has no id.")
    return Inbound(
        key=hearing.key("in", own),
        sender=sender,
        recipient=hearing.recipient(form.get("to")),
        text=hearing.clean(form["text"]),
        # Written without a zone, it is UTC.
        at=hearing.instant(form.get("date"), UTC),
    )


def _opt_out(form: Mapping[str, str], now: datetime) -> Inbound:
    """An opt-out is told as the word it was: STOP, from that number, to that sender.

    It has neither id nor time. Told twice within an hour it counts once; a person who
    came back and opts out again is heard.
    """
    sender = hearing.phone(form["phoneNumber"])
    if not sender:
        raise CallbackRefused("The opt-out names no number.")
    ours = hearing.recipient(form["senderId"])
    hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
    return Inbound(
        key=hearing.key("opt-out", sender, ours, hour),
        sender=sender,
        recipient=ours,
        text="STOP",
        at=now,
    )
