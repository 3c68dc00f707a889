"""The migration tool against databases of its own in the test environment's PostgreSQL."""

import dataclasses
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from scripts import migrations
from scripts.environment import ROOT, Environment
from tests.e2e.api.support import ENVIRONMENT, connect

pytestmark = pytest.mark.migrations


@pytest.fixture
def scratch() -> Iterator[Environment]:
    """The test environment with a database that doesn't exist yet."""
    name = f"migrate_{uuid4().hex[:12]}"
    url = urlunsplit(urlsplit(ENVIRONMENT.database_url)._replace(path=f"/{name}"))
    yield dataclasses.replace(ENVIRONMENT, variables=dict(ENVIRONMENT.variables) | {"DATABASE_URL": url})
    with connect(migrations.maintenance_url(url)) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small migrations; the runtime logins exist already in the test cluster."""
    write(tmp_path, 1, "create_things", "CREATE TABLE things (id integer);")
    write(tmp_path, 2, "fill_things", "INSERT INTO things VALUES (1);")
    return tmp_path


def write(folder: Path, version: int, name: str, body: str, *, record: str | None = None) -> Path:
    path = folder / f"{version:03d}_{name}.sql"
    path.write_text(f"{body}\n\n" + (record or f"INSERT INTO schema_versions (version, name) VALUES ({version}, '{name}');\n"))
    return path


def versions(environment: Environment) -> list[int]:
    with migrations.connect(environment.database_url) as connection:
        return sorted(migrations.read_applied(connection))


class TestInit:
    def test_creates_the_database_and_applies_the_real_migrations(self, scratch: Environment) -> None:
        assert migrations.run(["init"], scratch) == 0
        assert migrations.run(["verify"], scratch) == 0

    def test_twice_changes_nothing(self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert migrations.run(["init"], scratch, folder) == 0
        capsys.readouterr()
        assert migrations.run(["init"], scratch, folder) == 0
        # Another worker's test may have been in the way, which is said before.
        assert capsys.readouterr().out.splitlines()[-1] == "The database is current, at 002_fill_things"

    def test_runners_at_once_apply_each_file_once(self, scratch: Environment) -> None:
        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(lambda _: migrations.run(["init"], scratch), range(4)))
        assert codes == [0, 0, 0, 0]


class TestApply:
    def test_error_names_file_and_line_and_keeps_nothing_of_the_file(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder, 3, "break_things", "CREATE TABLE others (id integer);\n\nINSERT INTO things\n  SELECT nothing FROM others;")
        write(folder, 4, "never_reached", "SELECT 1;")
        assert migrations.run(["init"], scratch, folder) == 1
        error = capsys.readouterr().err
        assert '003_break_things.sql:4: column "nothing" does not exist' in error
        with connect(scratch.database_url) as connection:
            row = connection.execute(
                "SELECT to_regclass('others') AS others, (SELECT max(version) FROM schema_versions) AS version"
            ).fetchone()
        assert row == {"others": None, "version": 2}

    def test_run_time_error_names_the_line_of_its_statement(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder, 3, "divide", "SELECT 1;\n-- why\nSELECT 1 / 0;")
        assert migrations.run(["init"], scratch, folder) == 1
        assert "003_divide.sql:3: division by zero" in capsys.readouterr().err

    def test_file_that_records_another_version_is_not_kept(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder, 3, "lie", "SELECT 1;", record="INSERT INTO schema_versions (version, name) VALUES (4, 'lie');\n")
        assert migrations.run(["init"], scratch, folder) == 1
        assert "003_lie.sql did not record itself" in capsys.readouterr().err
        assert versions(scratch) == [1, 2]

    def test_lock_that_somebody_holds_stops_it_in_seconds(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(migrations, "LOCK_TIMEOUT_SECONDS", 0.2)
        assert migrations.run(["init"], scratch, folder) == 0
        write(folder, 3, "widen_things", "ALTER TABLE things ADD COLUMN name text;")
        with psycopg.connect(scratch.database_url) as holder:
            holder.execute("SELECT * FROM things")
            assert migrations.run(["apply"], scratch, folder) == 1
        assert "for a lock" in capsys.readouterr().err

    def test_weak_password_in_production_is_refused_by_name(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        production = dataclasses.replace(scratch, variables=dict(scratch.variables) | {"APP_ENV": "production", "APP_DB_PASSWORD": "short"})
        assert migrations.run(["init"], production, folder) == 1
        assert "APP_DB_PASSWORD is missing or weak" in capsys.readouterr().err


class TestHistory:
    @pytest.fixture(autouse=True)
    def applied(self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert migrations.run(["init"], scratch, folder) == 0
        capsys.readouterr()

    @pytest.mark.parametrize("command", ["check", "apply", "status"])
    def test_edited_file_is_refused(self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
        write(folder, 1, "create_things", "CREATE TABLE things (id bigint);")
        assert migrations.run([command], scratch, folder) == 5
        assert "001_create_things.sql was edited after it was applied" in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["check", "apply", "status"])
    def test_newer_database_is_left_alone(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        (folder / "002_fill_things.sql").unlink()
        assert migrations.run([command], scratch, folder) == 4
        assert "The database is at 002_fill_things, this code knows up to 001" in capsys.readouterr().err

    def test_check_tells_pending_by_its_exit_code(self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert migrations.run(["check"], scratch, folder) == 0
        write(folder, 3, "add_more", "SELECT 1;")
        assert migrations.run(["check"], scratch, folder) == 3
        assert "1 pending: 003_add_more" in capsys.readouterr().out

    def test_renamed_file_is_refused(self, scratch: Environment, folder: Path) -> None:
        (folder / "002_fill_things.sql").rename(folder / "002_stuff_things.sql")
        assert migrations.run(["check"], scratch, folder) == 5


class TestFiles:
    @pytest.mark.parametrize(
        ("version", "body", "sentence"),
        [
            (4, "SELECT 1;", "number 003 was expected"),
            (3, "BEGIN;\nSELECT 1;", "003_new.sql:1: a migration is one transaction already"),
            (3, "SELECT 1;\nCOMMIT;", "003_new.sql:2: a migration is one transaction already"),
        ],
    )
    def test_file_against_the_rules_is_named(
        self, scratch: Environment, folder: Path, capsys: pytest.CaptureFixture[str], version: int, body: str, sentence: str
    ) -> None:
        write(folder, version, "new", body)
        assert migrations.run(["check"], scratch, folder) == 5
        assert sentence in capsys.readouterr().err

    def test_new_takes_the_next_number_and_records_itself(self, folder: Path) -> None:
        assert migrations.run(["new", "Add client phone"], ENVIRONMENT, folder) == 0
        text = (folder / "003_add_client_phone.sql").read_text()
        assert text.endswith("INSERT INTO schema_versions (version, name) VALUES (3, 'add_client_phone');\n")


class TestCommand:
    def migrate(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["./migrate", *arguments], cwd=ROOT / "migrations", env={**os.environ, **env}, capture_output=True, text=True, check=False
        )

    def test_status_of_the_test_database_lists_the_first_file_as_applied(self) -> None:
        done = self.migrate("status", DATABASE_URL=ENVIRONMENT.database_url)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0].split() == ["001_complete_initial_schema", "applied"]

    def test_database_that_does_not_answer_is_one_sentence_without_the_password(self) -> None:
        done = self.migrate("status", DATABASE_URL="postgresql://postgres:hidden-word@127.0.0.1:1/lovedcrm")
        assert done.returncode == 1
        assert done.stderr.startswith("✗ Cannot connect to postgresql://127.0.0.1:1/lovedcrm")
        assert "hidden-word" not in done.stderr
        assert "Traceback" not in done.stderr
