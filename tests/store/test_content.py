"""Announcements and their versions, drafts, users, the directory and consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from outreach.model.audience import (
    AddresseeRecord,
    AudienceRule,
    Consent,
    OrganisationRecord,
)
from outreach.model.contracts import BundleItem
from outreach.model.errors import InputError
from outreach.model.reading import read
from outreach.model.rendition import File, Measure, Rendition
from outreach.store import (
    Store,
    announcements,
    audiences,
    consents,
    directory,
    renditions,
    users,
)
from outreach.store.audit import Actor, entries
from tests.store.conftest import NOW

CONTENT: dict[str, Any] = {
    "id": "water-day",
    "kind": "workshop",
    "organizer": {"sw": "Mtandao", "en": "Network"},
    "starts_at": "2027-05-05T14:30",
    "timezone": "Africa/Nairobi",
    "venue": {"locality": "Kisumu", "country": "KE"},
    "contact": {"name": "Amina"},
    "texts": {"sw": {"title": "Maji"}, "en": {"title": "Water day"}},
}


def add(store: Store, actor: Actor, **changes: Any) -> announcements.Version:
    with store.write() as connection:
        announcement = read({**CONTENT, **changes}).announcement
        return announcements.add_version(connection, announcement, actor, NOW)


def test_a_known_id_makes_a_version_and_the_same_content_none(
    store: Store, actor: Actor
) -> None:
    assert [add(store, actor).number, add(store, actor).number] == [1, 1]
    assert add(store, actor, organizer="Network").number == 2
    with store.read() as connection:
        assert (
            announcements.get(connection, "water-day", 1).announcement
            == read(CONTENT).announcement
        )
        assert [v.number for v in announcements.newest_versions(connection)] == [2]
        assert [entry.act for entry in entries(connection)] == ["announce", "announce"]


def test_the_order_of_languages_is_kept(store: Store, actor: Actor) -> None:
    assert add(store, actor).announcement.languages == ("sw", "en")


def test_without_an_id_one_is_made_and_a_taken_one_is_passed_over(
    store: Store, actor: Actor
) -> None:
    first = add(store, actor, id=None)
    assert first.ref == "maji-20270505"
    assert add(store, actor, id=None).ref == first.ref, "a doubled post acts once"
    assert add(store, actor, id=None, organizer="Another").ref == "maji-20270505-2"


def test_a_correction_of_nothing_is_refused(store: Store, actor: Actor) -> None:
    with pytest.raises(InputError, match="replaces: there is no announcement “gone”"):
        add(store, actor, notice="correction", replaces="gone")
    assert add(store, actor).number == 1
    assert add(store, actor, notice="correction", replaces="water-day").number == 2


def test_a_draft_keeps_whatever_was_typed_for_its_owner_alone(
    store: Store, actor: Actor
) -> None:
    with store.write() as connection:
        other = users.add_user(connection, "eve", "Eve", "author", None, NOW)
        draft = announcements.save_draft(
            connection, actor.user_id, {"title": "\x00 no"}, NOW
        )
        same = announcements.save_draft(
            connection, actor.user_id, {"title": "b"}, NOW, draft
        )
        assert same == draft
        assert announcements.get_draft(connection, actor.user_id, draft).form == {
            "title": "b"
        }
        with pytest.raises(InputError, match="no such draft"):
            announcements.get_draft(connection, other.id, draft)
        stolen = announcements.save_draft(
            connection, other.id, {"title": "c"}, NOW, draft
        )
        assert stolen != draft
        announcements.delete_draft(connection, other.id, draft)
        assert len(announcements.user_drafts(connection, actor.user_id)) == 1


def test_a_link_signs_in_once_and_not_after_its_end(store: Store, actor: Actor) -> None:
    with store.write() as connection:
        link = users.issue_token(
            connection, "link", actor.user_id, timedelta(hours=1), NOW
        )
        assert users.redeem_link(connection, link, NOW + timedelta(hours=2)) is None
        assert users.session_user(connection, link, NOW) is None, "a link is no session"
        found = users.redeem_link(connection, link, NOW)
        assert found is not None
        assert found.login == "ann"
        assert users.redeem_link(connection, link, NOW) is None


def test_a_session_ends_by_time_by_sign_out_and_by_a_new_password(
    store: Store, actor: Actor
) -> None:
    def session() -> str:
        return users.issue_token(
            connection, "session", actor.user_id, timedelta(hours=8), NOW
        )

    with store.write() as connection:
        one, two = session(), session()
        assert users.session_user(connection, one, NOW)
        assert users.session_user(connection, one, NOW + timedelta(hours=9)) is None
        users.end_session(connection, one)
        assert users.session_user(connection, one, NOW) is None
        users.set_password(connection, actor.user_id, "hash")
        assert users.session_user(connection, two, NOW) is None


def test_a_login_is_taken_in_any_letter_case(store: Store, actor: Actor) -> None:
    with store.write() as connection, pytest.raises(InputError, match="taken"):
        users.add_user(connection, "ANN", "Other", "viewer", None, NOW)


def organisation(name: str, **changes: Any) -> OrganisationRecord:
    values: dict[str, Any] = {
        "name": name,
        "category": "ngo",
        "country": "KE",
        "region": "Kisumu County",
        "topics": ("water", "women"),
        "addressees": (
            AddresseeRecord(
                channel="sms",
                address="+254722000001",
                language="sw",
                timezone="Africa/Nairobi",
                consent=Consent(at="2027-01-05", how="signed form", by="Amina"),
            ),
        ),
        **changes,
    }
    return OrganisationRecord(**values)


def put(store: Store, *records: OrganisationRecord) -> None:
    with store.write() as connection:
        for record in records:
            directory.put_organisation(connection, record, store.secret, NOW)


def test_importing_twice_changes_nothing(store: Store) -> None:
    put(store, organisation("A"), organisation("A"))
    with store.read() as connection:
        assert directory.counts(connection) == {"organisations": 1, "sms": 1}
        log = consents.consent_log(connection, store.secret, "sms", "+254722000001")
    assert [(row.given, row.how, row.by) for row in log] == [
        (True, "signed form", "Amina")
    ]


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        pytest.param({}, {"A", "B", "C"}, id="everybody"),
        pytest.param({"countries": ["TZ"]}, {"B"}, id="one country"),
        pytest.param({"regions": ["Kisumu County"]}, {"A", "C"}, id="one region"),
        pytest.param(
            {"categories": ["media", "ngo"]}, {"A", "B", "C"}, id="any of a list"
        ),
        pytest.param(
            {"topics": ["women"], "categories": ["ngo"]}, {"A"}, id="every part holds"
        ),
        pytest.param({"languages": ["en"]}, {"C"}, id="the addressee's language"),
        pytest.param({"women_led": True}, {"B"}, id="women-led, where it says so"),
        pytest.param({"has_internet": False}, {"C"}, id="known to have no internet"),
    ],
)
def test_a_rule_selects(store: Store, rule: dict, names: set[str]) -> None:
    english = organisation("A").addressees[0].model_copy(update={"language": "en"})
    put(
        store,
        organisation("A"),
        organisation(
            "B", country="TZ", region="Mara", women_led=True, topics=("water",)
        ),
        organisation(
            "C", category="media", has_internet=False, topics=(), addressees=(english,)
        ),
    )
    with store.read() as connection:
        statement = audiences.members(AudienceRule.model_validate(rule))
        keys = {row.organisation_id for row in connection.execute(statement)}
        found = [directory.get_organisation(connection, key) for key in keys]
    assert {made.name for made in found if made} == names


def test_a_rendition_comes_back_as_it_was(store: Store) -> None:
    rendition = Rendition(
        files=(File(name="txt", media_type="text/plain", data=b"a\x00b"),),
        text="a",
        measure=Measure(
            segments=2, encoding="ucs2", parts=("a", "b"), seconds=1.5, bytes=3
        ),
        notes=("The link was left out.",),
    )
    with store.write() as connection:
        for _ in range(2):
            renditions.put(connection, "k" * 64, "sms", "short", ("en",), rendition)
        one = renditions.put_bundle(connection, [("k" * 64, 3)])
        assert renditions.put_bundle(connection, [("k" * 64, 3)]) == one
        assert renditions.get_bundle(connection, one) == (
            BundleItem(
                channel="sms",
                variant="short",
                languages=("en",),
                copies=3,
                rendition=rendition,
            ),
        )
