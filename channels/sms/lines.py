"""The lines of a text message: every fact as a phrase, but for what was dropped."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import time

import phonenumbers

from channels.sms.message import Dropped, Message, Piece, line
from channels.sms.typography import plain
from channels.sms.when import day_in, when
from channels.sms.wording import Wording
from outreach.model.moments import day_of
from outreach.wording.dates import sure_clock
from outreach.wording.environment import environment


def write(message: Message, dropped: Dropped = frozenset()) -> str:
    """The message in NFC without ``dropped``, plain where that makes it GSM-7."""
    return plain(written(message, dropped))


def written(message: Message, dropped: Dropped = frozenset()) -> str:
    """The message as ``write`` makes it, with the typography that staff gave it."""
    lines = {name: make(message, dropped) for name, make in _LINES.items()}
    text = environment("sms").get_template("message.txt").render(lines)
    return unicodedata.normalize("NFC", text)


def _mark(m: Message, dropped: Dropped) -> str:
    if m.facts.notice == "new":
        return ""
    mark = m.words.say("CANCELLED" if m.cancelled else "CORRECTION")
    if m.options.replaces and Piece.REPLACED not in dropped:
        return f"{mark} ({line(m.options.replaces)})"
    return mark


def _organizer(m: Message, dropped: Dropped) -> str:
    if Piece.ORIGIN in dropped:
        return line(m.facts.organizer)
    return line(m.facts.organizer_and_origin)


def _greeting(m: Message, dropped: Dropped) -> str:
    if m.facts.notice != "new" or Piece.GREETING in dropped:
        return ""
    return m.words.say("You are invited.")


def _when(m: Message, dropped: Dropped) -> str:
    return when(
        m.facts,
        m.words,
        full=m.full,
        year=Piece.YEAR not in dropped,
        end_time=Piece.END_TIME not in dropped,
    )


def _where(m: Message, dropped: Dropped) -> str:
    facts, place = m.facts, line(m.facts.locality)
    if facts.region and Piece.REGION not in dropped:
        place = _within(place, line(facts.region), m.words)
    inside = line(facts.venue_name or "")
    if facts.room:
        room = _room(line(facts.room), m.words)
        inside = (
            m.words.say("{building}, {room}", building=inside, room=room)
            if inside
            else room
        )
    return _within(inside, place, m.words) if inside else place


def _within(venue: str, locality: str, words: Wording) -> str:
    return words.say("{venue}, {locality}", venue=venue, locality=locality)


def _room(room: str, words: Wording) -> str:
    """ "3B" needs the word before it; "Conference Room 1" has it."""
    return words.say("Room {room}", room=room) if len(room) <= 4 else room


def _fee(m: Message, dropped: Dropped) -> str:
    registration = m.facts.registration
    if m.cancelled or not registration or not registration.fee or Piece.FEE in dropped:
        return ""
    return m.words.fee(registration.fee)


def _register(m: Message, dropped: Dropped) -> str:
    day = _deadline(m, dropped)
    if m.reply_word:
        word = m.words.left_to_right(m.reply_word)
        if day:
            return m.words.say("To register, reply {word} by {day}", word=word, day=day)
        return m.words.say("To register, reply {word}", word=word)
    found = []
    if day:
        found.append(m.words.say("Register by {day}", day=day))
    if m.keyword and Piece.KEYWORD not in dropped:
        word = m.words.left_to_right(m.keyword)
        found.append(m.words.say("Registration keyword: {word}", word=word))
    return "\n".join(found)


def _deadline(m: Message, dropped: Dropped) -> str:
    registration = m.facts.registration
    if m.cancelled or not registration or Piece.DEADLINE in dropped:
        return ""
    deadline = registration.deadline
    if not deadline:
        return ""
    other_year = deadline.year != day_of(m.facts.starts_at).year
    # A deadline of another year keeps it as long as the event keeps its own.
    year = Piece.YEAR not in dropped and (m.full or other_year)
    return day_in(deadline, m.words, full=m.full, year=year)


def _phone(m: Message, dropped: Dropped) -> str:
    if not m.facts.phones or (Piece.PHONE in dropped and not m.opts_out_by_phone):
        return ""
    kept = m.facts.phones[:1] if Piece.PHONES in dropped else m.facts.phones
    first, *others = (m.words.left_to_right(_dialled(phone)) for phone in kept)
    numbers = first
    for other in others:
        numbers = m.words.say("{phone} or {other}", phone=numbers, other=other)
    if Piece.NAME not in dropped:
        numbers = f"{numbers} ({line(m.facts.contact_name)})"
    if m.opts_out_by_phone:
        return m.words.say("Tel {phone}, also to stop these texts", phone=numbers)
    return m.words.say("Tel {phone}", phone=numbers)


def _dialled(phone: str) -> str:
    """A number without gaps: phones offer to call it, and no line turns its groups."""
    read = phonenumbers.parse(phone, None)
    form = phonenumbers.PhoneNumberFormat.E164
    return str(phonenumbers.format_number(read, form))


def _programme(m: Message, dropped: Dropped) -> str:
    if m.cancelled or Piece.PROGRAMME in dropped:
        return ""
    lines = []
    for item in m.facts.programme:
        at = sure_clock(time.fromisoformat(item.at), m.words.language)
        speaker = item.speaker if Piece.SPEAKER not in dropped else None
        lines.append(f"{at} {line(item.title)}" + (f" ({speaker})" if speaker else ""))
    return "\n".join(lines)


def _speakers(m: Message, dropped: Dropped) -> str:
    """Who speaks, once the programme that named them is gone."""
    if m.cancelled or Piece.PROGRAMME not in dropped or Piece.SPEAKER in dropped:
        return ""
    names = [line(item.speaker) for item in m.facts.programme if item.speaker]
    together = "; ".join(dict.fromkeys(names))
    return m.words.say("With: {names}", names=together) if names else ""


def _seats(m: Message, dropped: Dropped) -> str:
    registration = m.facts.registration
    if m.cancelled or not registration or Piece.SEATS in dropped:
        return ""
    found = []
    if registration.seats:
        found.append(
            m.words.number("{count} seat", "{count} seats", registration.seats)
        )
    if each := registration.seats_per_organisation:
        one = "Up to {count} person per organisation"
        many = "Up to {count} people per organisation"
        found.append(m.words.number(one, many, each))
    return "\n".join(found)


def _opens(m: Message, dropped: Dropped) -> str:
    registration = m.facts.registration
    if m.cancelled or not registration or Piece.OPENS in dropped:
        return ""
    if not registration.opens:
        return ""
    day = day_in(registration.opens, m.words, full=m.full, year=True)
    return m.words.say("Registration opens {day}", day=day)


def _post(m: Message, dropped: Dropped) -> str:
    registration = m.facts.registration
    if m.cancelled or Piece.POST in dropped or not m.facts.postal:
        return ""
    if not registration or "post" not in registration.how:
        return ""
    address = line(m.facts.postal)
    return m.words.say("Post: {address}", address=address)


def _online(m: Message, dropped: Dropped) -> str:
    if m.cancelled or not m.facts.online or Piece.LINK in dropped:
        return ""
    return m.words.say("Online: {url}", url=m.facts.online)


def _link(m: Message, dropped: Dropped) -> str:
    if not m.facts.url or Piece.LINK in dropped:
        return ""
    return m.words.say("More: {url}", url=m.facts.url)


def _opt_out(m: Message, dropped: Dropped) -> str:
    if not m.options.opt_out or m.opts_out_by_phone:
        return ""
    return m.words.say("Reply STOP to opt out")


def _text(name: str, piece: Piece) -> Callable[[Message, Dropped], str]:
    """A fact that stands in the announcement's own words; a cancellation needs none but
    its summary."""

    def make(m: Message, dropped: Dropped) -> str:
        found: str | None = getattr(m.facts, name)
        spoilt = m.cancelled and piece is not Piece.SUMMARY
        return "" if not found or spoilt or piece in dropped else line(found)

    return make


_LINES: Mapping[str, Callable[[Message, Dropped], str]] = {
    "mark": _mark,
    "organizer": _organizer,
    "greeting": _greeting,
    "title": lambda m, dropped: line(m.facts.title),
    "when": _when,
    "where": _where,
    "fee": _fee,
    "register": _register,
    "phone": _phone,
    "summary": _text("summary", Piece.SUMMARY),
    "programme": _programme,
    "speakers": _speakers,
    "directions": _text("directions", Piece.DIRECTIONS),
    "accessibility": _text("accessibility", Piece.ACCESS),
    "travel": _text("travel_support", Piece.TRAVEL),
    "seats": _seats,
    "opens": _opens,
    "post": _post,
    "online": _online,
    "link": _link,
    "opt_out": _opt_out,
}
