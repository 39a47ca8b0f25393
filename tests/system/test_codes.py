"""QR codes read from the page by a reader that is not ours (zbar)."""

from __future__ import annotations

import io
import shutil
import subprocess

import pypdfium2
import pytest

from tests.channels.print.sample import example, made, plain
from tests.channels.print.test_codes import JOIN, MOBILE, contact
from tests.channels.print.test_scripts import sample

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbar-tools is not installed"),
]  # fmt: skip


def read(pdf: bytes, dpi: int) -> str:
    """What the codes on all pages say, scanned at so many dots to the inch."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            data = io.BytesIO()
            picture.save(data, "PNG")
            done = subprocess.run(
                ["zbarimg", "--quiet", "--raw", "--nodbus", "PNG:-"],
                input=data.getvalue(),
                capture_output=True,
                check=False,
            )
            found.append(done.stdout.decode())
    return "".join(found)


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize(
    ("variant", "given", "options", "said"),
    [
        pytest.param("poster", {**JOIN, "contact": contact(MOBILE)}, {"reply_word": "JOIN 14"}, "SMSTO:+254722000014:JOIN 14", id="a reply word"),
        pytest.param("poster-a3", {"contact": contact(MOBILE)}, {}, "tel:+254722000014", id="a phone"),
        pytest.param("poster", {**JOIN, "contact": contact(MOBILE)}, {"reply_word": "ЖАЗЫЛУ 14"}, "SMSTO:+254722000014:ЖАЗЫЛУ 14", id="a reply word in Cyrillic"),
        pytest.param("poster", {"contact": contact()}, {}, "SUMMARY:Village water", id="an event"),
    ],
)  # fmt: skip
def test_a_page_is_read(variant, given, options, said, dpi):
    pdf = made(variant, plain(**given), **options).files[0].data

    assert said in read(pdf, dpi)


@pytest.mark.parametrize("language", ["am", "ar", "hi", "zh"])
def test_an_event_is_read_in_its_script(language):
    given = example("csw64") if language in ("ar", "zh") else sample(language)
    text = given["texts"][language]
    text["body"] = ""

    pdf = made("large", given, language, labels="en", qr="event").files[0].data

    assert f"SUMMARY:{text['title'][:20]}" in read(pdf, 200)
