"""The ways to reach an organisation that one row of a sheet gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError

from outreach import registry
from outreach.directory import values
from outreach.directory.columns import Column, Columns
from outreach.model.addresses import read_address
from outreach.model.consent import Consent
from outreach.model.contracts import Channel
from outreach.model.errors import InputError, Problem

T = TypeVar("T")
#: Fields of a sheet, and what a consent calls them.
CONSENT = {
    "consent_at": "at",
    "consent_how": "how",
    "consent_by": "by",
    "consent_wording": "wording",
    "consent_source": "source",
}
#: Not only ours: a typed line of an address is one line.
_LINE_END = "\n"


@dataclass(slots=True)
class Cells:
    """The texts of one row by field, and what is wrong with them."""

    columns: Columns
    texts: Sequence[tuple[Column, str]]
    #: The text of a field that has one column.
    single: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, header: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(header, message))

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What a field's cell says; None where it is empty or wrong, which is noted."""
        text = self.single.get(name)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.fault(self.columns.header(name), str(error))
            return None


def ways(cells: Cells, country: str | None) -> list[dict[str, Any]]:
    """Addressees as the model reads them, their addresses normalised."""
    found = list(_addresses(cells, country))
    if not found:
        return []
    shared = _shared(cells, country)
    variants = cells.read("variants", values.parts)
    copies = cells.read("copies", values.whole)
    options = cells.read("options", values.group)
    for way in found:
        channel = registry.channel(way["channel"])
        way |= shared
        _give_copies(way, channel, copies, alone=len(found) == 1)
    _give_variants(cells, found, variants)
    _give_options(cells, found, options)
    return found


def _addresses(cells: Cells, country: str | None) -> Iterator[dict[str, Any]]:
    unlisted = bool(cells.read("unlisted", values.truth))
    lines = []
    for column, text in cells.texts:
        match column.field:
            case "phone":
                yield from _phone(cells, column.header, text, country, unlisted)
            case "postal" | "radio":
                yield from _written(cells, column, text, channel_of(column.field))
            case "address":
                yield from _of_channel(cells, column, text, country, unlisted)
            case "line":
                lines.append((column.number, column, text))
    if lines:
        lines.sort(key=lambda line: line[0])
        whole = _LINE_END.join(text for _, _, text in lines)
        yield from _written(cells, lines[0][1], whole, channel_of("postal"))


def _of_channel(
    cells: Cells, column: Column, text: str, country: str | None, unlisted: bool
) -> Iterator[dict[str, Any]]:
    """An address beside the name of its channel; without one it is for printed pages."""
    name = cells.single.get("channel") or channel_of("postal")
    try:
        channel = registry.channel(name)
    except InputError as error:
        cells.fault(cells.columns.header("channel"), str(error))
        return
    if channel.freight == "text":
        yield from _phone(cells, column.header, text, country, unlisted, name)
    else:
        yield from _written(cells, column, text, name)


def _phone(
    cells: Cells,
    header: str,
    text: str,
    country: str | None,
    unlisted: bool,
    channel: str | None = None,
) -> Iterator[dict[str, Any]]:
    try:
        address = values.phone(text, country, unlisted=unlisted)
    except ValueError as error:
        wording = "add “unlisted”: true to it"
        said = str(error).replace(wording, "write yes into a column “unlisted”")
        cells.fault(header, said)
        return
    way = {"channel": channel or channel_of("phone"), "address": address}
    yield {**way, "unlisted": True} if unlisted else way


def _written(
    cells: Cells, column: Column, text: str, channel: str
) -> Iterator[dict[str, Any]]:
    try:
        yield {"channel": channel, "address": read_address(text)}
    except ValueError as error:
        cells.fault(column.header, str(error))


@lru_cache
def _known_channels(names: tuple[str, ...]) -> Mapping[str, str]:
    channels = [registry.channel(name) for name in names]
    texting = [c.name for c in channels if c.freight == "text"]
    aired = [n for n in registry.aired_channels() if n in names]
    paper = [c.name for c in channels if c.freight != "text" and c.name not in aired]
    kinds = {"phone": texting, "radio": aired, "postal": paper}
    return {kind: found[0] for kind, found in kinds.items() if found}


def channel_of(kind: str) -> str:
    """The channel that a column's addresses are of: told by what it carries."""
    known = _known_channels(tuple(registry.plugins().channels))
    if kind not in known:
        raise InputError(f"No channel that is installed can use a column “{kind}”.")
    return known[kind]


def _shared(cells: Cells, country: str | None) -> dict[str, Any]:
    """What every way of the row has: its language, time zone and consent."""
    found: dict[str, Any] = {}
    language = cells.read("language", values.language)
    if not language and not cells.single.get("language"):
        language = next(iter(cells.read("languages", values.languages) or ()), None)
    if language:
        found["language"] = language
    if zone := cells.single.get("timezone"):
        found["timezone"] = zone
    elif country:
        try:
            found["timezone"] = values.only_zone(country)
        except ValueError as error:
            cells.fault(cells.columns.header("timezone"), str(error))
            found["timezone"] = "UTC"  # told already; never stored
    if person := cells.single.get("person"):
        found["person"] = person
    if listed := cells.read("listed", values.group):
        found["listed"] = listed
    if consent := _consent(cells):
        found["consent"] = consent
    return found


def _consent(cells: Cells) -> Consent | dict[str, str] | None:
    found = {
        ours: text
        for field, ours in CONSENT.items()
        if (text := cells.single.get(field))
    }
    if "at" not in found:
        return found or None
    day = cells.read("consent_at", values.day)
    found["at"] = day or "2000-01-01"  # told already; never stored
    return _known_consent(tuple(found.items())) or found


@lru_cache(maxsize=1024)
def _known_consent(found: tuple[tuple[str, str], ...]) -> Consent | None:
    """Many agree on the same day in the same way. None where it is not sound."""
    try:
        return Consent.model_validate(dict(found))
    except ValidationError:
        return None


def _give_copies(
    way: dict[str, Any], channel: Channel, copies: int | None, *, alone: bool
) -> None:
    """Of paper there may be several; of a text there are only where its row says so."""
    if copies is not None and (alone or channel.freight != "text"):
        way["copies"] = copies


def _give_variants(
    cells: Cells, found: list[dict[str, Any]], variants: list[str] | None
) -> None:
    if not variants:
        return
    fitting = [way for way in found if set(variants) <= _variants(way["channel"])]
    for way in fitting:
        way["variants"] = tuple(variants)
    if not fitting:
        known = sorted(set[str]().union(*(_variants(way["channel"]) for way in found)))
        cells.fault(
            cells.columns.header("variants"), f"must be of these: {', '.join(known)}."
        )


def _variants(channel: str) -> frozenset[str]:
    return frozenset(variant.name for variant in registry.channel(channel).variants)


def _give_options(
    cells: Cells, found: list[dict[str, Any]], options: dict[str, Any] | None
) -> None:
    """Each channel has options of its own, so the row may have one way only."""
    if not options:
        return
    header = cells.columns.header("options")
    if len(found) > 1:
        cells.fault(header, "suits one way only. Give each way a row of its own.")
        return
    try:
        registry.options_of(registry.channel(found[0]["channel"]), {}, options)
    except InputError as error:
        cells.fault(header, str(error.problems[0].message))
        return
    found[0]["options"] = options
