"""The samples are sound, complete in each language, and ring nobody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from outreach.model.audience import OrganisationRecord
from outreach.model.facts import facts_in
from outreach.model.reading import read_json
from tests.model.samples import EXAMPLES

UN_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
#: Numbers that ring nowhere; examples/README.md says why.
RINGS_NOWHERE = re.compile(
    r"\+(1212555 01\d\d|33639 98\d{4}|254300 \d{6}|255300 \d{6}|221500 \d{6}"
    r"|52100 \d{7}|91100 \d{7})".replace(" ", "")
)


def sample(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text("utf-8"))


def organisations() -> list[OrganisationRecord]:
    return [OrganisationRecord.model_validate(o) for o in sample("directory.json")]


def phones() -> list[str]:
    reached = [a for o in organisations() for a in o.addressees]
    return [a.address for a in reached if a.channel == "sms"]


def e164(phone: str) -> str:
    number = phonenumbers.parse(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    ("name", "languages"),
    [("csw64.json", UN_LANGUAGES), ("kisumu-water.json", ("en", "sw"))],
)
def test_each_sample_announcement_can_be_told_in_each_of_its_languages(
    name: str, languages: tuple[str, ...]
):
    reading = read_json((EXAMPLES / name).read_bytes())

    assert reading.notes == ()
    assert reading.announcement.languages == languages
    assert all(facts_in(reading.announcement, code).summary for code in languages)


def test_csw64_is_told_as_it_was_announced():
    found = sample("csw64.json")

    assert (found["starts_at"], found["ends_at"]) == ("2020-03-09", "2020-03-20")
    assert found["registration"]["opens"] == "2019-10-09"
    assert found["registration"]["deadline"] == "2020-01-27"
    assert found["registration"]["fee"]["amount"] == "0"
    assert found["registration"]["seats_per_organisation"] == 20


@pytest.mark.parametrize("name", ["csw64.json", "kisumu-water.json"])
def test_no_text_repeats_a_date_that_a_moved_event_would_make_wrong(name: str):
    """The demonstration dates the sample thirty days from today."""
    words = " ".join(" ".join(text.values()) for text in sample(name)["texts"].values())

    assert not re.search(r"\d", words)


def test_the_workshop_uses_every_field_that_it_can():
    found = sample("kisumu-water.json")
    empty = [name for name, value in found.items() if value in (None, [], {})]

    assert empty == ["replaces", "url", "publish_from"]
    assert found["venue"]["online"] is None  # nobody there has internet


def test_the_directory_has_what_its_readme_says():
    reached = Counter(a.channel for o in organisations() for a in o.addressees)
    consents = [a.consent for o in organisations() for a in o.addressees]

    assert len(organisations()) == 200
    assert reached == {"sms": 150, "radio": 15, "print": 60}
    assert len({o.country for o in organisations()}) == 6
    assert len({e164(phone) for phone in phones()}) == 144
    assert consents.count(None) == 5


def test_organisations_have_names_of_their_own():
    assert len({(o.country, o.name) for o in organisations()}) == 200


def test_no_number_in_the_samples_rings_anywhere():
    contacts = [
        phone
        for name in ("csw64.json", "kisumu-water.json")
        for phone in sample(name)["contact"]["phones"]
    ]

    for phone in map(e164, [*phones(), *contacts]):
        assert RINGS_NOWHERE.fullmatch(phone), phone
        assert phonenumbers.is_possible_number(phonenumbers.parse(phone)), phone


def test_stations_are_media_with_a_frequency_and_a_pace_in_steps():
    for organisation in organisations():
        for station in (a for a in organisation.addressees if a.channel == "radio"):
            assert organisation.category == "media"
            assert organisation.station
            assert organisation.station.frequency.endswith(" MHz")
            assert round(station.options["pace"] * 100) % 5 == 0
            assert station.variants == ("30", "60")


def test_postal_addresses_have_three_to_seven_lines():
    for paper in _of("print"):
        assert 3 <= len(paper["address"].split("\n")) <= 7
        assert 1 <= paper["copies"] <= 20


def _of(channel: str) -> Iterator[dict[str, Any]]:
    for organisation in sample("directory.json"):
        yield from (a for a in organisation["addressees"] if a["channel"] == channel)


def test_the_directory_is_what_its_script_writes(tmp_path: Path):
    for name in ("make_directory.py", "countries.py"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())

    subprocess.run([sys.executable, "make_directory.py"], cwd=tmp_path, check=True)

    made = (tmp_path / "directory.json").read_bytes()
    assert made == (EXAMPLES / "directory.json").read_bytes()
