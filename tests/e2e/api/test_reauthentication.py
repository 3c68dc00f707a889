"""Proving anew who acts: what it takes, what it opens, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.e2e.api.factors import Guarded, make_stale, new_guarded, wrong_code
from tests.e2e.api.support import PASSWORD, Connection, Person, assert_problem, log_in

pytestmark = [pytest.mark.two_factor, pytest.mark.sessions]


def is_fresh(person: Person) -> bool:
    """Whether the log-in may do what asks for a fresh proof; setting up an app does."""
    answer = person.post("/two-factor/backup-codes")
    return answer.status_code != 403


class TestReauthenticate:
    def test_by_password(self, owner: Person, superuser: Connection) -> None:
        make_stale(superuser, owner)
        assert not is_fresh(owner)
        answer = owner.post("/auth/reauthenticate", json={"password": PASSWORD})
        assert answer.status_code == 200
        until = datetime.fromisoformat(answer.json()["fresh_until"])
        assert timedelta(minutes=9) < until - datetime.now(UTC) <= timedelta(minutes=10)
        assert is_fresh(owner)

    def test_lasts_ten_minutes(self, owner: Person, superuser: Connection) -> None:
        make_stale(superuser, owner, minutes=9)
        assert is_fresh(owner)
        make_stale(superuser, owner, minutes=10)
        assert not is_fresh(owner)

    def test_is_this_log_in_s_alone(self, http: httpx.Client, owner: Person, superuser: Connection) -> None:
        elsewhere = log_in(http, owner.email)
        make_stale(superuser, owner)
        make_stale(superuser, elsewhere)
        assert owner.post("/auth/reauthenticate", json={"password": PASSWORD}).status_code == 200
        assert is_fresh(owner)
        assert not is_fresh(elsewhere)

    def test_by_code_and_by_backup_code(self, http: httpx.Client, superuser: Connection) -> None:
        guarded = new_guarded(http)
        for code in (guarded.code(superuser), guarded.backup_codes[0]):
            make_stale(superuser, guarded.person)
            assert guarded.person.post("/auth/reauthenticate", json={"code": code}).status_code == 200

    def test_wrong_password_gets_422(self, owner: Person, superuser: Connection) -> None:
        make_stale(superuser, owner)
        problem = assert_problem(owner.post("/auth/reauthenticate", json={"password": "not-the-password-1"}), 422, "password_wrong")
        assert problem["errors"][0]["field"] == "password"
        assert not is_fresh(owner)

    def test_wrong_code_gets_422(self, http: httpx.Client) -> None:
        guarded = new_guarded(http)
        answer = guarded.person.post("/auth/reauthenticate", json={"code": wrong_code(guarded.secret)})
        assert_problem(answer, 422, "code_wrong")

    def test_code_without_an_app_gets_422(self, owner: Person) -> None:
        assert_problem(owner.post("/auth/reauthenticate", json={"code": "123456"}), 422, "code_wrong")

    def test_a_password_does_not_stand_for_a_second_factor(self, http: httpx.Client) -> None:
        guarded = new_guarded(http)
        assert_problem(guarded.person.post("/auth/reauthenticate", json={"password": PASSWORD}), 422, "second_factor_needed")

    @pytest.mark.parametrize("body", [{}, {"password": None}, {"password": "x", "code": "123456"}, {"pin": "1234"}])
    def test_malformed_gets_422(self, owner: Person, body: dict[str, object]) -> None:
        assert_problem(owner.post("/auth/reauthenticate", json=body), 422, "invalid")

    def test_guessing_gets_429(self, owner: Person) -> None:
        answers = [owner.post("/auth/reauthenticate", json={"password": f"not-the-password-{n}"}).status_code for n in range(12)]
        assert answers == [422] * 10 + [429] * 2


def test_one_code_confirms_once(http: httpx.Client, superuser: Connection) -> None:
    guarded: Guarded = new_guarded(http)
    code = guarded.code(superuser)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guarded.person.post("/auth/reauthenticate", json={"code": code}).status_code, range(8)))
    assert answers.count(200) == 1
