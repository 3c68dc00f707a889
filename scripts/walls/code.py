"""The walls in the source: who is let in, what each role may, which organization a statement names, what is recorded."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.walls.wall import AUDIT, FOREIGN_IDS, HOSTILE, ISOLATION, POLICY, CodeWall

DEPS, SECURITY, RECORD = "api/core/deps.py", "api/core/security.py", "api/core/record.py"
DEFINED = re.compile(r"^(?:([A-Z][A-Z_0-9]*)\b[^\n]*?=|\s*(?:async )?def (\w+))", re.MULTILINE)
# What is put into a statement as {where}; and what stands before it.
LISTED = re.compile(r'\["(?:\w+\.)?organization_id = %\(organization_id\)s"')
REPEATED = re.compile(r"\s*(?:AND )?\{+where\}")
FILTER = re.compile(r"\b(?:WHERE|AND) (?:\w+\.)?organization_id = %\(organization_id\)s(?: AND)?")

GUARDS = (
    ("a token is needed for what is one's own", DEPS, "if caller.claims is None:\n        raise Unauthenticated",
     "if False:\n        raise Unauthenticated", "NotSignedIn"),
    ("a token or a key is needed", DEPS, "if caller.claims is None and caller.api_key_hash is None:\n        raise Unauthenticated",
     "if False:\n        raise Unauthenticated", "NotSignedIn"),
    ("a dead session is refused", DEPS, 'entered.status == "session_dead" or ', "", "NotSignedIn"),
    ("the header is needed", DEPS, "if caller.organization_id is None:\n        raise OrganizationHeaderInvalid",
     "if False:\n        raise OrganizationHeaderInvalid", "OrganizationHeader"),
    ("members alone enter", DEPS, 'entered.status == "not_member" or ', "", "OrganizationHeader or Membership"),
    ("the header is the token's organization", DEPS, " or caller.organization_id not in (None, caller.claims.organization_id)", "", "OrganizationHeader"),
    ("the session is the token's person's", DEPS, " or entered.user_id not in (None, claims.user_id)", "", "NotSignedIn"),
    ("the role has the permission", DEPS, "if permission not in context.permissions:", "if False:", "Membership"),
    ("viewers only look", "api/core/permissions.py", "VIEWER: Final = READ | {", 'VIEWER: Final = READ | {"client:write", ', "Membership"),
    ("tokens are signed", SECURITY, 'options={"require"', 'options={"verify_signature": False, "require"', "NotSignedIn"),
    ("tokens expire", SECURITY, "if claims.expires_at <= time():", "if False:", "NotSignedIn"),
    ("one algorithm", SECURITY, "algorithms=[ALGORITHM]", 'algorithms=[ALGORITHM, "HS384"]', "NotSignedIn"),
    ("one kind of token", SECURITY, 'header.get("typ") != "at+jwt" or ', "", "NotSignedIn"),
    ("one audience", SECURITY, 'options={"require"', 'options={"verify_aud": False, "require"', "NotSignedIn"),
    ("a dead key is refused", DEPS, 'if found is None:\n        raise Unauthenticated(code="api_key_invalid")',
     "if found is None:\n        raise NotAMember", "TestApiKey"),
    ("a key stays in its organization", DEPS, "if caller.organization_id not in (None, session.organization_id):", "if False:", "TestApiKey"),
    ("a key does what its scopes say", DEPS, "return allowed if self.scopes is None else allowed & self.scopes & KEY_SCOPES",
     "return allowed", "TestApiKey"),
)  # fmt: skip
# The same with the tests that must notice.
FURTHER_GUARDS = (
    ("a closed organization is closed", DEPS, 'if entered.status == "organization_closed":', "if False:", (POLICY, "-k", "business_is_closed")),
    ("a demanded factor is demanded", DEPS, 'if entered.status == "factor_required":', "if False:", (POLICY, "-k", "lacks_it_may_only")),
    ("what is delicate asks for a fresh proof", "api/core/fresh.py",
     "if ctx.authenticated_at is None or ctx.authenticated_at < datetime.now(UTC) - FRESH:", "if False:", (POLICY, "-k", "fresh")),
)  # fmt: skip


def read(root: Path) -> Iterator[CodeWall]:
    for name, file, before, after, selected in GUARDS:
        assert before in (root / file).read_text(encoding="utf-8"), f"{file} no longer says {before!r}"
        yield CodeWall(name, file, before, after, (ISOLATION, "-k", selected))
    for name, file, before, after, tests in FURTHER_GUARDS:
        assert before in (root / file).read_text(encoding="utf-8"), f"{file} no longer says {before!r}"
        yield CodeWall(name, file, before, after, tests)
    yield CodeWall(
        "every change is recorded", RECORD, 'INSERT_AUDIT = """\n    INSERT INTO audit_log', 'INSERT_AUDIT = """\n    -- INSERT', (AUDIT,)
    )
    yield CodeWall("unknown fields are refused", "api/schemas/base.py", 'extra="forbid"', 'extra="ignore"', (HOSTILE, "-k", "unknown"))
    yield from statements(root)


def statements(root: Path) -> Iterator[CodeWall]:
    """The organization's filter in the statements that read one row by its id, with row-level security out of the way."""
    # Contacts are read by a second statement that is filtered too; the lint sees each of them.
    chosen = (
        ("client", "GET", "get_client"), ("deal", "GET", "get_deal"),
        ("timeline", "GET", "get_timeline_entry"), ("command", "LOCK", "undo_command"), ("data_import", "GET", "get_import"),
    )  # fmt: skip
    for stem, constant, operation in chosen:
        path = root / "api" / "repositories" / f"{stem}.py"
        found = re.search(rf'^{constant} = f?"(?:"")?.*?"(?:"")?$', path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        if found is None or FILTER.search(found[0]) is None:
            continue
        cut = FILTER.sub(_without, found[0], count=1)
        name = f"api/repositories/{stem}.py: {constant} names the organization"
        yield CodeWall(
            name, path.relative_to(root).as_posix(), found[0], cut, (ISOLATION, FOREIGN_IDS, "-k", operation), without_database=True
        )


def _without(match: re.Match[str]) -> str:
    if match[0].startswith('["'):
        return '["true"'
    keyword = match[0].split()[0]
    return keyword if match[0].endswith("AND") else ("" if keyword == "AND" else "WHERE true")


def _statement_at(text: str, place: int) -> str:
    """The constant or function that a place of a module belongs to."""
    return [found[1] or found[2] for found in DEFINED.finditer(text, 0, place)][-1]


def all_filters(root: Path) -> Iterator[CodeWall]:
    """Each filter of each statement of the tenant repositories, for the lint that reads them.

    Before `{where}` it stands for readers alone: the list that is put there begins with the same, and is a wall itself.
    """
    for path in sorted((root / "api" / "repositories").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        statements_: Counter[str] = Counter()
        found_ = [*FILTER.finditer(text), *LISTED.finditer(text)]
        for found in sorted(found_, key=lambda each: each.start()):
            if REPEATED.match(text, found.end()):
                continue
            statements_[named := _statement_at(text, found.start())] += 1
            name = f"{path.relative_to(root).as_posix()}: {named}, filter {statements_[named]}"
            yield CodeWall(name, path.relative_to(root).as_posix(), text, text[: found.start()] + _without(found) + text[found.end() :], ())
