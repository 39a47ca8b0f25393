"""The template environment: strict, and without HTML unless a page asks for it."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def environment(
    folder: str, package: str = "templates", *, html: bool = False
) -> Environment:
    """Templates of ``<package>/<folder>``. An unknown name is an error, never a blank."""
    return Environment(
        loader=PackageLoader(package, folder),
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701  # texts and scripts are no HTML; pages ask for it
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
