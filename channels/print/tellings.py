"""An announcement told in one language, with the labels that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from channels.print.labels import labels_for
from channels.print.setting import Setter
from outreach.model.announcement import Announcement
from outreach.model.facts import Facts, facts_in
from outreach.wording.labels import Labels


@dataclass(frozen=True, slots=True)
class Told:
    """Facts and labels of a page, or of a half of it."""

    facts: Facts
    labels: Labels

    def setter(self, width: float) -> Setter:
        """Sets its parts on a page so wide."""
        return Setter(self.facts.language, self.labels.language, width)


def tell(
    announcement: Announcement, languages: Sequence[str], stated: str | None
) -> list[Told]:
    """``announcement`` in each language. Raises CannotCarry where one can't be told."""
    return [
        Told(facts_in(announcement, language), labels_for(language, stated))
        for language in languages
    ]


def notes_of(told: Sequence[Told]) -> tuple[str, ...]:
    """What the approver should know of the labels, once for each language of theirs."""
    return tuple(dict.fromkeys(note for one in told for note in one.labels.notes))
