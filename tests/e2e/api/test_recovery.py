"""The way back for who lost every second factor: asked for, confirmed, waited for, agreed to; and cancelled at any time."""

from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.authenticator import Authenticator
from tests.e2e.api.factors import Guarded, add_passkey, answer_with, challenge, guard, log_in, make_stale, new_guarded, post
from tests.e2e.api.mailbox import mail_to, token_in
from tests.e2e.api.support import PASSWORD, Connection, Person, assert_problem, invite_token, join, run_warnings, some_email

pytestmark = pytest.mark.two_factor


@pytest.fixture
def guarded(http: httpx.Client) -> Guarded:
    """Alone in their organization: nobody else has to agree."""
    return new_guarded(http)


@pytest.fixture
def colleague(http: httpx.Client, superuser: Connection, owner: Person) -> Guarded:
    """For more than a month, so that the organization vouches for them."""
    person = join(http, superuser, owner.organization_id, "member")
    joined_days_ago(superuser, person, 31)
    return guard(person)


def joined_days_ago(superuser: Connection, person: Person, days: int) -> None:
    superuser.execute("UPDATE memberships SET joined_at = now() - make_interval(days => %s) WHERE user_id = %s", (days, person.user_id))


def request(http: httpx.Client, person: Person) -> str:
    """The token of the mail that starts a recovery."""
    assert post(http, "/auth/recovery", {"challenge_token": challenge(http, person)}).status_code == 202
    return token_in(mail_to(person.email, "/auth/recovery#token="))


def start(http: httpx.Client, person: Person) -> httpx.Response:
    return post(http, "/auth/recovery/confirm", {"token": request(http, person)})


def let_time_pass(superuser: Connection, person: Person) -> None:
    superuser.execute("UPDATE two_factor_recoveries SET opens_at = now() WHERE user_id = %s", (person.user_id,))


