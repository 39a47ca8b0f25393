"""What a provider's answer means, by the words that the office has set."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from urllib.parse import quote, quote_plus

from channels.gateways import hearing
from channels.gateways.http import reading
from channels.gateways.http.settings import HttpSettings
from channels.gateways.web import Answer
from channels.gateways.window import Stop, masked, unknown
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome


def read(delivery: Outgoing, answer: Answer, settings: HttpSettings) -> Receipt | Stop:
    """A receipt, or why the batch can't go on.

    A server that failed may have taken the text all the same, whatever it says. The
    office's words count before HTTP's status, for many providers say 200 to everything.
    """
    if answer.status >= 500 or answer.status == 408:
        return unknown(
            delivery,
            f"The provider failed while it took the text: {masked(answer.text)}",
            str(answer.status),
        )
    found = reading.parsed(answer.text)
    status = reading.word(found, settings.status_path) if settings.status_path else None
    kinds = _kinds(settings, status, answer, _without_echo(answer.text, delivery))
    if len(kinds) > 1:
        return unknown(
            delivery,
            "The provider's answer has words of more than one kind that you set in "
            f"OUTREACH_HTTP_…: {masked(answer.text)}",
            str(answer.status),
        )
    if not kinds:
        return _by_status(delivery, answer, settings)
    if kinds[0] is None:
        return _stopped(
            answer, "Ask the provider, or see what it says of OUTREACH_HTTP_STOP."
        )
    return _receipt(delivery, kinds[0], status, answer, settings)


def _receipt(
    delivery: Outgoing,
    outcome: Outcome,
    status: str | None,
    answer: Answer,
    settings: HttpSettings,
) -> Receipt:
    taken = outcome is Outcome.ACCEPTED
    found = reading.parsed(answer.text)
    said = reading.word(found, settings.id_path) if settings.id_path else ""
    gateway_id = hearing.short_id(said)
    return Receipt(
        delivery=delivery.id,
        outcome=outcome,
        gateway_ids=(gateway_id,) if gateway_id and taken else (),
        code=hearing.short_code(status or str(answer.status)),
        detail=None if taken else masked(answer.text) or "Refused.",
    )


def _kinds(
    settings: HttpSettings, status: str | None, answer: Answer, said: str
) -> list[Outcome | None]:
    """What the office's words in the answer mean, each once; None is a stop."""
    fine = 200 <= answer.status < 300
    kinds = {
        Outcome.OPTED_OUT: settings.opted_out,
        Outcome.LATER: settings.later,
        Outcome.REFUSED: settings.refused,
        None: settings.stop,
        # Some refuse a second text with the same id by a status of its own: 409.
        Outcome.ACCEPTED: settings.accepted if fine or status is not None else (),
    }
    found = [kind for kind, words in kinds.items() if _says(words, status, said)]
    return found or ([Outcome.ACCEPTED] if fine and not settings.accepted else [])


def _without_echo(said: str, delivery: Outgoing) -> str:
    """An answer that repeats the text says nothing by the text's words."""
    text = delivery.text
    echoes = (
        text,
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        html.escape(text),
        quote(text),
        quote_plus(text),
    )
    for echo in echoes:
        said = said.replace(echo, " ")
    return said


def _by_status(
    delivery: Outgoing, answer: Answer, settings: HttpSettings
) -> Receipt | Stop:
    """What HTTP's status says where no word does."""
    said, code = masked(answer.text), str(answer.status)
    if answer.status in (401, 403):
        return _stopped(answer, "Check the key or password in OUTREACH_HTTP_….")
    if 300 <= answer.status < 400 or answer.status in (404, 405):
        return _stopped(answer, "Check OUTREACH_HTTP_URL and OUTREACH_HTTP_METHOD.")
    if answer.status == 429:
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.LATER,
            code=code,
            detail=said or "Later.",
        )
    if answer.status >= 400:
        return Receipt(
            delivery=delivery.id,
            outcome=Outcome.REFUSED,
            code=code,
            detail=said or "The provider refused the text.",
        )
    return unknown(
        delivery,
        f"The provider said none of the words in OUTREACH_HTTP_ACCEPTED: {said}",
        code,
    )


def _says(words: Sequence[str], status: str | None, text: str) -> bool:
    """Whether the status is one of the words; without one, whether the text holds one,
    and not as a piece of a longer word: TOKEN says no OK.
    """
    if status is not None:
        return status in words
    return any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text) for w in words)


def _stopped(answer: Answer, advice: str) -> Stop:
    said = masked(answer.text)
    return Stop(
        message=f"The provider refused (HTTP {answer.status}: {said}). {advice}",
        permanent=True,
    )
