"""Phone numbers for the air: digits in the groups in which they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import phonenumbers

from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry

_ALLOWED = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2013\u202f]+")


def phone(written: str, speech: Speech) -> str:
    """The number in words, commas between its groups: "zero seven two two, four …".

    A number without groups gets those its country writes, or threes. Raises CannotCarry
    on letters, on an optional zero and on fewer than three or more than twenty digits.
    """
    number = written.strip()
    extension = re.search(
        rf"[\s,;]*(?:{extension_of(speech)}|#)\s*(\d{{1,6}})$", number, re.IGNORECASE
    )
    if extension:
        number = number[: extension.start()]
    if "(0)" in number:
        raise CannotCarry(
            f"“{written}” has a zero that is dialled only sometimes. Write the number without “(0)”."
        )
    if not _ALLOWED.fullmatch(number) or not 3 <= len(re.sub(r"\D", "", number)) <= 20:
        raise CannotCarry(
            f"“{written[:40]}” is not a phone number that can be read out. Write it as +254 722 451 983."
        )
    groups = _groups(number, speech.groups)
    words = speech.comma.join(map(speech.digits, groups))
    if number.startswith("+"):
        words = f"{speech.plus}{speech.writing.gap}{words}"
    return words + (_extension(extension[1], written, speech) if extension else "")


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
        groups = re.findall(r"\d+", _as_its_country_writes(number))
    return [part for group in groups for part in _short(group, sizes)]


def _as_its_country_writes(number: str) -> str:
    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


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
