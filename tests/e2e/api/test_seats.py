"""The seats of a plan: never one too many, whoever comes at once, and nobody who is in is ever shut out."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from api.core.features import FEATURES_BY_PLAN, plan_for
from tests.e2e.api.support import Connection, Person, Record, assert_problem, confirm_address, invite_token, join, log_in, some_email
from tests.e2e.api.test_invites import accept, invite, invited

pytestmark = pytest.mark.invites


def put_on(superuser: Connection, person: Person, plan: str = "starter") -> None:
    superuser.execute("UPDATE organizations SET plan = %s WHERE id = %s", (plan, person.organization_id))


@pytest.fixture
def starter(superuser: Connection, owner: Person) -> Person:
    """The owner of an organization with five seats, one of them theirs."""
    confirm_address(owner)
    put_on(superuser, owner)
    return owner


def usage(person: Person) -> tuple[int | None, int, int]:
    found = person.get("/organizations/current/usage").json()
    return found["seats"], found["members"], found["open_invites"]


class TestTable:
    def test_the_cheapest_plan_with_room(self) -> None:
        assert [plan_for("seats", count) for count in (1, 5, 6, 20, 21)] == ["starter", "starter", "pro", "pro", "enterprise"]
        assert [plan_for("api_keys", count) for count in (1, 2, 11)] == ["starter", "pro", "enterprise"]

    def test_is_served_to_the_web(self, starter: Person) -> None:
        found = starter.get("/organizations/current/features").json()["features"]
        assert found["seats"] == FEATURES_BY_PLAN["starter"]["seats"] == 5


class TestInviting:
    def test_one_too_many_is_402_with_the_plan_that_has_room(self, starter: Person) -> None:
        invite(starter, *(some_email() for _ in range(4)))
        assert usage(starter) == (5, 1, 4)
        problem = assert_problem(starter.post("/invites", json={"emails": [some_email()]}), 402, "seat_limit_reached")
        assert (problem["limit"], problem["taken"], problem["plan_needed"]) == (5, 5, "pro")
        assert usage(starter) == (5, 1, 4)

    def test_a_list_that_needs_much_names_the_plan_that_has_so_much(self, starter: Person) -> None:
        invite(starter, *(some_email() for _ in range(4)))
        problem = assert_problem(starter.post("/invites", json={"emails": [some_email() for _ in range(16)]}), 402)
        assert problem["plan_needed"] == "enterprise"

    def test_a_list_fills_what_is_free_and_says_who_is_left_out(self, starter: Person) -> None:
        first, second = some_email(), some_email()
        invite(starter, first, second)
        answers = invite(starter, "nonsense", first, some_email(), some_email(), some_email(), starter.email)
        assert [answer["outcome"] for answer in answers] == [
            "invalid", "already_invited", "invited", "invited", "no_seat", "already_member",
        ]  # fmt: skip
        assert usage(starter) == (5, 1, 4)

    def test_addresses_that_need_no_seat_are_answered_at_the_edge(self, starter: Person) -> None:
        known = some_email()
        invite(starter, known, *(some_email() for _ in range(3)))
        assert [answer["outcome"] for answer in invite(starter, known, "nonsense")] == ["already_invited", "invalid"]

    @pytest.mark.parametrize("plan", ["enterprise", "unlimited"])
    def test_other_plans_have_any_number(self, superuser: Connection, owner: Person, plan: str) -> None:
        confirm_address(owner)
        put_on(superuser, owner, plan)
        assert {answer["outcome"] for answer in invite(owner, *(some_email() for _ in range(30)))} == {"invited"}
        assert usage(owner) == (None, 1, 30)

    def test_of_fifty_at_once_exactly_the_free_seats_succeed(self, starter: Person) -> None:
        def send(_: int) -> httpx.Response:
            return starter.post("/invites", json={"emails": [some_email()]})

        with ThreadPoolExecutor(50) as pool:
            statuses = sorted(answer.status_code for answer in pool.map(send, range(50)))
        assert statuses == [201] * 4 + [402] * 46
        assert usage(starter) == (5, 1, 4)

    @pytest.mark.parametrize("way", ["revoke", "expire", "leave"])
    def test_a_seat_comes_free_again(self, http: httpx.Client, superuser: Connection, starter: Person, way: str) -> None:
        colleague = join(http, superuser, starter.organization_id, "member")
        sent = invite(starter, *(some_email() for _ in range(3)))
        assert_problem(starter.post("/invites", json={"emails": [some_email()]}), 402)
        if way == "revoke":
            starter.delete(f"/invites/{sent[0]['invite']['id']}")
        elif way == "expire":
            superuser.execute("UPDATE invites SET expires_at = now() WHERE id = %s", (sent[0]["invite"]["id"],))
        else:
            assert colleague.post("/members/leave").status_code == 204
        assert invite(starter, some_email())[0]["outcome"] == "invited"
        assert sum(usage(starter)[1:]) == 5

    def test_sending_one_anew_that_ran_out_needs_a_seat(self, superuser: Connection, starter: Person) -> None:
        over = invite(starter, some_email())[0]["invite"]["id"]
        superuser.execute("UPDATE invites SET expires_at = now() WHERE id = %s", (over,))
        open_ones = invite(starter, *(some_email() for _ in range(4)))
        assert_problem(starter.post(f"/invites/{over}/resend"), 402, "seat_limit_reached")
        assert starter.post(f"/invites/{open_ones[0]['invite']['id']}/resend").status_code == 200
        starter.delete(f"/invites/{open_ones[1]['invite']['id']}")
        assert starter.post(f"/invites/{over}/resend").status_code == 200
        assert usage(starter) == (5, 1, 4)


class TestAccepting:
    def test_the_last_seat_is_its_invite_s(self, http: httpx.Client, superuser: Connection, starter: Person) -> None:
        sent = invite(starter, *(some_email() for _ in range(4)))
        for item in sent:
            assert accept(http, invite_token(superuser, item["invite"]["id"])).status_code == 201
        assert usage(starter) == (5, 5, 0)

    def test_is_refused_where_the_plan_has_become_smaller(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        for _ in range(4):
            join(http, superuser, owner.organization_id, "member")
        made, token = invited(owner, superuser)
        put_on(superuser, owner)
        problem = assert_problem(accept(http, token), 402, "seat_limit_reached")
        assert problem["plan_needed"] == "pro"
        assert http.get(f"/invites/token/{token}").json()["status"] == "open"
        assert superuser.execute("SELECT FROM users WHERE email = %s", (made["email"],)).fetchone() is None
        put_on(superuser, owner, "pro")
        assert accept(http, token).status_code == 201

    def test_of_many_at_once_no_more_than_there_are_seats(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        tokens = [invite_token(superuser, item["invite"]["id"]) for item in invite(owner, *(some_email() for _ in range(10)))]
        put_on(superuser, owner)
        with ThreadPoolExecutor(10) as pool:
            statuses = sorted(answer.status_code for answer in pool.map(lambda token: accept(http, token), tokens))
        assert statuses == [201] * 4 + [402] * 6
        assert usage(owner)[1] == 5


class TestWhoIsIn:
    def test_nobody_is_shut_out_of_a_plan_that_has_become_smaller(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        people = [join(http, superuser, owner.organization_id, role) for role in ("admin", "member", "member", "viewer", "member")]
        put_on(superuser, owner)
        assert usage(owner) == (5, 6, 0)
        for person in (owner, *people):
            assert log_in(http, person.email).get("/clients").status_code == 200
        assert owner.patch(f"/members/{people[1].user_id}", json={"role": "manager"}).status_code == 200
        assert owner.post("/organizations/current/transfer", json={"user_id": people[0].user_id}).status_code == 200
        assert_problem(people[0].post("/invites", json={"emails": [some_email()]}), 402)

    def test_everybody_sees_how_many_there_are_and_nobody_another_organization_s(
        self, starter: Person, viewer: Person, other: Person
    ) -> None:
        invite(starter, some_email(), some_email())
        assert usage(viewer) == (5, 2, 2)
        assert usage(other) == (None, 1, 0)


def test_a_seat_counts_in_its_own_organization_alone(superuser: Connection, starter: Person, other: Person) -> None:
    put_on(superuser, other)
    invite(starter, *(some_email() for _ in range(4)))
    sent: list[Record] = invite(other, *(some_email() for _ in range(4)))
    assert {item["outcome"] for item in sent} == {"invited"}
