"""Authenticator app and backup codes: setting up, logging in, taking away; each code once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import jwt
import pytest

from tests.e2e.api.factors import (
    Guarded,
    answer_with,
    challenge,
    code_now,
    guard,
    log_in,
    make_stale,
    new_guarded,
    post,
    wrong_code,
)
from tests.e2e.api.mailbox import mail_to
from tests.e2e.api.support import ENVIRONMENT, Connection, Person, assert_problem
from tests.e2e.api.support import log_in as plain_log_in

pytestmark = pytest.mark.two_factor

SECRET = ENVIRONMENT.variables["JWT_SECRET"]
AT_ONCE = 50


@pytest.fixture
def guarded(http: httpx.Client) -> Guarded:
    return new_guarded(http)


def last_audit(superuser: Connection, person: Person) -> dict[str, object]:
    row = superuser.execute(
        "SELECT action, changes FROM audit_log WHERE organization_id = %s ORDER BY created_at DESC, id DESC LIMIT 1",
        (person.organization_id,),
    ).fetchone()
    assert row is not None
    return row


class TestStatus:
    def test_says_that_nothing_is_set_up(self, owner: Person) -> None:
        answer = owner.get("/two-factor")
        assert answer.status_code == 200
        assert answer.json() == {
            "enabled": False, "has_password": True, "app_enabled_at": None, "backup_codes_left": 0, "passkeys": [], "demanded_by": None,
        }  # fmt: skip

    def test_names_the_organization_that_asks_for_a_factor(self, owner: Person, superuser: Connection) -> None:
        superuser.execute(
            "INSERT INTO security_policies (organization_id, two_factor, factor_grace_until) VALUES (%s, 'required', now() + interval '7 days')",
            (owner.organization_id,),
        )
        assert owner.get("/two-factor").json()["demanded_by"]["grace_until"] is not None

    def test_names_it_wherever_the_person_is_signed_in(self, owner: Person, superuser: Connection) -> None:
        """The most urgent one of all that the person is in, and none that they have left or that is closed."""
        demand = (
            "INSERT INTO security_policies (organization_id, two_factor, factor_grace_until) VALUES (%s, 'required', now() + %s::interval)"
        )
        later, sooner, closed, left = (
            owner.post("/organizations", json={"name": name}).json()["id"] for name in ("Sul", "Norte", "Velha", "Ex")
        )
        for organization_id, grace in ((later, "9 days"), (sooner, "2 days"), (closed, "1 day"), (left, "1 day")):
            superuser.execute(demand, (organization_id, grace))
        superuser.execute("UPDATE organizations SET deleted_at = now(), purge_at = now() + interval '9 days' WHERE id = %s", (closed,))
        superuser.execute("UPDATE memberships SET left_at = now() WHERE organization_id = %s", (left,))
        assert owner.get("/two-factor").json()["demanded_by"]["organization_name"] == "Norte"

    def test_the_last_factor_stays_while_another_organization_asks_for_one(self, http: httpx.Client, superuser: Connection) -> None:
        guarded = new_guarded(http)
        elsewhere = guarded.person.post("/organizations", json={"name": "Norte"}).json()["id"]
        superuser.execute("INSERT INTO security_policies (organization_id, two_factor) VALUES (%s, 'required')", (elsewhere,))
        assert_problem(guarded.person.post("/two-factor/disable"), 403, "two_factor_demanded")


class TestSetup:
    def test_gives_what_an_app_reads(self, owner: Person) -> None:
        found = owner.post("/two-factor/setup").json()
        assert len(found["secret"]) == 32
        assert found["otpauth_uri"].startswith("otpauth://totp/Loved%20CRM:")
        assert found["secret"] in found["otpauth_uri"]
        assert found["qr_svg"].startswith("<svg")

    def test_changes_nothing_about_logging_in(self, http: httpx.Client, owner: Person) -> None:
        owner.post("/two-factor/setup")
        assert "access_token" in log_in(http, owner).json()

    def test_again_replaces_the_secret(self, owner: Person) -> None:
        first = owner.post("/two-factor/setup").json()["secret"]
        second = owner.post("/two-factor/setup").json()["secret"]
        assert_problem(owner.post("/two-factor/enable", json={"code": code_now(first)}), 422, "code_wrong")
        assert owner.post("/two-factor/enable", json={"code": code_now(second)}).status_code == 200

    def test_is_refused_once_enabled(self, guarded: Guarded) -> None:
        assert_problem(guarded.person.post("/two-factor/setup"), 409, "two_factor_enabled")

    def test_needs_fresh_authentication(self, owner: Person, superuser: Connection) -> None:
        make_stale(superuser, owner)
        assert_problem(owner.post("/two-factor/setup"), 403, "reauthentication_required")


class TestEnable:
    def test_gives_ten_backup_codes(self, owner: Person) -> None:
        codes = guard(owner).backup_codes
        assert len(set(codes)) == 10
        assert all(len(code.replace("-", "")) == 12 for code in codes)
        assert owner.get("/two-factor").json()["backup_codes_left"] == 10

    def test_is_audited_and_mailed(self, owner: Person, superuser: Connection) -> None:
        guard(owner)
        assert last_audit(superuser, owner)["action"] == "two_factor.enabled"
        assert mail_to(owner.email, "/admin/settings/security")

    def test_ends_the_other_sessions(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = plain_log_in(http, owner.email)
        guard(owner)
        assert_problem(elsewhere.get("/users/me"), 401, "session_dead")
        assert owner.get("/users/me").status_code == 200

    @pytest.mark.parametrize("code", ["", "12345", "abcdef" * 10, "000 00\x00"])
    def test_malformed_code_gets_422(self, owner: Person, code: str) -> None:
        owner.post("/two-factor/setup")
        assert owner.post("/two-factor/enable", json={"code": code}).status_code == 422

    def test_wrong_code_gets_422(self, owner: Person) -> None:
        secret = owner.post("/two-factor/setup").json()["secret"]
        assert_problem(owner.post("/two-factor/enable", json={"code": wrong_code(secret)}), 422, "code_wrong")
        assert owner.get("/two-factor").json()["enabled"] is False

    def test_before_setup_gets_409(self, owner: Person) -> None:
        assert_problem(owner.post("/two-factor/enable", json={"code": "123456"}), 409, "two_factor_not_set_up")

    def test_twice_gets_409(self, guarded: Guarded) -> None:
        assert_problem(guarded.person.post("/two-factor/enable", json={"code": code_now(guarded.secret)}), 409, "two_factor_enabled")

    def test_its_code_opens_nothing_afterwards(self, http: httpx.Client, owner: Person) -> None:
        secret = owner.post("/two-factor/setup").json()["secret"]
        code = code_now(secret)
        assert owner.post("/two-factor/enable", json={"code": code}).status_code == 200
        assert_problem(answer_with(http, challenge(http, owner), code), 401, "second_factor_wrong")

    def test_secret_is_sealed_for_this_person_alone(self, http: httpx.Client, superuser: Connection) -> None:
        first, second = new_guarded(http), new_guarded(http)
        row = superuser.execute("SELECT secret_sealed FROM user_two_factor WHERE user_id = %s", (first.person.user_id,)).fetchone()
        assert row is not None
        assert first.secret.encode() not in bytes(row["secret_sealed"])
        superuser.execute(
            "UPDATE user_two_factor SET secret_sealed = %s, last_step = 0 WHERE user_id = %s", (row["secret_sealed"], second.person.user_id)
        )
        assert_problem(answer_with(http, challenge(http, second.person), code_now(first.secret)), 401, "second_factor_wrong")


class TestLogin:
    def test_code_signs_in(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        asked = log_in(http, guarded.person)
        assert asked.status_code == 200
        assert asked.json()["two_factor_required"] is True
        assert asked.json()["methods"] == ["code", "backup_code"]
        assert "access_token" not in asked.json()
        assert "set-cookie" not in asked.headers
        answer = answer_with(http, asked.json()["challenge_token"], guarded.code(superuser))
        assert answer.status_code == 200
        assert answer.json()["user"]["email"] == guarded.person.email
        assert "lovedcrm_refresh" in answer.cookies
        assert last_audit(superuser, guarded.person) == {"action": "user.logged_in", "changes": {"second_factor": [None, "app"]}}

    def test_backup_code_signs_in_once_and_is_mailed(self, http: httpx.Client, guarded: Guarded) -> None:
        code = guarded.backup_codes[3]
        assert answer_with(http, challenge(http, guarded.person), code.lower().replace("-", " ")).status_code == 200
        assert guarded.person.get("/two-factor").json()["backup_codes_left"] == 9
        assert mail_to(guarded.person.email, "/admin/settings/security")
        assert_problem(answer_with(http, challenge(http, guarded.person), code), 401, "second_factor_wrong")

    def test_wrong_password_says_nothing_of_a_second_factor(self, http: httpx.Client, guarded: Guarded) -> None:
        assert_problem(log_in(http, guarded.person, "not-the-password-1"), 401, "credentials_invalid")

    def test_same_code_works_once(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        code = guarded.code(superuser)
        assert answer_with(http, challenge(http, guarded.person), code).status_code == 200
        assert_problem(answer_with(http, challenge(http, guarded.person), code), 401, "second_factor_wrong")

    def test_challenge_works_once(self, http: httpx.Client, guarded: Guarded) -> None:
        token = challenge(http, guarded.person)
        assert answer_with(http, token, guarded.backup_codes[0]).status_code == 200
        assert_problem(answer_with(http, token, guarded.backup_codes[1]), 401, "challenge_invalid")

    def test_five_tries_then_the_challenge_is_over_and_the_person_is_told(
        self, http: httpx.Client, guarded: Guarded, superuser: Connection
    ) -> None:
        token, wrong = challenge(http, guarded.person), wrong_code(guarded.secret)
        left = [assert_problem(answer_with(http, token, wrong), 401, "second_factor_wrong")["attempts_left"] for _ in range(5)]
        assert left == [4, 3, 2, 1, 0]
        assert_problem(answer_with(http, token, guarded.code(superuser)), 401, "challenge_invalid")
        row = superuser.execute(
            "SELECT count(*) AS n FROM outgoing_mails WHERE recipient = %s AND template = 'second_factor_failed'", (guarded.person.email,)
        ).fetchone()
        assert row == {"n": 1}

    def test_guessing_over_many_challenges_is_stopped(self, http: httpx.Client, guarded: Guarded) -> None:
        wrong = wrong_code(guarded.secret)
        answers = []
        for _ in range(7):
            token = challenge(http, guarded.person)
            answers += [answer_with(http, token, wrong).status_code for _ in range(5)]
        assert answers == [401] * 30 + [429] * 5

    def test_old_challenge_gets_401(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        token = challenge(http, guarded.person)
        superuser.execute("UPDATE login_challenges SET expires_at = now() WHERE user_id = %s", (guarded.person.user_id,))
        assert_problem(answer_with(http, token, guarded.backup_codes[0]), 401, "challenge_invalid")

    def test_change_of_factors_ends_open_challenges(self, http: httpx.Client, guarded: Guarded) -> None:
        token = challenge(http, guarded.person)
        codes = guarded.person.post("/two-factor/backup-codes").json()["backup_codes"]
        assert_problem(answer_with(http, token, codes[0]), 401, "challenge_invalid")

    @pytest.mark.parametrize(
        "body", [{}, {"code": "123456"}, {"challenge_token": "x"}, {"challenge_token": "x", "code": "123456", "remember": True}]
    )
    def test_malformed_gets_422(self, http: httpx.Client, body: dict[str, object]) -> None:
        assert_problem(post(http, "/auth/login/2fa", body), 422, "invalid")


class TestChallengeToken:
    """It opens the second step of one log-in, and nothing opens that step but it."""

    def test_is_no_access_token(self, http: httpx.Client, guarded: Guarded) -> None:
        token = challenge(http, guarded.person)
        for path in ("/users/me", "/two-factor", "/clients"):
            answer = http.get(path, headers={"Authorization": f"Bearer {token}", "X-Org-Id": guarded.person.organization_id})
            assert_problem(answer, 401)

    def test_access_token_is_no_challenge(self, http: httpx.Client, guarded: Guarded) -> None:
        assert_problem(answer_with(http, guarded.person.token, guarded.backup_codes[0]), 401, "challenge_invalid")

    def test_forged_ones_get_401(self, http: httpx.Client, guarded: Guarded) -> None:
        token = challenge(http, guarded.person)
        claims = jwt.decode(token, options={"verify_signature": False})
        kind = {"typ": "challenge+jwt"}
        forged = [
            jwt.encode(claims, "", "none", headers=kind),
            jwt.encode(claims, "another-secret-" + "0" * 32, "HS256", headers=kind),
            jwt.encode(claims, SECRET, "HS384", headers=kind),
            jwt.encode(claims, SECRET, "HS256", headers={"typ": "at+jwt"}),
            jwt.encode(claims | {"aud": "lovedcrm-api"}, SECRET, "HS256", headers=kind),
            jwt.encode(claims | {"iss": "somebody"}, SECRET, "HS256", headers=kind),
            jwt.encode(claims | {"exp": datetime.now(UTC) - timedelta(seconds=1)}, SECRET, "HS256", headers=kind),
            jwt.encode(claims | {"jti": str(uuid4())}, SECRET, "HS256", headers=kind),
            jwt.encode(claims | {"jti": "1"}, SECRET, "HS256", headers=kind),
            token[:-4],
            "é" * 50,
            "x" * 4096,
        ]
        for spoiled in forged:
            assert_problem(answer_with(http, spoiled, guarded.backup_codes[0]), 401, "challenge_invalid")
        assert answer_with(http, token, guarded.backup_codes[0]).status_code == 200


class TestOneWinner:
    def test_of_fifty_uses_of_a_code(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        tokens = [challenge(http, guarded.person) for _ in range(9)]
        code = guarded.code(superuser)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda n: answer_with(http, tokens[n % len(tokens)], code), range(AT_ONCE)))
        assert [answer.status_code for answer in answers].count(200) == 1
        assert all(answer.status_code in (200, 401, 429) for answer in answers)

    def test_of_fifty_uses_of_a_backup_code(self, http: httpx.Client, guarded: Guarded) -> None:
        tokens = [challenge(http, guarded.person) for _ in range(9)]
        code = guarded.backup_codes[0]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda n: answer_with(http, tokens[n % len(tokens)], code), range(AT_ONCE)))
        assert [answer.status_code for answer in answers].count(200) == 1
        assert guarded.person.get("/two-factor").json()["backup_codes_left"] == 9

    def test_of_enabling_at_once(self, owner: Person) -> None:
        secret = owner.post("/two-factor/setup").json()["secret"]
        code = code_now(secret)
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda _: owner.post("/two-factor/enable", json={"code": code}), range(10)))
        assert [answer.status_code for answer in answers].count(200) == 1
        assert owner.get("/two-factor").json()["backup_codes_left"] == 10


class TestDisable:
    def test_takes_app_and_codes_away(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        assert guarded.person.post("/two-factor/disable").status_code == 204
        assert last_audit(superuser, guarded.person)["action"] == "two_factor.disabled"
        status = guarded.person.get("/two-factor").json()
        assert (status["enabled"], status["backup_codes_left"]) == (False, 0)
        assert "access_token" in log_in(http, guarded.person).json()

    def test_without_an_app_gets_409(self, owner: Person) -> None:
        assert_problem(owner.post("/two-factor/disable"), 409, "two_factor_disabled")

    def test_needs_fresh_authentication(self, guarded: Guarded, superuser: Connection) -> None:
        make_stale(superuser, guarded.person)
        assert_problem(guarded.person.post("/two-factor/disable"), 403, "reauthentication_required")
        assert guarded.person.get("/two-factor").json()["enabled"] is True

    def test_is_refused_while_the_organization_demands_a_factor(self, guarded: Guarded, superuser: Connection) -> None:
        superuser.execute(
            "INSERT INTO security_policies (organization_id, two_factor) VALUES (%s, 'required')", (guarded.person.organization_id,)
        )
        assert_problem(guarded.person.post("/two-factor/disable"), 403, "two_factor_demanded")
        assert guarded.person.get("/two-factor").json()["enabled"] is True


class TestBackupCodes:
    def test_new_ones_replace_the_old(self, http: httpx.Client, guarded: Guarded) -> None:
        codes = guarded.person.post("/two-factor/backup-codes").json()["backup_codes"]
        assert len(set(codes)) == 10
        assert_problem(answer_with(http, challenge(http, guarded.person), guarded.backup_codes[0]), 401, "second_factor_wrong")
        assert answer_with(http, challenge(http, guarded.person), codes[0]).status_code == 200

    def test_without_a_factor_gets_409(self, owner: Person) -> None:
        assert_problem(owner.post("/two-factor/backup-codes"), 409, "two_factor_missing")

    def test_need_fresh_authentication(self, guarded: Guarded, superuser: Connection) -> None:
        make_stale(superuser, guarded.person)
        assert_problem(guarded.person.post("/two-factor/backup-codes"), 403, "reauthentication_required")


class TestSecrecy:
    def test_secrets_are_in_no_answer_log_mail_or_audit_entry(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        answer_with(http, challenge(http, guarded.person), guarded.backup_codes[0])
        needles = [guarded.secret, *guarded.backup_codes, *(code.replace("-", "") for code in guarded.backup_codes)]
        person = guarded.person
        haystacks = [person.get(path).text for path in ("/two-factor", "/users/me", "/sessions", "/audit-log")]
        haystacks.append(json.dumps(superuser.execute("SELECT changes FROM audit_log WHERE user_id = %s", (person.user_id,)).fetchall()))
        haystacks.append(
            json.dumps(superuser.execute("SELECT subject, params FROM outgoing_mails WHERE recipient = %s", (person.email,)).fetchall())
        )
        haystacks.append((ENVIRONMENT.logs_dir / "api.log").read_text(encoding="utf-8", errors="replace"))
        for row in superuser.execute("SELECT code_hash FROM two_factor_backup_codes WHERE user_id = %s", (person.user_id,)):
            haystacks.append(bytes(row["code_hash"]).decode("latin-1"))
        assert [needle for needle in needles if any(needle in haystack for haystack in haystacks)] == []

    def test_another_person_s_codes_open_nothing(self, http: httpx.Client, guarded: Guarded) -> None:
        other = new_guarded(http)
        assert_problem(answer_with(http, challenge(http, guarded.person), other.backup_codes[0]), 401, "second_factor_wrong")
