"""Live events: tickets, who hears what, and when a socket is closed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.e2e.api.support import (
    API_URL,
    ENVIRONMENT,
    Connection,
    Person,
    assert_problem,
    forwarded,
    log_in,
    make_client,
    make_deal,
    register,
    session_of,
)

pytestmark = pytest.mark.realtime

WS_URL = f"ws://{urlsplit(API_URL).netloc}/ws"
SESSION_ENDED = 4401


def ticket_of(person: Person) -> str:
    answer = person.post("/ws/ticket")
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["ticket"]
    return found


def opened(ticket: str, origin: str | None = None) -> ClientConnection:
    headers = {"Origin": origin} if origin is not None else {}
    return connect(f"{WS_URL}?{urlencode({'ticket': ticket})}", additional_headers=headers, open_timeout=10, close_timeout=2)


@contextmanager
def listening(person: Person) -> Iterator[ClientConnection]:
    with opened(ticket_of(person)) as socket:
        assert json.loads(socket.recv(10)) == {"type": "live.ready", "organization_id": person.organization_id}
        yield socket


def next_event(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(socket.recv(10))
    return found


def close_code(socket: ClientConnection) -> int | None:
    """The code that the server closes the socket with; whatever it says before is dropped."""
    try:
        while True:
            socket.recv(10)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def is_refused(ticket: str, origin: str | None = None) -> bool:
    try:
        with opened(ticket, origin):
            return False
    except InvalidStatus as refused:
        return refused.response.status_code == 403


class TestTicket:
    def test_says_where_to_open_it_and_how_long_it_lasts(self, owner: Person) -> None:
        found = owner.post("/ws/ticket").json()
        assert found["url"] == ENVIRONMENT.variables["PUBLIC_WS_URL"]
        assert 0 < found["expires_in"] <= 30

    def test_a_viewer_may_listen(self, viewer: Person) -> None:
        with listening(viewer):
            pass

    def test_opens_one_socket(self, owner: Person) -> None:
        ticket = ticket_of(owner)
        with opened(ticket):
            assert is_refused(ticket)

    def test_taken_by_many_at_once_opens_one_socket(self, owner: Person) -> None:
        ticket = ticket_of(owner)
        with ThreadPoolExecutor(10) as pool:
            refused = list(pool.map(lambda _: is_refused(ticket), range(10)))
        assert sorted(refused) == [False] + [True] * 9

    @pytest.mark.parametrize("ticket", ["", "x", "a" * 5_000, "\x00", "é"])
    def test_invented_ones_open_nothing(self, ticket: str) -> None:
        assert is_refused(ticket)

    def test_is_stored_hashed_and_for_thirty_seconds_at_most(self, owner: Person) -> None:
        ticket = ticket_of(owner)
        with Redis.from_url(ENVIRONMENT.redis_url) as redis:
            keys = [key for key in redis.scan_iter("sys:ticket:*", count=1000) if owner.organization_id.encode() in (redis.get(key) or b"")]
            assert len(keys) == 1
            assert ticket.encode() not in keys[0]
            assert 0 < redis.ttl(keys[0]) <= 30

    def test_is_worthless_after_the_log_out(self, owner: Person) -> None:
        ticket = ticket_of(owner)
        owner.post("/auth/logout")
        assert is_refused(ticket)

    def test_has_a_limit(self, owner: Person) -> None:
        answers = [owner.post("/ws/ticket") for _ in range(61)]
        assert {answer.status_code for answer in answers[:60]} == {201}
        assert_problem(answers[60], 429, "rate_limited")


@pytest.mark.security
class TestOrigin:
    def test_our_site_may_open(self, owner: Person) -> None:
        with opened(ticket_of(owner), ENVIRONMENT.variables["NEXT_PUBLIC_APP_URL"]) as socket:
            assert next_event(socket)["type"] == "live.ready"

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3100.evil.example", ""])
    def test_other_sites_may_not(self, owner: Person, origin: str) -> None:
        assert is_refused(ticket_of(owner), origin)


class TestEvents:
    def test_a_colleague_hears_a_move_with_the_whole_deal(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        with listening(member) as socket:
            moved = owner.put(f"/deals/{deal['id']}/stage", json={"stage": "proposal", "version": deal["version"]})
            assert moved.status_code == 200
            event = next_event(socket)
        assert event["type"] == "deal.moved"
        assert event["organization_id"] == owner.organization_id
        assert (event["entity_id"], event["version"]) == (deal["id"], moved.json()["version"])
        assert event["actor"] == {"id": owner.user_id, "full_name": owner.full_name}
        assert event["data"]["deal"]["stage"] == "proposal"

    def test_a_refused_change_is_not_told(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        with listening(member) as socket:
            assert_problem(owner.put(f"/deals/{deal['id']}/stage", json={"stage": "proposal", "version": 99}), 409)
            make_client(owner, name="Depois")
            assert next_event(socket)["type"] == "client.created"

    def test_nobody_hears_another_organization(self, http: httpx.Client) -> None:
        people = [register(http) for _ in range(6)]
        with ExitStack() as stack:
            sockets = [(person, stack.enter_context(listening(person))) for person in people for _ in range(2)]
            for _ in range(5):
                for person in people:
                    make_client(person)
            for person, socket in sockets:
                assert {next_event(socket)["organization_id"] for _ in range(5)} == {person.organization_id}
                with pytest.raises(TimeoutError):
                    socket.recv(0.05)

    def test_a_forged_event_on_a_foreign_channel_reaches_nobody(self, owner: Person, other: Person) -> None:
        with listening(owner) as socket, Redis.from_url(ENVIRONMENT.redis_url) as redis:
            forged = json.dumps({"type": "deal.moved", "organization_id": other.organization_id, "entity_id": "x"})
            redis.publish(f"org:{owner.organization_id}:live", forged)
            make_client(owner)
            assert next_event(socket)["type"] == "client.created"

    def test_garbage_on_the_channel_ends_nothing(self, owner: Person) -> None:
        with listening(owner) as socket, Redis.from_url(ENVIRONMENT.redis_url) as redis:
            for garbage in (b"\xff", b"{}", b"[]", b'{"organization_id": 7}'):
                redis.publish(f"org:{owner.organization_id}:live", garbage)
            make_client(owner)
            assert next_event(socket)["type"] == "client.created"

    def test_what_a_browser_says_is_ignored(self, owner: Person) -> None:
        with listening(owner) as socket:
            socket.send('{"type": "subscribe", "organization_id": "x"}')
            socket.send(b"\x00\xff")
            make_client(owner)
            assert next_event(socket)["type"] == "client.created"


@pytest.mark.sessions
class TestClosing:
    def test_the_log_out_closes_the_socket(self, owner: Person) -> None:
        with listening(owner) as socket:
            owner.post("/auth/logout")
            assert close_code(socket) == SESSION_ENDED

    def test_only_that_log_in_s_sockets(self, http: httpx.Client, owner: Person) -> None:
        elsewhere = log_in(http, owner.email)
        with listening(elsewhere) as socket:
            owner.post("/auth/logout")
            make_client(elsewhere)
            assert next_event(socket)["type"] == "client.created"

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE user_sessions SET revoked_at = now() WHERE user_id = %s",
            "UPDATE user_sessions SET expires_at = now() WHERE user_id = %s",
            "UPDATE users SET disabled_at = now() WHERE id = %s",
            "UPDATE memberships SET role = 'viewer' WHERE user_id = %s",
            "DELETE FROM memberships WHERE user_id = %s",
        ],
        ids=["revoked", "expired", "disabled", "role changed", "removed"],
    )
    def test_whoever_may_no_longer_listen_is_closed_within_seconds(self, superuser: Connection, member: Person, change: str) -> None:
        with listening(member) as socket:
            superuser.execute(change, (member.user_id,))
            assert close_code(socket) == SESSION_ENDED

    def test_a_reused_refresh_token_closes_the_socket(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        cookie = {"Cookie": f"lovedcrm_refresh={owner.cookies['lovedcrm_refresh']}", "X-Forwarded-For": forwarded(owner.address)}
        assert http.post("/auth/refresh", headers=cookie).status_code == 200
        superuser.execute("UPDATE user_sessions SET rotated_at = now() - interval '1 minute' WHERE id = %s", (session_of(owner),))
        with listening(owner) as socket:
            assert http.post("/auth/refresh", headers=cookie).status_code == 401
            assert close_code(socket) == SESSION_ENDED
