"""How and until when to register, as parts of a page."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale
from babel.numbers import format_decimal

from channels.print.parts import Part, Rank, Role, together
from channels.print.phones import texted
from outreach.model.announcement import Fee, Registration
from outreach.model.facts import Facts
from outreach.model.rendition import ChannelOptions
from outreach.wording.dates import full_day
from outreach.wording.directions import isolated
from outreach.wording.labels import Labels
from outreach.wording.listing import listed

_WAYS = {
    "sms": "text message",
    "phone": "phone",
    "post": "post",
    "in_person": "in person",
    "online": "online",
}


def registration_of(
    facts: Facts, labels: Labels, options: ChannelOptions, locale: Locale
) -> Iterator[Part]:
    """The facts of registration, the most pressing first."""
    registration = facts.registration
    if registration is None:
        return

    def fact(label: str, text: str, name: str, role: Role = "fact") -> Part:
        rank = Rank.REGISTRATION
        return Part(role=role, label=labels(label), text=text, rank=rank, name=name)

    if registration.deadline:
        day = full_day(registration.deadline, facts.language)
        yield fact("Register by", day, "the last day of registration")
    if ways := _ways(registration, labels, facts.language):
        yield fact("How to register", ways, "how to register")
    if word := texted(options, facts.language):
        yield fact("Reply word", word, "the reply word")
    if registration.fee:
        fee = isolated(_fee(registration.fee, labels, locale), facts.language)
        yield fact("Fee", fee, "the fee")
    if registration.opens:
        day = full_day(registration.opens, facts.language)
        yield fact("Registration opens", day, "the first day of registration", "detail")
    if registration.seats:
        seats = format_decimal(registration.seats, locale=locale)
        yield fact("Seats", seats, "the seats", "detail")
    if registration.seats_per_organisation:
        seats = format_decimal(registration.seats_per_organisation, locale=locale)
        yield fact("Seats for each organization", seats, "the seats for each", "detail")


def _ways(registration: Registration, labels: Labels, language: str) -> str:
    ways = [labels(_WAYS[way]) for way in registration.how if way != "sms"]
    if registration.keyword:
        word = together(registration.keyword)
        ways.insert(0, labels("text message: {keyword}", keyword=word))
    elif "sms" in registration.how:
        ways.insert(0, labels("text message"))
    return listed(ways, language, alike=True)


def _fee(fee: Fee, labels: Labels, locale: Locale) -> str:
    """``free``, or the amount with its currency's code, which no reader mistakes."""
    if not fee.amount:
        return labels("free")
    whole = fee.amount == fee.amount.to_integral_value()
    amount = format_decimal(fee.amount, "#,##0" if whole else "#,##0.00#", locale)
    return together(f"{amount} {fee.currency}")
