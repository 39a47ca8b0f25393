"""The leaflet as a file: one sheet, in one language or with a second on its back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from channels.print.ink import dark
from channels.print.leaflet.content import DOMAIN, Content, content_of
from channels.print.leaflet.layout import Laid, laid
from outreach.model.errors import CannotCarry
from outreach.model.layout import PaperSize
from outreach.model.leaflet import Office
from outreach.model.papers import Paper
from outreach.model.rendition import File
from outreach.model.words import language_name, shown
from outreach.typesetting import Document, sets
from outreach.wording.catalogues import languages_with
from outreach.wording.labels import Labels

#: White at every edge, of which copiers keep all.
_MARGIN = 36.0
#: Of those who are left out; the rest is counted.
_NAMED = 12


class LeafletMaker:
    """Makes leaflets: see outreach.model.leaflet."""

    @property
    def leaflet_languages(self) -> frozenset[str]:
        """Those with wording of their own."""
        return frozenset(filter(sets, languages_with(DOMAIN)))

    def leaflet(
        self, office: Office, languages: Sequence[str], paper: PaperSize
    ) -> Paper:
        """The sheet, as MakesLeaflets says."""
        for language in _one_or_two(languages):
            _check(language, office, self.leaflet_languages)
        wordings = [Labels(language, DOMAIN) for language in languages]
        sides = [content_of(office, own) for own in wordings]
        title = f"{sides[0].title} – {office.name}"
        document = Document(title=title, language=languages[0], page=paper)
        done = [_laid(side, document) for side in sides]
        for number, one in enumerate(done):
            if number:
                document.new_page()
            one.side.draw(document, _MARGIN, _MARGIN)
        file = File(name="pdf", media_type="application/pdf", data=document.finish())
        unreviewed = (note for own in wordings for note in own.notes)
        notes = (*_left_out(languages, done), *unreviewed, *dark(document.ink))
        return Paper(file=file, notes=notes, pages=document.pages)


def _one_or_two(languages: Sequence[str]) -> Sequence[str]:
    if 1 <= len(set(languages)) == len(languages) <= 2:
        return languages
    raise CannotCarry("A leaflet is in one language or in two. Name them once each.")


def _check(language: str, office: Office, known: frozenset[str]) -> None:
    if language not in known or language not in office.keywords:
        name = language_name(shown(language))
        raise CannotCarry(
            f"There is no leaflet in {name}. Choose from: {', '.join(sorted(known))}."
        )


def _laid(side: Content, document: Document) -> Laid:
    return laid(side, document.width - 2 * _MARGIN, document.height - 2 * _MARGIN)


def _left_out(languages: Sequence[str], done: Sequence[Laid]) -> Iterator[str]:
    for language, one in zip(languages, done, strict=True):
        if one.left_out:
            names = ", ".join(point.name for point in one.left_out[:_NAMED])
            more = len(one.left_out) - _NAMED
            names += f" and {more:,} more" if more > 0 else ""
            yield (
                f"Left off the leaflet in {language_name(language)} for want of room: "
                f"{names}."
            )
