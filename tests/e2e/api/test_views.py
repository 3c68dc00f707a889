"""Saved views: one's own and the team's, what they keep, who may change them, the one that a page opens with."""

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.support import Connection, Person, Record, assert_problem, join, make_view

pytestmark = [pytest.mark.pipeline, pytest.mark.clients]


def named(person: Person, query: str = "") -> list[str]:
    return [view["name"] for view in person.get(f"/views?{query}").json()["items"]]


@pytest.fixture
def manager(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    return join(http, superuser, owner.organization_id, "manager")


class TestCreate:
    def test_a_view_keeps_what_it_was_given(self, owner: Person) -> None:
        filters = {
            "owner_id": ["me", "none"],
            "tag": ["Vip"],
            "tag_match": "all",
            "value_min": 100,
            "created": "this_month",
            "stage": ["lead"],
        }
        body = {
            "name": "Quentes", "kind": "deals", "layout": "table", "filters": filters, "sort": "-value", "grouping": "stage",
            "columns": ["title", "value", "cf.segment"],
        }  # fmt: skip
        view = owner.post("/views", json=body).json()
        assert {name: view[name] for name in body} == body
        assert (view["is_shared"], view["is_default"], view["user_name"], view["version"]) == (False, False, owner.full_name, 1)

    def test_what_changes_nothing_is_left_out(self, owner: Person) -> None:
        view = make_view(owner, filters={"tag_match": "any", "tag": [], "query": None, "outcome": ["open"]})
        assert view["filters"] == {"outcome": ["open"]}

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"filters": {"owner_id": ["x"]}}, "filters.owner_id.0.uuid"),
            ({"filters": {"created": "someday"}}, "filters.created"),
            ({"filters": {"d.title = ''": "x"}}, "filters.d.title = ''"),
            ({"filters": {"cf.segment": ["a"]}}, "filters.cf.segment"),
            ({"filters": {"kind": "company"}}, "filters.kind"),
            ({"filters": {"query": "a\x00"}}, "filters.query"),
            ({"sort": "d.title"}, "sort"),
            ({"kind": "clients", "sort": "-value"}, "sort"),
            ({"kind": "clients", "grouping": "owner"}, "layout"),
            ({"kind": "clients", "layout": "board"}, "layout"),
            ({"columns": ["Title;"]}, "columns.0"),
            ({"name": " "}, "name"),
            ({"kind": "tasks"}, "kind"),
        ],
    )
    def test_what_the_lists_would_not_take_is_refused(self, owner: Person, fields: Record, field: str) -> None:
        problem = assert_problem(owner.post("/views", json={"name": "Visão", "kind": "deals"} | fields), 422)
        assert field in {error["field"] for error in problem["errors"]}

    def test_a_viewer_keeps_views_but_shares_none(self, viewer: Person) -> None:
        assert make_view(viewer)["is_shared"] is False
        problem = assert_problem(
            viewer.post("/views", json={"name": "Time", "kind": "deals", "is_shared": True}), 403, "permission_missing"
        )
        assert problem["permission"] == "view:share"

    def test_there_is_an_end(self, owner: Person, superuser: Connection) -> None:
        superuser.execute(
            "INSERT INTO views (organization_id, id, user_id, kind, name, layout)"
            " SELECT %s, gen_random_uuid(), %s, 'deals', n::text, 'table' FROM generate_series(1, 200) n",
            (owner.organization_id, owner.user_id),
        )
        assert_problem(owner.post("/views", json={"name": "Mais uma", "kind": "deals"}), 409, "too_many_views")


class TestList:
    def test_mine_and_shared_by_name(self, owner: Person, member: Person, other: Person) -> None:
        make_view(owner, name="beta")
        make_view(owner, name="Alfa", kind="clients")
        make_view(member, name="Casa", is_shared=True)
        make_view(member, name="Só dela")
        make_view(other, name="De outra casa", is_shared=True)
        assert named(owner) == ["Alfa", "beta", "Casa"]
        assert named(owner, "kind=deals") == ["beta", "Casa"]
        assert named(member) == ["Casa", "Só dela"]

    def test_pages(self, owner: Person) -> None:
        for name in "cab":
            make_view(owner, name=name)
        first = owner.get("/views?limit=2").json()
        second = owner.get(f"/views?limit=2&cursor={first['next_cursor']}").json()
        assert [view["name"] for view in first["items"] + second["items"]] == ["a", "b", "c"]
        assert_problem(owner.get(f"/views?kind=deals&cursor={first['next_cursor']}"), 422, "cursor_invalid")


