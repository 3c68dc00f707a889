"""Proving the address of a new account, and moving to another one."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.api.mailbox import mail_to, mails_to, token_in
from tests.e2e.api.support import (
    Connection,
    Person,
    assert_problem,
    eventually,
    forwarded,
    log_in,
    register,
    registration,
    session_of,
    some_address,
    some_email,
)

pytestmark = [pytest.mark.auth, pytest.mark.users]


def post(http: httpx.Client, path: str, **body: str) -> httpx.Response:
    return http.post(path, json=body, headers={"X-Forwarded-For": forwarded(some_address())})


def verify(http: httpx.Client, token: str) -> httpx.Response:
    return post(http, "/auth/email/verify", token=token)


def verified(http: httpx.Client) -> Person:
    person = register(http)
    assert verify(http, token_in(mail_to(person.email, "/auth/verify"))).status_code == 200
    return person


class TestVerify:
    def test_the_link_of_a_new_account_proves_its_address(self, http: httpx.Client, owner: Person) -> None:
        assert owner.get("/users/me").json()["email_verified_at"] is None
        answer = verify(http, token_in(mail_to(owner.email, "/auth/verify")))
        assert (answer.status_code, answer.json()) == (200, {"status": "verified", "email": owner.email})
        assert owner.get("/users/me").json()["email_verified_at"] is not None

    def test_it_signs_nobody_in(self, http: httpx.Client, owner: Person) -> None:
        answer = verify(http, token_in(mail_to(owner.email, "/auth/verify")))
        assert answer.cookies == {}

    def test_of_fifty_at_once_exactly_one_wins(self, http: httpx.Client, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(lambda _: verify(http, token).status_code, range(50)))
        assert sorted(statuses) == [200] + [400] * 49

    def test_expired_link_is_refused(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        superuser.execute("UPDATE one_time_tokens SET expires_at = now() WHERE user_id = %s", (owner.user_id,))
        assert_problem(verify(http, token), 400, "token_invalid")

    def test_link_to_a_former_address_proves_nothing(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        superuser.execute("UPDATE users SET email = %s WHERE id = %s", (some_email(), owner.user_id))
        assert_problem(verify(http, token), 400, "token_invalid")

    def test_leaves_one_audit_entry(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        verify(http, token_in(mail_to(owner.email, "/auth/verify")))
        rows = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'user.email_verified'", (owner.organization_id,)
        ).fetchall()
        assert rows == [{"changes": {}}]

    def test_only_the_hash_of_a_token_is_kept(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        for table in ("one_time_tokens", "outgoing_mails", "procrastinate_jobs"):
            row = superuser.execute(
                f"SELECT count(*) AS found FROM {table} t WHERE t::text LIKE %s", (f"%{token.partition('.')[2]}%",)
            ).fetchone()
            assert row == {"found": 0}


def claim(http: httpx.Client, token: str) -> httpx.Response:
    return post(http, "/auth/email/claim", token=token)


def disown(http: httpx.Client, token: str) -> httpx.Response:
    return post(http, "/auth/email/disown", token=token)


class TestClaim:
    """The page of the link says whose account it speaks of; a stranger's is proven by nobody in passing."""

    def test_says_whose_account_it_is_and_proves_nothing(self, http: httpx.Client, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        found = claim(http, token).json()
        assert (found["purpose"], found["email"], found["full_name"], found["is_own"]) == (
            "verification",
            owner.email,
            owner.full_name,
            False,
        )
        assert found["made_at"]
        assert owner.get("/users/me").json()["email_verified_at"] is None
        assert verify(http, token).status_code == 200
        assert_problem(claim(http, token), 400, "token_invalid")

    def test_knows_who_is_signed_in(self, owner: Person, other: Person) -> None:
        body = {"token": token_in(mail_to(owner.email, "/auth/verify"))}
        assert owner.post("/auth/email/claim", json=body).json()["is_own"] is True
        assert other.post("/auth/email/claim", json=body).json()["is_own"] is False

    def test_not_mine_takes_the_address_out_of_the_account(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        assert post(http, "/auth/password/forgot", email=owner.email).status_code == 202
        reset_token = token_in(mail_to(owner.email, "/auth/reset"))
        token = token_in(mail_to(owner.email, "/auth/verify"))
        assert disown(http, token).json() == {"status": "disowned"}
        assert_problem(post(http, "/auth/login", email=owner.email, password="violet-harbour-lantern-42"), 401, "credentials_invalid")
        assert_problem(verify(http, token), 400, "token_invalid")
        assert_problem(post(http, "/auth/password/reset", token=reset_token, password="amber-orchard-whistle-77"), 400, "token_invalid")
        me = owner.get("/users/me").json()
        assert me["email"].endswith("@no-address.invalid")
        rows = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'user.email_disowned'", (owner.organization_id,)
        ).fetchall()
        assert rows == [{"changes": {}}]
        # Whose address it is signs up with it, and whoever mistyped theirs gives the right one.
        assert register(http, email=owner.email).user_id != owner.user_id
        new_email = some_email()
        assert owner.patch("/users/me", json={"email": new_email}).status_code == 200
        assert verify(http, token_in(mail_to(new_email, "Confirme o seu novo"))).json()["status"] == "changed"
        assert log_in(http, new_email).user_id == owner.user_id

    def test_a_proven_address_stays(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        token = token_in(mail_to(owner.email, "/auth/verify"))
        superuser.execute("UPDATE users SET email_verified_at = now() WHERE id = %s", (owner.user_id,))
        assert_problem(disown(http, token), 400, "token_invalid")
        assert log_in(http, owner.email).user_id == owner.user_id

    def test_a_change_that_either_address_knows_nothing_of_is_called_off(self, http: httpx.Client) -> None:
        person, new_email = verified(http), some_email()
        person.patch("/users/me", json={"email": new_email})
        new_token = token_in(mail_to(new_email, "Confirme o seu novo"))
        assert claim(http, new_token).json()["purpose"] == "change_new"
        assert disown(http, token_in(mail_to(person.email, "Autorize"))).status_code == 200
        assert_problem(verify(http, new_token), 400, "token_invalid")
        me = person.get("/users/me").json()
        assert (me["email"], me["pending_email"]) == (person.email, None)

    def test_of_fifty_at_once_one_is_heard(self, http: httpx.Client, owner: Person) -> None:
        """Proving and disowning are one thing to be had."""
        token = token_in(mail_to(owner.email, "/auth/verify"))
        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(lambda n: (verify if n % 2 else disown)(http, token).status_code, range(50)))
        assert sorted(statuses) == [200] + [400] * 49

    @pytest.mark.parametrize("token", ["x", "a" * 100, "'"])
    def test_garbage_is_refused(self, http: httpx.Client, token: str) -> None:
        for path in ("claim", "disown"):
            assert_problem(post(http, f"/auth/email/{path}", token=token), 400, "token_invalid")


class TestResend:
    def test_mails_another_link(self, http: httpx.Client, owner: Person) -> None:
        first = token_in(mail_to(owner.email, "/auth/verify"))
        assert post(http, "/auth/email/resend", email=owner.email).status_code == 202

        def newest() -> str:
            return token_in(mail_to(owner.email, "/auth/verify"))

        assert eventually(lambda: newest() != first, timeout_seconds=30)
        assert verify(http, newest()).status_code == 200

    def test_answers_the_same_for_an_unknown_and_for_a_proven_address(self, http: httpx.Client) -> None:
        person = verified(http)
        answers = [post(http, "/auth/email/resend", email=email) for email in (person.email, some_email())]
        assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"status": "mailed_if_known"})] * 2


