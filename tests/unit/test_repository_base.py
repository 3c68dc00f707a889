from typing import cast
from uuid import UUID

import pytest

from api.core.database import TenantSession
from api.models.tag import Tag
from api.repositories.base import TenantRepository

pytestmark = pytest.mark.security

MINE, ROW = UUID(int=1), UUID(int=2)


class TagRepository(TenantRepository):
    model = Tag


def repository() -> TagRepository:
    return TagRepository(cast("TenantSession", None), MINE)


def test_insertion_is_stamped_with_the_organization() -> None:
    sql, params = repository().insertion(id=ROW, name="vip", match_key="vip")
    assert sql.startswith("INSERT INTO tags (organization_id, id, ")
    assert params["organization_id"] == MINE


def test_change_is_limited_to_the_organization() -> None:
    sql, params = repository().change(ROW, {"name": "vip"})
    assert "WHERE organization_id = %(organization_id)s AND id = " in sql
    assert params["organization_id"] == MINE


def test_no_parameter_can_name_another_organization() -> None:
    assert repository().params(organization_id=ROW)["organization_id"] == MINE
