"""As much of JSON Schema as our own schema uses; a keyword it does not know is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

KINDS: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "null": lambda v: v is None,
}
CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda rule, v: KINDS[rule](v),
    "enum": lambda rule, v: v in rule,
    "const": lambda rule, v: v == rule,
    "pattern": lambda rule, v: bool(re.search(rule, v)),
    "minLength": lambda rule, v: len(v) >= rule,
    "maxLength": lambda rule, v: len(v) <= rule,
    "minItems": lambda rule, v: len(v) >= rule,
    "minimum": lambda rule, v: v >= rule,
    "maximum": lambda rule, v: v <= rule,
    "required": lambda rule, v: set(rule) <= set(v),
    "format": lambda rule, v: rule == "date" and bool(re.match(r"\d{4}-\d\d-\d\d$", v)),
}
SAYS_NOTHING = {"title", "description", "default", "$defs"}


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Whether ``value`` meets ``schema``, whose references are those of ``root``."""
    rest = {k: v for k, v in schema.items() if k not in SAYS_NOTHING}
    if reference := rest.pop("$ref", None):
        return accepts(root["$defs"][reference.removeprefix("#/$defs/")], value, root)
    if one := rest.pop("oneOf", None):
        return sum(accepts(s, value, root) for s in one) == 1
    if some := rest.pop("anyOf", None):
        return any(accepts(s, value, root) for s in some)
    properties, others = (
        rest.pop("properties", {}),
        rest.pop("additionalProperties", True),
    )
    items = rest.pop("items", True)
    if unknown := set(rest) - set(CHECKS):
        raise AssertionError(
            f"the schema uses {unknown}, which this check doesn't know"
        )
    if "type" in rest and not CHECKS["type"](rest["type"], value):
        return False
    if not all(CHECKS[name](rule, value) for name, rule in rest.items()):
        return False
    if isinstance(value, dict):
        return all(
            _member(properties.get(k, others), v, root) for k, v in value.items()
        )
    if isinstance(value, list):
        return all(_member(items, v, root) for v in value)
    return True


def _member(rule: Any, value: Any, root: dict[str, Any]) -> bool:
    return rule if isinstance(rule, bool) else accepts(rule, value, root)
