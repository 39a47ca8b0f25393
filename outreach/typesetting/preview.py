"""A page as a picture, for the form, and how much ink it takes."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2
from PIL import ImageStat

#: PDFium may be used by one thread at a time.
_ONE = Lock()
#: Shades of grey. Black text on white needs no more, and a slow line carries less.
_SHADES = 16
#: Dots to the inch at which ink is measured: finer gives the same to a tenth of a percent.
_DPI = 100


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


def coverage(pdf: bytes) -> tuple[float, ...]:
    """How much of each page is black, from 0 to 1: its mean darkness."""
    with _ONE, pypdfium2.PdfDocument(pdf) as document:
        pages = [
            page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in document
        ]
    return tuple(1 - ImageStat.Stat(page).mean[0] / 255 for page in pages)
