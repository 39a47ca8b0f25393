"""The print channel: announcements as pages for a notice board."""

from __future__ import annotations

from typing import Literal

from channels.print import labels
from channels.print.poster import poster
from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.contracts import Freight, Variant
from outreach.model.edition import Subject
from outreach.model.errors import CannotCarry
from outreach.model.facts import facts_in
from outreach.model.rendition import ChannelOptions, Rendition
from outreach.typesetting import revision, sets
from outreach.wording.catalogues import languages_with

#: Raise it when a change in this folder moves a word.
_LAYOUT = 1


class PrintOptions(ChannelOptions):
    """What a page depends on beside its announcement."""

    paper: Literal["a4", "letter"] = "a4"


class PrintChannel:
    """Printed pages, black on white, with every font inside the file."""

    name = "print"
    label = "Printed page"
    variants = (Variant(name="poster", label="Poster for a notice board"),)
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
        """The page and, as text, its words in the order they are read.

        The text is for those who preview by ear or over a line too slow for pictures.
        """
        if variant != "poster":
            raise CannotCarry(f"There is no printed page “{variant}”. Choose poster.")
        if not isinstance(subject, Announcement):
            raise CannotCarry(
                "A poster is made of one announcement, not of an edition."
            )
        if len(languages) != 1:
            raise CannotCarry("A poster is in one language. Make one for each.")
        paper = PrintOptions.model_validate(options.model_dump()).paper
        if options.replaces is None:
            options = options.model_copy(update={"replaces": subject.replaces})
        facts = facts_in(subject, languages[0])
        return poster(
            facts, labels.labels_for(languages[0], options.labels), options, paper
        )
