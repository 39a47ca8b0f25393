"""10,000 mailing labels beside ReportLab's bare text objects, and what memory they take."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks import fresh
from benchmarks.ratio import Ratio, middle, spread

FEW, MANY, ROUNDS = 100, 10_000, 5
_LATIN = ("P.O. Box {}", "Kondele Ward, Ring Road", "Kisumu 40100", "KENYA")
_HINDI = ("पो.बा. {}", "ग्राम रामपुर", "उत्तर प्रदेश 261001", "भारत")
_NAMES = {"en": "Women’s Water Group of Kondele {}", "hi": "महिला जल समूह {}"}


def measure() -> list[Ratio]:
    """Bare and ours in turn, each in a process of its own."""
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(fresh.call(_bare))
        ours.append(fresh.call(_ours, number=MANY, language="en"))
    few = [fresh.call(_ours, number=FEW, language="en") for _ in range(ROUNDS)]
    hindi = fresh.call(_ours, number=1_000, language="hi")
    grown = median([run["memory"] for run in ours]) - median(
        [run["memory"] for run in few]
    )
    return [
        Ratio(
            what=f"{MANY:,} labels, Latin addresses, beside bare text objects",
            ours=middle(ours, "seconds"),
            limit=middle(bare, "seconds"),
            unit="s",
            at_most=1.5,
            note=f"{spread(ours, 'seconds')} s to {spread(bare, 'seconds')} s; "
            f"1,000 in Hindi take {hindi['seconds']:.2f} s",
        ),
        Ratio(
            what=f"Memory that {MANY:,} labels take beside {FEW:,}, of 32 MB",
            ours=grown,
            limit=32.0,
            unit="MB",
            at_most=1.0,
        ),
    ]


def _bare() -> dict[str, Any]:
    """The same words with nothing fitted, in Helvetica, which is not even embedded."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    def make(number: int) -> None:
        canvas = Canvas(io.BytesIO(), pagesize=A4, pageCompression=1, invariant=1)
        for at, (name, address) in enumerate(_addressed(number, "en")):
            if at and at % 21 == 0:
                canvas.showPage()
            row, column = divmod(at % 21, 3)
            text = canvas.beginText(30 + column * 187, 770 - row * 108)
            text.setFont("Helvetica", 10)
            text.textLines("\n".join((name, *address)))
            canvas.drawText(text)
        canvas.save()

    make(FEW)
    start = time.perf_counter()
    make(MANY)
    return {"seconds": time.perf_counter() - start}


def _ours(number: int, language: str) -> dict[str, Any]:
    from channels.print import PrintChannel
    from outreach.model.contracts import BundleItem
    from outreach.model.papers import Dispatch, PaperOptions, Parcel
    from outreach.model.rendition import Measure, Rendition

    nothing = Rendition(files=(), text=None, measure=Measure(pages=1))
    item = BundleItem(
        channel="print",
        variant="poster",
        languages=(language,),
        copies=2,
        rendition=nothing,
    )
    channel = PrintChannel()
    dispatch = Dispatch(
        approved_code="K7QX2M",
        code="K7QX2M",
        titles=(("en", "Water"),),
        number="1",
        office="Office",
    )

    def make(count: int) -> None:
        parcels = (
            Parcel(
                id=f"K7QX2M-{at}",
                name=name,
                others=(),
                address=address,
                country="KE",
                region="Kisumu County",
                district="Kondele",
                language=language,
                carrier="Parcels",
                bundle=(item,),
            )
            for at, (name, address) in enumerate(_addressed(count, language))
        )
        channel.paper("labels", dispatch, parcels, PaperOptions())

    make(FEW)
    start = time.perf_counter()
    make(number)
    return {"seconds": time.perf_counter() - start, "memory": fresh.peak_memory()}


def _addressed(number: int, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    lines = _HINDI if language == "hi" else _LATIN
    for at in range(number):
        first, *rest = lines
        yield _NAMES[language].format(at), (first.format(at), *rest)
