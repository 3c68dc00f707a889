from uuid import UUID

import pytest

from api.core.statement import side_by_side, together

pytestmark = pytest.mark.security

MINE = UUID(int=1)


def test_parts_keep_their_values_apart_and_share_the_organization() -> None:
    sql, params = together(
        {
            "written": ("INSERT INTO a (organization_id, id)\n    VALUES (%(organization_id)s, %(id)s) RETURNING *", {"organization_id": MINE, "id": 1}),
            "audit": ("INSERT INTO b (organization_id, id) VALUES (%(organization_id)s, %(id)s)", {"organization_id": MINE, "id": 2}),
        },
        "SELECT w.id FROM written w",
    )  # fmt: skip
    assert sql == (
        "WITH written AS (INSERT INTO a (organization_id, id) VALUES (%(organization_id)s, %(written_id)s) RETURNING *), "
        "audit AS (INSERT INTO b (organization_id, id) VALUES (%(organization_id)s, %(audit_id)s)) SELECT w.id FROM written w"
    )
    assert params == {"organization_id": MINE, "written_id": 1, "audit_id": 2}


def test_queries_side_by_side_are_columns_of_one_row() -> None:
    sql, params = side_by_side({"one": ("SELECT %(x)s", {"x": 1}), "two": ("SELECT %(x)s", {"x": 2})})
    assert sql == "SELECT (SELECT %(one_x)s) AS one, (SELECT %(two_x)s) AS two"
    assert params == {"one_x": 1, "two_x": 2}
