"""A page as a picture, for the form."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2

#: PDFium may be used by one thread at a time.
_ONE = Lock()
#: Shades of grey. Black text on white needs no more, and a slow line carries less.
_SHADES = 16


def picture(pdf: bytes, page: int = 1, width: int = 480) -> bytes:
    """Page number ``page`` of ``pdf`` as a grey PNG, ``width`` pixels wide."""
    with _ONE, pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page - 1]
        bitmap = sheet.render(scale=width / sheet.get_width(), grayscale=True)
        image = bitmap.to_pil().convert("L")
    step = 255 / (_SHADES - 1)
    image = image.point([round(round(shade / step) * step) for shade in range(256)])
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()
