"""Several organizations a person: opened, switched between, handed over, deleted, restored and purged."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.mailbox import mail_to, mails_to
from tests.e2e.api.support import (
    ENVIRONMENT,
    Connection,
    Person,
    Record,
    assert_problem,
    eventually,
    fingerprint,
    join,
    log_in,
    make_client,
    make_deal,
    make_entry,
    make_import,
    run_warnings,
    session_of,
)

pytestmark = pytest.mark.organizations

PURGE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'organization.purge', '{"timestamp": 0}')"""


def switched(person: Person, organization_id: str) -> Person:
    answer = person.post(f"/organizations/{organization_id}/switch")
    assert answer.status_code == 200, answer.text
    return Person(person.http, person.email, person.user_id, organization_id, answer.json()["access_token"], address=person.address)


def another(person: Person, **fields: str) -> Record:
    answer = person.post("/organizations", json={"name": "Agência Irmã"} | fields)
    assert answer.status_code == 201, answer.text
    made: Record = answer.json()
    return made


def age(superuser: Connection, person: Person) -> None:
    superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE id = %s", (session_of(person),))


class TestSeveral:
    def test_are_listed_with_the_role(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, %s, %s, 'viewer')",
            (other.organization_id, uuid7(), owner.user_id),
        )
        made = another(owner)
        rows = {row["id"]: row for row in owner.get("/organizations").json()["items"]}
        assert {key: row["role"] for key, row in rows.items()} == {
            owner.organization_id: "owner", other.organization_id: "viewer", made["id"]: "owner",
        }  # fmt: skip
        assert rows[other.organization_id]["member_count"] == 2

    def test_another_takes_the_person_s_preferences_along(self, owner: Person) -> None:
        owner.patch("/preferences", json={"theme": "dark", "time_zone": "America/Bogota"})
        made = another(owner, currency="USD")
        assert (made["role"], made["currency"], made["is_personal"]) == ("owner", "USD", False)
        found = switched(owner, made["id"]).get("/preferences").json()
        assert (found["theme"], found["time_zone"]) == ("dark", "America/Bogota")

    def test_one_key_opens_one(self, owner: Person) -> None:
        key = {"Idempotency-Key": uuid4().hex}
        answers = [owner.post("/organizations", json={"name": "Uma só"}, headers=key) for _ in range(3)]
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(owner.get("/organizations").json()["items"]) == 2

    @pytest.mark.parametrize(
        "body", [{}, {"name": ""}, {"name": "x" * 201}, {"name": "x", "currency": "XXX"}, {"name": "x", "plan": "pro"}]
    )
    def test_bad_ones_are_refused(self, owner: Person, body: Record) -> None:
        assert_problem(owner.post("/organizations", json=body), 422)


class TestSwitching:
    def test_moves_the_log_in_there(self, http: httpx.Client, owner: Person) -> None:
        client = make_client(owner)
        made = another(owner)
        there = switched(owner, made["id"])
        assert there.get("/clients").json()["items"] == []
        assert_problem(there.get(f"/clients/{client['id']}"), 404)
        assert_problem(there.get("/clients", headers={"X-Org-Id": owner.organization_id}), 403, "not_a_member")
        # The former token still works where it was issued for, until it ends.
        assert owner.get(f"/clients/{client['id']}").status_code == 200

    def test_is_remembered_by_refresh_and_the_next_log_in(self, http: httpx.Client, owner: Person) -> None:
        made = another(owner)
        switched(owner, made["id"])
        cookie = "; ".join(f"{name}={value}" for name, value in owner.cookies.items())
        answer = http.post("/auth/refresh", headers={"Cookie": cookie})
        assert answer.json()["organization"]["id"] == made["id"]
        assert log_in(http, owner.email).organization_id == made["id"]

    def test_leads_nowhere_else(self, owner: Person, other: Person) -> None:
        answers = [owner.post(f"/organizations/{target}/switch") for target in (other.organization_id, str(uuid4()))]
        bodies = [assert_problem(answer, 404, "organization_not_found") | {"request_id": ""} for answer in answers]
        assert bodies[0] == bodies[1]

    def test_a_removed_member_s_is_refused(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, %s, %s, 'member')",
            (owner.organization_id, uuid7(), other.user_id),
        )
        there = switched(other, owner.organization_id)
        owner.delete(f"/members/{other.user_id}")
        assert_problem(there.get("/clients"), 403, "not_a_member")
        assert_problem(other.post(f"/organizations/{owner.organization_id}/switch"), 404)


