"""Fill an empty database with 1,000 organizations of four sizes, in plain SQL; under two minutes.

Names, ids and moments follow from row numbers, so that two runs give the same rows. Triggers and foreign-key checks
are off while it runs (it needs the superuser of DATABASE_URL); the totals are written by the same rules at the end.
"""

from dataclasses import dataclass
from typing import Any, Final

import psycopg

from api.core.security import HASHER

PASSWORD: Final = "bench-violet-harbour-42"


@dataclass(frozen=True, slots=True)
class Size:
    """How many organizations, and the rows of each."""

    name: str
    first: int
    organizations: int
    clients: int
    deals: int
    entries: int

    @property
    def email(self) -> str:
        """Who logs in to the first of them."""
        return f"owner{self.first}@bench.example"


LARGE: Final = Size("large", 1, 1, 100_000, 50_000, 1_000_000)
MEDIUM: Final = Size("medium", 2, 1, 10_000, 5_000, 100_000)
SMALL: Final = Size("small", 3, 1, 1_000, 500, 10_000)
NEIGHBOURS: Final = Size("neighbours", 4, 997, 50, 25, 200)

HELPERS: Final = """
    SET session_replication_role = replica;
    SET synchronous_commit = off;
    SET maintenance_work_mem = '256MB';
    -- A version 7 id of the n-th row of a table (p_kind) in an organization: ascending with n.
    CREATE FUNCTION pg_temp.id_of(p_kind int, p_organization int, p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (lpad(to_hex(1735689600000 + p_n::bigint * 1000), 12, '0') || '7' || lpad(to_hex(p_kind), 3, '0') || '8'
                || lpad(to_hex(p_organization), 7, '0') || lpad(to_hex(p_n), 8, '0'))::uuid $$;
    CREATE FUNCTION pg_temp.name_of(p_n int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT (ARRAY['Padaria', 'Clínica', 'Escola', 'Oficina', 'Estúdio', 'Livraria', 'Mercado', 'Academia'])[1 + p_n % 8]
            || ' ' || (ARRAY['Sol', 'Lua', 'Horizonte', 'Ipê', 'Aurora', 'Maré', 'Jatobá', 'Estrela', 'Pérola', 'Serra', 'Vila'])
                      [1 + p_n / 8 % 11] || ' ' || p_n $$"""

PEOPLE: Final = """
    INSERT INTO users (id, email, full_name, locale, password_hash)
    SELECT pg_temp.id_of(1, o, 1), 'owner' || o || '@bench.example', 'Pessoa ' || o, 'pt', %(password_hash)s
    FROM generate_series(%(first)s, %(last)s) o;
    INSERT INTO organizations (id, name) SELECT pg_temp.id_of(2, o, 1), 'Agência ' || o FROM generate_series(%(first)s, %(last)s) o;
    INSERT INTO memberships (organization_id, id, user_id, role)
    SELECT pg_temp.id_of(2, o, 1), pg_temp.id_of(3, o, 1), pg_temp.id_of(1, o, 1), 'owner'
    FROM generate_series(%(first)s, %(last)s) o;
    INSERT INTO user_sessions (id, user_id, organization_id, refresh_hash, expires_at)
    SELECT pg_temp.id_of(4, o, 1), pg_temp.id_of(1, o, 1), pg_temp.id_of(2, o, 1), '', now() + interval '10 years'
    FROM generate_series(%(first)s, %(last)s) o"""

CLIENTS: Final = """
    INSERT INTO clients (organization_id, id, kind, name, sort_name, email, phone, owner_id, last_activity_at, last_touch_type,
                         last_touch_at, search_text, created_at, updated_at)
    SELECT pg_temp.id_of(2, o, 1), pg_temp.id_of(5, o, n), 'company', x.name, x.plain, x.email, x.phone, pg_temp.id_of(1, o, 1),
        x.at, 'call', x.at, x.plain || ' ' || x.email || ' ' || ltrim(x.phone, '+'), x.at - interval '90 days', x.at
    FROM generate_series(%(first)s, %(last)s) o, generate_series(1, %(clients)s) n,
        LATERAL (SELECT pg_temp.name_of(n) AS name,
            translate(lower(pg_temp.name_of(n)), 'áéíóúãõâêôç', 'aeiouaoaeoc') AS plain, 'contato' || n || '@cliente' || n || '.com.br' AS email,
            '+55119' || lpad((n * 37 %% 100000000)::text, 8, '0') AS phone, timestamptz '2026-01-01' + n * interval '1 minute' AS at) x;
    INSERT INTO identities (organization_id, id, kind, match_key, value, client_id)
    SELECT c.organization_id, gen_random_uuid(), k.kind, k.value, k.value, c.id FROM clients c,
        LATERAL (VALUES ('email', c.email), ('phone', c.phone)) k(kind, value)
    WHERE c.organization_id IN (SELECT pg_temp.id_of(2, o, 1) FROM generate_series(%(first)s, %(last)s) o)"""

DEALS: Final = """
    INSERT INTO deals (organization_id, id, client_id, title, stage, position, value_cents, owner_id, outcome, lost_reason,
                       closed_at, stage_entered_at, search_text, created_at, updated_at)
    SELECT pg_temp.id_of(2, o, 1), pg_temp.id_of(6, o, n), pg_temp.id_of(5, o, 1 + n %% %(clients)s), 'Projeto ' || n, x.stage,
        'f' || lpad(n::text, 6, '0'), n %% 5000 * 10000, pg_temp.id_of(1, o, 1), x.outcome,
        CASE x.outcome WHEN 'lost' THEN 'Preço' END, CASE x.stage WHEN 'closed' THEN x.at END, x.at, 'projeto ' || n, x.at, x.at
    FROM generate_series(%(first)s, %(last)s) o, generate_series(1, %(deals)s) n,
        LATERAL (SELECT (ARRAY['lead', 'contact', 'proposal', 'negotiation', 'closed'])[1 + n %% 5] AS stage,
            CASE WHEN n %% 5 = 4 THEN CASE WHEN n %% 2 = 0 THEN 'won' ELSE 'lost' END END AS outcome,
            timestamptz '2026-01-01' + n * interval '5 minutes' AS at) x;
    INSERT INTO deal_stage_visits (organization_id, id, deal_id, stage, user_id, entered_at)
    SELECT d.organization_id, d.id, d.id, d.stage, d.owner_id, d.created_at FROM deals d
    WHERE d.organization_id IN (SELECT pg_temp.id_of(2, o, 1) FROM generate_series(%(first)s, %(last)s) o)"""

# Half of the entries belong to one client in a hundred: the busy ones, whose timelines people scroll.
ENTRIES: Final = """
    INSERT INTO timeline_entries (organization_id, id, client_id, type, content, user_id, occurred_at, created_at, updated_at)
    SELECT pg_temp.id_of(2, o, 1), pg_temp.id_of(7, o, n), pg_temp.id_of(5, o, x.client),
        (ARRAY['note', 'call', 'email', 'meeting', 'whatsapp'])[1 + n %% 5], 'Falamos sobre o projeto e o prazo, conversa ' || n,
        pg_temp.id_of(1, o, 1), x.at, x.at, x.at
    FROM generate_series(%(first)s, %(last)s) o, generate_series(1, %(entries)s) n,
        LATERAL (SELECT timestamptz '2026-01-01' + n * interval '10 seconds' AS at,
            CASE WHEN n %% 2 = 0 THEN 1 + n / 2 %% greatest(1, %(clients)s / 100) ELSE 1 + n %% %(clients)s END AS client) x"""

TOTALS: Final = """
    INSERT INTO totals (organization_id, subject, stage, currency, row_count, value_cents)
    SELECT organization_id, 'deal', stage, currency, count(*), sum(value_cents) FROM deals
    WHERE deleted_at IS NULL GROUP BY organization_id, stage, currency;
    INSERT INTO totals (organization_id, subject, row_count, value_cents)
    SELECT organization_id, 'client', count(*), 0 FROM clients WHERE deleted_at IS NULL GROUP BY organization_id"""


def is_filled(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT count(*) FROM users WHERE email = %s", (LARGE.email,)).fetchone()
    return row is not None and row[0] == 1


def fill(connection: psycopg.Connection[Any]) -> None:
    """Write everything in one transaction, then vacuum; an interrupted run leaves nothing."""
    cursor = psycopg.ClientCursor(connection)
    password_hash = HASHER.hash(PASSWORD)
    with connection.transaction():
        cursor.execute(HELPERS)
        for size in (LARGE, MEDIUM, SMALL, NEIGHBOURS):
            params = {
                "password_hash": password_hash, "first": size.first, "last": size.first + size.organizations - 1,
                "clients": size.clients, "deals": size.deals, "entries": size.entries,
            }  # fmt: skip
            for sql in (PEOPLE, CLIENTS, DEALS, ENTRIES):
                cursor.execute(sql, params)
        cursor.execute(TOTALS)
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    connection.execute("RESET ALL")
