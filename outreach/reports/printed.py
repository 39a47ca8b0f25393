"""The printed directory: organisations by place, the people who speak for them, an index.

Tagged and PDF/A-2b; the same entries, day, title and language give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from outreach.model.errors import CannotCarry, InputError
from outreach.model.layout import PaperSize
from outreach.model.listing import Entry, Person, one_line
from outreach.model.papers import Paper
from outreach.model.rendition import File
from outreach.reports.columns import Columns, Piece, Setter, styled
from outreach.reports.entries import Said, Teller
from outreach.reports.indexing import Index
from outreach.typesetting import Document, Tag, set_text
from outreach.wording.dates import full_day
from outreach.wording.listing import comma, listed

_TITLE, _PART, _HEAD, _NAME, _BODY = 20.0, 14.0, 12.0, 10.5, 9.5
#: Above an entry, and above a heading: less where it stands below another.
_GAP, _HEAD_GAP = 6.0, 13.0
#: Of what can't be printed, so many are named at once.
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a directory is made with, beside its entries."""

    language: str
    day: date
    office: str
    paper: PaperSize = "a4"
    #: None: our words for it.
    title: str | None = None
    #: Whether to go on without entries that have a letter no font here has.
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Of what is listed: how many organisations, of how many regions."""

    organisations: int
    regions: int


def print_directory(entries: Iterable[Entry], sheet: Sheet, count: Count) -> Paper:
    """The directory of ``entries``, which come in the order in which they stand in it.

    Raises CannotCarry, naming the organisations, where a letter has no font, and
    InputError where there are none.
    """
    making = _Making(sheet, count)
    for entry in entries:
        making.entry(entry)
    return making.finished()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry is: each place is named once."""

    country: str | None = None
    region: str | None = None
    district: str | None = None


