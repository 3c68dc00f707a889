"""`make verify-audit`: work out the hash of every entry of every organization's audit log anew, and name the first that is wrong.

`--organization ID` looks at one. `--anchors FILE` (else AUDIT_ANCHOR_FILE) also compares what the worker wrote down outside
the database each day, which finds a chain that somebody rewrote from end to end.
Exit codes: 0 intact · 1 somebody touched a log · 2 wrong use, or the database doesn't answer.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from api.schemas.audit import AuditProblem
from api.services import audit_chain
from scripts.environment import development

CHECK = "SELECT problem, sequence, entry_id, head FROM app.check_audit(%s, %s, %s, %s)"
UNCHAINED = "SELECT strand, sequence, entry_id FROM app.find_unchained(%s)"
HEADS = "SELECT strand, sequence, hash FROM audit_heads WHERE organization_id = %s ORDER BY strand"
HASH = "SELECT encode(hash, 'hex') AS hash FROM audit_log WHERE organization_id = %s AND strand = %s AND sequence = %s"
WORDS = {
    "changed": "was changed",
    "missing": "is missing",
    "cut": "and whatever followed it are cut off",
    "inserted": "was slipped in past the chain",
}

Connection = psycopg.AsyncConnection[dict[str, Any]]


async def one(connection: Connection, statement: str, *values: Any) -> dict[str, Any] | None:
    return await (await connection.execute(statement, values)).fetchone()


async def verify(connection: Connection, organization_id: str) -> tuple[int, AuditProblem | None]:
    async def check(strand: int, first: int, last: int) -> dict[str, Any]:
        row = await one(connection, CHECK, organization_id, strand, first, last)
        assert row is not None
        return row

    async def find_unchained() -> dict[str, Any] | None:
        return await one(connection, UNCHAINED, organization_id)

    heads = await (await connection.execute(HEADS, (organization_id,))).fetchall()
    walked = await audit_chain.walk(heads, check, find_unchained, audit_chain.Place(), part=None)
    return audit_chain.count_before(heads, None), walked.problem


def read_anchors(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


async def compare(connection: Connection, anchor: dict[str, Any]) -> str | None:
    """What is wrong with an anchored entry; an organization that is gone was deleted with its log."""
    organization_id, strand, sequence = anchor["organization_id"], anchor["strand"], anchor["sequence"]
    if await one(connection, "SELECT 1 AS found FROM organizations WHERE id = %s", organization_id) is None:
        return None
    row = await one(connection, HASH, organization_id, strand, sequence)
    if row is None:
        return f"{organization_id}: number {sequence} of strand {strand}, written down on {anchor['anchored_at']}, is gone"
    if row["hash"] != anchor["hash"]:
        return f"{organization_id}: number {sequence} of strand {strand} isn't what was written down on {anchor['anchored_at']}"
    return None


async def run(database_url: str, organization: str | None, anchors: Path | None) -> int:
    count = entries = broken = 0
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True, row_factory=dict_row) as connection:
        listed = await connection.execute(
            "SELECT id::text AS id FROM organizations WHERE %(id)s::uuid IS NULL OR id = %(id)s::uuid ORDER BY id", {"id": organization}
        )
        for row in await listed.fetchall():
            entry_count, problem = await verify(connection, row["id"])
            count, entries = count + 1, entries + entry_count
            if problem is not None:
                broken += 1
                entry = f"entry {problem.entry_id}, " if problem.entry_id else ""
                print(f"✗ {row['id']}: {entry}number {problem.sequence} of strand {problem.strand} {WORDS[problem.kind]}")
        for anchor in read_anchors(anchors) if anchors is not None else ():
            if organization in (None, anchor["organization_id"]) and (found := await compare(connection, anchor)) is not None:
                broken += 1
                print(f"✗ {found}")
    if broken:
        return 1
    print(f"✓ {entries} entries of {count} organizations are what was written" + (f", and as {anchors} has them" if anchors else ""))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="verify-audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organization", help="only this one's log")
    parser.add_argument("--anchors", type=Path, help="the file of AUDIT_ANCHOR_FILE, or a copy of it")
    given = parser.parse_args()
    anchors = given.anchors or (Path(named) if (named := os.environ.get("AUDIT_ANCHOR_FILE")) else None)
    try:
        return asyncio.run(run(development().database_url, given.organization, anchors))
    except (psycopg.Error, OSError, ValueError, KeyError) as error:
        print(f"✗ {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
