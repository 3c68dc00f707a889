"""The end of an account (docs/decisions/0023-erasure.md).

First, organization by organization, what the person owns goes to a colleague. Then, in one transaction, organizations
that nobody else is in are closed, the log-ins end, and the person is deleted with all that hangs on them. What they wrote
stays with its organization, without them; the audit log keeps their id, which by then names nobody.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services, context_of
from api.core.errors import Conflict, Forbidden, Unauthenticated
from api.core.fresh import require_fresh
from api.core.mail import Mail, send_mail
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.storage import Storage
from api.repositories.personal_data import PersonalDataRepository
from api.repositories.user import UserRepository
from api.schemas.erasure import DeletionPlan, PlaceLeft
from api.services import avatar, member, organization_deletion, user_session


class OwnerNeeded(Conflict):
    code = "owner_needed"
    detail = "You are the only owner of an organization that others work in. Make somebody else its owner first."


class SuccessorUnknown(Conflict):
    code, detail = "successor_unknown", "This person isn't a colleague of yours in that organization."


def outcome_of(place: Mapping[str, Any]) -> str:
    if not place["colleagues"]:
        return "closed"
    return "blocked" if place["role"] == "owner" and place["other_owner_count"] == 0 and not place["is_closed"] else "left"


async def plan(services: Services, caller: Caller) -> DeletionPlan:
    """What the end of the account would mean for each of the person's organizations."""
    assert caller.claims is not None
    claims = caller.claims
    async with services.databases.identity_session() as identity:
        places = await PersonalDataRepository(identity, claims.user_id).list_places()
    items = []
    for place in places:
        async with services.databases.tenant_transaction(read_only=True) as pending:
            session, entered = await pending.enter(claims.session_id, place["id"])
            counts = {"client_count": 0, "deal_count": 0}
            if entered.status == "ok":
                counts = await PersonalDataRepository(session, claims.user_id).count_owned(place["id"])
        items.append(PlaceLeft.model_validate({**place, **counts, "organization_id": place["id"], "outcome": outcome_of(place)}))
    return DeletionPlan(items=items)


async def erase(services: Services, caller: Caller, successors: Mapping[UUID, UUID]) -> None:
    """successors: by organization, who takes over what the person owns there; nobody where it names none.

    Raises ReauthenticationRequired (403), OwnerNeeded (409, with the organizations), SuccessorUnknown (409).
    """
    assert caller.claims is not None
    claims = caller.claims
    async with services.databases.identity_session() as identity:
        require_fresh(await user_session.enter(identity, caller, claims.session_id, claims.organization_id))
        places = await PersonalDataRepository(identity, claims.user_id).list_places()
    _refuse(places, successors)
    for organization_id, to_user_id in successors.items():
        await _hand_over(services, caller, organization_id, to_user_id)
    async with services.databases.identity_session() as identity:
        data, users = PersonalDataRepository(identity, claims.user_id), UserRepository(identity)
        # As it is now, with the person locked: nobody is let in or made an owner through them meanwhile.
        user = await users.lock(claims.user_id)
        avatar_key = await users.find_avatar(claims.user_id)
        places = await data.list_places()
        _refuse(places, {})
        contexts = [await _say_goodbye(identity, caller, place) for place in places]
        await data.forget_mails(user["email"])
        await send_mail(identity, Mail("account_deleted", user["email"], user["locale"], {"name": user["full_name"]}))
        ended = [
            user_session.ended_event(row["id"], row["organization_id"], claims.user_id)
            for row in await data.list_of_account("user_sessions")
        ]
        outcome = await data.erase(claims.session_id)
        if outcome == "session_dead":
            raise Unauthenticated(code="session_dead")
        if outcome == "last_owner":
            raise OwnerNeeded
    services.live.publish_soon([*(event for ctx in contexts for event in ctx.events), *ended])
    await avatar.forget(Storage(services.settings.storage_dir), avatar_key)


def _refuse(places: Sequence[Mapping[str, Any]], successors: Mapping[UUID, UUID]) -> None:
    blocked = [{"id": str(place["id"]), "name": place["name"]} for place in places if outcome_of(place) == "blocked"]
    if blocked:
        raise OwnerNeeded(organizations=blocked)
    colleagues = {place["id"]: {UUID(colleague["user_id"]) for colleague in place["colleagues"]} for place in places}
    if any(user_id not in colleagues.get(organization_id, ()) for organization_id, user_id in successors.items()):
        raise SuccessorUnknown


async def _hand_over(services: Services, caller: Caller, organization_id: UUID, to_user_id: UUID) -> None:
    assert caller.claims is not None
    async with services.databases.tenant_transaction() as pending:
        session, entered = await pending.enter(caller.claims.session_id, organization_id)
        if entered.status != "ok":
            raise Forbidden(code=entered.status)
        ctx = context_of(caller, caller.claims.session_id, session, entered)
        assert ctx.user_id is not None
        moved = await member.hand_over(ctx, from_user_id=ctx.user_id, to_user_id=to_user_id)
        changes = {"reassigned_to": [None, str(to_user_id)]} | {f"{name}_moved": [0, count] for name, count in moved.items() if count}
        await record(ctx, action="member.records_moved", entity_type="member", entity_id=ctx.user_id, changes=changes)
    services.live.publish_soon(ctx.events)


async def _say_goodbye(identity: IdentitySession, caller: Caller, place: Mapping[str, Any]) -> OrgContext:
    """Note the end in an organization, and close it when nobody else is in it."""
    assert caller.claims is not None
    ctx = await user_session.enter(identity, caller, caller.claims.session_id, place["id"])
    assert ctx.user_id is not None
    if outcome_of(place) == "closed" and not place["is_closed"]:
        await organization_deletion.close(ctx)
    await record(ctx, action="user.deleted", entity_type="user", entity_id=ctx.user_id)
    return ctx
