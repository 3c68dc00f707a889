"""The pages of docs/security say what the code does: roles, limits, and tests that exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from api.core import password_rules
from api.core.fresh import FRESH
from api.core.permissions import ALL, KEY_SCOPES, PERMISSIONS_BY_ROLE
from api.core.settings import Settings
from api.services import (
    audit,
    audit_chain,
    invite,
    login_guard,
    password,
    reauthentication,
    second_factor,
    sign_in,
    two_factor,
    two_factor_recovery,
)
from scripts.environment import ROOT

ACCESS, ASVS = ROOT / "docs" / "security" / "access.md", ROOT / "docs" / "security" / "asvs.md"
REQUIREMENTS = ROOT / "docs" / "security" / "requirements.md"
DEMANDED = re.compile(r"^\| (?P<number>F?\d+) \| (?P<what>[^|]+) \| (?P<state>[^|]+) \| (?P<shown>.*) \|$")
DEMANDED_STATES = ("met", "partly", "not yet")
ROW = re.compile(r"^\| (?P<number>\d+\.\d+\.\d+) \| (?P<level>[123]) \| (?P<what>[^|]+) \| (?P<state>[^|]+) \| (?P<shown>.*) \|$")
NAMED = re.compile(r"`(?P<file>[\w/.-]+\.(?:py|ts|tsx))::(?P<test>[^`]+)`")
STATES = ("met", "not met", "not applicable")
# How many requirements each section of ASVS 5.0 has.
SECTIONS = {
    "6.1": 3, "6.2": 12, "6.3": 8, "6.4": 6, "6.5": 8, "6.6": 4, "6.7": 2, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2, "8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2,
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    found = [match.groupdict() for line in ASVS.read_text(encoding="utf-8").splitlines() if (match := ROW.match(line))]
    assert found
    return found


@cache
def titles_in(file: str) -> frozenset[str]:
    """Names of the test functions of a Python file, titles of the tests of a TypeScript file."""
    path: Path = ROOT / "tests" / file
    if not path.is_file():
        return frozenset()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        functions = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        return frozenset(name for name in functions if name.startswith("test_"))
    return frozenset(re.findall(r"\b(?:test|it)\(\s*[\"'`](.+?)[\"'`],", text))


def role_table() -> Iterator[str]:
    for permission in sorted(ALL):
        holders = [permission in PERMISSIONS_BY_ROLE[role] for role in ("owner", "admin", "manager", "member", "viewer")]
        cells = ["yes" if held else "–" for held in (*holders, permission in KEY_SCOPES)]
        yield f"| {permission} | {' | '.join(cells)} |"


class TestAccess:
    def test_the_table_of_roles_is_the_code_s(self) -> None:
        text = ACCESS.read_text(encoding="utf-8").partition("<!-- roles -->")[2].partition("<!-- /roles -->")[0]
        assert [line for line in text.splitlines() if ":" in line] == list(role_table())

    def test_limits_are_the_code_s(self) -> None:
        settings = {name: field.default for name, field in Settings.model_fields.items()}
        said = (
            f"| {settings['login_attempts_per_minute']} a minute, with a delay",
            f"| {settings['address_attempts_per_minute']} a minute |",
            f"| {login_guard.FAILURES_PER_ACCOUNT} a day |",
            f"| {settings['register_attempts_per_hour']} an hour |",
            f"| tries of one challenge for the second factor | {sign_in.TRIES_PER_CHALLENGE} |",
            f"| codes of one person over all challenges | {second_factor.TRIES_PER_HOUR} an hour |",
            f"| codes that switch an app on | {two_factor.CODE_TRIES} in {two_factor.CODE_SECONDS // 60} minutes |",
            f"| mails for a forgotten password | {password.MAILS_PER_HOUR} an hour |",
            f"| {two_factor_recovery.REQUESTS_PER_DAY} a day |",
            f"| addresses that one person invites | {invite.MAILS_PER_HOUR} an hour |",
            f"| addresses that somebody invites whose own isn't proven | {invite.UNVERIFIED_MAILS_PER_DAY} a day |",
            f"| {reauthentication.TRIES} in {reauthentication.TRIES_SECONDS // 60} minutes |",
            f"| {settings['api_key_requests_per_minute']} a minute |",
            f"of {audit_chain.PART:,} entries | {audit.VERIFIED_PARTS_PER_HOUR} an hour |",
            f"At least {password_rules.MIN_LENGTH} characters, at most {password_rules.MAX_LENGTH}",
            f"| access token | {settings['access_token_seconds'] // 60} minutes |",
            f"| absolute life | {settings['session_days']} days |",
            f"| proof of identity for what is delicate | {int(FRESH.total_seconds()) // 60} minutes |",
        )
        text = ACCESS.read_text(encoding="utf-8")
        assert [sentence for sentence in said if sentence not in text] == []


class TestAsvs:
    def test_every_requirement_has_one_row(self) -> None:
        expected = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
        assert [row["number"] for row in rows()] == expected

    def test_every_row_says_how_it_stands(self) -> None:
        assert [row["number"] for row in rows() if row["state"] not in STATES] == []
        assert [row["number"] for row in rows() if not row["shown"].strip()] == []

    def test_what_is_met_names_a_test(self) -> None:
        assert [row["number"] for row in rows() if row["state"] == "met" and not NAMED.search(row["shown"])] == []

    def test_the_tests_that_are_named_exist(self) -> None:
        named = [(row["number"], match["file"], match["test"]) for row in rows() for match in NAMED.finditer(row["shown"])]
        assert [where for where in named if where[2] not in titles_in(where[1])] == []

    def test_the_count_at_the_top_is_right(self) -> None:
        counted = {level: dict.fromkeys(STATES, 0) for level in ("1", "2", "3")}
        for row in rows():
            counted[row["level"]][row["state"]] += 1
        for level, states in counted.items():
            assert f"| {level} | {states['met']} | {states['not met']} | {states['not applicable']} |" in ASVS.read_text(encoding="utf-8")


class TestRequirements:
    """70 requirements and 20 kinds of fault, by their numbers in the plan."""

    @staticmethod
    def rows() -> list[dict[str, str]]:
        return [match.groupdict() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if (match := DEMANDED.match(line))]

    def test_every_number_has_one_row(self) -> None:
        assert [row["number"] for row in self.rows()] == [*map(str, range(1, 71)), *(f"F{number}" for number in range(1, 21))]

    def test_every_row_says_how_it_stands_and_why(self) -> None:
        assert [row["number"] for row in self.rows() if row["state"] not in DEMANDED_STATES or not row["shown"].strip()] == []

    def test_what_is_met_or_partly_names_a_test(self) -> None:
        assert [row["number"] for row in self.rows() if row["state"] != "not yet" and not NAMED.search(row["shown"])] == []

    def test_what_is_partly_says_what_is_missing(self) -> None:
        assert [row["number"] for row in self.rows() if row["state"] == "partly" and ";" not in NAMED.sub("", row["shown"])] == []

    def test_the_tests_that_are_named_exist(self) -> None:
        named = [(row["number"], match["file"], match["test"]) for row in self.rows() for match in NAMED.finditer(row["shown"])]
        assert [where for where in named if where[2] not in titles_in(where[1])] == []

    def test_the_count_at_the_top_is_right(self) -> None:
        text = REQUIREMENTS.read_text(encoding="utf-8")
        for title, is_fault in (("requirements", False), ("faults and abuse", True)):
            chosen = [row["state"] for row in self.rows() if row["number"].startswith("F") is is_fault]
            assert f"| {title} | {' | '.join(str(chosen.count(state)) for state in DEMANDED_STATES)} |" in text


class TestCode:
    """What requirements ask for that no behaviour shows."""

    def test_nothing_of_the_server_uses_guessable_randomness(self) -> None:
        """Delays may vary by chance; secrets come from `secrets`, `os.urandom` or uuid7."""
        users = []
        for path in sorted((ROOT / "api").rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if "random" in names or (isinstance(node, ast.ImportFrom) and node.module == "random"):
                    users.append(path.relative_to(ROOT).as_posix())
        assert users == []

    def test_password_fields_hide_what_is_typed_and_take_what_is_pasted(self) -> None:
        sources = [path.read_text(encoding="utf-8") for folder in ("components", "containers") for path in (ROOT / folder).rglob("*.tsx")]
        fields = [text for text in sources if "<PasswordField" in text]
        assert fields
        assert not any("onPaste" in text for text in fields)
        used = [tag for text in fields for tag in re.findall(r"<PasswordField\b.*?/>", text, re.DOTALL)]
        assert [tag for tag in used if "autoComplete" not in tag] == []
        field = (ROOT / "components" / "auth" / "password-field.tsx").read_text(encoding="utf-8")
        assert re.search(r"type=\{\w+ \? \"text\" : \"password\"\}", field)

    def test_nothing_makes_passwords_expire(self) -> None:
        sources = [*(ROOT / "api").rglob("*.py"), *(ROOT / "migrations").glob("*.sql")]
        assert [
            path.name for path in sources if re.search(r"password_(expires|max_age|changed_at)", path.read_text(encoding="utf-8"))
        ] == []

    @pytest.mark.parametrize("path", sorted((ROOT / "migrations").glob("*.sql")), ids=lambda path: path.name)
    def test_no_migration_makes_an_account(self, path: Path) -> None:
        assert re.search(r"INSERT\s+INTO\s+(?:public\.)?users\b", path.read_text(encoding="utf-8"), re.IGNORECASE) is None
