"""Taking one's data along, and deleting the account: complete, and reaching nobody else."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.repositories.personal_data import REGISTRY
from tests.e2e.api.support import Connection, Person, assert_problem, join, log_in, make_client, make_deal, make_entry, register
from tests.e2e.api.test_avatar import path_of, picture, put

pytestmark = pytest.mark.users

POINTING = """
    SELECT c.relname AS table, array_agg(DISTINCT a.attname::text) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND (
        a.attname ~ '^(user|owner|actor)_id$|_by$'
        OR EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
                   AND (k.confrelid = 'users'::regclass
                        OR (k.confrelid = 'memberships'::regclass AND a.attname <> 'organization_id'))))
    GROUP BY c.relname"""
COLUMNS = """
    SELECT c.relname AS table, array_agg(a.attname::text) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname"""
# (what points at a person, what happens to it when the person goes): c deletes the row, n keeps it without them.
RULES = """
    SELECT k.conrelid::regclass::text AS table, a.attname::text AS column, k.confdeltype::text AS rule
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[array_length(k.conkey, 1)]
    WHERE k.contype = 'f' AND k.confrelid IN ('users'::regclass, 'memberships'::regclass)"""


def stale(superuser: Connection, person: Person) -> None:
    superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = %s", (person.user_id,))


def unpack(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class TestRegistry:
    """A new table or column that has to do with people fails here until it is decided about."""

    def test_knows_every_table_that_points_at_people(self, superuser: Connection) -> None:
        pointing = {row["table"]: set(row["columns"]) for row in superuser.execute(POINTING).fetchall()}
        assert set(pointing) | {"users"} == set(REGISTRY)
        for table, columns in pointing.items():
            about = REGISTRY[table]
            assert columns == {about.key, *about.mentions.split()}, table

    def test_decides_about_every_column(self, superuser: Connection) -> None:
        columns = {row["table"]: sorted(row["columns"]) for row in superuser.execute(COLUMNS).fetchall()}
        for table, about in REGISTRY.items():
            decided = {*about.given.split(), *about.withheld.split(), *about.mentions.split()}
            assert sorted(decided) == columns[table], table
            assert not set(about.given.split()) & set(about.withheld.split()), table

    def test_gives_no_secret_away(self) -> None:
        for table, about in REGISTRY.items():
            for column in about.columns:
                assert not any(word in column for word in ("hash", "secret", "token", "key", "sealed")), f"{table}.{column}"

    def test_the_database_does_with_the_rows_what_the_registry_says(self, superuser: Connection) -> None:
        for row in superuser.execute(RULES).fetchall():
            assert row["rule"] in ("c", "n"), row
            about = REGISTRY[row["table"]]
            if row["column"] == about.key:
                assert about.erasure == ("deleted" if row["rule"] == "c" else "unlinked"), row


class TestExport:
    def test_holds_everything_of_the_person(self, owner: Person) -> None:
        put(owner, picture())
        client = make_client(owner, name="Padaria Sol", owner_id=owner.user_id)
        make_entry(owner, client["id"], content="Pediu o orçamento do site.")
        answer = owner.get("/users/me/export")
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["content-disposition"].startswith('attachment; filename="loved-crm-')
        files = unpack(answer)
        folder = f"organizations/{owner.organization_id}"
        assert set(files) == {
            "README.txt", "account/avatar.webp", "account/outgoing_mails.json", f"{folder}/organization.json",
            *(f"{'account' if about.plane == 'identity' else folder}/{table}.json" for table, about in REGISTRY.items()),
        }  # fmt: skip
        assert json.loads(files["account/users.json"])[0]["email"] == owner.email
        assert len(json.loads(files["account/user_sessions.json"])) == 1
        assert json.loads(files[f"{folder}/clients.json"])[0]["name"] == "Padaria Sol"
        assert "Pediu o orçamento do site." in {entry["content"] for entry in json.loads(files[f"{folder}/timeline_entries.json"])}
        assert "user.registered" in {entry["action"] for entry in json.loads(files[f"{folder}/audit_log.json"])}
        assert files["README.txt"].decode().startswith("O que o Loved CRM sabe")

    def test_holds_nothing_of_colleagues_and_no_secret(self, superuser: Connection, owner: Person, member: Person) -> None:
        client = make_client(member, name="Café Lua", owner_id=member.user_id)
        make_entry(member, client["id"], content="Só do Bruno.")
        whole = b"".join(unpack(owner.get("/users/me/export")).values()).decode(errors="replace")
        assert "Café Lua" not in whole
        assert "Só do Bruno." not in whole
        assert member.email not in whole
        row = superuser.execute("SELECT password_hash FROM users WHERE id = %s", (owner.user_id,)).fetchone()
        assert row is not None
        assert row["password_hash"] not in whole

    def test_reaches_every_organization_of_the_person(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, gen_random_uuid(), %s, 'member')",
            (other.organization_id, owner.user_id),
        )
        make_client(other, name="Do outro")
        files = unpack(owner.get("/users/me/export"))
        assert f"organizations/{other.organization_id}/clients.json" in files
        assert json.loads(files[f"organizations/{other.organization_id}/clients.json"]) == []

    def test_is_noted_in_the_audit_log(self, superuser: Connection, owner: Person) -> None:
        owner.get("/users/me/export")
        row = superuser.execute("SELECT FROM audit_log WHERE organization_id = %s AND action = 'user.exported'", (owner.organization_id,))
        assert len(row.fetchall()) == 1

    def test_needs_a_fresh_proof_of_identity(self, superuser: Connection, owner: Person) -> None:
        stale(superuser, owner)
        assert_problem(owner.get("/users/me/export"), 403, "reauthentication_required")

    def test_more_than_five_an_hour_are_refused(self, owner: Person) -> None:
        assert [owner.get("/users/me/export").status_code for _ in range(6)] == [200] * 5 + [429]

    def test_anonymous_gets_401(self, http: httpx.Client) -> None:
        assert_problem(http.get("/users/me/export"), 401, "unauthenticated")


class TestPlan:
    def test_says_what_would_happen_where(self, http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        make_deal(member, client["id"], owner_id=member.user_id)
        [place] = member.get("/users/me/deletion").json()["items"]
        assert (place["outcome"], place["client_count"], place["deal_count"]) == ("left", 1, 1)
        assert [colleague["user_id"] for colleague in place["colleagues"]] == [owner.user_id]
        [place] = owner.get("/users/me/deletion").json()["items"]
        assert (place["organization_id"], place["outcome"]) == (owner.organization_id, "blocked")
        [place] = register(http).get("/users/me/deletion").json()["items"]
        assert (place["outcome"], place["colleagues"]) == ("closed", [])


class TestDelete:
    def test_ends_the_account_and_frees_the_address(self, http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
        assert member.delete("/users/me").status_code == 204
        assert superuser.execute("SELECT FROM users WHERE id = %s", (member.user_id,)).fetchone() is None
        assert_problem(member.get("/users/me"), 401, "session_dead")
        assert member.user_id not in {row["user_id"] for row in owner.get("/members").json()["items"]}
        again = register(http, email=member.email)
        assert again.user_id != member.user_id

    def test_the_cookie_goes_too(self, member: Person) -> None:
        cookie = member.delete("/users/me").headers["set-cookie"]
        assert cookie.startswith('lovedcrm_refresh=""; ')
        assert "Max-Age=0" in cookie

    def test_what_they_owned_goes_to_the_chosen_colleague(self, superuser: Connection, owner: Person, member: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        deal = make_deal(member, client["id"], owner_id=member.user_id)
        answer = member.delete("/users/me", params={"successor": f"{owner.organization_id}:{owner.user_id}"})
        assert answer.status_code == 204
        assert owner.get(f"/clients/{client['id']}").json()["owner_id"] == owner.user_id
        assert owner.get(f"/deals/{deal['id']}").json()["owner_id"] == owner.user_id
        row = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'member.records_moved'", (owner.organization_id,)
        ).fetchone()
        assert row is not None
        assert row["changes"]["clients_moved"] == [0, 1]

    def test_without_one_it_is_nobody_s_and_what_they_wrote_stays(self, owner: Person, member: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        entry = make_entry(member, client["id"], content="Fechamos em outubro.")
        assert member.delete("/users/me").status_code == 204
        assert owner.get(f"/clients/{client['id']}").json()["owner_id"] is None
        kept = owner.get(f"/timeline/{entry['id']}").json()
        assert (kept["content"], kept["user_id"]) == ("Fechamos em outubro.", None)

    def test_the_audit_log_keeps_the_pseudonym_alone(self, superuser: Connection, owner: Person, member: Person) -> None:
        name = f"Zuleica {uuid4().hex}"
        member.patch("/users/me", json={"full_name": name})
        assert member.delete("/users/me").status_code == 204
        rows = superuser.execute(
            "SELECT l::text AS text, action, user_id FROM audit_log l WHERE organization_id = %s", (owner.organization_id,)
        )
        entries = rows.fetchall()
        assert "user.deleted" in {row["action"] for row in entries if str(row["user_id"]) == member.user_id}
        assert not any(name in row["text"] or member.email in row["text"] for row in entries)

    def test_no_table_knows_the_person_any_more(self, superuser: Connection, owner: Person, member: Person) -> None:
        name = f"Zuleica {uuid4().hex}"
        member.patch("/users/me", json={"full_name": name})
        put(member, picture())
        avatar = path_of(superuser, member)
        make_client(member, owner_id=member.user_id)
        assert member.delete("/users/me").status_code == 204
        assert not avatar.exists()
        for table in (row["table"] for row in superuser.execute(COLUMNS).fetchall()):
            found = superuser.execute(
                f"SELECT t::text AS text FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s", (f"%{member.email}%", f"%{name}%")
            ).fetchall()
            # The last mail says goodbye, until it is cleared away with all others.
            assert [row for row in found if "account_deleted" not in row["text"] and '"mail_id"' not in row["text"]] == [], table

    def test_says_goodbye_by_mail(self, superuser: Connection, member: Person) -> None:
        member.delete("/users/me")
        rows = superuser.execute("SELECT template FROM outgoing_mails WHERE recipient = %s", (member.email,)).fetchall()
        assert "account_deleted" in {row["template"] for row in rows}

    def test_an_organization_of_one_closes_with_its_owner(self, superuser: Connection, owner: Person) -> None:
        make_client(owner)
        assert owner.delete("/users/me").status_code == 204
        row = superuser.execute("SELECT deleted_at, purge_at FROM organizations WHERE id = %s", (owner.organization_id,)).fetchone()
        assert row is not None
        assert row["deleted_at"] is not None
        assert row["purge_at"] is not None

    def test_the_only_owner_of_a_team_can_t_go(self, owner: Person, member: Person) -> None:
        problem = assert_problem(owner.delete("/users/me"), 409, "owner_needed")
        assert [place["id"] for place in problem["organizations"]] == [owner.organization_id]
        assert owner.get("/users/me").status_code == 200

    def test_a_second_owner_lets_the_first_go(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        second = join(http, superuser, owner.organization_id, "owner")
        assert owner.delete("/users/me").status_code == 204
        assert second.get("/organizations/current").status_code == 200

    def test_of_two_owners_at_once_one_stays(self, http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
        second = join(http, superuser, owner.organization_id, "owner")
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda person: person.delete("/users/me"), (owner, second)))
        assert sorted(answer.status_code for answer in answers) == [204, 409]

    def test_every_log_in_ends(self, http: httpx.Client, owner: Person, member: Person) -> None:
        elsewhere = log_in(http, member.email)
        member.delete("/users/me")
        assert_problem(elsewhere.get("/users/me"), 401, "session_dead")

    def test_another_organization_s_member_is_no_successor(self, owner: Person, member: Person, other: Person) -> None:
        for successor in (f"{owner.organization_id}:{other.user_id}", f"{other.organization_id}:{other.user_id}"):
            assert_problem(member.delete("/users/me", params={"successor": successor}), 409, "successor_unknown")
        assert member.get("/users/me").status_code == 200

    @pytest.mark.parametrize("successor", ["x", "", "a:b", "01999999-0000-7000-8000-000000000000"])
    def test_bad_successors_change_nothing(self, member: Person, successor: str) -> None:
        assert_problem(member.delete("/users/me", params={"successor": successor}), 422)
        assert member.get("/users/me").status_code == 200

    def test_needs_a_fresh_proof_of_identity(self, superuser: Connection, member: Person) -> None:
        stale(superuser, member)
        assert_problem(member.delete("/users/me"), 403, "reauthentication_required")
        assert member.get("/users/me").status_code == 200

    def test_another_site_can_t_ask_for_it(self, member: Person) -> None:
        assert_problem(member.delete("/users/me", headers={"Origin": "https://evil.example"}), 403, "cross_site")

    def test_anonymous_gets_401(self, http: httpx.Client) -> None:
        assert_problem(http.delete("/users/me"), 401, "unauthenticated")

    def test_no_login_erases_another_person(self, auth_login: Connection, owner: Person) -> None:
        row = auth_login.execute("SELECT app.erase_user(gen_random_uuid()) AS outcome").fetchone()
        assert row == {"outcome": "session_dead"}


def test_erasing_may_fold_the_totals(superuser: Connection) -> None:
    """The totals' triggers fold now and then, whoever changes deals and clients."""
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL ROLE lovedcrm_eraser")
        superuser.execute("SELECT app.fold_totals(gen_random_uuid())")
