"""The lints of whole files and of migrations see what they are for: each rule broken once."""

from pathlib import Path

import pytest

from scripts.lints import files, migrations, source
from scripts.sql_file import Migration

HEAD = "SET LOCAL lock_timeout = '5s';\n"
RISKY = [
    ("CREATE INDEX clients_name_idx ON clients (name);", "locks writers"),
    ("ALTER TABLE clients ADD COLUMN color text NOT NULL;", "nullable"),
    ("ALTER TABLE clients ADD CONSTRAINT clients_name_check CHECK (name <> '');", "NOT VALID"),
    ("ALTER TABLE clients ALTER COLUMN name TYPE varchar;", "rewrites the table"),
    ("DROP TABLE clients;", "contract later"),
    ("ALTER TABLE clients DROP COLUMN name;", "contract later"),
    ("ALTER TABLE clients RENAME COLUMN name TO title;", "old name"),
    ("ALTER TABLE clients DISABLE ROW LEVEL SECURITY;", "never switched off"),
    ("GRANT SELECT ON clients TO PUBLIC;", "PUBLIC"),
]
HARMLESS = [
    "ALTER TABLE clients ADD COLUMN color text;",
    "ALTER TABLE clients ADD COLUMN color text NOT NULL DEFAULT '';",
    "ALTER TABLE clients ADD CONSTRAINT clients_name_check CHECK (name <> '') NOT VALID;",
    "CREATE TABLE colors (name text);\nCREATE INDEX colors_name_idx ON colors (name);",
    "-- lint:allow: a small table\nCREATE INDEX clients_name_idx ON clients (name);",
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, with lockfiles that nothing is wrong with."""
    (tmp_path / "package-lock.json").write_text('{"packages": {"": {}}}')
    (tmp_path / "requirements.lock").write_text("")
    monkeypatch.setattr(source, "ROOT", tmp_path)
    monkeypatch.setattr(files, "ROOT", tmp_path)

    def project_files() -> tuple[Path, ...]:
        return tuple(sorted(path for path in tmp_path.rglob("*") if path.is_file()))

    monkeypatch.setattr(source, "project_files", project_files)
    monkeypatch.setattr(files, "project_files", project_files)
    return tmp_path


class TestMigrations:
    @staticmethod
    def problems(root: Path, text: str, version: int = 7) -> list[str]:
        path = root / f"{version:03}_change_something.sql"
        path.write_text(text)
        return migrations._check(Migration(path, version, "change_something"))

    @pytest.mark.parametrize(("sql", "sentence"), RISKY)
    def test_what_locks_or_opens_is_refused(self, root: Path, sql: str, sentence: str) -> None:
        [problem] = self.problems(root, HEAD + sql)
        assert sentence in problem
        assert problem.startswith("007_change_something.sql:2: ")

    @pytest.mark.parametrize("sql", HARMLESS)
    def test_what_does_not_passes(self, root: Path, sql: str) -> None:
        assert self.problems(root, HEAD + sql) == []

    def test_a_lock_timeout_comes_first(self, root: Path) -> None:
        assert self.problems(root, "SELECT 1;") == ["007_change_something.sql: set a lock_timeout first"]

    def test_the_first_one_may_lock_but_open_nothing(self, root: Path) -> None:
        assert self.problems(root, HEAD + RISKY[0][0], version=1) == []
        assert len(self.problems(root, HEAD + RISKY[-1][0], version=1)) == 1


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "text", "sentence"),
        [
            ("lib/deal-helpers.ts", "", "after its idea"),
            ("api/deal_v2.py", "", "after its idea"),
            ("docs/setup.md", "cd /wo" + "rk/main", "one machine"),
            ("api/deal.py", "# TO" + "DO later", "issue's number"),
            ("api/deal.py", "x = 1  # no" + "qa: E501", "its reason"),
            ("lib/deal.ts", "// eslint-dis" + "able-next-line no-console", "its reason"),
            ("app/admin/page.tsx", "\n" * 31, "at most 30 lines"),
            ("components/deal/index.ts", "", "no barrel files"),
            ("lib/all.ts", 'export * from "./deal";', "no barrel files"),
            ("package-lock.json", '{"packages": {"node_modules/a": {}}}', "no integrity hash"),
            ("package-lock.json", '{"packages": {},\n"x": "https://mirror.example/a.tgz"}', "public registries"),
            ("requirements.lock", "anyio==4.0.0\n", "has no hash"),
        ],
    )
    def test_broken_rule_is_named(self, root: Path, name: str, text: str, sentence: str) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        problems = files.check()
        assert len(problems) == 1
        assert problems[0].startswith(name)
        assert sentence in problems[0]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("api/deal.py", "# TO" + "DO #12 later\nx = 1  # no" + "qa: E501 -- the address can't be broken"),
            ("app/admin/page.tsx", "\n" * 30),
            ("requirements.lock", "anyio==4.0.0 \\\n    --hash=sha256:00\n"),
            ("package-lock.json", '{"packages": {"node_modules/a": {"integrity": "sha512-x"}}}'),
        ],
    )
    def test_kept_rule_passes(self, root: Path, name: str, text: str) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        assert files.check() == []

    def test_long_files_are_only_mentioned(self, root: Path) -> None:
        (root / "long.py").write_text("x = 1\n" * 351)
        assert files.check() == []
        assert files.warnings() == ["long.py: 351 lines, aim at 350"]
