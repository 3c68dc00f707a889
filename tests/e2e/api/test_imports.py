"""Imports over HTTP, with the environment's own worker; the test of a killed worker brings workers of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import (
    CLIENTS_CSV,
    DATABASE_URL,
    ENVIRONMENT,
    Connection,
    Person,
    Record,
    assert_problem,
    connect,
    eventually,
    make_import,
    register,
)

pytestmark = pytest.mark.imports

DATA = Path(__file__).parents[2] / "data" / "csv"
DEALS_CSV = (
    "Título;Cliente;Valor;Etapa;Status;Motivo de perda;E-mail do contato;Contato\n"
    "Site novo;Padaria Sol;R$ 1.234,56;Proposta enviada;Em andamento;;joao@padariasol.com.br;João\n"
    "Logotipo;Café Lua;2,500.00;Negociação;Perdida;Preço;;\n"
)
COUNTS = ("created_count", "updated_count", "duplicate_count", "problem_count")


def commit(person: Person, made: Record, **fields: Any) -> httpx.Response:
    return person.post(f"/imports/{made['id']}/commit", json={"mapping": made["suggested_mapping"]} | fields)


def until(person: Person, import_id: str, *statuses: str, timeout_seconds: float = 60) -> Record:
    """The import once it has one of the statuses."""

    def find() -> Record | None:
        body: Record = person.get(f"/imports/{import_id}").json()
        return body if body["status"] in statuses else None

    found = eventually(find, timeout_seconds=timeout_seconds)
    assert found is not None
    return found


def run(person: Person, content: bytes = CLIENTS_CSV.encode(), *, kind: str = "clients", **fields: Any) -> Record:
    made = make_import(person, content, kind=kind)
    answer = commit(person, made, **fields)
    assert answer.status_code == 202, answer.text
    return until(person, made["id"], "done", "failed")


def counts(body: Record) -> tuple[int, ...]:
    assert body["status"] == "done"
    assert body["processed_count"] == body["row_count"] == sum(body[name] for name in COUNTS)
    return tuple(body[name] for name in COUNTS)


class TestCreate:
    def test_tells_what_the_file_holds(self, owner: Person) -> None:
        made = make_import(owner)
        assert made["status"] == "uploaded"
        assert made["columns"] == ["Nome", "E-mail", "Telefone"]
        assert made["suggested_mapping"] == {"Nome": "name", "E-mail": "email", "Telefone": "phone"}
        assert made["preview"] == [["Padaria Sol", "contato@padariasol.com.br", "(11) 98765-4321"], ["Café Lua", "oi@cafelua.com.br", ""]]
        assert (made["row_count"], made["encoding"], made["delimiter"]) == (2, "utf-8", ",")
        assert owner.get("/clients").json()["total"] == 0

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "file_is_empty"), (b"PK\x03\x04aaaa", "file_is_spreadsheet"), (bytes(range(256)) * 9, "file_is_binary"),
            (b"Nome\n", "file_has_no_rows"), (b'[{"a": 1}]', "file_is_not_a_table"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_table(self, owner: Person, content: bytes, code: str) -> None:
        answer = owner.post("/imports", files={"file": ("x.csv", content)}, data={"kind": "clients"})
        assert_problem(answer, 422, code)
        assert owner.get("/imports").json()["items"] == []

    @pytest.mark.parametrize(("size", "code"), [(25 * 1024 * 1024 + 1, "file_too_large"), (26 * 1024 * 1024, "too_large")])
    def test_refuses_a_file_that_is_too_large(self, owner: Person, size: int, code: str) -> None:
        answer = owner.post("/imports", files={"file": ("x.csv", b"a" * size)}, data={"kind": "clients"})
        assert_problem(answer, 413, code)

    @pytest.mark.parametrize("data", [{}, {"kind": "people"}])
    def test_refuses_an_unknown_kind(self, owner: Person, data: Record) -> None:
        assert_problem(owner.post("/imports", files={"file": ("x.csv", b"Nome\nAna\n")}, data=data), 422)

    def test_the_same_key_keeps_one_file(self, owner: Person) -> None:
        key = {"Idempotency-Key": uuid4().hex}
        first, second = (
            owner.post("/imports", files={"file": ("x.csv", b"Nome\nAna\n")}, data={"kind": "clients"}, headers=key) for _ in range(2)
        )
        assert first.json() == second.json()
        assert len(owner.get("/imports").json()["items"]) == 1

    def test_viewer_may_not(self, viewer: Person) -> None:
        assert_problem(
            viewer.post("/imports", files={"file": ("x.csv", b"Nome\nAna\n")}, data={"kind": "clients"}), 403, "permission_missing"
        )


class TestCommit:
    def test_brings_the_rows_in(self, owner: Person) -> None:
        assert counts(run(owner)) == (2, 0, 0, 0)
        clients = {client["name"]: client for client in owner.get("/clients").json()["items"]}
        assert clients["Padaria Sol"]["phone"] == "+5511987654321"
        assert clients["Padaria Sol"]["owner_id"] == owner.user_id
        assert clients["Café Lua"]["email"] == "oi@cafelua.com.br"

    def test_the_same_file_twice_makes_no_duplicates(self, owner: Person) -> None:
        content = (DATA / "atomic-crm" / "contacts.csv").read_bytes()
        assert counts(run(owner, content)) == (500, 0, 0, 0)
        total = owner.get("/clients").json()["total"]
        assert counts(run(owner, content)) == (0, 0, 500, 0)
        assert counts(run(owner, content, on_duplicate="update")) == (0, 0, 500, 0)
        assert owner.get("/clients").json()["total"] == total

    def test_deals_twice_make_no_duplicates_either(self, owner: Person) -> None:
        content = DEALS_CSV.encode("cp1252")
        assert counts(run(owner, content, kind="deals")) == (2, 0, 0, 0)
        assert counts(run(owner, content, kind="deals")) == (0, 0, 2, 0)
        deals = {deal["title"]: deal for deal in owner.get("/deals").json()["items"]}
        assert (deals["Site novo"]["stage"], deals["Site novo"]["value_cents"]) == ("proposal", 123_456)
        assert (deals["Logotipo"]["outcome"], deals["Logotipo"]["lost_reason"]) == ("lost", "Preço")
        board = {column["stage"]: column["count"] for column in owner.get("/pipeline/board").json()["columns"]}
        assert (board["proposal"], board["closed"]) == (1, 1)

    def test_update_fills_only_what_is_empty(self, owner: Person) -> None:
        run(owner)
        content = "Nome,E-mail,Telefone,Site\nCafé Lua,oi@cafelua.com.br,(21) 99999-1234,cafelua.com.br\nPadaria Sol,contato@padariasol.com.br,1133334444,\n"
        assert counts(run(owner, content.encode(), on_duplicate="update")) == (0, 1, 1, 0)
        clients = {client["name"]: client for client in owner.get("/clients").json()["items"]}
        assert (clients["Café Lua"]["phone"], clients["Café Lua"]["website"]) == ("+5521999991234", "cafelua.com.br")
        assert clients["Padaria Sol"]["phone"] == "+5511987654321"

    def test_people_of_one_company_become_its_contacts(self, owner: Person) -> None:
        content = "Primeiro nome,Empresa,E-mail\nAna,Padaria Sol,ana@sol.com.br\nBruno,Padaria Sol,bruno@sol.com.br\n"
        assert counts(run(owner, content.encode())) == (2, 0, 0, 0)
        (client,) = owner.get("/clients").json()["items"]
        contacts = owner.get(f"/clients/{client['id']}/contacts").json()["items"]
        assert sorted(contact["name"] for contact in contacts) == ["Ana", "Bruno"]

    def test_problems_are_listed_and_the_rest_arrives(self, owner: Person) -> None:
        content = "Nome,E-mail,Cidade\nPadaria Sol,ruim@,Recife\n,,Olinda\nCafé Lua,oi@cafelua.com.br\n=1+1,,=HYPERLINK(1)\n"
        done = run(owner, content.encode())
        assert counts(done) == (3, 0, 0, 1)
        problems = owner.get(f"/imports/{done['id']}/problems").json()["items"]
        assert [(p["row_number"], p["code"], p["severity"]) for p in problems] == [
            (2, "email_invalid", "warning"), (3, "name_missing", "error"), (4, "row_too_short", "warning"),
        ]  # fmt: skip
        assert problems[1]["raw"] == ["", "", "Olinda"]

    def test_two_commits_at_once_run_once(self, owner: Person) -> None:
        made = make_import(owner)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: commit(owner, made).status_code, range(2)))
        assert sorted(answers) == [202, 409]
        assert counts(until(owner, made["id"], "done")) == (2, 0, 0, 0)

    def test_a_second_commit_is_refused(self, owner: Person) -> None:
        done = run(owner)
        assert_problem(commit(owner, done), 409, "import_already_committed")

    def test_a_wrong_mapping_names_the_column(self, owner: Person) -> None:
        problem = assert_problem(commit(owner, make_import(owner), mapping={"Nome": "salary", "Nada": "name"}), 422, "mapping_invalid")
        assert {(error["field"], error["code"]) for error in problem["errors"]} == {
            ("mapping.Nome", "field_unknown"), ("mapping.Nada", "column_unknown"),
        }  # fmt: skip

    def test_leaves_audit_entries_of_its_start_and_end(self, owner: Person, superuser: Connection) -> None:
        done = run(owner)
        rows = superuser.execute("SELECT action FROM audit_log WHERE entity_id = %s ORDER BY created_at, id", (done["id"],)).fetchall()
        assert [row["action"] for row in rows] == ["import.uploaded", "import.started", "import.finished"]


class TestProblemsCsv:
    def test_is_harmless_in_a_spreadsheet_and_imports_again(self, owner: Person) -> None:
        content = "Nome;E-mail;Telefone\n=cmd;ruim@;+55 11 98765-4321\n"
        done = run(owner, content.encode())
        answer = owner.get(f"/imports/{done['id']}/problems.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines == [
            "Nome;E-mail;Telefone;import_row;import_problem", "'=cmd;ruim@;'+55 11 98765-4321;2;email_invalid (email)",
        ]  # fmt: skip
        again = run(owner, answer.content.replace(b"ruim@", b"boa@sol.com.br"))
        assert counts(again) == (0, 0, 1, 0)


class TestUndo:
    def test_takes_back_what_nobody_touched(self, owner: Person) -> None:
        done = run(owner)
        kept = next(client for client in owner.get("/clients").json()["items"] if client["name"] == "Café Lua")
        owner.patch(f"/clients/{kept['id']}", json={"version": kept["version"], "notes": "Já conversamos."})
        assert owner.post(f"/imports/{done['id']}/undo").status_code == 202
        undone = until(owner, done["id"], "undone")
        assert undone["undo"] == {"removed_count": 1, "kept_count": 1}
        assert [client["name"] for client in owner.get("/clients").json()["items"]] == ["Café Lua"]
        assert counts(run(owner)) == (1, 0, 1, 0)

    def test_a_client_with_a_newer_deal_stays(self, owner: Person) -> None:
        done = run(owner)
        client = owner.get("/clients").json()["items"][0]
        owner.post("/deals", json={"title": "Site", "client_id": client["id"]})
        owner.post(f"/imports/{done['id']}/undo")
        assert until(owner, done["id"], "undone")["undo"] == {"removed_count": 1, "kept_count": 1}

    def test_deals_go_with_their_clients(self, owner: Person) -> None:
        done = run(owner, DEALS_CSV.encode(), kind="deals")
        owner.post(f"/imports/{done['id']}/undo")
        assert until(owner, done["id"], "undone")["undo"]["kept_count"] == 0
        assert owner.get("/deals").json()["items"] == []
        assert owner.get("/clients").json()["total"] == 0

    def test_a_client_that_gets_a_deal_meanwhile_stays_with_it(self, owner: Person) -> None:
        done = run(owner, b"Nome\nSal da Terra\n")
        client_id = owner.get("/clients").json()["items"][0]["id"]
        with connect(autocommit=False) as colleague:
            colleague.execute("SELECT id FROM clients WHERE id = %s FOR KEY SHARE", (client_id,))
            colleague.execute(
                "INSERT INTO deals (organization_id, id, client_id, title, position) VALUES (%s, %s, %s, 'Site', 'a0zz')",
                (owner.organization_id, uuid4(), client_id),
            )
            owner.post(f"/imports/{done['id']}/undo")
            with pytest.raises(AssertionError, match="still None"):
                until(owner, done["id"], "undone", timeout_seconds=1)
            colleague.commit()
        assert until(owner, done["id"], "undone")["undo"] == {"removed_count": 0, "kept_count": 1}
        assert owner.get(f"/clients/{client_id}").json()["open_deals_count"] == 1

    def test_an_import_not_yet_run_has_nothing_to_undo(self, owner: Person) -> None:
        assert_problem(owner.post(f"/imports/{make_import(owner)['id']}/undo"), 409, "import_not_finished")


class TestIsolation:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/imports/{}"), ("GET", "/imports/{}/problems"), ("GET", "/imports/{}/problems.csv"), ("POST", "/imports/{}/undo"),
            ("POST", "/imports/{}/commit"),
        ],
    )  # fmt: skip
    def test_an_import_of_another_organization_is_not_there(self, owner: Person, other: Person, method: str, path: str) -> None:
        made = make_import(owner)
        body: Record = {"json": {"mapping": {"Nome": "name"}}} if path.endswith("commit") else {}
        foreign = assert_problem(other.request(method, path.format(made["id"]), **body), 404, "import_not_found")
        random = assert_problem(other.request(method, path.format(uuid4()), **body), 404, "import_not_found")
        assert foreign | {"request_id": ""} == random | {"request_id": ""}
        assert owner.get(f"/imports/{made['id']}").json()["status"] == "uploaded"


@dataclass(slots=True)
class OwnStack:
    """A database, an API and workers of one test, so that it may kill them."""

    environment: dict[str, str]
    person: Person
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        self.workers.append(subprocess.Popen([sys.executable, "-m", "api.worker"], env=self.environment))
        return self.workers[-1]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def own_stack(tmp_path: Path, superuser: Connection) -> Iterator[OwnStack]:
    name, port = f"imports_{uuid4().hex[:12]}", free_port()
    url = f"{DATABASE_URL.rpartition('/')[0]}/{name}"
    environment = ENVIRONMENT.child_env() | {"DATABASE_URL": url, "STORAGE_DIR": str(tmp_path), "WORKER_STALLED_SECONDS": "2"}
    superuser.execute(f"CREATE DATABASE {name}")
    subprocess.run([sys.executable, "migrations/migrate", "apply"], env=environment, check=True)
    command = [sys.executable, "-m", "uvicorn", "api.main:app", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    api = subprocess.Popen(command, env=environment)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        eventually(lambda: _is_up(http), timeout_seconds=60)
        stack = OwnStack(environment, register(http))
        try:
            yield stack
        finally:
            for process in (*stack.workers, api):
                process.terminate()
            for process in (*stack.workers, api):
                process.wait(timeout=60)
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _is_up(http: httpx.Client) -> bool:
    try:
        return http.get("/ready").status_code == 200
    except httpx.TransportError:
        return False


class TestSleepingWorker:
    def test_that_wakes_up_late_does_not_take_the_job_away(self, own_stack: OwnStack) -> None:
        person, row_count = own_stack.person, 12_000
        lines = (f"Cliente {i},cliente{i}@empresa{i}.com.br" for i in range(row_count))
        made = make_import(person, "\n".join(["Nome,E-mail", *lines]).encode())
        assert commit(person, made).status_code == 202

        def processed_count() -> int:
            count: int = person.get(f"/imports/{made['id']}").json()["processed_count"]
            return count

        worker = own_stack.start_worker()
        eventually(lambda: processed_count() >= 1_000, timeout_seconds=60)
        os.kill(worker.pid, signal.SIGSTOP)
        stopped_at = processed_count()
        try:
            own_stack.start_worker()
            eventually(lambda: processed_count() > stopped_at, timeout_seconds=60, every_seconds=0.02)
        finally:
            os.kill(worker.pid, signal.SIGCONT)
        assert counts(until(person, made["id"], "done", timeout_seconds=120)) == (row_count, 0, 0, 0)
        assert person.get("/clients").json()["total"] == row_count


class TestKilledWorker:
    def test_loses_nothing_and_doubles_nothing(self, own_stack: OwnStack) -> None:
        person, row_count = own_stack.person, 12_000
        lines = (f"Cliente {i},cliente{i}@empresa{i}.com.br,(11) 9{80_000_000 + i}" for i in range(row_count))
        made = make_import(person, "\n".join(["Nome,E-mail,Telefone", *lines]).encode())
        assert commit(person, made).status_code == 202
        worker = own_stack.start_worker()
        eventually(lambda: person.get(f"/imports/{made['id']}").json()["processed_count"] >= 1_500, timeout_seconds=60)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        stopped = person.get(f"/imports/{made['id']}").json()
        assert stopped["status"] == "running"
        assert stopped["processed_count"] == stopped["created_count"] == person.get("/clients").json()["total"] < row_count
        own_stack.start_worker()
        done = until(person, made["id"], "done", timeout_seconds=180)
        assert counts(done) == (row_count, 0, 0, 0)
        assert person.get("/clients").json()["total"] == row_count
