"""Statements on organizations: on the identity plane to open one, inside an organization to read and change it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession

INSERT = """
    INSERT INTO organizations (id, name, currency, is_personal) VALUES (%(id)s, %(name)s, %(currency)s, %(is_personal)s)"""
INSERT_MEMBERSHIP = """
    INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(role)s)"""
# Owners still find what they have deleted, after everything that is open.
OPEN_TO_MEMBER = "m.left_at IS NULL AND (o.deleted_at IS NULL OR (m.role = 'owner' AND o.purge_at > now()))"
LOGO = """CASE WHEN o.logo_key IS NOT NULL
        THEN json_build_object('version', right(o.logo_key, 36), 'tone', o.logo_tone) END AS logo"""
SUMMARY = f"o.id, o.name, o.plan, o.currency, o.is_personal, m.role, o.brand_color, o.purge_at, {LOGO}"
FIND_FOR_USER = f"""
    SELECT {SUMMARY} FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND {OPEN_TO_MEMBER}
    ORDER BY o.deleted_at IS NOT NULL, o.id = coalesce(%(preferred)s::uuid, (
        SELECT s.organization_id FROM user_sessions s WHERE s.user_id = %(user_id)s ORDER BY s.created_at DESC LIMIT 1)) DESC NULLS LAST,
        m.created_at, o.id
    LIMIT 1"""
LIST_FOR_USER = f"""
    SELECT {SUMMARY},
        (SELECT count(*) FROM memberships c WHERE c.organization_id = o.id AND c.left_at IS NULL) AS member_count
    FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND {OPEN_TO_MEMBER}
    ORDER BY o.deleted_at IS NOT NULL, lower(o.name), o.id LIMIT 100"""
FIND_MEMBERSHIP = f"""
    SELECT {SUMMARY} FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND o.id = %(organization_id)s AND {OPEN_TO_MEMBER}"""
GET = f"""
    SELECT o.id, o.name, o.plan, o.currency, o.is_personal, o.brand_color, o.logo_key, o.logo_tone, {LOGO}, o.version, o.created_at,
        o.updated_at
    FROM organizations o WHERE o.id = %(organization_id)s"""
LOCK = GET + " FOR UPDATE"
UPDATE = """
    UPDATE organizations SET name = %(name)s, currency = %(currency)s, brand_color = %(brand_color)s,
        version = version + 1, updated_at = now()
    WHERE id = %(organization_id)s"""
REPLACE_LOGO = """
    UPDATE organizations SET logo_key = %(key)s, logo_tone = %(tone)s, version = version + 1, updated_at = now()
    WHERE id = %(organization_id)s"""
FIND_LOGO = f"""
    SELECT o.logo_key FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND o.id = %(organization_id)s AND {OPEN_TO_MEMBER}"""
# As of now, and not changed by anybody else until this transaction ends; rows may still be added to the organization.
LOCK_SEATS = "SELECT plan, is_personal FROM organizations WHERE id = %(organization_id)s FOR NO KEY UPDATE"
COUNT_SEATS = "SELECT members, invites FROM app.count_seats()"
CONVERT = """
    UPDATE organizations SET is_personal = %(is_personal)s, version = version + 1, updated_at = now() WHERE id = %(organization_id)s"""
CLOSE = """
    UPDATE organizations SET deleted_at = now(), purge_at = now() + make_interval(days => %(days)s), purge_warned_at = NULL, version = version + 1,
        updated_at = now()
    WHERE id = %(organization_id)s RETURNING purge_at"""
REOPEN = """
    UPDATE organizations SET deleted_at = NULL, purge_at = NULL, version = version + 1, updated_at = now()
    WHERE id = %(organization_id)s AND deleted_at IS NOT NULL AND purge_at > now() RETURNING id"""
# Totals are running sums, so that only the entries are counted here.
USAGE = """
    SELECT (SELECT coalesce(sum(t.row_count), 0) FROM totals t
         WHERE t.organization_id = %(organization_id)s AND t.subject = 'client')::bigint AS clients,
        (SELECT coalesce(sum(t.row_count), 0) FROM totals t
         WHERE t.organization_id = %(organization_id)s AND t.subject = 'deal')::bigint AS deals,
        (SELECT count(*) FROM timeline_entries e
         WHERE e.organization_id = %(organization_id)s AND e.deleted_at IS NULL) AS timeline_entries"""
USAGE_SEEN = """
    SELECT (SELECT count(*) FROM clients c WHERE c.organization_id = %(organization_id)s AND c.deleted_at IS NULL) AS clients,
        (SELECT count(*) FROM deals d WHERE d.organization_id = %(organization_id)s AND d.deleted_at IS NULL) AS deals,
        (SELECT count(*) FROM timeline_entries e
         WHERE e.organization_id = %(organization_id)s AND e.deleted_at IS NULL) AS timeline_entries"""
LIST_OWNERS = """
    SELECT u.id, u.email, u.full_name, u.locale, app.time_zone_of(u.id) AS time_zone
    FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
    WHERE m.organization_id = %(organization_id)s AND m.role = 'owner' AND m.left_at IS NULL"""
CLAIM_PURGE_WARNINGS = """
    UPDATE organizations o SET purge_warned_at = now()
    WHERE o.deleted_at IS NOT NULL AND o.purge_warned_at IS NULL AND o.purge_at > now()
      AND o.purge_at <= now() + make_interval(days => %(days)s)
    RETURNING o.id, o.name, o.purge_at"""
PURGE_ONE = "SELECT app.purge_organization(%(job_id)s)"


class OrganizationRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert_with_owner(self, organization_id: UUID, user_id: UUID, *, name: str, currency: str, is_personal: bool) -> None:
        await self.session.run(INSERT, {"id": organization_id, "name": name, "currency": currency, "is_personal": is_personal})
        membership = {"organization_id": organization_id, "id": uuid7(), "user_id": user_id, "role": "owner"}
        await self.session.run(INSERT_MEMBERSHIP, membership)

    async def find_for_user(self, user_id: UUID, preferred: UUID | None = None) -> dict[str, Any] | None:
        """The preferred organization if the person is still in it, else the one of the last log-in, else the oldest."""
        return await self.session.row(FIND_FOR_USER, {"user_id": user_id, "preferred": preferred})

    async def list_for_user(self, user_id: UUID) -> list[dict[str, Any]]:
        return list(await self.session.rows(LIST_FOR_USER, {"user_id": user_id}))

    async def find_membership(self, user_id: UUID, organization_id: UUID) -> dict[str, Any] | None:
        """The organization as this person's, also one that they own and have deleted; None for anybody else's."""
        return await self.session.row(FIND_MEMBERSHIP, {"user_id": user_id, "organization_id": organization_id})

    async def get(self, organization_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET, {"organization_id": organization_id})
        assert row is not None
        return row

    async def lock(self, organization_id: UUID) -> dict[str, Any]:
        row = await self.session.row(LOCK, {"organization_id": organization_id})
        assert row is not None
        return row

    async def update(self, organization_id: UUID, *, name: str, currency: str, brand_color: str | None) -> None:
        values = {"organization_id": organization_id, "name": name, "currency": currency, "brand_color": brand_color}
        await self.session.run(UPDATE, values)

    async def replace_logo(self, organization_id: UUID, key: str | None, tone: str | None) -> None:
        await self.session.run(REPLACE_LOGO, {"organization_id": organization_id, "key": key, "tone": tone})

    async def find_logo(self, user_id: UUID, organization_id: UUID) -> str | None:
        """The key of the logo of an organization that this person is in."""
        found: str | None = await self.session.scalar(FIND_LOGO, {"user_id": user_id, "organization_id": organization_id})
        return found

    async def lock_seats(self, organization_id: UUID) -> dict[str, Any]:
        """(plan, is_personal); nobody else takes a seat until this transaction ends."""
        row = await self.session.row(LOCK_SEATS, {"organization_id": organization_id})
        assert row is not None
        return row

    async def count_seats(self) -> dict[str, int]:
        """(members, invites) of the organization that the session has entered."""
        row = await self.session.row(COUNT_SEATS, {})
        assert row is not None
        return row

    async def convert(self, organization_id: UUID, *, is_personal: bool) -> None:
        await self.session.run(CONVERT, {"organization_id": organization_id, "is_personal": is_personal})

    async def close(self, organization_id: UUID, *, days: int) -> datetime:
        """Close it to everybody; the moment from which on it is purged."""
        purge_at: datetime = await self.session.scalar(CLOSE, {"organization_id": organization_id, "days": days})
        return purge_at

    async def reopen(self, organization_id: UUID) -> bool:
        """False when it isn't closed, or its grace is over."""
        return await self.session.scalar(REOPEN, {"organization_id": organization_id}) is not None

    async def count_usage(self, organization_id: UUID, *, is_whole: bool) -> dict[str, int]:
        """is_whole: of everything, which is counted already; else of what the session sees."""
        row = await self.session.row(USAGE if is_whole else USAGE_SEEN, {"organization_id": organization_id})
        assert row is not None
        return row

    async def list_owners(self, organization_id: UUID) -> list[dict[str, Any]]:
        """On the identity plane: whom to tell what only owners can undo."""
        return list(await self.session.rows(LIST_OWNERS, {"organization_id": organization_id}))

    async def claim_purge_warnings(self, *, days: int) -> list[dict[str, Any]]:
        """Closed organizations that are purged within so many days; each once."""
        return list(await self.session.rows(CLAIM_PURGE_WARNINGS, {"days": days}))

    async def purge_one(self, job_id: int) -> UUID | None:
        """Delete one organization whose grace is over, for good; None when there is none left."""
        # An organization of a million entries takes longer than a request may.
        await self.session.allow_seconds(1_800)
        found: UUID | None = await self.session.scalar(PURGE_ONE, {"job_id": job_id})
        return found
