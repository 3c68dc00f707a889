"""The chain of the audit log: nobody takes anything back, and whoever does so past every lock is found out."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from psycopg import AsyncConnection, errors
from psycopg.rows import dict_row
from uuid_utils.compat import uuid7

from api.core import cursor as cursors
from api.jobs.audit_anchor import append
from api.services import audit_chain
from scripts import verify_audit
from scripts.environment import ROOT
from tests.e2e.api.support import DATABASE_URL, Connection, Person, Record, assert_problem, connect, enter, fill_audit_log, make_client

pytestmark = pytest.mark.audit


def entries(person: Person) -> list[Record]:
    """Newest first."""
    items: list[Record] = person.get("/audit-log").json()["items"]
    return items


def verification(person: Person, cursor: str | None = None) -> Record:
    answer = person.get("/audit-log/verify", params={"cursor": cursor} if cursor else None)
    assert answer.status_code == 200, answer.text
    found: Record = answer.json()
    return found


def place(person: Person, value: str) -> str:
    return cursors.encode("audit-verification", value, person.organization_id)


@contextmanager
def tampering() -> Iterator[Connection]:
    """The superuser with every trigger switched off: the strongest hand there is."""
    with connect() as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def entries_of_all(person: Person) -> list[Record]:
    items: list[Record] = person.get("/audit-log", params={"limit": 100}).json()["items"]
    return items


async def walk(person: Person, part: int) -> list[int]:
    """How many entries were looked at after each part."""
    counts, spot = [], audit_chain.Place()
    async with await AsyncConnection.connect(DATABASE_URL, autocommit=True, row_factory=dict_row) as connection:

        async def one(statement: str, *values: Any) -> Any:
            return await (await connection.execute(statement, (person.organization_id, *values))).fetchone()

        async def check(*values: int) -> Any:
            return await one(verify_audit.CHECK, *values)

        async def find_unchained() -> Any:
            return await one(verify_audit.UNCHAINED)

        heads = await (await connection.execute(verify_audit.HEADS, (person.organization_id,))).fetchall()
        while True:
            walked = await audit_chain.walk(heads, check, find_unchained, spot, part)
            assert walked.problem is None
            counts.append(audit_chain.count_before(heads, walked.place))
            if walked.place is None:
                return counts
            spot = walked.place


class TestChain:
    def test_is_not_worked_out_at_will(self, owner: Person, other: Person) -> None:
        """It costs the database, which everybody shares, as much as the log is long."""
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(lambda _: verification(owner)["intact"], range(300)))
        assert_problem(owner.get("/audit-log/verify"), 429, "rate_limited")
        assert verification(other)["intact"]

    def test_is_intact(self, owner: Person) -> None:
        for _ in range(3):
            make_client(owner)
        found = verification(owner)
        assert found["intact"] is True
        assert found["problem"] is None
        assert found["entry_count"] == found["checked_count"] == len(entries(owner))
        assert found["next_cursor"] is None

    def test_fifty_at_once_leave_it_whole(self, owner: Person) -> None:
        with ThreadPoolExecutor(50) as pool:
            list(pool.map(lambda _: make_client(owner), range(50)))
        found = verification(owner)
        assert found["intact"] is True
        assert found["entry_count"] >= 50

    def test_writers_never_wait_for_each_other(self, owner: Person) -> None:
        """Two open transactions of one organization write, each on a strand of its own."""
        with connect(autocommit=False) as one, connect(autocommit=False) as two:
            strands = [
                connection.execute(
                    "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id)"
                    " VALUES (%s, %s, 'client.updated', 'client', %s) RETURNING strand",
                    (owner.organization_id, uuid7(), uuid7()),
                ).fetchone()
                for connection in (one, two, one)
            ]
        assert [strand["strand"] for strand in strands if strand] == [0, 1, 0]
        assert verification(owner)["intact"] is True

    def test_what_is_undone_leaves_no_gap(self, owner: Person) -> None:
        with connect(autocommit=False) as connection:
            connection.execute(
                "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id) VALUES (%s, %s, 'a.b', 'client', %s)",
                (owner.organization_id, uuid7(), uuid7()),
            )
            connection.rollback()
        make_client(owner)
        assert verification(owner)["intact"] is True

    def test_a_writer_chooses_neither_place_nor_moment(self, owner: Person, app_login: Connection) -> None:
        enter(app_login, owner)
        identifier = uuid7()
        app_login.execute(
            "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id, strand, sequence, hash, created_at)"
            " VALUES (%s, %s, 'a.b', 'client', %s, 7, 7, 'x', '2000-01-01')",
            (owner.organization_id, identifier, uuid7()),
        )
        row = app_login.execute(
            "SELECT strand, sequence, length(hash) AS size, created_at = now() AS is_now FROM audit_log"
            " WHERE organization_id = %s AND id = %s",
            (owner.organization_id, identifier),
        ).fetchone()
        assert row is not None
        assert (row["strand"], row["size"], row["is_now"]) == (0, 32, True)


class TestParts:
    """A long log is walked in parts, none of which holds a connection for long."""

    def test_goes_on_where_the_last_part_ended(self, owner: Person, superuser: Connection) -> None:
        fill_audit_log(superuser, owner, 20_050)
        count = verification(owner)["entry_count"]
        first = verification(owner)
        assert (first["intact"], first["checked_count"]) == (True, 20_000)
        make_client(owner)
        last = verification(owner, first["next_cursor"])
        assert (last["intact"], last["next_cursor"], last["problem"]) == (True, None, None)
        assert last["checked_count"] == last["entry_count"] == count + 1

    @pytest.mark.parametrize("part", [1, 2, 3, 5, 100])
    def test_parts_of_any_length_meet(self, owner: Person, part: int) -> None:
        """Over several strands, none of whose lengths is a multiple of the part."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: make_client(owner), range(16)))
        places = asyncio.run(walk(owner, part))
        assert places == sorted(places)
        assert places[-1] == len(entries_of_all(owner))

    def test_finds_what_lies_in_its_part(self, owner: Person) -> None:
        for _ in range(4):
            make_client(owner)
        history = entries(owner)[::-1]
        with tampering() as connection:
            connection.execute(CHANGED["person"], (history[2]["id"],))
        assert verification(owner, place(owner, f"0:{history[2]['sequence']}"))["problem"]["entry_id"] == history[2]["id"]
        assert verification(owner, place(owner, f"0:{history[3]['sequence']}"))["intact"] is True

    @pytest.mark.parametrize("value", ["", "0", "0:0", "-1:1", "0:-1", "0:1:1", "0:9999999999999999999", "x:1", "9999999999:1"])
    def test_malformed_place_is_refused(self, owner: Person, value: str) -> None:
        assert_problem(owner.get("/audit-log/verify", params={"cursor": place(owner, value)}), 422, "cursor_invalid")

    def test_another_organization_s_place_is_refused(self, owner: Person, other: Person) -> None:
        assert_problem(owner.get("/audit-log/verify", params={"cursor": place(other, "0:1")}), 422, "cursor_invalid")

    def test_past_the_end_there_is_nothing_left(self, owner: Person) -> None:
        found = verification(owner, place(owner, "999:1"))
        assert (found["next_cursor"], found["checked_count"]) == (None, found["entry_count"])


