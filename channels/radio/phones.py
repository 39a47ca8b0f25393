"""Phone numbers for the air: digits in the groups in which they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry
from outreach.model.phones import international, national

_ALLOWED = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2013\u202f]+")


def phone(written: str, speech: Speech, heard_in: str | None = None) -> str:
    """The number in words, commas between its groups: "zero seven two two, four …".

    Where it is ``heard_in`` its own country, as it is dialled there; else as it is written.
    A number without groups gets those its country writes, or threes. Raises CannotCarry
    on letters, on an optional zero and on fewer than three or more than twenty digits.
    """
    number, extension = _parted(written.strip(), extension_of(speech))
    if "(0)" in number:
        raise CannotCarry(
            f"“{written}” has a zero that is dialled only sometimes. Write the number without “(0)”."
        )
    if not _ALLOWED.fullmatch(number) or not 3 <= len(re.sub(r"\D", "", number)) <= 20:
        raise CannotCarry(
            f"“{written[:40]}” is not a phone number that can be read out. Write it as +254 722 451 983."
        )
    number = national(number, heard_in) or number
    groups = _groups(number, speech.groups)
    words = speech.comma.join(map(speech.digits, groups))
    if number.startswith("+"):
        words = f"{speech.plus}{speech.writing.gap}{words}"
    return words + (_extension(extension, written, speech) if extension else "")


def dialled(written: str, heard_in: str | None) -> str:
    """A number for the eye, as it is dialled from everywhere and, where it is ``heard_in``
    its own country, as it is dialled there: +254 722 451983 (0722 451983).
    """
    number, extension = _parted(written.strip(), r"ext\.?|x")
    near = national(number, heard_in)
    if not near:
        return written
    more = f" ext. {extension}" if extension else ""
    return f"{international(number)}{more} ({near}{more})"


def _parted(written: str, before: str) -> tuple[str, str]:
    """The number itself, and the digits of its extension, empty if it has none."""
    found = re.search(rf"[\s,;]*(?:{before}|#)\s*(\d{{1,6}})$", written, re.IGNORECASE)
    return (written[: found.start()], found[1]) if found else (written, "")


def extension_of(speech: Speech) -> str:
    """The pattern of what stands before an extension's digits."""
    own = speech.writing.extension
    return r"ext\.?|extension|x" + (f"|{own}" if own else "")


def _extension(digits: str, written: str, speech: Speech) -> str:
    if speech.extension is None:
        raise CannotCarry(
            f"There is no sure word for the extension in “{written}”. Give a number without one."
        )
    gap = speech.writing.gap
    spoken = gap.join(speech.digits(digit) for digit in digits)
    return f"{speech.comma}{speech.extension}{gap}{spoken}"


def _groups(number: str, sizes: Mapping[int, Sequence[int]]) -> list[str]:
    groups = re.findall(r"\d+", number)
    if len(groups) == 1:
        groups = re.findall(r"\d+", international(number))
    return [part for group in groups for part in _short(group, sizes)]


def _short(group: str, sizes: Mapping[int, Sequence[int]]) -> list[str]:
    """Groups of at most four digits, which the ear can hold, or as the language has it."""
    if known := sizes.get(len(group)):
        ends = list(accumulate(known, initial=0))
        return [group[start:end] for start, end in pairwise(ends)]
    if len(group) <= 4:
        return [group]
    size = 2 if len(group) % 3 and len(group) % 2 == 0 else 3
    parts = [group[i : i + size] for i in range(0, len(group), size)]
    if len(parts[-1]) == 1:  # seven digits are three and four, never a lone last one
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts
