"""What a phone's or server's answers mean.

Sources: the documentation of SMS Gateway for Android (sending, status tracking, queue
limits) and of its server, 2026.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from channels.gateways.web import Answer
from channels.gateways.window import Stop, masked, unknown
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome

#: A message's state. Processed is handed to Android, Sent is taken by the operator.
STATES: Mapping[str, Outcome] = MappingProxyType(
    {
        "Pending": Outcome.ACCEPTED,
        "Cancelled": Outcome.REFUSED,
        "Processed": Outcome.ACCEPTED,
        "Sent": Outcome.ACCEPTED,
        "Delivered": Outcome.DELIVERED,
        "Failed": Outcome.REFUSED,
    }
)
#: The phone was too late, so no part of the text went.
_TOO_LATE = "TTL expired"
_SIGN_IN = "Check OUTREACH_SMSGATE_USER and OUTREACH_SMSGATE_PASSWORD, or OUTREACH_SMSGATE_TOKEN."


def outcome_of(state: str, parts: int, reason: str) -> Outcome | None:
    """What a state says of a text of so many parts; None for a state of tomorrow.

    The app says Delivered as soon as one part is, and Failed as soon as one has failed:
    of several parts neither is true of the whole.
    """
    outcome = STATES.get(state)
    if parts < 2:
        return outcome
    if outcome is Outcome.DELIVERED:
        return Outcome.ACCEPTED
    if outcome is Outcome.REFUSED and _TOO_LATE not in reason:
        return Outcome.UNKNOWN
    return outcome


def read(delivery: Outgoing, answer: Answer) -> Receipt | Stop:
    """What an answer to a POST means, other than 409."""
    said = masked(_words(answer.text))
    if 200 <= answer.status < 300:
        return taken(delivery, answer)
    if _is_full(answer) or answer.status == 429:
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.LATER,
            code=str(answer.status),
            detail=f"The phone's queue is full: {said}",
        )
    if answer.status >= 500 or answer.status == 408:
        return unknown(
            delivery,
            f"The phone or its server failed while it took the text: {said}",
            str(answer.status),
        )
    if advice := _advice(answer.status, said):
        return Stop(
            message=f"The phone or its server refused (HTTP {answer.status}: {said}). {advice}",
            permanent=True,
        )
    return Receipt(
        delivery=delivery.id,
        outcome=Outcome.REFUSED,
        code=str(answer.status),
        detail=said or "The phone refused the text.",
    )


def taken(delivery: Outgoing, answer: Answer) -> Receipt:
    """What a message that is there says of its delivery."""
    told = _object(answer.text)
    recipients = told.get("recipients")
    first = recipients[0] if isinstance(recipients, list) and recipients else {}
    first = first if isinstance(first, dict) else {}
    state = str(first.get("state") or told.get("state") or "")
    reason = masked(first.get("error") or told.get("reason"))
    if not told:
        return unknown(delivery, "The phone answered something that can't be read.")
    return Receipt(
        delivery=delivery.id,
        # A state that the app adds one day: it has the text, and no more is known.
        outcome=outcome_of(state, len(delivery.parts), reason) or Outcome.ACCEPTED,
        gateway_ids=(message_id(delivery),),
        detail=reason or (f"The phone says {masked(state)}." if state else None),
    )


def message_id(delivery: Outgoing) -> str:
    """Our id as the phone gets it. It ends in the number of parts where there are several:
    webhooks say nothing else of them, and the app's Delivered means one of them.
    """
    parts = len(delivery.parts)
    return delivery.id if parts == 1 else f"{delivery.id}.{parts}"


def delivery_of(message: str) -> tuple[str, int]:
    """The delivery's id and its number of parts, of a message's id."""
    delivery, dot, parts = message.rpartition(".")
    if dot and parts.isascii() and parts.isdecimal():
        return delivery, int(parts[:4])
    return message, 1


def refusal_of_all(answer: Answer) -> Stop | None:
    """The reason why nothing can be sent or asked; None if there is none."""
    said = masked(_words(answer.text))
    if advice := _advice(answer.status, said):
        return Stop(
            message=f"The phone or its server refused (HTTP {answer.status}: {said}). {advice}",
            permanent=True,
        )
    return None


def _advice(status: int, said: str) -> str | None:
    if status in (401, 403):
        return _SIGN_IN
    if 300 <= status < 400 or status in (404, 405):
        return "Check OUTREACH_SMSGATE_BASE_URL: no SMS gateway answers there."
    if status == 400 and "device" in said.lower():
        return "Check OUTREACH_SMSGATE_DEVICE_ID: the app shows it."
    if status == 400 and "simnumber" in said.lower():
        return "Check OUTREACH_SMSGATE_SIM."
    return None


def _is_full(answer: Answer) -> bool:
    """Whether the server refused before it took anything, by its queue's limits."""
    said = _object(answer.text)
    return answer.status == 503 and (
        said.get("error") == "QueueLimitExceeded"
        or str(said.get("message", "")).startswith("queue limits exceeded")
    )


def _words(text: str) -> object:
    said = _object(text)
    return said.get("message") or said.get("error") or text


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
