"""Passkeys: registered, used as the only or the second factor, refused when anything about them is not as it should be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.authenticator import PRESENT, VERIFIED, Authenticator, encode
from tests.e2e.api.factors import add_passkey, challenge, guard, log_in, make_stale, post
from tests.e2e.api.support import Connection, Person, Record, assert_problem
from tests.e2e.api.support import log_in as plain_log_in

pytestmark = pytest.mark.two_factor

Spoil = Callable[[Authenticator], object]

# Each is one lie of an authenticator or of the page that it was asked on.
LIES: dict[str, Spoil] = {
    "another origin": lambda a: setattr(a, "origin", "https://evil.example"),
    "an origin that begins like ours": lambda a: setattr(a, "origin", a.origin + ".evil.example"),
    "our host at another port": lambda a: setattr(a, "origin", "http://localhost:1"),
    "another relying party": lambda a: setattr(a, "rp_id", "evil.example"),
    "the user was not verified": lambda a: setattr(a, "flags", PRESENT),
    "the user was not present": lambda a: setattr(a, "flags", VERIFIED),
    "an answer to something else": lambda a: setattr(a, "kind", {"create": "webauthn.get", "get": "webauthn.create"}),
}


def options(person: Person) -> Record:
    found: Record = person.post("/two-factor/passkeys/options").json()["public_key"]
    return found


def begin_login(http: httpx.Client) -> Record:
    found: Record = post(http, "/auth/login/passkey-options").json()["public_key"]
    return found


@pytest.fixture
def authenticator(owner: Person) -> Authenticator:
    """One passkey of the owner's."""
    made = Authenticator()
    add_passkey(owner, made)
    return made


