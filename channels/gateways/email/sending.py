"""One message over the line, and what the server's answers mean (RFC 5321, 4.2 and 4.3).

Until its last line has left, the server has taken nothing. From then on only its answer
tells; where none comes, nobody can be asked.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from typing import NoReturn

from channels.gateways.email.letter import Letter
from channels.gateways.email.line import words
from channels.gateways.window import Stop, refused, unknown
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome

_ACCEPTED = range(200, 300)
_LATER = range(400, 500)
_FOR_GOOD = range(500, 600)
_GO_ON = (354,)
#: It closes the line.
_CLOSING = 421
#: It takes nothing from us, for anybody.
_SIGN_IN_FIRST = 530
_TOO_LARGE = 552
_RELAY = re.compile(r"relay", re.IGNORECASE)
#: A full socket must not take the patience that an answer is worth.
_PIECE = 64 * 1024


class _Answer(Exception):
    """What the server said in place of going on."""

    def __init__(self, said: Receipt | Stop) -> None:
        super().__init__()
        self.said = said


def hand_over(
    line: smtplib.SMTP, delivery: Outgoing, letter: Letter, returned_to: str
) -> Receipt | Stop:
    """Give one message to the server. The line is closed where the server has hung up."""
    if letter.utf8 and not line.has_extn("smtputf8"):
        why = "The mail server takes no address with such letters before the @. Use another."
        return refused(delivery, "address", why)
    try:
        _address(line, delivery, letter, returned_to)
    except _Answer as answer:
        return answer.said
    except (OSError, smtplib.SMTPException):
        line.close()
        return _receipt(delivery, Outcome.LATER, None, "The mail server hung up.")
    try:
        code, said = _content(line, letter.data)
    except (OSError, smtplib.SMTPException):
        line.close()
        why = "The mail server hung up before it said whether it took the message."
        return unknown(delivery, why)
    if _ends(code):
        line.close()
    return _taken(delivery, code, words(said))


def _address(
    line: smtplib.SMTP, delivery: Outgoing, letter: Letter, returned_to: str
) -> None:
    """Up to the server's word that it waits for the content. Raises _Answer."""
    options = ["SMTPUTF8", "BODY=8BITMIME"] if letter.utf8 else []
    if line.has_extn("size"):
        options.append(f"SIZE={len(letter.data)}")
    code, said = line.mail(returned_to, options)
    if code not in _ACCEPTED:
        _make_ready(line, code)
        _refuse_sender(delivery, code, words(said))
    for command, wanted in (
        (f"RCPT TO:<{delivery.address}>", _ACCEPTED),
        ("DATA", _GO_ON),
    ):
        code, said = line.docmd(command)
        if code not in wanted:
            _make_ready(line, code)
            _refuse(delivery, code, words(said))


def _make_ready(line: smtplib.SMTP, code: int) -> None:
    """For the next message. What was said of this one counts, also on a line that is lost."""
    if _ends(code):
        line.close()
        return
    with suppress(OSError, smtplib.SMTPException):
        line.rset()


def _ends(code: int) -> bool:
    """Whether nothing more can be said on the line after such an answer."""
    return code == _CLOSING or not 200 <= code < 600


def _content(line: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
    quoted = re.sub(rb"(?m)^\.", b"..", data)
    end = b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n"
    whole = quoted + end
    for start in range(0, len(whole), _PIECE):
        line.send(whole[start : start + _PIECE])
    return line.getreply()


def _taken(delivery: Outgoing, code: int, said: str) -> Receipt:
    """What the answer to the whole message means."""
    if code in _ACCEPTED:
        return _receipt(delivery, Outcome.ACCEPTED, code, said)
    if code in _LATER:
        return _receipt(delivery, Outcome.LATER, code, said)
    if code in _FOR_GOOD:
        return _receipt(delivery, Outcome.REFUSED, code, said)
    why = f"The mail server's answer can't be read: {said}."
    return unknown(delivery, why, str(code))


def _refuse_sender(delivery: Outgoing, code: int, said: str) -> NoReturn:
    """A sender that is refused is refused for all, but for a message that is too large."""
    if code not in _FOR_GOOD or code == _TOO_LARGE:
        _refuse(delivery, code, said)
    _stop(code, said, "Check OUTREACH_EMAIL_SENDER and OUTREACH_EMAIL_USER.")


def _refuse(delivery: Outgoing, code: int, said: str) -> NoReturn:
    for_good = code in _FOR_GOOD
    if code == _SIGN_IN_FIRST or (for_good and _RELAY.search(said)):
        _stop(code, said, "Check OUTREACH_EMAIL_USER and OUTREACH_EMAIL_PASSWORD.")
    outcome = Outcome.REFUSED if for_good else Outcome.LATER
    raise _Answer(_receipt(delivery, outcome, code, said))


def _stop(code: int, said: str, advice: str) -> NoReturn:
    why = f"The mail server takes nothing from us ({code} {said}). {advice}"
    raise _Answer(Stop(message=why, permanent=True))


def _receipt(
    delivery: Outgoing, outcome: Outcome, code: int | None, said: str
) -> Receipt:
    detail = said or "The mail server did not say why."
    told = None if code is None else str(code)
    return Receipt(delivery=delivery.id, outcome=outcome, code=told, detail=detail)
