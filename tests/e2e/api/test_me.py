"""The signed-in person: name and language."""

from typing import Any

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, assert_problem

pytestmark = pytest.mark.users


class TestGetMe:
    def test_anonymous_gets_401(self, http: httpx.Client) -> None:
        assert_problem(http.get("/users/me"), 401, "unauthenticated")

    def test_shows_the_person(self, owner: Person) -> None:
        found = owner.get("/users/me").json()
        assert (found["id"], found["email"], found["full_name"], found["locale"]) == (owner.user_id, owner.email, owner.full_name, "pt")
        assert (found["email_verified_at"], found["pending_email"]) == (None, None)

    def test_needs_no_organization_header(self, http: httpx.Client, owner: Person) -> None:
        answer = http.get("/users/me", headers={"Authorization": f"Bearer {owner.token}"})
        assert answer.status_code == 200

    def test_another_organization_s_header_gets_403(self, owner: Person, other: Person) -> None:
        assert_problem(owner.get("/users/me", headers={"X-Org-Id": other.organization_id}), 403, "not_a_member")


class TestUpdateMe:
    def test_changes_name_and_language(self, owner: Person) -> None:
        answer = owner.patch("/users/me", json={"full_name": "  Ana Lima ", "locale": "es"})
        assert answer.status_code == 200
        assert (answer.json()["full_name"], answer.json()["locale"]) == ("Ana Lima", "es")
        assert owner.get("/users/me").json() == answer.json()

    def test_leaves_out_what_is_left_out(self, owner: Person) -> None:
        owner.patch("/users/me", json={"locale": "en"})
        assert owner.get("/users/me").json()["full_name"] == owner.full_name

    def test_colleagues_see_the_new_name(self, owner: Person, member: Person) -> None:
        member.patch("/users/me", json={"full_name": "Bruno Dias"})
        names = {row["user_id"]: row["full_name"] for row in owner.get("/members").json()["items"]}
        assert names[member.user_id] == "Bruno Dias"

    def test_a_viewer_may_change_their_own_name(self, viewer: Person) -> None:
        assert viewer.patch("/users/me", json={"full_name": "Vera Nunes"}).status_code == 200

    @pytest.mark.parametrize(
        "body",
        [
            {"full_name": ""}, {"full_name": None}, {"full_name": "a" * 201}, {"locale": "fr"}, {"locale": None}, {"email": "x"}, {"email": None},
            {"id": "1"}, {"password_hash": "x"}, {"full_name": "\x00"}, {"full_name": ["a"]}, [], "x", None,
        ],
    )  # fmt: skip
    def test_bad_values_change_nothing(self, owner: Person, body: Any) -> None:
        before = owner.get("/users/me").json()
        assert_problem(owner.patch("/users/me", json=body), 422)
        assert owner.get("/users/me").json() == before

    def test_writes_one_audit_entry_with_what_changed_but_no_name(self, superuser: Connection, owner: Person) -> None:
        owner.patch("/users/me", json={"full_name": "Ana Lima", "locale": "pt"})
        row = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'user.updated'", (owner.organization_id,)
        ).fetchall()
        assert [entry["changes"] for entry in row] == [{"full_name": [None, None]}]
