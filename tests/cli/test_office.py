"""Commands on the database: signed, handed over while a server runs."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach import registry
from outreach.cli.handoff import ACTS, Office, clock, taking_over
from outreach.dispatch.embedded import EmbeddedEngine, work_once
from outreach.dispatch.worker import Worker
from outreach.model.errors import Fault
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import opened
from tests.cli.conftest import Run
from tests.fakes.plugins import RecordingGateway, fake_plugins, with_editions

File = Callable[..., str]


def directory(tmp_path: Path, **changes: object) -> str:
    addressee = {
        "channel": "text",
        "address": "+254 722 000 001",
        "language": "sw",
        "timezone": "Africa/Nairobi",
        "consent": {"at": "2027-01-05", "how": "signed form"},
        **changes,
    }
    record = {
        "name": "A",
        "category": "ngo",
        "country": "KE",
        "addressees": [addressee],
    }
    path = tmp_path / "directory.json"
    path.write_text(json.dumps([record]), "utf-8")
    return str(path)


@pytest.fixture
def staffed(run: Run, tmp_path: Path) -> Run:
    """An office with an author, an approver and one addressee."""
    for login, role in (("ann", "author"), ("bob", "approver"), ("eve", "viewer")):
        assert run("users", "add", login, "--role", role).code == 0
    assert run("import", "organisations", directory(tmp_path)).code == 0
    return run


def test_the_whole_path_from_the_terminal(staffed: Run, file: File) -> None:
    announced = staffed("announce", file(), "--as", "ann")
    assert (announced.out, announced.err) == ("water-day\n", "Stored as version 1.\n")
    code = staffed(
        "broadcast", "water-day", "--channel", "text", "--as", "ann"
    ).out.strip()
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{6}", code)
    assert "waiting" in staffed("report", code).out
    refused = staffed("approve", code, "--as", "ann")
    assert (refused.code, refused.err) == (
        1,
        "“ann” is author; this needs approver or more.\n",
    )
    assert staffed("approve", code, "--as", "bob").out == f"{code} is approved.\n"
    cancelled = staffed("cancel", code.lower(), "--as", "bob").out
    assert cancelled == f"{code} is cancelled: nothing went out.\n"
    assert staffed("resume", code, "--as", "bob").code == 1


def test_the_first_at_the_terminal_becomes_administrator_and_nobody_later(
    run: Run, file: File
) -> None:
    assert run("announce", file()).code == 0
    assert (
        run("announce", file(), "--as", "stranger").err
        == "There is no user “stranger”.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ["broadcast", "nothing"], "no announcement “nothing”", id="announcement"
        ),
        pytest.param(
            ["broadcast", "water-day", "--audience", "x"], "no audience", id="audience"
        ),
        pytest.param(
            ["broadcast", "water-day", "--at", "soon"], "when: is not", id="time"
        ),
        pytest.param(
            ["broadcast", "water-day", "--days-before", "999"], "0 to 365", id="days"
        ),
        pytest.param(["report", "XXXXXX"], "no broadcast “XXXXXX”", id="broadcast"),
        pytest.param(["users", "add", "ANN"], "login: “ANN” is taken", id="login"),
        pytest.param(["users", "reset", "zoe"], "no user “zoe”", id="unknown login"),
    ],
)
def test_what_is_wrong_is_told(
    staffed: Run, file: File, arguments: list[str], says: str
) -> None:
    staffed("announce", file(), "--as", "ann")
    signs = ["--as", "ann"] if arguments[0] == "broadcast" else []
    done = staffed(*arguments, *signs)
    assert (done.code, done.out) == (1, "")
    assert says in done.err


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param(
            {"address": "911"}, "is not a phone number", id="an emergency number"
        ),
        pytest.param({"address": "+0"}, "is not a phone number", id="no country"),
        pytest.param({"channel": "fax"}, "There is no channel “fax”", id="channel"),
        pytest.param({"copies": 0}, "copies: must be 1 or more", id="zero copies"),
        pytest.param(
            {"copies": 10_001}, "copies: must be 10,000 or less", id="10,001 copies"
        ),
        pytest.param(
            {"variants": ["huge"]}, "variants: “huge” is none of", id="variant"
        ),
        pytest.param(
            {"options": {"speed": 9}}, "options.speed: does not suit Text", id="option"
        ),
        pytest.param({"language": "xx"}, "“xx” is not a language", id="language"),
        pytest.param(
            {"options": {"a": [[[[[[[[[[[[1]]]]]]]]]]]]}},
            "is nested too deeply",
            id="brackets in brackets",
        ),
        pytest.param({"address": "a\x1b"}, "has a control character", id="control"),
        pytest.param(
            {"consent": {"at": "2027-02-30", "how": "x"}},
            "“2027-02-30” is a date that does not exist",
            id="agreed on no day",
        ),
        pytest.param(
            {"consent": {"at": "2027-01-05 by phone", "how": "x"}},
            "addressees.1.consent.at: “2027-01-05 by phone” is not a day, or a day and time",
            id="agreed on a day with more behind it",
        ),
        pytest.param(
            {"consent": {"at": "2027-01-05T25:00", "how": "x"}},
            "“2027-01-05T25:00” is not a day, or a day and time",
            id="agreed at no hour",
        ),
        pytest.param(
            {"consent": {"at": "0001-01-01T00:00+03:00", "how": "x"}},
            "“0001-01-01T00:00+03:00” is not a day, or a day and time",
            id="agreed before the calendar begins",
        ),
    ],
)
def test_a_bad_directory_is_told_by_place_and_nothing_is_stored(
    run: Run, tmp_path: Path, changes: dict, says: str
) -> None:
    for flags in ([], ["--dry-run"]):
        done = run("import", "organisations", directory(tmp_path, **changes), *flags)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("organisation 1, ")
        assert says in done.err
    assert not (tmp_path / "outreach-data").exists()


def test_a_dry_run_says_how_each_phone_was_read(run: Run, tmp_path: Path) -> None:
    done = run("import", "organisations", directory(tmp_path), "--dry-run")
    assert done.out == (
        "organisation 1: +254 722 000001, Kenya, mobile\n"
        "1 organisations, nothing wrong.\n"
    )


def test_a_phone_is_kept_in_one_form_however_it_was_written(
    staffed: Run, file: File
) -> None:
    settings = read_settings()
    with opened(settings) as store, store.read() as connection:
        from outreach.store import directory as stored

        found = stored.get_organisation(connection, 1)
    assert found is not None
    assert [a.address for a in found.addressees] == ["+254722000001"]


def test_a_directory_that_is_not_utf_8_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_bytes("[é]".encode("latin-1"))

    done = run("import", "organisations", str(tmp_path / "d.json"), "--dry-run")

    assert done.code == 1
    assert done.err == "The file is not UTF-8 text. Save it as UTF-8.\n"


def test_what_is_left_out_is_reported_once(
    staffed: Run, file: File, tmp_path: Path
) -> None:
    """Two kinds of addressees lack the language for one reason."""
    for number, variant in enumerate(("short", "full")):
        address = f"+25472200001{number}"
        path = directory(tmp_path, language="fr", variants=[variant], address=address)
        staffed("import", "organisations", path)
    staffed("announce", file(), "--as", "ann")
    code = staffed("broadcast", "water-day", "--as", "ann").out.strip()

    told = [s for s in staffed("report", code).out.splitlines() if "left out" in s]

    assert len(told) == 1


def test_while_a_server_runs_acts_are_handed_to_it(staffed: Run, file: File) -> None:
    settings = read_settings()
    with opened(settings) as store:
        locked = staffed("announce", file(), "--as", "ann")
        assert locked.code == 1
        assert "has the database open" in locked.err
        office = Office(
            settings=settings,
            store=store,
            clock=clock,
            address="http://127.0.0.1:8099",
        )
        with taking_over(office):
            mode = stat.S_IMODE((settings.data_dir / "outreach.sock").stat().st_mode)
            assert mode == 0o600
            assert staffed("announce", file(), "--as", "ann").out == "water-day\n"
            assert (
                "http://127.0.0.1:8099/sign-in/" in staffed("users", "reset", "ann").out
            )
            wrong = staffed("announce", file(), "--as", "stranger")
            assert (wrong.code, wrong.err) == (1, "There is no user “stranger”.\n")
    assert not (settings.data_dir / "outreach.sock").exists()


def test_a_broadcast_that_repeats_is_planned_and_reported_in_words(
    staffed: Run, file: File
) -> None:
    staffed("announce", file(starts_at="2031-05-05T14:30", ends_at="2031-05-05T17:00"), "--as", "ann")  # fmt: skip
    weekly = ("--every", "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "--at", "2031-03-01T09:00")
    planned = staffed("broadcast", "water-day", *weekly, "--as", "ann")
    assert (planned.code, planned.err) == (0, "")
    said = staffed("report", planned.out.strip()).out
    assert "from 2031-03-01 on, at 09:00 (UTC); next on 2031-03-03, 09:00." in said


def test_a_new_version_says_which_broadcasts_wait_again(
    staffed: Run, file: File
) -> None:
    staffed("announce", file(), "--as", "ann")
    code = staffed("broadcast", "water-day", "--as", "ann").out.strip()
    again = staffed("announce", file(organizer="Another"), "--as", "ann")
    assert again.out == "water-day\n"
    said = f"Broadcast {code} is waiting. The announcement has a new version (2)."
    assert said in again.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(["--every", "FREQ=DAILY"], "--every needs --at", id="no first time"),
        pytest.param(["--clock", "14:00"], "--clock needs --days-before", id="a clock without days: else now"),
        pytest.param(["--clock", "09:00"], "--clock needs --days-before", id="also the usual clock"),
        pytest.param(["--at", "2027-04-05T09:00", "--days-before", "7"], "exclude each other", id="two times: else the days are lost"),
        pytest.param(["--at", "2027-04-05T09:00", "--days-before", "0"], "exclude each other", id="the day itself is days, too"),
        pytest.param(["--every", "FREQ=DAILY", "--at", "2027-04-05T09:00", "--days-before", "7"], "exclude each other", id="again and again, and days"),
    ],
)  # fmt: skip
def test_a_time_that_would_be_passed_over_is_refused(
    staffed: Run, file: File, options: list[str], says: str
) -> None:
    staffed("announce", file(), "--as", "ann")
    done = staffed("broadcast", "water-day", *options, "--as", "ann")
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_a_week_before_is_at_nine_unless_said(staffed: Run, file: File) -> None:
    staffed("announce", file(starts_at="2031-05-05T14:30", ends_at="2031-05-05T17:00"), "--as", "ann")  # fmt: skip
    for options, says in (([], "09:00"), (["--clock", "14:00"], "14:00")):
        weeks = ("--days-before", "7", *options, "--as", "ann")
        code = staffed("broadcast", "water-day", *weeks).out.strip()
        said = staffed("report", code).out
        assert f"Due: 7 days before the event, at {says} (Africa/Nairobi)." in said


def test_who_may_write_may_stop_and_only_an_approver_lets_it_go_on(
    staffed: Run, file: File
) -> None:
    staffed("announce", file(), "--as", "ann")
    code = staffed("broadcast", "water-day", "--as", "ann").out.strip()
    staffed("approve", code, "--as", "bob")
    with opened(read_settings()) as store:
        tick(store, read_settings(), datetime.now(UTC))
    assert staffed("pause", code, "--as", "eve").code == 1
    paused = staffed("pause", code, "--as", "ann")
    assert (paused.code, paused.out) == (0, f"{code} is paused: nothing went out.\n")
    assert "needs approver" in staffed("resume", code, "--as", "ann").err
    staffed("announce", file(organizer="Another"), "--as", "ann")
    assert staffed("resume", code, "--as", "bob").out == (
        f"{code} goes on: nothing went out. There is a newer version of “water-day”. The "
        "rest goes out as it was approved before that.\n"
    )
    assert staffed("cancel", code, "--as", "ann").code == 0


def test_a_fault_of_the_server_is_one_at_the_terminal(
    staffed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(office: Office, values: object) -> str:
        raise Fault("The disk is full.")

    monkeypatch.setitem(ACTS, "pause_broadcast", full)
    settings = read_settings()
    with opened(settings) as store:
        office = Office(settings=settings, store=store, clock=clock)
        with taking_over(office):
            done = staffed("pause", "ABC234")
    assert (done.code, done.err) == (3, "The disk is full.\n")


def test_a_series_from_the_terminal(
    staffed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = with_editions(fake_plugins())
    monkeypatch.setattr(registry, "plugins", lambda: found)
    assert staffed("series").out.startswith("There is no series yet.")
    times = ("--every", "FREQ=WEEKLY;BYDAY=MO", "--at", "2031-03-01T09:00")
    place = ("--country", "KE", "--language", "sw", "--paper", "letter")
    added = staffed("series", "add", "Kenya weekly", *place, *times, "--as", "ann")
    assert added.out == (
        "Kenya weekly: KE, in sw, 30 days ahead, to everybody by paper, on letter "
        "where an addressee has no other; every Monday, "
        "from 2031-03-01 on, at 09:00 (UTC); next on 2031-03-03, 09:00.\n"
    )
    assert staffed("series").out == added.out
    refused = staffed("series", "add", "Nowhere", "--language", "sw", *times, "--as", "ann")  # fmt: skip
    assert refused.err.startswith("region: is empty.")
    stopped = staffed("series", "stop", "Kenya weekly", "--as", "ann")
    assert stopped.out == "Kenya weekly is stopped.\n"
    assert "it has ended" in staffed("series").out
    assert "no series “X”" in staffed("series", "stop", "X", "--as", "ann").err


def test_on_postgresql_every_command_writes_by_itself(
    on_postgresql: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a server needs no socket, nor a folder for one."""
    monkeypatch.chdir(tmp_path)
    settings = read_settings(on_postgresql)
    with opened(settings) as store:
        office = Office(settings=settings, store=store, clock=clock)
        with taking_over(office):
            assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_away_is_told_in_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql://u:secret@127.0.0.1:1/x"
    monkeypatch.setenv("OUTREACH_DATABASE_URL", address)
    done = run("pause", "ABC234")
    assert done.code == 3
    assert done.err.startswith("The database can't be opened: ")
    assert "Connection refused" in done.err
    assert done.err.count("\n") == 1
    assert "secret" not in done.err


