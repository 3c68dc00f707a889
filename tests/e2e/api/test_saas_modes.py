"""SAAS_MODE: in B2C there are no teams anywhere, and a workspace becomes a team, or one again, with all that is in it."""

from collections.abc import Iterator
from typing import Final

import httpx
import pytest

from api.core.permissions import TEAM_ONLY
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import (
    Connection,
    Person,
    assert_problem,
    fingerprint,
    join,
    log_in,
    make_client,
    make_deal,
    register,
    some_email,
)
from tests.e2e.api.test_service import serving

pytestmark = pytest.mark.saas_mode

TEAM_OPERATIONS: Final = [operation for operation in matrix.TENANT_OPERATIONS if operation.permission in TEAM_ONLY]


@pytest.fixture(scope="module")
def b2c() -> Iterator[httpx.Client]:
    """A second server on the same database, in the other mode."""
    with serving(saas_mode="B2C") as client:
        yield client


@pytest.fixture(scope="module")
def house(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


def on(client: httpx.Client, person: Person) -> Person:
    """The same log-in, asking another server."""
    return Person(client, person.email, person.user_id, person.organization_id, person.token, address=person.address)


class TestB2C:
    def test_every_team_operation_is_known(self) -> None:
        assert {operation.permission for operation in TEAM_OPERATIONS} == TEAM_ONLY

    @pytest.mark.parametrize("operation", TEAM_OPERATIONS, ids=lambda operation: operation.id)
    def test_team_operations_are_not_there(self, b2c: httpx.Client, house: World, operation: Operation) -> None:
        answer = call(operation, house).by(on(b2c, house.owner))
        assert_problem(answer, 404, "not_found")

    @pytest.mark.parametrize("operation", TEAM_OPERATIONS, ids=lambda operation: operation.id)
    def test_not_for_a_viewer_either(self, b2c: httpx.Client, house: World, operation: Operation) -> None:
        """The mode is said before the role: nobody learns of a permission that can't be had."""
        assert_problem(call(operation, house).by(on(b2c, house.viewer)), 404, "not_found")

    @pytest.mark.parametrize("operation", TEAM_OPERATIONS, ids=lambda operation: operation.id)
    def test_strangers_are_still_told_to_sign_in(self, b2c: httpx.Client, house: World, operation: Operation) -> None:
        request = call(operation, house)
        assert_problem(b2c.request(request.method, request.path, **request.options), 401)

    def test_no_second_organization_and_no_invite(self, b2c: httpx.Client, house: World) -> None:
        owner = on(b2c, house.owner)
        assert_problem(owner.post("/organizations", json={"name": "Outra"}), 404)
        token = house.invite_token
        assert_problem(b2c.get(f"/invites/token/{token}"), 404)
        assert_problem(b2c.post(f"/invites/token/{token}/accept", json={}), 404)

    def test_permissions_speak_of_no_team(self, b2c: httpx.Client, house: World) -> None:
        found = on(b2c, house.owner).get("/organizations/current/features").json()
        assert not TEAM_ONLY & set(found["permissions"])
        assert {"client:write", "organization:delete"} <= set(found["permissions"])

    def test_business_works_the_same(self, b2c: httpx.Client) -> None:
        person = register(b2c, organization_name=None)
        make_deal(person, make_client(person)["id"])
        assert person.get("/pipeline/board").status_code == 200
        assert person.get("/organizations/current/usage").json()["deals"] == 1
        assert person.get("/organizations").json()["items"][0]["is_personal"] is True

    def test_ready_says_the_mode(self, b2c: httpx.Client, http: httpx.Client) -> None:
        assert b2c.get("/ready").json()["saas_mode"] == "B2C"
        assert http.get("/ready").json()["saas_mode"] == "B2B"


class TestConversion:
    def test_a_workspace_becomes_a_team_with_everything_in_it(self, http: httpx.Client, superuser: Connection, b2c: httpx.Client) -> None:
        person = register(b2c, organization_name=None)
        make_deal(person, make_client(person)["id"])
        owner = on(http, person)
        assert_problem(owner.post("/invites", json={"emails": [some_email()]}), 409, "organization_is_personal")
        before = fingerprint(superuser, owner.organization_id)
        answer = owner.post("/organizations/current/convert", json={"to": "team"})
        assert answer.status_code == 200
        assert (answer.json()["id"], answer.json()["is_personal"]) == (owner.organization_id, False)
        after = fingerprint(superuser, owner.organization_id)
        assert {name for name in after if after[name] != before[name]} <= {"organizations", "audit_log", "audit_heads"}
        assert owner.post("/invites", json={"emails": [some_email()]}).json()["items"][0]["outcome"] == "invited"

    def test_a_team_of_one_becomes_a_workspace(self, owner: Person) -> None:
        client = make_client(owner)
        answer = owner.post("/organizations/current/convert", json={"to": "personal"})
        assert (answer.status_code, answer.json()["is_personal"]) == (200, True)
        assert owner.get(f"/clients/{client['id']}").status_code == 200

    def test_others_stand_against_it_by_name(self, owner: Person, member: Person) -> None:
        email = some_email()
        owner.post("/invites", json={"emails": [email]})
        problem = assert_problem(owner.post("/organizations/current/convert", json={"to": "personal"}), 409, "team_in_use")
        assert problem["members"] == [{"user_id": member.user_id, "full_name": member.full_name}]
        assert problem["invites"] == [email]
        owner.delete(f"/members/{member.user_id}")
        owner.delete(f"/invites/{owner.get('/invites').json()['items'][0]['id']}")
        assert owner.post("/organizations/current/convert", json={"to": "personal"}).status_code == 200

    def test_only_owners_convert(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        assert_problem(admin.post("/organizations/current/convert", json={"to": "personal"}), 403, "permission_missing")
        assert_problem(owner.post("/organizations/current/convert", json={"to": "club"}), 422)


def test_who_was_removed_from_everywhere_still_gets_in(http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
    """Into an organization of their own: to take an invite, and for what an account is owed."""
    assert owner.delete(f"/members/{member.user_id}").status_code == 204
    back = log_in(http, member.email)
    assert back.organization_id != owner.organization_id
    assert back.get("/clients").json()["items"] == []
