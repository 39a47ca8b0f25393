"""A delivery as a message: its words in the body, its other files attached.

Everything is 7-bit, so that it passes through any server whatever it can do; only an
address with letters beyond ASCII before its @ asks for SMTPUTF8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from channels.gateways.email.settings import EmailSettings
from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.packing import Packed, documents, enclosures
from outreach.model.rendition import File
from outreach.wording.catalogues import catalogue, languages_with

_LONGEST_SUBJECT = 150
_BETWEEN = "\n\n" + "_" * 60 + "\n\n"
_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
#: They join letters of Persian and Indic scripts; other hidden signs have no use in a line.
_JOINERS = "\u200c\u200d"
#: Begins an encoded word: Python's headers decode it, and a line's end with it.
_ENCODED = "=?"
#: Octets of a part's own head, and of all heads of a message.
_HEAD, _HEADS = 300, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it goes over the line."""

    data: bytes
    #: Whether the server must take addresses beyond ASCII.
    utf8: bool
    #: The files that had no room, as they are named in it.
    left_out: tuple[str, ...]


def letter(
    delivery: Outgoing, settings: EmailSettings, room: int, now: datetime
) -> Letter:
    """The message, of at most ``room`` octets if leaving out files can help.

    Raises ValueError where there is nothing to send, or text with a broken character.
    """
    words = _words(delivery.bundle)
    files = [*_attachable(delivery.bundle), *enclosures(delivery)]
    body = _BETWEEN.join(words)
    sent = _with_room(files, room - _HEADS - encoded(len(body.encode())))
    if not words and not sent:
        raise ValueError
    out = [document for document in files if document not in sent]
    message = _headed(delivery, settings, now)
    language = delivery.bundle[0].languages[0]
    message.set_content("\n\n".join([body, *_listed(sent, out, language)]).lstrip())
    message["Content-Language"] = ", ".join(
        dict.fromkeys(code for item in delivery.bundle for code in item.languages)
    )
    for document in sent:
        _attach(message, document)
    return Letter(
        data=message.as_bytes(),
        utf8=not delivery.address.isascii(),
        left_out=tuple(_name(document) for document in out),
    )


def message_id(delivery: str, settings: EmailSettings) -> str:
    """The same at every try, so that mail programs show one message for two."""
    return f"<{delivery}@{settings.domain}>"


def encoded(octets: int) -> int:
    """How many octets a file of so many takes in a message: base64, in lines of 76."""
    return -(-octets // 57) * 78


def _headed(delivery: Outgoing, settings: EmailSettings, now: datetime) -> EmailMessage:
    """The headers. Of what people wrote only the title stands in one, on one line."""
    policy = SMTP if delivery.address.isascii() else SMTPUTF8
    message = EmailMessage(policy=policy.clone(cte_type="7bit"))
    message["From"] = settings.sender
    message["To"] = delivery.address
    if settings.reply_to:
        message["Reply-To"] = settings.reply_to
    message["Subject"] = subject(delivery.title) or delivery.id
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(delivery.id, settings)
    message["Auto-Submitted"] = "auto-generated"
    return message


def subject(title: str) -> str:
    """A title on one line, without signs that hide or turn what follows, and not endless."""
    line = " ".join(title.split())
    line = "".join(c for c in line if c.isprintable() or c in _JOINERS)
    line = line.replace(_ENCODED, "= ?")
    if len(line) <= _LONGEST_SUBJECT:
        return line
    return line[:_LONGEST_SUBJECT].rpartition(" ")[0] + "…"


def _words(bundle: Sequence[BundleItem]) -> list[str]:
    """What can be read without opening a file: a sheet's text, else the words of a page."""
    return [text.strip() for item in bundle if (text := _text(item)) and text.strip()]


def _text(item: BundleItem) -> str | None:
    sheet = _sheet(item)
    return sheet.data.decode("utf-8-sig") if sheet else item.rendition.text


def _sheet(item: BundleItem) -> File | None:
    """The file that is nothing but the words."""
    return next((f for f in item.rendition.files if _is_text(f.media_type)), None)


def _attachable(bundle: Sequence[BundleItem]) -> list[Packed]:
    """All files but those that the body has."""
    return [d for d in documents(bundle) if d.file is not _sheet(d.item)]


def _is_text(media_type: str) -> bool:
    return media_type.partition(";")[0] == "text/plain"


def _with_room(files: Sequence[Packed], room: int) -> list[Packed]:
    """As many as there is room for, the smallest first; in their order."""
    kept = []
    for document in sorted(files, key=lambda document: len(document.data)):
        room -= encoded(len(document.data)) + _HEAD
        if room >= 0:
            kept.append(document)
    return [document for document in files if document in kept]


def _listed(
    sent: Sequence[Packed], out: Sequence[Packed], language: str
) -> Iterable[str]:
    """What is attached, and what is not, below the words."""
    known = language if language in languages_with("email") else "en"
    say = catalogue(known, "email").gettext
    if sent:
        yield "\n".join([say("Attached:"), *map(_line, sent)])
    if out:
        why = say("Too large to attach. Answer this message if you need it:")
        yield "\n".join([why, *map(_line, out)])


def _line(document: Packed) -> str:
    copies = f"{document.copies} × " if document.copies > 1 else ""
    return f"  {copies}{_name(document)}"


def _name(document: Packed) -> str:
    return document.path.replace("/", "-")


def _attach(message: EmailMessage, document: Packed) -> None:
    kind = document.file.media_type.partition(";")[0].strip().lower()
    kind = kind if _MEDIA_TYPE.fullmatch(kind) else "application/octet-stream"
    main, _, sub = kind.partition("/")
    message.add_attachment(
        document.data, maintype=main, subtype=sub, filename=_name(document)
    )
