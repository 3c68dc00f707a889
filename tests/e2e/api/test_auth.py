"""Sign up, log in, refresh, log out."""

from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from uuid_utils.compat import uuid7

from scripts.environment import ROOMY_LIMITS
from tests.e2e.api.support import (
    ENVIRONMENT,
    MEMBERSHIPS,
    PASSWORD,
    Connection,
    Person,
    assert_problem,
    forwarded,
    log_in,
    register,
    registration,
    session_of,
    some_address,
    some_email,
)

pytestmark = pytest.mark.auth

COOKIE = "lovedcrm_refresh"


def post(http: httpx.Client, path: str, body: Any = None, **headers: str) -> httpx.Response:
    address = forwarded(headers.pop("X_Forwarded_For", "") or some_address())
    sent = {"X-Forwarded-For": address} | {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post(path, json=body, headers=sent)


def refresh(http: httpx.Client, token: str, **headers: str) -> httpx.Response:
    return post(http, "/auth/refresh", Cookie=f"{COOKIE}={token}", **headers)


def cookie_of(answer: httpx.Response) -> str:
    return answer.cookies[COOKIE]


def age_rotation(superuser: Connection, person: Person, seconds: int) -> None:
    superuser.execute(
        "UPDATE user_sessions SET rotated_at = rotated_at - make_interval(secs => %s) WHERE id = %s", (seconds, session_of(person))
    )


class TestRegister:
    def test_signs_up_and_in(self, http: httpx.Client) -> None:
        body = registration(organization_name="Padaria Sol", locale="pt")
        answer = post(http, "/auth/register", body)
        assert answer.status_code == 201
        found = answer.json()
        assert found["token_type"] == "bearer"
        assert found["expires_in"] == 900
        assert (found["user"]["email"], found["user"]["full_name"], found["user"]["locale"]) == (body["email"], "Ana Souza", "pt")
        assert found["organization"]["name"] == "Padaria Sol"
        assert found["organization"]["role"] == "owner"
        assert found["organization"]["plan"] == "unlimited"

    @pytest.mark.parametrize(
        ("locale", "name", "currency"),
        [("pt", "Agência de Ana", "BRL"), ("en", "Ana's agency", "USD"), ("es", "Agencia de Ana", "USD")],
    )
    def test_names_the_organization_in_the_person_s_language(self, http: httpx.Client, locale: str, name: str, currency: str) -> None:
        body = registration(locale=locale)
        del body["organization_name"]
        organization = post(http, "/auth/register", body).json()["organization"]
        assert (organization["name"], organization["currency"]) == (name, currency)

    def test_keeps_language_and_time_zone_as_preferences(self, http: httpx.Client) -> None:
        person = register(http, locale="es", time_zone="America/Bogota")
        found = person.get("/preferences").json()
        assert (found["theme"], found["locale"], found["time_zone"]) == ("system", "es", "America/Bogota")

    def test_writes_one_audit_entry(self, http: httpx.Client, superuser: Connection) -> None:
        person = register(http)
        rows = superuser.execute("SELECT * FROM audit_log WHERE organization_id = %s", (person.organization_id,)).fetchall()
        assert [row["action"] for row in rows] == ["user.registered"]
        assert str(rows[0]["user_id"]) == person.user_id
        assert rows[0]["session_id"] == session_of(person)

    def test_stores_no_password_and_no_token(self, http: httpx.Client, superuser: Connection) -> None:
        person = register(http)
        user = superuser.execute("SELECT password_hash FROM users WHERE id = %s", (person.user_id,)).fetchone()
        session = superuser.execute("SELECT * FROM user_sessions WHERE id = %s", (session_of(person),)).fetchone()
        assert user is not None
        assert user["password_hash"].startswith("$argon2id$")
        assert person.cookies[COOKIE] not in str(session)

    def test_a_taken_email_is_refused_in_any_spelling(self, http: httpx.Client) -> None:
        body = registration()
        assert post(http, "/auth/register", body).status_code == 201
        assert_problem(post(http, "/auth/register", body | {"email": f" {body['email'].upper()} "}), 409, "email_taken")

    def test_a_double_submit_makes_one_account(self, http: httpx.Client, superuser: Connection) -> None:
        body = registration()
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: post(http, "/auth/register", body).status_code, range(8)))
        assert sorted(statuses) == [201] + [409] * 7
        organizations = superuser.execute("SELECT id FROM organizations WHERE name = %s", (body["organization_name"],)).fetchall()
        assert len(organizations) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "ana"}, "email"), ({"email": ""}, "email"), ({"email": 7}, "email"), ({"full_name": " "}, "full_name"),
            ({"full_name": "a\x00b"}, "full_name"), ({"full_name": "a" * 201}, "full_name"), ({"locale": "fr"}, "locale"),
            ({"organization_name": ""}, "organization_name"), ({"time_zone": "Mars/Base"}, "time_zone"), ({"password": 1}, "password"),
            ({"role": "owner"}, "role"), ({"organization_id": "x"}, "organization_id"), ({"password": None}, "password"),
        ],
    )  # fmt: skip
    def test_bad_values_are_named(self, http: httpx.Client, changes: dict[str, Any], field: str) -> None:
        problem = assert_problem(post(http, "/auth/register", registration(**changes)), 422, "invalid")
        assert [error["field"] for error in problem["errors"]] == [field]

    @pytest.mark.parametrize("name", ["email", "password", "full_name"])
    def test_missing_values_are_named(self, http: httpx.Client, name: str) -> None:
        body = registration()
        del body[name]
        assert assert_problem(post(http, "/auth/register", body), 422)["errors"][0]["field"] == name

    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("short", "password_too_short"), ("password1234", "password_too_common"), ("x1 " * 67, "password_too_long"),
            ("lovedcrm forever", "password_contains_name"), ("padaria lua cheia", "password_contains_name"),
        ],
    )  # fmt: skip
    def test_weak_passwords_are_refused_with_the_reason(self, http: httpx.Client, password: str, code: str) -> None:
        answer = post(http, "/auth/register", registration(password=password, organization_name="Padaria Lua"))
        assert assert_problem(answer, 422, code)["errors"][0]["field"] == "password"

    def test_an_address_has_a_limit(self, http: httpx.Client) -> None:
        address = some_address()
        body = registration(password="short")
        for _ in range(int(ROOMY_LIMITS["REGISTER_ATTEMPTS_PER_HOUR"])):
            assert post(http, "/auth/register", body, X_Forwarded_For=address).status_code == 422
        refused = post(http, "/auth/register", body, X_Forwarded_For=address)
        assert_problem(refused, 429, "rate_limited")
        assert int(refused.headers["retry-after"]) > 0