class _Making:
    """The pages in the making."""

    def __init__(self, sheet: Sheet, count: Count) -> None:
        if not count.organisations:
            raise InputError(
                "Nobody has agreed to stand in the directory. Import organisations with "
                "“listed”: who agreed to it, when and how."
            )
        self._sheet = sheet
        self._teller = Teller(sheet.language, on_paper=True)
        title = sheet.title or self._teller.labels(
            "Directory of civil society organisations"
        )
        page: PaperSize = "letter" if sheet.paper == "letter" else "a4"
        self._document = Document(title=title, language=sheet.language, page=page)
        self._columns = Columns(self._document)
        self._setter = Setter(sheet.language, self._columns.width)
        self._place = _Place()
        self._people: list[tuple[Entry, Person, int]] = []
        self._names, self._topics = Index(self._teller), Index(self._teller)
        self._refused: list[str] = []
        self._more = self._made = 0
        self._begin(title, count)

    def _begin(self, title: str, count: Count) -> None:
        said, sheet = self._teller.labels, self._sheet
        width = self._document.inner_width
        counts = [
            said("Organisations: {count}", count=f"{count.organisations}"),
            said("Regions: {count}", count=f"{count.regions}"),
        ]
        line = listed(
            [sheet.office, full_day(sheet.day, sheet.language)], sheet.language
        )
        agreed = said(
            "Everybody named here has agreed to it. To change an entry or to be taken out, "
            "turn to {office}.",
            office=sheet.office,
        )
        texts: list[tuple[str, float, Tag]] = [
            (title, _TITLE, "H1"),
            (line, _NAME, "P"),
            (comma(sheet.language).join(counts), _NAME, "P"),
            (agreed, _BODY, "P"),
        ]
        self._columns.across(
            [
                (
                    set_text(
                        text, styled(size, bold=tag == "H1"), width, sheet.language
                    ),
                    tag,
                )
                for text, size, tag in texts
            ]
        )

    def entry(self, entry: Entry) -> None:
        """One organisation, under the names of its place if they are new."""
        try:
            pieces = self._pieces(entry)
        except CannotCarry as error:
            self._refuse(f"{entry.name}: {error}")
            return
        name = self._teller.name(entry.name, entry.names)
        heads = list(self._heads(entry))
        self._columns.make_room([*heads, *pieces])
        for head in heads:
            self._columns.put(head)
        where = self._teller.where(entry.country, entry.region)
        self._columns.mark(where, name.text)
        page = self._item(pieces)
        self._made += 1
        for said in (name, *self._teller.other_names(entry)):
            self._names.add(said.text, page)
        for topic in entry.topics:
            self._topics.add(topic, page)
        self._people += [(entry, person, page) for person in entry.people]

    def finished(self) -> Paper:
        """The file, with the people and the indexes behind the organisations."""
        notes = self._settled()
        if self._people:
            self._persons()
        self._columns.turn()
        self._index("Index of names", self._names)
        if self._topics:
            self._index("Index of topics", self._topics)
        self._columns.close()
        data = self._document.finish()
        file = File(name="pdf", media_type="application/pdf", data=data)
        return Paper(
            file=file,
            notes=(*notes, *self._teller.notes),
            pages=self._document.pages,
        )

    def _item(self, pieces: Sequence[Piece]) -> int:
        """A list's item; the page that it begins on."""
        first, *others = pieces
        with (
            self._document.tagged("L", resumes=True),
            self._document.tagged("LI"),
            self._document.tagged("LBody"),
        ):
            self._columns.put(first)
            page = self._columns.page
            for piece in others:
                self._columns.put(piece)
        return page

    def _pieces(self, entry: Entry) -> list[Piece]:
        tell, put = self._teller, self._setter
        name = tell.name(entry.name, entry.names)
        found = [Piece(put.said(name, _NAME, bold=True), gap=_GAP)]
        found += [Piece(put.said(other, _BODY)) for other in tell.other_names(entry)]
        lines = [tell.kind(entry), *tell.facts(entry), tell.site(entry)]
        found += [Piece(put.line(line, _BODY)) for line in lines if line]
        return found

    def _heads(self, entry: Entry) -> Iterator[Piece]:
        """The names of the places that the entry before was not in."""
        before, tell = self._place, self._teller
        now = _Place(entry.country, entry.region, entry.district)
        self._place = now
        new_country = now.country != before.country
        new_region = new_country or now.region != before.region
        gap = _HEAD_GAP
        if new_country:
            yield self._heading(tell.country(entry.country), _PART, "H2", gap)
            gap = _GAP
        if new_region:
            yield self._heading(tell.region(entry.region), _HEAD, "H3", gap)
            gap = _GAP
        if entry.district and (new_region or now.district != before.district):
            yield self._heading(one_line(entry.district), _NAME, "H4", gap)

    def _heading(self, text: str, size: float, tag: Tag, gap: float) -> Piece:
        said = Said(text, self._teller.language_of(text))
        return Piece(self._setter.said(said, size, bold=tag != "H4"), tag, gap)

    def _persons(self) -> None:
        """The focal points by region, each with the page of the organisation."""
        title = self._teller.labels("Focal points")
        self._columns.turn()
        self._columns.put(self._part(title))
        by_region = groupby(self._people, lambda one: (one[0].country, one[0].region))
        for (country, region), found in by_region:
            where = self._teller.where(country, region)
            heads = [Piece(self._setter.line(where, _HEAD, bold=True), "H3", _HEAD_GAP)]
            key = self._teller.sort_key
            for entry, person, page in sorted(found, key=lambda one: key(one[1].name)):
                pieces = self._person(entry, person, page)
                self._columns.make_room([*heads, *pieces])
                for head in heads:
                    self._columns.put(head)
                heads = []
                self._columns.mark(title, person.name)
                self._names.add(person.name, self._item(pieces))

    def _person(self, entry: Entry, person: Person, page: int) -> list[Piece]:
        tell, put = self._teller, self._setter
        said = Said(person.name, tell.language_of(person.name))
        name = tell.name(entry.name, entry.names).text
        there = tell.labels("page {number}", number=str(page))
        lines = [tell.role(person), listed([name, there], tell.language)]
        return [
            Piece(put.said(said, _NAME, bold=True), gap=_GAP),
            *(Piece(put.line(line, _BODY)) for line in lines if line),
        ]

    def _index(self, label: str, index: Index) -> None:
        title = self._teller.labels(label)
        heads = [self._part(title)]
        for text, line in index.lines():
            piece = Piece(self._setter.line(line, _BODY))
            self._columns.make_room([*heads, piece])
            self._columns.mark(title, text, own=True)
            for one in (*heads, piece):
                self._columns.put(one)
            heads = []

    def _part(self, title: str) -> Piece:
        return Piece(self._setter.line(title, _PART, bold=True), "H2", _HEAD_GAP)

    def _refuse(self, said: str) -> None:
        if len(self._refused) < _NAMED:
            self._refused.append(said)
        else:
            self._more += 1

    def _settled(self) -> list[str]:
        """What was left out, as sentences. Raises CannotCarry unless it may be."""
        more = [f"So it is with {self._more:,} more."] if self._more else []
        said = [*self._refused, *more]
        if said and not (self._sheet.leave_out and self._made):
            raise CannotCarry(
                " ".join([*said, "Or leave them out of the directory (--leave-out)."])
            )
        return said