def test_a_server_that_has_just_started_knows_every_act(tmp_path: Path) -> None:
    """In a process of its own: here the tests have loaded every command."""
    program = """
from outreach.cli.handoff import ACTS, Office, clock, taking_over
from outreach.settings import read_settings
from outreach.store import opened

settings = read_settings()
with opened(settings) as store:
    with taking_over(Office(settings=settings, store=store, clock=clock)):
        print(*ACTS)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"store_announcement", "import_organisations", "set_route"} <= set(
        done.stdout.split()
    )


def send_all() -> None:
    """What a server would do: send everything that is due."""
    settings, now = read_settings(), datetime.now(UTC)
    with opened(settings) as store:
        tick(store, settings, now)
        worker = Worker(
            name="server",
            store=store,
            gateways={"recorder": RecordingGateway()},
            clock=lambda: now,
            engine=EmbeddedEngine(),
        )
        while work_once(worker):
            pass


def test_a_correction_goes_by_itself_to_those_who_were_told(
    staffed: Run, file: File
) -> None:
    staffed("announce", file(), "--as", "ann")
    code = staffed("broadcast", "water-day", "--channel", "text", "--as", "ann").out
    staffed("approve", code.strip(), "--as", "bob")
    send_all()
    correction = file(id="water-day-2", notice="correction", replaces="water-day")
    staffed("announce", correction, "--as", "ann")
    planned = staffed("broadcast", "water-day-2", "--channel", "text", "--as", "ann")
    says = "Sent an earlier version, surely or perhaps: 1 address. They get the correction.\n"
    assert planned.err == says
    assert says in staffed("report", planned.out.strip()).out
    refused = staffed("broadcast", "water-day", "--audience", "told", "--as", "ann")
    assert (refused.code, refused.err) == (
        1,
        "audience: nobody was sent an earlier version of “water-day”. Choose another "
        "audience.\n",
    )
