"""Text on paper: faces, shaping, lines and pages.

Draw with ``set_text`` and ``Document``; nothing in a text is ever markup.
"""

from outreach.typesetting.block import Block, Line, Style, set_text
from outreach.typesetting.bodies import body_of
from outreach.typesetting.characters import SCRIPTS, sets
from outreach.typesetting.document import Document, Page
from outreach.typesetting.faces import use_fonts
from outreach.typesetting.preview import page_size, picture
from outreach.typesetting.revision import revision
from outreach.typesetting.sheets import Sheets, is_plain, starts_right
from outreach.typesetting.structure import Tag

__all__ = [
    "SCRIPTS",
    "Block",
    "Document",
    "Line",
    "Page",
    "Sheets",
    "Style",
    "Tag",
    "body_of",
    "is_plain",
    "page_size",
    "picture",
    "revision",
    "set_text",
    "sets",
    "starts_right",
    "use_fonts",
]
