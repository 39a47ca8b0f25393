"""How staff want what is sent to be set: beside its words, for all addressees."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

#: The paper of a place.
PaperSize = Literal["a4", "letter"]
PAPER_SIZES: tuple[PaperSize, ...] = get_args(PaperSize)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was chosen of a preview or a broadcast; None: not chosen."""

    #: Language of the labels where a text's own has no wording.
    labels: str | None = None
    #: For those who have no paper of their own; not chosen, it is the office's.
    paper: PaperSize | None = None
    #: What pages are in beside the language that an addressee is told in, which leads.
    second_language: str | None = None
    #: The day from which what is read on air may be read, and the day or wall time at the
    #: venue after which it may not, as ``2027-05-05T14:30``.
    read_from: str | None = None
    do_not_read_after: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by name."""
        return {name: value for name, value in asdict(self).items() if value}


#: What can be chosen.
LAYOUT = tuple(field.name for field in fields(Layout))
UNCHOSEN = Layout()
