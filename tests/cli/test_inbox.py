"""``outreach inbox``: what waits, with numbers masked and nothing that a terminal obeys."""

from __future__ import annotations

from outreach.cli.handoff import clock
from outreach.model.news import Inbound
from outreach.settings import read_settings
from outreach.store import inbound, opened
from tests.cli.conftest import Run


def test_what_waits_is_listed(run: Run) -> None:
    assert run("inbox").out == "Nothing waits for a person.\n"
    texts = ("Where is\nit?", "\x1b[31mcancel my seat\u202e", "")
    with opened(read_settings()) as store, store.write() as connection:
        for number, text in enumerate(texts, 1):
            one = Inbound(
                key=str(number), sender="+254722000001", recipient=None, text=text
            )
            inbound.add(connection, "outbox", one, clock())
            marked = number == 2
            inbound.change(connection, number, state="waiting", marked=marked)
    lines = run("inbox").out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["2", "1", "3"]
    assert "MAY BE AN OPT-OUT  ?[31mcancel my seat?" in lines[0]
    assert "+254•••••••01" in lines[1]
    assert "Where is it?" in lines[1]
    assert "(empty)" in lines[2]
