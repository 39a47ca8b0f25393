"""What Kannel 1.4.5 answers at sendsms, as seen at the real one."""

from __future__ import annotations

from dataclasses import dataclass

from channels.gateways.window import Stop, masked
from outreach.model.states import Outcome

_ADDRESS = "Check OUTREACH_KANNEL_URL: no sendsms of Kannel answers there."
_USER = (
    "Check OUTREACH_KANNEL_USERNAME and OUTREACH_KANNEL_PASSWORD, and that Kannel's "
    "sendsms-user allows this machine (user-allow-ip)."
)
_NO_SENDER = "Sender missing"
#: Both for a route that Kannel does not have and for a number that no route takes.
_NO_ROUTE = "Not routable"
#: Its bearerbox refused the part: it surely has not got it.
_BUSY = "Temporal failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an answer means for one part."""

    outcome: Outcome
    code: str | None = None
    detail: str | None = None


def meaning(status: int, words: str, *, route_works: bool) -> Said | Stop:
    """What an answer means. ``route_works``: Kannel took a part for the same route, so a
    part that is not routable is so by its number.

    What a server that stood between us answers (5xx, 408) tells nothing of Kannel.
    """
    said = masked(words)
    if status == 202:
        return Said(outcome=Outcome.ACCEPTED)
    if status == 503 and words.startswith(_BUSY):
        return _said(Outcome.LATER, status, f"Kannel is busy: {said}")
    if status == 403 and words.startswith(_NO_ROUTE):
        if route_works:
            return _said(Outcome.REFUSED, status, "Kannel has no route to this number.")
        return _stop(
            "Kannel has no route for these texts.",
            "Check OUTREACH_KANNEL_SMSC and Kannel's smsc groups.",
        )
    if status == 400:
        if words.startswith(_NO_SENDER):
            return _stop("Kannel has no sender.", "Set OUTREACH_KANNEL_SENDER.")
        return _said(Outcome.REFUSED, status, f"Kannel refused it: {said}")
    if status in (401, 403):
        return _stop(f"Kannel refused (HTTP {status}: {said}).", _USER)
    if 300 <= status < 500 and status != 408:
        return _stop(f"Kannel did not answer (HTTP {status}).", _ADDRESS)
    return _said(Outcome.UNKNOWN, status, f"HTTP {status} says nothing of Kannel.")


def _said(outcome: Outcome, status: int, detail: str) -> Said:
    return Said(outcome=outcome, code=str(status), detail=detail)


def _stop(what: str, advice: str) -> Stop:
    return Stop(message=f"{what} {advice}", permanent=True)
