"""A forgotten password, and a changed one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.authenticator import Authenticator
from tests.e2e.api.factors import add_passkey, guard
from tests.e2e.api.mailbox import mail_to, mails_to, token_in
from tests.e2e.api.oidc import Browser, google_email
from tests.e2e.api.support import (
    MEMBERSHIPS,
    PASSWORD,
    Connection,
    Person,
    assert_problem,
    confirm_address,
    connect,
    eventually,
    forwarded,
    log_in,
    make_api_key,
    register,
    some_address,
    some_email,
)

pytestmark = [pytest.mark.auth, pytest.mark.users]

NEW_PASSWORD = "amber-orchard-whistle-77"


def post(http: httpx.Client, path: str, **body: str) -> httpx.Response:
    return http.post(path, json=body, headers={"X-Forwarded-For": forwarded(some_address())})


def forget(http: httpx.Client, email: str) -> str:
    """The token of the mailed link."""
    assert post(http, "/auth/password/forgot", email=email).status_code == 202
    return token_in(mail_to(email, "/auth/reset"))


def reset(http: httpx.Client, token: str, password: str = NEW_PASSWORD) -> httpx.Response:
    return post(http, "/auth/password/reset", token=token, password=password)


class TestForgot:
    def test_mails_a_link_that_sets_a_new_password(self, http: httpx.Client, owner: Person) -> None:
        answer = reset(http, forget(http, owner.email))
        assert (answer.status_code, answer.json()) == (200, {"email": owner.email})
        assert log_in(http, owner.email, NEW_PASSWORD).user_id == owner.user_id
        assert_problem(post(http, "/auth/login", email=owner.email, password=PASSWORD), 401, "credentials_invalid")

    def test_answers_the_same_for_an_unknown_address(self, http: httpx.Client, owner: Person) -> None:
        known, unknown = (post(http, "/auth/password/forgot", email=email) for email in (owner.email, some_email()))
        assert known.status_code == unknown.status_code == 202
        assert known.json() == unknown.json()
        ignored = ("x-request-id", "date")
        assert {n: v for n, v in known.headers.items() if n not in ignored} == {
            n: v for n, v in unknown.headers.items() if n not in ignored
        }

    def test_past_five_an_hour_nothing_more_is_mailed_and_nobody_is_told(self, http: httpx.Client, owner: Person) -> None:
        statuses = [post(http, "/auth/password/forgot", email=owner.email).status_code for _ in range(8)]
        assert statuses == [202] * 8
        later = register(http)
        forget(http, later.email)
        assert len([mail for mail in mails_to(owner.email) if "/auth/reset" in mail["text"]]) <= 5

    def test_the_address_is_found_however_it_is_written(self, http: httpx.Client, owner: Person) -> None:
        assert post(http, "/auth/password/forgot", email=owner.email.upper()).status_code == 202
        assert mail_to(owner.email, "/auth/reset")["to"] == [owner.email]

    @pytest.mark.parametrize("email", ["", "x", "a@b@c", "a" * 300 + "@x.com", "ana@x.com\x00"])
    def test_what_is_no_address_gets_422(self, http: httpx.Client, email: str) -> None:
        assert_problem(post(http, "/auth/password/forgot", email=email), 422)

    def test_disabled_account_gets_no_mail(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE users SET disabled_at = now() WHERE id = %s", (owner.user_id,))
        assert post(http, "/auth/password/forgot", email=owner.email).status_code == 202
        # Jobs run in order: what was asked for later has come.
        forget(http, register(http).email)
        assert [mail for mail in mails_to(owner.email) if "/auth/reset" in mail["text"]] == []


class TestReset:
    def test_ends_every_log_in_and_opens_none(self, http: httpx.Client, owner: Person) -> None:
        second = log_in(http, owner.email)
        answer = reset(http, forget(http, owner.email))
        assert answer.cookies == {}
        assert "access_token" not in answer.json()
        for person in (owner, second):
            assert_problem(person.get("/users/me"), 401, "session_dead")

    def test_takes_away_what_a_stranger_left_in_an_account_of_this_address(
        self, http: httpx.Client, superuser: Connection, owner: Person
    ) -> None:
        """Who signed up with somebody else's address can't keep a way in past the moment its owner claims it."""
        Browser().connect(owner, email=google_email())
        add_passkey(owner, Authenticator())
        reset(http, forget(http, owner.email))
        for table in ("oauth_identities", "passkeys", "two_factor_backup_codes"):
            found = superuser.execute(f"SELECT FROM {table} WHERE user_id = %s", (owner.user_id,)).fetchone()
            assert found is None, table
        assert log_in(http, owner.email, NEW_PASSWORD).user_id == owner.user_id

    def test_leaves_the_other_ways_into_a_proven_account(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        confirm_address(owner)
        Browser().connect(owner, email=google_email())
        add_passkey(owner, Authenticator())
        reset(http, forget(http, owner.email))
        for table in ("oauth_identities", "passkeys", "two_factor_backup_codes"):
            assert superuser.execute(f"SELECT FROM {table} WHERE user_id = %s", (owner.user_id,)).fetchone() is not None, table

    def test_a_log_in_that_began_with_the_old_password_ends(self, http: httpx.Client, owner: Person) -> None:
        guarded = guard(owner)
        challenge = post(http, "/auth/login", email=owner.email, password=PASSWORD).json()["challenge_token"]
        reset(http, forget(http, owner.email))
        answer = post(http, "/auth/login/2fa", challenge_token=challenge, code=guarded.backup_codes[0])
        assert_problem(answer, 401, "challenge_invalid")

    def test_the_old_password_opens_nothing_while_it_is_replaced(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        """The hash is checked before the log-in's transaction begins: in it, it must still be the same."""
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'lovedcrm_auth'"
        with connect(autocommit=False) as replacing, ThreadPoolExecutor(1) as pool:
            replacing.execute("UPDATE users SET password_hash = 'another' WHERE id = %s", (owner.user_id,))
            answer = pool.submit(post, http, "/auth/login", email=owner.email, password=PASSWORD)
            eventually(lambda: answer.done() or superuser.execute(waiting).fetchone() is not None)
            replacing.commit()
            assert_problem(answer.result(), 401, "credentials_invalid")

    def test_tells_the_owner_and_proves_the_address(self, http: httpx.Client, owner: Person) -> None:
        reset(http, forget(http, owner.email))
        assert owner.email in mail_to(owner.email, "A sua senha foi redefinida")["text"]
        assert log_in(http, owner.email, NEW_PASSWORD).get("/users/me").json()["email_verified_at"] is not None

    def test_stands_in_the_audit_log(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        reset(http, forget(http, owner.email))
        row = superuser.execute(
            "SELECT action, changes FROM audit_log WHERE organization_id = %s AND user_id = %s ORDER BY created_at DESC, id DESC",
            (owner.organization_id, owner.user_id),
        ).fetchone()
        assert row == {"action": "user.password_reset", "changes": {}}

    def test_of_fifty_at_once_exactly_one_wins(self, http: httpx.Client, owner: Person) -> None:
        token = forget(http, owner.email)
        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(lambda number: reset(http, token, f"{NEW_PASSWORD}-{number}").status_code, range(50)))
        assert sorted(statuses) == [200] + [400] * 49

    def test_used_token_is_refused(self, http: httpx.Client, owner: Person) -> None:
        token = forget(http, owner.email)
        assert reset(http, token).status_code == 200
        assert_problem(reset(http, token), 400, "token_invalid")

    def test_expired_token_is_refused(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        token = forget(http, owner.email)
        row = superuser.execute(
            "UPDATE one_time_tokens SET expires_at = now() WHERE user_id = %s AND purpose = 'password_reset'"
            " RETURNING expires_at - created_at <= interval '30 minutes' AS is_short", (owner.user_id,)
        ).fetchone()  # fmt: skip
        assert row == {"is_short": True}
        assert_problem(reset(http, token), 400, "token_invalid")

    def test_token_of_another_purpose_is_refused(self, http: httpx.Client, owner: Person) -> None:
        assert_problem(reset(http, token_in(mail_to(owner.email, "/auth/verify"))), 400, "token_invalid")

    def test_mutated_token_is_refused(self, http: httpx.Client, owner: Person) -> None:
        token = forget(http, owner.email)
        for place in (0, 31, 33, len(token) - 2):
            changed = "A" if token[place] != "A" else "B"
            assert_problem(reset(http, token[:place] + changed + token[place + 1 :]), 400, "token_invalid")
        for other in (token[:-1], token + "A", token.upper(), token.partition(".")[2], "null", "0"):
            assert_problem(reset(http, other), 400, "token_invalid")
        assert reset(http, token).status_code == 200

    @pytest.mark.parametrize("token", ["", "a" * 129, "a" * 100_000, "\x00"])
    def test_token_of_another_shape_gets_422(self, http: httpx.Client, token: str) -> None:
        assert_problem(reset(http, token), 422)

    @pytest.mark.parametrize(
        ("password", "code"),
        [("short", "password_too_short"), ("123qweasdzxc", "password_breached"), ("passwordpassword1", "password_too_common")],
    )
    def test_weak_password_is_refused_and_the_token_stays(self, http: httpx.Client, owner: Person, password: str, code: str) -> None:
        token = forget(http, owner.email)
        problem = assert_problem(reset(http, token, password), 422)
        assert problem["errors"][0]["code"] == code
        assert reset(http, token).status_code == 200

    def test_the_organization_s_name_is_no_password(self, http: httpx.Client, owner: Person) -> None:
        name = owner.get("/organizations/current").json()["name"]
        problem = assert_problem(reset(http, forget(http, owner.email), f"{name} para sempre"), 422)
        assert problem["errors"][0]["code"] == "password_contains_name"

    def test_a_newer_reset_voids_the_older_link(self, http: httpx.Client, owner: Person) -> None:
        first = forget(http, owner.email)
        assert post(http, "/auth/password/forgot", email=owner.email).status_code == 202
        assert reset(http, first).status_code == 200
        for mail in [mail for mail in mails_to(owner.email) if "/auth/reset" in mail["text"]]:
            assert_problem(reset(http, token_in(mail)), 400, "token_invalid")


class TestApiKeys:
    def test_a_reset_ends_those_of_the_person_in_every_organization(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        """Whoever had the account may have made one."""
        elsewhere = register(http)
        superuser.execute(MEMBERSHIPS, (elsewhere.organization_id, uuid7(), owner.user_id, "admin"))
        token = owner.post(f"/organizations/{elsewhere.organization_id}/switch").json()["access_token"]
        keys = [make_api_key(owner), make_api_key(replace(owner, organization_id=elsewhere.organization_id, token=token))]
        others = make_api_key(elsewhere)
        assert reset(http, forget(http, owner.email)).status_code == 200
        for key in keys:
            assert_problem(http.get("/clients", headers={"Authorization": f"Bearer {key['secret']}"}), 401, "api_key_invalid")
        assert http.get("/clients", headers={"Authorization": f"Bearer {others['secret']}"}).status_code == 200
        assert {item["id"]: item["status"] for item in elsewhere.get("/api-keys").json()["items"]} == {
            keys[1]["id"]: "password_reset", others["id"]: "active",
        }  # fmt: skip
        for organization_id, key in ((owner.organization_id, keys[0]), (elsewhere.organization_id, keys[1])):
            rows = superuser.execute(
                "SELECT user_id::text, changes FROM audit_log WHERE organization_id = %s AND action = 'api_key.revoked' AND entity_id = %s",
                (organization_id, key["id"]),
            ).fetchall()
            assert rows == [{"user_id": owner.user_id, "changes": {"status": ["active", "revoked"], "reason": [None, "password_reset"]}}]

    def test_a_change_by_who_knows_the_old_one_keeps_them(self, http: httpx.Client, owner: Person) -> None:
        key = make_api_key(owner)
        body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert owner.post("/users/me/password", json=body).status_code == 200
        assert http.get("/clients", headers={"Authorization": f"Bearer {key['secret']}"}).status_code == 200
        assert "chaves de API continuam" in mail_to(owner.email, "A sua senha foi alterada")["text"]


class TestChange:
    def change(self, person: Person, current: str = PASSWORD, new: str = NEW_PASSWORD) -> httpx.Response:
        return person.post("/users/me/password", json={"current_password": current, "new_password": new})

    def test_replaces_it_and_ends_the_other_log_ins(self, http: httpx.Client, owner: Person) -> None:
        other = log_in(http, owner.email)
        assert self.change(owner).status_code == 200
        assert owner.get("/users/me").status_code == 200
        assert_problem(other.get("/users/me"), 401, "session_dead")
        assert log_in(http, owner.email, NEW_PASSWORD).user_id == owner.user_id
        assert mail_to(owner.email, "A sua senha foi alterada")

    def test_anonymous_gets_401(self, http: httpx.Client) -> None:
        assert_problem(http.post("/users/me/password", json={}), 401, "unauthenticated")

    def test_wrong_old_password_is_named_by_its_field(self, owner: Person) -> None:
        problem = assert_problem(self.change(owner, current="something-else-entirely"), 422)
        assert (problem["errors"][0]["field"], problem["errors"][0]["code"]) == ("current_password", "password_wrong")

    def test_weak_new_password_is_named_by_its_field(self, owner: Person) -> None:
        problem = assert_problem(self.change(owner, new="short"), 422)
        assert (problem["errors"][0]["field"], problem["errors"][0]["code"]) == ("new_password", "password_too_short")

    def test_guessing_the_old_one_is_limited(self, owner: Person) -> None:
        statuses = [self.change(owner, current=f"guess-number-{number}").status_code for number in range(11)]
        assert statuses == [422] * 10 + [429]

    def test_voids_links_that_were_asked_for_before(self, http: httpx.Client, owner: Person) -> None:
        token = forget(http, owner.email)
        assert self.change(owner).status_code == 200
        assert_problem(reset(http, token), 400, "token_invalid")

    def test_leaves_one_audit_entry_without_secrets(self, superuser: Connection, owner: Person) -> None:
        self.change(owner)
        rows = superuser.execute(
            "SELECT action, changes FROM audit_log WHERE organization_id = %s AND action = 'user.password_changed'",
            (owner.organization_id,),
        ).fetchall()
        assert rows == [{"action": "user.password_changed", "changes": {}}]
