"""Guessing is slow, the owner gets in all the same, one organization can't starve the others, and denials are seen."""

import statistics
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import (
    PASSWORD,
    Connection,
    Person,
    assert_problem,
    eventually,
    forwarded,
    make_client,
    some_address,
    some_email,
)
from tests.e2e.api.test_service import NOWHERE, serving, sign_up

pytestmark = [pytest.mark.security, pytest.mark.auth]

DEVICE = "lovedcrm_device"


def attempt(http: httpx.Client, email: str, password: str, *, address: str, device: str | None = None) -> httpx.Response:
    headers = {"X-Forwarded-For": forwarded(address)} | ({"Cookie": f"{DEVICE}={device}"} if device else {})
    return http.post("/auth/login", json={"email": email, "password": password}, headers=headers)


class TestGuessing:
    def test_a_known_device_gets_in_while_its_own_network_is_used_up(self, http: httpx.Client, owner: Person) -> None:
        """Somebody behind the same router guesses on."""
        for _ in range(11):
            last = attempt(http, owner.email, "wrong", address=owner.address)
        assert_problem(last, 429, "rate_limited")
        assert_problem(attempt(http, owner.email, PASSWORD, address=owner.address), 429, "rate_limited")
        assert attempt(http, owner.email, PASSWORD, address=owner.address, device=owner.cookies[DEVICE]).status_code == 200

    def test_a_known_device_gets_in_while_the_whole_account_is_used_up(self, http: httpx.Client, owner: Person) -> None:
        for _ in range(100):
            assert attempt(http, owner.email, "wrong", address=some_address()).status_code == 401
        address = some_address()
        assert_problem(attempt(http, owner.email, PASSWORD, address=address), 429, "rate_limited")
        assert attempt(http, owner.email, PASSWORD, address=address, device=owner.cookies[DEVICE]).status_code == 200

    def test_a_known_device_may_not_guess_for_ever_either(self, http: httpx.Client, owner: Person) -> None:
        statuses = [
            attempt(http, owner.email, "wrong", address=some_address(), device=owner.cookies[DEVICE]).status_code for _ in range(11)
        ]
        assert statuses == [401] * 10 + [429]

    @pytest.mark.parametrize("device", ["a" * 43, "other"])
    def test_an_invented_or_foreign_device_helps_nobody(self, http: httpx.Client, owner: Person, other: Person, device: str) -> None:
        cookie = other.cookies[DEVICE] if device == "other" else device
        address = some_address()
        statuses = [attempt(http, owner.email, "wrong", address=address, device=cookie).status_code for _ in range(11)]
        assert statuses == [401] * 10 + [429]

    def test_the_delay_grows_and_ends_with_the_right_password(self, http: httpx.Client, owner: Person) -> None:
        """Past ten failures each one makes the next wait twice as long; without Redis too."""
        with serving(redis_url=NOWHERE, login_attempts_per_minute=1000, trusted_proxy_hops=2) as client:
            address = some_address()
            waits: list[int] = []
            while len(waits) < 3:
                answer = attempt(client, owner.email, "wrong", address=address)
                if answer.status_code == 429:
                    waits.append(int(answer.headers["retry-after"]))
                    eventually(lambda: attempt(client, owner.email, "wrong", address=address).status_code == 401, every_seconds=0.2)
            assert waits == sorted(waits)
            assert waits[-1] > waits[0]
            eventually(
                lambda: attempt(client, owner.email, PASSWORD, address=address).status_code == 200, timeout_seconds=30, every_seconds=0.5
            )
            assert attempt(client, owner.email, "wrong", address=address).status_code == 401
            assert attempt(client, owner.email, "wrong", address=address).status_code == 401

    def test_known_and_unknown_e_mails_take_the_same_time(self, http: httpx.Client, owner: Person) -> None:
        """As a ratio of medians of one run, taken in turns: what the machine does meanwhile, it does to both."""

        def seconds(email: str) -> float:
            started = perf_counter()
            assert attempt(http, email, "wrong-password-1", address=some_address()).status_code == 401
            return perf_counter() - started

        known, unknown = [], []
        for _ in range(40):
            known.append(seconds(owner.email))
            unknown.append(seconds(some_email()))
        ratio = statistics.median(known) / statistics.median(unknown)
        assert 0.5 < ratio < 2


