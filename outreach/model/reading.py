"""Reading an announcement from JSON values: sound and clean, or told what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pydantic import ValidationError

from outreach.model.announcement import Announcement
from outreach.model.errors import InputError, Problem
from outreach.model.problems import problems_of
from outreach.model.words import clean, shown

__all__ = [
    "MOST_CHARACTERS",
    "Reading",
    "cleaned",
    "json_values",
    "problems_of",
    "read",
    "read_json",
]

#: Everything staff may type for one announcement, in characters. Twenty pages of
#: text; more than that is a paste gone wrong, and no radio or poster can use it.
MOST_CHARACTERS = 150_000
#: The deepest field has five names above it; a programme in ten languages has 2,000 values.
MOST_DEEP = 10
MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A sound announcement, and what staff should know about how it was read."""

    announcement: Announcement
    notes: tuple[Problem, ...]


def read_json(text: str | bytes) -> Reading:
    """Read an announcement from a JSON document. Raises InputError."""
    return read(json_values(text))


def json_values(text: str | bytes) -> Any:
    """The values of a JSON document, not yet looked at. Raises InputError."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_each_once,
            parse_constant=_no_number,
            strict=False,  # a raw control character is told by its field, below
        )
    except UnicodeDecodeError:
        raise InputError("The file is not UTF-8 text. Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise InputError(_not_json(error)) from None
    except ValueError:  # Python refuses whole numbers of more than 4,300 digits
        raise InputError("The file has a number that is far too long.") from None
    except RecursionError:
        raise InputError(
            "The file is nested too deeply to be an announcement."
        ) from None


def read(value: Any) -> Reading:
    """Read an announcement from JSON values. Raises InputError with every problem."""
    if not isinstance(value, Mapping):
        raise InputError("An announcement is a JSON object, in braces.")
    _weigh(value)
    cleaning = _Cleaning()
    cleaned = cleaning.value(value, ())
    if cleaning.problems:
        raise InputError(cleaning.problems)
    try:
        announcement = Announcement.model_validate(cleaned)
    except ValidationError as error:
        raise InputError(problems_of(error, Announcement)) from None
    return Reading(announcement, tuple(cleaning.notes))


def cleaned(value: Any) -> Any:
    """JSON values with every text clean, as an announcement's are. Raises InputError."""
    _weigh(value)
    cleaning = _Cleaning()
    found = cleaning.value(value, ())
    if cleaning.problems:
        raise InputError(cleaning.problems)
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise InputError([_there_twice(twice)])
    return found


def _no_number(name: str) -> NoReturn:
    raise InputError(f"The file is not JSON: {name} is not a number. Take it out.")


def _not_json(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "The file is empty."
    if "\0" in error.doc[:4]:
        return "The file is not UTF-8 text. Save it as UTF-8."
    return f"The file is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."


def _there_twice(*path: str) -> Problem:
    return Problem(_dotted(path), "is there twice. Take one out.")


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(shown(part, 60) for part in path) or "announcement"


def _weigh(value: Any) -> None:
    """Refuse what is too long, too deep or too much, before anything walks it twice."""
    characters = values = longest = 0
    where: tuple[str, ...] = ()
    left: list[tuple[tuple[str, ...], Any]] = [((), value)]
    while left:
        path, item = left.pop()
        values += 1
        if len(path) > MOST_DEEP:
            _refuse(path[:3], "is nested too deeply. Take the inner fields out.")
        if values > MOST_VALUES:
            _refuse((), f"has more than {MOST_VALUES:,} values. Shorten it.")
        if isinstance(item, str):
            characters += len(item)
            if len(item) > longest:
                longest, where = len(item), path
        for name in _names(item, path):
            characters += len(name)
            if len(name) > longest:
                longest, where = len(name), (*path, name)
        left.extend(_below(item, path))
    if characters > MOST_CHARACTERS:
        _refuse(
            where,
            f"is too long. All texts together may have {MOST_CHARACTERS:,} characters.",
        )


def _names(item: Any, path: tuple[str, ...]) -> list[str]:
    names = list(item) if isinstance(item, Mapping) else []
    if not all(isinstance(name, str) for name in names):
        _refuse(path, "has a field whose name is not text.")
    return names


def _below(item: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(item, Mapping):
        return [((*path, name), below) for name, below in item.items()]
    if isinstance(item, list | tuple):
        return [((*path, str(n)), below) for n, below in enumerate(item, 1)]
    return []


def _refuse(path: tuple[str, ...], message: str) -> NoReturn:
    raise InputError([Problem(_dotted(path), message)])


@dataclass(slots=True)
class _Cleaning:
    """Cleans every string on the way down, and remembers what was wrong or taken out."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def value(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, Mapping):
            return self._fields(value, path)
        if isinstance(value, list | tuple):
            return [self.value(v, (*path, str(n))) for n, v in enumerate(value, 1)]
        return self._text(value, path) if isinstance(value, str) else value

    def _fields(
        self, value: Mapping[str, Any], path: tuple[str, ...]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for given, below in value.items():
            name = self._text(given, path, "a field’s name ").strip()
            if name in found:  # "en" and "en" with a hidden character behind it
                self.problems.append(_there_twice(*path, name))
            found[name] = self.value(below, (*path, name))
        return found

    def _text(self, text: str, path: tuple[str, ...], what: str = "") -> str:
        try:
            cleaned, notes = clean(text)
        except ValueError as error:
            self.problems.append(Problem(_dotted(path), f"{what}{error}"))
            return text
        self.notes.extend(Problem(_dotted(path), f"{what}{note}") for note in notes)
        return cleaned