class TestTakenAddress:
    def test_the_owner_hears_of_the_attempt_once(self, http: httpx.Client, owner: Person) -> None:
        for _ in range(3):
            assert_problem(post(http, "/auth/register", **registration(email=owner.email)), 409, "email_taken")
        assert owner.email in mail_to(owner.email, "Você já tem uma conta")["text"]
        mail_to(register(http).email, "/auth/verify")
        assert len([mail for mail in mails_to(owner.email) if mail["subject"] == "Você já tem uma conta"]) == 1


class TestChange:
    def test_it_is_done_once_both_addresses_agreed(self, http: httpx.Client) -> None:
        person, new_email = verified(http), some_email()
        answer = person.patch("/users/me", json={"email": new_email})
        assert (answer.status_code, answer.json()["email"], answer.json()["pending_email"]) == (200, person.email, new_email)
        old_token = token_in(mail_to(person.email, "Autorize o seu novo e-mail"))
        new_token = token_in(mail_to(new_email, "Confirme o seu novo e-mail"))
        assert verify(http, new_token).json() == {"status": "waiting_for_old", "email": new_email}
        assert person.get("/users/me").json()["email"] == person.email
        assert verify(http, old_token).json() == {"status": "changed", "email": new_email}
        me = person.get("/users/me").json()
        assert (me["email"], me["pending_email"]) == (new_email, None)
        for address in (person.email, new_email):
            assert mail_to(address, "A sua conta tem um novo e-mail")
        assert log_in(http, new_email).user_id == person.user_id
        assert_problem(post(http, "/auth/login", email=person.email, password="violet-harbour-lantern-42"), 401)

    def test_either_may_agree_first(self, http: httpx.Client) -> None:
        person, new_email = verified(http), some_email()
        person.patch("/users/me", json={"email": new_email})
        assert verify(http, token_in(mail_to(person.email, "Autorize"))).json()["status"] == "waiting_for_new"
        assert verify(http, token_in(mail_to(new_email, "Confirme o seu novo"))).json()["status"] == "changed"

    def test_an_address_that_was_never_proven_has_no_say(self, http: httpx.Client, owner: Person) -> None:
        new_email = some_email()
        owner.patch("/users/me", json={"email": new_email})
        assert verify(http, token_in(mail_to(new_email, "Confirme o seu novo"))).json()["status"] == "changed"

    def test_another_wish_voids_the_first(self, http: httpx.Client, owner: Person) -> None:
        first, second = some_email(), some_email()
        owner.patch("/users/me", json={"email": first})
        token = token_in(mail_to(first, "Confirme o seu novo"))
        owner.patch("/users/me", json={"email": second})
        assert_problem(verify(http, token), 400, "token_invalid")
        assert owner.get("/users/me").json()["pending_email"] == second

    def test_a_taken_address_is_answered_alike_and_its_owner_told(self, http: httpx.Client, owner: Person, other: Person) -> None:
        answer = owner.patch("/users/me", json={"email": other.email})
        assert (answer.status_code, answer.json()["pending_email"]) == (200, other.email)
        assert mail_to(other.email, "Você já tem uma conta")
        assert [mail for mail in mails_to(other.email) if "Confirme o seu novo" in mail["subject"]] == []

    def test_an_address_taken_meanwhile_is_a_conflict(self, http: httpx.Client, owner: Person) -> None:
        new_email = some_email()
        owner.patch("/users/me", json={"email": new_email})
        token = token_in(mail_to(new_email, "Confirme o seu novo"))
        register(http, email=new_email)
        assert_problem(verify(http, token), 409, "email_taken")
        assert owner.get("/users/me").json()["email"] == owner.email

    def test_it_asks_for_a_fresh_proof_of_identity(self, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE id = %s", (session_of(owner),))
        assert_problem(owner.patch("/users/me", json={"email": some_email()}), 403, "reauthentication_required")
        assert owner.patch("/users/me", json={"email": owner.email}).status_code == 200

    def test_links_that_went_to_the_former_address_open_nothing(self, http: httpx.Client, owner: Person) -> None:
        stale = token_in(mail_to(owner.email, "/auth/verify"))
        new_email = some_email()
        owner.patch("/users/me", json={"email": new_email})
        assert verify(http, token_in(mail_to(new_email, "Confirme o seu novo"))).json()["status"] == "changed"
        assert_problem(verify(http, stale), 400, "token_invalid")

    def test_of_fifty_agreements_at_once_exactly_one_moves_the_account(self, http: httpx.Client, owner: Person) -> None:
        new_email = some_email()
        owner.patch("/users/me", json={"email": new_email})
        token = token_in(mail_to(new_email, "Confirme o seu novo"))
        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(lambda _: verify(http, token).status_code, range(50)))
        assert sorted(statuses) == [200] + [400] * 49
