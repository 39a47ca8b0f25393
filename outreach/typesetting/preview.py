"""A page as a picture, for the form, and how large it is."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2

#: PDFium may be used by one thread at a time.
_ONE = Lock()
#: Shades of grey. Black text on white needs no more, and a slow line carries less.
_SHADES = 16


def page_size(pdf: bytes) -> tuple[float, float] | None:
    """Width and height of the first page, in points; None where no page can be read."""
    try:
        with _ONE, pypdfium2.PdfDocument(pdf) as document:
            width, height = document[0].get_size()
    except pypdfium2.PdfiumError:
        return None
    return float(width), float(height)


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
