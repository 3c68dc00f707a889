"""The people of an organization: their roles, how they go, and who takes over what they owned.

Whatever could leave an organization without an owner, or raise somebody above whoever raises them, first locks the
organization's row and then reads the roles anew: of two that come at once, the second sees what the first has done.
"""

from typing import Any, Final, get_args
from uuid import UUID

from api.core.deps import NotAMember, OrgContext
from api.core.errors import Conflict, Forbidden, NotFound
from api.core.fresh import require_fresh
from api.core.permissions import Role
from api.core.record import record
from api.repositories.member import MemberRepository
from api.repositories.organization import OrganizationRepository
from api.schemas.member import Member

# The strongest first, as in Role.
RANKS: Final = {role: -index for index, role in enumerate(get_args(Role))}


class MemberNotFound(NotFound):
    code, detail = "member_not_found", "This person is not in the organization."


class RoleAboveOwn(Forbidden):
    code, detail = "role_above_own", "Only somebody with at least this role may give it, or change who has it."


class LastOwner(Conflict):
    code, detail = "last_owner", "An organization needs an owner. Make somebody else one first."


class MemberIsSelf(Conflict):
    code, detail = "member_is_self", "Nobody removes themselves. Leave the organization instead."


def repository(ctx: OrgContext) -> MemberRepository:
    return MemberRepository(ctx.session, ctx.organization_id)


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    """The people of the organization, oldest first."""
    return await repository(ctx).list_json(limit=limit, cursor=cursor)


async def get(ctx: OrgContext, user_id: UUID) -> Member:
    return Member.model_validate(await repository(ctx).get(user_id))


async def change_role(ctx: OrgContext, user_id: UUID, role: Role) -> None:
    """Raises MemberNotFound (404), RoleAboveOwn (403), LastOwner (409); a new owner takes fresh proof of identity (403)."""
    members = repository(ctx)
    own, target = await lock_roles(ctx, user_id)
    if RANKS[target["role"]] > RANKS[own["role"]] or RANKS[role] > RANKS[own["role"]]:
        raise RoleAboveOwn
    if role == "owner" and target["role"] != "owner":
        require_fresh(ctx)
    if role != "owner":
        await refuse_last_owner(members, target["role"])
    await members.update_role(user_id, role)
    await record(
        ctx, action="member.role_changed", entity_type="member", entity_id=user_id, changes={"role": [target["role"], role]},
        data={"role": role},
    )  # fmt: skip


async def remove(ctx: OrgContext, user_id: UUID, *, reassign_to: UUID | None) -> None:
    """End somebody's membership at once; what they own goes to a colleague, or to nobody.

    Raises MemberIsSelf (409), MemberNotFound (404), RoleAboveOwn (403), LastOwner (409).
    """
    if user_id == ctx.user_id:
        raise MemberIsSelf
    own, target = await lock_roles(ctx, user_id)
    if RANKS[target["role"]] > RANKS[own["role"]]:
        raise RoleAboveOwn
    moved = await _end(ctx, user_id, target["role"], reassign_to)
    await record(
        ctx, action="member.removed", entity_type="member", entity_id=user_id,
        changes={"role": [target["role"], None], "reassigned_to": [None, reassign_to]} | moved,
    )  # fmt: skip


async def leave(ctx: OrgContext, *, reassign_to: UUID | None) -> None:
    """Raises LastOwner (409), MemberNotFound (404) for a successor who isn't here."""
    assert ctx.user_id is not None
    own, _ = await lock_roles(ctx, ctx.user_id)
    moved = await _end(ctx, ctx.user_id, own["role"], reassign_to)
    await record(
        ctx, action="member.left", entity_type="member", entity_id=ctx.user_id,
        changes={"role": [own["role"], None], "reassigned_to": [None, reassign_to]} | moved,
    )  # fmt: skip


async def hand_over(ctx: OrgContext, *, from_user_id: UUID, to_user_id: UUID | None) -> dict[str, int]:
    """Give what somebody owns to a colleague, or to nobody; how many clients, deals and tasks. Raises MemberNotFound (404)."""
    await _require_successor(ctx, from_user_id, to_user_id)
    return await repository(ctx).hand_over(from_user_id, to_user_id)


async def _require_successor(ctx: OrgContext, from_user_id: UUID, to_user_id: UUID | None) -> None:
    if to_user_id is not None and (to_user_id == from_user_id or not await repository(ctx).exists(to_user_id)):
        raise MemberNotFound


async def refuse_last_owner(members: MemberRepository, role: str) -> None:
    """Raises LastOwner (409) when `role`, which is about to go, is the only owner's. The organization's row is locked."""
    if role == "owner" and await members.count_owners() < 2:
        raise LastOwner


async def lock_roles(ctx: OrgContext, user_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """(own row, the other's row) as they are once nobody else changes roles. Raises MemberNotFound (404)."""
    assert ctx.user_id is not None
    await OrganizationRepository(ctx.session).lock(ctx.organization_id)
    found = await repository(ctx).list_roles(ctx.user_id, user_id)
    if ctx.user_id not in found:
        raise NotAMember
    if user_id not in found:
        raise MemberNotFound
    return found[ctx.user_id], found[user_id]


async def _end(ctx: OrgContext, user_id: UUID, role: str, reassign_to: UUID | None) -> dict[str, list[int]]:
    """The counts of what moved, as changes of the audit entry."""
    members = repository(ctx)
    await _require_successor(ctx, user_id, reassign_to)
    await refuse_last_owner(members, role)
    moved = await members.hand_over(user_id, reassign_to)
    await members.leave(user_id)
    return {f"{name}_moved": [0, count] for name, count in moved.items() if count}
