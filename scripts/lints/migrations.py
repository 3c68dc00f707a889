"""Migrations that lock little and can be undone by nobody's mistake: a small stand-in for a full SQL linter."""

import re

from scripts.environment import ROOT
from scripts.lints.source import place
from scripts.sql_file import Migration, read_migrations

# (pattern, sentence); the first migration makes everything and may lock what nobody uses yet.
RISKY = (
    (r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)(?=.*\bON\b)", "an index on a table in use locks writers: state why in a comment"),
    (r"\bALTER\s+TABLE\b.*\bADD\s+COLUMN\b.*\bNOT\s+NULL\b(?!.*\bDEFAULT\b)", "add the column nullable, backfill, then SET NOT NULL"),
    (r"\bALTER\s+TABLE\b.*\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)(?=.*\b(CHECK|FOREIGN\s+KEY)\b)", "add it NOT VALID, then VALIDATE"),
    (r"\bALTER\s+TABLE\b.*\bALTER\s+COLUMN\b.*\bTYPE\b", "changing a type rewrites the table"),
    (r"\bDROP\s+(TABLE|COLUMN)\b", "the release before this one still reads it: expand first, contract later"),
    (r"\bRENAME\s+(TO|COLUMN)\b", "the release before this one still uses the old name"),
    (r"\bDISABLE\s+ROW\s+LEVEL\b|\bNO\s+FORCE\s+ROW\b|\bBYPASSRLS\b", "row-level security is never switched off"),
    (r"\bGRANT\b.*\bTO\s+PUBLIC\b", "nothing is granted to PUBLIC"),
)
ALWAYS = RISKY[-2:]
ALLOWED = "lint:allow"


def check() -> list[str]:
    problems = []
    for migration in read_migrations(ROOT / "migrations"):
        problems += _check(migration)
    return problems


def _check(migration: Migration) -> list[str]:
    problems = []
    lines = migration.text.splitlines()
    if not re.search(r"^SET LOCAL lock_timeout = '\d+s';", migration.text, re.MULTILINE):
        problems.append(f"{place(migration.path)}: set a lock_timeout first")
    created = set(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?([\w.]+)", migration.text))
    for statement in migration.statements():
        if not statement.source.endswith(".sql"):
            continue
        text = re.sub(r"\s+", " ", statement.text)
        table = re.search(r"(?:\bON|ALTER TABLE)\s+(?:ONLY\s+)?([\w.]+)", text)
        is_new = migration.version == 1 or (table is not None and table[1] in created)
        before = lines[max(statement.line - 2, 0) : statement.line]
        if any(ALLOWED in line for line in before):
            continue
        for pattern, sentence in ALWAYS if is_new else RISKY:
            if re.search(pattern, text, re.IGNORECASE):
                problems.append(f"{place(migration.path, statement.line)}: {sentence} (or `-- {ALLOWED}: reason` above it)")
    return problems