CHANGED = {
    "action": "UPDATE audit_log SET action = 'deal.deleted' WHERE id = %s",
    "person": "UPDATE audit_log SET user_id = gen_random_uuid() WHERE id = %s",
    "values": "UPDATE audit_log SET changes = '{}' WHERE id = %s",
    "moment": "UPDATE audit_log SET created_at = created_at - interval '1 microsecond' WHERE id = %s",
    "session": "UPDATE audit_log SET session_id = NULL WHERE id = %s",
    "key": "UPDATE audit_log SET api_key_id = gen_random_uuid() WHERE id = %s",
    "address": "UPDATE audit_log SET ip_address = '10.0.0.1' WHERE id = %s",
    "device": "UPDATE audit_log SET user_agent = 'curl' WHERE id = %s",
    "hash": "UPDATE audit_log SET hash = sha256(hash) WHERE id = %s",
}


class TestTampering:
    """What a superuser does with all triggers off is found, and the entry named."""

    @pytest.fixture
    def history(self, owner: Person) -> list[Record]:
        """The owner's entries, oldest first."""
        for number in range(4):
            make_client(owner, name=f"Padaria {number}")
        return entries(owner)[::-1]

    @pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED)
    def test_changed_entry(self, owner: Person, history: list[Record], statement: str) -> None:
        with tampering() as connection:
            connection.execute(statement, (history[2]["id"],))
        problem = verification(owner)["problem"]
        assert (problem["kind"], problem["sequence"], problem["entry_id"]) == ("changed", history[2]["sequence"], history[2]["id"])

    def test_removed_entry(self, owner: Person, history: list[Record]) -> None:
        with tampering() as connection:
            connection.execute("DELETE FROM audit_log WHERE id = %s", (history[1]["id"],))
        problem = verification(owner)["problem"]
        assert (problem["kind"], problem["sequence"]) == ("missing", history[1]["sequence"])

    def test_removed_entry_with_the_others_moved_up(self, owner: Person, history: list[Record]) -> None:
        with tampering() as connection:
            connection.execute("DELETE FROM audit_log WHERE id = %s", (history[1]["id"],))
            for entry in history[2:]:
                connection.execute("UPDATE audit_log SET sequence = sequence - 1 WHERE id = %s", (entry["id"],))
            connection.execute("UPDATE audit_heads SET sequence = sequence - 1 WHERE organization_id = %s", (owner.organization_id,))
        problem = verification(owner)["problem"]
        assert (problem["kind"], problem["entry_id"]) == ("changed", history[2]["id"])

    def test_cut_tail(self, owner: Person, history: list[Record]) -> None:
        with tampering() as connection:
            for entry in history[-2:]:
                connection.execute("DELETE FROM audit_log WHERE id = %s", (entry["id"],))
        problem = verification(owner)["problem"]
        assert (problem["kind"], problem["sequence"]) == ("cut", history[-2]["sequence"])

    def test_inserted_entry(self, owner: Person, history: list[Record]) -> None:
        identifier = uuid7()
        with tampering() as connection:
            connection.execute(
                "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id, strand, sequence, hash)"
                " VALUES (%s, %s, 'deal.deleted', 'deal', %s, 0, %s, sha256('x'))",
                (owner.organization_id, identifier, uuid7(), history[-1]["sequence"] + 1),
            )
        problem = verification(owner)["problem"]
        assert (problem["kind"], problem["entry_id"]) == ("inserted", str(identifier))

    def test_inserted_entry_on_a_strand_of_its_own(self, owner: Person, history: list[Record]) -> None:
        assert history
        with tampering() as connection:
            connection.execute(
                "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id, strand, sequence, hash)"
                " VALUES (%s, %s, 'deal.deleted', 'deal', %s, 99, 1, sha256('x'))",
                (owner.organization_id, uuid7(), uuid7()),
            )
        assert verification(owner)["problem"]["kind"] == "inserted"

    def test_moved_head(self, owner: Person, history: list[Record]) -> None:
        assert history
        with tampering() as connection:
            connection.execute("UPDATE audit_heads SET hash = sha256(hash) WHERE organization_id = %s", (owner.organization_id,))
        assert verification(owner)["problem"]["kind"] == "changed"

    def test_others_are_not_suspected(self, owner: Person, other: Person, history: list[Record]) -> None:
        with tampering() as connection:
            connection.execute(CHANGED["values"], (history[0]["id"],))
        assert verification(owner)["intact"] is False
        assert verification(other)["intact"] is True


