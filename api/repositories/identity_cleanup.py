"""What no account needs any longer, deleted a batch at a time, outside any organization."""

from typing import Final

from api.core.database import IdentitySession

# A policy keeps log-ins that ended less than 90 days ago: they are how a device is known again.
DELETE_SESSIONS: Final = """
    DELETE FROM user_sessions WHERE id = ANY(ARRAY(
        SELECT s.id FROM user_sessions s WHERE coalesce(s.revoked_at, s.expires_at) < now() - interval '90 days' LIMIT %(limit)s))"""


def _delete_expired(table: str) -> str:
    return f"""
    DELETE FROM {table} WHERE ctid = ANY(ARRAY(
        SELECT x.ctid FROM {table} x WHERE x.expires_at < now() - interval '1 day' LIMIT %(limit)s))"""


STEPS: Final = (
    DELETE_SESSIONS,
    *(_delete_expired(table) for table in ("one_time_tokens", "email_changes", "login_challenges", "passkey_challenges", "oauth_attempts")),
)


class IdentityCleanupRepository:
    def __init__(self, session: IdentitySession) -> None:
        self.session = session

    async def delete_batch(self, step: int, *, limit: int) -> int:
        """Delete up to `limit` rows of one step; how many there were."""
        return await self.session.run(STEPS[step], {"limit": limit})
