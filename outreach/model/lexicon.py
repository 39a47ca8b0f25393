"""How the office says what it writes: names and short forms, by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import StringConstraints, ValidationError, model_validator

from outreach.model.announcement import Frozen
from outreach.model.errors import InputError
from outreach.model.problems import problems_of
from outreach.model.words import Language, Visible, clean

_Text = Annotated[str, StringConstraints(min_length=1, max_length=120), Visible]
#: Rows of a language: more are no lexicon that anybody keeps.
MOST = 2_000


class Saying(Frozen):
    """One line of the office's lexicon."""

    language: Language
    #: As it stands in texts, with its capitals.
    written: _Text
    #: The words that are said in its place; None: as it is written.
    spoken: _Text | None = None
    #: How it sounds, as a presenter reads it: ``ki-SOO-moo``.
    respelling: _Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Saying:
        if self.spoken is None and self.respelling is None:
            raise ValueError(
                "spoken: say what is said in its place, or how it sounds. Fill in one of them."
            )
        return self


def read_saying(typed: Mapping[str, str | None]) -> Saying:
    """A line as somebody typed it; what is empty is left out. Raises InputError."""
    given = {name: clean(text or "")[0].strip() for name, text in typed.items()}
    try:
        return Saying.model_validate({k: v for k, v in given.items() if v})
    except ValidationError as error:
        raise InputError(problems_of(error, Saying)) from None


def in_language(lexicon: tuple[Saying, ...], language: str) -> tuple[Saying, ...]:
    """Those lines that are of one language."""
    return tuple(saying for saying in lexicon if saying.language == language)
