"""Gettext catalogues, read from ``.po`` files: no build step between a translator and us.

``<package>/locale/<language>/<domain>.po``; our own package is ``templates``, a third
party brings its own. Each channel has its own domain. The msgid is the English wording.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name


@cache
def languages_with(domain: str, package: str = "templates") -> frozenset[str]:
    """The languages that have a catalogue in ``domain``."""
    folder = files(package) / "locale"
    if not folder.is_dir():
        return frozenset()
    return frozenset(
        entry.name for entry in folder.iterdir() if (entry / f"{domain}.po").is_file()
    )


@cache
def catalogue(
    language: str, domain: str, package: str = "templates"
) -> GNUTranslations:
    """The wording of ``domain`` in ``language``. Raises CannotCarry if there is none."""
    if language not in languages_with(domain, package):
        raise CannotCarry(
            f"There is no {domain} wording in {language_name(language)} ({language})."
        )
    text = (files(package) / "locale" / language / f"{domain}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=language.replace("-", "_")))
    compiled.seek(0)
    return GNUTranslations(compiled)
