"""Commands on JSON Lines: one answer a line, whatever the line is."""

from __future__ import annotations

import io
import json
import sys

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        pytest.param(b"half", "The line is not JSON.", id="no JSON"),
        pytest.param(b"[" * 100_000, "The line is not JSON.", id="brackets that Python can’t follow"),
        pytest.param(b"\xff", "The line is not JSON.", id="no UTF-8"),
        pytest.param(b"[]", "The line is not a JSON object, in braces.", id="a list"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_rest_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: bytes, answer: str
) -> None:
    given = io.TextIOWrapper(io.BytesIO(line + b'\n\n{"text": "a"}\n'), "utf-8")
    monkeypatch.setattr(sys, "stdin", given)

    done = run("sms", "count")

    first, second = map(json.loads, done.out.splitlines())
    assert first == {"error": answer}
    assert second["units"] == 1
    assert done.code == 1


def test_half_a_character_is_written_as_its_escape(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b'{"text": "\\ud800"}\n'), "utf-8")
    monkeypatch.setattr(sys, "stdin", given)

    done = run("sms", "count")

    assert json.loads(done.out)["forcing_ucs2"] == ["\ud800"]
    assert done.out.isascii()
    assert done.code == 0
