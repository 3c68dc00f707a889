import json
import subprocess
import sys
from typing import Any

import pytest

from api.core.permissions import KEY_SCOPES
from api.core.settings import get_settings
from api.main import create_app

DOCUMENT = create_app(get_settings()).openapi()
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def test_prints_without_a_database() -> None:
    nowhere = {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1"}
    printed = subprocess.run([sys.executable, "-m", "api.openapi"], env=nowhere, capture_output=True, check=True)
    assert json.loads(printed.stdout)["openapi"].startswith("3.1")


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operations in DOCUMENT["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= set(DOCUMENT["components"]["schemas"])


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
class TestOperation:
    def test_says_how_it_answers(self, path: str, method: str, operation: dict[str, Any]) -> None:
        good = {status: answer for status, answer in operation["responses"].items() if status < "400"}
        assert len(good) == 1
        for status, answer in good.items():
            if status not in ("204", "202", "302"):
                assert answer["content"], f"{method} {path} has no schema"

    def test_refuses_with_problem_details(self, path: str, method: str, operation: dict[str, Any]) -> None:
        for status, answer in operation["responses"].items():
            if status >= "400" and (path, status) != ("/ready", "503"):
                assert list(answer["content"]) == ["application/problem+json"]
                assert answer["description"]

    def test_says_who_may_call(self, path: str, method: str, operation: dict[str, Any]) -> None:
        assert "security" in operation
        if "x-permission" in operation:
            assert {"400", "401", "403"} <= set(operation["responses"])
            by_key: list[dict[str, list[str]]] = [{"api_key": []}] if operation["x-permission"] in KEY_SCOPES else []
            assert operation["security"] == [{"bearer": [], "organization": []}, *by_key]

    def test_has_a_tag(self, path: str, method: str, operation: dict[str, Any]) -> None:
        assert operation["tags"]
