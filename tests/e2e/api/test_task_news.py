"""Who hears of tasks, is reminded of them, and sees them."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.e2e.api.mailbox import mail_to, mails_to
from tests.e2e.api.support import Connection, Person, Record, assert_problem, eventually, join, make_client, make_deal, make_task
from tests.e2e.api.test_live import listening, next_event
from tests.e2e.api.test_notification import told
from tests.e2e.api.test_tasks import change, day, listed

pytestmark = pytest.mark.tasks


class TestNews:
    def test_whoever_gets_it_is_told(self, owner: Person, member: Person) -> None:
        task = make_task(owner, title="Ligar para Ana", assignee_id=member.user_id)
        (item,) = told(member)
        assert (item["event"], item["entity_type"], item["entity_id"]) == ("task.assigned", "task", task["id"])
        assert item["params"]["title"] == "Ligar para Ana"
        change(owner, change(owner, task, title="Ligar já"), assignee_id=owner.user_id)
        assert len(told(member)) == 1
        assert told(owner) == []

    def test_screens_hear_of_it(self, owner: Person, member: Person) -> None:
        with listening(member) as socket:
            task = make_task(owner, assignee_id=member.user_id)
            event = next_event(socket)
            assert event["type"] == "task.created"
            assert (event["entity_id"], event["data"]["assignee_id"]) == (task["id"], member.user_id)

    def test_who_leaves_hands_open_tasks_over(self, owner: Person, member: Person) -> None:
        task = make_task(owner, assignee_id=member.user_id)
        done = change(owner, make_task(owner, assignee_id=member.user_id), is_completed=True)
        assert owner.delete(f"/members/{member.user_id}", params={"reassign_to": owner.user_id}).status_code == 204
        assert owner.get(f"/tasks/{task['id']}").json()["assignee_id"] == owner.user_id
        assert owner.get(f"/tasks/{done['id']}").json()["assignee_id"] == member.user_id


class TestScope:
    @pytest.fixture
    def restricted(self, http: httpx.Client, superuser: Connection, owner: Person) -> Person:
        """A colleague who sees only what is theirs."""
        person = join(http, superuser, owner.organization_id, "member")
        superuser.execute("UPDATE memberships SET record_scope = 'own' WHERE user_id = %s", (person.user_id,))
        return person

    def test_sees_what_is_theirs_to_do_and_what_is_about_their_clients(self, owner: Person, restricted: Person) -> None:
        theirs = make_client(owner, owner_id=restricted.user_id)
        make_task(owner, title="de outra pessoa")
        make_task(owner, title="de outro cliente", client_id=make_client(owner)["id"])
        make_task(owner, title="do meu cliente", client_id=theirs["id"])
        make_task(owner, title="minha", assignee_id=restricted.user_id)
        make_task(restricted, title="feita por mim", assignee_id=restricted.user_id)
        assert sorted(listed(restricted)) == ["do meu cliente", "feita por mim", "minha"]

    def test_does_a_task_without_learning_of_its_client(self, owner: Person, restricted: Person) -> None:
        client = make_client(owner, name="Segredo")
        task = make_task(owner, client_id=client["id"], assignee_id=restricted.user_id, due_on=day(0), repeats={"every": "day"})
        seen = restricted.get(f"/tasks/{task['id']}").json()
        assert (seen["client_id"], seen["client_name"]) == (None, None)
        done = change(restricted, seen, is_completed=True)
        assert restricted.get(f"/tasks/{done['next_id']}").json()["client_id"] is None
        assert owner.get(f"/tasks/{done['next_id']}").json()["client_id"] == client["id"]

    def test_others_are_not_found(self, owner: Person, restricted: Person) -> None:
        path = f"/tasks/{make_task(owner)['id']}"
        assert_problem(restricted.get(path), 404, "task_not_found")
        assert_problem(restricted.patch(path, json={"version": 1, "title": "x"}), 404, "task_not_found")

    def test_makes_none_about_what_they_do_not_see(self, owner: Person, restricted: Person) -> None:
        deal = make_deal(owner)
        assert_problem(restricted.post("/tasks", json={"title": "x", "client_id": deal["client_id"]}), 404, "client_not_found")
        assert_problem(restricted.post("/tasks", json={"title": "x", "deal_id": deal["id"]}), 404, "deal_not_found")

    def test_leaving_hands_over_what_only_they_saw(self, owner: Person, restricted: Person) -> None:
        task = make_task(restricted, title="minha")
        assert restricted.post("/members/leave", params={"reassign_to": owner.user_id}).status_code == 204
        assert owner.get(f"/tasks/{task['id']}").json()["assignee_id"] == owner.user_id


class TestReminder:
    def remind(self, superuser: Connection, task: Record) -> None:
        """Bring the reminder's moment to now, and have as many workers as there are look at it five times."""
        superuser.execute("UPDATE tasks SET remind_at = date_trunc('second', now()) WHERE id = %s", (task["id"],))
        superuser.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT 'default', 'task.remind', jsonb_build_object('organization_id', t.organization_id, 'user_id', NULL,"
            " 'task_id', t.id, 'remind_at', t.remind_at) FROM tasks t, generate_series(1, 5) WHERE t.id = %s",
            (task["id"],),
        )

    def is_over(self, superuser: Connection, task: Record) -> bool:
        waiting = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'task.remind' AND scheduled_at IS NULL AND args ->> 'task_id' = %s"
        return superuser.execute(waiting, (task["id"],)).fetchone() is None

    def test_comes_once_to_whoever_is_to_do_it(self, superuser: Connection, owner: Person, member: Person) -> None:
        task = make_task(owner, title="Ligar para Ana", due_on=day(2), due_time="15:00", reminder_minutes=30, assignee_id=member.user_id)
        self.remind(superuser, task)
        eventually(lambda: self.is_over(superuser, task))
        (due, _) = told(member)
        assert (due["event"], due["entity_id"], due["params"]["title"]) == ("task.due", task["id"], "Ligar para Ana")
        assert [item["event"] for item in told(owner)] == []
        assert "15:00" in mail_to(member.email, "Lembrete: Ligar para Ana")["text"]
        assert len([mail for mail in mails_to(member.email) if mail["subject"].startswith("Lembrete")]) == 1

    def test_not_of_what_is_done(self, superuser: Connection, owner: Person) -> None:
        task = make_task(owner, due_on=day(2), reminder_minutes=0)
        change(owner, task, is_completed=True)
        self.remind(superuser, task)
        eventually(lambda: self.is_over(superuser, task))
        assert told(owner) == []

    def test_waits_for_its_moment_and_moves_with_the_due_date(self, superuser: Connection, owner: Person) -> None:
        task = make_task(owner, due_on="2027-03-01", due_time="15:00", reminder_minutes=60)
        change(owner, task, due_on="2027-03-02")
        rows = superuser.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'task.remind' AND args ->> 'task_id' = %s ORDER BY 1",
            (task["id"],),
        ).fetchall()
        assert [row["scheduled_at"] for row in rows] == [datetime(2027, 3, 1, 17, tzinfo=UTC), datetime(2027, 3, 2, 17, tzinfo=UTC)]
