"""The first wall in the source: who opens transactions, who enters organizations, and what every statement names."""

import ast
import importlib
import pkgutil
import re
from functools import lru_cache
from pathlib import Path

import api.models
from api.models.base import Base
from scripts.environment import ROOT
from scripts.lints.source import dotted, place, python_modules, text_of
from scripts.lints.statement import untied

GATEKEEPER = "api/core/database.py"
POOL = "api/core/pool.py"
STATEMENT = re.compile(r"^\s*(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WITH)\s", re.IGNORECASE)
FRAGMENT = re.compile(r"\(\s*SELECT\b.*\bFROM\b", re.IGNORECASE | re.DOTALL)
CONTEXT = re.compile(r"set_config\s*\(|\bSET\s+(LOCAL|SESSION|ROLE)\b|\bapp\.(enter\w*|set_context)\s*\(|\bRESET\s", re.IGNORECASE)
TRANSACTION = re.compile(r"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
OWN_ORGANIZATION = "%(organization_id)s"
# Called outside any organization: what people are before they entered one.
OUTSIDE = frozenset(
    {
        "api_key_maker", "identity_cleanup", "invite_token", "mail", "one_time", "organization", "personal_data", "two_factor_recovery",
        "user", "user_session",
    }
)  # fmt: skip
# Stamped from a mapping; tests/unit/test_repository_base.py looks at what comes out.
STAMPED = "INSERT INTO {table} ({', '.join(columns)})"
OPENERS = frozenset({"commit", "rollback", "begin", "begin_nested", "set_autocommit", "set_read_only", "get_raw_connection"})
TRANSACTION_OWNERS = frozenset({"connection", "driver", "session", "engine", "app", "auth", "transaction"})
CONNECTS = frozenset({"psycopg.connect", "psycopg.AsyncConnection.connect", "create_async_engine", "create_engine"})


def check() -> list[str]:
    problems = []
    for path, tree in python_modules("api"):
        name = place(path)
        if name not in (GATEKEEPER, POOL):
            problems += _gate(path, tree)
        if path.is_relative_to(ROOT / "api" / "repositories") and path.stem not in OUTSIDE:
            problems += unscoped(path, tree)
    return problems


def _gate(path: Path, tree: ast.Module) -> list[str]:
    """Only api/core/database.py opens transactions, connects, or enters an organization."""
    problems = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            text = text_of(node) or ""
            if CONTEXT.search(text) and not _is_docstring(text):
                problems.append(f"{place(path, node.lineno)}: only {GATEKEEPER} sets the organization's context")
            elif TRANSACTION.match(text) and len(text.split()) <= 3:
                problems.append(f"{place(path, node.lineno)}: only {GATEKEEPER} begins and ends transactions")
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            owner, _, method = called.rpartition(".")
            if called in CONNECTS or (method in OPENERS and owner.rpartition(".")[2] in TRANSACTION_OWNERS):
                problems.append(f"{place(path, node.lineno)}: only {GATEKEEPER} opens connections and transactions")
    return problems


def _is_docstring(text: str) -> bool:
    return "\n" in text and not STATEMENT.match(text)


def unscoped(path: Path, tree: ast.Module) -> list[str]:
    """Every table of every SQL text of a tenant repository is tied to the organization."""
    problems = []
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    constants = {
        target.id: text
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and (text := text_of(node.value)) is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.JoinedStr) or id(node) in inner:
            continue
        text = text_of(node)
        if text is None or not (STATEMENT.match(text) or FRAGMENT.search(text)) or text.startswith(STAMPED):
            continue
        for alias in untied(text, tenant_tables(), constants):
            problems.append(f"{place(path, node.lineno)}: nothing ties {alias} to {OWN_ORGANIZATION}")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            problems += _joined_clauses(path, node)
    return problems


@lru_cache
def tenant_tables() -> frozenset[str]:
    """The tables of the models that carry organization_id."""
    for module in pkgutil.iter_modules(api.models.__path__):
        importlib.import_module(f"api.models.{module.name}")
    return frozenset(name for name, table in Base.metadata.tables.items() if "organization_id" in table.columns)


def _joined_clauses(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The list behind `" AND ".join(clauses)` starts with the organization."""
    joined = {
        dotted(node.args[0])
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and text_of(node.func.value) == " AND "
    }
    problems = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and {dotted(target) for target in node.targets} & joined:
            first = text_of(node.value.elts[0]) if node.value.elts else None
            if first is None or f"organization_id = {OWN_ORGANIZATION}" not in first:
                problems.append(f"{place(path, node.lineno)}: these clauses must begin with organization_id = {OWN_ORGANIZATION}")
    return problems
