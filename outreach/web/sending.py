"""The sending form: what was chosen, and who would get what."""

from __future__ import annotations

from dataclasses import dataclass

from outreach import registry
from outreach.dispatch import when
from outreach.dispatch.layouts import read_layout
from outreach.dispatch.prospects import Prospect
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.errors import InputError, Problem
from outreach.model.layout import LAYOUT
from outreach.model.rendition import Measure
from outreach.settings import Settings
from outreach.store.announcements import Version
from outreach.web.desk import Fields, one
from outreach.web.repeating import repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Addressees who get the same, or are left out for the same reason."""

    channel: str
    language: str
    addresses: int
    told_in: str | None
    #: (variant's label, languages, measure, copies)
    gets: tuple[tuple[str, tuple[str, ...], Measure, int], ...]
    #: An example of the text, where it is text.
    text: str | None
    reason: str | None
    #: Of a correction: they never got what it corrects.
    as_new: bool


def request_of(fields: Fields, version: Version, settings: Settings) -> Request:
    """What was chosen. Raises InputError naming the field."""
    channels = registry.plugins().channels
    return Request(
        ref=version.ref,
        version=version.number,
        channels=tuple(name for name in fields.get("channels", []) if name in channels),
        audience=one(fields, "audience") or None,
        when=_when(fields, version, settings),
        fallback_language=_fallback(fields, version),
        by_need=one(fields, "by_need") == "yes",
        layout=read_layout({name: one(fields, name) for name in LAYOUT}),
    )


def rows_of(prospects: list[Prospect]) -> list[Row]:
    """Prospects as the page shows them: those that differ in nothing it shows are one."""
    found: dict[tuple[object, ...], Row] = {}
    for prospect in prospects:
        row = _row(prospect)
        key = (row.channel, row.language, row.told_in, row.gets, row.reason, row.as_new)
        known = found.get(key)
        total = row.addresses + (known.addresses if known else 0)
        found[key] = Row(
            channel=row.channel,
            language=row.language,
            addresses=total,
            told_in=row.told_in,
            gets=row.gets,
            text=(known or row).text,
            reason=row.reason,
            as_new=row.as_new,
        )
    return list(found.values())


def _row(prospect: Prospect) -> Row:
    group = prospect.group
    labels = {v.name: v.label for v in registry.channel(group.channel).variants}
    gets = tuple(
        (
            labels.get(m.variant, m.variant),
            m.languages,
            _shown(m.rendition.measure),
            m.copies,
        )
        for m in prospect.made
    )
    return Row(
        channel=group.channel,
        language=group.language,
        addresses=group.addresses,
        told_in=prospect.told_in,
        gets=gets,
        text=prospect.made[0].rendition.text if prospect.made else None,
        reason=prospect.reason,
        as_new=group.as_new,
    )


def _shown(measure: Measure) -> Measure:
    """Without what would part rows that read alike: bytes, parts, tenths of a second."""
    seconds = measure.seconds
    return Measure(
        segments=measure.segments,
        encoding=measure.encoding,
        seconds=None if seconds is None else float(round(seconds)),
        pages=measure.pages,
        per_sheet=measure.per_sheet,
    )


def _when(fields: Fields, version: Version, settings: Settings) -> When:
    match one(fields, "when"):
        case "at":
            wall = f"{one(fields, 'day').strip()}T{one(fields, 'time').strip()}"
            return when.at(wall, settings.timezone)
        case "before":
            days = one(fields, "days_before").strip()
            if not (days.isascii() and days.isdecimal() and len(days) < 4):
                raise InputError([Problem("days_before", "must be 0 to 365.")])
            clock = one(fields, "clock").strip()
            return when.before(int(days), clock, version.announcement)
        case "every":
            return repeated(fields, settings)
        case _:
            return When(timezone=settings.timezone)


def _fallback(fields: Fields, version: Version) -> str | None:
    code = one(fields, "fallback") or None
    if code is not None and code not in version.announcement.languages:
        raise InputError(
            [Problem("fallback", "is not a language of the announcement. Choose one.")]
        )
    return code
