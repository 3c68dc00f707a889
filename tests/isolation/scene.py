"""The stage of the proof: one organization under attack, its neighbours, and what must not change or be seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy

import httpx
from psycopg import sql

from tests.e2e.api.matrix import World
from tests.e2e.api.support import API_URL, Connection, Person, connect, fingerprint, log_in, register

# Rows that hang on a person alone: factors, keys, identities of other providers.
OF_PEOPLE = """
    SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND c.relname <> 'user_sessions'
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped)
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
    ORDER BY c.relname"""
MEMBERS = "SELECT user_id FROM memberships WHERE organization_id = ANY(%s::uuid[])"


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

    def state(self, *organization_ids: str) -> dict[str, str]:
        """A hash of every row of these organizations (all of the scene's, unless named) and of their people, table by table."""
        ids = list(organization_ids or self.organization_ids)
        found = fingerprint(self.superuser, *ids)
        for table in ("users", *(row["name"] for row in self.superuser.execute(OF_PEOPLE).fetchall())):
            key = "id" if table == "users" else "user_id"
            query = sql.SQL(
                "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS hash FROM {} t WHERE t.{} IN ({})"
            )
            row = self.superuser.execute(query.format(sql.Identifier(table), sql.Identifier(key), sql.SQL(MEMBERS)), (ids,)).fetchone()
            assert row is not None
            found[table] = row["hash"]
        return found


@contextmanager
def opened() -> Iterator[tuple[httpx.Client, Connection]]:
    """A client that keeps no cookies, and the migrating login for arranging and looking."""
    with httpx.Client(base_url=API_URL, timeout=30) as client, connect() as superuser:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield client, superuser
