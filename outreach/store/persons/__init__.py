"""One person's data: who is meant, what is held on them, and taking it out."""

from outreach.store.persons.erasing import HOW, Erased, counted, erase, in_flight
from outreach.store.persons.holding import Held, held
from outreach.store.persons.who import Person, by_address, by_name

__all__ = [
    "HOW",
    "Erased",
    "Held",
    "Person",
    "by_address",
    "by_name",
    "counted",
    "erase",
    "held",
    "in_flight",
]
