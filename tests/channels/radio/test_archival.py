"""The sheet of a script as a PDF file: PDF/A-2b, and what it is to those who listen."""

from __future__ import annotations

import pytest

from channels.radio import RadioChannel
from channels.radio.options import RadioOptions
from channels.radio.sheet import END
from tests.channels.radio.samples import announcement, edition
from tests.typesetting.tags import faults_of, read_aloud, unowned

CHANNEL = RadioChannel()
OPTIONS = RadioOptions.model_validate({"code": "KW27"})
SUBJECTS = {"60": announcement(), "programme": edition(announcement())}


@pytest.mark.parametrize("variant", SUBJECTS)
def test_a_sheet_is_an_archive_file_and_is_read_in_order(variant):
    made = CHANNEL.render(SUBJECTS[variant], ("en",), variant, OPTIONS)
    (pdf,) = [file.data for file in made.files if file.name == "pdf"]

    assert faults_of(pdf) == unowned(pdf) == []
    read = read_aloud(pdf)
    paths = [one.path for one in read]
    heads = paths.count("Document/Table/TR/TH")
    assert heads == paths.count("Document/Table/TR/TD") > 3
    assert paths[1] == "Document/Table/TR/TH", "after NOT FOR AIR"
    assert ("Document/H1" in paths) == (variant == "programme"), "a cue"
    assert read[-1].words == END
    assert len(pdf) < 60_000
