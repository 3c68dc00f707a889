from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatabaseWall:
    """remove, restore: SQL, run as the superuser. tests: pytest arguments of the checks that must notice."""

    name: str
    remove: str
    restore: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeWall:
    """What is cut out of one source file.

    without_database: row-level security lets everything through meanwhile, so that only the code's wall stands.
    """

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]
    without_database: bool = False


CATALOG = "tests/e2e/api/test_catalog.py"
CONTEXT = "tests/e2e/api/test_context.py"
STATEMENTS = "tests/e2e/api/test_statements.py"
KEYS = "tests/e2e/api/test_foreign_keys.py"
SCHEMA = "tests/e2e/api/test_schema.py"
ISOLATION = "tests/e2e/api/test_isolation.py"
FOREIGN_IDS = "tests/e2e/api/test_foreign_ids.py"
AUDIT = "tests/e2e/api/test_audit_coverage.py"
API_KEYS = "tests/e2e/api/test_api_keys.py"
SIGHT = "tests/e2e/api/test_sight.py"
SCOPE = "tests/e2e/api/test_record_scope.py"
POLICY = "tests/e2e/api/test_security_policy.py"
HOSTILE = "tests/e2e/api/test_hostile_input.py"
