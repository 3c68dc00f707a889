"""Invites as those who send them see them; `invite_acceptance` is the other end of the link."""

from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core import cursor as cursors
from api.core import one_time
from api.core.deps import OrgContext, Services
from api.core.errors import Conflict, NotFound, RateLimited
from api.core.mail import Mail, MailLink, send_mail
from api.core.normalize import mask_email, normalize_email
from api.core.record import record
from api.core.verified import is_verified
from api.repositories.invite import InviteRepository
from api.schemas.invite import Invite, InviteCreate, InviteOutcome, InviteResult, InviteResults
from api.services import seats as seats_service
from api.services.member import RANKS, RoleAboveOwn

PURPOSE: Final = "invite"
DAYS: Final = 7
MAILS_PER_HOUR: Final = 500
# Enough for the colleagues of who has just signed up, too few for whoever wants to mail strangers in our name.
UNVERIFIED_MAILS_PER_DAY: Final = 10
ROLE_NAMES: Final = {
    "en": {"admin": "admin", "manager": "manager", "member": "member", "viewer": "viewer"},
    "pt": {"admin": "administrador", "manager": "gestor", "member": "membro", "viewer": "leitor"},
    "es": {"admin": "administrador", "manager": "gestor", "member": "miembro", "viewer": "lector"},
}


class InviteNotFound(NotFound):
    code, detail = "invite_not_found", "This invitation doesn't exist, or isn't open any more."


class InvitesUnverified(RateLimited):
    code, detail = "invites_unverified", "Confirm your e-mail address to invite more people today."


class OrganizationPersonal(Conflict):
    code, detail = "organization_is_personal", "This is one person's workspace. Turn it into a team first."


def repository(ctx: OrgContext) -> InviteRepository:
    return InviteRepository(ctx.session, ctx.organization_id)


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    """Open invites, the newest first."""
    value, last_id = cursors.decode(cursor, "invites") if cursor else (None, None)
    rows = await repository(ctx).list_open(limit=limit + 1, cursor_value=value, cursor_id=last_id)
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = cursors.encode("invites", rows[-1]["created_at"].isoformat(), rows[-1]["id"])
    items = [Invite.model_validate(row).model_dump(mode="json") for row in rows]
    return orjson.dumps({"items": items, "next_cursor": following})


async def create(ctx: OrgContext, services: Services, data: InviteCreate) -> bytes:
    """Invite each address, and say what became of each: a wrong one, or one beyond the plan's seats, stops none of the others.

    Raises RoleAboveOwn (403), OrganizationPersonal (409), RateLimited (429), SeatLimitReached (402) where none was invited for want
    of a seat.
    """
    if ctx.is_personal:
        raise OrganizationPersonal
    refuse_higher(ctx, data.role)
    await _count_mails(ctx, services, len(data.emails))
    invites = repository(ctx)
    emails = {pasted.strip(): normalize_email(pasted) for pasted in data.emails if pasted.strip()}
    seats = await seats_service.hold(ctx)
    addresses = [email for email in emails.values() if email]
    members, open_ones = await invites.list_members(addresses), await invites.list_invited(addresses)
    domains, free = await invites.list_domains(), seats.free
    results: list[InviteResult] = []
    answered: set[str] = set()
    for pasted, email in emails.items():
        if email in answered:
            continue
        answered.add(email or pasted)
        refusal = _refusal(email, members, open_ones, domains)
        if refusal is not None or email is None:
            results.append(InviteResult(email=email or pasted, outcome=refusal or "invalid"))
        elif free is not None and _count(results, "invited") >= free:
            results.append(InviteResult(email=email, outcome="no_seat"))
        else:
            results.append(await _invite(ctx, services, email, data))
    if (wanted := _count(results, "no_seat")) and not _count(results, "invited"):
        raise seats.reached(wanted=wanted)
    return orjson.dumps(InviteResults(items=results).model_dump(mode="json"))


