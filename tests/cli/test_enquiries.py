"""``outreach enquiries``: from the note to the answer, without a page."""

from __future__ import annotations

import json

import pytest

from outreach.model.audience import OrganisationRecord
from outreach.settings import read_settings
from outreach.store import directory, opened
from tests.cli.conftest import Run
from tests.dispatch.conftest import NOW


@pytest.fixture
def group(run: Run) -> str:
    """An organisation of which no phone is known."""
    record = OrganisationRecord(name="Lake Group", category="ngo", country="KE")
    with opened(read_settings()) as store, store.write() as connection:
        directory.put_organisation(connection, record, store.secret, NOW)
    return record.name


def test_from_the_note_to_the_answer(run: Run, group: str) -> None:
    assert run("enquiries", "list").out == "Nothing waits to be answered.\n"
    said = "Ring\n+254722451983\x1b[31m now"
    noted = run("enquiries", "note", "lake group", "--words", said.replace("\x1b", ""), "--topic", "water")  # fmt: skip
    assert noted.out == "Enquiry 1 of Lake Group is kept.\n", noted.err
    (line,) = run("enquiries", "list").out.splitlines()
    assert line.startswith("1  question  Lake Group")
    assert line.endswith("nobody’s yet  Ring +254•••••••83[31m now")
    found = json.loads(run("enquiries", "list", "--json").out)
    assert (found["topics"], found["state"], found["id"]) == (["water"], "open", 1)
    assert "451983" not in found["words"]
    login = run("users", "add", "ann", "--role", "author")
    assert login.code == 0
    assert run("enquiries", "assign", "1", "ann").out == "Enquiry 1 is assigned.\n"
    texted = run("enquiries", "answer", "1", "--text", "On Friday.")
    assert (texted.code, "Call or write." in texted.err) == (1, True)
    told = ("enquiries", "answer", "1", "--by", "phone", "--told", "On Friday.")
    assert [run(*told).out for _ in range(2)] == ["Enquiry 1 is answered.\n"] * 2
    assert run("enquiries", "close", "1", "--reason", "x").code == 1
    assert run("enquiries", "reopen", "1").out == "Enquiry 1 is assigned.\n"
    counted = json.loads(run("enquiries", "most", "--json").out)
    assert (counted["Topic"], counted["Questions"]) == ("water", 1)
    assert run("enquiries", "most", "--csv", "most.csv").out == "most.csv\n"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("close", "9", "--reason", "x"), 1, "There is no enquiry 9."),
        (("note", "Nobody", "--words", "x"), 1, "“Nobody” is not known."),
        (("note", "Lake Group", "--words", " "), 1, "words: is empty."),
        (("answer", "1"), 2, "Say --text, or --by and --told."),
        (("most", "--from", "2027-03-01"), 2, "Say both --from and --to"),
        (("most", "--from", "x", "--to", "y"), 2, "write a day as 2027-03-01"),
    ],
)
def test_what_can_t_be_done_is_one_sentence(
    run: Run, group: str, arguments: tuple[str, ...], code: int, why: str
) -> None:
    done = run("enquiries", *arguments)
    assert done.code == code
    assert why in done.err
