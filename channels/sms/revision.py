"""What changes the bytes of a text message beside its announcement and options."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

import babel

from channels.sms.wording import DOMAIN
from outreach.model.canonical import digest
from outreach.wording.catalogues import languages_with


def revision(package: str = "templates") -> str:
    """SHA-256 over templates, catalogues, the code that fills them, and CLDR's edition."""
    root, code = files(package), files("channels.sms")
    catalogues = {
        language: (root / "locale" / language / f"{DOMAIN}.po").read_text("utf-8")
        for language in languages_with(DOMAIN, package)
    }
    templates = _texts(root / DOMAIN, ".txt")
    return digest(catalogues, templates, _texts(code, ".py"), babel.__version__)


def _texts(folder: Traversable, ending: str) -> dict[str, str]:
    """Name and text of each file with ``ending`` in ``folder``."""
    found = (file for file in folder.iterdir() if file.name.endswith(ending))
    return {file.name: file.read_text("utf-8") for file in found}
