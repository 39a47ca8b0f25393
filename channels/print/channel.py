"""The print channel: an announcement as poster, handbill or large print, an edition as
a bulletin.
"""

from __future__ import annotations

from dataclasses import replace

from channels.print import labels
from channels.print.bulletin import bulletin
from channels.print.large import large
from channels.print.leaflet.making import LeafletMaker
from channels.print.options import PrintOptions
from channels.print.papers.making import PaperMaker
from channels.print.sheet import FORMATS, sheet
from channels.print.tellings import tell
from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.contracts import Freight, Variant
from outreach.model.edition import Edition, Subject
from outreach.model.errors import CannotCarry
from outreach.model.rendition import ChannelOptions, Rendition
from outreach.typesetting import revision, sets
from outreach.wording.catalogues import languages_with

#: Raise it when a change in this folder moves a word.
_LAYOUT = 14


class PrintChannel(PaperMaker, LeafletMaker):
    """Printed pages, black on white, with every font inside the file."""

    name = "print"
    label = "Printed page"
    variants = (
        Variant(name="poster", label="Poster for a notice board", most_languages=2),
        Variant(name="poster-a3", label="Large poster, to be read from 3 m", most_languages=2),
        Variant(name="handbill", label="Handbill, two on a sheet", most_languages=2),
        Variant(name="large", label="Large print", most_languages=2),
        Variant(name="bulletin", label="Bulletin", of=frozenset({"edition"}), most_languages=2),
    )  # fmt: skip
    options_type: type[ChannelOptions] = PrintOptions
    freight: Freight = "files"

    @property
    def languages(self) -> frozenset[str]:
        """Those with labels of their own; a stated language of labels opens more."""
        return frozenset(filter(sets, languages_with(labels.DOMAIN)))

    @property
    def revision(self) -> str:
        """Changes with the layout, the labels, the faces and the engines that set them."""
        return digest(_LAYOUT, labels.revision(), revision())

    def render(
        self,
        subject: Subject,
        languages: tuple[str, ...],
        variant: str,
        options: ChannelOptions,
    ) -> Rendition:
        """The pages and, as text, their words in the order they are read.

        The text is for those who preview by ear or over a line too slow for pictures.
        """
        if variant not in {known.name for known in self.variants}:
            raise CannotCarry(
                f"There is no printed page “{variant}”. Choose one of "
                f"{', '.join(known.name for known in self.variants)}."
            )
        languages = _one_or_two(languages)
        chosen = PrintOptions.model_validate(options.model_dump())
        if variant == "bulletin":
            return bulletin(_edition(subject), languages, chosen, chosen.paper)
        announcement = _announcement(subject)
        if chosen.replaces is None:
            update = {"replaces": announcement.replaces}
            chosen = chosen.model_copy(update=update)
        told = tell(announcement, languages, chosen.labels)
        if variant == "large":
            return large(told, chosen, chosen.paper)
        form = FORMATS[variant][chosen.paper]
        return _counted(sheet(told, chosen, form), form.copies)


def _one_or_two(languages: tuple[str, ...]) -> tuple[str, ...]:
    if 1 <= len(set(languages)) == len(languages) <= 2:
        return languages
    raise CannotCarry("A page is in one language or in two. Name them once each.")


def _counted(made: Rendition, copies: int) -> Rendition:
    """``made`` with how many copies stand on a sheet, where they are several."""
    if copies == 1:
        return made
    return replace(made, measure=replace(made.measure, per_sheet=copies))


def _announcement(subject: Subject) -> Announcement:
    if isinstance(subject, Announcement):
        return subject
    raise CannotCarry(
        "This page is made of one announcement, not of an edition. Make a bulletin."
    )


def _edition(subject: Subject) -> Edition:
    if isinstance(subject, Edition):
        return subject
    raise CannotCarry("A bulletin is made of an edition, not of one announcement.")
