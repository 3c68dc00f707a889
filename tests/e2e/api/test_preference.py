"""Theme, language and time zone of a person in an organization."""

from typing import Any

import pytest

from tests.e2e.api.support import Connection, Person, assert_problem

pytestmark = [pytest.mark.preferences, pytest.mark.user_preferences]


def test_start_with_the_language_of_the_sign_up(owner: Person) -> None:
    assert owner.get("/preferences").json() == {"theme": "system", "locale": "pt", "time_zone": "America/Sao_Paulo"}


@pytest.mark.parametrize(
    "body", [{"theme": "dark"}, {"locale": "en"}, {"time_zone": "Europe/Madrid"}, {"theme": "light", "locale": "es", "time_zone": "UTC"}]
)
def test_changes_are_kept_and_the_rest_stays(owner: Person, body: dict[str, str]) -> None:
    before = owner.get("/preferences").json()
    answer = owner.patch("/preferences", json=body)
    assert answer.status_code == 200
    assert answer.json() == before | body
    assert owner.get("/preferences").json() == before | body


@pytest.mark.parametrize(
    "body",
    [
        {"theme": "blue"}, {"theme": None}, {"locale": "pt-BR"}, {"locale": ""}, {"time_zone": "Brasilia"}, {"time_zone": "../UTC"},
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


def test_a_member_without_a_row_has_defaults_and_gets_one(superuser: Connection, member: Person) -> None:
    superuser.execute("DELETE FROM user_preferences WHERE user_id = %s", (member.user_id,))
    assert member.get("/preferences").json() == {"theme": "system", "locale": "pt", "time_zone": "America/Sao_Paulo"}
    assert member.patch("/preferences", json={"theme": "dark"}).json()["theme"] == "dark"
    assert member.get("/preferences").json()["theme"] == "dark"
