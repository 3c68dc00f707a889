"""What people are told of: who, how they chose, what they have read, and which mails go out when."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    Record,
    assert_problem,
    eventually,
    join,
    make_client,
    make_deal,
    make_import,
)
from tests.e2e.api.test_live import listening, next_event

pytestmark = [pytest.mark.preferences, pytest.mark.user_preferences]


def told(person: Person, **query: Any) -> list[Record]:
    answer = person.get("/notifications", params=query)
    assert answer.status_code == 200, answer.text
    items: list[Record] = answer.json()["items"]
    return items


def events(person: Person) -> list[str]:
    return [item["event"] for item in told(person)]


def unread_count(person: Person) -> int:
    count: int = person.get("/notifications").json()["unread_count"]
    return count


def choose(person: Person, event: str, **channels: bool) -> None:
    assert person.patch("/preferences", json={"notifications": {event: channels}}).status_code == 200


def give(person: Person, deal: Record, to: Person | None) -> Record:
    answer = person.patch(f"/deals/{deal['id']}", json={"owner_id": to and to.user_id, "version": deal["version"]})
    assert answer.status_code == 200, answer.text
    found: Record = answer.json()
    return found


def close(person: Person, deal: Record, **outcome: str) -> None:
    answer = person.put(f"/deals/{deal['id']}/stage", json={"stage": "closed", "version": deal["version"]} | outcome)
    assert answer.status_code == 200, answer.text


class TestTold:
    def test_of_a_deal_that_becomes_mine(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner, title="Site novo")
        give(owner, deal, member)
        (item,) = told(member)
        assert item["event"] == "deal.assigned"
        assert (item["entity_type"], item["entity_id"]) == ("deal", deal["id"])
        assert item["params"] == {"title": "Site novo", "client": deal["client_name"]}
        assert item["actor"] == {"user_id": owner.user_id, "full_name": owner.full_name}
        assert item["read_at"] is None
        assert told(owner) == []

    def test_of_one_that_is_made_for_me(self, owner: Person, member: Person) -> None:
        make_deal(owner, owner_id=member.user_id)
        make_client(owner, owner_id=member.user_id)
        assert events(member) == ["client.assigned", "deal.assigned"]

    def test_of_a_client_that_becomes_mine(self, owner: Person, member: Person) -> None:
        client = make_client(owner, name="Padaria Aurora")
        owner.patch(f"/clients/{client['id']}", json={"owner_id": member.user_id, "version": client["version"]})
        (item,) = told(member)
        assert (item["event"], item["entity_id"], item["params"]) == ("client.assigned", client["id"], {"client": "Padaria Aurora"})

    def test_not_of_what_i_do_myself(self, owner: Person) -> None:
        deal = make_deal(owner, owner_id=None)
        close(owner, give(owner, deal, owner), outcome="won")
        assert told(owner) == []

    def test_not_of_other_edits_nor_of_an_owner_that_stays(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        deal = give(owner, deal, member)
        answer = owner.patch(f"/deals/{deal['id']}", json={"title": "Outro", "owner_id": member.user_id, "version": deal["version"]})
        give(owner, answer.json(), None)
        assert events(member) == ["deal.assigned"]

    def test_not_of_a_refused_change(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        assert_problem(owner.patch(f"/deals/{deal['id']}", json={"owner_id": member.user_id, "version": 99}), 409)
        assert told(member) == []

    def test_of_a_won_deal_the_whole_team(self, owner: Person, member: Person, viewer: Person) -> None:
        close(owner, make_deal(owner, value_cents=1_200_00), outcome="won")
        for person in (member, viewer):
            (item,) = told(person)
            assert (item["event"], item["params"]["value_cents"], item["params"]["currency"]) == ("deal.won", 1_200_00, "BRL")
        assert told(owner) == []

    def test_of_a_lost_deal_its_owner(self, owner: Person, member: Person, viewer: Person) -> None:
        deal = give(owner, make_deal(owner), member)
        close(owner, deal, outcome="lost", lost_reason="Preço")
        assert events(member) == ["deal.lost", "deal.assigned"]
        assert told(member)[0]["params"]["lost_reason"] == "Preço"
        assert told(viewer) == []

    def test_of_an_import_s_end_who_started_it(self, owner: Person, member: Person) -> None:
        uploaded = make_import(owner)
        owner.post(f"/imports/{uploaded['id']}/commit", json={"mapping": uploaded["suggested_mapping"], "on_duplicate": "skip"})
        eventually(lambda: events(owner) == ["import.finished"])
        (item,) = told(owner)
        assert (item["entity_id"], item["params"]["file_name"], item["params"]["created_count"]) == (uploaded["id"], "clientes.csv", 2)
        assert told(member) == []

    def test_nobody_who_left(self, superuser: Connection, owner: Person, member: Person) -> None:
        superuser.execute("UPDATE memberships SET left_at = now() WHERE user_id = %s", (member.user_id,))
        close(owner, make_deal(owner), outcome="won")
        assert superuser.execute("SELECT 1 FROM notifications WHERE user_id = %s", (member.user_id,)).fetchall() == []

    def test_nobody_elsewhere(self, owner: Person, other: Person) -> None:
        close(owner, make_deal(owner), outcome="won")
        assert told(other) == []


class TestChoice:
    def test_switched_off_is_not_listed(self, owner: Person, member: Person) -> None:
        choose(member, "deal.assigned", in_app=False, mail=False)
        give(owner, make_deal(owner), member)
        assert told(member) == []

    def test_by_mail_alone_is_not_listed_either(self, superuser: Connection, owner: Person, member: Person) -> None:
        choose(member, "deal.assigned", in_app=False, mail=True)
        give(owner, make_deal(owner), member)
        assert told(member) == []
        assert unread_count(member) == 0
        eventually(lambda: len(mails_to(superuser, member)) == 1)

    def test_is_each_person_s(self, owner: Person, member: Person, viewer: Person) -> None:
        choose(viewer, "deal.won", in_app=False)
        close(owner, make_deal(owner), outcome="won")
        assert (events(member), events(viewer)) == (["deal.won"], [])


class TestRead:
    @pytest.fixture
    def three(self, owner: Person, member: Person) -> list[Record]:
        for _ in range(3):
            give(owner, make_deal(owner), member)
        return told(member)

    def test_some(self, member: Person, three: list[Record]) -> None:
        answer = member.post("/notifications/read", json={"ids": [three[0]["id"], three[2]["id"]]})
        assert answer.json() == {"unread_count": 1}
        assert [item["read_at"] is None for item in told(member)] == [False, True, False]
        assert [item["id"] for item in told(member, unread=True)] == [three[1]["id"]]

    def test_all(self, member: Person, three: list[Record]) -> None:
        assert member.post("/notifications/read", json={"all": True}).json() == {"unread_count": 0}
        assert told(member, unread=True) == []
        assert len(told(member)) == 3

    def test_twice_keeps_the_first_time(self, member: Person, three: list[Record]) -> None:
        for _ in range(2):
            assert member.post("/notifications/read", json={"ids": [three[0]["id"]]}).json() == {"unread_count": 2}
        first = told(member)[0]["read_at"]
        member.post("/notifications/read", json={"all": True})
        assert told(member)[0]["read_at"] == first

    def test_pages_follow_each_other(self, member: Person, three: list[Record]) -> None:
        first = member.get("/notifications", params={"limit": 2}).json()
        second = member.get("/notifications", params={"limit": 2, "cursor": first["next_cursor"]}).json()
        assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in three]
        assert (second["next_cursor"], second["unread_count"]) == (None, 3)

    @pytest.mark.security
    def test_a_colleague_s_or_an_unknown_one_is_404_and_marks_none(self, owner: Person, member: Person, three: list[Record]) -> None:
        mine = [item["id"] for item in three]
        assert_problem(owner.post("/notifications/read", json={"ids": mine[:1]}), 404, "notification_not_found")
        assert_problem(member.post("/notifications/read", json={"ids": [*mine, str(uuid4())]}), 404, "notification_not_found")
        assert unread_count(member) == 3
        assert owner.post("/notifications/read", json={"all": True}).json() == {"unread_count": 0}
        assert unread_count(member) == 3

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"ids": []},
            {"all": False},
            {"ids": ["x"]},
            {"ids": None},
            {"ids": [str(uuid4())] * 101},
            {"all": True, "ids": [str(uuid4())]},
        ],
    )
    def test_bad_bodies_are_refused(self, member: Person, body: Any) -> None:
        assert_problem(member.post("/notifications/read", json=body), 422)


@pytest.mark.realtime
class TestLive:
    def test_the_person_s_devices_hear_and_colleagues_do_not(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        with listening(member) as laptop, listening(member) as phone, listening(owner) as colleague:
            give(owner, deal, member)
            for socket in (laptop, phone):
                heard = {next_event(socket)["type"] for _ in range(2)}
                assert heard == {"deal.updated", "notification.created"}
            assert next_event(colleague)["type"] == "deal.updated"
            member.post("/notifications/read", json={"all": True})
            for socket in (laptop, phone):
                event = next_event(socket)
                assert (event["type"], event["data"]) == ("notification.read", {"unread_count": 0})
            make_client(owner)
            assert next_event(colleague)["type"] == "client.created"


def mails_to(superuser: Connection, person: Person) -> list[Record]:
    return superuser.execute(
        "SELECT * FROM outgoing_mails WHERE recipient = %s AND template LIKE 'notification%%' ORDER BY created_at", (person.email,)
    ).fetchall()


def jobs_of(superuser: Connection, person: Person) -> list[Record]:
    return superuser.execute(
        """SELECT j.* FROM procrastinate_jobs j JOIN notifications n ON n.id = (j.args ->> 'notification_id')::uuid
           WHERE n.user_id = %s""",
        (person.user_id,),
    ).fetchall()


def quiet_now(person: Person, **changes: Any) -> datetime:
    """Quiet from an hour ago until in two hours, on UTC's clock; answers when they end."""
    now = datetime.now(UTC)
    clock = {"from": (now - timedelta(hours=1)).strftime("%H:%M"), "to": (now + timedelta(hours=2)).strftime("%H:%M")}
    quiet = {"is_on": True, "days": [1, 2, 3, 4, 5, 6, 7]} | clock | changes
    assert person.patch("/preferences", json={"time_zone": "UTC", "quiet_hours": quiet}).status_code == 200
    return (now + timedelta(hours=2)).replace(second=0, microsecond=0)


