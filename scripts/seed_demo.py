"""Load the demo organization, once: `python -m scripts.seed_demo`. Runs again safely, also after an interruption."""

import asyncio
import secrets
import sys
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.core.database import Databases, IdentitySession, TenantSession
from api.core.security import Passwords
from api.core.settings import Settings, get_settings
from api.repositories.organization import INSERT_MEMBERSHIP, OrganizationRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from scripts.demo.build import DemoRows, build
from scripts.demo.people import AGENCY, COLLEAGUES, DEMO_EMAIL, DEMO_PASSWORD, DOMAIN

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('demo:' || %(organization_id)s::text, 0))"
HAS_CLIENTS = "SELECT EXISTS (SELECT FROM clients c WHERE c.organization_id = %(organization_id)s)"


async def people(identity: IdentitySession, password_hash: str) -> tuple[UUID, list[UUID]]:
    """(organization, users) of the demo, made unless they are there; the first user owns it."""
    users = UserRepository(identity)
    user_ids = []
    is_new = True
    for full_name, mailbox, _ in COLLEAGUES:
        email = f"{mailbox}@{DOMAIN}"
        user_id = uuid7()
        if not await users.insert_unless_taken(id=user_id, email=email, full_name=full_name, locale="pt", password_hash=password_hash):
            found = await users.find_by_email(email)
            assert found is not None
            user_id, is_new = found["id"], False
        await users.mark_verified(user_id, email)
        user_ids.append(user_id)
    organizations = OrganizationRepository(identity)
    if not is_new:
        found = await organizations.find_for_user(user_ids[0])
        if found is None:
            raise SystemExit(f"{DEMO_EMAIL} exists without an organization; choose another database.")
        return found["id"], user_ids
    organization_id = uuid7()
    await organizations.insert_with_owner(organization_id, user_ids[0], name=AGENCY, currency="BRL", is_personal=False)
    for user_id, (_, _, role) in list(zip(user_ids, COLLEAGUES, strict=True))[1:]:
        membership = {"organization_id": organization_id, "id": uuid7(), "user_id": user_id, "role": role}
        await identity.run(INSERT_MEMBERSHIP, membership)
    return organization_id, user_ids


async def write(session: TenantSession, rows: DemoRows) -> None:
    for table, values in rows.tables.items():
        columns = ", ".join(values[0])
        await session.run(
            f"INSERT INTO {table} (organization_id, {columns})"  # names come from scripts/demo/build.py
            f" SELECT %(organization_id)s, {columns} FROM jsonb_populate_recordset(NULL::{table}, %(rows)s)",
            {"organization_id": session.organization_id, "rows": Jsonb(values)},
        )


async def load(settings: Settings) -> bool:
    """Make the demo organization whole; False when it was already. Raises SystemExit in production."""
    if settings.is_production:
        raise SystemExit("The demo organization has a known password: it is not loaded in production.")
    databases = Databases(settings)
    try:
        password_hash = await Passwords(1).hash(DEMO_PASSWORD)
        session_id = uuid7()
        async with databases.identity_session() as identity:
            organization_id, user_ids = await people(identity, password_hash)
            # The rows go in through the same door as everybody's: a log-in that enters the organization.
            await UserSessionRepository(identity).insert(
                id=session_id, user_id=user_ids[0], organization_id=organization_id, refresh_hash=secrets.token_bytes(32),
                method="password", days=1, user_agent="seed_demo", ip_address="", device="unknown", browser="", system="", place="",
                fingerprint=None,
            )  # fmt: skip
        is_loaded = await load_rows(databases, session_id, organization_id, user_ids)
        async with databases.identity_session() as identity:
            await UserSessionRepository(identity).revoke(session_id, "seeded")
        return is_loaded
    finally:
        await databases.dispose()


async def load_rows(databases: Databases, session_id: UUID, organization_id: UUID, user_ids: list[UUID]) -> bool:
    """All rows in one transaction; False when an earlier run committed them."""
    async with databases.tenant_transaction() as pending:
        session, entered = await pending.enter(session_id, organization_id)
        if entered.status != "ok":
            raise SystemExit(f"The demo organization can't be entered: {entered.status}")
        values: dict[str, Any] = {"organization_id": organization_id}
        await session.run(LOCK, values)
        if await session.scalar(HAS_CLIENTS, values):
            return False
        await write(session, build(user_ids))
        return True


def main() -> int:
    is_new = asyncio.run(load(get_settings()))
    print("The demo organization is loaded." if is_new else "The demo organization was already there.")
    print(f"Log in as {DEMO_EMAIL} with the password {DEMO_PASSWORD}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
