"""How high the body of a script's letters is, by which it is told how far off they are read."""

from __future__ import annotations

from outreach.typesetting.faces import script_of_language

#: In sizes: of the Latin x, which only one other script goes under (Myanmar and Thai 0.56,
#: Devanagari 0.62, Ethiopic 0.71, Chinese 0.79 and more).
_LATIN = 0.53
#: The eyes of joined letters above the line (ـفـ 0.415, ـعـ 0.411); Nastaliq's are about as
#: high.
_LOW = {"Arab": 0.41}


def body_of(language: str) -> float:
    """The height of the letters' body in the script of ``language``, in sizes, as our faces
    have it.
    """
    return _LOW.get(script_of_language(language), _LATIN)
