"""What Africa's Talking answers: one entry per recipient, in any order.

Sources: its documentation of sending and of notifications, 2026.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from channels.gateways import hearing
from channels.gateways.web import Answer
from channels.gateways.window import Said, Stop, masked, unknown
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome

#: Processed, sent, queued.
_TAKEN = frozenset({"100", "101", "102"})
_OWN: Mapping[str, Outcome] = MappingProxyType(
    {
        "401": Outcome.REFUSED,  # RiskHold
        "403": Outcome.REFUSED,  # InvalidPhoneNumber
        "404": Outcome.REFUSED,  # UnsupportedNumberType
        "406": Outcome.OPTED_OUT,  # UserInBlacklist
        "407": Outcome.REFUSED,  # CouldNotRoute
        "409": Outcome.LATER,  # DoNotDisturbRejection: Nigeria, at night
        "500": Outcome.LATER,  # InternalServerError
        "501": Outcome.LATER,  # GatewayError
        "502": Outcome.LATER,  # RejectedByGateway
    }
)
#: Failed while it took the text: one that has an id may go out all the same.
_FAILED = frozenset({"500", "501", "502"})
_SENDER = "Check OUTREACH_AFRICASTALKING_SENDER."
_MONEY = "There is no money left at Africa's Talking: add some."
#: Each further one would fail alike, so a person must act.
_STOPS: Mapping[str, str] = MappingProxyType({"402": _SENDER, "405": _MONEY})
#: What stands in place of recipients where it refuses all.
_WORDS: Mapping[str, str] = MappingProxyType(
    {"InvalidSenderId": _SENDER, "InsufficientBalance": _MONEY}
)
_ACCOUNT = "Check OUTREACH_AFRICASTALKING_USERNAME and OUTREACH_AFRICASTALKING_API_KEY."
_UNREAD = "Africa's Talking answered something that can't be read."


def read(group: Sequence[Outgoing], answer: Answer) -> Said:
    """A receipt for each delivery of ``group``, or why the batch can't go on."""
    if answer.status >= 500 or answer.status == 408:
        said = masked(answer.text)
        return _all_unknown(group, f"Africa's Talking failed: {said}", answer.status)
    if answer.status == 429:
        return [
            _receipt(d, Outcome.LATER, "429", "Africa's Talking has too many requests.")
            for d in group
        ]
    if not 200 <= answer.status < 300:
        return refusal(answer)
    data = _data(answer.text)
    if data is None:
        return _all_unknown(group, _UNREAD, answer.status)
    entries = _by_delivery(group, data.get("Recipients"))
    told = str(data.get("Message") or "")
    advice = next((why for word, why in _WORDS.items() if word in told), None)
    if not any(entries.values()) and advice:
        return Stop(message=f"{_refused(told)} {advice}", permanent=True)
    return _each(group, entries)


def refusal(answer: Answer) -> Stop:
    """What any other status means: nothing was taken, and a person must act."""
    advice = _ACCOUNT
    if answer.status < 400 or answer.status in (404, 405):
        advice = "Check OUTREACH_AFRICASTALKING_BASE_URL: it does not answer there as it should."
    return Stop(
        message=f"{_refused(f'HTTP {answer.status}: {masked(answer.text)}')} {advice}",
        permanent=True,
    )


def _each(
    group: Sequence[Outgoing], entries: Mapping[str, list[Mapping[str, Any]]]
) -> Said:
    receipts, stopped = [], None
    for delivery in group:
        found = entries[delivery.id]
        code = _code(found[0]) if found else ""
        if code in _STOPS and not _taken(found):
            stopped = stopped or (masked(found[0].get("status")), code)
        else:
            receipts.append(_one(delivery, found))
    if stopped is None:
        return receipts
    said, code = stopped
    return Stop(
        message=f"{_refused(f'{code} {said}')} {_STOPS[code]}",
        permanent=True,
        receipts=tuple(receipts),
    )


def _one(delivery: Outgoing, found: Sequence[Mapping[str, Any]]) -> Receipt:
    """Of several entries for one number one that was taken counts: that text went."""
    taken = _taken(found)
    if taken:
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.ACCEPTED,
            gateway_ids=_ids(taken),
            code=_code(taken[0]),
        )
    if not found:
        return unknown(delivery, "Africa's Talking said nothing of this number.")
    code, said = _code(found[0]), masked(found[0].get("status"))
    outcome = _OWN.get(code)
    if outcome is None:
        return unknown(
            delivery, f"Africa's Talking said what is not known: {said}.", code
        )
    if code in _FAILED and (ids := _ids(found)):
        why = f"Africa's Talking failed, but gave it an id: {said}"
        return unknown(delivery, why, code)._replace(gateway_ids=ids)
    return _receipt(delivery, outcome, code, said or "Refused.")


def _ids(found: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Each id once; ``None`` in its place is theirs for "there is none"."""
    ids = [hearing.short_id(entry.get("messageId")) for entry in found]
    return tuple(dict.fromkeys(i for i in ids if i not in ("", "None")))


def _by_delivery(
    group: Sequence[Outgoing], recipients: Any
) -> dict[str, list[Mapping[str, Any]]]:
    """The entries of each delivery; those of strangers are nobody's."""
    found: dict[str, list[Mapping[str, Any]]] = {d.id: [] for d in group}
    for entry in recipients if isinstance(recipients, list) else []:
        if isinstance(entry, dict):
            delivery = _named(group, str(entry.get("number") or ""))
            if delivery:
                found[delivery.id].append(entry)
    return found


def _named(group: Sequence[Outgoing], number: str) -> Outgoing | None:
    """The one whose number that is, also where it was written without its country."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    for delivery in group:
        if delivery.address.removeprefix("+") == digits.removeprefix("00"):
            return delivery
    local = digits.removeprefix("0")
    if len(local) < 7 or local == digits:
        return None
    ends = [d for d in group if d.address.endswith(local)]
    return ends[0] if len(ends) == 1 else None


def _data(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)["SMSMessageData"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def _taken(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [entry for entry in found if _code(entry) in _TAKEN]


def _code(entry: Mapping[str, Any]) -> str:
    return hearing.short_code(entry.get("statusCode")) or ""


def _all_unknown(group: Sequence[Outgoing], why: str, status: int) -> list[Receipt]:
    return [unknown(delivery, why, str(status)) for delivery in group]


def _receipt(delivery: Outgoing, outcome: Outcome, code: str, said: str) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=outcome, code=code, detail=said)


def _refused(said: str) -> str:
    return f"Africa's Talking refused ({masked(said)})."