class TestUpdate:
    def test_the_maker_renames_and_shares(self, member: Person, owner: Person) -> None:
        view = make_view(member)
        answer = member.patch(f"/views/{view['id']}", json={"name": "Do time", "is_shared": True, "version": 1})
        assert (answer.json()["name"], answer.json()["version"]) == ("Do time", 2)
        assert named(owner) == ["Do time"]

    def test_an_edit_is_undone(self, owner: Person) -> None:
        view = make_view(owner, name="Antes", filters={"outcome": ["open"]})
        answer = owner.patch(f"/views/{view['id']}", json={"name": "Depois", "filters": {}, "version": 1})
        assert owner.post(f"/commands/{answer.headers['x-command-id']}/undo").status_code == 200
        again = owner.get("/views").json()["items"][0]
        assert (again["name"], again["filters"], again["version"]) == ("Antes", {"outcome": ["open"]}, 3)

    def test_a_stale_version_is_a_conflict(self, owner: Person) -> None:
        view = make_view(owner)
        assert owner.patch(f"/views/{view['id']}", json={"name": "Um", "version": 1}).status_code == 200
        problem = assert_problem(owner.patch(f"/views/{view['id']}", json={"name": "Dois", "version": 1}), 409, "version_stale")
        assert problem["current"]["name"] == "Um"

    def test_colleagues_may_not_and_managers_may(self, owner: Person, member: Person, manager: Person) -> None:
        view = make_view(owner, is_shared=True)
        assert_problem(member.patch(f"/views/{view['id']}", json={"name": "Meu", "version": 1}), 403, "view_not_yours")
        assert_problem(member.delete(f"/views/{view['id']}"), 403, "view_not_yours")
        assert manager.patch(f"/views/{view['id']}", json={"name": "Da casa", "version": 1}).status_code == 200
        ended = manager.patch(f"/views/{view['id']}", json={"is_shared": False, "version": 2})
        assert (ended.status_code, ended.json()["is_shared"]) == (200, False)
        assert named(manager) == []
        assert named(owner) == ["Da casa"]

    def test_what_is_not_shared_is_not_there(self, owner: Person, member: Person, other: Person) -> None:
        view = make_view(member)
        for person in (owner, other):
            for identifier in (view["id"], str(uuid7())):
                assert_problem(person.patch(f"/views/{identifier}", json={"name": "x", "version": 1}), 404, "view_not_found")
                assert_problem(person.delete(f"/views/{identifier}"), 404, "view_not_found")
                assert_problem(person.put(f"/views/{identifier}/default"), 404, "view_not_found")

    @pytest.mark.parametrize("fields", [{"filters": {"x": 1}}, {"sort": "size"}, {"name": None}, {"kind": "clients"}, {"columns": None}])
    def test_bad_values_are_refused(self, owner: Person, fields: Record) -> None:
        view = make_view(owner)
        assert_problem(owner.patch(f"/views/{view['id']}", json={"version": 1} | fields), 422)


class TestDelete:
    def test_a_deletion_is_undone(self, owner: Person, member: Person) -> None:
        view = make_view(owner, is_shared=True)
        answer = owner.delete(f"/views/{view['id']}")
        assert (answer.status_code, named(member)) == (204, [])
        undo = f"/commands/{answer.headers['x-command-id']}/undo"
        assert_problem(member.post(undo), 403, "view_not_yours")
        assert owner.post(undo).json()["entity_type"] == "view"
        assert named(member) == [view["name"]]
        assert_problem(owner.post(undo), 409, "already_undone")


class TestDefault:
    def test_each_person_has_their_own(self, owner: Person, member: Person) -> None:
        one, two = make_view(owner, is_shared=True), make_view(owner, is_shared=True)
        assert owner.put(f"/views/{one['id']}/default").json()["is_default"] is True
        assert member.put(f"/views/{two['id']}/default").json()["is_default"] is True
        assert owner.put(f"/views/{two['id']}/default").json()["is_default"] is True
        chosen = {view["id"]: view["is_default"] for view in owner.get("/views").json()["items"]}
        assert chosen == {one["id"]: False, two["id"]: True}
        assert owner.delete(f"/views/{two['id']}/default").json()["is_default"] is False
        assert [view["is_default"] for view in member.get(f"/views?kind={two['kind']}").json()["items"] if view["id"] == two["id"]] == [
            True
        ]

    def test_a_deleted_view_is_nobodys(self, owner: Person) -> None:
        view = make_view(owner)
        owner.put(f"/views/{view['id']}/default")
        owner.delete(f"/views/{view['id']}")
        assert owner.get("/views").json()["items"] == []
