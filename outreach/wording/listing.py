"""Several names in one line, with the comma that a language writes between them."""

from __future__ import annotations

import unicodedata
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


def labelled(label: str, text: str) -> str:
    """``text`` behind its label and the colon of the label's script: ``Code: KW27``; after
    a wide letter a wide one without a blank (GB/T 15834, 4.7), ``代码：KW27``; ``ኮድ፦ KW27``.
    """
    last = label.rstrip("\u2066\u2067\u2068\u2069")[-1]
    if unicodedata.east_asian_width(last) in ("W", "F"):
        return f"{label}：{text}"
    colon = "፦" if unicodedata.name(last, "").startswith("ETHIOPIC") else ":"
    return f"{label}{colon} {text}"


def listed(texts: Iterable[str], language: str, *, alike: bool = False) -> str:
    """``texts`` with the language's comma between them, each apart from the others."""
    between = comma(language, alike=alike)
    return between.join(isolated(text, language) for text in texts)
