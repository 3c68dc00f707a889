"""The stage of the proof: one organization under attack, its neighbours, and what must not change or be seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import Final

import httpx
from psycopg import sql

from api.core.permissions import KEY_SCOPES
from tests.e2e.api.matrix import World
from tests.e2e.api.support import API_URL, VOLATILE, Connection, Person, Record, connect, eventually, log_in, make_api_key, register

# Tables by whose rows they hold: an organization's, or a person's alone (factors, keys, identities of other providers).
# What the product writes on its own while others are refused is no change: log-ins, mails on their way, the chain's head.
OWNERS: Final = """
    SELECT c.relname AS name,
        CASE WHEN c.relname IN ('organizations', 'users') THEN 'id' WHEN o.attname IS NOT NULL THEN 'organization_id' ELSE 'user_id' END AS key,
        c.relname = 'users' OR o.attname IS NULL AND c.relname <> 'organizations' AS is_personal
    FROM pg_class c
    LEFT JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'organization_id' AND NOT o.attisdropped
    LEFT JOIN pg_attribute u ON u.attrelid = c.oid AND u.attname = 'user_id' AND NOT u.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND (c.relname IN ('organizations', 'users') OR o.attname IS NOT NULL OR u.attname IS NOT NULL)
      AND c.relname NOT IN ('user_sessions', 'outgoing_mails', 'audit_heads')
    ORDER BY c.relname"""
# Who tries other organizations too often gets an entry in the log of their own.
ALERT: Final = "user.foreign_access_attempted"
HASH: Final = """
    SELECT {name} AS name, md5(coalesce(string_agg(md5(r.row), '' ORDER BY md5(r.row)), '')) AS hash
    FROM (SELECT (to_jsonb(t) - %(volatile)s::text[])::text AS row FROM {table} t WHERE t.{key} {among}) r
    WHERE r.row NOT LIKE %(alert)s"""
OF_ORGANIZATIONS: Final = "= ANY(%(ids)s::uuid[])"
OF_MEMBERS: Final = "IN (SELECT user_id FROM memberships WHERE organization_id = ANY(%(ids)s::uuid[]))"
BUSY: Final = """
    SELECT count(*) AS count FROM procrastinate_jobs WHERE args ->> 'organization_id' = ANY(%s)
      AND (status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) <= now())"""


@dataclass
class Scene:
    """The house is whose calls are tried; the neighbours are two organizations, one older and one younger than it."""

    http: httpx.Client
    superuser: Connection
    elder: World
    house: World
    younger: World
    is_full: bool = False
    figures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def new(cls, http: httpx.Client, superuser: Connection, *, is_full: bool = False) -> "Scene":
        elder, house, younger = (World.new(http, superuser) for _ in range(3))
        return cls(http, superuser, elder, house, younger, is_full)

    @property
    def organization_ids(self) -> tuple[str, ...]:
        return tuple(world.owner.organization_id for world in (self.elder, self.house, self.younger))

    @cached_property
    def in_both(self) -> Person:
        """Signed in to an organization of their own, and member of the house as well."""
        person = register(self.http)
        insert = "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, gen_random_uuid(), %s, 'owner')"
        self.superuser.execute(insert, (self.house.owner.organization_id, person.user_id))
        return person

    @cached_property
    def revoked(self) -> Person:
        """The owner of the house with the token of a log-in that was ended."""
        person = log_in(self.http, self.house.owner.email)
        ended = (
            "UPDATE user_sessions SET revoked_at = now() WHERE id ="
            " (SELECT id FROM user_sessions WHERE user_id = %s ORDER BY created_at DESC LIMIT 1)"
        )
        self.superuser.execute(ended, (person.user_id,))
        return person

    @cached_property
    def key(self) -> Record:
        """A key of the house that may only read one thing."""
        return make_api_key(self.house.owner, "organization:read")

    @cached_property
    def dead_key(self) -> Record:
        key = make_api_key(self.house.owner)
        assert self.house.owner.delete(f"/api-keys/{key['id']}").status_code == 204
        return key

    @cached_property
    def foreign_key(self) -> Record:
        """A key of the older neighbour with every scope that there is."""
        return make_api_key(self.elder.owner, *sorted(KEY_SCOPES))

    def settle(self) -> None:
        """Wait for the jobs that what was arranged has left behind."""
        ids = list(self.organization_ids)

        def is_quiet() -> bool:
            row = self.superuser.execute(BUSY, (ids,)).fetchone()
            return row == {"count": 0}

        eventually(is_quiet)

    def state(self, *organization_ids: str) -> dict[str, str]:
        """A hash of every row of these organizations (all of the scene's, unless named) and of their people, table by table."""
        values = {"ids": list(organization_ids or self.organization_ids), "volatile": VOLATILE, "alert": f'%"{ALERT}"%'}
        hashes = [
            sql.SQL(HASH).format(
                name=sql.Literal(row["name"]),
                table=sql.Identifier(row["name"]),
                key=sql.Identifier(row["key"]),
                among=sql.SQL(OF_MEMBERS if row["is_personal"] else OF_ORGANIZATIONS),
            )
            for row in self.superuser.execute(OWNERS).fetchall()
        ]
        return {row["name"]: row["hash"] for row in self.superuser.execute(sql.SQL(" UNION ALL ").join(hashes), values)}


@contextmanager
def opened() -> Iterator[tuple[httpx.Client, Connection]]:
    """A client that keeps no cookies, and the migrating login for arranging and looking."""
    with httpx.Client(base_url=API_URL, timeout=30) as client, connect() as superuser:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield client, superuser
