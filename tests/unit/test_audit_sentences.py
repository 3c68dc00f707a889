"""Whatever the code writes into the audit log, people read as a sentence of their language, and never as a code."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from api.core.permissions import KEY_SCOPES
from scripts.environment import ROOT

LOCALES = ("en", "pt", "es")
WRITERS = frozenset({"record", "trail"})


def written_in(path: Path) -> set[str]:
    """The actions that a module's calls of record() and trail() name; each is a literal, or one of several."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned: dict[str, list[ast.expr]] = {}
    takes_action = {
        node.name: [argument.arg for argument in node.args.args].index("action")
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef) and "action" in [argument.arg for argument in node.args.args]
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, []).append(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in takes_action:
            assigned.setdefault("action", []).append(node.args[takes_action[node.func.id]])

    def literals(node: ast.expr) -> set[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return {node.value}
        if isinstance(node, ast.IfExp):
            return literals(node.body) | literals(node.orelse)
        if isinstance(node, ast.Name) and node.id in assigned:
            return {action for value in assigned[node.id] for action in literals(value)}
        raise AssertionError(f"{path.relative_to(ROOT)}:{node.lineno}: name the action as a literal")

    return {
        action
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS
        for keyword in node.keywords
        if keyword.arg == "action"
        for action in literals(keyword.value)
    }


ACTIONS = sorted({action for path in (ROOT / "api").rglob("*.py") if path.name != "record.py" for action in written_in(path)})


def messages(locale: str, *names: str) -> Any:
    found: Any = json.loads((ROOT / "messages" / f"{locale}.json").read_text(encoding="utf-8"))
    for name in names:
        found = found.get(name, {}) if isinstance(found, dict) else {}
    return found


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 50


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_action_has_its_sentence(locale: str, action: str) -> None:
    sentence = messages(locale, "audit", "action", *action.split("."))
    assert isinstance(sentence, str), f"audit.action.{action} is missing in messages/{locale}.json"
    assert "{actor}" in sentence or "{entity}" in sentence


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_is_left_over(locale: str) -> None:
    kept = {f"{group}.{verb}" for group, verbs in messages(locale, "audit", "action").items() for verb in verbs}
    assert kept - set(ACTIONS) == set()


@pytest.mark.parametrize("scope", sorted(KEY_SCOPES))
@pytest.mark.parametrize("locale", LOCALES)
def test_every_scope_of_a_key_has_its_words(locale: str, scope: str) -> None:
    resource, _, verb = scope.partition(":")
    assert messages(locale, "apiKey", "resource", resource)
    assert messages(locale, "apiKey", "verb", verb)
