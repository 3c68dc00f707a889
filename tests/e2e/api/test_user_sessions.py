"""A person's log-ins: listed, ended, known again by their device, and cleaned up when they are long over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api import tables
from tests.e2e.api.support import (
    MEMBERSHIPS,
    PASSWORD,
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
)
from tests.e2e.api.test_live import SESSION_ENDED, close_code, listening

pytestmark = [pytest.mark.user_sessions, pytest.mark.sessions]

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.5 Mobile/15E148 Safari/604.1"
)
DEVICE = "lovedcrm_device"
MAILS = "SELECT recipient, template, locale FROM outgoing_mails WHERE recipient = %s AND template = 'new_device'"


def sign_in(http: httpx.Client, email: str, *, address: str = "", agent: str = CHROME, device: str | None = None) -> httpx.Response:
    headers = {"X-Forwarded-For": forwarded(address or some_address()), "User-Agent": agent}
    if device is not None:
        headers["Cookie"] = f"{DEVICE}={device}"
    answer = http.post("/auth/login", json={"email": email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def sessions_of(person: Person) -> list[dict[str, Any]]:
    answer = person.get("/sessions")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def as_before(superuser: Connection, person: Person) -> None:
    """Signing up is known to be theirs; from now on a new device is news."""
    superuser.execute("UPDATE users SET created_at = now() - interval '1 day' WHERE id = %s", (person.user_id,))


class TestList:
    def test_shows_what_and_where_and_marks_the_current_one(self, http: httpx.Client, owner: Person) -> None:
        sign_in(http, owner.email, agent=IPHONE, address="2001:db8::7")
        items = sessions_of(owner)
        assert [item["is_current"] for item in items] == [True, False]
        assert items[0]["id"] == str(session_of(owner))
        phone = items[1]
        assert (phone["device"], phone["browser"], phone["system"]) == ("phone", "Mobile Safari 18", "iOS 18")
        assert (phone["ip_address"], phone["place"], phone["method"]) == ("2001:db8::7", "", "password")
        assert phone["created_at"] <= phone["last_seen_at"]

    @pytest.mark.parametrize(
        ("agent", "device", "browser", "system"),
        [
            (CHROME, "desktop", "Chrome 141", "Windows"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
             "desktop", "Safari 18", "macOS"),
            ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
             "tablet", "Mobile Safari 17", "iOS 17"),
            ("Mozilla/5.0 (Linux; Android 14; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
             "phone", "Chrome Mobile 141", "Android 14"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "desktop", "Firefox 128", "Linux"),
            ("<script>alert(1)</script>", "unknown", "", ""),
            ("", "unknown", "", ""),
            ("((((" * 100, "unknown", "", ""),
        ],
    )  # fmt: skip
    def test_reads_the_user_agent(self, http: httpx.Client, owner: Person, agent: str, device: str, browser: str, system: str) -> None:
        sign_in(http, owner.email, agent=agent)
        found = sessions_of(owner)[1]
        assert (found["device"], found["browser"], found["system"]) == (device, browser, system)

    def test_leaves_out_what_is_over_and_what_is_somebody_else_s(
        self, http: httpx.Client, superuser: Connection, owner: Person, member: Person
    ) -> None:
        ended, expired = log_in(http, owner.email), log_in(http, owner.email)
        ended.post("/auth/logout")
        superuser.execute("UPDATE user_sessions SET expires_at = now() WHERE id = %s", (session_of(expired),))
        assert [item["id"] for item in sessions_of(owner)] == [str(session_of(owner))]
        assert str(session_of(owner)) not in {item["id"] for item in sessions_of(member)}

    def test_leaves_out_what_is_past_the_organization_s_limit(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        idle = log_in(http, owner.email)
        superuser.execute("INSERT INTO security_policies (organization_id, idle_minutes) VALUES (%s, 30)", (owner.organization_id,))
        superuser.execute("UPDATE user_sessions SET last_seen_at = now() - interval '1 hour' WHERE id = %s", (session_of(idle),))
        assert [item["id"] for item in sessions_of(owner)] == [str(session_of(owner))]

    def test_last_use_follows_the_requests(self, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE user_sessions SET last_seen_at = now() - interval '1 hour' WHERE id = %s", (session_of(owner),))
        owner.get("/clients")

        def is_recent() -> bool:
            row = superuser.execute(
                "SELECT last_seen_at > now() - interval '1 minute' AS is_recent FROM user_sessions WHERE id = %s", (session_of(owner),)
            ).fetchone()
            assert row is not None
            return bool(row["is_recent"])

        assert eventually(is_recent)

    def test_a_refused_request_is_no_use(self, superuser: Connection, owner: Person) -> None:
        """Or whoever holds a dead token could keep an idle log-in alive."""
        superuser.execute("INSERT INTO security_policies (organization_id, idle_minutes) VALUES (%s, 30)", (owner.organization_id,))
        superuser.execute("UPDATE user_sessions SET last_seen_at = now() - interval '1 hour' WHERE id = %s", (session_of(owner),))
        for _ in range(3):
            assert_problem(owner.get("/clients"), 401, "session_dead")
            assert_problem(owner.get("/sessions"), 401, "session_dead")

    def test_needs_a_login(self, http: httpx.Client) -> None:
        for method, path in (("GET", "/sessions"), ("DELETE", "/sessions"), ("DELETE", f"/sessions/{uuid7()}")):
            assert_problem(http.request(method, path), 401, "unauthenticated")


class TestEnd:
    def test_ends_one_at_once(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        elsewhere = log_in(http, owner.email)
        assert owner.delete(f"/sessions/{session_of(elsewhere)}").status_code == 204
        assert_problem(elsewhere.get("/clients"), 401, "session_dead")
        refused = http.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={elsewhere.cookies['lovedcrm_refresh']}"})
        assert_problem(refused, 401, "refresh_invalid")
        assert owner.get("/clients").status_code == 200
        rows = superuser.execute(
            "SELECT user_id::text, changes FROM audit_log WHERE entity_id = %s AND action = 'session.ended'", (session_of(elsewhere),)
        ).fetchall()
        assert [(row["user_id"], row["changes"]) for row in rows] == [(owner.user_id, {"reason": [None, "ended_by_user"]})]

    def test_closes_its_sockets_and_no_others(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = log_in(http, owner.email)
        with listening(elsewhere) as theirs, listening(owner) as mine:
            owner.delete(f"/sessions/{session_of(elsewhere)}")
            assert close_code(theirs) == SESSION_ENDED
            owner.post("/auth/logout")
            assert close_code(mine) == SESSION_ENDED

    def test_also_in_another_organization(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        superuser.execute(MEMBERSHIPS, (other.organization_id, uuid7(), owner.user_id, "member"))
        elsewhere = log_in(http, owner.email)
        superuser.execute("UPDATE user_sessions SET organization_id = %s WHERE id = %s", (other.organization_id, session_of(elsewhere)))
        refreshed = http.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={elsewhere.cookies['lovedcrm_refresh']}"})
        elsewhere.token, elsewhere.organization_id = refreshed.json()["access_token"], other.organization_id
        with listening(elsewhere) as socket:
            assert owner.delete(f"/sessions/{session_of(elsewhere)}").status_code == 204
            assert close_code(socket) == SESSION_ENDED

    def test_the_current_one_may_be_ended_too(self, owner: Person) -> None:
        assert owner.delete(f"/sessions/{session_of(owner)}").status_code == 204
        assert_problem(owner.get("/clients"), 401, "session_dead")

    def test_all_others_at_once(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        elsewhere = [log_in(http, owner.email) for _ in range(3)]
        with listening(elsewhere[0]) as socket:
            assert owner.delete("/sessions").status_code == 204
            assert close_code(socket) == SESSION_ENDED
        for person in elsewhere:
            assert_problem(person.get("/clients"), 401, "session_dead")
        assert len(sessions_of(owner)) == 1
        rows = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'user.other_sessions_ended'", (owner.organization_id,)
        ).fetchall()
        assert [row["changes"] for row in rows] == [{"ended_count": [None, 3]}]

    def test_somebody_else_s_is_not_found(self, owner: Person, member: Person, other: Person) -> None:
        for person in (member, other):
            assert_problem(owner.delete(f"/sessions/{session_of(person)}"), 404, "session_not_found")
            assert person.get("/clients").status_code == 200

    def test_what_has_ended_is_not_found(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = log_in(http, owner.email)
        elsewhere.post("/auth/logout")
        assert_problem(owner.delete(f"/sessions/{session_of(elsewhere)}"), 404, "session_not_found")
        assert_problem(owner.delete(f"/sessions/{uuid7()}"), 404, "session_not_found")
        assert_problem(owner.delete("/sessions/nonsense"), 422, "invalid")

    def test_of_fifty_at_once_one_ends_it(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        elsewhere = session_of(log_in(http, owner.email))
        with ThreadPoolExecutor(25) as pool:
            statuses = list(pool.map(lambda _: owner.delete(f"/sessions/{elsewhere}").status_code, range(50)))
        assert sorted(statuses) == [204] + [404] * 49
        row = superuser.execute(
            "SELECT count(*) AS n FROM audit_log WHERE entity_id = %s AND action = 'session.ended'", (elsewhere,)
        ).fetchone()
        assert row == {"n": 1}


class TestDevice:
    def test_a_new_device_is_mailed_about_once(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        as_before(superuser, owner)
        first = sign_in(http, owner.email)
        assert len(superuser.execute(MAILS, (owner.email,)).fetchall()) == 1
        sign_in(http, owner.email, device=first.cookies[DEVICE])
        assert superuser.execute(MAILS, (owner.email,)).fetchall() == [{"recipient": owner.email, "template": "new_device", "locale": "pt"}]

    def test_signing_up_is_no_news(self, http: httpx.Client, superuser: Connection) -> None:
        person = register(http)
        assert superuser.execute(MAILS, (person.email,)).fetchall() == []

    def test_the_same_program_at_the_same_address_is_known_without_the_cookie(
        self, http: httpx.Client, superuser: Connection, owner: Person
    ) -> None:
        as_before(superuser, owner)
        address = some_address()
        for _ in range(2):
            sign_in(http, owner.email, address=address)
        assert len(superuser.execute(MAILS, (owner.email,)).fetchall()) == 1
        sign_in(http, owner.email, address=address, agent=IPHONE)
        assert len(superuser.execute(MAILS, (owner.email,)).fetchall()) == 2

    def test_somebody_else_s_device_is_new_here(self, http: httpx.Client, superuser: Connection, owner: Person, other: Person) -> None:
        as_before(superuser, owner)
        theirs = sign_in(http, other.email).cookies[DEVICE]
        sign_in(http, owner.email, device=theirs)
        assert len(superuser.execute(MAILS, (owner.email,)).fetchall()) == 1

    @pytest.mark.parametrize("device", ["", "x", "a" * 44, "a" * 42 + "!", "../../etc/passwd"])
    def test_a_malformed_cookie_is_replaced(self, http: httpx.Client, owner: Person, device: str) -> None:
        found = sign_in(http, owner.email, device=device).cookies[DEVICE]
        assert len(found) == 43
        assert found != device

    def test_the_cookie_stays_the_same_and_opens_nothing(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        first = sign_in(http, owner.email)
        second = sign_in(http, owner.email, device=first.cookies[DEVICE])
        assert second.cookies[DEVICE] == first.cookies[DEVICE]
        assert_problem(http.get("/clients", headers={"Cookie": f"{DEVICE}={first.cookies[DEVICE]}"}), 401, "unauthenticated")
        stored = superuser.execute("SELECT * FROM user_sessions WHERE user_id = %s", (owner.user_id,)).fetchall()
        assert first.cookies[DEVICE] not in str(stored)

    def test_scripts_never_see_it(self, http: httpx.Client) -> None:
        answer = http.post("/auth/register", json=registration(), headers={"X-Forwarded-For": forwarded(some_address())})
        headers = [value for name, value in answer.headers.multi_items() if name == "set-cookie"]
        device = next(value for value in headers if value.startswith(DEVICE))
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in device.split(";")}


class TestCleanup:
    def test_forgets_what_has_been_over_for_long_and_nothing_else(self, superuser: Connection) -> None:
        organization_id = tables.make_organization(superuser)
        ages = {"revoked": "revoked_at = now() - interval '91 days'", "expired": "expires_at = now() - interval '91 days'"}
        kept = {
            "revoked": "revoked_at = now() - interval '89 days'",
            "expired": "expires_at = now() - interval '89 days'",
            "open": "id = id",
        }
        gone_ids, kept_ids = ([tables.make_session(superuser, organization_id) for _ in changes] for changes in (ages, kept))
        for session_id, change in zip([*gone_ids, *kept_ids], [*ages.values(), *kept.values()], strict=True):
            superuser.execute(f"UPDATE user_sessions SET {change} WHERE id = %s", (session_id,))
        superuser.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'identity_cleanup.run', '{\"timestamp\": 0}')"
        )

        def remaining() -> set[Any]:
            rows = superuser.execute("SELECT id FROM user_sessions WHERE organization_id = %s", (organization_id,)).fetchall()
            return {row["id"] for row in rows}

        assert eventually(lambda: remaining() == set(kept_ids), timeout_seconds=60)

    def test_the_identity_login_can_not_delete_an_open_one(self, superuser: Connection, auth_login: Connection) -> None:
        session_id = tables.make_session(superuser, tables.make_organization(superuser))
        assert auth_login.execute("DELETE FROM user_sessions WHERE id = %s", (session_id,)).rowcount == 0
