"""Writes directory.json beside itself: 200 invented organisations, always the same.

Run it as ``python examples/make_directory.py``. README.md says why each number in it
rings nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

from countries import COUNTRIES, Country

SEED = 20270505
BY_PHONE, BY_PHONE_AND_POST, BY_POST = 125, 25, 35
#: How many telephones are written for two organisations, and how many nobody agreed to.
SHARED, WITHOUT_CONSENT = 6, 5

CATEGORIES = (
    "ngo",
    "popular_organisation",
    "local_authority",
    "business",
    "research",
    "media",
)
CATEGORY_WEIGHTS = (7, 6, 2, 1, 1, 1)
TOPICS = ("water", "women", "health", "farming", "schools", "fishing", "youth", "land")
CONSENT = {
    "en": "We agree to receive notices of meetings. We can stop them at any time.",
    "sw": "Tunakubali kupokea matangazo ya mikutano. Tunaweza kuyasitisha wakati wowote.",
    "fr": "Nous acceptons de recevoir des avis de réunions. Nous pouvons y mettre fin à tout moment.",
    "es": "Aceptamos recibir avisos de reuniones. Podemos darnos de baja en cualquier momento.",
    "hi": "हम बैठकों की सूचनाएँ पाने के लिए सहमत हैं। हम इन्हें कभी भी बंद करा सकते हैं।",
}


Record = dict[str, Any]


def directory() -> list[Record]:
    """All organisations, in an order that is the same each time."""
    chance = Random(SEED)  # noqa: S311  # the same list each time is the point
    ways = ["phone"] * BY_PHONE + ["both"] * BY_PHONE_AND_POST + ["post"] * BY_POST
    chance.shuffle(ways)
    left = iter(ways)
    found = [
        organisation
        for country in COUNTRIES
        for organisation in _of_country(country, left, chance)
    ]
    _share_phones(found)
    for organisation in _with_phone(found)[3 :: 150 // WITHOUT_CONSENT]:
        organisation["addressees"][0]["consent"] = None
    return found


def _of_country(
    country: Country, ways: Iterator[str], chance: Random
) -> Iterator[Record]:
    names = _names(country, chance)
    numbers = count(1)
    for number, language in zip(
        range(country.organisations), cycle(country.languages), strict=False
    ):
        region, districts = chance.choice(country.places)
        made = {
            "name": next(names),
            "category": chance.choices(CATEGORIES, CATEGORY_WEIGHTS)[0],
            "women_led": chance.choice((True, True, False, None)),
            "country": country.code,
            "region": region,
            "district": chance.choice(districts),
            "topics": sorted(chance.sample(TOPICS, chance.randint(1, 3))),
            "languages": sorted({language, *country.languages[: number % 2]}),
            "has_internet": chance.random() < 0.15,
        }
        if number < country.stations:
            yield _station(made, country, language, country.first[number], chance)
        else:
            yield _reached(made, country, language, next(ways), next(numbers), chance)


def _names(country: Country, chance: Random) -> Iterator[str]:
    towns = [town for _, districts in country.places for town in districts]
    names = [f"{k} {f} {t}" for k in country.kind for f in country.first for t in towns]
    chance.shuffle(names)
    return iter(names)


def _station(
    made: Record, country: Country, language: str, first: str, chance: Random
) -> Record:
    call = f"Radio {first} {made['district']}"
    frequency = f"{chance.randrange(880, 1079, 2) / 10:.1f} MHz"
    options: Record = {"pace": chance.choice((0.85, 0.9, 0.95, 1.0, 1.05, 1.1))}
    if language != "hi" and chance.random() < 0.3:  # Devanagari has no capitals
        options["capitals"] = True
    made |= {"name": call, "category": "media", "has_internet": False}
    made["station"] = {"frequency": frequency}
    addressee = _addressee("radio", _lines(made, country, chance), country, language)
    made["addressees"] = [addressee | {"options": options, "variants": ["30", "60"]}]
    return made


def _reached(
    made: Record, country: Country, language: str, way: str, n: int, chance: Random
) -> Record:
    reached = []
    if way != "post":
        phone = country.phone.format(n // 60, n)
        # No plan lists numbers that ring nowhere.
        sms = _addressee("sms", phone, country, language) | {"unlisted": True}
        reached.append(sms | {"variants": ["full"] if n % 3 == 0 else []})
    if way != "phone":
        paper = _addressee("print", _lines(made, country, chance), country, language)
        reached.append(paper | {"copies": chance.randint(1, 20)})
    return made | {"addressees": reached}


def _lines(made: Record, country: Country, chance: Random) -> str:
    """A postal address of three to seven lines."""
    optional = (country.secretary, made["district"], made["region"])
    kept = [line for line in optional if chance.random() < 0.55]
    care_of = [f"c/o {chance.choice(country.first)}"] if chance.random() < 0.4 else []
    box = country.box.format(chance.randint(1, 990))
    return "\n".join([made["name"], *care_of, *kept, box, country.name])


def _addressee(channel: str, address: str, country: Country, language: str) -> Record:
    day = 1 + sum(address.encode()) % 28
    return {
        "channel": channel,
        "address": address,
        "language": language,
        "timezone": country.timezone,
        "consent": {
            "at": f"2026-{1 + day % 9:02}-{day:02}",
            "how": "signed form",
            "by": "focal point of the organisation",
            "wording": CONSENT[language],
            "source": f"registration sheet {day}",
        },
    }


def _share_phones(found: list[Record]) -> None:
    """Let pairs of neighbours use one telephone, written in two ways."""
    with_phone = _with_phone(found)
    for first, second in zip(
        with_phone[: 20 * SHARED : 20], with_phone[1 : 20 * SHARED : 20], strict=True
    ):
        phone = first["addressees"][0]["address"].replace(" ", "")
        second["addressees"][0]["address"] = phone


def _with_phone(found: list[Record]) -> list[Record]:
    return [o for o in found if o["addressees"][0]["channel"] == "sms"]


def text() -> str:
    """The file: a JSON list with one organisation a line."""
    lines = (
        json.dumps(organisation, ensure_ascii=False) for organisation in directory()
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    Path(__file__).with_name("directory.json").write_text(text(), encoding="utf-8")
