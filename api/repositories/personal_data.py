"""The registry of what is known of a person: every column of every table that points at people, and what becomes of it.

A test compares it with the catalog, so that a new table or column is decided about before it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from api.core.database import DatabaseSession

Plane = Literal["identity", "tenant"]
# What the end of the account does to the rows: they go with it, stay without the person, or keep its pseudonym (its id).
Erasure = Literal["deleted", "unlinked", "pseudonym"]
PAGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Personal:
    """One table. key: the column that names the person; given: what the export tells; withheld: secrets, and what only machines read."""

    plane: Plane
    key: str
    given: str
    withheld: str
    erasure: Erasure
    # Other columns that name people: somebody else's rows, in which this person is mentioned.
    mentions: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.given.split())


REGISTRY: Final[dict[str, Personal]] = {
    # ---- the account
    "users": Personal(
        "identity", "id", "id email full_name locale email_verified_at two_factor_enabled_at created_at updated_at",
        "password_hash disabled_at avatar_key", "deleted",
    ),
    "user_sessions": Personal(
        "identity", "user_id",
        "id organization_id method device browser system place user_agent ip_address created_at last_seen_at authenticated_at"
        " expires_at revoked_at revoked_reason",
        "user_id refresh_hash previous_refresh_hash generation rotated_at fingerprint", "deleted",
    ),
    "oauth_identities": Personal(
        "identity", "user_id", "provider issuer subject email last_used_at created_at", "id user_id", "deleted"
    ),
    "user_two_factor": Personal("identity", "user_id", "enabled_at created_at", "user_id secret_sealed last_step", "deleted"),
    "two_factor_backup_codes": Personal("identity", "user_id", "created_at used_at", "id user_id code_hash", "deleted"),
    "two_factor_recoveries": Personal(
        "identity", "user_id", "created_at confirmed_at opens_at expires_at needs_approval approved_at reminded_at ended_at outcome",
        "id user_id", "deleted", mentions="approved_by",
    ),
    "passkeys": Personal(
        "identity", "user_id", "name transports is_synced last_used_at created_at", "id user_id credential_id public_key sign_count",
        "deleted",
    ),
    "passkey_challenges": Personal("identity", "user_id", "purpose expires_at", "challenge user_id", "deleted"),
    "login_challenges": Personal(
        "identity", "user_id", "method created_at expires_at used_at attempt_count", "id user_id", "deleted"
    ),
    "one_time_tokens": Personal(
        "identity", "user_id", "purpose email created_at expires_at used_at", "id user_id token_hash", "deleted"
    ),
    "email_changes": Personal(
        "identity", "user_id", "new_email old_confirmed_at new_confirmed_at expires_at created_at", "user_id", "deleted"
    ),
    "memberships": Personal("identity", "user_id", "organization_id role record_scope joined_at created_at left_at", "id user_id team_id", "deleted"),
    "api_keys": Personal(
        "identity", "created_by",
        "organization_id name prefix scopes created_at expires_at last_used_at last_used_ip revoked_at revoked_reason",
        "id created_by secret_hash warned_days", "unlinked",
    ),
    "invites": Personal(
        "identity", "invited_by", "organization_id role sent_at expires_at accepted_at revoked_at created_at",
        "id email locale token_id token_hash invited_by", "unlinked", mentions="accepted_by",
    ),
    # ---- what they do in an organization
    "user_preferences": Personal(
        "tenant", "user_id",
        "theme locale time_zone date_format number_format first_weekday start_page notifications quiet_hours created_at updated_at",
        "organization_id id user_id", "deleted",
    ),
    "notifications": Personal(
        "tenant", "user_id", "event entity_type entity_id params created_at read_at mailed_at",
        "organization_id id user_id is_listed mail_due_at", "deleted", mentions="actor_id",
    ),
    "timeline_entries": Personal(
        "tenant", "user_id", "id client_id deal_id type content metadata occurred_at created_at edited_at deleted_at",
        "organization_id user_id import_id version updated_at", "unlinked",
    ),
    "clients": Personal(
        "tenant", "owner_id", "id kind name created_at",
        "organization_id sort_name name_key email phone website source tax_id address notes custom_fields owner_id import_id"
        " merged_into_id last_activity_at last_touch_type last_touch_at search_text version deleted_at updated_at", "unlinked",
    ),
    "deals": Personal(
        "tenant", "owner_id", "id client_id title stage outcome created_at",
        "organization_id position value_cents currency owner_id expected_close_date source custom_fields lost_reason"
        " won_reason stage_entered_at earlier_stage_seconds snoozed_until closed_at import_id search_text version deleted_at updated_at", "unlinked", mentions="moved_by",
    ),
    "tasks": Personal(
        "tenant", "assignee_id", "id title details due_on due_time time_zone client_id deal_id created_at completed_at",
        "organization_id due_at due_order reminder_minutes remind_at reminded_at repeats assignee_id next_id version deleted_at"
        " updated_at", "unlinked", mentions="created_by completed_by",
    ),
    "deal_stage_visits": Personal(
        "tenant", "user_id", "deal_id stage outcome reason entered_at left_at", "organization_id id user_id", "unlinked"
    ),
    "imports": Personal(
        "tenant", "user_id", "id kind status file_name row_count created_at finished_at",
        "organization_id user_id storage_key file_shape mapping on_duplicate processed_count created_count updated_count"
        " duplicate_count problem_count error_code updated_at", "unlinked",
    ),
    "views": Personal(
        "tenant", "user_id", "id kind name layout filters sort grouping columns is_shared created_at updated_at deleted_at",
        "organization_id user_id version", "unlinked",
    ),
    "view_defaults": Personal("tenant", "user_id", "kind view_id", "organization_id user_id", "deleted"),
    "commands": Personal(
        "tenant", "user_id", "kind entity_type entity_id created_at undone_at", "organization_id id user_id before entity_version",
        "unlinked",
    ),
    "idempotency_keys": Personal(
        "tenant", "user_id", "route created_at", "organization_id id user_id key request_hash status body headers", "pseudonym"
    ),
    "audit_log": Personal(
        "tenant", "user_id", "action entity_type entity_id ip_address user_agent request_id changes created_at",
        "organization_id id user_id session_id session_reference api_key_id strand sequence hash", "pseudonym",
    ),
}  # fmt: skip
MAILS = """
    SELECT template, subject, status, created_at, sent_at FROM outgoing_mails WHERE recipient = %(email)s ORDER BY created_at"""
FORGET_MAILS = "DELETE FROM outgoing_mails WHERE recipient = %(email)s"
LIST_PLACES = """
    SELECT o.id, o.name, m.role, o.deleted_at IS NOT NULL AS is_closed,
        (SELECT count(*) FROM memberships x WHERE x.organization_id = o.id AND x.left_at IS NULL
            AND x.role = 'owner' AND x.user_id <> m.user_id) AS other_owner_count,
        coalesce((SELECT json_agg(json_build_object('user_id', u.id, 'full_name', u.full_name) ORDER BY u.full_name)
                  FROM memberships x JOIN users u ON u.id = x.user_id
                  WHERE x.organization_id = o.id AND x.left_at IS NULL AND x.user_id <> m.user_id), '[]') AS colleagues
    FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND m.left_at IS NULL ORDER BY o.name, o.id"""
COUNT_OWNED = """
    SELECT (SELECT count(*) FROM clients WHERE organization_id = %(organization_id)s AND owner_id = %(user_id)s
                AND deleted_at IS NULL) AS client_count,
        (SELECT count(*) FROM deals WHERE organization_id = %(organization_id)s AND owner_id = %(user_id)s
                AND deleted_at IS NULL) AS deal_count"""
ERASE = "SELECT app.erase_user(%(session_id)s)"


def account_statement(table: str) -> str:
    about = REGISTRY[table]
    return f"SELECT {', '.join(about.columns)} FROM {table} WHERE {about.key} = %(user_id)s ORDER BY 1"


# What tells the rows of one person apart where they have no id.
PAGED_BY: Final = {"view_defaults": "view_id"}


def organization_statement(table: str) -> str:
    """A page of a person's rows in one organization, by id."""
    about, place = REGISTRY[table], PAGED_BY.get(table, "id")
    return (
        f"SELECT {place} AS page_id, {', '.join(about.columns)} FROM {table}"
        f" WHERE organization_id = %(organization_id)s AND {about.key} = %(user_id)s AND {place} > %(after)s ORDER BY {place} LIMIT {PAGE}"
    )