async def resend(ctx: OrgContext, services: Services, invite_id: UUID) -> bytes:
    """Send a new link, good for another seven days; the former one opens nothing any more.

    Raises InviteNotFound (404), RoleAboveOwn (403), RateLimited (429), SeatLimitReached (402) for one that had run out and whose
    seat was taken since.
    """
    seats = await seats_service.hold(ctx)
    found = await _lock(ctx, invite_id)
    refuse_higher(ctx, found["role"])
    if found["is_expired"] and seats.free == 0:
        raise seats.reached(wanted=1)
    await _count_mails(ctx, services, 1)
    token = _token(services)
    await repository(ctx).renew(invite_id, invited_by=ctx.user_id, days=DAYS, **token)
    await _send(ctx, found["email"], found["role"], found["locale"], token["token_id"])
    await record(
        ctx, action="invite.resent", entity_type="invite", entity_id=invite_id, changes={"email": [mask_email(found["email"])] * 2}
    )
    return Invite.model_validate(await repository(ctx).find(invite_id)).model_dump_json().encode()


async def revoke(ctx: OrgContext, invite_id: UUID) -> None:
    """Raises InviteNotFound (404), RoleAboveOwn (403)."""
    found = await _lock(ctx, invite_id)
    refuse_higher(ctx, found["role"])
    await repository(ctx).revoke(invite_id)
    await record(
        ctx, action="invite.revoked", entity_type="invite", entity_id=invite_id, changes={"email": [mask_email(found["email"]), None]}
    )


def refuse_higher(ctx: OrgContext, role: str) -> None:
    """Raises RoleAboveOwn (403)."""
    if RANKS[role] > RANKS[ctx.role]:
        raise RoleAboveOwn


async def _count_mails(ctx: OrgContext, services: Services, count: int) -> None:
    """By person, who may open any number of organizations. Raises RateLimited (429), InvitesUnverified (429)."""
    if not await is_verified(ctx):
        try:
            limit, day = UNVERIFIED_MAILS_PER_DAY, 86_400
            await services.limiter.hit(f"invite_unverified:{ctx.user_id}", limit=limit, window_seconds=day, weight=count)
        except RateLimited as error:
            raise InvitesUnverified(headers=error.headers, limit=UNVERIFIED_MAILS_PER_DAY) from error
    await services.limiter.hit(f"invite:{ctx.user_id}", limit=MAILS_PER_HOUR, window_seconds=3600, weight=count)


def _count(results: list[InviteResult], outcome: InviteOutcome) -> int:
    return sum(result.outcome == outcome for result in results)


def _refusal(email: str | None, members: frozenset[str], open_ones: frozenset[str], domains: list[str]) -> InviteOutcome | None:
    if email is None:
        return "invalid"
    if email in members:
        return "already_member"
    if email in open_ones:
        return "already_invited"
    if domains and email.rpartition("@")[2] not in domains:
        return "domain_not_allowed"
    return None


async def _invite(ctx: OrgContext, services: Services, email: str, data: InviteCreate) -> InviteResult:
    token, locale = _token(services), data.locale or ctx.user_locale
    invite_id = await repository(ctx).insert_or_renew(
        id=uuid7(), email=email, role=data.role, locale=locale, invited_by=ctx.user_id, days=DAYS, **token
    )
    if invite_id is None:
        return InviteResult(email=email, outcome="already_invited")
    await _send(ctx, email, data.role, locale, token["token_id"])
    await record(
        ctx, action="invite.sent", entity_type="invite", entity_id=invite_id,
        changes={"email": [None, mask_email(email)], "role": [None, data.role]},
    )  # fmt: skip
    return InviteResult(email=email, outcome="invited", invite=Invite.model_validate(await repository(ctx).find(invite_id)))


async def _lock(ctx: OrgContext, invite_id: UUID) -> dict[str, Any]:
    found = await repository(ctx).lock(invite_id)
    if found is None:
        raise InviteNotFound
    return found


def _token(services: Services) -> dict[str, Any]:
    token_id = uuid7()
    return {"token_id": token_id, "token_hash": one_time.hashed(one_time.derive(services.settings, PURPOSE, token_id))}


async def _send(ctx: OrgContext, email: str, role: str, locale: str, token_id: UUID) -> None:
    params: dict[str, str | int] = {
        "inviter": ctx.user_name,
        "organization": ctx.organization_name,
        "role": ROLE_NAMES[locale][role],
        "days": DAYS,
    }
    await send_mail(
        ctx.session,
        Mail(
            template="invite", to=email, locale=locale, params=params, organization_id=ctx.organization_id,
            link=MailLink("/invite/{token}", PURPOSE, token_id),
        ),
    )  # fmt: skip
