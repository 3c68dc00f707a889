"""Layers and failures in Python: no broad except, no HTTP in services, no statements outside repositories, one builder of keys."""

import ast
from pathlib import Path

from scripts.environment import ROOT
from scripts.lints.source import dotted, place, python_modules, text_of

# The job runner and the socket loop outlive what fails inside them; the transaction must end either way.
MAY_CATCH_ALL = frozenset({"api/core/database.py", "api/core/jobs.py", "api/core/storage.py", "api/services/live_hub.py", "api/worker.py"})
MAY_CATCH_ALL_FOLDERS = ("api/jobs/",)
SESSION_CALLS = frozenset({"execute", "rows", "row", "scalar", "run", "run_many"})
BROAD = frozenset({"Exception", "BaseException"})
KEY_BUILDER = "api/core/redis_keys.py"


def _broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(kind) in BROAD for kind in types)


def _may_catch_all(path: Path) -> bool:
    name = place(path)
    return name in MAY_CATCH_ALL or name.startswith(MAY_CATCH_ALL_FOLDERS) or not name.startswith("api/")


def check() -> list[str]:
    problems = []
    for path, tree in python_modules("api"):
        folder = path.relative_to(ROOT / "api").parts[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and _broad(node) and not _may_catch_all(path):
                problems.append(f"{place(path, node.lineno)}: catch what you can handle, not everything")
            if isinstance(node, ast.Call) and folder in ("routers", "services") and _is_session_call(node):
                problems.append(f"{place(path, node.lineno)}: statements live in repositories")
            if isinstance(node, ast.Attribute) and node.attr == "environ" and folder != "core":
                problems.append(f"{place(path, node.lineno)}: settings come from api.core.settings")
            if isinstance(node, ast.Name | ast.Attribute) and "PYTEST" in dotted(node).upper():
                problems.append(f"{place(path, node.lineno)}: behaviour never depends on being tested")
            if isinstance(node, ast.expr) and (text_of(node) or "").startswith(("org:", "sys:")) and place(path) != KEY_BUILDER:
                problems.append(f"{place(path, node.lineno)}: Redis keys come from api.core.redis_keys")
    return problems


def _is_session_call(node: ast.Call) -> bool:
    """`….session.execute(…)`, `….driver.execute(…)` and their like."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in SESSION_CALLS:
        return False
    owner = dotted(node.func.value).rpartition(".")[2]
    return owner in ("session", "driver", "connection", "identity", "cursor")
