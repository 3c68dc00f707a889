"""The lints of scripts/lints see what they are for: each rule broken once."""

import ast

import pytest

from scripts.environment import ROOT
from scripts.lints import database, messages, python
from scripts.lints.statement import untied

pytestmark = pytest.mark.security

TABLES = frozenset({"clients", "deals", "tags", "memberships"})
SCOPED = [
    "SELECT c.id FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s",
    "SELECT id FROM clients WHERE organization_id = %(organization_id)s",
    "SELECT d.id FROM deals d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id"
    " WHERE d.organization_id = %(organization_id)s",
    "SELECT d.id, (SELECT count(*) FROM tags t WHERE t.organization_id = d.organization_id) FROM deals d WHERE {where}",
    "INSERT INTO clients (organization_id, id) VALUES (%(organization_id)s, %(id)s)",
    "DELETE FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id IN"
    " (SELECT x.id FROM clients x WHERE x.organization_id = %(organization_id)s LIMIT 1)",
    "SELECT s.id FROM app.search(%(query)s, 'all', 20) s",
    "SELECT u.full_name FROM users u WHERE u.id = %(id)s",
]
UNSCOPED = [
    ("SELECT c.id FROM clients c WHERE c.id = %(id)s", ["c"]),
    ("SELECT id FROM clients", ["clients"]),
    ("SELECT d.id FROM deals d JOIN clients c ON c.id = d.client_id WHERE d.organization_id = %(organization_id)s", ["c"]),
    ("SELECT d.id FROM deals d JOIN clients c ON c.organization_id = d.organization_id WHERE d.id = %(id)s", ["d", "c"]),
    ("SELECT d.id, (SELECT count(*) FROM tags t) FROM deals d WHERE {where}", ["t"]),
    ("UPDATE clients SET name = %(name)s WHERE id = %(id)s", ["clients"]),
    ("DELETE FROM clients c USING deals d WHERE c.organization_id = %(organization_id)s AND d.client_id = c.id", ["d"]),
    ("INSERT INTO clients (id, name) VALUES (%(id)s, %(name)s)", ["clients"]),
    ("SELECT c.id FROM clients c WHERE c.organization_id = %(organization_id)s UNION ALL SELECT d.id FROM deals d", ["d"]),
    ("WITH gone AS (DELETE FROM tags t WHERE t.id = %(id)s RETURNING t.id) SELECT count(*) FROM gone", ["t"]),
]


class TestStatement:
    @pytest.mark.parametrize("sql", SCOPED)
    def test_tied_statement_passes(self, sql: str) -> None:
        assert list(untied(sql, TABLES, {})) == []

    @pytest.mark.parametrize(("sql", "aliases"), UNSCOPED)
    def test_untied_table_is_named(self, sql: str, aliases: list[str]) -> None:
        assert list(untied(sql, TABLES, {})) == aliases

    def test_constants_are_read_where_they_stand(self) -> None:
        assert list(untied("SELECT 1 FROM {FROM} WHERE {where}", TABLES, {"FROM": "deals d JOIN clients c ON c.id = d.client_id"})) == ["c"]


SOMEWHERE = ROOT / "api" / "services" / "somewhere.py"


class TestGate:
    @pytest.mark.parametrize(
        "source",
        [
            "await driver.execute(\"SELECT set_config('app.context', %s, true)\")",
            'await driver.execute("SET LOCAL role = x")',
            'await driver.execute("SELECT * FROM app.enter(%s, %s)")',
            'await driver.execute("SELECT app.set_context(%s, %s)")',
            'await driver.execute("COMMIT")',
            "await session.commit()",
            "await self.connection.rollback()",
            "psycopg.connect(url)",
            "create_async_engine(url)",
        ],
    )
    def test_context_and_transactions_belong_to_one_module(self, source: str) -> None:
        assert database._gate(SOMEWHERE, ast.parse(f"async def run():\n    {source}"))

    def test_the_filters_of_a_list_begin_with_the_organization(self) -> None:
        right = 'def f():\n    parts = ["c.organization_id = %(organization_id)s"]\n    return " AND ".join(parts)'
        wrong = right.replace("c.organization_id = %(organization_id)s", "c.deleted_at IS NULL")
        assert database.unscoped(SOMEWHERE, ast.parse(right)) == []
        assert len(database.unscoped(SOMEWHERE, ast.parse(wrong))) == 1


class TestPython:
    @pytest.mark.parametrize("caught", ["Exception", "BaseException", "(ValueError, Exception)", ""])
    def test_catching_everything_is_seen(self, caught: str) -> None:
        handler = ast.parse(f"try:\n    pass\nexcept {caught}:\n    pass").body[0]
        assert isinstance(handler, ast.Try)
        assert python._broad(handler.handlers[0])

    def test_catching_one_thing_is_fine(self) -> None:
        handler = ast.parse("try:\n    pass\nexcept (ValueError, KeyError):\n    pass").body[0]
        assert isinstance(handler, ast.Try)
        assert not python._broad(handler.handlers[0])

    @pytest.mark.parametrize("source", ["ctx.session.execute(x)", "self.session.rows(x)", "session.scalar(x)", "driver.execute(x)"])
    def test_statements_in_services_are_seen(self, source: str) -> None:
        statement = ast.parse(source).body[0]
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)
        assert python._is_session_call(statement.value)


class TestMessages:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Hello", set()),
            ("{name} moved {title}", {"name", "title"}),
            ("{count, plural, one {# card} other {# cards}}", {"count"}),
            ("{count, plural, one {{name} has one} other {{name} has {total}}}", {"count", "name", "total"}),
            ("{kind, select, won {Won} lost {Lost: {reason}} other {}}", {"kind", "reason"}),
        ],
    )
    def test_arguments_are_found_in_every_branch(self, text: str, names: set[str]) -> None:
        assert messages._arguments(text) == names

    def test_missing_and_differing_messages_are_seen(self) -> None:
        texts = {"en": {"a": "Hi {name}", "b": "B"}, "pt": {"a": "Oi", "c": "C"}, "es": {"a": "Hola {name}", "b": " "}}
        problems = "\n".join(messages._parity(texts))
        for expected in ("pt.json: b is missing", "pt.json: c is not in", "pt.json: a has other placeholders", "es.json: b is empty"):
            assert expected in problems

    def test_a_sentence_left_in_english_is_seen(self) -> None:
        text = "This sentence was never translated"
        assert len(messages._translated({"en": {"a": text}, "pt": {"a": text}, "es": {"a": "Esta sí"}})) == 1
