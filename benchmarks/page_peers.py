"""The same poster and bulletin by WeasyPrint, fpdf2 and Typst: title, date table, items in
two columns, in the fonts that we ship. None of them is tuned.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from benchmarks.bulletin import Event

#: Events in, a PDF out. One event makes a poster, more of them a bulletin.
Maker: TypeAlias = Callable[[list[Event]], bytes]

_FONTS = Path(str(files("outreach.typesetting"))) / "fonts"
_NAME = "The Lake Region Bulletin · No. 7"
_CSS = f"""
@font-face {{ font-family: Sans; src: url(file://{_FONTS}/NotoSans-400.ttf) }}
@font-face {{ font-family: Sans; font-weight: 700; src: url(file://{_FONTS}/NotoSans-700.ttf) }}
@page {{ size: A4; margin: 15mm }}
body {{ font: 12pt/1.4 Sans }} .items {{ columns: 2 }} td {{ border-bottom: .5pt solid }}
.poster h1 {{ font-size: 40pt }} .poster p {{ font-size: 18pt }}
"""


def weasyprint(*, archival: bool) -> Maker:
    """WeasyPrint, plain or as PDF/A-2b with tags."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    options = {"pdf_variant": "pdf/a-2b", "pdf_tags": True} if archival else {}

    def made(events: list[Event]) -> bytes:
        data: bytes = HTML(string=_html(events)).write_pdf(font_config=fonts, **options)
        return data

    return made


def _html(events: list[Event]) -> str:
    head = f"<title>{escape(_NAME)}</title><style>{_CSS}</style>"
    if len(events) == 1:
        return f"<html lang=en><head>{head}</head><body class=poster>{_item(events[0], 1)}</body></html>"
    rows = "".join(
        f"<tr><td>{e.day}<td>{e.clock}<td>{n}. {escape(e.title)}<td>{escape(e.place)}</tr>"
        for n, e in enumerate(events, 1)
    )
    items = "".join(f"<h2>{n}</h2>{_item(e, 2)}" for n, e in enumerate(events, 1))
    return (
        f"<html lang=en><head>{head}</head><body><h1>{escape(_NAME)}</h1>"
        f"<table>{rows}</table><div class=items>{items}</div></body></html>"
    )


def _item(event: Event, level: int) -> str:
    lines = (f"{event.day}, {event.clock}", event.place, event.summary, event.body)
    more = (event.organizer, f"Amina Otieno {event.phone}")
    text = "".join(f"<p>{escape(line)}</p>" for line in (*lines, *more))
    return f"<h{level}>{escape(event.title)}</h{level}>{text}"


def fpdf2() -> Maker:
    """fpdf2, in its text columns."""
    from fpdf import FPDF

    def made(events: list[Event]) -> bytes:
        pdf = FPDF()
        pdf.add_font("Sans", fname=_FONTS / "NotoSans-400.ttf")
        pdf.add_font("Sans", "B", _FONTS / "NotoSans-700.ttf")
        pdf.add_page()
        large = len(events) == 1
        pdf.set_font("Sans", size=18 if large else 12)
        if not large:
            with pdf.table() as table:
                for number, e in enumerate(events, 1):
                    table.row((e.day, e.clock, f"{number}. {e.title}", e.place))
        with pdf.text_columns(ncols=1 if large else 2) as columns:
            for e in events:
                for line in (e.title, f"{e.day}, {e.clock}", e.place, e.summary):
                    columns.write(line + "\n\n")
                for line in (e.body, e.organizer, f"Amina Otieno {e.phone}"):
                    columns.write(line + "\n\n")
        return bytes(pdf.output())

    return made


def typst() -> Maker:
    """Typst, with its compiler kept between runs."""
    import typst as engine

    folder = Path(tempfile.mkdtemp())
    source = folder / "page.typ"
    source.write_text("")
    compiler = engine.Compiler(
        str(source), font_paths=[str(_FONTS)], ignore_system_fonts=True
    )

    def made(events: list[Event]) -> bytes:
        source.write_text(_typst(events), "utf-8")
        data: bytes = compiler.compile(input=str(source), format="pdf")
        return data

    return made


def _typst(events: list[Event]) -> str:
    large = len(events) == 1
    lines = [
        '#set page("a4", margin: 15mm)',
        f'#set text(font: "Noto Sans", size: {18 if large else 12}pt)',
    ]
    if not large:
        cells = ", ".join(
            f"[{e.day}], [{e.clock}], [{e.title}], [{e.place}]" for e in events
        )
        lines += [f"= {_NAME}", f"#table(columns: 4, {cells})", "#columns(2)["]
    for e in events:
        lines += [f"== {e.title}", f"{e.day}, {e.clock}", e.place, e.summary, e.body]
        lines += [e.organizer, f"Amina Otieno {e.phone}"]
    return "\n\n".join([*lines, "" if large else "]"])
