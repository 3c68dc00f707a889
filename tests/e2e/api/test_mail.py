"""The outbox and its job: sent once, again where it surely didn't leave, visibly failed otherwise."""

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from tests.e2e.api.mailbox import mail_to, mails_to
from tests.e2e.api.support import Connection, Person, Record, enter, eventually, some_email

pytestmark = [pytest.mark.users, pytest.mark.security]

INSERT = """
    INSERT INTO outgoing_mails (id, organization_id, recipient, template, locale, subject, params, status)
    VALUES (%(id)s, %(organization_id)s, %(recipient)s, 'email_changed', 'pt', 'x', %(params)s, %(status)s)"""
PARAMS = {"name": "Ana", "old_email": "a@x.com", "new_email": "b@x.com"}
DEFER = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)
    VALUES ('default', 'mail.send', jsonb_build_object('mail_id', %(id)s::text, 'organization_id', %(organization_id)s::text), 0)"""


def queue(superuser: Connection, recipient: str, *, status: str = "queued", organization_id: str | None = None, jobs: int = 1) -> str:
    row = {"id": uuid7(), "organization_id": organization_id, "recipient": recipient, "params": Jsonb(PARAMS), "status": status}
    superuser.execute(INSERT, row)
    for _ in range(jobs):
        superuser.execute(DEFER, row)
    return str(row["id"])


def row_of(superuser: Connection, mail_id: str) -> Record:
    row = superuser.execute("SELECT * FROM outgoing_mails WHERE id = %s", (mail_id,)).fetchone()
    assert row is not None
    return row


def settled(superuser: Connection, mail_id: str, *statuses: str) -> Record:
    return eventually(lambda: row if (row := row_of(superuser, mail_id))["status"] in statuses else None, timeout_seconds=40) or {}


class TestSending:
    def test_a_mail_is_sent_once_however_many_jobs_ask(self, superuser: Connection) -> None:
        recipient = some_email()
        mail_id = queue(superuser, recipient, jobs=10)
        row = settled(superuser, mail_id, "sent")
        assert (row["attempt_count"], row["error_code"], row["params"]) == (1, None, {})
        last = some_email()
        settled(superuser, queue(superuser, last), "sent")
        assert len(mails_to(recipient)) == 1

    def test_a_mail_whose_worker_died_is_not_sent_again_but_shown_as_failed(self, superuser: Connection) -> None:
        recipient = some_email()
        mail_id = queue(superuser, recipient, status="sending")
        assert settled(superuser, mail_id, "failed")["error_code"] == "smtp_outcome_unknown"
        assert mails_to(recipient) == []

    def test_a_busy_server_is_asked_again(self, superuser: Connection) -> None:
        recipient = f"busy.{some_email()}"
        row = settled(superuser, queue(superuser, recipient), "sent")
        assert row["attempt_count"] == 2
        assert len(mails_to(recipient)) == 1

    def test_a_refused_address_fails_for_good(self, superuser: Connection) -> None:
        row = settled(superuser, queue(superuser, f"refused.{some_email()}"), "failed")
        assert (row["attempt_count"], row["error_code"]) == (1, "smtp_550")

    def test_a_job_of_another_organization_sends_nothing(self, superuser: Connection, owner: Person, other: Person) -> None:
        recipient = some_email()
        row = {"id": uuid7(), "organization_id": owner.organization_id, "recipient": recipient, "params": Jsonb(PARAMS), "status": "queued"}
        superuser.execute(INSERT, row)
        superuser.execute(DEFER, row | {"organization_id": other.organization_id})
        settled(superuser, queue(superuser, some_email()), "sent")
        assert row_of(superuser, str(row["id"]))["status"] == "queued"

    def test_mail_has_both_forms_and_says_that_a_machine_sent_it(self, owner: Person) -> None:
        mail = mail_to(owner.email, "/auth/verify")
        assert owner.email in mail["text"]
        assert owner.email in mail["html"]
        assert "http" not in mail["html"].replace(mail["links"][0], "")


class TestBusinessLogin:
    """What somebody could do with mail who runs SQL as the business login."""

    def insert(self, login: Connection, **changes: object) -> None:
        row = {"id": uuid7(), "organization_id": None, "recipient": "x@x.com", "params": Jsonb({}), "status": "queued"} | changes
        login.execute(INSERT, row)

    def test_leaves_mail_of_its_organization(self, app_login: Connection, owner: Person) -> None:
        enter(app_login, owner)
        self.insert(app_login, organization_id=owner.organization_id)

    def test_leaves_none_of_another_or_of_no_organization(self, app_login: Connection, owner: Person, other: Person) -> None:
        for organization_id in (other.organization_id, None):
            enter(app_login, owner)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                self.insert(app_login, organization_id=organization_id)
            app_login.rollback()

    def test_can_not_have_a_password_s_reset_sent_to_itself(self, app_login: Connection, owner: Person) -> None:
        enter(app_login, owner)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_login.execute(
                "INSERT INTO outgoing_mails (id, organization_id, recipient, template, locale, subject, params, link_path, token_purpose,"
                " token_id) VALUES (%s, %s, 'x@x.com', 'password_reset', 'pt', 'x', '{}', '/auth/reset#token={token}', 'password_reset', %s)",
                (uuid7(), owner.organization_id, uuid7()),
            )

    @pytest.mark.parametrize("table", ["outgoing_mails", "one_time_tokens", "email_changes"])
    def test_reads_none(self, app_login: Connection, owner: Person, table: str) -> None:
        enter(app_login, owner)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_login.execute(f"SELECT 1 FROM {table}")
