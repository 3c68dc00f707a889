"""Tasks over HTTP: lists by the reader's clock, completion and what follows it, who may see and change them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.api.support import Person, Record, assert_problem, make_client, make_deal, make_task

pytestmark = pytest.mark.tasks

ZONE = ZoneInfo("America/Sao_Paulo")


def day(offset: int) -> str:
    """A day by the clock of the preferences that everybody starts with."""
    return (datetime.now(ZONE).date() + timedelta(days=offset)).isoformat()


def listed(person: Person, **query: Any) -> list[str]:
    answer = person.get("/tasks", params=query)
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()["items"]]


def change(person: Person, task: Record, **fields: Any) -> Record:
    answer = person.patch(f"/tasks/{task['id']}", json={"version": task["version"]} | fields)
    assert answer.status_code == 200, answer.text
    found: Record = answer.json()
    return found


def undo(person: Person, command_id: str) -> None:
    assert person.post(f"/commands/{command_id}/undo").status_code == 200


class TestCreate:
    def test_needs_a_title_alone_and_is_the_caller_s(self, owner: Person) -> None:
        task = make_task(owner, title="Ligar para Ana")
        assert (task["title"], task["assignee_id"], task["created_by"]) == ("Ligar para Ana", owner.user_id, owner.user_id)
        assert (task["due_on"], task["due_at"], task["completed_at"], task["version"]) == (None, None, None, 1)
        assert owner.get(f"/tasks/{task['id']}").json() == task

    def test_a_time_is_by_the_caller_s_clock(self, owner: Person) -> None:
        owner.patch("/preferences", json={"time_zone": "Europe/Lisbon"})
        task = make_task(owner, due_on="2027-07-01", due_time="15:00")
        assert (task["due_time"], task["time_zone"]) == ("15:00", "Europe/Lisbon")
        assert datetime.fromisoformat(task["due_at"]) == datetime(2027, 7, 1, 14, tzinfo=UTC)

    def test_or_by_the_one_that_is_sent(self, owner: Person) -> None:
        task = make_task(owner, due_on="2027-01-01", due_time="09:00", time_zone="America/Manaus")
        assert datetime.fromisoformat(task["due_at"]) == datetime(2027, 1, 1, 13, tzinfo=UTC)

    def test_a_deal_brings_its_client(self, owner: Person) -> None:
        deal = make_deal(owner)
        task = make_task(owner, deal_id=deal["id"])
        assert (task["client_id"], task["client_name"], task["deal_title"]) == (deal["client_id"], deal["client_name"], deal["title"])

    def test_may_be_nobody_s_yet(self, owner: Person) -> None:
        assert make_task(owner, assignee_id=None)["assignee_id"] is None

    def test_can_be_undone(self, owner: Person) -> None:
        answer = owner.post("/tasks", json={"title": "Ligar"})
        undo(owner, answer.headers["x-command-id"])
        assert listed(owner) == []

    @pytest.mark.parametrize("needing", [{"due_time": "10:00"}, {"reminder_minutes": 10}, {"repeats": {"every": "day"}}])
    def test_what_needs_a_date_is_refused_without(self, owner: Person, needing: Record) -> None:
        assert_problem(owner.post("/tasks", json={"title": "Ligar"} | needing), 422, "due_date_missing")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": " "}, {"title": "x" * 301}, {"due_on": "2026-02-30"}, {"due_on": "1889-01-01"}, {"due_time": "25:00"},
            {"time_zone": "Mars/Base"}, {"reminder_minutes": -1}, {"repeats": {"every": "week", "weekdays": []}},
            {"repeats": {"every": "month", "day": 32}}, {"repeats": {"every": "century"}}, {"priority": 1},
        ],
    )  # fmt: skip
    def test_nonsense_is_refused(self, owner: Person, wrong: Record) -> None:
        assert_problem(owner.post("/tasks", json={"title": "Ligar", "due_on": "2027-01-01"} | wrong), 422)

    def test_strangers_and_others_records_are_not_found(self, owner: Person, other: Person) -> None:
        deal = make_deal(other)
        for field, value, code in (
            ("assignee_id", other.user_id, "owner_not_found"), ("client_id", deal["client_id"], "client_not_found"),
            ("deal_id", deal["id"], "deal_not_found"), ("client_id", str(uuid4()), "client_not_found"),
        ):  # fmt: skip
            assert_problem(owner.post("/tasks", json={"title": "Ligar", field: value}), 404, code)

    def test_a_deal_of_another_client_is_refused(self, owner: Person) -> None:
        body = {"title": "Ligar", "deal_id": make_deal(owner)["id"], "client_id": make_client(owner)["id"]}
        assert_problem(owner.post("/tasks", json=body), 422, "deal_of_another_client")

    def test_a_viewer_only_reads(self, owner: Person, viewer: Person) -> None:
        task = make_task(owner)
        assert listed(viewer) == [task["title"]]
        assert_problem(viewer.post("/tasks", json={"title": "Ligar"}), 403, "permission_missing")
        assert_problem(viewer.patch(f"/tasks/{task['id']}", json={"version": 1, "is_completed": True}), 403, "permission_missing")


class TestLists:
    def test_by_the_reader_s_clock(self, owner: Person) -> None:
        now = datetime.now(ZONE)
        make_task(owner, title="ontem", due_on=day(-1))
        make_task(owner, title="há pouco", due_on=(now - timedelta(minutes=2)).date().isoformat(),
                  due_time=(now - timedelta(minutes=2)).strftime("%H:%M"))  # fmt: skip
        make_task(owner, title="hoje", due_on=day(0))
        make_task(owner, title="amanhã", due_on=day(1))
        make_task(owner, title="um dia")
        assert listed(owner, when="overdue") == ["ontem", "há pouco"]
        assert listed(owner, when="today") == ["hoje"]
        assert listed(owner, when="upcoming") == ["amanhã", "um dia"]
        assert sorted(listed(owner)) == ["amanhã", "hoje", "há pouco", "ontem", "um dia"]
        assert owner.get("/tasks/counts").json() == {"overdue": 2, "today": 1}

    def test_the_same_moment_is_another_day_elsewhere(self, owner: Person, member: Person) -> None:
        """Ten to midnight in Auckland is still the day before, or that morning, in Brazil."""
        zone = ZoneInfo("Pacific/Auckland")
        owner.patch("/preferences", json={"time_zone": "Pacific/Auckland"})
        there = datetime.now(zone).date()
        make_task(owner, title="à noite", due_on=there.isoformat(), due_time="23:59", assignee_id=member.user_id)
        seen = datetime.combine(there, datetime.max.time(), zone).astimezone(ZONE).date()
        expected = "today" if seen == datetime.now(ZONE).date() else "upcoming"
        assert listed(owner, when="today") == ["à noite"]
        assert listed(member, when=expected) == ["à noite"]

    def test_a_whole_day_is_the_same_everywhere(self, owner: Person, member: Person) -> None:
        owner.patch("/preferences", json={"time_zone": "Pacific/Kiritimati"})
        make_task(owner, title="entregar", due_on=day(3), time_zone="Pacific/Kiritimati")
        assert listed(member, when="upcoming") == ["entregar"]
        assert owner.get("/tasks").json()["items"][0]["due_on"] == day(3)

    def test_only_what_is_asked_for(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        make_task(owner, title="minha")
        make_task(owner, title="dela", assignee_id=member.user_id)
        make_task(owner, title="do cliente", client_id=deal["client_id"])
        make_task(owner, title="do negócio", deal_id=deal["id"])
        assert listed(owner, assignee_id=member.user_id) == ["dela"]
        assert sorted(listed(owner, client_id=deal["client_id"])) == ["do cliente", "do negócio"]
        assert listed(owner, deal_id=deal["id"]) == ["do negócio"]
        assert member.get("/tasks/counts").json() == {"overdue": 0, "today": 0}

    def test_page_by_page(self, owner: Person) -> None:
        for number in range(5):
            make_task(owner, title=str(number), due_on=day(number))
        first = owner.get("/tasks?limit=3").json()
        second = owner.get("/tasks", params={"limit": 3, "cursor": first["next_cursor"]}).json()
        assert [task["title"] for task in first["items"] + second["items"]] == ["0", "1", "2", "3", "4"]
        assert second["next_cursor"] is None
        assert_problem(owner.get("/tasks", params={"when": "done", "cursor": first["next_cursor"]}), 422, "cursor_invalid")

    def test_done_the_latest_first(self, owner: Person) -> None:
        for title in ("primeira", "segunda"):
            change(owner, make_task(owner, title=title), is_completed=True)
        assert listed(owner, when="done") == ["segunda", "primeira"]
        assert listed(owner) == []

    def test_what_is_of_a_deleted_record_goes_and_returns_with_it(self, owner: Person) -> None:
        deal = make_deal(owner)
        task = make_task(owner, title="ligar", deal_id=deal["id"], due_on=day(0))
        owner.delete(f"/deals/{deal['id']}")
        assert listed(owner) == []
        assert owner.get("/tasks/counts").json()["today"] == 0
        assert_problem(owner.get(f"/tasks/{task['id']}"), 404, "task_not_found")
        owner.post(f"/deals/{deal['id']}/restore")
        owner.delete(f"/clients/{deal['client_id']}")
        assert listed(owner) == []
        owner.post(f"/clients/{deal['client_id']}/restore")
        assert listed(owner) == ["ligar"]


class TestUpdate:
    def test_a_day_moves_and_keeps_its_time(self, owner: Person) -> None:
        task = make_task(owner, due_on="2027-03-01", due_time="15:00", reminder_minutes=30)
        task = change(owner, task, due_on="2027-03-02")
        assert (task["due_on"], task["due_time"], task["reminder_minutes"]) == ("2027-03-02", "15:00", 30)
        assert datetime.fromisoformat(task["due_at"]) == datetime(2027, 3, 2, 18, tzinfo=UTC)

    def test_without_a_date_nothing_that_needs_one_stays(self, owner: Person) -> None:
        task = make_task(owner, due_on="2027-03-01", due_time="15:00", reminder_minutes=30, repeats={"every": "day"})
        answer = owner.patch(f"/tasks/{task['id']}", json={"version": 1, "due_on": None})
        assert [answer.json()[name] for name in ("due_on", "due_time", "due_at", "reminder_minutes", "repeats")] == [None] * 5
        undo(owner, answer.headers["x-command-id"])
        after = owner.get(f"/tasks/{task['id']}").json()
        assert after | {"version": 1, "updated_at": task["updated_at"]} == task

    def test_another_client_takes_it_away_from_the_deal(self, owner: Person) -> None:
        task, client = make_task(owner, deal_id=make_deal(owner)["id"]), make_client(owner)
        task = change(owner, task, client_id=client["id"])
        assert (task["client_id"], task["deal_id"]) == (client["id"], None)
        assert change(owner, task, client_id=None)["client_id"] is None

    def test_undo_brings_every_field_back(self, owner: Person, member: Person) -> None:
        task = make_task(owner, title="ligar", client_id=make_client(owner)["id"])
        answer = owner.patch(
            f"/tasks/{task['id']}",
            json={
                "version": 1,
                "title": "x",
                "assignee_id": member.user_id,
                "client_id": None,
                "due_on": "2027-01-01",
                "due_time": "10:00",
            },
        )
        undo(owner, answer.headers["x-command-id"])
        after = owner.get(f"/tasks/{task['id']}").json()
        assert after | {"version": 1, "updated_at": task["updated_at"]} == task

    def test_a_stale_version_is_refused_with_what_is(self, owner: Person, member: Person) -> None:
        task = make_task(owner)
        change(member, task, title="De outra pessoa")
        problem = assert_problem(owner.patch(f"/tasks/{task['id']}", json={"version": 1, "title": "Minha"}), 409, "version_stale")
        assert (problem["current"]["title"], problem["changed_by"]) == ("De outra pessoa", member.full_name)

    def test_of_fifty_at_once_one_wins(self, owner: Person) -> None:
        task = make_task(owner, due_on=day(0), repeats={"every": "day"}, client_id=make_client(owner)["id"])

        def complete(_: int) -> int:
            return owner.patch(f"/tasks/{task['id']}", json={"version": 1, "is_completed": True}).status_code

        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(complete, range(50)))
        assert sorted(statuses) == [200] + [409] * 49
        assert listed(owner) == [task["title"]]

    def test_completion_is_sent_alone(self, owner: Person) -> None:
        task = make_task(owner)
        assert_problem(owner.patch(f"/tasks/{task['id']}", json={"version": 1, "is_completed": True, "title": "x"}), 422)
        assert_problem(owner.patch(f"/tasks/{task['id']}", json={"version": 1, "is_completed": None}), 422)

    def test_another_organization_s_is_not_found(self, owner: Person, other: Person) -> None:
        path = f"/tasks/{make_task(owner)['id']}"
        assert_problem(other.get(path), 404, "task_not_found")
        assert_problem(other.patch(path, json={"version": 1, "title": "x"}), 404, "task_not_found")
        assert_problem(other.delete(path), 404, "task_not_found")


class TestDelete:
    def test_deleted_undone_and_restored(self, owner: Person) -> None:
        task = make_task(owner, title="ligar")
        answer = owner.delete(f"/tasks/{task['id']}")
        assert answer.status_code == 204
        assert listed(owner) == []
        undo(owner, answer.headers["x-command-id"])
        owner.delete(f"/tasks/{task['id']}")
        assert owner.post(f"/tasks/{task['id']}/restore").json()["title"] == "ligar"
        assert_problem(owner.post(f"/tasks/{task['id']}/restore"), 404, "task_not_found")
        assert_problem(owner.post(f"/commands/{answer.headers['x-command-id']}/undo"), 409, "already_undone")


class TestCompletion:
    def entries(self, person: Person, client_id: str) -> list[Record]:
        items: list[Record] = person.get(f"/clients/{client_id}/timeline?type=task").json()["items"]
        return items

    def complete(self, person: Person, task: Record) -> tuple[Record, str]:
        answer = person.patch(f"/tasks/{task['id']}", json={"version": task["version"], "is_completed": True})
        assert answer.status_code == 200, answer.text
        return answer.json(), answer.headers["x-command-id"]

    def test_is_told_in_the_timeline_and_taken_back_from_it(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        task = make_task(owner, title="Ligar para Ana", deal_id=deal["id"])
        done, command = self.complete(member, task)
        assert done["completed_by"] == member.user_id
        (entry,) = self.entries(owner, deal["client_id"])
        assert entry["metadata"] == {"event": "task.completed", "task_id": task["id"], "title": "Ligar para Ana"}
        assert (entry["deal_id"], entry["user_id"]) == (deal["id"], member.user_id)
        undo(member, command)
        assert self.entries(owner, deal["client_id"]) == []
        assert owner.get(f"/tasks/{task['id']}").json()["completed_at"] is None

    def test_twice_is_once(self, owner: Person) -> None:
        task = make_task(owner, client_id=make_client(owner)["id"])
        done, _ = self.complete(owner, task)
        assert change(owner, done, is_completed=True) == done
        assert len(self.entries(owner, task["client_id"])) == 1

    def test_one_that_repeats_comes_again(self, owner: Person) -> None:
        task = make_task(
            owner, title="Relatório", due_on=day(0), due_time="09:00", reminder_minutes=15, repeats={"every": "week", "weekdays": [1, 3, 5]}
        )
        done, command = self.complete(owner, task)
        following = owner.get(f"/tasks/{done['next_id']}").json()
        assert date.fromisoformat(following["due_on"]) > date.fromisoformat(day(0))
        assert date.fromisoformat(following["due_on"]).isoweekday() in {1, 3, 5}
        for name in ("title", "due_time", "time_zone", "reminder_minutes", "repeats", "assignee_id"):
            assert following[name] == task[name]
        undo(owner, command)
        assert_problem(owner.get(f"/tasks/{following['id']}"), 404, "task_not_found")
        assert owner.get(f"/tasks/{task['id']}").json()["next_id"] is None

    def test_reopened_by_hand_it_takes_back_what_it_left_too(self, owner: Person) -> None:
        task = make_task(owner, title="Backup", due_on=day(0), repeats={"every": "day"})
        done, _ = self.complete(owner, task)
        change(owner, done, is_completed=False)
        assert listed(owner) == ["Backup"]

    def test_unless_somebody_took_that_up_and_then_never_twice(self, owner: Person) -> None:
        done, _ = self.complete(owner, make_task(owner, title="Backup", due_on=day(0), repeats={"every": "day"}))
        change(owner, owner.get(f"/tasks/{done['next_id']}").json(), title="Backup maior")
        reopened = change(owner, done, is_completed=False)
        assert sorted(listed(owner)) == ["Backup", "Backup maior"]
        self.complete(owner, reopened)
        assert listed(owner) == ["Backup maior"]

    def test_an_undone_reopening_completes_anew(self, owner: Person) -> None:
        task = make_task(owner, client_id=make_client(owner)["id"])
        done, _ = self.complete(owner, task)
        answer = owner.patch(f"/tasks/{task['id']}", json={"version": done["version"], "is_completed": False})
        undo(owner, answer.headers["x-command-id"])
        assert owner.get(f"/tasks/{task['id']}").json()["completed_at"]
        assert len(self.entries(owner, task["client_id"])) == 1
