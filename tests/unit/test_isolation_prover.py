"""The prover proves: a planted leak of each kind is found, and a sound answer is not taken for one."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Call, Operation
from tests.e2e.api.support import Person
from tests.isolation import canaries, identifiers, marks, redis_keys, report, routes
from tests.isolation.identifiers import EACH, Try, put, uuid_places
from tests.isolation.proof import Case, Group, find, prove

GROUP = Group("planted", "nothing is planted")
FOREIGN, MARK = "0192f3a0-0000-7000-8000-000000000001", marks.new_mark()
PROBLEM = {"content-type": "application/problem+json"}

Answer = Callable[[httpx.Request], httpx.Response]


def problem(status: int, code: str, **more: Any) -> httpx.Response:
    return httpx.Response(status, headers=PROBLEM, content=json.dumps({"status": status, "code": code} | more))


def person(answer: Answer) -> Person:
    """The owner of the house, before a server that answers so."""
    client = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://planted")
    return Person(client, "ana@agencia.com.br", str(uuid4()), str(uuid4()), "token")


class FakeWorld:
    def __init__(self, answer: Answer) -> None:
        self.owner = person(answer)
        self.client = self.contact = self.deal = self.entry = {"id": FOREIGN}


class FakeScene:
    """As much of a scene as cases that only speak HTTP ask for."""

    def __init__(self, answer: Answer) -> None:
        self.house = self.elder = self.younger = FakeWorld(answer)
        self.http = self.house.owner.http


def operation(path: str = "/clients/{client_id}") -> Operation:
    return next(o for o in matrix.OPERATIONS if o.path == path and o.method == "GET")


def told(answer: Answer, **options: Any) -> str | None:
    attempt = Try("path", operation(), FOREIGN, lambda identifier: Call("GET", f"/clients/{identifier}", {}), **options)
    return identifiers.told(FakeScene(answer), attempt)  # type: ignore[arg-type]  # a stand-in with what the check reads


class TestForeignIds:
    def test_a_route_that_answers_a_foreign_row_is_found(self) -> None:
        assert told(lambda request: httpx.Response(200, json={"id": FOREIGN})) is not None

    def test_a_refusal_that_differs_for_a_foreign_row_is_found(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            return problem(404, "not_found", detail="It is somebody else's." if FOREIGN in str(request.url) else "There is none.")

        assert "differs" in (told(answer) or "")

    @pytest.mark.parametrize("status", [403, 409, 500])
    def test_another_status_than_not_found_is_found(self, status: int) -> None:
        assert told(lambda request: problem(status, "x")) is not None

    def test_a_page_that_shows_the_neighbour_is_found(self) -> None:
        page = httpx.Response(200, json={"items": [{"id": FOREIGN}]})
        assert told(lambda request: page, allowed=frozenset({200}), is_position=True) is not None

    def test_the_same_refusal_for_any_id_is_sound(self) -> None:
        assert told(lambda request: problem(404, "not_found", instance=str(request.url))) is None

    def test_ids_are_found_wherever_a_schema_puts_them(self) -> None:
        identifier = {"type": "string", "format": "uuid"}
        schema = {
            "properties": {
                "client_id": {"anyOf": [identifier, {"type": "null"}]},
                "deal_ids": {"type": "array", "items": identifier},
                "items": {"type": "array", "items": {"properties": {"owner_id": identifier, "title": {"type": "string"}}}},
            }
        }
        assert list(uuid_places(schema)) == [("client_id",), ("deal_ids", EACH), ("items", EACH, "owner_id")]

    def test_an_id_is_put_where_the_way_leads(self) -> None:
        body = {"title": "Site", "items": [{"title": "a", "owner_id": "x"}, {"title": "b"}]}
        assert put(body, ("items", EACH, "owner_id"), FOREIGN) == {"title": "Site", "items": [{"title": "a", "owner_id": FOREIGN}]}
        assert put({}, ("deal_ids", EACH), FOREIGN) == {"deal_ids": [FOREIGN]}


class TestRoutes:
    refusal = routes.Refusal("nobody", 401, "unauthenticated", lambda scene: {})

    def refused(self, answer: Answer) -> str | None:
        return routes.refused(FakeScene(answer), Call("GET", "/clients", {}), self.refusal)  # type: ignore[arg-type]  # a stand-in with what the check reads

    def test_a_route_open_to_anyone_is_found(self) -> None:
        assert "answered 200" in (self.refused(lambda request: httpx.Response(200, json={"items": []})) or "")

    def test_a_wrong_status_is_found(self) -> None:
        assert self.refused(lambda request: problem(403, "not_a_member")) is not None

    def test_a_wrong_code_is_found(self) -> None:
        assert self.refused(lambda request: problem(401, "something_else")) is not None

    def test_a_page_instead_of_a_problem_is_found(self) -> None:
        assert self.refused(lambda request: httpx.Response(401, text="no")) is not None

    def test_the_documented_refusal_is_sound(self) -> None:
        assert self.refused(lambda request: problem(401, "unauthenticated")) is None

    def test_a_changed_table_is_named(self) -> None:
        assert routes.changed({"clients": "a", "deals": "b"}, {"clients": "a", "deals": "c"}) == "rows changed in deals"
        assert routes.changed({"clients": "a"}, {"clients": "a"}) is None

    def test_a_new_operation_without_a_row_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        new = Operation("forget_everything", "POST", "/oblivion/{oblivion_id}", "client:write", 200, {"security": [{"bearer": []}]})
        monkeypatch.setattr(matrix, "OPERATIONS", [*matrix.OPERATIONS, new])
        assert "forget_everything" in (routes.without_a_row() or "")

    def test_a_new_public_operation_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        new = Operation("tell_everything", "GET", "/everything", None, 200, {"security": []})
        monkeypatch.setattr(matrix, "OPERATIONS", [*matrix.OPERATIONS, new])
        assert "tell_everything" in (routes.undeclared() or "")


class TestCanaries:
    def seen(self, answer: httpx.Response) -> str | None:
        return canaries.seen(Call("GET", "/clients", {}), FakeWorld(lambda request: answer), [MARK])  # type: ignore[arg-type]  # a stand-in with what the check reads

    @pytest.mark.parametrize(
        "answer",
        [
            httpx.Response(200, json={"items": [{"name": f"Padaria {MARK}"}]}),
            httpx.Response(200, text=f"Padaria {MARK.upper()}"),
            httpx.Response(404, headers={"X-Hint": MARK}),
            httpx.Response(500, text="broken"),
        ],
        ids=["in a row", "in capitals", "in a header", "a broken answer"],
    )
    def test_a_neighbour_s_word_in_an_answer_is_found(self, answer: httpx.Response) -> None:
        assert self.seen(answer) is not None

    def test_an_answer_of_one_s_own_is_sound(self) -> None:
        assert self.seen(httpx.Response(200, json={"items": [{"name": "Padaria"}]})) is None

    def test_a_search_that_knows_the_neighbour_s_word_is_found(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"count": 1 if MARK in str(request.url) else 0})

        found = canaries.asked_for(Call("GET", "/search", {}), "q", FakeWorld(answer), MARK)  # type: ignore[arg-type]  # a stand-in with what the check reads
        assert found is not None

    def test_a_search_that_says_the_word_back_is_sound(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"q": request.url.params["q"], "count": 0})

        assert canaries.asked_for(Call("GET", "/search", {}), "q", FakeWorld(answer), MARK) is None  # type: ignore[arg-type]  # a stand-in with what the check reads


class TestRedisKeys:
    @pytest.mark.parametrize("key", ["ticket:x", "org:1:live", "org:*", f"org:{FOREIGN}", f"cache:org:{FOREIGN}:board", "sys:"])
    def test_a_key_of_neither_kind_is_found(self, key: str) -> None:
        watch = redis_keys.Watch()
        watch.note(f"SET {key} value")
        assert watch.strays == [key]

    @pytest.mark.parametrize("command", [f"PUBLISH org:{FOREIGN}:live x", "INCR sys:rate:login", "PING", "HELLO 3"])
    def test_keys_of_the_builders_are_sound(self, command: str) -> None:
        watch = redis_keys.Watch()
        watch.note(command)
        assert watch.strays == []


class TestProof:
    def test_what_cases_find_makes_the_group_fail(self) -> None:
        outcome = prove(GROUP, [Case("sound", lambda: None), Case("planted", lambda: "a row of the neighbour")], {})
        assert (outcome.case_count, outcome.holds) == (2, False)
        assert [str(finding) for finding in outcome.findings] == ["planted: a row of the neighbour"]

    def test_a_case_that_breaks_is_a_finding(self) -> None:
        assert [finding.case for finding in find([Case("broken", lambda: str(1 // 0)), Case("sound", lambda: None)])] == ["broken"]

    def test_a_group_that_tried_nothing_proves_nothing(self) -> None:
        assert not prove(GROUP, [], {}).holds

    def test_the_report_names_every_finding_and_its_group(self) -> None:
        outcome = prove(GROUP, [Case("planted", lambda: "a row of the neighbour")], {"tables": "1"})
        text = report.markdown([outcome])
        assert "| planted | nothing is planted | 1 | 1 |" in text
        assert "- **planted** planted: a row of the neighbour" in text
        assert "✗ planted" in report.line(outcome)