class TestLogin:
    def test_signs_in(self, http: httpx.Client, owner: Person) -> None:
        person = log_in(http, owner.email)
        assert person.organization_id == owner.organization_id
        assert session_of(person) != session_of(owner)

    def test_the_email_s_case_does_not_matter(self, http: httpx.Client, owner: Person) -> None:
        assert log_in(http, f" {owner.email.upper()} ").user_id == owner.user_id

    def test_wrong_password_and_unknown_email_answer_the_same(self, http: httpx.Client, owner: Person) -> None:
        wrong = post(http, "/auth/login", {"email": owner.email, "password": PASSWORD + "x"})
        unknown = post(http, "/auth/login", {"email": some_email(), "password": PASSWORD})
        problems = [assert_problem(answer, 401, "credentials_invalid") for answer in (wrong, unknown)]
        for problem in problems:
            del problem["request_id"]
        assert problems[0] == problems[1]
        assert wrong.headers.keys() == unknown.headers.keys()

    def test_spaces_around_a_password_count(self, http: httpx.Client, owner: Person) -> None:
        assert_problem(post(http, "/auth/login", {"email": owner.email, "password": f" {PASSWORD}"}), 401)

    def test_a_disabled_user_is_refused_like_a_wrong_password(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE users SET disabled_at = now() WHERE id = %s", (owner.user_id,))
        assert_problem(post(http, "/auth/login", {"email": owner.email, "password": PASSWORD}), 401, "credentials_invalid")
        assert_problem(owner.get("/clients"), 401, "session_dead")

    def test_without_an_organization_there_is_one_of_their_own(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        superuser.execute("DELETE FROM memberships WHERE user_id = %s", (owner.user_id,))
        answer = post(http, "/auth/login", {"email": owner.email, "password": PASSWORD})
        assert answer.status_code == 200
        organization = answer.json()["organization"]
        assert (organization["name"], organization["role"]) == ("Agência de Ana", "owner")
        assert organization["id"] != owner.organization_id
        assert log_in(http, owner.email).organization_id == organization["id"]

    def test_an_outdated_hash_is_renewed(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
        superuser.execute("UPDATE users SET password_hash = %s WHERE id = %s", (cheap, owner.user_id))
        log_in(http, owner.email)
        row = superuser.execute("SELECT password_hash FROM users WHERE id = %s", (owner.user_id,)).fetchone()
        assert row is not None
        assert "m=19456,t=2,p=1" in row["password_hash"]
        log_in(http, owner.email)

    def test_an_account_has_a_limit_at_an_address(self, http: httpx.Client, owner: Person) -> None:
        address = some_address()
        body = {"email": owner.email, "password": "wrong"}
        for _ in range(10):
            assert post(http, "/auth/login", body, X_Forwarded_For=address).status_code == 401
        assert_problem(post(http, "/auth/login", body, X_Forwarded_For=address), 429, "rate_limited")
        assert log_in(http, owner.email).user_id == owner.user_id

    def test_an_ipv6_network_is_one_address(self, http: httpx.Client, owner: Person) -> None:
        """Everybody with a connection has 2^64 addresses of it."""
        network, body = IPv6Address(some_address()).exploded[:19], {"email": owner.email, "password": "wrong"}
        for number in range(1, 11):
            assert post(http, "/auth/login", body, X_Forwarded_For=f"{network}:0:0:0:{number}").status_code == 401
        assert_problem(post(http, "/auth/login", body, X_Forwarded_For=f"{network}:a:b:c:d"), 429, "rate_limited")

    def test_an_account_has_a_limit_over_all_addresses_but_its_own(self, http: httpx.Client, owner: Person) -> None:
        wrong, right = ({"email": owner.email, "password": password} for password in ("wrong", PASSWORD))
        for _ in range(100):
            assert post(http, "/auth/login", wrong, X_Forwarded_For=some_address()).status_code == 401
        assert_problem(post(http, "/auth/login", right, X_Forwarded_For=some_address()), 429, "rate_limited")
        assert post(http, "/auth/login", right, X_Forwarded_For=owner.address).status_code == 200
        # That was the owner: the count begins anew.
        assert post(http, "/auth/login", right, X_Forwarded_For=some_address()).status_code == 200

    def test_a_forged_forwarding_entry_does_not_escape_the_limit(self, http: httpx.Client, owner: Person) -> None:
        address = some_address()
        body = {"email": owner.email, "password": "wrong"}
        statuses = [post(http, "/auth/login", body, X_Forwarded_For=f"{some_address()}, {address}").status_code for _ in range(11)]
        assert statuses[-1] == 429

    def test_writes_one_audit_entry(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        person = log_in(http, owner.email)
        rows = superuser.execute("SELECT action FROM audit_log WHERE session_id = %s", (session_of(person),)).fetchall()
        assert [row["action"] for row in rows] == ["user.logged_in"]


@pytest.mark.sessions
class TestRefresh:
    def test_gives_a_new_access_token_and_rotates(self, http: httpx.Client, owner: Person) -> None:
        answer = refresh(http, owner.cookies[COOKIE])
        assert answer.status_code == 200
        assert cookie_of(answer) != owner.cookies[COOKIE]
        owner.token = answer.json()["access_token"]
        assert answer.json()["organization"]["id"] == owner.organization_id
        assert owner.get("/clients").status_code == 200

    def test_late_tabs_get_the_same_successor(self, http: httpx.Client, owner: Person) -> None:
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: refresh(http, owner.cookies[COOKIE]), range(50)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({cookie_of(answer) for answer in answers}) == 1

    def test_a_former_token_ends_the_log_in(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        successor = cookie_of(refresh(http, owner.cookies[COOKIE]))
        age_rotation(superuser, owner, 11)
        assert_problem(refresh(http, owner.cookies[COOKIE]), 401, "refresh_reused")
        assert_problem(refresh(http, successor), 401, "refresh_invalid")
        assert_problem(owner.get("/clients"), 401, "session_dead")
        rows = superuser.execute("SELECT action, changes FROM audit_log WHERE session_id = %s", (session_of(owner),)).fetchall()
        assert [row["action"] for row in rows] == ["user.registered", "session.ended"]
        assert rows[1]["changes"] == {"reason": [None, "refresh_reused"]}

    def test_nothing_rotates_twice_within_the_grace_period(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        """Or a tab that is a moment late would be two generations late, and end everybody's log-in."""
        second = cookie_of(refresh(http, owner.cookies[COOKIE]))
        assert cookie_of(refresh(http, second)) == second
        assert cookie_of(refresh(http, owner.cookies[COOKIE])) == second
        age_rotation(superuser, owner, 11)
        third = cookie_of(refresh(http, second))
        assert third != second
        assert cookie_of(refresh(http, second)) == third

    def test_tabs_of_two_generations_at_once_stay_signed_in(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        tokens = [owner.cookies[COOKIE]]
        for _ in range(3):
            tokens.append(cookie_of(refresh(http, tokens[-1])))
            held = tokens[-2:]
            with ThreadPoolExecutor(20) as pool:
                answers = list(pool.map(lambda n, held=held: refresh(http, held[n % 2]), range(50)))
            assert {(answer.status_code, answer.cookies.get(COOKIE)) for answer in answers} == {(200, tokens[-1])}
            age_rotation(superuser, owner, 11)
        assert len(set(tokens)) == 4

    def test_a_token_of_two_rotations_ago_ends_the_log_in_at_once(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        second = cookie_of(refresh(http, owner.cookies[COOKIE]))
        age_rotation(superuser, owner, 11)
        assert cookie_of(refresh(http, second)) != second
        assert_problem(refresh(http, owner.cookies[COOKIE]), 401, "refresh_reused")

    def test_an_invented_token_ends_nothing(self, http: httpx.Client, owner: Person) -> None:
        assert_problem(refresh(http, f"{session_of(owner)}.invented"), 401, "refresh_invalid")
        assert owner.get("/clients").status_code == 200

    def test_a_log_in_bears_few_invented_tokens(self, http: httpx.Client, owner: Person) -> None:
        """Each is held against every former one, of which a log-in that is refreshed all day has thousands."""
        for _ in range(20):
            assert_problem(refresh(http, f"{session_of(owner)}.invented"), 401, "refresh_invalid")
        assert_problem(refresh(http, f"{session_of(owner)}.invented"), 429, "rate_limited")
        assert refresh(http, owner.cookies[COOKIE]).status_code == 200

    @pytest.mark.parametrize("token", ["", "x", "x.y", "a" * 5000])
    def test_garbage_is_refused(self, http: httpx.Client, token: str) -> None:
        assert_problem(refresh(http, token), 401, "refresh_invalid")

    def test_no_cookie_is_refused(self, http: httpx.Client) -> None:
        assert_problem(post(http, "/auth/refresh"), 401, "refresh_invalid")

    def test_a_refused_refresh_leaves_the_cookie_alone(self, http: httpx.Client) -> None:
        assert "set-cookie" not in refresh(http, "x.y").headers

    def test_an_expired_log_in_is_over(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE user_sessions SET expires_at = now() WHERE id = %s", (session_of(owner),))
        assert_problem(refresh(http, owner.cookies[COOKIE]), 401, "refresh_invalid")
        assert_problem(owner.get("/clients"), 401, "session_dead")

    def test_a_removed_member_lands_in_another_organization(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        superuser.execute("DELETE FROM memberships WHERE user_id = %s", (owner.user_id,))
        superuser.execute(MEMBERSHIPS, (other.organization_id, uuid7(), owner.user_id, "member"))
        answer = refresh(http, owner.cookies[COOKIE])
        assert answer.json()["organization"]["id"] == other.organization_id


@pytest.mark.sessions
class TestLogout:
    def test_ends_the_log_in_now(self, http: httpx.Client, owner: Person) -> None:
        assert owner.post("/auth/logout").status_code == 204
        assert_problem(owner.get("/clients"), 401, "session_dead")
        assert_problem(refresh(http, owner.cookies[COOKIE]), 401, "refresh_invalid")
        assert_problem(owner.post("/auth/logout"), 401, "session_dead")

    def test_works_with_the_cookie_alone(self, http: httpx.Client, owner: Person) -> None:
        answer = post(http, "/auth/logout", Cookie=f"{COOKIE}={owner.cookies[COOKIE]}")
        assert answer.status_code == 204
        assert_problem(owner.get("/clients"), 401, "session_dead")

    def test_clears_the_cookie_even_when_nobody_is_signed_in(self, http: httpx.Client) -> None:
        answer = post(http, "/auth/logout")
        assert_problem(answer, 401, "unauthenticated")
        assert f'{COOKIE}="";' in answer.headers["set-cookie"]

    def test_an_invented_cookie_ends_nothing(self, http: httpx.Client, owner: Person) -> None:
        assert_problem(post(http, "/auth/logout", Cookie=f"{COOKIE}={session_of(owner)}.invented"), 401)
        assert owner.get("/clients").status_code == 200

    def test_leaves_other_log_ins_alone(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = log_in(http, owner.email)
        assert owner.post("/auth/logout").status_code == 204
        assert elsewhere.get("/clients").status_code == 200

    def test_writes_one_audit_entry(self, superuser: Connection, owner: Person) -> None:
        owner.post("/auth/logout")
        rows = superuser.execute("SELECT action FROM audit_log WHERE session_id = %s", (session_of(owner),)).fetchall()
        assert [row["action"] for row in rows] == ["user.registered", "session.ended"]


@pytest.mark.security
class TestCookie:
    def test_scripts_never_see_it(self, http: httpx.Client) -> None:
        header = post(http, "/auth/register", registration()).headers["set-cookie"]
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"} <= {part.strip() for part in header.split(";")}

    @pytest.mark.parametrize("path", ["/auth/register", "/auth/login", "/auth/refresh", "/auth/logout"])
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:3000.evil.example"},
            {"Origin": "http://evil.localhost:3000"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": ""},
        ],
    )  # fmt: skip
    def test_other_sites_are_refused(self, http: httpx.Client, path: str, headers: dict[str, str]) -> None:
        assert_problem(post(http, path, registration(), **headers), 403, "cross_site")

    def test_our_own_site_is_welcome(self, http: httpx.Client, owner: Person) -> None:
        origin = ENVIRONMENT.variables["NEXT_PUBLIC_APP_URL"]
        answer = refresh(http, owner.cookies[COOKIE], Origin=origin, Sec_Fetch_Site="same-origin")
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == origin

    def test_no_other_origin_may_read_answers(self, http: httpx.Client) -> None:
        answer = http.options("/clients", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"})
        assert "access-control-allow-origin" not in answer.headers