class TestCommand:
    """`make verify-audit`, the same walk from outside the application."""

    @staticmethod
    def run(owner: Person, anchors: Path | None = None) -> tuple[int, str]:
        command = [sys.executable, "-m", "scripts.verify_audit", "--organization", owner.organization_id]
        command += ["--anchors", str(anchors)] if anchors else []
        environment = os.environ | {"DATABASE_URL": DATABASE_URL}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    @staticmethod
    def anchors(owner: Person, auth_login: Connection, path: Path) -> Path:
        """What the worker's daily job writes down."""
        rows = auth_login.execute(
            "SELECT organization_id::text, strand, sequence, hash FROM app.list_audit_heads(now() - interval '36 hours')"
            " WHERE organization_id = %s",
            (owner.organization_id,),
        ).fetchall()
        append(path, [row | {"anchored_at": "2026-11-24T02:47:00+00:00"} for row in rows])
        return path

    def test_says_that_all_is_well(self, owner: Person, auth_login: Connection, tmp_path: Path) -> None:
        make_client(owner)
        path = self.anchors(owner, auth_login, tmp_path / "anchors.jsonl")
        make_client(owner)
        code, text = self.run(owner, path)
        assert (code, "are what was written" in text) == (0, True), text

    def test_names_the_entry_that_was_changed(self, owner: Person) -> None:
        make_client(owner)
        entry = entries(owner)[0]
        with tampering() as connection:
            connection.execute(CHANGED["person"], (entry["id"],))
        code, text = self.run(owner)
        assert code == 1
        assert f"entry {entry['id']}" in text
        assert "was changed" in text

    def test_anchors_betray_a_tail_cut_with_its_head(self, owner: Person, auth_login: Connection, tmp_path: Path) -> None:
        """Whoever owns the database can cut a log so that what is left fits together; not what left it."""
        make_client(owner)
        make_client(owner)
        path = self.anchors(owner, auth_login, tmp_path / "anchors.jsonl")
        last = entries(owner)[0]
        with tampering() as connection:
            connection.execute("DELETE FROM audit_log WHERE id = %s", (last["id"],))
            connection.execute(
                "UPDATE audit_heads h SET sequence = a.sequence, hash = a.hash FROM audit_log a WHERE h.organization_id = %s"
                " AND a.organization_id = h.organization_id AND a.strand = h.strand AND a.sequence = h.sequence - 1",
                (owner.organization_id,),
            )
        assert verification(owner)["intact"] is True
        code, text = self.run(owner, path)
        assert code == 1
        assert f"number {last['sequence']} of strand 0" in text
        assert "is gone" in text

    def test_says_when_it_can_not_look(self, owner: Person, tmp_path: Path) -> None:
        assert self.run(owner, tmp_path / "none.jsonl")[0] == 2


