"""What the reports count, and what they leave out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.e2e.api.support import Connection, Person, Record, assert_problem, make_client, make_deal, make_entry, make_import

pytestmark = pytest.mark.reports

NAMES = ("conversion", "stage-time", "outcomes", "activity", "first-response")


def report(person: Person, name: str, **params: object) -> Record:
    answer = person.get(f"/reports/{name}", params=params)
    assert answer.status_code == 200, answer.text
    found: Record = answer.json()
    assert found["name"] == name
    return found


def move(person: Person, deal: Record, stage: str, **fields: object) -> Record:
    answer = person.put(f"/deals/{deal['id']}/stage", json={"stage": stage, "version": deal["version"], **fields})
    assert answer.status_code == 200, answer.text
    moved: Record = answer.json()
    return moved


def shift_visits(superuser: Connection, deal: Record, stage: str, *, days: float) -> None:
    """As if the visit to the stage had begun so many days earlier."""
    superuser.execute(
        "UPDATE deal_stage_visits SET entered_at = entered_at - make_interval(secs => %s) WHERE deal_id = %s AND stage = %s",
        (days * 86_400, deal["id"], stage),
    )


class TestConversion:
    def test_counts_how_far_deals_came_not_where_they_stand(self, owner: Person) -> None:
        back = move(owner, move(owner, make_deal(owner, value_cents=100), "proposal"), "lead")
        make_deal(owner, value_cents=10)
        make_deal(owner, stage="closed", outcome="won", value_cents=1000)
        lost = make_deal(owner, stage="contact", value_cents=1, currency="USD")
        move(owner, lost, "closed", outcome="lost", lost_reason="Sem verba")
        assert back["stage"] == "lead"
        steps = {step["step"]: step for step in report(owner, "conversion")["steps"]}
        assert {name: step["count"] for name, step in steps.items()} == {
            "lead": 4, "contact": 3, "proposal": 2, "negotiation": 1, "won": 1,
        }  # fmt: skip
        assert steps["contact"]["value_cents"] == {"BRL": 1100, "USD": 1}
        assert [steps[name]["rate_percent"] for name in ("lead", "contact", "proposal", "won")] == [None, 75.0, 66.7, 100.0]

    def test_only_those_created_in_the_period(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        superuser.execute("UPDATE deals SET created_at = now() - interval '40 days' WHERE id = %s", (deal["id"],))
        assert report(owner, "conversion", period="last_30_days")["steps"][0]["count"] == 0
        assert report(owner, "conversion", period="last_90_days")["steps"][0]["count"] == 1

    def test_deleted_deals_are_left_out(self, owner: Person) -> None:
        owner.delete(f"/deals/{make_deal(owner)['id']}")
        assert report(owner, "conversion")["steps"][0]["count"] == 0

    def test_narrowed_as_lists_are(self, owner: Person, member: Person) -> None:
        make_deal(owner, tags=["Vip"], value_cents=500)
        make_deal(owner, owner_id=member.user_id)
        for params in ({"owner_id": "me"}, {"tag": "vip"}, {"value_max": 600}):
            assert report(owner, "conversion", **params)["steps"][0]["count"] == 1, params


class TestRowsBehindTheNumbers:
    def test_those_that_came_so_far(self, owner: Person) -> None:
        back = move(owner, move(owner, make_deal(owner), "proposal"), "lead")
        won = make_deal(owner, stage="closed", outcome="won")
        lost = move(owner, make_deal(owner), "closed", outcome="lost", lost_reason="Preço alto")

        def reached(step: str) -> set[str]:
            return {deal["id"] for deal in owner.get("/deals", params={"reached": step}).json()["items"]}

        assert reached("lead") == {back["id"], won["id"], lost["id"]}
        assert reached("proposal") == {back["id"], won["id"]}
        assert reached("won") == {won["id"]}

    def test_those_of_a_reason(self, owner: Person) -> None:
        make_deal(owner)
        won = make_deal(owner, stage="closed", outcome="won")
        lost = move(owner, make_deal(owner), "closed", outcome="lost", lost_reason="Preço alto")
        for reason, deal in (("Preço alto", lost), ("none", won)):
            assert [item["id"] for item in owner.get("/deals", params={"reason": reason}).json()["items"]] == [deal["id"]]

    def test_unknown_step_is_refused(self, owner: Person) -> None:
        assert_problem(owner.get("/deals?reached=closed"), 422)


class TestStageTime:
    def test_visits_of_a_deal_add_up(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        shift_visits(superuser, deal, "lead", days=3)
        deal = move(owner, move(owner, deal, "contact"), "lead")
        shift_visits(superuser, deal, "lead", days=1)
        move(owner, deal, "contact")
        lead = next(stage for stage in report(owner, "stage-time")["stages"] if stage["stage"] == "lead")
        assert lead["left_count"] == 1
        # The first visit was moved back a second time with the second one: 3 + 1 days from the first entry, 1 in the second.
        assert lead["left_median_seconds"] == pytest.approx(5 * 86_400, abs=60)
        assert lead["left_p90_seconds"] == lead["left_median_seconds"]

    def test_says_how_long_open_deals_stand(self, owner: Person, superuser: Connection) -> None:
        for days in (2, 4, 9):
            deal = make_deal(owner, stage="proposal")
            superuser.execute("UPDATE deals SET stage_entered_at = now() - make_interval(days => %s) WHERE id = %s", (days, deal["id"]))
        proposal = next(stage for stage in report(owner, "stage-time")["stages"] if stage["stage"] == "proposal")
        assert (proposal["open_count"], proposal["left_count"], proposal["left_median_seconds"]) == (3, 0, None)
        assert proposal["open_median_seconds"] == pytest.approx(4 * 86_400, abs=60)


class TestOutcomes:
    def test_reasons_months_and_rate(self, owner: Person, superuser: Connection) -> None:
        won = make_deal(owner, stage="closed", outcome="won", value_cents=1000)
        superuser.execute("UPDATE deals SET created_at = closed_at - interval '10 days' WHERE id = %s", (won["id"],))
        for _ in range(2):
            make_deal(owner, stage="closed", outcome="lost", lost_reason="Preço alto", value_cents=300, currency="USD")
        make_deal(owner, stage="closed", outcome="lost", lost_reason="Sem resposta", value_cents=5)
        make_deal(owner)
        found = report(owner, "outcomes")
        assert (found["won_count"], found["lost_count"], found["win_rate_percent"]) == (1, 3, 25.0)
        assert (found["won_value_cents"], found["lost_value_cents"]) == ({"BRL": 1000}, {"USD": 600, "BRL": 5})
        assert found["won_median_seconds"] == pytest.approx(10 * 86_400, abs=5)
        lost = [reason for reason in found["reasons"] if reason["outcome"] == "lost"]
        assert [(reason["reason"], reason["count"]) for reason in lost] == [("Preço alto", 2), ("Sem resposta", 1)]
        assert [month["won_count"] for month in found["months"]] == [1]

    def test_months_are_those_of_the_reader(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner, stage="closed", outcome="won")
        owner.patch("/preferences", json={"time_zone": "America/Sao_Paulo"})
        superuser.execute("UPDATE deals SET closed_at = '2026-02-01T01:30:00Z' WHERE id = %s", (deal["id"],))
        found = report(owner, "outcomes", period="2026-01-01..2026-01-31")
        assert [month["month"] for month in found["months"]] == ["2026-01-01"]
        assert (found["since"], found["until"]) == ("2026-01-01", "2026-01-31")


class TestActivity:
    def test_by_person_and_channel(self, owner: Person, member: Person) -> None:
        client = make_client(owner)
        for type_ in ("call", "call", "note"):
            make_entry(owner, client["id"], type=type_)
        make_entry(member, client["id"], type="meeting")
        found = report(owner, "activity")
        assert (found["count"], found["by_type"]) == (4, {"call": 2, "note": 1, "meeting": 1})
        people = {person["user_id"]: person for person in found["people"]}
        assert people[owner.user_id]["by_type"] == {"call": 2, "note": 1}
        assert people[member.user_id]["count"] == 1
        assert sum(day["count"] for day in found["days"]) == 4

    def test_of_one_person(self, owner: Person, member: Person) -> None:
        client = make_client(owner)
        make_entry(owner, client["id"])
        make_entry(member, client["id"])
        assert [person["user_id"] for person in report(owner, "activity", owner_id=member.user_id)["people"]] == [member.user_id]

    def test_what_the_system_writes_is_nobodys_work(self, owner: Person) -> None:
        move(owner, make_deal(owner), "contact")
        assert report(owner, "activity")["count"] == 0


class TestFirstResponse:
    def test_from_creation_to_the_first_word(self, owner: Person, superuser: Connection) -> None:
        for hours in (0.5, 3, 50):
            client = make_client(owner, owner_id=owner.user_id)
            superuser.execute(
                "UPDATE clients SET created_at = now() - make_interval(secs => %s) WHERE id = %s", (hours * 3600, client["id"])
            )
            make_entry(owner, client["id"], type="note")
            make_entry(owner, client["id"], type="call")
            make_entry(owner, client["id"], type="meeting")
        make_client(owner, owner_id=None)
        found = report(owner, "first-response")
        assert (found["count"], found["answered_count"]) == (4, 3)
        assert found["median_seconds"] == pytest.approx(3 * 3600, abs=60)
        assert {bucket["within_seconds"]: bucket["count"] for bucket in found["buckets"]} == {
            3600: 1, 14_400: 1, 86_400: 0, 259_200: 1, 604_800: 0, None: 0,
        }  # fmt: skip
        people = {person["owner_id"]: (person["count"], person["answered_count"]) for person in found["people"]}
        assert people == {owner.user_id: (3, 3), None: (1, 0)}

    def test_imported_clients_were_known_before(self, owner: Person, superuser: Connection) -> None:
        client, data_import = make_client(owner), make_import(owner)
        superuser.execute("UPDATE clients SET import_id = %s WHERE id = %s", (data_import["id"], client["id"]))
        assert report(owner, "first-response")["count"] == 0


class TestForecast:
    def test_open_deals_by_month_weighted_by_what_is_common(self, owner: Person) -> None:
        today = date.fromisoformat(report(owner, "conversion", period="today")["since"])
        make_deal(owner, stage="proposal", value_cents=1000, expected_close_date=today.isoformat())
        make_deal(owner, stage="negotiation", value_cents=100, expected_close_date=today.isoformat(), currency="USD")
        make_deal(owner, value_cents=50, expected_close_date=(today.replace(day=1) - timedelta(days=1)).isoformat())
        make_deal(owner, value_cents=70, expected_close_date=(today + timedelta(days=400)).isoformat())
        make_deal(owner, value_cents=30)
        make_deal(owner, stage="closed", outcome="won", value_cents=900)
        found = owner.get("/pipeline/forecast").json()
        kinds = [month["kind"] for month in found["months"]]
        assert kinds == ["overdue", *["month"] * 6, "later", "undated"]
        overdue, now, later, undated = found["months"][0], found["months"][1], found["months"][-2], found["months"][-1]
        assert (now["month"], now["count"]) == (today.replace(day=1).isoformat(), 2)
        assert (now["value_cents"], now["weighted_cents"]) == ({"BRL": 1000, "USD": 100}, {"BRL": 400, "USD": 70})
        assert now["won_cents"] == {"BRL": 900}
        assert [month["value_cents"] for month in (overdue, later, undated)] == [{"BRL": 50}, {"BRL": 70}, {"BRL": 30}]
        assert [(one["stage"], one["percent"], one["is_own"]) for one in found["probabilities"]] == [
            ("lead", 10.0, False), ("contact", 20.0, False), ("proposal", 40.0, False), ("negotiation", 70.0, False),
        ]  # fmt: skip

    def test_weighted_by_own_history_once_there_is_enough(self, owner: Person) -> None:
        client = make_client(owner)
        for _ in range(15):
            make_deal(owner, client["id"], stage="closed", outcome="won")
        for _ in range(5):
            make_deal(owner, client["id"], stage="closed", outcome="lost", lost_reason="Preço")
        lost = make_deal(owner, client["id"])
        move(owner, lost, "closed", outcome="lost", lost_reason="Preço")
        lead, *_, negotiation = owner.get("/pipeline/forecast").json()["probabilities"]
        assert (lead["decided_count"], lead["is_own"], lead["percent"]) == (21, True, 71.4)
        assert (negotiation["decided_count"], negotiation["percent"]) == (20, 75.0)


@pytest.mark.parametrize("name", NAMES)
class TestEveryReport:
    def test_empty(self, owner: Person, name: str) -> None:
        found = report(owner, name, period="this_month")
        assert found["since"] == found["since"][:8] + "01"

    def test_another_organization_is_not_in_it(self, owner: Person, other: Person, name: str) -> None:
        before = report(owner, name)
        client = make_client(other)
        make_deal(other, client["id"], stage="closed", outcome="won")
        make_deal(other, client["id"], stage="proposal")
        make_entry(other, client["id"], type="call")
        assert report(owner, name) == before

    @pytest.mark.parametrize(
        "query",
        ["period=someday", "period=2026-02-30..", "period=2026-03-01..2026-02-01", "owner_id=x", "stage=x", "foo=1", "value_min=-1"],
    )
    def test_bad_query_is_refused(self, owner: Person, name: str, query: str) -> None:
        assert_problem(owner.get(f"/reports/{name}?{query}"), 422)


def test_a_report_of_no_such_name(owner: Person) -> None:
    assert_problem(owner.get("/reports/astrology"), 422)


def test_a_viewer_reads_reports(viewer: Person) -> None:
    assert report(viewer, "conversion")["steps"][0]["count"] == 0
    assert datetime.now(UTC).year >= date.fromisoformat(report(viewer, "outcomes", period="this_year")["since"]).year
