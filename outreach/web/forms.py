"""The announcement form as pure functions: fields to JSON values, and back.

``content(back(value)) == value`` for every sound announcement: opening one in the form
and announcing it again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from outreach.model.places import country_name
from outreach.web.desk import Fields, one
from outreach.web.fields import FIELDS, LANGUAGES, ROWS, TEXT, Field
from outreach.web.places import country_code

_TEXT = re.compile(r"texts\.([^.]+)\.(?:title|summary|body)")
_ROW = re.compile(r"(programme|pronunciations)\.([1-9][0-9]{0,3})\.(.+)")


def content(form: Fields) -> dict[str, Any]:
    """The announcement that was typed, as JSON values for ``model.reading.read``.

    What was left empty is left out; nothing is judged here.
    """
    value: dict[str, Any] = {"venue": {}, "contact": {"phones": []}}
    for field in FIELDS:
        found = _read(form, field.path, field)
        if found not in (None, []):
            _put(value, field.path, found)
    if "registration" in value:
        value["registration"].setdefault("how", [])
    tidy = tidied(form)
    for name in ROWS:
        if items := [_row(tidy, name, number) for number in rows(tidy, name)]:
            value[name] = items
    value["texts"] = {
        code: text for code in chosen_languages(form) if (text := _text(form, code))
    }
    return value


def back(value: Mapping[str, Any]) -> dict[str, list[str]]:
    """The form filled in with an announcement's content."""
    form: dict[str, list[str]] = {LANGUAGES: _languages_of(value)}
    for field in FIELDS:
        if (found := _get(value, field.path)) is not None:
            form.update(_written(field.path, field, found))
    for name, columns in ROWS.items():
        for number, item in enumerate(value.get(name, ()), 1):
            for field in columns:
                if (found := item.get(field.path)) is not None:
                    form.update(_written(f"{name}.{number}.{field.path}", field, found))
    for code, text in value.get("texts", {}).items():
        form.update({f"texts.{code}.{part}": [text.get(part, "")] for part in TEXT})
    return form


def chosen_languages(form: Fields) -> list[str]:
    """The languages that the form has, each once: listed, or with a text typed in it."""
    listed = [code for code in form.get(LANGUAGES, []) if code]
    found = ((name, _TEXT.fullmatch(name)) for name in form)
    typed = [m[1] for name, m in found if m and one(form, name).strip()]
    return list(dict.fromkeys(listed + typed))


def unknown(form: Fields) -> list[str]:
    """Names that are no field of the form, in the order in which they came."""
    languages = chosen_languages(form)
    known = {LANGUAGES, "once"}
    known.update(f"texts.{code}.{part}" for code in languages for part in TEXT)
    for field in _fields_of(form):
        known.add(field.path)
        if field.kind == "moment":
            known.update((f"{field.path}.day", f"{field.path}.time"))
        if field.kind == "words":
            known.update(f"{field.path}@{code}" for code in languages)
    return [name for name in form if name not in known]


def rows(form: Fields, name: str) -> list[int]:
    """The numbers of the lines of ``programme`` or ``pronunciations``."""
    found = (_ROW.fullmatch(key) for key in form)
    return sorted({int(m[2]) for m in found if m and m[1] == name})


def tidied(form: Fields) -> dict[str, list[str]]:
    """The form without empty lines, the others numbered from one: so problems find them."""
    kept = {
        key: list(values) for key, values in form.items() if not _ROW.fullmatch(key)
    }
    for name in ROWS:
        filled = [n for n in rows(form, name) if any(_cells(form, name, n).values())]
        for new, old in enumerate(filled, 1):
            for rest, text in _cells(form, name, old).items():
                kept[f"{name}.{new}.{rest}"] = [text]
    return kept


def with_row(form: Fields, name: str) -> dict[str, list[str]]:
    """The form with one more, empty line."""
    tidy = tidied(form)
    number = len(rows(tidy, name)) + 1
    return tidy | {f"{name}.{number}.{ROWS[name][0].path}": [""]}


def with_language(form: Fields, code: str) -> dict[str, list[str]]:
    """The form with one more language."""
    return {**form, LANGUAGES: list(dict.fromkeys([*chosen_languages(form), code]))}


def without_language(form: Fields, code: str) -> dict[str, list[str]]:
    """The form without a language and all that was typed in it."""

    def of_it(name: str) -> bool:
        return name.startswith(f"texts.{code}.") or name.endswith(f"@{code}")

    kept = {name: list(values) for name, values in form.items() if not of_it(name)}
    return kept | {LANGUAGES: [c for c in chosen_languages(form) if c != code]}