class TestOrganization:
    def test_more_than_its_share_is_refused_for_a_moment(self) -> None:
        with serving(organization_requests_per_second=1, organization_requests_at_once=5) as client:
            _, headers = sign_up(client)
            _, others = sign_up(client)
            statuses = [client.get("/clients", headers=headers).status_code for _ in range(12)]
            assert statuses[:5] == [200] * 5
            assert statuses.count(429) >= 4
            refused = client.get("/clients", headers=headers)
            if refused.status_code == 429:
                assert_problem(refused, 429, "organization_rate_limited")
                assert int(refused.headers["retry-after"]) >= 1
            assert client.get("/clients", headers=others).status_code == 200
            assert client.get("/users/me", headers=headers).status_code == 200
            assert eventually(lambda: client.get("/clients", headers=headers).status_code == 200, every_seconds=0.3)

    def test_nobody_uses_up_somebody_else_s(self) -> None:
        """The organization is the token's, whatever the header says."""
        with serving(organization_requests_per_second=0.01, organization_requests_at_once=3) as client:
            _, headers = sign_up(client)
            _, others = sign_up(client)
            for _ in range(5):
                client.get("/clients", headers=headers | {"X-Org-Id": others["X-Org-Id"]})
            assert client.get("/clients", headers=others).status_code == 200

    def test_zero_is_no_limit(self) -> None:
        with serving(organization_requests_per_second=0, organization_requests_at_once=1) as client:
            _, headers = sign_up(client)
            assert {client.get("/clients", headers=headers).status_code for _ in range(20)} == {200}


def figure(http: httpx.Client, name: str) -> float:
    lines = [line for line in http.get("/metrics").text.splitlines() if line.startswith(name)]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


class TestDenials:
    ALERTS = "SELECT changes, user_id::text FROM audit_log WHERE organization_id = %s AND action = 'user.foreign_access_attempted'"

    @pytest.mark.parametrize(
        ("spoil", "code"),
        [
            (lambda person, other: {"Authorization": ""}, "unauthenticated"),
            (lambda person, other: {"X-Org-Id": other.organization_id}, "not_a_member"),
        ],
    )
    def test_each_is_counted_by_code_and_route(
        self, http: httpx.Client, owner: Person, other: Person, spoil: Callable[[Person, Person], dict[str, str]], code: str
    ) -> None:
        name = f'lovedcrm_denials_total{{code="{code}",route="/clients/{{client_id}}"}}'
        before = figure(http, name)
        assert_problem(owner.get(f"/clients/{uuid4()}", headers=spoil(owner, other)), 401 if code == "unauthenticated" else 403, code)
        assert figure(http, name) >= before + 1

    def test_wrong_passwords_are_counted(self, http: httpx.Client, owner: Person) -> None:
        before = figure(http, "lovedcrm_failed_logins_total")
        attempt(http, owner.email, "wrong", address=some_address())
        assert figure(http, "lovedcrm_failed_logins_total") >= before + 1

    def test_the_twentieth_attempt_on_others_raises_one_alert(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        for count in range(1, 26):
            assert_problem(owner.get("/clients", headers={"X-Org-Id": other.organization_id}), 403, "not_a_member")
            alerts = superuser.execute(self.ALERTS, (owner.organization_id,)).fetchall()
            assert len(alerts) == (1 if count >= 20 else 0)
        assert alerts == [{"changes": {"attempts": [None, 20]}, "user_id": owner.user_id}]
        assert superuser.execute(self.ALERTS, (other.organization_id,)).fetchall() == []

    def test_somebody_who_was_removed_raises_one_in_the_log_alone(
        self, http: httpx.Client, superuser: Connection, owner: Person, member: Person
    ) -> None:
        before = figure(http, "lovedcrm_security_alerts_total")
        superuser.execute("DELETE FROM memberships WHERE user_id = %s", (member.user_id,))
        for _ in range(21):
            assert_problem(member.get("/clients"), 403, "not_a_member")
        assert figure(http, "lovedcrm_security_alerts_total") >= before + 1
        assert superuser.execute(self.ALERTS, (owner.organization_id,)).fetchall() == []

    def test_ordinary_work_raises_none(self, superuser: Connection, owner: Person, viewer: Person) -> None:
        client = make_client(owner)
        for _ in range(25):
            assert_problem(viewer.delete(f"/clients/{client['id']}"), 403, "permission_missing")
        assert superuser.execute(self.ALERTS, (owner.organization_id,)).fetchall() == []