class TestSettings:
    def test_colour_is_set_and_taken_away(self, owner: Person) -> None:
        version = owner.get("/organizations/current").json()["version"]
        answer = owner.patch("/organizations/current", json={"version": version, "brand_color": "#1A2B3C"})
        assert answer.json()["brand_color"] == "#1a2b3c"
        assert owner.get("/organizations").json()["items"][0]["brand_color"] == "#1a2b3c"
        cleared = owner.patch("/organizations/current", json={"version": version + 1, "brand_color": ""})
        assert cleared.json()["brand_color"] is None

    @pytest.mark.parametrize("color", ["red", "#12345", "#1234567", "#12345g", "url(x)"])
    def test_other_colours_are_refused(self, owner: Person, color: str) -> None:
        assert_problem(owner.patch("/organizations/current", json={"version": 1, "brand_color": color}), 422)

    def test_usage_counts_what_is_there(self, owner: Person, member: Person, other: Person) -> None:
        make_deal(owner, make_client(owner)["id"])
        make_entry(owner)
        make_import(owner)
        make_client(other)
        found = owner.get("/organizations/current/usage").json()
        assert (found["members"], found["clients"], found["deals"], found["plan"]) == (2, 2, 1, "unlimited")
        assert found["timeline_entries"] >= 1
        assert found["storage_bytes"] > 0
        assert other.get("/organizations/current/usage").json()["storage_bytes"] == 0


