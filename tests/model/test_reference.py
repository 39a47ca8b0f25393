"""The reference pages name every field and every dependency, and none that is gone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel

from outreach.model.announcement import Announcement

ROOT = Path(__file__).parents[2]


def first_column(page: str) -> list[str]:
    """The first cells of a page's table rows, without their marks."""
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    return [row.strip("` ") for row in rows]


def fields_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        found.append(prefix + name)
        for below in models_in(field.annotation):
            found += fields_of(below, f"{prefix}{name}.")
    return found


def models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in getattr(annotation, "__args__", ()) for m in models_in(a)]


def test_the_announcements_page_has_each_field_in_order():
    assert first_column("docs/reference/announcement.md")[1:] == fields_of(Announcement)


def test_the_dependencies_page_has_each_dependency_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["postgres"]
    names = [re.split(r"[\[<>=~]", line)[0] for line in lines]

    rows = first_column("docs/reference/dependencies.md")
    assert sorted(row for row in rows if row != "library") == sorted(names)
