"""A small directory of three regions, in several scripts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from outreach.model.listing import Entry, Person
from outreach.model.papers import Paper
from outreach.reports.directory import in_order
from outreach.reports.entries import Teller
from outreach.reports.printed import Count, Sheet, print_directory
from outreach.store.listing import Name

DAY = date(2027, 5, 5)
AMINA = Person(
    name="Amina Otieno", role="Chair", listed=True, phones=("+254300000001",)
)
HANA = Person(name="ሃና በቀለ", role="ጸሐፊ", listed=True)


def entry(key: int = 1, name: str = "Women of the Lake", **more: Any) -> Entry:
    values = {"names": {}, "category": "ngo", "women_led": None, "country": "KE"}
    place = {"region": "Kisumu County", "district": "Bondo"}
    return Entry(id=key, name=name, **{**values, **place, **more})


SMALL = (
    entry(
        names={"sw": "Wanawake wa Ziwa", "ar": "نساء البحيرة (كيسومو)"},
        women_led=True,
        topics=("water", "land"),
        languages=("sw", "en", "luo"),
        website="https://lake.example/",
        people=(AMINA,),
        phones=("+254300000002",),
        postal=("Women of the Lake\nP.O. Box 14\nKisumu 40100",),
        emails=("desk@lake.example",),
    ),
    entry(2, "Élan du Lac", category="business", topics=("land",)),
    entry(3, "Zebra Fishers", district=None, women_led=False),
    entry(4, "Radio Turkana", category="media", region="Turkana County"),
    entry(5, "Wanderers", region=None, district=None, category="research"),
    entry(
        6,
        "የሐይቅ ሴቶች ማኅበር",
        names={"am": "የሐይቅ ሴቶች ማኅበር", "en": "Lake Women’s Union"},
        category="popular_organisation",
        country="ET",
        region="Amhara",
        people=(HANA,),
        languages=("am",),
    ),
)


def ordered(entries: Iterable[Entry], language: str) -> list[Entry]:
    """In the order of the directory."""
    found = {one.id: one for one in entries}
    names = [
        Name(e.id, e.name, e.names, e.country, e.region, e.district)
        for e in found.values()
    ]
    return [found[name.id] for name in in_order(names, Teller(language))]


def printed(
    entries: Iterable[Entry] = SMALL, language: str = "en", **more: Any
) -> Paper:
    """The directory of ``entries``."""
    sheet = Sheet(
        **{"language": language, "day": DAY, "office": "Lake Region Office", **more}
    )
    told = ordered(entries, language)
    regions = {(e.country, e.region) for e in told if e.region}
    return print_directory(told, sheet, Count(len(told), len(regions)))