class TestTransfer:
    def test_swaps_owner_and_admin(self, owner: Person, member: Person) -> None:
        answer = owner.post("/organizations/current/transfer", json={"user_id": member.user_id})
        assert answer.status_code == 200
        assert answer.json()["role"] == "admin"
        roles = {row["user_id"]: row["role"] for row in member.get("/members").json()["items"]}
        assert roles == {owner.user_id: "admin", member.user_id: "owner"}
        assert_problem(owner.post("/organizations/current/transfer", json={"user_id": owner.user_id}), 403, "permission_missing")

    def test_refuses_strangers_and_oneself(self, owner: Person, other: Person) -> None:
        assert_problem(owner.post("/organizations/current/transfer", json={"user_id": other.user_id}), 404, "member_not_found")
        assert_problem(owner.post("/organizations/current/transfer", json={"user_id": owner.user_id}), 409, "member_is_owner")

    def test_takes_fresh_proof(self, superuser: Connection, owner: Person, member: Person) -> None:
        age(superuser, owner)
        answer = owner.post("/organizations/current/transfer", json={"user_id": member.user_id})
        assert_problem(answer, 403, "reauthentication_required")

    def test_to_many_at_once_has_one_winner(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        people = [join(http, superuser, owner.organization_id, "member") for _ in range(5)]
        with ThreadPoolExecutor(5) as pool:
            answers = list(pool.map(lambda p: owner.post("/organizations/current/transfer", json={"user_id": p.user_id}), people))
        assert [answer.status_code for answer in answers].count(200) == 1
        owners = [row for row in owner.get("/members").json()["items"] if row["role"] == "owner"]
        assert len(owners) == 1


class TestDeletion:
    def test_closes_it_to_everybody_at_once(self, http: httpx.Client, owner: Person, member: Person) -> None:
        make_client(owner)
        assert owner.delete("/organizations/current").status_code == 204
        for person in (owner, member):
            assert_problem(person.get("/clients"), 403, "organization_closed")
        assert log_in(http, member.email).organization_id != owner.organization_id

    def test_an_owner_restores_it_as_it_was(self, http: httpx.Client, owner: Person, member: Person) -> None:
        client = make_client(owner)
        owner.delete("/organizations/current")
        back = log_in(http, owner.email)
        listed = back.get("/organizations").json()["items"]
        assert [(row["id"], row["purge_at"] is not None) for row in listed] == [(owner.organization_id, True)]
        answer = back.post(f"/organizations/{owner.organization_id}/restore")
        assert answer.status_code == 200
        assert answer.json()["purge_at"] is None
        assert back.get(f"/clients/{client['id']}").status_code == 200
        assert member.get("/clients").status_code == 200

    def test_only_owners_restore_and_only_what_is_deleted(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        assert_problem(owner.post(f"/organizations/{owner.organization_id}/restore"), 409, "organization_open")
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, %s, %s, 'admin')",
            (owner.organization_id, uuid7(), other.user_id),
        )
        owner.delete("/organizations/current")
        assert_problem(other.post(f"/organizations/{owner.organization_id}/restore"), 404, "organization_not_found")
        assert_problem(other.post(f"/organizations/{uuid4()}/restore"), 404, "organization_not_found")

    def test_not_after_the_grace(self, superuser: Connection, owner: Person) -> None:
        owner.delete("/organizations/current")
        superuser.execute("UPDATE organizations SET purge_at = now() - interval '1 second' WHERE id = %s", (owner.organization_id,))
        assert_problem(owner.post(f"/organizations/{owner.organization_id}/restore"), 404)

    def test_takes_an_owner_with_fresh_proof(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        assert_problem(admin.delete("/organizations/current"), 403, "permission_missing")
        age(superuser, owner)
        assert_problem(owner.delete("/organizations/current"), 403, "reauthentication_required")
        assert owner.get("/clients").status_code == 200


class TestOwnersAreTold:
    @pytest.fixture
    def second(self, http: httpx.Client, superuser: Connection, owner: Person) -> Person:
        return join(http, superuser, owner.organization_id, "owner")

    def test_every_owner_gets_the_day_and_the_way_back(self, owner: Person, second: Person, member: Person) -> None:
        assert owner.delete("/organizations/current").status_code == 204
        for person in (owner, second):
            mail = mail_to(person.email, f"/admin/restore/{owner.organization_id}")
            assert owner.full_name in mail["text"]
            assert "foi excluída" in mail["subject"]
        assert [mail for mail in mails_to(member.email) if "/admin/restore/" in mail["text"]] == []

    def test_again_a_few_days_before_it_is_gone_and_once(self, superuser: Connection, owner: Person) -> None:
        owner.delete("/organizations/current")
        run_warnings(superuser)
        superuser.execute("UPDATE organizations SET purge_at = now() + interval '4 days' WHERE id = %s", (owner.organization_id,))
        for _ in range(2):
            run_warnings(superuser)
        assert mail_to(owner.email, "some para sempre")
        found = superuser.execute(
            "SELECT count(*) AS count FROM outgoing_mails WHERE recipient = %s AND template = 'organization_purge_soon'", (owner.email,)
        ).fetchone()
        assert found == {"count": 1}

    def test_whoever_restores_it_is_warned_anew_another_time(self, superuser: Connection, owner: Person) -> None:
        owner.delete("/organizations/current")
        superuser.execute("UPDATE organizations SET purge_warned_at = now() WHERE id = %s", (owner.organization_id,))
        assert owner.post(f"/organizations/{owner.organization_id}/restore").status_code == 200
        assert owner.delete("/organizations/current").status_code == 204
        row = superuser.execute("SELECT purge_warned_at FROM organizations WHERE id = %s", (owner.organization_id,)).fetchone()
        assert row == {"purge_warned_at": None}


class TestPurge:
    def test_takes_everything_of_what_is_past_its_grace_and_nothing_else(
        self, superuser: Connection, owner: Person, member: Person, other: Person
    ) -> None:
        for person in (owner, other):
            make_deal(person, make_client(person)["id"])
            make_entry(person)
            make_import(person)
        kept = another(owner)
        before = fingerprint(superuser, other.organization_id, kept["id"])
        assert owner.delete("/organizations/current").status_code == 204
        superuser.execute("UPDATE organizations SET purge_at = now() - interval '1 second' WHERE id = %s", (owner.organization_id,))
        superuser.execute(PURGE)

        def left() -> list[str]:
            rows = superuser.execute("SELECT id::text FROM organizations WHERE id = %s", (owner.organization_id,)).fetchall()
            return [row["id"] for row in rows]

        assert eventually(lambda: left() == [], timeout_seconds=60)
        nothing = fingerprint(superuser, str(uuid4()))
        assert fingerprint(superuser, owner.organization_id) == nothing
        assert fingerprint(superuser, other.organization_id, kept["id"]) == before
        folder = ENVIRONMENT.data_dir / "storage" / "org" / owner.organization_id
        assert eventually(lambda: not folder.exists())

    def test_leaves_what_is_in_its_grace(self, superuser: Connection, owner: Person, other: Person) -> None:
        assert owner.delete("/organizations/current").status_code == 204
        assert other.delete("/organizations/current").status_code == 204
        superuser.execute("UPDATE organizations SET purge_at = now() - interval '1 second' WHERE id = %s", (other.organization_id,))
        superuser.execute(PURGE)
        ids = [owner.organization_id, other.organization_id]

        def left() -> list[str]:
            return [row["id"] for row in superuser.execute("SELECT id::text FROM organizations WHERE id = ANY(%s::uuid[])", (ids,))]

        assert eventually(lambda: left() == [owner.organization_id], timeout_seconds=60)

    def test_only_the_job_s_run_may_ask_for_it(
        self, superuser: Connection, auth_login: Connection, app_login: Connection, owner: Person
    ) -> None:
        superuser.execute(
            "UPDATE organizations SET deleted_at = now(), purge_at = now() + interval '1 hour' WHERE id = %s", (owner.organization_id,)
        )
        row = auth_login.execute("SELECT app.purge_organization(1) AS id").fetchone()
        assert row == {"id": None}
        for statement in ("SELECT app.purge_organization(1)", "SELECT app.mark_purging()"):
            with pytest.raises(Exception, match="permission denied"), app_login.transaction():
                app_login.execute(statement)

    def test_the_mark_of_a_purge_can_not_be_forged(self, app_login: Connection, owner: Person) -> None:
        make_client(owner)
        app_login.execute("SELECT app.enter(%s, %s)", (session_of(owner), owner.organization_id))
        app_login.execute("SELECT set_config('app.purging', 'on', true)")
        assert app_login.execute("SELECT app.is_purging() AS it").fetchone() == {"it": False}
