"""Cutting migrations into statements, with the line of each."""

from pathlib import Path

import pytest

from scripts.sql_file import Migration, read_migrations, split

pytestmark = pytest.mark.migrations


def texts(sql: str) -> list[str]:
    return [statement.text for statement in split(sql, "f.sql", 1)]


class TestSplit:
    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT 'a;b'",
            "SELECT 'it''s; fine'",
            "SELECT E'a\\';b'",
            'SELECT 1 AS "a;b"',
            "DO $$ BEGIN PERFORM 1; END $$",
            "DO $body$ BEGIN PERFORM '$$;'; END $body$",
            "SELECT 1 -- a; b\n + 1",
            "SELECT 1 /* a; /* nested; */ b; */ + 1",
        ],
    )
    def test_semicolon_inside_a_token_ends_nothing(self, statement: str) -> None:
        assert texts(f"{statement};\nSELECT 2;") == [f"{statement};", "SELECT 2;"]

    def test_last_statement_needs_no_semicolon(self) -> None:
        assert texts("SELECT 1;\nSELECT 2") == ["SELECT 1;", "SELECT 2"]

    @pytest.mark.parametrize("sql", ["", "  \n", "-- only a comment\n", "/* only; a comment */", ";;"])
    def test_nothing_to_run_gives_no_statement(self, sql: str) -> None:
        assert texts(sql) == []

    def test_line_is_that_of_the_statement_behind_its_comments(self) -> None:
        found = list(split("SELECT 1;\n\n-- why\nSELECT\n  2;", "f.sql", 10))
        assert [statement.place(None) for statement in found] == ["f.sql:10", "f.sql:13"]

    def test_position_inside_a_statement_counts_its_lines(self) -> None:
        (statement,) = split("SELECT\n  1,\n  oops;", "f.sql", 1)
        assert statement.place(statement.text.index("oops") + 1) == "f.sql:3"


class TestMigration:
    def test_include_is_replaced_and_lines_go_on_behind_it(self, tmp_path: Path) -> None:
        path = tmp_path / "001_queue.sql"
        path.write_text("SELECT 1;\n-- migrate:include procrastinate\nSELECT 2;\n")
        statements = list(Migration(path, 1, "queue").statements())
        assert statements[0].place(None) == "001_queue.sql:1"
        assert statements[-1].place(None) == "001_queue.sql:3"
        assert any("CREATE TABLE procrastinate_jobs" in s.text and s.source == "001_queue.sql (procrastinate)" for s in statements)

    def test_checksum_ignores_the_line_ends_of_a_checkout(self, tmp_path: Path) -> None:
        unix, dos = tmp_path / "001_a.sql", tmp_path / "001_b.sql"
        unix.write_bytes(b"SELECT 1;\nSELECT 2;\n")
        dos.write_bytes(b"SELECT 1;\r\nSELECT 2;\r\n")
        assert Migration(unix, 1, "a").checksum == Migration(dos, 1, "b").checksum

    def test_only_numbered_files_are_migrations(self, tmp_path: Path) -> None:
        for name in ("002_b.sql", "001_a.sql", "distribute.sql", "1_c.sql"):
            (tmp_path / name).write_text("SELECT 1;")
        assert [m.label for m in read_migrations(tmp_path)] == ["001_a", "002_b"]
