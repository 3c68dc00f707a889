"""What a member sees of the records: all, their team's or their own. It holds from their next request on.

PostgreSQL hides the rest (migrations/015_add_record_scope.sql); who sees what is docs/decisions/0026-record-scope.md.
"""

from typing import Any
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.core.record import record
from api.schemas.member import Member, MemberUpdate
from api.services import member as member_service
from api.services import team as team_service


class TeamMissing(Invalid):
    code, detail = "team_missing", "Who sees their team's records is in a team."


class AdminSeesAll(Invalid):
    code, detail = "admin_sees_all", "Owners and admins see all records."


async def update(ctx: OrgContext, user_id: UUID, data: MemberUpdate) -> Member:
    """Raises MemberNotFound, TeamNotFound (404), RoleAboveOwn (403), LastOwner (409), TeamMissing, AdminSeesAll (422)."""
    if data.role is not None:
        await member_service.change_role(ctx, user_id, data.role)
    if {"record_scope", "team_id"} & data.model_fields_set:
        await _change_scope(ctx, user_id, data)
    return await member_service.get(ctx, user_id)


async def _change_scope(ctx: OrgContext, user_id: UUID, data: MemberUpdate) -> None:
    own, row = await member_service.lock_roles(ctx, user_id)
    if member_service.RANKS[row["role"]] > member_service.RANKS[own["role"]]:
        raise member_service.RoleAboveOwn
    scope = data.record_scope or row["record_scope"]
    team_id = data.team_id if "team_id" in data.model_fields_set else row["team_id"]
    if scope != "all" and row["role"] in ("owner", "admin"):
        raise AdminSeesAll.field("record_scope", AdminSeesAll.code, AdminSeesAll.detail)
    if scope == "team" and team_id is None:
        raise TeamMissing.field("team_id", TeamMissing.code, TeamMissing.detail)
    if team_id not in (None, row["team_id"]) and not await team_service.repository(ctx).exists(team_id):
        raise team_service.TeamNotFound
    await member_service.repository(ctx).update_scope(user_id, scope, team_id)
    changes: dict[str, Any] = {"record_scope": [row["record_scope"], scope], "team_id": [row["team_id"], team_id]}
    await record(
        ctx, action="member.scope_changed", entity_type="member", entity_id=user_id,
        changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]},
        data={"record_scope": scope, "team_id": team_id},
    )  # fmt: skip
