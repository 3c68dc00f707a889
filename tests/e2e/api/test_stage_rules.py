"""What a stage demands, whichever way a deal comes into it; how deals end, and how they are opened again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    assert_problem,
    make_client,
    make_contact,
    make_custom_field,
    make_deal,
    make_entry,
    make_task,
)
from tests.e2e.api.test_imports import run
from tests.e2e.api.test_pipeline_settings import decided, reason

pytestmark = pytest.mark.pipeline

UNKNOWN_ID = "0192f0a0-0000-7000-8000-000000000000"


def move(person: Person, deal: dict[str, Any], stage: str, **body: Any) -> httpx.Response:
    return person.put(f"/deals/{deal['id']}/stage", json={"stage": stage, "version": deal["version"]} | body)


def moved(person: Person, deal: dict[str, Any], stage: str, **body: Any) -> dict[str, Any]:
    answer = move(person, deal, stage, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def demand(person: Person, stage: str, *names: str) -> None:
    decided(person, stages={stage: {"required": list(names)}})


def lacking(answer: httpx.Response) -> list[str]:
    return [error["field"] for error in assert_problem(answer, 422, "stage_fields_required")["errors"]]


def history(person: Person, deal: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(v["stage"], v["outcome"], v["reason"]) for v in person.get(f"/deals/{deal['id']}/history").json()["items"]]


class TestDemands:
    def test_all_that_is_missing_is_named_at_once(self, owner: Person) -> None:
        demand(owner, "proposal", "expected_close_date", "value_cents", "client_contact", "next_step", "source", "owner_id")
        deal = make_deal(owner, value_cents=0, owner_id=None)
        names = ["expected_close_date", "value_cents", "client_contact", "next_step", "source", "owner_id"]
        assert lacking(move(owner, deal, "proposal")) == names
        assert owner.get(f"/deals/{deal['id']}").json() == deal

    def test_they_can_come_with_the_move(self, owner: Person) -> None:
        demand(owner, "proposal", "expected_close_date", "value_cents", "source", "owner_id")
        deal = make_deal(owner, value_cents=0, owner_id=None)
        fields = {"expected_close_date": "2030-03-01", "value_cents": 900, "source": "Indicação", "owner_id": owner.user_id}
        answer = move(owner, deal, "proposal", fields=fields)
        assert {name: answer.json()[name] for name in fields} == fields
        assert owner.post(f"/commands/{answer.headers['x-command-id']}/undo").status_code == 200
        back = owner.get(f"/deals/{deal['id']}").json()
        assert {name: back[name] for name in ("stage", *fields)} == {name: deal[name] for name in ("stage", *fields)}

    def test_empty_answers_are_none(self, owner: Person) -> None:
        demand(owner, "proposal", "source", "value_cents")
        deal = make_deal(owner, value_cents=0)
        assert lacking(move(owner, deal, "proposal", fields={"source": "  ", "value_cents": 0})) == ["source", "value_cents"]

    def test_an_owner_of_elsewhere_is_404(self, owner: Person, other: Person) -> None:
        for user_id in (other.user_id, UNKNOWN_ID):
            assert_problem(move(owner, make_deal(owner), "contact", fields={"owner_id": user_id}), 404, "owner_not_found")

    @pytest.mark.parametrize("fields", [{"title": "x"}, {"value_cents": -1}, {"currency": "R$"}, {"expected_close_date": "31/12"}, []])
    def test_bad_fields_are_refused(self, owner: Person, fields: Any) -> None:
        assert_problem(move(owner, make_deal(owner), "contact", fields=fields), 422, "invalid")

    def test_a_way_to_reach_the_client_may_be_a_persons(self, owner: Person) -> None:
        demand(owner, "contact", "client_contact")
        client = make_client(owner)
        deal = make_deal(owner, client["id"])
        assert lacking(move(owner, deal, "contact")) == ["client_contact"]
        make_contact(owner, client["id"], phone="+5511987654321")
        moved(owner, deal, "contact")

    def test_a_next_step_is_an_open_task_of_the_deal(self, owner: Person) -> None:
        demand(owner, "contact", "next_step")
        deal = make_deal(owner)
        make_task(owner, client_id=deal["client_id"])
        assert lacking(move(owner, deal, "contact")) == ["next_step"]
        task = make_task(owner, client_id=deal["client_id"], deal_id=deal["id"], due_on="2030-01-05")
        after = moved(owner, deal, "contact")
        assert after["next_task"] == {"id": task["id"], "title": task["title"], "due_on": "2030-01-05", "due_at": None}

    def test_a_custom_field_until_it_is_deleted(self, owner: Person) -> None:
        field = make_custom_field(owner, entity="deal")
        key, name = field["key"], f"custom:{field['key']}"
        demand(owner, "contact", name)
        deal = make_deal(owner)
        assert lacking(move(owner, deal, "contact")) == [name]
        answer = move(owner, deal, "contact", fields={"custom_fields": {key: "Varejo"}})
        assert answer.json()["custom_fields"] == {key: "Varejo"}
        emptied = {"custom_fields": {key: None}, "version": answer.json()["version"]}
        assert lacking(owner.patch(f"/deals/{deal['id']}", json=emptied)) == [name]
        assert owner.post(f"/commands/{answer.headers['x-command-id']}/undo").status_code == 200
        assert owner.get(f"/deals/{deal['id']}").json()["custom_fields"] == {}
        assert owner.delete(f"/custom-fields/{field['id']}").status_code == 204
        moved(owner, make_deal(owner), "contact")

    def test_creating_there_asks_too_but_for_no_next_step(self, owner: Person) -> None:
        demand(owner, "proposal", "value_cents", "client_contact", "next_step")
        client = make_client(owner)
        body = {"title": "Site", "client_id": client["id"], "stage": "proposal"}
        assert lacking(owner.post("/deals", json=body)) == ["value_cents", "client_contact"]
        make_contact(owner, client["id"], email="ana@padaria.com.br")
        assert owner.post("/deals", json=body | {"value_cents": 1}).status_code == 201

    def test_what_is_demanded_cannot_be_emptied(self, owner: Person) -> None:
        demand(owner, "contact", "source", "value_cents")
        deal = moved(owner, make_deal(owner, source="Site"), "contact")
        for change in ({"source": None}, {"source": ""}, {"value_cents": 0}):
            problem = lacking(owner.patch(f"/deals/{deal['id']}", json=change | {"version": deal["version"]}))
            assert problem == list(change)
        assert owner.patch(f"/deals/{deal['id']}", json={"source": "Feira", "version": deal["version"]}).status_code == 200

    def test_what_was_missing_before_the_demand_stops_no_other_edit(self, owner: Person) -> None:
        deal = make_deal(owner, stage="contact")
        demand(owner, "contact", "source")
        edited = owner.patch(f"/deals/{deal['id']}", json={"title": "Outro", "version": deal["version"]}).json()
        assert edited["title"] == "Outro"
        assert moved(owner, edited, "contact")["stage"] == "contact"

    def test_undo_takes_nothing_away_that_is_demanded(self, owner: Person) -> None:
        deal = make_deal(owner, stage="contact")
        demand(owner, "contact", "source")
        answer = owner.patch(f"/deals/{deal['id']}", json={"source": "Site", "version": deal["version"]})
        assert lacking(owner.post(f"/commands/{answer.headers['x-command-id']}/undo")) == ["source"]

    def test_undo_of_a_move_and_a_restore_bring_back_what_was(self, owner: Person) -> None:
        deal = make_deal(owner, stage="contact")
        demand(owner, "contact", "source")
        answer = move(owner, deal, "lead")
        assert owner.post(f"/commands/{answer.headers['x-command-id']}/undo").status_code == 200
        assert owner.delete(f"/deals/{deal['id']}").status_code == 204
        assert owner.post(f"/deals/{deal['id']}/restore").json()["stage"] == "contact"

    def test_other_organizations_demands_are_theirs(self, owner: Person, other: Person) -> None:
        demand(other, "contact", "source")
        moved(owner, make_deal(owner), "contact")


class TestImport:
    def test_rows_that_lack_something_are_refused_by_field(self, owner: Person) -> None:
        make_contact(owner, make_client(owner, name="Bar do Zé")["id"], phone="+5511987654321")
        demand(owner, "proposal", "value_cents", "client_contact", "next_step")
        decided(owner, lost_reasons=[reason("budget", "Sem verba")])
        file = (
            "Título,Cliente,Etapa,Valor,E-mail,Status,Motivo da perda\nSite,Padaria,Proposta,,,,\nLoja,Bar do Zé,Proposta,100,,,\n"
            "App,Oficina,Proposta,100,ana@oficina.com.br,,\nFolder,Padaria,Lead,,,,\nCartaz,Padaria,,,,Perdido,sem verba\n"
        )
        found = run(owner, file.encode(), kind="deals")
        assert (found["created_count"], found["problem_count"]) == (4, 1)
        problems = owner.get(f"/imports/{found['id']}/problems").json()["items"]
        assert [(p["row_number"], p["code"], p["field"], p["value"]) for p in problems] == [
            (2, "stage_field_required", "value", "proposal"), (2, "stage_field_required", "contact_email", "proposal"),
        ]  # fmt: skip
        deals = {deal["title"]: deal for deal in owner.get("/deals").json()["items"]}
        assert deals.keys() == {"Loja", "App", "Folder", "Cartaz"}
        assert deals["Cartaz"]["lost_reason"] == "budget"


class TestEnding:
    def test_won_demands_a_value(self, owner: Person) -> None:
        deal = make_deal(owner, value_cents=0)
        assert lacking(move(owner, deal, "closed", outcome="won")) == ["value_cents"]
        won = moved(owner, deal, "closed", outcome="won", fields={"value_cents": 700})
        assert (won["outcome"], won["value_cents"]) == ("won", 700)
        assert lacking(owner.patch(f"/deals/{deal['id']}", json={"value_cents": 0, "version": won["version"]})) == ["value_cents"]

    def test_lost_asks_for_no_value(self, owner: Person) -> None:
        assert moved(owner, make_deal(owner, value_cents=0), "closed", outcome="lost", lost_reason="price")["outcome"] == "lost"

    def test_the_day_of_winning(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        superuser.execute("UPDATE deals SET created_at = now() - interval '40 days' WHERE id = %s", (deal["id"],))
        today = datetime.now(UTC).date()
        for day in (today - timedelta(days=60), today + timedelta(days=3)):
            assert_problem(move(owner, deal, "closed", outcome="won", closed_on=day.isoformat()), 422, "closed_on_unfit")
        day = today - timedelta(days=20)
        assert moved(owner, deal, "closed", outcome="won", closed_on=day.isoformat())["closed_at"].startswith(day.isoformat())

    def test_own_reasons_by_key_or_by_name(self, owner: Person) -> None:
        decided(owner, lost_reasons=[reason("budget", "Sem verba")], won_reasons=[reason("referral", "Indicação")])
        assert moved(owner, make_deal(owner), "closed", outcome="lost", lost_reason="budget")["lost_reason"] == "budget"
        assert moved(owner, make_deal(owner), "closed", outcome="lost", lost_reason="sem VERBA")["lost_reason"] == "budget"
        assert moved(owner, make_deal(owner), "closed", outcome="lost", lost_reason="Mudou de ramo")["lost_reason"] == "Mudou de ramo"
        assert moved(owner, make_deal(owner), "closed", outcome="won", won_reason="indicacao")["won_reason"] == "referral"

    @pytest.mark.parametrize(
        ("given", "code"), [("other", "reason_text_missing"), ("price", "reason_hidden"), ("\t ", "lost_reason_missing")]
    )
    def test_other_needs_words_and_hidden_is_over(self, owner: Person, given: str, code: str) -> None:
        before = make_deal(owner, stage="closed", outcome="lost", lost_reason="price")
        decided(owner, lost_reasons=[reason("price", is_hidden=True)])
        problem = assert_problem(move(owner, make_deal(owner), "closed", outcome="lost", lost_reason=given), 422, code)
        assert problem["errors"][0]["field"] == "lost_reason"
        assert moved(owner, before, "closed", outcome="lost", lost_reason="price")["lost_reason"] == "price"

    @pytest.mark.parametrize(
        ("stage", "body"),
        [
            ("contact", {"closed_on": "2026-01-01"}), ("contact", {"won_reason": "x"}),
            ("closed", {"outcome": "lost", "lost_reason": "price", "won_reason": "x"}),
        ],
    )  # fmt: skip
    def test_what_belongs_to_another_ending_is_refused(self, owner: Person, stage: str, body: dict[str, Any]) -> None:
        assert_problem(move(owner, make_deal(owner), stage, **body), 422, "outcome_unexpected")

    def test_reopening_says_why_and_keeps_what_was(self, owner: Person) -> None:
        deal = make_deal(owner, stage="closed", outcome="lost", lost_reason="price")
        again = moved(owner, deal, "negotiation", reopen_reason="Voltou com verba")
        assert (again["outcome"], again["lost_reason"], again["closed_at"]) == (None, None, None)
        won = moved(owner, again, "closed", outcome="won")
        assert history(owner, won) == [
            ("negotiation", None, None), ("closed", "lost", "price"), ("negotiation", None, "Voltou com verba"), ("closed", "won", None),
        ]  # fmt: skip
        told = owner.get(f"/clients/{deal['client_id']}/timeline").json()["items"]
        assert [e["metadata"].get("reason") for e in told if e["metadata"]["event"] == "deal.reopened"] == ["Voltou com verba"]

    def test_the_history_follows_a_changed_ending(self, owner: Person) -> None:
        deal = make_deal(owner, stage="closed", outcome="lost", lost_reason="price")
        command = move(owner, deal, "closed", outcome="won").headers["x-command-id"]
        assert history(owner, deal)[-1] == ("closed", "won", None)
        assert owner.post(f"/commands/{command}/undo").status_code == 200
        assert history(owner, deal)[-1] == ("closed", "lost", "price")
        version = owner.get(f"/deals/{deal['id']}").json()["version"]
        assert owner.patch(f"/deals/{deal['id']}", json={"lost_reason": "timing", "version": version}).status_code == 200
        assert history(owner, deal)[-1] == ("closed", "lost", "timing")

    def test_a_reason_of_the_wrong_ending_is_refused(self, owner: Person) -> None:
        won = make_deal(owner, stage="closed", outcome="won")
        for change in ({"lost_reason": "price"}, {"won_reason": "x"}):
            deal = won if "lost_reason" in change else make_deal(owner)
            assert_problem(owner.patch(f"/deals/{deal['id']}", json=change | {"version": deal["version"]}), 422, "outcome_unexpected")


class TestConflict:
    def test_it_names_who_moved_it_and_not_who_wrote_on_it_since(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        member_name = member.get("/users/me").json()["full_name"]
        assert owner.patch("/users/me", json={"full_name": "Outra Pessoa"}).status_code == 200
        there = moved(member, deal, "proposal")
        assert owner.patch(f"/deals/{deal['id']}", json={"title": "Outro", "version": there["version"]}).status_code == 200
        problem = assert_problem(move(owner, deal, "contact"), 409, "version_stale")
        assert (problem["changed_by"], problem["current"]["stage"]) == (member_name, "proposal")


class TestClocks:
    def test_time_in_stage_adds_its_visits_up(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        superuser.execute("UPDATE deal_stage_visits SET entered_at = now() - interval '3 days' WHERE deal_id = %s", (deal["id"],))
        away = moved(owner, deal, "contact")
        assert away["earlier_stage_seconds"] == 0
        command = move(owner, away, "lead").headers["x-command-id"]
        back = owner.get(f"/deals/{deal['id']}").json()
        assert abs(back["earlier_stage_seconds"] - 3 * 86_400) < 60
        assert moved(owner, back, "lead")["earlier_stage_seconds"] == back["earlier_stage_seconds"]
        assert_problem(owner.post(f"/commands/{command}/undo"), 409, "version_stale")

    def test_undo_sets_the_clock_back(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        superuser.execute("UPDATE deal_stage_visits SET entered_at = now() - interval '3 days' WHERE deal_id = %s", (deal["id"],))
        away = moved(owner, deal, "contact")
        command = move(owner, away, "lead").headers["x-command-id"]
        assert owner.post(f"/commands/{command}/undo").status_code == 200
        again = owner.get(f"/deals/{deal['id']}").json()
        assert (again["stage"], again["stage_entered_at"], again["earlier_stage_seconds"]) == ("contact", away["stage_entered_at"], 0)

    def test_rotting_is_a_stages_patience_with_silence(self, owner: Person, superuser: Connection) -> None:
        decided(owner, stages={"lead": {"rotting_days": 5}, "contact": {"rotting_days": None}})
        deals = [make_deal(owner, stage=stage) for stage in ("lead", "contact", "proposal")]
        for deal in deals:
            superuser.execute("UPDATE deals SET created_at = now() - interval '9 days' WHERE id = %s", (deal["id"],))
        assert self.rotting(owner) == [deals[0]["id"]]
        make_entry(owner, deals[0]["client_id"], type="note")
        assert self.rotting(owner) == [deals[0]["id"]]
        make_entry(owner, deals[0]["client_id"], type="call")
        assert self.rotting(owner) == []

    def test_snoozing_until_a_day(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        superuser.execute("UPDATE deals SET created_at = now() - interval '30 days' WHERE id = %s", (deal["id"],))
        until = (datetime.now(UTC).date() + timedelta(days=9)).isoformat()
        answer = owner.patch(f"/deals/{deal['id']}", json={"snoozed_until": until, "version": deal["version"]})
        assert answer.json()["snoozed_until"] == until
        assert self.rotting(owner) == []
        assert owner.post(f"/commands/{answer.headers['x-command-id']}/undo").status_code == 200
        assert self.rotting(owner) == [deal["id"]]

    @pytest.mark.parametrize("days", [0, -1, -400])
    def test_snoozing_needs_a_day_to_come(self, owner: Person, days: int) -> None:
        owner.patch("/preferences", json={"time_zone": "UTC"})
        deal, day = make_deal(owner), datetime.now(UTC).date() + timedelta(days=days)
        body = {"snoozed_until": day.isoformat(), "version": deal["version"]}
        assert_problem(owner.patch(f"/deals/{deal['id']}", json=body), 422, "snooze_unfit")

    def test_closed_deals_need_no_snoozing(self, owner: Person) -> None:
        deal = make_deal(owner, stage="closed", outcome="won")
        assert_problem(
            owner.patch(f"/deals/{deal['id']}", json={"snoozed_until": "2099-01-01", "version": deal["version"]}), 422, "snooze_unfit"
        )

    def rotting(self, person: Person) -> list[str]:
        items = person.get("/pipeline/attention").json()["items"]
        return [item["deal"]["id"] for item in items if item["reason"] == "rotting"]