class TestRequest:
    def test_mails_a_link_and_changes_nothing_yet(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        request(http, guarded.person)
        let_time_pass(superuser, guarded.person)
        assert "challenge_token" in log_in(http, guarded.person).json()

    def test_without_a_proven_password_gets_401(self, http: httpx.Client, guarded: Guarded) -> None:
        for token in ("rubbish", guarded.person.token):
            assert_problem(post(http, "/auth/recovery", {"challenge_token": token}), 401, "challenge_invalid")

    def test_again_before_confirming_replaces_the_link(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        first = request(http, guarded.person)
        superuser.execute("DELETE FROM outgoing_mails WHERE recipient = %s", (guarded.person.email,))
        assert post(http, "/auth/recovery", {"challenge_token": challenge(http, guarded.person)}).status_code == 202
        assert_problem(post(http, "/auth/recovery/confirm", {"token": first}), 422, "recovery_link_invalid")

    def test_while_one_waits_gets_409(self, http: httpx.Client, guarded: Guarded) -> None:
        start(http, guarded.person)
        answer = post(http, "/auth/recovery", {"challenge_token": challenge(http, guarded.person)})
        assert_problem(answer, 409, "recovery_waits")


class TestConfirm:
    def test_starts_three_days(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        answer = start(http, guarded.person)
        assert answer.status_code == 200
        assert answer.json()["state"] == "waiting"
        assert answer.json()["needs_approval"] is False
        row = superuser.execute(
            "SELECT opens_at - confirmed_at = interval '72 hours' AS is_three_days FROM two_factor_recoveries WHERE user_id = %s",
            (guarded.person.user_id,),
        ).fetchone()
        assert row == {"is_three_days": True}

    def test_the_password_alone_is_not_enough_before(self, http: httpx.Client, guarded: Guarded) -> None:
        start(http, guarded.person)
        assert "challenge_token" in log_in(http, guarded.person).json()

    def test_afterwards_the_password_removes_every_factor(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        passkey = Authenticator()
        add_passkey(guarded.person, passkey)
        start(http, guarded.person)
        let_time_pass(superuser, guarded.person)
        answer = log_in(http, guarded.person)
        assert answer.status_code == 200
        assert "access_token" in answer.json()
        assert_problem(guarded.person.get("/users/me"), 401, "session_dead")
        guarded.person.token = answer.json()["access_token"]
        status = guarded.person.get("/two-factor").json()
        assert (status["enabled"], status["backup_codes_left"], status["passkeys"]) == (False, 0, [])
        asked = post(http, "/auth/login/passkey-options").json()["public_key"]
        assert_problem(post(http, "/auth/login/passkey", passkey.sign(asked)), 401, "passkey_invalid")

    def test_works_once(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        start(http, guarded.person)
        let_time_pass(superuser, guarded.person)
        guarded.person.token = log_in(http, guarded.person).json()["access_token"]
        guard(guarded.person)
        assert "challenge_token" in log_in(http, guarded.person).json()

    def test_of_ten_presses_one_counts(self, http: httpx.Client, guarded: Guarded) -> None:
        token = request(http, guarded.person)
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda _: post(http, "/auth/recovery/confirm", {"token": token}).status_code, range(10)))
        assert sorted(answers) == [200] + [422] * 9

    def test_old_link_gets_422(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        token = request(http, guarded.person)
        superuser.execute("UPDATE two_factor_recoveries SET expires_at = now() WHERE user_id = %s", (guarded.person.user_id,))
        assert_problem(post(http, "/auth/recovery/confirm", {"token": token}), 422, "recovery_link_invalid")

    @pytest.mark.parametrize("token", ["x", f"{'0' * 32}.", f"{'0' * 32}.{'A' * 43}", "é.é"])
    def test_forged_link_gets_422(self, http: httpx.Client, token: str) -> None:
        for path in ("confirm", "cancel"):
            assert_problem(post(http, f"/auth/recovery/{path}", {"token": token}), 422, "recovery_link_invalid")


class TestCancel:
    def test_by_the_link_in_the_mail(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        start(http, guarded.person)
        token = token_in(mail_to(guarded.person.email, "/auth/recovery?cancel=1#token="))
        assert post(http, "/auth/recovery/cancel", {"token": token}).json()["state"] == "cancelled"
        let_time_pass(superuser, guarded.person)
        assert "challenge_token" in log_in(http, guarded.person).json()
        assert_problem(post(http, "/auth/recovery/cancel", {"token": token}), 422, "recovery_link_invalid")

    def test_the_link_that_starts_does_not_cancel_and_the_other_way_round(self, http: httpx.Client, guarded: Guarded) -> None:
        token = request(http, guarded.person)
        assert_problem(post(http, "/auth/recovery/cancel", {"token": token}), 422, "recovery_link_invalid")

    def test_by_logging_in_with_a_factor(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        start(http, guarded.person)
        assert answer_with(http, challenge(http, guarded.person), guarded.backup_codes[0]).status_code == 200
        let_time_pass(superuser, guarded.person)
        assert "challenge_token" in log_in(http, guarded.person).json()


class TestTold:
    def test_by_the_person_s_own_clock(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        superuser.execute("UPDATE user_preferences SET time_zone = 'America/Manaus' WHERE user_id = %s", (guarded.person.user_id,))
        start(http, guarded.person)
        text = mail_to(guarded.person.email, "/auth/recovery?cancel=1#token=")["text"]
        assert "UTC" not in text
        row = superuser.execute("SELECT opens_at FROM two_factor_recoveries WHERE user_id = %s", (guarded.person.user_id,)).fetchone()
        assert row is not None
        assert f"{row['opens_at'].astimezone(ZoneInfo('America/Manaus')):%H:%M}" in text

    def test_once_more_a_day_before_it_opens(self, http: httpx.Client, guarded: Guarded, superuser: Connection) -> None:
        start(http, guarded.person)
        run_warnings(superuser)
        superuser.execute(
            "UPDATE two_factor_recoveries SET opens_at = now() + interval '20 hours' WHERE user_id = %s", (guarded.person.user_id,)
        )
        for _ in range(2):
            run_warnings(superuser)
        token = token_in(mail_to(guarded.person.email, "A partir de amanhã"))
        sent = "SELECT count(*) AS count FROM outgoing_mails WHERE recipient = %s AND template = 'recovery_opens_soon'"
        assert superuser.execute(sent, (guarded.person.email,)).fetchone() == {"count": 1}
        assert post(http, "/auth/recovery/cancel", {"token": token}).json()["state"] == "cancelled"


class TestApproval:
    def test_time_alone_is_not_enough_in_a_team(self, http: httpx.Client, colleague: Guarded, superuser: Connection) -> None:
        assert start(http, colleague.person).json()["needs_approval"] is True
        let_time_pass(superuser, colleague.person)
        assert "challenge_token" in log_in(http, colleague.person).json()

    def test_an_owner_sees_and_approves(self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection) -> None:
        start(http, colleague.person)
        assert mail_to(owner.email, "/admin/settings/security")
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        assert waiting["user_id"] == colleague.person.user_id
        answer = owner.post(f"/two-factor/recoveries/{waiting['id']}/approve")
        assert answer.status_code == 200
        assert answer.json()["approved_at"] is not None
        assert "challenge_token" in log_in(http, colleague.person).json()
        let_time_pass(superuser, colleague.person)
        assert "access_token" in log_in(http, colleague.person).json()
        assert owner.get("/two-factor/recoveries").json()["items"] == []

    def test_the_person_is_told_of_the_agreement_and_can_still_cancel(
        self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection
    ) -> None:
        before = start(http, colleague.person).json()["opens_at"]
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        approved = owner.post(f"/two-factor/recoveries/{waiting['id']}/approve").json()
        assert approved["opens_at"] == before
        mail = mail_to(colleague.person.email, "aprovou a sua recuperação")
        assert owner.full_name in mail["text"]
        assert post(http, "/auth/recovery/cancel", {"token": token_in(mail)}).json()["state"] == "cancelled"
        let_time_pass(superuser, colleague.person)
        assert "challenge_token" in log_in(http, colleague.person).json()

    def test_whoever_brought_somebody_in_lately_does_not_decide(
        self, http: httpx.Client, owner: Person, colleague: Guarded, other: Person, superuser: Connection
    ) -> None:
        """An invitation that was accepted makes nobody the keeper of a second factor: not by agreeing, not by refusing."""
        email = colleague.person.email
        made = other.post("/invites", json={"emails": [email], "role": "viewer"}).json()["items"][0]["invite"]
        accepted = colleague.person.post(f"/invites/token/{invite_token(superuser, made['id'])}/accept", json={})
        assert accepted.status_code == 201
        start(http, colleague.person)
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        assert other.get("/two-factor/recoveries").json()["items"] == []
        assert_problem(other.post(f"/two-factor/recoveries/{waiting['id']}/approve"), 404, "not_found")
        assert_problem(other.delete(f"/two-factor/recoveries/{waiting['id']}"), 404, "not_found")

    def test_coming_back_counts_as_coming_in(self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection) -> None:
        assert owner.delete(f"/members/{colleague.person.user_id}").status_code == 204
        made = owner.post("/invites", json={"emails": [colleague.person.email]}).json()["items"][0]["invite"]
        back = colleague.person.post(f"/invites/token/{invite_token(superuser, made['id'])}/accept", json={})
        assert back.status_code == 201, back.text
        start(http, colleague.person)
        assert owner.get("/two-factor/recoveries").json()["items"] == []

    def test_an_account_made_for_the_organization_is_vouched_for_at_once(
        self, http: httpx.Client, owner: Person, superuser: Connection
    ) -> None:
        made = owner.post("/invites", json={"emails": [some_email()]}).json()["items"][0]["invite"]
        body = {"full_name": "Bia Nova", "password": PASSWORD}
        answer = post(http, f"/invites/token/{invite_token(superuser, made['id'])}/accept", body).json()
        person = Person(http, made["email"], answer["user"]["id"], owner.organization_id, answer["access_token"])
        guard(person)
        assert start(http, person).json()["needs_approval"] is True

    def test_a_refusal_is_told(self, http: httpx.Client, owner: Person, colleague: Guarded) -> None:
        start(http, colleague.person)
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        owner.delete(f"/two-factor/recoveries/{waiting['id']}")
        assert mail_to(colleague.person.email, "A sua recuperação foi recusada")

    def test_an_owner_refuses(self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection) -> None:
        start(http, colleague.person)
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        assert owner.delete(f"/two-factor/recoveries/{waiting['id']}").status_code == 204
        let_time_pass(superuser, colleague.person)
        assert "challenge_token" in log_in(http, colleague.person).json()

    def test_approving_needs_fresh_authentication(
        self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection
    ) -> None:
        start(http, colleague.person)
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        make_stale(superuser, owner)
        assert_problem(owner.post(f"/two-factor/recoveries/{waiting['id']}/approve"), 403, "reauthentication_required")

    def test_nobody_but_an_owner_decides(self, http: httpx.Client, owner: Person, colleague: Guarded, superuser: Connection) -> None:
        start(http, colleague.person)
        admin = join(http, superuser, owner.organization_id, "admin")
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        for person in (admin, colleague.person):
            assert_problem(person.get("/two-factor/recoveries"), 403, "permission_missing")
            assert_problem(person.post(f"/two-factor/recoveries/{waiting['id']}/approve"), 403, "permission_missing")

    def test_another_organization_s_owner_gets_404(self, http: httpx.Client, owner: Person, colleague: Guarded, other: Person) -> None:
        start(http, colleague.person)
        [waiting] = owner.get("/two-factor/recoveries").json()["items"]
        assert other.get("/two-factor/recoveries").json()["items"] == []
        for identifier in (waiting["id"], str(uuid7())):
            assert_problem(other.post(f"/two-factor/recoveries/{identifier}/approve"), 404, "not_found")
            assert_problem(other.delete(f"/two-factor/recoveries/{identifier}"), 404, "not_found")

    def test_nobody_approves_their_own(self, http: httpx.Client, owner: Person, superuser: Connection) -> None:
        join(http, superuser, owner.organization_id, "owner")
        guard(owner)
        assert start(http, owner).json()["needs_approval"] is True
        assert owner.get("/two-factor/recoveries").json()["items"] == []
