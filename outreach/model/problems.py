"""Pydantic's findings as plain sentences that name the field and say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from outreach.model.errors import Problem
from outreach.model.words import TAGS, shown

#: More than anybody corrects at one sitting; a long list gone wrong has thousands.
MOST_PROBLEMS = 50


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """What is wrong with values for ``model``: one plain sentence per field."""
    found: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        problem = _problem(detail, model)
        found.setdefault(problem.field, problem)
    problems = list(found.values())
    if (more := len(problems) - MOST_PROBLEMS) > 0:
        rest = Problem(model.__name__.lower(), f"has {more:,} more problems.")
        problems[MOST_PROBLEMS:] = [rest]
    return problems


def _problem(detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    path = _path(detail)
    field = ".".join(str(p + 1) if isinstance(p, int) else shown(p, 60) for p in path)
    message = _sentence(detail, path, model)
    if not field and ": " in message:  # a rule over several fields names its own
        field, message = message.split(": ", 1)
    return Problem(field or model.__name__.lower(), message)


def _path(detail: ErrorDetails) -> list[int | str]:
    """Where it is, without what pydantic adds to say which form of a value it tried."""
    path = list(detail["loc"])
    given = detail["type"] == "extra_forbidden"  # its last part is what somebody wrote
    if not given and path[-1:] == ["[key]"]:
        path.pop()
        given = True
    keep = len(path) - 1 if given else -1
    return [p for place, p in enumerate(path) if place == keep or p not in TAGS]


def _sentence(
    detail: ErrorDetails, path: list[int | str], model: type[BaseModel]
) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch" and not detail["input"].strip():
        return "is empty. Fill it in, or leave the field out."
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _FROM_CONTEXT:
        return _FROM_CONTEXT[kind](context)
    match kind:
        case "extra_forbidden":
            close = get_close_matches(str(path[-1]), _names(model, path[:-1]), 1)
            hint = f"Did you mean “{close[0]}”?" if close else "Take it out."
            return f"is not a known field. {hint}"
        case "literal_error":
            allowed = context["expected"].replace("'", "")
            return f"“{shown(detail['input'])}” is not one of {allowed}."
        case "model_type" | "model_attributes_type" | "dataclass_type":
            names = ", ".join(_names(model, path))
            return f"must be a group of fields in braces: {names}."
        case _:
            return "has the wrong form. “outreach schema” shows the right one."


_WHOLE = "is not a whole number. Write it in digits."
_LIST = "is not a list. Write it in square brackets."
_GROUP = 'must be a group of named entries in braces, as {"en": …}.'
_FIXED = {
    "missing": "is missing. Fill it in.",
    "string_too_short": "is empty. Fill it in.",
    "string_type": "is not a text. Write it in quotes.",
    "words_form": 'must be a text, or one text per language as {"en": "…"}.',
    "bool_type": "is not true or false.",
    "bool_parsing": "is not true or false.",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": "is empty. Give at least one.",
    "mapping_type": _GROUP,
    "dict_type": _GROUP,
    **dict.fromkeys(
        ("int_type", "int_parsing", "int_from_float", "finite_number"), _WHOLE
    ),
    "int_parsing_size": "is too large a number.",
}
_REF = r"^[a-z0-9][a-z0-9-]{0,63}$"


def _pattern(context: Mapping[str, Any]) -> str:
    if context["pattern"] == _REF:
        return (
            "may have only small letters a to z, digits and hyphens, 64 at most, and "
            "starts with a letter or digit."
        )
    return "has the wrong form. “outreach schema” shows the right one."


_FROM_CONTEXT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "string_too_long": lambda c: (
        f"is too long. It may have {c['max_length']:,} characters."
    ),
    "string_pattern_mismatch": _pattern,
    "greater_than_equal": lambda c: f"must be {c['ge']:,} or more.",
    "less_than_equal": lambda c: f"must be {c['le']:,} or less.",
    "value_error": lambda c: str(c["error"]),
}


def _names(model: type[BaseModel], path: list[int | str]) -> list[str]:
    """The field names of the part of the model that ``path`` leads to."""
    current: Any = model
    for part in path:
        fields = getattr(current, "model_fields", {})
        found = _models_in(fields[part].annotation) if part in fields else []
        current = found[0] if found else current
    return list(getattr(current, "model_fields", {}))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in getattr(annotation, "__args__", ()) for m in _models_in(a)]
