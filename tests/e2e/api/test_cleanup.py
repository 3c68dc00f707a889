"""The daily clean-up, asked for by hand: the scheduling job finds the organizations, one job each does the work."""

import pytest

from tests.e2e.api.support import Connection, Person, eventually, make_client, make_import

pytestmark = pytest.mark.imports

DEFER = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'cleanup.schedule', '{"timestamp": 0}')"""
OLD = "interval '31 days'"


class TestCleanup:
    def test_removes_what_is_old_and_keeps_the_rest(self, owner: Person, superuser: Connection) -> None:
        kept, gone = make_client(owner), make_client(owner)
        for client in (kept, gone):
            assert owner.delete(f"/clients/{client['id']}").status_code == 204
        superuser.execute(f"UPDATE clients SET deleted_at = now() - {OLD} WHERE id = %s", (gone["id"],))
        forgotten, fresh = make_import(owner), make_import(owner)
        superuser.execute(f"UPDATE imports SET created_at = now() - {OLD} WHERE id = %s", (forgotten["id"],))
        superuser.execute(DEFER)

        def remaining() -> list[str]:
            rows = superuser.execute(
                "SELECT id::text FROM clients WHERE organization_id = %(id)s UNION ALL SELECT id::text FROM imports WHERE organization_id = %(id)s",
                {"id": owner.organization_id},
            ).fetchall()
            return sorted(row["id"] for row in rows)

        expected = sorted([kept["id"], fresh["id"]])
        assert eventually(lambda: remaining() == expected, timeout_seconds=60)
