"""The audit log as owners and admins read it: who did what, narrowed down, and as a file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    Record,
    assert_problem,
    fill_audit_log,
    join,
    make_api_key,
    make_client,
    make_deal,
    session_of,
)

pytestmark = pytest.mark.audit

STALE = "UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE id = %s"


def entries(person: Person, **params: Any) -> list[Record]:
    answer = person.get("/audit-log", params=params)
    assert answer.status_code == 200, answer.text
    items: list[Record] = answer.json()["items"]
    return items


@pytest.fixture
def admin(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    return join(http, superuser, owner.organization_id, "admin")


class TestList:
    def test_says_who_did_what_to_what_from_where(self, owner: Person) -> None:
        client = make_client(owner, name="Padaria Sol")
        owner.patch(f"/clients/{client['id']}", json={"name": "Padaria Lua", "version": client["version"]})
        entry = entries(owner)[0]
        assert entry["action"] == "client.updated"
        assert (entry["entity_type"], entry["entity_id"], entry["entity_name"]) == ("client", client["id"], "Padaria Lua")
        assert (entry["user_id"], entry["user_name"]) == (owner.user_id, "Ana Souza")
        assert entry["changes"]["name"] == ["Padaria Sol", "Padaria Lua"]
        assert entry["ip_address"] == owner.address
        assert entry["user_agent"].startswith("python-httpx")
        assert entry["api_key_id"] is None
        assert len(entry["session_reference"]) == 12

    def test_never_gives_the_id_of_a_session(self, owner: Person) -> None:
        make_client(owner)
        assert str(session_of(owner)) not in owner.get("/audit-log").text

    def test_pages_newest_first_without_gaps(self, owner: Person) -> None:
        for _ in range(5):
            make_client(owner)
        whole = [entry["id"] for entry in entries(owner)]
        paged: list[str] = []
        cursor: str | None = None
        while True:
            page = owner.get("/audit-log", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            paged += [entry["id"] for entry in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert paged == whole

    def test_filters_by_person(self, owner: Person, member: Person) -> None:
        make_client(owner)
        mine = make_client(member)
        found = entries(owner, user_id=member.user_id, entity_type="client")
        assert [entry["entity_id"] for entry in found] == [mine["id"]]

    def test_filters_by_action_and_record(self, owner: Person) -> None:
        client, deal = make_client(owner), make_deal(owner)
        assert {e["action"] for e in entries(owner, action=["client.created", "deal.created"])} == {"client.created", "deal.created"}
        assert [e["entity_id"] for e in entries(owner, entity_id=client["id"])] == [client["id"]]
        assert [e["entity_id"] for e in entries(owner, entity_type="deal")] == [deal["id"]]

    def test_filters_by_period(self, owner: Person) -> None:
        make_client(owner)
        now = datetime.now(UTC)
        assert entries(owner, since=(now - timedelta(minutes=5)).isoformat(), until=(now + timedelta(minutes=5)).isoformat())
        assert entries(owner, until=(now - timedelta(minutes=5)).isoformat()) == []
        assert_problem(owner.get("/audit-log", params={"since": "2026-01-01T00:00:00"}), 422)

    @pytest.mark.parametrize("text", ["Estrela", "estrêla", "ESTRELA"])
    def test_finds_text_in_values_and_records(self, owner: Person, text: str) -> None:
        client = make_client(owner, name="Padaria Estrela")
        make_client(owner)
        owner.patch(f"/clients/{client['id']}", json={"phone": "+5511987654321", "version": client["version"]})
        assert {e["entity_id"] for e in entries(owner, q=text)} == {client["id"]}
        assert entries(owner, q="Padaria_Estrela") == []

    def test_finds_people_addresses_and_requests(self, owner: Person, member: Person) -> None:
        client, answer = (
            make_client(owner),
            member.post("/clients", json={"name": "Padaria Rara"}, headers={"X-Request-Id": "request-4711"}),
        )
        assert {e["user_id"] for e in entries(owner, q=member.email)} == {member.user_id}
        assert {e["ip_address"] for e in entries(owner, q=owner.address)} == {owner.address}
        assert [e["entity_id"] for e in entries(owner, q="request-4711")] == [answer.json()["id"]]
        assert client["id"] in {e["entity_id"] for e in entries(owner, q="CLIENT.CREATED", user_id=owner.user_id)}
        assert entries(owner, q=member.email, user_id=owner.user_id, entity_type="client") == []

    def test_pages_what_it_finds(self, owner: Person) -> None:
        made = [make_client(owner, name=f"Padaria {number}")["id"] for number in range(5)]
        first = owner.get("/audit-log", params={"q": "padaria", "entity_type": "client", "limit": 3}).json()
        second = owner.get(
            "/audit-log", params={"q": "padaria", "entity_type": "client", "limit": 3, "cursor": first["next_cursor"]}
        ).json()
        assert [e["entity_id"] for e in first["items"] + second["items"]] == made[::-1]
        assert second["next_cursor"] is None

    def test_finds_what_is_rare_past_what_is_recent(self, owner: Person, other: Person, superuser: Connection) -> None:
        """Beyond the newest few thousand entries it is the trigram index that finds."""
        rare = make_client(owner, name="Padaria Quixeramobim")
        fill_audit_log(superuser, owner, 3100)
        make_client(other, name="Padaria Quixeramobim")
        assert [e["entity_id"] for e in entries(owner, q="uixeramob")] == [rare["id"]]
        assert [e["entity_id"] for e in entries(owner, q="uixeramob", action=["client.created"], entity_type="client")] == [rare["id"]]
        assert entries(owner, q="uixeramob", action=["client.deleted"]) == []
        assert len(entries(owner, q="Ana Souza", limit=100)) == len({e["id"] for e in entries(owner, q="Ana Souza", limit=100)})

    def test_names_the_key_that_acted(self, owner: Person) -> None:
        key = make_api_key(owner, "client:write", name="Planilha")
        owner.http.post("/clients", json={"name": "Padaria Robô"}, headers={"Authorization": f"Bearer {key['secret']}"})
        entry = entries(owner, api_key_id=key["id"])[0]
        assert (entry["action"], entry["api_key_name"], entry["user_id"]) == ("client.created", "Planilha", owner.user_id)
        assert entry["session_reference"] is None

    def test_shows_nothing_of_others(self, owner: Person, other: Person) -> None:
        make_client(other)
        assert {e["user_id"] for e in entries(owner)} == {owner.user_id}
        assert entries(owner, user_id=other.user_id) == []

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_is_for_owners_and_admins(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        person = join(http, superuser, owner.organization_id, role)
        for answer in (person.get("/audit-log"), person.get("/audit-log/verify"), person.post("/audit-log/export")):
            assert_problem(answer, 403, "permission_missing")

    def test_admins_read_it(self, admin: Person) -> None:
        assert entries(admin)


class TestExport:
    def test_has_a_line_for_each_entry_and_leaves_one(self, owner: Person) -> None:
        client = make_client(owner)
        answer = owner.post("/audit-log/export", params={"entity_id": client["id"]})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert [(line["action"], line["entity_id"]) for line in lines] == [("client.created", client["id"])]
        assert entries(owner)[0]["action"] == "audit.exported"

    def test_is_longer_than_one_batch(self, owner: Person, superuser: Connection) -> None:
        fill_audit_log(superuser, owner, 2100)
        answer = owner.post("/audit-log/export", params={"action": "client.updated"})
        lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len({line["sequence"] for line in lines}) == len(lines) == 2100

    @pytest.mark.parametrize("name", ["=1+1", "+55", "-x", "@SUM(A1)", "\uff1d1+1"])
    def test_holds_no_live_formula(self, owner: Person, name: str) -> None:
        make_client(owner, name=name)
        text = owner.post("/audit-log/export").text.removeprefix("\ufeff")
        cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
        assert f"'{name}" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))]

    def test_asks_for_a_fresh_proof_of_identity(self, owner: Person, superuser: Connection) -> None:
        superuser.execute(STALE, (session_of(owner),))
        assert_problem(owner.post("/audit-log/export"), 403, "reauthentication_required")
        assert entries(owner)[0]["action"] != "audit.exported"
