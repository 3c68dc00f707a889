"""Invites: sent to an address, single use, void once sent anew, and never a way above the inviter."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import (
    PASSWORD,
    Connection,
    Person,
    Record,
    assert_problem,
    confirm_address,
    eventually,
    forwarded,
    invite_token,
    join,
    log_in,
    register,
    some_address,
    some_email,
)

pytestmark = pytest.mark.invites


def invite(person: Person, *emails: str, role: str = "member", **fields: str) -> list[Record]:
    answer = person.post("/invites", json={"emails": list(emails), "role": role} | fields)
    assert answer.status_code == 201, answer.text
    items: list[Record] = answer.json()["items"]
    return items


def invited(person: Person, superuser: Connection, email: str | None = None, role: str = "member") -> tuple[Record, str]:
    """A sent invite and the token of its link."""
    made = invite(person, email or some_email(), role=role)[0]["invite"]
    return made, invite_token(superuser, made["id"])


def accept(http: httpx.Client, token: str, **fields: str) -> httpx.Response:
    body = {"full_name": "Bia Rocha", "password": PASSWORD} | fields
    return http.post(f"/invites/token/{token}/accept", json=body, headers={"X-Forwarded-For": forwarded(some_address())})


def members(person: Person) -> dict[str, str]:
    return {row["email"]: row["role"] for row in person.get("/members").json()["items"]}


class TestSending:
    def test_leaves_a_mail_with_the_link_in_the_asked_language(self, superuser: Connection, owner: Person) -> None:
        email = some_email()
        made = invite(owner, email, role="manager", locale="es")[0]
        assert made["outcome"] == "invited"
        assert made["invite"]["email"] == email
        assert made["invite"]["role"] == "manager"
        mail = superuser.execute("SELECT * FROM outgoing_mails WHERE recipient = %s", (email,)).fetchone()
        assert mail is not None
        assert (mail["template"], mail["locale"], mail["token_purpose"]) == ("invite", "es", "invite")
        assert "te invita" in mail["subject"]

    def test_says_what_became_of_each_address(self, owner: Person, member: Person) -> None:
        known, fresh = some_email(), some_email()
        invite(owner, known)
        outcomes = {item["email"]: item["outcome"] for item in invite(owner, fresh.upper(), fresh, known, member.email, "nonsense", " ")}
        assert outcomes == {fresh: "invited", known: "already_invited", member.email: "already_member", "nonsense": "invalid"}

    def test_lists_open_ones_alone(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        kept, _ = invited(owner, superuser)
        revoked, _ = invited(owner, superuser)
        _, token = invited(owner, superuser)
        owner.delete(f"/invites/{revoked['id']}")
        assert accept(http, token).status_code == 201
        assert [row["id"] for row in owner.get("/invites").json()["items"]] == [kept["id"]]
        assert other.get("/invites").json() == {"items": [], "next_cursor": None}

    def test_pages(self, owner: Person) -> None:
        sent = [item["email"] for item in invite(owner, *(some_email() for _ in range(3)))]
        seen: list[str] = []
        cursor = None
        while True:
            page = owner.get("/invites", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            seen += [row["email"] for row in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(sent)

    def test_one_that_ran_out_is_renewed(self, superuser: Connection, owner: Person) -> None:
        email = some_email()
        made, old = invited(owner, superuser, email)
        superuser.execute("UPDATE invites SET expires_at = now() - interval '1 minute' WHERE id = %s", (made["id"],))
        assert owner.get("/invites").json()["items"][0]["is_expired"] is True
        again = invite(owner, email, role="viewer")[0]
        assert (again["outcome"], again["invite"]["id"], again["invite"]["role"]) == ("invited", made["id"], "viewer")
        assert invite_token(superuser, made["id"]) != old

    @pytest.mark.parametrize("body", [{"emails": []}, {}, {"emails": ["a@b.co"] * 51}, {"emails": ["x"], "role": "owner"}, {"emails": "x"}])
    def test_bad_lists_are_refused(self, owner: Person, body: Record) -> None:
        assert_problem(owner.post("/invites", json=body), 422)

    def test_domains_of_the_policy_are_kept(self, superuser: Connection, owner: Person) -> None:
        superuser.execute(
            'INSERT INTO security_policies (organization_id, invite_domains) VALUES (%s, $$["agencia.com.br"]$$)', (owner.organization_id,)
        )
        outcomes = [item["outcome"] for item in invite(owner, f"{uuid4().hex[:8]}@agencia.com.br", f"{uuid4().hex[:8]}@gmail.com")]
        assert outcomes == ["invited", "domain_not_allowed"]

    def test_five_hundred_mails_an_hour_in_however_many_organizations(self, http: httpx.Client, owner: Person) -> None:
        """Whoever signs up can't mail the world in the product's name."""
        confirm_address(owner)
        for _ in range(10):
            # None of them is an address, so nothing is mailed; they count all the same.
            assert owner.post("/invites", json={"emails": [f"nobody {number}" for number in range(50)]}).status_code == 201
        assert_problem(owner.post("/invites", json={"emails": [some_email()]}), 429, "rate_limited")
        second = owner.post("/organizations", json={"name": "Outra"}).json()["id"]
        token = owner.post(f"/organizations/{second}/switch").json()["access_token"]
        there = replace(owner, organization_id=second, token=token)
        assert_problem(there.post("/invites", json={"emails": [some_email()]}), 429, "rate_limited")

    def test_ten_a_day_until_the_own_address_is_proven(self, owner: Person) -> None:
        assert [item["outcome"] for item in invite(owner, *(some_email() for _ in range(9)))] == ["invited"] * 9
        problem = assert_problem(owner.post("/invites", json={"emails": [some_email(), some_email()]}), 429, "invites_unverified")
        assert problem["limit"] == 10
        confirm_address(owner)
        assert [item["outcome"] for item in invite(owner, *(some_email() for _ in range(20)))] == ["invited"] * 20

    def test_the_log_keeps_no_address(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        """It can't be erased, so what it keeps names nobody who doesn't know the address already."""
        made, _ = invited(owner, superuser)
        assert owner.post(f"/invites/{made['id']}/resend").status_code == 200
        assert accept(http, invite_token(superuser, made["id"])).status_code == 201
        other, _ = invited(owner, superuser)
        assert owner.delete(f"/invites/{other['id']}").status_code == 204
        rows = superuser.execute(
            "SELECT action, changes FROM audit_log WHERE organization_id = %s AND entity_type = 'invite' ORDER BY created_at, id",
            (owner.organization_id,),
        ).fetchall()
        shown = f"{made['email'][0]}***@{made['email'].partition('@')[2]}"
        assert [(row["action"], row["changes"]["email"]) for row in rows[:3]] == [
            ("invite.sent", [None, shown]), ("invite.resent", [shown, shown]), ("invite.accepted", [None, shown]),
        ]  # fmt: skip
        assert all(person["email"] not in str(rows) for person in (made, other))
        assert owner.get("/audit-log/verify").json()["intact"] is True

    def test_nothing_in_the_answer_lets_anybody_in(self, superuser: Connection, owner: Person) -> None:
        answer = owner.post("/invites", json={"emails": [some_email()]})
        row = superuser.execute("SELECT token_id FROM invites WHERE id = %s", (answer.json()["items"][0]["invite"]["id"],)).fetchone()
        assert row is not None
        assert str(row["token_id"]) not in answer.text
        assert row["token_id"].hex not in answer.text


class TestCeiling:
    @pytest.mark.parametrize(("role", "may"), [("admin", False), ("manager", True), ("member", True), ("viewer", True)])
    def test_a_manager_invites_nobody_above(self, http: httpx.Client, superuser: Connection, owner: Person, role: str, may: bool) -> None:
        manager = join(http, superuser, owner.organization_id, "manager")
        answer = manager.post("/invites", json={"emails": [some_email()], "role": role})
        if may:
            assert answer.status_code == 201
        else:
            assert_problem(answer, 403, "role_above_own")

    def test_a_manager_does_not_touch_an_admin_s_invite(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        manager = join(http, superuser, owner.organization_id, "manager")
        made, token = invited(owner, superuser, role="admin")
        assert_problem(manager.post(f"/invites/{made['id']}/resend"), 403, "role_above_own")
        assert_problem(manager.delete(f"/invites/{made['id']}"), 403, "role_above_own")
        assert invite_token(superuser, made["id"]) == token

    @pytest.mark.parametrize("role", ["manager", "member", None])
    def test_a_link_falls_with_the_role_of_who_sent_it(
        self, http: httpx.Client, superuser: Connection, owner: Person, role: str | None
    ) -> None:
        """An admin who is about to go invites a second address of their own."""
        admin, email = join(http, superuser, owner.organization_id, "admin"), some_email()
        made, token = invited(admin, superuser, email, role="admin")
        if role is None:
            assert owner.delete(f"/members/{admin.user_id}").status_code == 204
        else:
            assert owner.patch(f"/members/{admin.user_id}", json={"role": role}).status_code == 200
        assert http.get(f"/invites/token/{token}").json()["status"] == "expired"
        assert_problem(accept(http, token), 409, "invite_expired")
        assert email not in members(owner)
        assert owner.get("/invites").json()["items"][0]["is_expired"] is True
        assert owner.post(f"/invites/{made['id']}/resend").json()["is_expired"] is False
        assert accept(http, invite_token(superuser, made["id"])).status_code == 201

    @pytest.mark.parametrize("role", ["member", "viewer"])
    def test_who_may_not_invite_is_refused(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(person.post("/invites", json={"emails": [some_email()]}), 403, "permission_missing")
        assert_problem(person.get("/invites"), 403, "permission_missing")


class TestLink:
    def test_says_what_it_is_for(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, token = invited(owner, superuser)
        found = http.get(f"/invites/token/{token}").json()
        name = owner.get("/organizations/current").json()["name"]
        assert (found["status"], found["organization_name"], found["inviter_name"]) == ("open", name, owner.full_name)
        assert (found["email"], found["role"], found["has_account"]) == (made["email"], "member", False)
        assert "organization_id" not in found

    def test_says_when_there_is_an_account(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        _, token = invited(owner, superuser, other.email)
        assert http.get(f"/invites/token/{token}").json()["has_account"] is True

    def test_revoked_ones_are_unknown(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, token = invited(owner, superuser)
        assert owner.delete(f"/invites/{made['id']}").status_code == 204
        assert_problem(http.get(f"/invites/token/{token}"), 404, "invite_not_found")
        assert_problem(accept(http, token), 404, "invite_not_found")
        assert_problem(owner.delete(f"/invites/{made['id']}"), 404)

    def test_sending_anew_voids_the_former(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, old = invited(owner, superuser)
        again = owner.post(f"/invites/{made['id']}/resend")
        assert again.status_code == 200
        assert again.json()["id"] == made["id"]
        assert_problem(http.get(f"/invites/token/{old}"), 404)
        assert_problem(accept(http, old), 404)
        assert accept(http, invite_token(superuser, made["id"])).status_code == 201
        sent = superuser.execute("SELECT count(*) AS mails FROM outgoing_mails WHERE recipient = %s", (made["email"],)).fetchone()
        assert sent is not None
        assert sent["mails"] == 2

    @pytest.mark.parametrize("token", ["x", "0" * 32, f"{'0' * 32}.{'A' * 43}", "%00", "..%2f..", "a" * 500])
    def test_invented_ones_open_nothing(self, http: httpx.Client, token: str) -> None:
        answer = http.get(f"/invites/token/{token}", headers={"X-Forwarded-For": forwarded(some_address())})
        assert answer.status_code in {404, 422}
        assert_problem(answer, answer.status_code)

    def test_a_deleted_organization_s_are_unknown(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        _, token = invited(owner, superuser)
        assert owner.delete("/organizations/current").status_code == 204
        assert_problem(http.get(f"/invites/token/{token}"), 404)
        assert_problem(accept(http, token), 404)


class TestAccepting:
    def test_without_an_account_makes_one_and_signs_in(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, token = invited(owner, superuser, role="manager")
        answer = accept(http, token, full_name="Bia Rocha", locale="es", time_zone="America/Bogota")
        assert answer.status_code == 201
        body = answer.json()
        assert body["organization"]["id"] == owner.organization_id
        assert body["organization"]["role"] == "manager"
        assert body["user"]["email"] == made["email"]
        assert any("refresh" in name for name in answer.cookies)
        assert members(owner)[made["email"]] == "manager"
        bia = log_in(http, made["email"])
        assert bia.organization_id == owner.organization_id
        assert bia.get("/preferences").json()["time_zone"] == "America/Bogota"
        row = superuser.execute("SELECT email_verified_at FROM users WHERE email = %s", (made["email"],)).fetchone()
        assert row is not None
        assert row["email_verified_at"] is not None

    def test_signed_in_with_the_address_joins_and_moves_there(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        _, token = invited(owner, superuser, other.email, role="viewer")
        answer = other.post(f"/invites/token/{token}/accept", json={})
        assert answer.status_code == 201
        assert answer.json()["organization"]["id"] == owner.organization_id
        assert members(owner)[other.email] == "viewer"
        assert log_in(http, other.email).organization_id == owner.organization_id
        assert {row["role"] for row in other.get("/organizations").json()["items"]} == {"owner", "viewer"}

    def test_signed_in_as_somebody_else_is_refused(self, superuser: Connection, owner: Person, other: Person) -> None:
        made, token = invited(owner, superuser)
        problem = assert_problem(other.post(f"/invites/token/{token}/accept", json={}), 403, "invite_for_somebody_else")
        assert problem["email"] == made["email"]
        assert other.email not in members(owner)

    def test_an_account_s_holder_signs_in_first(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        _, token = invited(owner, superuser, other.email)
        assert_problem(accept(http, token), 401, "sign_in_to_accept")
        assert other.email not in members(owner)

    def test_a_dead_log_in_is_refused(self, superuser: Connection, owner: Person, other: Person) -> None:
        _, token = invited(owner, superuser, other.email)
        superuser.execute("UPDATE user_sessions SET revoked_at = now() WHERE user_id = %s", (other.user_id,))
        assert_problem(other.post(f"/invites/token/{token}/accept", json={}), 401, "session_dead")

    def test_once(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        _, token = invited(owner, superuser)
        assert accept(http, token).status_code == 201
        assert_problem(accept(http, token), 409, "invite_used")
        assert http.get(f"/invites/token/{token}").json()["status"] == "accepted"

    def test_not_once_the_team_is_one_person_s_workspace(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        """Nobody else is let into it, though a link is still around."""
        _, token = invited(owner, superuser)
        _, for_other = invited(owner, superuser, other.email)
        superuser.execute("UPDATE organizations SET is_personal = true WHERE id = %s", (owner.organization_id,))
        assert_problem(accept(http, token), 409, "organization_is_personal")
        assert_problem(other.post(f"/invites/token/{for_other}/accept", json={}), 409, "organization_is_personal")
        assert http.get(f"/invites/token/{token}").json()["status"] == "expired"
        assert list(members(owner)) == [owner.email]

    def test_not_after_seven_days(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, token = invited(owner, superuser)
        row = superuser.execute("SELECT expires_at - created_at AS life FROM invites WHERE id = %s", (made["id"],)).fetchone()
        assert row is not None
        assert row["life"].days == 7
        superuser.execute("UPDATE invites SET expires_at = now() WHERE id = %s", (made["id"],))
        assert_problem(accept(http, token), 409, "invite_expired")
        assert http.get(f"/invites/token/{token}").json()["status"] == "expired"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"full_name": ""}, "full_name"), ({"password": "short"}, "password"), ({"password": "password1234"}, "password")],
    )
    def test_a_new_account_takes_a_name_and_a_good_password(
        self, http: httpx.Client, superuser: Connection, owner: Person, fields: dict[str, str], field: str
    ) -> None:
        made, token = invited(owner, superuser)
        problem = assert_problem(accept(http, token, **fields), 422)
        assert problem["errors"][0]["field"] == field
        assert made["email"] not in members(owner)
        assert accept(http, token).status_code == 201

    def test_other_sites_can_not_accept(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        _, token = invited(owner, superuser)
        answer = http.post(f"/invites/token/{token}/accept", json={}, headers={"Origin": "https://evil.example"})
        assert_problem(answer, 403, "cross_site")

    def test_who_was_removed_comes_back_by_a_new_invite(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        both = register(http)
        _, token = invited(owner, superuser, both.email, role="admin")
        assert both.post(f"/invites/token/{token}/accept", json={}).status_code == 201
        assert owner.delete(f"/members/{both.user_id}").status_code == 204
        assert both.email not in members(owner)
        _, again = invited(owner, superuser, both.email, role="viewer")
        assert log_in(http, both.email).post(f"/invites/token/{again}/accept", json={}).status_code == 201
        assert members(owner)[both.email] == "viewer"

    def test_colleagues_are_told(self, http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
        _, token = invited(owner, superuser)
        assert accept(http, token, full_name="Bia Rocha").status_code == 201

        def events(person: Person) -> list[str]:
            return [row["event"] for row in person.get("/notifications").json()["items"]]

        assert eventually(lambda: events(owner)) == ["invite.accepted"]
        assert eventually(lambda: events(member)) == ["member.joined"]

    def test_fifty_at_once_make_one_member(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        made, token = invited(owner, superuser)
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda _: accept(http, token), range(50)))
        assert [answer.status_code for answer in answers].count(201) == 1
        for answer in answers:
            if answer.status_code != 201:
                assert answer.json()["code"] in {"invite_used", "sign_in_to_accept"}, answer.text
        found = superuser.execute(
            "SELECT count(*) AS n FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = %s", (made["email"],)
        ).fetchone()
        assert found == {"n": 1}

    def test_fifty_of_one_log_in_make_one_member(self, superuser: Connection, owner: Person, other: Person) -> None:
        _, token = invited(owner, superuser, other.email)
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda _: other.post(f"/invites/token/{token}/accept", json={}), range(50)))
        assert [answer.status_code for answer in answers].count(201) == 1
        assert list(members(owner)).count(other.email) == 1


class TestPlanes:
    def test_the_business_login_sees_no_invite(self, app_login: Connection, owner: Person) -> None:
        invite(owner, some_email())
        with pytest.raises(Exception, match="permission denied"):
            app_login.execute("SELECT * FROM invites")
