"""Stations with e-mail get their scripts by it; the others get parcels, and only they labels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach import registry
from outreach.directory.records import read_organisations
from outreach.dispatch.places import places_of
from outreach.model.errors import InputError
from outreach.model.states import State
from outreach.settings import read_settings
from outreach.store import consents, directory
from tests.dispatch.conftest import CONSENT, CONTENT, NOW, Bench, at_work
from tests.fakes.mail import PEM, MailServer, Say

DESK, SCHOOL = "desk@ziwa.example", "news@school.example"
BOX = "P.O. Box 14\nKisumu"
READ = {**CONTENT, "contact": {"name": "Amina Otieno", "phones": ["+254722451983"]}}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(security="starttls") as found:
        yield found


@pytest.fixture
def bench(
    database: dict[str, str], tmp_path: Path, server: MailServer
) -> Iterator[Bench]:
    told = {f"OUTREACH_EMAIL_{k}".upper(): str(v) for k, v in server.settings().items()}
    told["OUTREACH_EMAIL_CA_FILE"] = str(PEM)
    del told["OUTREACH_EMAIL_CA"]
    own = {"OUTREACH_ROUTES": "radio=email,pack", "OUTREACH_OUT": str(tmp_path / "out")}
    settings = read_settings({**database, **told, **own})
    with at_work(settings) as found:
        gateways = {n: registry.gateway(n, settings) for n in ("email", "pack")}
        found.terms = {"gateways": gateways}
        found.announce(**READ)
        yield found


def stations(bench: Bench, *addresses: str) -> None:
    for address in addresses:
        bench.organisation(address, channel="radio")


def test_each_address_goes_the_way_that_it_can_be_reached(
    bench: Bench, server: MailServer, tmp_path: Path
) -> None:
    stations(bench, DESK, BOX, SCHOOL)
    sent = bench.approved(channels=("radio",))
    bench.run()

    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert {m.recipient for m in server.messages} == {DESK, SCHOOL}
    message = server.messages[0].message
    assert message["Subject"] == "Water day"
    assert "###" in server.messages[0].body
    assert sorted(server.messages[0].attached) == ["AIRPLAY.PDF", "SCRIPT.PDF"]
    assert len(list((tmp_path / "out").rglob("*.zip"))) == 1
    with bench.store.read() as connection:
        places = places_of(connection, sent).each
    assert [place.parcels for place in places] == [1], "e-mail has no label"


def test_while_the_mail_server_is_down_no_parcel_goes_to_an_e_mail_address(
    bench: Bench, server: MailServer, tmp_path: Path
) -> None:
    stations(bench, DESK)
    server.go_away()
    sent = bench.approved(channels=("radio",))
    bench.run()

    assert bench.tally(sent) == {State.QUEUED: 1}
    assert not (tmp_path / "out").exists()


def test_a_message_of_which_nobody_knows_waits_for_a_person(
    bench: Bench, server: MailServer
) -> None:
    stations(bench, DESK, SCHOOL)
    server.plan(DESK, Say(at="END", taken=True))
    sent = bench.approved(channels=("radio",))
    bench.run()
    bench.later(hours=5)
    bench.run()

    assert bench.tally(sent) == {State.UNKNOWN: 1, State.ACCEPTED: 1}
    assert [m.recipient for m in server.messages].count(DESK) == 1


def test_greylisted_it_goes_out_later_by_itself(
    bench: Bench, server: MailServer
) -> None:
    stations(bench, DESK)
    server.plan(DESK, Say(at="RCPT", words="450 4.2.0 Come back in a minute"))
    sent = bench.approved(channels=("radio",))
    bench.run()
    assert bench.tally(sent) == {State.QUEUED: 1}
    bench.later(minutes=5)
    bench.run()

    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_without_e_mail_staff_are_told_what_to_set_up(bench: Bench) -> None:
    stations(bench, DESK)
    bench.settings = read_settings(
        {**bench.settings.values, "OUTREACH_ROUTES": "radio=pack"}
    )
    with pytest.raises(InputError, match="OUTREACH_ROUTES=radio=email,pack"):
        bench.plan(channels=("radio",))


def imported(address: str, **more: Any) -> str:
    addressee = {
        "channel": "radio",
        "address": address,
        "language": "sw",
        "timezone": "Africa/Nairobi",
        "consent": CONSENT.model_dump(mode="json"),
        **more,
    }
    return json.dumps(
        [
            {
                "name": "Redio Ziwa",
                "category": "media",
                "country": "KE",
                "addressees": [addressee],
            }
        ]
    )


def test_an_address_is_read_when_it_is_imported(bench: Bench) -> None:
    (record,) = read_organisations(imported(" Desk@Ziwa.EXAMPLE"))
    assert record.addressees[0].address == DESK
    with pytest.raises(InputError, match="is no e-mail address"):
        read_organisations(imported("desk@ziwa"))
    with pytest.raises(InputError, match="number"):
        read_organisations(imported(DESK, channel="sms"))


def test_who_opted_out_under_one_spelling_is_written_to_under_none(
    bench: Bench, server: MailServer
) -> None:
    (record,) = read_organisations(imported("DESK@ziwa.example"))
    with bench.store.write() as connection:
        secret = bench.store.secret
        directory.put_organisation(connection, record, secret, NOW)
        consents.suppress(connection, secret, "radio", DESK, "asked", NOW)
    sent = bench.approved(channels=("radio",))
    bench.run()

    assert bench.tally(sent) == {State.SUPPRESSED: 1}
    assert server.messages == []