class TestRegister:
    def test_asks_for_a_verified_user_at_our_own_address(self, owner: Person) -> None:
        found = options(owner)
        assert found["rp"] == {"id": "localhost", "name": "Loved CRM"}
        assert found["authenticatorSelection"]["userVerification"] == "required"
        assert found["authenticatorSelection"]["residentKey"] == "required"

    def test_first_one_comes_with_backup_codes(self, http: httpx.Client, owner: Person) -> None:
        added = add_passkey(owner, Authenticator())
        assert len(added["backup_codes"]) == 10
        assert added["passkey"]["name"] == "Notebook"
        assert log_in(http, owner).json()["methods"] == ["passkey", "backup_code"]
        assert add_passkey(owner, Authenticator())["backup_codes"] is None

    def test_keeps_the_backup_codes_of_an_app(self, owner: Person) -> None:
        guard(owner)
        assert add_passkey(owner, Authenticator())["backup_codes"] is None

    def test_ends_the_other_sessions(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = plain_log_in(http, owner.email)
        add_passkey(owner, Authenticator())
        assert_problem(elsewhere.get("/users/me"), 401, "session_dead")

    def test_needs_fresh_authentication(self, owner: Person, superuser: Connection) -> None:
        body = Authenticator().create(options(owner))
        make_stale(superuser, owner)
        assert_problem(owner.post("/two-factor/passkeys/options"), 403, "reauthentication_required")
        assert_problem(owner.post("/two-factor/passkeys", json=body), 403, "reauthentication_required")

    @pytest.mark.parametrize("lie", LIES)
    def test_lies_are_refused(self, owner: Person, lie: str) -> None:
        authenticator = Authenticator()
        LIES[lie](authenticator)
        assert_problem(owner.post("/two-factor/passkeys", json=authenticator.create(options(owner))), 422, "passkey_invalid")
        assert owner.get("/two-factor").json()["passkeys"] == []

    def test_challenge_works_once(self, owner: Person) -> None:
        asked = options(owner)
        assert owner.post("/two-factor/passkeys", json=Authenticator().create(asked)).status_code == 201
        assert_problem(owner.post("/two-factor/passkeys", json=Authenticator().create(asked)), 422, "passkey_invalid")

    def test_old_challenge_is_refused(self, owner: Person, superuser: Connection) -> None:
        body = Authenticator().create(options(owner))
        superuser.execute("UPDATE passkey_challenges SET expires_at = now() WHERE user_id = %s", (owner.user_id,))
        assert_problem(owner.post("/two-factor/passkeys", json=body), 422, "passkey_invalid")

    def test_another_person_s_challenge_is_refused(self, owner: Person, other: Person) -> None:
        body = Authenticator().create(options(other))
        assert_problem(owner.post("/two-factor/passkeys", json=body), 422, "passkey_invalid")

    def test_another_credential_than_the_attested_is_refused(self, owner: Person) -> None:
        body = Authenticator().create(options(owner), id=encode(b"another credential"))
        assert_problem(owner.post("/two-factor/passkeys", json=body), 422, "passkey_invalid")

    def test_same_passkey_twice_gets_409(self, owner: Person, authenticator: Authenticator, other: Person) -> None:
        assert_problem(owner.post("/two-factor/passkeys", json=authenticator.create(options(owner))), 409, "passkey_taken")
        assert_problem(other.post("/two-factor/passkeys", json=authenticator.create(options(other))), 409, "passkey_taken")

    @pytest.mark.parametrize(
        "rubbish",
        [
            {"attestation_object": encode(b"\xa0")},
            {"attestation_object": encode(b"\xff" * 64)},
            {"attestation_object": encode(b"\x9f" * 4000)},
            {"client_data_json": encode(b"{}")},
            {"client_data_json": encode(b"[" * 2000)},
            {"client_data_json": encode(b'{"challenge": 5}')},
        ],
        ids=range(6),
    )
    def test_rubbish_gets_422(self, owner: Person, rubbish: Record) -> None:
        assert_problem(owner.post("/two-factor/passkeys", json=Authenticator().create(options(owner), **rubbish)), 422, "passkey_invalid")


class TestLogin:
    def test_is_all_it_takes(self, http: httpx.Client, owner: Person, authenticator: Authenticator) -> None:
        answer = post(http, "/auth/login/passkey", authenticator.sign(begin_login(http)))
        assert answer.status_code == 200
        assert answer.json()["user"]["id"] == owner.user_id
        assert owner.get("/two-factor").json()["passkeys"][0]["last_used_at"] is not None

    def test_an_authenticator_that_never_counts_may_go_on(self, http: httpx.Client, owner: Person) -> None:
        synced = Authenticator(counts=False)
        add_passkey(owner, synced)
        for _ in range(2):
            assert post(http, "/auth/login/passkey", synced.sign(begin_login(http))).status_code == 200

    @pytest.mark.parametrize("lie", LIES)
    def test_lies_are_refused(self, http: httpx.Client, authenticator: Authenticator, lie: str) -> None:
        LIES[lie](authenticator)
        assert_problem(post(http, "/auth/login/passkey", authenticator.sign(begin_login(http))), 401, "passkey_invalid")

    def test_answer_works_once(self, http: httpx.Client, authenticator: Authenticator) -> None:
        body = authenticator.sign(begin_login(http))
        assert post(http, "/auth/login/passkey", body).status_code == 200
        assert_problem(post(http, "/auth/login/passkey", body), 401, "passkey_invalid")

    def test_challenge_works_once_even_when_refused(self, http: httpx.Client, authenticator: Authenticator) -> None:
        asked = begin_login(http)
        assert_problem(post(http, "/auth/login/passkey", Authenticator(user_handle=b"x").sign(asked)), 401, "passkey_invalid")
        assert_problem(post(http, "/auth/login/passkey", authenticator.sign(asked)), 401, "passkey_invalid")

    def test_a_count_that_went_back_is_refused(self, http: httpx.Client, authenticator: Authenticator) -> None:
        assert post(http, "/auth/login/passkey", authenticator.sign(begin_login(http))).status_code == 200
        authenticator.count -= 2
        assert_problem(post(http, "/auth/login/passkey", authenticator.sign(begin_login(http))), 401, "passkey_invalid")

    def test_a_spoiled_signature_is_refused(self, http: httpx.Client, authenticator: Authenticator) -> None:
        for changes in ({"signature": encode(b"\x30\x06\x02\x01\x01\x02\x01\x01")}, {"signature": encode(b"x")}):
            body = authenticator.sign(begin_login(http), **changes)
            assert_problem(post(http, "/auth/login/passkey", body), 401, "passkey_invalid")

    def test_another_person_s_handle_is_refused(self, http: httpx.Client, authenticator: Authenticator, other: Person) -> None:
        for handle in (encode(b"somebody"), None):
            body = authenticator.sign(begin_login(http), user_handle=handle)
            assert_problem(post(http, "/auth/login/passkey", body), 401, "passkey_invalid")

    def test_disabled_person_is_refused(
        self, http: httpx.Client, owner: Person, authenticator: Authenticator, superuser: Connection
    ) -> None:
        superuser.execute("UPDATE users SET disabled_at = now() WHERE id = %s", (owner.user_id,))
        assert_problem(post(http, "/auth/login/passkey", authenticator.sign(begin_login(http))), 401, "passkey_invalid")

    def test_of_twenty_at_once_one_wins(self, http: httpx.Client, authenticator: Authenticator) -> None:
        body = authenticator.sign(begin_login(http))
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: post(http, "/auth/login/passkey", body).status_code, range(20)))
        assert answers.count(200) == 1


