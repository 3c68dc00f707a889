"""Which open deals need a look."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_deal, make_entry
from tests.e2e.api.test_pipeline_settings import decided

pytestmark = pytest.mark.pipeline


def day(offset: int, zone: str = "America/Sao_Paulo") -> str:
    return (datetime.now(ZoneInfo(zone)).date() + timedelta(days=offset)).isoformat()


def age(superuser: Connection, deal: dict[str, Any], *, created: int = 0, in_stage: int = 0) -> None:
    superuser.execute(
        "UPDATE deals SET created_at = now() - make_interval(days => %s), stage_entered_at = now() - make_interval(days => %s)"
        " WHERE id = %s",
        (created, in_stage, deal["id"]),
    )


def reasons(person: Person, **params: int) -> list[tuple[str, str]]:
    body = person.get("/pipeline/attention", params=params).json()
    assert body["next_cursor"] is None
    return [(item["deal"]["title"], item["reason"]) for item in body["items"]]


class TestAttention:
    def test_nothing_to_do(self, owner: Person) -> None:
        make_deal(owner)
        assert owner.get("/pipeline/attention").json() == {"items": [], "next_cursor": None, "total": 0}

    def test_the_most_pressing_reason_first(self, owner: Person, superuser: Connection) -> None:
        age(superuser, make_deal(owner, title="Falado", client_id=self.touched(owner)), created=40, in_stage=31)
        age(superuser, make_deal(owner, title="Calado"), created=20, in_stage=3)
        make_deal(owner, title="Hoje", expected_close_date=day(0))
        make_deal(owner, title="Semana", expected_close_date=day(7))
        make_deal(owner, title="Depois", expected_close_date=day(8))
        make_deal(owner, title="Ontem", expected_close_date=day(-1))
        late = make_deal(owner, title="Atrasado", expected_close_date=day(-30))
        age(superuser, late, created=90, in_stage=90)
        expected = [
            ("Atrasado", "overdue"), ("Ontem", "overdue"), ("Hoje", "closing"), ("Semana", "closing"),
            ("Calado", "rotting"),
        ]  # fmt: skip
        assert reasons(owner) == expected
        assert reasons(owner, limit=3) == expected[:3]
        body = owner.get("/pipeline/attention?limit=1").json()
        assert body["total"] == len(expected)
        assert body["items"][0]["deal"] == owner.get(f"/deals/{late['id']}").json()

    def touched(self, person: Person) -> str:
        client_id: str = make_client(person)["id"]
        make_entry(person, client_id, type="call")
        return client_id

    @pytest.mark.parametrize(("stage", "days"), [("lead", 3), ("contact", 14), ("proposal", 21), ("negotiation", 30)])
    def test_each_stage_has_its_patience(self, owner: Person, superuser: Connection, stage: str, days: int) -> None:
        decided(owner, stages={stage: {"rotting_days": days}})
        age(superuser, make_deal(owner, stage=stage, title="Agora"), created=days)
        age(superuser, make_deal(owner, stage=stage, title="Ainda não"), created=days - 1)
        assert reasons(owner) == [("Agora", "rotting")]

    def test_a_talk_with_the_client_ends_the_silence(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner, title="Calado")
        age(superuser, deal, created=15)
        assert reasons(owner) == [("Calado", "rotting")]
        make_entry(owner, deal["client_id"], type="note")
        assert reasons(owner) == [("Calado", "rotting")]
        make_entry(owner, deal["client_id"], type="meeting")
        assert reasons(owner) == []

    def test_a_talk_long_ago_does_not(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner, title="Calado")
        age(superuser, deal, created=60)
        ago = datetime.now(UTC) - timedelta(days=15)
        make_entry(owner, deal["client_id"], type="call", timestamp=ago.isoformat())
        assert reasons(owner) == [("Calado", "rotting")]

    def test_the_total_is_of_all_that_are_listed(self, owner: Person, superuser: Connection) -> None:
        touched = self.touched(owner)
        for number in range(40):
            stage = ("lead", "contact", "proposal", "negotiation")[number % 4]
            date = {"expected_close_date": day(number - 15)} if number % 3 else {}
            deal = make_deal(owner, touched if number % 2 else None, stage=stage, **date)
            age(superuser, deal, created=number, in_stage=number)
        body = owner.get("/pipeline/attention?limit=100").json()
        assert 0 < len(body["items"]) == body["total"] < 40

    def test_closed_and_deleted_deals_rest(self, owner: Person) -> None:
        make_deal(owner, stage="closed", outcome="won", expected_close_date=day(-3))
        deleted = make_deal(owner, expected_close_date=day(-3))
        assert owner.delete(f"/deals/{deleted['id']}").status_code == 204
        assert owner.delete(f"/clients/{make_deal(owner, expected_close_date=day(-3))['client_id']}").status_code == 204
        assert owner.get("/pipeline/attention").json()["total"] == 0

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_days_are_those_of_the_person(self, owner: Person, zone: str) -> None:
        assert owner.patch("/preferences", json={"time_zone": zone}).status_code == 200
        make_deal(owner, title="Hoje", expected_close_date=day(0, zone))
        make_deal(owner, title="Ontem", expected_close_date=day(-1, zone))
        assert reasons(owner) == [("Ontem", "overdue"), ("Hoje", "closing")]

    def test_other_organization_sees_nothing(self, owner: Person, other: Person) -> None:
        make_deal(owner, expected_close_date=day(-3))
        assert other.get("/pipeline/attention").json()["total"] == 0

    @pytest.mark.parametrize("limit", ["0", "101", "x"])
    def test_bad_limit_is_refused(self, owner: Person, limit: str) -> None:
        assert_problem(owner.get(f"/pipeline/attention?limit={limit}"), 422)
