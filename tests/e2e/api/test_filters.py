"""What lists, board and figures can be narrowed by, and how the table of deals is sorted, grouped and summed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.support import Connection, Person, Record, assert_problem, make_client, make_custom_field, make_deal

pytestmark = [pytest.mark.pipeline, pytest.mark.clients]


def titles(person: Person, query: str) -> list[str]:
    """Of the deals that a query finds, as list and board agree on it."""
    answer = person.get(f"/deals?limit=100&{query}")
    assert answer.status_code == 200, answer.text
    found = sorted(item["title"] for item in answer.json()["items"])
    if "stage=" not in query:
        columns = person.get(f"/pipeline/board?limit=100&{query}").json()["columns"]
        assert sorted(item["title"] for column in columns for item in column["items"]) == found
        assert sum(column["count"] for column in columns) == len(found)
    return found


def names(person: Person, query: str) -> list[str]:
    body = person.get(f"/clients?limit=100&{query}").json()
    assert body["total"] == len(body["items"])
    return [item["name"] for item in body["items"]]


class TestDealFilters:
    def test_owners_are_me_nobody_and_others(self, owner: Person, member: Person) -> None:
        for title, owner_id in (("Meu", owner.user_id), ("Dela", member.user_id), ("Sem dono", None)):
            make_deal(owner, title=title, owner_id=owner_id)
        assert titles(owner, "owner_id=me") == ["Meu"]
        assert titles(member, "owner_id=me") == ["Dela"]
        assert titles(owner, "owner_id=none") == ["Sem dono"]
        assert titles(owner, f"owner_id=none&owner_id={member.user_id}") == ["Dela", "Sem dono"]

    def test_tags_match_any_or_all(self, owner: Person) -> None:
        make_deal(owner, title="Um", tags=["Vip"])
        make_deal(owner, title="Dois", tags=["VIP", "Site"])
        make_deal(owner, title="Nenhum")
        assert titles(owner, "tag=vip&tag=site") == ["Dois", "Um"]
        assert titles(owner, "tag=vip&tag=site&tag_match=all") == ["Dois"]
        assert titles(owner, "tag=vip&tag=inexistente&tag_match=all") == []

    def test_value_currency_source_and_outcome(self, owner: Person) -> None:
        make_deal(owner, title="Pequeno", value_cents=100, source="Indicação")
        make_deal(owner, title="Grande", value_cents=900, currency="USD")
        make_deal(owner, title="Ganho", stage="closed", value_cents=500)
        make_deal(owner, title="Perdido", stage="closed", outcome="lost", lost_reason="price", value_cents=300)
        assert titles(owner, "value_min=300&value_max=500") == ["Ganho", "Perdido"]
        assert titles(owner, "currency=USD") == ["Grande"]
        assert titles(owner, "source=Indica%C3%A7%C3%A3o") == ["Pequeno"]
        assert titles(owner, "outcome=open") == ["Grande", "Pequeno"]
        assert titles(owner, "outcome=won&outcome=lost") == ["Ganho", "Perdido"]
        assert titles(owner, "stage=closed") == ["Ganho", "Perdido"]

    def test_periods_are_days_of_the_person(self, owner: Person, superuser: Connection) -> None:
        zone = "Pacific/Kiritimati"
        assert owner.patch("/preferences", json={"time_zone": zone}).status_code == 200
        midnight = datetime.now(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        for title, at in (("Hoje", midnight), ("Ontem", midnight - timedelta(microseconds=1))):
            deal = make_deal(owner, title=title, stage="closed")
            for column in ("created_at", "closed_at", "stage_entered_at"):
                superuser.execute(f"UPDATE deals SET {column} = %s WHERE id = %s", (at, deal["id"]))
        yesterday = (midnight - timedelta(days=1)).date()
        for period in ("created", "closed", "stage_entered"):
            assert titles(owner, f"{period}=today") == ["Hoje"], period
            assert titles(owner, f"{period}=yesterday") == ["Ontem"], period
            assert titles(owner, f"{period}={yesterday}..{yesterday}") == ["Ontem"], period
            assert titles(owner, f"{period}={yesterday}..") == ["Hoje", "Ontem"], period

    def test_expected_close_knows_overdue_and_none(self, owner: Person) -> None:
        today = date.fromisoformat(datetime.now(ZoneInfo("America/Sao_Paulo")).date().isoformat())
        for title, days in (("Atrasado", -3), ("Hoje", 0), ("Sem data", None)):
            make_deal(owner, title=title, expected_close_date=None if days is None else (today + timedelta(days=days)).isoformat())
        assert titles(owner, "expected_close=past") == ["Atrasado"]
        assert titles(owner, "expected_close=today") == ["Hoje"]
        assert titles(owner, "expected_close=none") == ["Sem data"]
        assert titles(owner, f"expected_close=..{today}") == ["Atrasado", "Hoje"]

    def test_next_steps_are_missing_planned_or_overdue(self, owner: Person) -> None:
        today = datetime.now(ZoneInfo("America/Sao_Paulo")).date()
        make_deal(owner, title="Sem passo")
        for title, days in (("Atrasado", -1), ("Hoje", 0)):
            deal = make_deal(owner, title=title)
            due = (today + timedelta(days=days)).isoformat()
            assert owner.post("/tasks", json={"title": "Ligar", "deal_id": deal["id"], "due_on": due}).status_code == 201
        assert titles(owner, "next_step=none") == ["Sem passo"]
        assert titles(owner, "next_step=planned") == ["Atrasado", "Hoje"]
        assert titles(owner, "next_step=overdue") == ["Atrasado"]

    def test_own_fields_narrow_too(self, owner: Person) -> None:
        field = make_custom_field(owner, entity="deal", kind="number", label="Horas")
        key = field["key"]
        make_deal(owner, title="Dez", custom_fields={key: 10})
        make_deal(owner, title="Vinte", custom_fields={key: 20})
        make_deal(owner, title="Nada")
        assert titles(owner, f"cf.{key}.gte=10&cf.{key}.lte=15") == ["Dez"]
        assert titles(owner, f"cf.{key}=20") == ["Vinte"]
        assert titles(owner, f"cf.{key}.empty=true") == ["Nada"]
        for query in (f"cf.{key}.has=x", f"cf.{key}=x", f"cf.{key}=nan", "cf.inexistente=1", "cf.=1"):
            assert_problem(owner.get(f"/deals?{query}"), 422)
        assert_problem(owner.get(f"/clients?cf.{key}=10"), 422, "filter_unknown")

    def test_filters_join(self, owner: Person) -> None:
        client = make_client(owner, name="Padaria Aurora")
        make_deal(owner, client["id"], title="Certo", tags=["Vip"], value_cents=500)
        make_deal(owner, client["id"], title="Barato", tags=["Vip"], value_cents=5)
        make_deal(owner, title="Outro cliente", tags=["Vip"], value_cents=500)
        assert titles(owner, f"query=aurora&tag=vip&value_min=100&created=today&owner_id=me&client_id={client['id']}") == ["Certo"]

    def test_ids_of_another_organization_find_nothing(self, owner: Person, other: Person) -> None:
        make_deal(owner)
        foreign = make_deal(other, owner_id=other.user_id)
        for query in (f"owner_id={other.user_id}", f"client_id={foreign['client_id']}", f"owner_id={uuid7()}"):
            assert titles(owner, query) == []

    @pytest.mark.parametrize(
        "query",
        [
            "owner_id=x", "owner_id=", "tag=", "tag_match=some", "client_id=me", "outcome=maybe", "value_min=-1", "value_max=1e99",
            "value_min=99999999999999999", "currency=XXX", "created=someday", "created=2026-02-30..", "closed=..", "stage_entered=x..y",
            "expected_close=2026-03-01..2026-01-01", "stage=lost", "cf.segment=x", "owner=me", "title=x", "query=%00",
            "created=today'%20OR%20true--",
        ],
    )  # fmt: skip
    def test_bad_filter_is_refused(self, owner: Person, query: str) -> None:
        for path in ("/deals", "/pipeline/board", "/pipeline/metrics"):
            assert_problem(owner.get(f"{path}?{query}"), 422)

    def test_an_unknown_filter_is_named(self, owner: Person) -> None:
        problem = assert_problem(owner.get("/deals?d.title%3D1)=x"), 422, "filter_unknown")
        assert problem["errors"][0]["field"] == "d.title=1)"

    def test_text_stays_text(self, owner: Person) -> None:
        make_deal(owner, title="Site")
        for text in ("%25", "_", "'; DROP TABLE deals; --", "%(organization_id)s", "{where}"):
            assert titles(owner, f"source={text}") == []
            assert owner.get("/deals", params={"query": text, "tag": text}).json()["items"] == []


class TestMetrics:
    def test_figures_follow_the_filter(self, owner: Person) -> None:
        make_deal(owner, value_cents=100, tags=["Vip"])
        make_deal(owner, value_cents=900)
        make_deal(owner, stage="closed", value_cents=300, tags=["Vip"])
        metrics = owner.get("/pipeline/metrics?tag=vip").json()
        assert (metrics["open_count"], metrics["open_value_cents"], metrics["won_count"]) == (1, {"BRL": 100}, 1)


class TestDealTable:
    def walk(self, person: Person, query: str) -> list[Record]:
        rows: list[Record] = []
        cursor = None
        while True:
            body = person.get(f"/deals?limit=2&{query}" + (f"&cursor={cursor}" if cursor else "")).json()
            rows += body["items"]
            cursor = body["next_cursor"]
            if cursor is None:
                return rows

    @pytest.fixture
    def deals(self, owner: Person, member: Person) -> list[Record]:
        rows: list[Record] = [
            {"title": "Água", "value_cents": 300, "expected_close_date": "2026-05-01", "owner_id": member.user_id, "source": "Site"},
            {"title": "banco", "value_cents": 100, "owner_id": None, "stage": "proposal"},
            {"title": "Casa", "value_cents": 200, "currency": "USD", "expected_close_date": "2026-01-01", "stage": "contact"},
            {"title": "dado", "value_cents": 100, "owner_id": member.user_id, "stage": "closed"},
            {"title": "Elo", "value_cents": 0},
        ]
        return [make_deal(owner, **row) for row in rows]

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("title", ["Água", "banco", "Casa", "dado", "Elo"]),
            ("-title", ["Elo", "dado", "Casa", "banco", "Água"]),
            ("created_at", ["Água", "banco", "Casa", "dado", "Elo"]),
            ("-value", ["Água", "Casa", None, None, "Elo"]),
            ("expected_close_date", ["Casa", "Água", None, None, None]),
            ("-expected_close_date", ["Água", "Casa", None, None, None]),
            ("stage", [None, None, "Casa", "banco", "dado"]),
            ("source", ["Água", None, None, None, None]),
            ("-closed_at", ["dado", None, None, None, None]),
        ],
    )
    def test_pages_keep_the_order(self, owner: Person, deals: list[Record], sort: str, order: list[str | None]) -> None:
        found = [row["title"] for row in self.walk(owner, f"sort={sort}")]
        assert len(set(found)) == len(deals)
        assert [title if wanted else None for title, wanted in zip(found, order, strict=True)] == order

    @pytest.mark.parametrize("sort", ["updated_at", "client", "owner", "-owner", "stage_entered_at", "last_contact", "-last_contact"])
    def test_every_order_visits_each_once(self, owner: Person, deals: list[Record], sort: str) -> None:
        assert {row["id"] for row in self.walk(owner, f"sort={sort}")} == {deal["id"] for deal in deals}

    def test_groups_stand_together(self, owner: Person, deals: list[Record]) -> None:
        by_stage = self.walk(owner, "group_by=stage&sort=-title")
        assert [row["title"] for row in by_stage] == ["Elo", "Água", "Casa", "banco", "dado"]
        owners = [row["owner_name"] for row in self.walk(owner, "group_by=owner&sort=title")]
        assert owners[-1] is None
        assert sorted(owners[:-1]) == owners[:-1]

    def test_totals_are_of_the_whole_set(self, owner: Person, member: Person, deals: list[Record]) -> None:
        totals = owner.get("/deals?limit=1&with_totals=true&group_by=stage").json()["totals"]
        assert (totals["count"], totals["value_cents"]) == (5, {"BRL": 500, "USD": 200})
        assert [(group["key"], group["count"]) for group in totals["groups"]] == [
            ("lead", 2), ("contact", 1), ("proposal", 1), ("closed", 1),
        ]  # fmt: skip
        by_owner = owner.get(f"/deals?limit=1&with_totals=true&group_by=owner&owner_id={member.user_id}&owner_id=none").json()["totals"]
        assert [(group["key"], group["value_cents"]) for group in by_owner["groups"]] == [
            (member.user_id, {"BRL": 400}), (None, {"BRL": 100}),
        ]  # fmt: skip
        assert owner.get("/deals").json()["totals"] is None

    def test_a_cursor_of_another_order_is_refused(self, owner: Person, deals: list[Record]) -> None:
        cursor = owner.get("/deals?limit=1&sort=title").json()["next_cursor"]
        for query in ("sort=-title", "sort=value", "sort=title&group_by=stage"):
            assert_problem(owner.get(f"/deals?limit=1&{query}&cursor={cursor}"), 422, "cursor_invalid")

    def test_a_spoiled_cursor_is_refused(self, owner: Person, deals: list[Record]) -> None:
        from api.core.cursor import encode

        for value in ("x", '["1"]', "[1,2]", '["x","y"]', '{"a":1}'):
            assert_problem(owner.get(f"/deals?sort=title&group_by=stage&cursor={encode('deals:title:stage', value, uuid7())}"), 422)

    @pytest.mark.parametrize("query", ["sort=d.title", "sort=--title", "group_by=client", "with_totals=x"])
    def test_bad_order_is_refused(self, owner: Person, query: str) -> None:
        assert_problem(owner.get(f"/deals?{query}"), 422)


class TestClientFilters:
    def test_owner_kind_source_tags_and_day(self, owner: Person, member: Person, superuser: Connection) -> None:
        make_client(owner, name="Alfa", kind="person", source="Site", tags=["Vip"], owner_id=None)
        make_client(owner, name="Beta", tags=["Vip", "Novo"], owner_id=member.user_id)
        old = make_client(owner, name="Casa")
        superuser.execute("UPDATE clients SET created_at = now() - interval '40 days' WHERE id = %s", (old["id"],))
        assert names(owner, "owner_id=me") == ["Casa"]
        assert names(owner, "owner_id=none&owner_id=me") == ["Alfa", "Casa"]
        assert names(owner, "kind=person") == ["Alfa"]
        assert names(owner, "source=Site") == ["Alfa"]
        assert names(owner, "tag=vip&tag=novo") == ["Alfa", "Beta"]
        assert names(owner, "tag=vip&tag=novo&tag_match=all") == ["Beta"]
        assert names(owner, "created=last_30_days") == ["Alfa", "Beta"]

    def test_last_contact_and_open_deals(self, owner: Person, superuser: Connection) -> None:
        new, won, _ = (make_client(owner, name=name) for name in ("Alfa", "Beta", "Casa"))
        superuser.execute("UPDATE clients SET last_touch_at = %s, last_touch_type = 'call' WHERE id = %s", (datetime.now(UTC), new["id"]))
        make_deal(owner, new["id"])
        make_deal(owner, won["id"], stage="closed")
        assert names(owner, "last_contact=last_7_days") == ["Alfa"]
        assert names(owner, "last_contact=none") == ["Beta", "Casa"]
        assert names(owner, "has_open_deals=true") == ["Alfa"]
        assert names(owner, "has_open_deals=false") == ["Beta", "Casa"]

    @pytest.mark.parametrize(
        "query",
        ["owner_id=x", "kind=x", "last_contact=x", "has_open_deals=maybe", "stage=lead", "cf.x.gte=1", "tag_match=none", "created=.."],
    )
    def test_bad_filter_is_refused(self, owner: Person, query: str) -> None:
        assert_problem(owner.get(f"/clients?{query}"), 422)

    def test_ids_of_another_organization_find_nothing(self, owner: Person, other: Person) -> None:
        make_client(owner)
        assert names(owner, f"owner_id={other.user_id}") == []
