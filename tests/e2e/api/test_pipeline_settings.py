"""How an organization runs its pipeline: who decides it, what is refused, and that it comes back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, join, make_custom_field, make_deal

pytestmark = pytest.mark.pipeline

PATH = "/pipeline/settings"


def settings_of(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = person.get(PATH).json()
    return found


def put(person: Person, *, stages: dict[str, dict[str, Any]] | None = None, **changes: Any) -> httpx.Response:
    """The settings with some stages changed, and whatever else is named."""
    body = settings_of(person) | changes
    body["stages"] = [stage | (stages or {}).get(stage["stage"], {}) for stage in body["stages"]]
    return person.put(PATH, json=body)


def decided(person: Person, **changes: Any) -> dict[str, Any]:
    answer = put(person, **changes)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def reason(key: str, name: str | None = None, *, is_hidden: bool = False) -> dict[str, Any]:
    return {"key": key, "names": {"en": None, "pt": name, "es": None}, "is_hidden": is_hidden}


class TestRead:
    def test_defaults_before_anybody_decides(self, owner: Person, viewer: Person) -> None:
        found = settings_of(viewer)
        assert [stage["stage"] for stage in found["stages"]] == ["lead", "contact", "proposal", "negotiation", "closed"]
        assert [stage["rotting_days"] for stage in found["stages"]] == [14, 14, 14, 14, None]
        assert all(not stage["required"] and not any(stage["names"].values()) for stage in found["stages"])
        assert [one["key"] for one in found["lost_reasons"]] == ["price", "timing", "competitor", "no_answer", "not_a_fit"]
        assert (found["won_reasons"], found["version"]) == ([], 0)

    def test_other_organization_has_its_own(self, owner: Person, other: Person) -> None:
        decided(owner, stages={"lead": {"names": {"pt": "Oportunidade"}}})
        assert settings_of(other)["version"] == 0


class TestWrite:
    def test_names_demands_and_patience(self, owner: Person) -> None:
        lead = {"names": {"pt": " Qualificação ", "es": "  "}, "required": ["source", "owner_id"], "rotting_days": None}
        found = decided(owner, stages={"lead": lead})
        assert found["version"] == 1
        assert found["stages"][0] == {
            "stage": "lead", "names": {"en": None, "pt": "Qualificação", "es": None}, "required": ["source", "owner_id"],
            "rotting_days": None,
        }  # fmt: skip
        assert settings_of(owner) == found

    @pytest.mark.parametrize(("role", "status"), [("admin", 200), ("manager", 200), ("member", 403), ("viewer", 403)])
    def test_who_decides(self, http: httpx.Client, superuser: Connection, owner: Person, role: str, status: int) -> None:
        assert put(join(http, superuser, owner.organization_id, role)).status_code == status

    def test_it_is_audited(self, owner: Person) -> None:
        decided(owner, lost_reasons=[reason("price")])
        entry = owner.get("/audit-log?action=pipeline_settings.updated").json()["items"][0]
        assert entry["entity_id"] == owner.organization_id
        assert [one["key"] for one in entry["changes"]["lost_reasons"][1]] == ["price"]

    def test_undo_brings_it_back_once(self, owner: Person) -> None:
        before = settings_of(owner)
        command = put(owner, stages={"proposal": {"required": ["value_cents"], "rotting_days": 3}}).headers["x-command-id"]
        assert owner.post(f"/commands/{command}/undo").json()["entity_type"] == "pipeline_settings"
        assert settings_of(owner) == before | {"version": 2}
        assert_problem(owner.post(f"/commands/{command}/undo"), 409, "already_undone")

    def test_undo_after_another_change_is_refused(self, owner: Person) -> None:
        command = put(owner, lost_reasons=[]).headers["x-command-id"]
        decided(owner, lost_reasons=[reason("price")])
        assert_problem(owner.post(f"/commands/{command}/undo"), 409, "version_stale")

    def test_an_old_version_is_refused_with_what_is_there(self, owner: Person) -> None:
        found = decided(owner, lost_reasons=[reason("price")])
        problem = assert_problem(put(owner, version=0), 409, "version_stale")
        assert problem["current"] == found

    def test_of_fifty_at_once_one_wins(self, owner: Person) -> None:
        body = settings_of(owner)
        with ThreadPoolExecutor(50) as pool:
            statuses = sorted(answer.status_code for answer in pool.map(lambda _: owner.put(PATH, json=body), range(50)))
        assert statuses == [200] + [409] * 49

    def test_a_custom_field_must_be_there_and_of_this_organization(self, owner: Person, other: Person) -> None:
        name = f"custom:{make_custom_field(other, entity='deal')['key']}"
        problem = assert_problem(put(owner, stages={"lead": {"required": [name]}}), 422, "field_unknown")
        assert [error["field"] for error in problem["errors"]] == [name]

    @pytest.mark.parametrize(
        "stage",
        [
            {"rotting_days": 0}, {"rotting_days": 366}, {"rotting_days": "7"}, {"required": ["title"]}, {"required": ["source", "source"]},
            {"required": ["custom:"]}, {"names": {"fr": "Piste"}}, {"names": {"pt": "x" * 61}}, {"names": {"pt": "a\x00"}},
            {"stage": "won"}, {"extra": 1}, {"names": {"pt": "Igual"}, "stage": "lead"},
        ],
    )  # fmt: skip
    def test_unsound_stages_are_refused(self, owner: Person, stage: dict[str, Any]) -> None:
        others = {"contact": {"names": {"pt": "IGUAL"}}}
        assert_problem(put(owner, stages=others | {"lead": stage}), 422, "invalid")
        assert settings_of(owner)["version"] == 0

    def test_stages_are_all_there_in_order_and_closed_never_rots(self, owner: Person) -> None:
        body = settings_of(owner)
        for stages in (body["stages"][:4], body["stages"][::-1], [*body["stages"][:4], body["stages"][4] | {"rotting_days": 5}]):
            assert_problem(owner.put(PATH, json=body | {"stages": stages}), 422, "invalid")

    @pytest.mark.parametrize(
        "reasons",
        [
            [reason("price"), reason("price")], [reason("other")], [reason("Preço")], [reason("")],
            [reason("a", "Preço"), reason("b", "preco")], [reason(f"r{number}") for number in range(51)],
        ],
    )  # fmt: skip
    def test_unsound_reasons_are_refused(self, owner: Person, reasons: list[dict[str, Any]]) -> None:
        assert_problem(put(owner, lost_reasons=reasons), 422, "invalid")
        assert_problem(put(owner, won_reasons=reasons), 422, "invalid")


class TestReasons:
    def test_one_in_use_can_be_hidden_and_not_removed(self, owner: Person) -> None:
        deal = make_deal(owner, stage="closed", outcome="lost", lost_reason="price")
        left = [one for one in settings_of(owner)["lost_reasons"] if one["key"] != "price"]
        problem = assert_problem(put(owner, lost_reasons=left), 409, "reason_in_use")
        assert (problem["kind"], problem["keys"]) == ("lost_reasons", ["price"])
        decided(owner, lost_reasons=[reason("price", is_hidden=True), *left])
        assert owner.get(f"/deals/{deal['id']}").json()["lost_reason"] == "price"

    def test_a_deleted_deal_keeps_its_reason_too(self, owner: Person) -> None:
        deal = make_deal(owner, stage="closed", outcome="lost", lost_reason="timing")
        assert owner.delete(f"/deals/{deal['id']}").status_code == 204
        assert_problem(put(owner, lost_reasons=[]), 409, "reason_in_use")

    def test_one_that_nobody_used_goes(self, owner: Person) -> None:
        assert decided(owner, lost_reasons=[reason("budget", "Sem verba")])["lost_reasons"][0]["key"] == "budget"
        assert decided(owner, lost_reasons=[])["lost_reasons"] == []

    def test_other_organizations_deals_dont_count(self, owner: Person, other: Person) -> None:
        make_deal(other, stage="closed", outcome="lost", lost_reason="price")
        assert decided(owner, lost_reasons=[])["version"] == 1
