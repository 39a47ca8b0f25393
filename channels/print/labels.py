"""The words that a page adds to the announcement's own, from the print catalogues."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from outreach.model.canonical import digest
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name
from outreach.typesetting import sets
from outreach.wording.catalogues import languages_with
from outreach.wording.labels import Labels

DOMAIN = "print"


@cache
def _labels(language: str) -> Labels:
    return Labels(language, DOMAIN)


@cache
def revision() -> str:
    """Changes with any catalogue's wording."""
    folder = files("templates") / "locale"
    texts = {
        language: (folder / language / f"{DOMAIN}.po").read_text("utf-8")
        for language in sorted(languages_with(DOMAIN))
    }
    return digest(texts)


def labels_for(language: str, stated: str | None) -> Labels:
    """The labels of a page in ``language``; ``stated`` counts where it has none.

    Raises CannotCarry, naming the choices, if neither has a catalogue.
    """
    there = languages_with(DOMAIN)
    if language in there:
        return _labels(language)
    if stated in there and stated is not None:
        return _labels(stated)
    choices = ", ".join(sorted(filter(sets, there)))
    if stated is None:
        raise CannotCarry(
            f"There are no print labels in {language_name(language)} ({language}). Choose the "
            f"language of the labels (--labels): {choices}."
        )
    raise CannotCarry(
        f"There are no print labels in {language_name(stated)} ({stated}) either. Choose from: "
        f"{choices}."
    )
