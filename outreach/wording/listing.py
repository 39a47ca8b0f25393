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
#: Between things of a kind, where it is not the comma (GB/T 15834, 4.5).
_AMONG_ALIKE = {"zh": "、"}


def comma(language: str, *, alike: bool = False) -> str:
    """What stands between two names, with its blank; ``alike``: of things of a kind."""
    code = language.split("-")[0]
    usual = _COMMAS.get(code, ", ")
    return _AMONG_ALIKE.get(code, usual) if alike else usual


def listed(texts: Iterable[str], language: str, *, alike: bool = False) -> str:
    """``texts`` with the language's comma between them, each apart from the others."""
    between = comma(language, alike=alike)
    return between.join(isolated(text, language) for text in texts)