def place(path: str, form: Fields) -> str:
    """The form's field in which a problem at ``path`` is to be mended."""
    if path in unknown(form):
        return path
    parts = path.split(".")
    if parts[0] == "texts":
        return path if len(parts) == 3 else LANGUAGES
    known = {field.path: field for field in _fields_of(form)}
    for end in range(len(parts), 0, -1):
        head, rest = ".".join(parts[:end]), parts[end:]
        if head in known:
            own = known[head].kind == "words" and rest and f"{head}@{rest[0]}" in form
            return f"{head}@{rest[0]}" if own else head
    return {"venue": "venue.locality", "registration": "registration.deadline"}.get(
        parts[0], parts[0]
    )


def _fields_of(form: Fields) -> Iterator[Field]:
    yield from FIELDS
    for name, columns in ROWS.items():
        for number in rows(form, name):
            for field in columns:
                yield Field(f"{name}.{number}.{field.path}", field.kind)


def _read(form: Fields, name: str, field: Field) -> Any:
    match field.kind:
        case "words":
            return _words(form, name)
        case "lines":
            return [line for line in _typed(form, name).split("\n") if line.strip()]
        case "many":
            return list(form.get(name, []))
        case "moment":
            day, time = _typed(form, f"{name}.day"), _typed(form, f"{name}.time")
            return (f"{day}T{time}" if time.strip() else day) or None
        case "number":
            text = _typed(form, name).strip()
            return int(text) if re.fullmatch("[0-9]{1,9}", text) else text or None
        case "country":
            typed = _filled(form, name)
            return None if typed is None else country_code(typed)
        case _:
            return _filled(form, name)


def _words(form: Fields, name: str) -> Any:
    """One text for all, or one per language; the first fills in where the second lack."""
    for_all = _filled(form, name)
    languages = chosen_languages(form)
    own = {
        code: text for code in languages if (text := _filled(form, f"{name}@{code}"))
    }
    if not own:
        return for_all
    if for_all is None:
        return own
    return {code: own.get(code, for_all) for code in languages}


def _row(form: Fields, name: str, number: int) -> dict[str, Any]:
    found = {
        field.path: _read(form, f"{name}.{number}.{field.path}", field)
        for field in ROWS[name]
    }
    return {path: value for path, value in found.items() if value is not None}


def _cells(form: Fields, name: str, number: int) -> dict[str, str]:
    start = f"{name}.{number}."
    return {
        key.removeprefix(start): _typed(form, key)
        for key in form
        if key.startswith(start)
    }


def _text(form: Fields, code: str) -> dict[str, str] | None:
    found = {part: _typed(form, f"texts.{code}.{part}") for part in TEXT}
    return found if any(text.strip() for text in found.values()) else None


def _typed(form: Fields, name: str) -> str:
    return one(form, name).replace("\r\n", "\n")


def _filled(form: Fields, name: str) -> str | None:
    text = _typed(form, name)
    return text if text.strip() else None


def _written(name: str, field: Field, found: Any) -> dict[str, list[str]]:
    if field.kind == "words" and isinstance(found, Mapping):
        return {f"{name}@{code}": [text] for code, text in found.items()}
    if field.kind == "lines":
        return {name: ["\n".join(found)]}
    if field.kind == "many":
        return {name: list(found)}
    if field.kind == "moment":
        day, _, time = found.partition("T")
        return {f"{name}.day": [day], f"{name}.time": [time]}
    if field.kind == "country":
        return {name: [country_name(found) or found]}
    return {name: [str(found)]}


def _languages_of(value: Mapping[str, Any]) -> list[str]:
    """Those of the texts first, then others that any words have."""
    found: list[str] = list(value.get("texts", {}))
    for words in _all_words(value):
        if isinstance(words, Mapping):
            found.extend(words)
    return list(dict.fromkeys(found))


def _all_words(value: Mapping[str, Any]) -> Iterable[Any]:
    for field in FIELDS:
        if field.kind == "words":
            yield _get(value, field.path)
    for name, columns in ROWS.items():
        for item in value.get(name, ()):
            yield from (item.get(f.path) for f in columns if f.kind == "words")


def _get(value: Mapping[str, Any], path: str) -> Any:
    found: Any = value
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _put(value: dict[str, Any], path: str, found: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        value = value.setdefault(part, {})
    value[last] = found
