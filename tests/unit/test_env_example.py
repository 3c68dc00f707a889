"""Every name that is read from the environment stands in .env.example with a sentence, and no other does."""

import re

from api.core.settings import Settings
from scripts.environment import ROOT

LINE = re.compile(r"^# ([A-Z][A-Z0-9_]*)=(.*)$")
KEPT_HEADING = "# ---- Names kept for providers"
READ_BY_SCRIPTS = re.compile(
    r"""(?:environ(?:\.get|\.setdefault)?|variables(?:\.get)?)[(\[]\s*"([A-Z][A-Z0-9_]+)"
      | _(?:port|data_dir)\(\s*[\w.]+,\s*"([A-Z][A-Z0-9_]+)"
      | "(TEST_[A-Z_]+_PORT)"
      | process\.env\.([A-Z][A-Z0-9_]+)""",
    re.VERBOSE,
)
# Set by the scripts for their own children, never by a person; or common to every machine.
INTERNAL = {"PATH", "NODE_ENV", "API_URL", "WEB_URL", "NEXT_DIST_DIR", "LOVEDCRM_MIGRATE_REEXECUTED", "CI"}
WEB_FOLDERS = ("app", "components", "containers", "hooks", "i18n", "lib", "server", "services", "stores")


def example_lines() -> list[str]:
    return (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()


def listed() -> dict[str, str]:
    """Names above the heading of names kept for later, with their example values."""
    lines = example_lines()
    end = next(number for number, line in enumerate(lines) if line.startswith(KEPT_HEADING))
    return {match[1]: match[2] for line in lines[:end] if (match := LINE.match(line))}


def read_names() -> set[str]:
    files = [*(ROOT / "scripts").glob("*.py"), ROOT / "next.config.mjs", ROOT / "playwright.config.ts"]
    files += [path for folder in WEB_FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in (".ts", ".tsx", ".mjs")]
    found = {name for path in files for names in READ_BY_SCRIPTS.findall(path.read_text(encoding="utf-8")) for name in names if name}
    # Uvicorn reads the first, scripts/saas_mode.py compares the second.
    return found | {"WEB_CONCURRENCY", "NEXT_PUBLIC_SAAS_MODE"}


def settings_names() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def test_every_name_that_is_read_is_listed() -> None:
    assert (settings_names() | read_names()) - INTERNAL - set(listed()) == set()


def test_every_listed_name_is_read() -> None:
    assert set(listed()) - settings_names() - read_names() == set()


def test_every_name_has_a_sentence_above_it() -> None:
    lines = example_lines()
    for number, line in enumerate(lines):
        if LINE.match(line) and not LINE.match(lines[number - 1]):
            assert lines[number - 1].startswith("# "), line
            assert not lines[number - 1].startswith("# ----"), line


def test_example_values_are_the_defaults() -> None:
    for name, value in listed().items():
        field = Settings.model_fields.get(name.lower())
        if field is not None and value:
            assert str(field.get_default(call_default_factory=True)) == value, name
