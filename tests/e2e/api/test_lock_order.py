"""Commands that meet at one client: whoever changes what hangs on it locks the client first, so that none of them dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, connect, eventually, make_client, make_contact, make_deal, make_import

pytestmark = pytest.mark.clients

Send = Callable[[], httpx.Response]


def at_once(*sends: Send) -> list[int]:
    """Send everything in the same moment; the statuses in order."""
    barrier = Barrier(len(sends))

    def send(one: Send) -> int:
        barrier.wait()
        return one().status_code

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(send, sends))


class TestClientAndDeal:
    def move(self, person: Person, deal: dict[str, Any], stage: str) -> Send:
        return lambda: person.put(f"/deals/{deal['id']}/stage", json={"stage": stage, "version": deal["version"]})

    def rename(self, person: Person, deal: dict[str, Any]) -> Send:
        return lambda: person.patch(f"/deals/{deal['id']}", json={"title": "Site novo", "version": deal["version"]})

    def test_deleting_a_client_while_its_deals_move(self, owner: Person, superuser: Connection) -> None:
        for _ in range(12):
            client_id = make_client(owner)["id"]
            deals = [make_deal(owner, client_id, stage=stage) for stage in ("lead", "contact", "proposal")]
            moved, renamed, gone, deleted = at_once(
                self.move(owner, deals[0], "negotiation"), self.rename(owner, deals[1]),
                partial(owner.delete, f"/deals/{deals[2]['id']}"), partial(owner.delete, f"/clients/{client_id}"),
            )  # fmt: skip
            assert moved in {200, 404}
            assert renamed in {200, 404}
            assert gone in {204, 404}
            assert deleted == 204
            row = superuser.execute(
                "SELECT count(*) AS alive FROM deals WHERE client_id = %s AND deleted_at IS NULL", (client_id,)
            ).fetchone()
            assert row == {"alive": 0}

    def test_a_move_waits_for_a_deletion_instead_of_meeting_it_head_on(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        with connect(autocommit=False) as deleting:
            deleting.execute("SELECT FROM clients WHERE id = %s FOR UPDATE", (deal["client_id"],))
            with ThreadPoolExecutor(1) as pool:
                moving = pool.submit(self.move(owner, deal, "proposal"))
                wait_for_lock(superuser)
                for table, key in (("deals", "client_id"), ("clients", "id")):
                    deleting.execute(f"UPDATE {table} SET deleted_at = now() WHERE {key} = %s", (deal["client_id"],))
                deleting.commit()
                assert moving.result().status_code == 404


class TestPrimaryContact:
    def primaries(self, person: Person, client_id: str) -> list[str]:
        people = person.get(f"/clients/{client_id}/contacts").json()["items"]
        return [one["id"] for one in people if one["is_primary"]]

    def test_two_made_primary_at_once_leave_one(self, owner: Person) -> None:
        for _ in range(12):
            client_id = make_client(owner)["id"]
            ids = [make_contact(owner, client_id, is_primary=n == 0)["id"] for n in range(3)]
            choice, edit = {"version": 1, "is_primary": True}, {"version": 1, "title": "Sócia"}
            statuses = at_once(
                partial(owner.patch, f"/contacts/{ids[1]}", json=choice), partial(owner.patch, f"/contacts/{ids[2]}", json=choice),
                partial(owner.patch, f"/contacts/{ids[0]}", json=edit),
                partial(owner.post, f"/clients/{client_id}/contacts", json={"name": "Rita", "is_primary": True}),
            )  # fmt: skip
            assert statuses == [200, 200, 200, 201]
            assert len(self.primaries(owner, client_id)) == 1

    def test_one_waits_for_the_other(self, owner: Person, superuser: Connection) -> None:
        client_id = make_client(owner)["id"]
        first, second = (make_contact(owner, client_id)["id"] for _ in range(2))
        with connect(autocommit=False) as choosing:
            choosing.execute("SELECT FROM clients WHERE id = %s FOR NO KEY UPDATE", (client_id,))
            with ThreadPoolExecutor(1) as pool:
                other = pool.submit(lambda: owner.patch(f"/contacts/{second}", json={"version": 1, "is_primary": True}))
                wait_for_lock(superuser)
                choosing.execute("UPDATE contacts SET is_primary = true WHERE id = %s", (first,))
                choosing.commit()
                assert other.result().status_code == 200
        assert self.primaries(owner, client_id) == [second]


class TestImportAndClient:
    CSV = b"T\xc3\xadtulo;Cliente;Valor;Etapa\nSite novo;Padaria Sol;100;Lead\n"

    def test_a_deal_never_lands_on_a_client_that_is_being_deleted(self, owner: Person, superuser: Connection) -> None:
        client_id = make_client(owner, name="Padaria Sol")["id"]
        made = make_import(owner, self.CSV, kind="deals")
        with connect(autocommit=False) as deleting:
            deleting.execute("SELECT FROM clients WHERE id = %s FOR UPDATE", (client_id,))
            deleting.execute("UPDATE clients SET deleted_at = now() WHERE id = %s", (client_id,))
            answer = owner.post(f"/imports/{made['id']}/commit", json={"mapping": made["suggested_mapping"]})
            assert answer.status_code == 202
            wait_for_lock(superuser)
            deleting.commit()
        eventually(lambda: owner.get(f"/imports/{made['id']}").json()["status"] == "done", timeout_seconds=30)
        deals = owner.get("/deals").json()["items"]
        assert [(deal["title"], deal["client_name"]) for deal in deals] == [("Site novo", "Padaria Sol")]
        assert deals[0]["client_id"] != client_id


def wait_for_lock(superuser: Connection) -> None:
    """Until a runtime login waits for a row."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE usename LIKE 'lovedcrm_%%' AND wait_event_type = 'Lock'"
    eventually(lambda: superuser.execute(waiting, ()).fetchone(), every_seconds=0.01)