class PersonalDataRepository:
    """As the identity login for the account's tables, inside an organization for its own."""

    def __init__(self, session: DatabaseSession, user_id: UUID) -> None:
        self.session = session
        self.user_id = user_id

    async def list_of_account(self, table: str) -> Sequence[dict[str, Any]]:
        return await self.session.rows(account_statement(table), {"user_id": self.user_id})

    async def list_in_organization(self, table: str, organization_id: UUID, after: UUID) -> Sequence[dict[str, Any]]:
        values = {"organization_id": organization_id, "user_id": self.user_id, "after": after}
        return await self.session.rows(organization_statement(table), values)

    async def list_mails(self, email: str) -> Sequence[dict[str, Any]]:
        return await self.session.rows(MAILS, {"email": email})

    async def forget_mails(self, email: str) -> None:
        await self.session.run(FORGET_MAILS, {"email": email})

    async def list_places(self) -> Sequence[dict[str, Any]]:
        """The organizations that the person is in, with their colleagues there."""
        return await self.session.rows(LIST_PLACES, {"user_id": self.user_id})

    async def count_owned(self, organization_id: UUID) -> dict[str, int]:
        row = await self.session.row(COUNT_OWNED, {"organization_id": organization_id, "user_id": self.user_id})
        assert row is not None
        return row

    async def erase(self, session_id: UUID) -> str:
        """ok, session_dead or last_owner; ok: the person is gone, with everything that hangs on them."""
        return str(await self.session.scalar(ERASE, {"session_id": session_id}))