class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_log SET changes = '{}'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log",
            "UPDATE audit_heads SET sequence = 0",
            "DELETE FROM audit_heads",
            "INSERT INTO audit_heads (organization_id, strand, sequence, hash) VALUES (gen_random_uuid(), 0, 0, '')",
            "TRUNCATE audit_heads",
        ],
    )
    @pytest.mark.parametrize("login", ["app_login", "auth_login"])
    def test_runtime_logins_take_nothing_back(self, request: pytest.FixtureRequest, owner: Person, login: str, statement: str) -> None:
        connection: Connection = request.getfixturevalue(login)
        enter(connection, owner)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)

    @pytest.mark.parametrize("statement", ["UPDATE audit_log SET changes = '{}'", "DELETE FROM audit_log", "TRUNCATE audit_log"])
    def test_not_even_the_migrating_login_does_by_accident(self, superuser: Connection, owner: Person, statement: str) -> None:
        assert owner
        with pytest.raises(errors.InsufficientPrivilege, match="append-only"):
            superuser.execute(statement)

    def test_the_check_of_any_organization_is_nobodys(self, app_login: Connection, auth_login: Connection, other: Person) -> None:
        for connection in (app_login, auth_login):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM app.check_audit(%s, 0, 1, 10)", (other.organization_id,))
