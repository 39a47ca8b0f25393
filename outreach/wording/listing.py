"""Several names in one line, with the comma that a language writes between them."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.wording.directions import isolated

#: Where it is not ", ".
_COMMAS = {
    "am": "፣ ",
    "ar": "، ",
    "fa": "، ",
    "ti": "፣ ",
    "ur": "، ",
    "zh": "，",
}


def comma(language: str) -> str:
    """What stands between two names, with its blank."""
    return _COMMAS.get(language.split("-")[0], ", ")


def listed(texts: Iterable[str], language: str) -> str:
    """``texts`` with the language's comma between them, each apart from the others."""
    return comma(language).join(isolated(text, language) for text in texts)