class TestMail:
    def test_goes_to_who_wants_it_in_their_language(self, superuser: Connection, owner: Person, member: Person) -> None:
        member.patch("/preferences", json={"locale": "es"})
        deal = make_deal(owner, title="Site novo")
        give(owner, deal, member)
        eventually(lambda: len(mails_to(superuser, member)) == 1)
        (mail,) = mails_to(superuser, member)
        assert (mail["locale"], mail["template"], mail["subject"]) == ("es", "notification_deal_assigned", "“Site novo” ahora es tuyo")
        assert str(mail["organization_id"]) == owner.organization_id
        assert mail["link_path"] == f"/admin/pipeline?deal={deal['id']}"

    def test_waits_for_the_end_of_quiet_hours(self, superuser: Connection, owner: Person, member: Person) -> None:
        end = quiet_now(member)
        give(owner, make_deal(owner), member)
        (job,) = jobs_of(superuser, member)
        assert (job["status"], job["scheduled_at"]) == ("todo", end)
        assert unread_count(member) == 1

    def test_goes_at_once_where_the_quiet_belongs_to_no_day(self, superuser: Connection, owner: Person, member: Person) -> None:
        quiet_now(member, days=[])
        give(owner, make_deal(owner), member)
        eventually(lambda: len(mails_to(superuser, member)) == 1)

    def due(self, superuser: Connection, person: Person) -> None:
        """The end of the quiet hours has come."""
        superuser.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = %s", (jobs_of(superuser, person)[0]["id"],))

    def done(self, superuser: Connection, person: Person) -> None:
        eventually(lambda: [job["status"] for job in jobs_of(superuser, person)][:1] in ([], ["succeeded"]))

    @pytest.fixture
    def waiting(self, superuser: Connection, owner: Person, member: Person) -> Record:
        quiet_now(member)
        return give(owner, make_deal(owner), member)

    def loud(self, person: Person) -> None:
        quiet_now(person, is_on=False)

    def test_that_waited_goes_once(self, superuser: Connection, member: Person, waiting: Record) -> None:
        self.loud(member)
        self.due(superuser, member)
        eventually(lambda: len(mails_to(superuser, member)) == 1)

    def test_that_comes_due_in_new_quiet_hours_waits_again(self, superuser: Connection, member: Person, waiting: Record) -> None:
        self.due(superuser, member)
        eventually(lambda: any(job["status"] == "todo" and job["scheduled_at"] > datetime.now(UTC) for job in jobs_of(superuser, member)))
        assert mails_to(superuser, member) == []

    @pytest.mark.parametrize(
        "meanwhile",
        [
            lambda superuser, owner, member, deal: member.post("/notifications/read", json={"all": True}),
            lambda superuser, owner, member, deal: choose(member, "deal.assigned", mail=False),
            lambda superuser, owner, member, deal: owner.delete(f"/deals/{deal['id']}"),
            lambda superuser, owner, member, deal: superuser.execute(
                "UPDATE memberships SET left_at = now() WHERE user_id = %s", (member.user_id,)
            ),
        ],
        ids=["read", "switched off", "deleted", "left"],
    )
    def test_that_waited_for_nothing_never_goes(
        self, superuser: Connection, owner: Person, member: Person, waiting: Record, meanwhile: Callable[..., Any]
    ) -> None:
        self.loud(member)
        meanwhile(superuser, owner, member, waiting)
        self.due(superuser, member)
        self.done(superuser, member)
        assert mails_to(superuser, member) == []

    def test_of_names_that_hold_markup_shows_them_as_text(
        self, superuser: Connection, http: httpx.Client, owner: Person, member: Person
    ) -> None:
        give(owner, make_deal(owner, title='<b onclick="x">Oi</b>'), member)
        eventually(lambda: len(mails_to(superuser, member)) == 1)
        (mail,) = mails_to(superuser, member)
        assert json.dumps(mail["params"], ensure_ascii=False).count("<b onclick") == 1


def test_an_admin_of_another_organization_is_never_a_recipient(
    http: httpx.Client, superuser: Connection, owner: Person, other: Person
) -> None:
    colleague = join(http, superuser, owner.organization_id, "admin")
    close(owner, make_deal(owner), outcome="won")
    assert (events(colleague), events(other)) == (["deal.won"], [])
