"""How the product looks, speaks and reports to a person in an organization."""

from typing import Any

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, log_in, make_client
from tests.e2e.api.test_live import listening, next_event

pytestmark = [pytest.mark.preferences, pytest.mark.user_preferences]


QUIET = {"is_on": True, "from": "21:30", "to": "08:00", "days": [1, 2, 3, 4, 5]}
DEFAULTS: dict[str, Any] = {
    "theme": "system", "locale": "pt", "time_zone": "America/Sao_Paulo", "date_format": "auto", "number_format": "auto",
    "first_weekday": "auto", "start_page": "dashboard",
    "notifications": {
        "deal.assigned": {"in_app": True, "mail": True}, "deal.won": {"in_app": True, "mail": False},
        "deal.lost": {"in_app": True, "mail": False}, "client.assigned": {"in_app": True, "mail": True},
        "import.finished": {"in_app": True, "mail": False}, "invite.accepted": {"in_app": True, "mail": True},
        "member.joined": {"in_app": True, "mail": False}, "task.assigned": {"in_app": True, "mail": True},
        "task.due": {"in_app": True, "mail": True}, "api_key.expiring": {"in_app": True, "mail": True},
    },
    "quiet_hours": {"is_on": False, "from": "22:00", "to": "07:00", "days": [1, 2, 3, 4, 5, 6, 7]},
}  # fmt: skip


def test_start_with_the_language_of_the_sign_up(owner: Person) -> None:
    assert owner.get("/preferences").json() == DEFAULTS


@pytest.mark.parametrize(
    "body",
    [
        {"theme": "dark"}, {"locale": "en"}, {"time_zone": "Europe/Madrid"}, {"theme": "light", "locale": "es", "time_zone": "UTC"},
        {"date_format": "ymd"}, {"number_format": "space_comma"}, {"first_weekday": "monday"}, {"start_page": "pipeline"},
        {"quiet_hours": QUIET}, {"quiet_hours": QUIET | {"days": []}},
    ],
)  # fmt: skip
def test_changes_are_kept_and_the_rest_stays(owner: Person, body: dict[str, Any]) -> None:
    before = owner.get("/preferences").json()
    answer = owner.patch("/preferences", json=body)
    assert answer.status_code == 200
    assert answer.json() == before | body
    assert owner.get("/preferences").json() == before | body


@pytest.mark.parametrize(
    "body",
    [
        {"theme": "blue"}, {"theme": None}, {"locale": "pt-BR"}, {"locale": ""}, {"time_zone": "Brasilia"}, {"time_zone": "../UTC"},
        {"date_format": "dd/mm"}, {"number_format": "1.000"}, {"first_weekday": "tuesday"}, {"start_page": "/admin"}, {"start_page": None},
        {"quiet_hours": None}, {"quiet_hours": QUIET | {"from": "24:00"}}, {"quiet_hours": QUIET | {"to": "8:00"}},
        {"quiet_hours": QUIET | {"to": "21:30"}}, {"quiet_hours": QUIET | {"days": [0]}}, {"quiet_hours": QUIET | {"days": [8]}},
        {"quiet_hours": QUIET | {"days": ["1"]}}, {"quiet_hours": {"is_on": True}}, {"quiet_hours": QUIET | {"zone": "UTC"}},
        {"notifications": None}, {"notifications": {"deal.assigned": None}}, {"notifications": {"deal.assigned": {"mail": None}}},
        {"notifications": {"deal.assigned": {"mail": "yes"}}}, {"notifications": {"deal.assigned": {"sms": True}}},
        {"notifications": {"deal.eaten": {"mail": True}}},
        {"time_zone": None}, {"time_zone": "Factory"}, {"time_zone": "America/Sao_Paulo\x00"}, {"user_id": "x"}, {"theme": 1}, [], None,
    ],
)  # fmt: skip
def test_bad_values_keep_the_old_ones(owner: Person, body: Any) -> None:
    owner.patch("/preferences", json={"theme": "dark"})
    before = owner.get("/preferences").json()
    assert_problem(owner.patch("/preferences", json=body), 422)
    assert owner.get("/preferences").json() == before


def test_are_a_person_s_own(owner: Person, member: Person) -> None:
    member.patch("/preferences", json={"theme": "dark"})
    assert owner.get("/preferences").json()["theme"] == "system"


def test_a_viewer_keeps_theirs(viewer: Person) -> None:
    assert viewer.patch("/preferences", json={"theme": "dark"}).status_code == 200


def test_a_channel_of_an_event_is_chosen_alone(owner: Person) -> None:
    owner.patch("/preferences", json={"notifications": {"deal.assigned": {"mail": False}}})
    answer = owner.patch("/preferences", json={"notifications": {"deal.assigned": {"in_app": False}, "deal.won": {"mail": True}}})
    chosen = {"deal.assigned": {"in_app": False, "mail": False}, "deal.won": {"in_app": True, "mail": True}}
    assert answer.json()["notifications"] == DEFAULTS["notifications"] | chosen
    assert owner.get("/preferences").json() == answer.json()


@pytest.mark.security
@pytest.mark.parametrize("event", ["security", "security.alert", "session.new_device", "password.changed"])
def test_security_mails_can_not_be_switched_off(owner: Person, event: str) -> None:
    assert_problem(owner.patch("/preferences", json={"notifications": {event: {"mail": False}}}), 422)


def test_days_are_kept_once_each_and_in_order(owner: Person) -> None:
    answer = owner.patch("/preferences", json={"quiet_hours": QUIET | {"days": [5, 1, 5]}})
    assert answer.json()["quiet_hours"]["days"] == [1, 5]


@pytest.mark.realtime
def test_reach_every_device_of_the_person_and_no_colleague(http: httpx.Client, owner: Person, member: Person) -> None:
    phone = log_in(http, owner.email)
    with listening(owner) as laptop, listening(phone) as elsewhere, listening(member) as colleague:
        saved = phone.patch("/preferences", json={"theme": "dark", "locale": "es", "date_format": "ymd"}).json()
        for socket in (laptop, elsewhere):
            event = next_event(socket)
            assert (event["type"], event["entity_id"], event["data"]) == ("preferences.changed", owner.user_id, saved)
        make_client(owner)
        assert next_event(colleague)["type"] == "client.created"


def test_a_member_without_a_row_has_defaults_and_gets_one(superuser: Connection, member: Person) -> None:
    superuser.execute("DELETE FROM user_preferences WHERE user_id = %s", (member.user_id,))
    assert member.get("/preferences").json() == DEFAULTS
    assert member.patch("/preferences", json={"theme": "dark"}).json()["theme"] == "dark"
    assert member.get("/preferences").json()["theme"] == "dark"
