"""Keys with which programs act in the name of a person: made, listed, revoked. The secret is answered once and never kept."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.api_keys import SHOWN_LENGTH, hash_secret, new_secret
from api.core.deps import OrgContext
from api.core.errors import Invalid, NotFound
from api.core.features import PlanLimitReached, limit_of, plan_for
from api.core.fresh import require_fresh
from api.core.permissions import KEY_SCOPES
from api.core.record import record
from api.core.verified import require_verified
from api.repositories.api_key import ApiKeyRepository
from api.schemas.api_key import ApiKeyCreate, ApiKeyCreated


class ApiKeyLimitReached(PlanLimitReached):
    code, detail = "api_key_limit_reached", "Your plan has no room for another key."


def repository(ctx: OrgContext) -> ApiKeyRepository:
    return ApiKeyRepository(ctx.session, ctx.organization_id)


def available_scopes(ctx: OrgContext) -> list[str]:
    return sorted(ctx.permissions & KEY_SCOPES)


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    """All keys ever made, newest first. Raises CursorInvalid (422)."""
    return await repository(ctx).list_json(limit=limit, cursor=cursor, scopes=orjson.dumps(available_scopes(ctx)))


def without_secret(answer: bytes) -> bytes:
    """A new key's answer as it may be kept."""
    return ApiKeyCreated.model_validate_json(answer).model_copy(update={"secret": None}).model_dump_json().encode()


async def create(ctx: OrgContext, data: ApiKeyCreate) -> bytes:
    """Raises EmailUnverified (403), ReauthenticationRequired (403), Invalid (422), ApiKeyLimitReached (402)."""
    await require_verified(ctx)
    require_fresh(ctx)
    if not set(data.scopes) <= set(available_scopes(ctx)):
        raise Invalid.field("scopes", "scope_not_available", "A key may do no more than you, and only the organization's work.")
    if data.expires_at is not None and data.expires_at <= datetime.now(UTC):
        raise Invalid.field("expires_at", "in_the_past", "Choose a moment that is still to come.")
    keys = repository(ctx)
    limit = limit_of(ctx.plan, "api_keys")
    if limit is not None and (count := await keys.count_active()) >= limit:
        raise ApiKeyLimitReached(limit=limit, plan_needed=plan_for("api_keys", count + 1))
    key_id, secret, scopes = uuid7(), new_secret(), sorted(set(data.scopes))
    await keys.insert(
        id=key_id, name=data.name, prefix=secret[:SHOWN_LENGTH], secret_hash=hash_secret(secret.encode()), scopes=scopes,
        created_by=ctx.user_id, expires_at=data.expires_at,
    )  # fmt: skip
    expires = data.expires_at.isoformat() if data.expires_at else None
    await record(
        ctx, action="api_key.created", entity_type="api_key", entity_id=key_id,
        changes={"name": [None, data.name], "scopes": [None, scopes], "expires_at": [None, expires]},
    )  # fmt: skip
    found = await keys.find(key_id)
    assert found is not None
    return ApiKeyCreated.model_validate(found | {"secret": secret}).model_dump_json().encode()


async def revoke(ctx: OrgContext, key_id: UUID) -> None:
    """From the next request on. A key that is over already stays as it is. Raises ReauthenticationRequired (403), NotFound (404)."""
    keys = repository(ctx)
    found = await keys.find(key_id)
    if found is None:
        raise NotFound
    require_fresh(ctx)
    if await keys.revoke(key_id):
        await record(
            ctx, action="api_key.revoked", entity_type="api_key", entity_id=key_id, changes={"status": [found["status"], "revoked"]}
        )


async def end_keys_of(ctx: OrgContext, user_id: UUID) -> int:
    """End the keys of somebody who leaves, for good: they stay dead if the person comes back. How many there were."""
    return len(await repository(ctx).revoke_of(user_id, "creator_left"))


async def end_keys_after_reset(ctx: OrgContext, user_id: UUID) -> None:
    """End the keys that somebody has in this organization: whoever forgot their password may have been taken over."""
    for key_id in await repository(ctx).revoke_of(user_id, "password_reset"):
        await record(
            ctx, action="api_key.revoked", entity_type="api_key", entity_id=key_id,
            changes={"status": ["active", "revoked"], "reason": [None, "password_reset"]},
        )  # fmt: skip
