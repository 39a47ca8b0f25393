"""What Twilio's answers mean: statuses and error codes, as docs of 2026 list them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from channels.gateways.window import Stop, masked
from outreach.model.contracts import Receipt
from outreach.model.states import Outcome

#: A message's status, in an answer, a listing or a callback.
STATUSES: Mapping[str, Outcome] = MappingProxyType(
    {
        "accepted": Outcome.ACCEPTED,
        "scheduled": Outcome.ACCEPTED,
        "queued": Outcome.ACCEPTED,
        "sending": Outcome.ACCEPTED,
        "sent": Outcome.ACCEPTED,
        "partially_delivered": Outcome.ACCEPTED,
        "delivered": Outcome.DELIVERED,
        "read": Outcome.DELIVERED,
        "undelivered": Outcome.REFUSED,
        "failed": Outcome.REFUSED,
        "canceled": Outcome.REFUSED,
    }
)

_OPTED_OUT = "21610"
#: This delivery's own. Over the rate of account or sender: nothing was taken. Every code
#: that is not listed here or below refuses the one delivery.
_OWN: Mapping[str, Outcome] = MappingProxyType(
    {
        _OPTED_OUT: Outcome.OPTED_OUT,
        "20429": Outcome.LATER,
        "21611": Outcome.LATER,
        "30001": Outcome.LATER,
        "30022": Outcome.LATER,
    }
)
_ACCOUNT = "Check OUTREACH_TWILIO_ACCOUNT_SID and OUTREACH_TWILIO_AUTH_TOKEN."
_SENDER = "Check OUTREACH_TWILIO_SENDER."
#: Not this delivery's fault: each further one would fail alike, so a person must act.
_STOPS: Mapping[str, str] = MappingProxyType(
    {
        "20003": _ACCOUNT,
        "20005": "Twilio has not activated the account, or closed it: ask Twilio.",
        "20006": "The account may not do this: ask Twilio.",
        "20008": "These are Twilio's test credentials. " + _ACCOUNT,
        "20404": _ACCOUNT,
        "21212": _SENDER,
        "21408": "Enable the country in Twilio's console, under geographic permissions.",
        "21603": _SENDER,
        "21606": _SENDER,
        "21608": "A trial account sends to verified numbers only: upgrade it.",
        "21609": "Check OUTREACH_PUBLIC_URL.",
        "21617": "Shorten the text: Twilio takes 1,600 characters.",
        "21659": _SENDER,
        "21660": _SENDER,
        "21661": _SENDER,
        "21701": _SENDER,
        "21703": "The messaging service has no sender. Add one in Twilio's console.",
        "21705": _SENDER,
        "30002": "The account is suspended: ask Twilio.",
        "30034": "The sender is not registered for the United States: see Twilio's console.",
    }
)


def refusal(delivery: str, status: int, code: object, words: str) -> Receipt | Stop:
    """What an answer of any status but 2xx means for ``delivery``.

    A server that failed (5xx) or gave up waiting (408) may have taken the message all
    the same, whatever it says; so may nothing else.
    """
    number = str(code)
    said = masked(words.removeprefix("Unable to create record: "))
    if status >= 500 or status == 408:
        return Receipt(
            delivery=delivery,
            outcome=Outcome.UNKNOWN,
            code=number,
            detail=f"Twilio failed while it took the message: {said}",
        )
    outcome = _OWN.get(number, Outcome.LATER if status == 429 else None)
    if outcome is None and (advice := _STOPS.get(number) or _advice(status)):
        return Stop(
            message=f"Twilio refused ({number}: {said}). {advice}", permanent=True
        )
    return Receipt(
        delivery=delivery,
        outcome=outcome or Outcome.REFUSED,
        code=number,
        detail=said,
    )


def outcome_of(status: str, code: str | None) -> Outcome | None:
    """What a message's status means; None if Twilio never had such a status."""
    if code == _OPTED_OUT:
        return Outcome.OPTED_OUT
    return STATUSES.get(status)


def _advice(status: int) -> str | None:
    if status in (401, 403):
        return _ACCOUNT
    if status < 400 or status in (404, 405, 407):
        return "Check OUTREACH_TWILIO_BASE_URL: no Twilio answers there."
    return None