class TestSecondFactor:
    def test_signs_in_after_the_password(self, http: httpx.Client, owner: Person, authenticator: Authenticator) -> None:
        token = challenge(http, owner)
        asked = post(http, "/auth/login/2fa/passkey-options", {"challenge_token": token}).json()["public_key"]
        assert [credential["id"] for credential in asked["allowCredentials"]] == [encode(authenticator.credential_id)]
        answer = post(http, "/auth/login/2fa", {"challenge_token": token, "passkey": authenticator.sign(asked)})
        assert answer.status_code == 200
        assert answer.json()["user"]["id"] == owner.user_id

    def test_another_person_s_passkey_is_refused(
        self, http: httpx.Client, owner: Person, authenticator: Authenticator, other: Person
    ) -> None:
        theirs = Authenticator()
        add_passkey(other, theirs)
        token = challenge(http, owner)
        asked = post(http, "/auth/login/2fa/passkey-options", {"challenge_token": token}).json()["public_key"]
        answer = post(http, "/auth/login/2fa", {"challenge_token": token, "passkey": theirs.sign(asked)})
        assert_problem(answer, 401, "second_factor_wrong")

    def test_a_challenge_of_the_first_step_is_refused(self, http: httpx.Client, owner: Person, authenticator: Authenticator) -> None:
        body = {"challenge_token": challenge(http, owner), "passkey": authenticator.sign(begin_login(http))}
        assert_problem(post(http, "/auth/login/2fa", body), 401, "second_factor_wrong")

    def test_options_for_no_challenge_get_401(self, http: httpx.Client) -> None:
        assert_problem(post(http, "/auth/login/2fa/passkey-options", {"challenge_token": "x"}), 401, "challenge_invalid")


class TestRenameAndRemove:
    def test_renames(self, owner: Person) -> None:
        passkey = add_passkey(owner, Authenticator())["passkey"]
        answer = owner.patch(f"/two-factor/passkeys/{passkey['id']}", json={"name": "Chave do escritório"})
        assert answer.json()["name"] == "Chave do escritório"

    def test_removes_and_with_the_last_one_the_second_step(self, http: httpx.Client, owner: Person) -> None:
        made = Authenticator()
        passkey = add_passkey(owner, made)["passkey"]
        assert owner.delete(f"/two-factor/passkeys/{passkey['id']}").status_code == 204
        assert "access_token" in log_in(http, owner).json()
        assert_problem(post(http, "/auth/login/passkey", made.sign(begin_login(http))), 401, "passkey_invalid")

    def test_removing_needs_fresh_authentication(self, owner: Person, superuser: Connection) -> None:
        passkey = add_passkey(owner, Authenticator())["passkey"]
        make_stale(superuser, owner)
        assert_problem(owner.delete(f"/two-factor/passkeys/{passkey['id']}"), 403, "reauthentication_required")

    def test_another_person_s_gets_404(self, owner: Person, other: Person) -> None:
        passkey = add_passkey(other, Authenticator())["passkey"]
        for identifier in (passkey["id"], str(uuid7())):
            assert_problem(owner.patch(f"/two-factor/passkeys/{identifier}", json={"name": "Minha"}), 404, "not_found")
            assert_problem(owner.delete(f"/two-factor/passkeys/{identifier}"), 404, "not_found")

    def test_more_than_twenty_get_409(self, owner: Person, superuser: Connection) -> None:
        for _ in range(20):
            superuser.execute(
                "INSERT INTO passkeys (id, user_id, credential_id, public_key, name) VALUES (%s, %s, %s, %s, 'x')",
                (uuid7(), owner.user_id, uuid7().bytes, b"x"),
            )
        assert_problem(owner.post("/two-factor/passkeys", json=Authenticator().create(options(owner))), 409, "passkeys_too_many")


class TestReauthenticate:
    def test_by_passkey(self, owner: Person, authenticator: Authenticator, superuser: Connection) -> None:
        make_stale(superuser, owner)
        asked = owner.post("/auth/reauthenticate/passkey-options").json()["public_key"]
        assert owner.post("/auth/reauthenticate", json={"passkey": authenticator.sign(asked)}).status_code == 200
        assert owner.post("/two-factor/backup-codes").status_code == 200

    def test_a_log_in_s_challenge_is_refused(self, http: httpx.Client, owner: Person, authenticator: Authenticator) -> None:
        answer = owner.post("/auth/reauthenticate", json={"passkey": authenticator.sign(begin_login(http))})
        assert_problem(answer, 422, "passkey_invalid")
