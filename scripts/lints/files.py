"""Rules of whole files: short pages, no leftovers, no addresses of one machine, lockfiles that work anywhere."""

import json
import re
from pathlib import Path

from scripts.environment import ROOT
from scripts.lints.source import place, project_files, under

PAGE_LINES = 30
LONGEST = {".py": 350, ".ts": 250, ".tsx": 250}
# Shape of names that say nothing: STYLE 3, rules 12 and 13.
EMPTY_NAMES = re.compile(r"([-_](helpers?|utils?|logic|inner|new|old|simple|refactored|v\d+|backup|copy))\.(py|tsx?)$")
TEXT = (".py", ".ts", ".tsx", ".mjs", ".cjs", ".js", ".json", ".css", ".sql", ".md", ".yml", ".yaml", ".toml", ".sh", ".html", "")
# Spelled in halves, so that this file doesn't name what it refuses.
FORBIDDEN = re.compile("|".join(("/wo" + r"rk/(main|shared|\.)", "/tmp/" + r"(tools|\w-data)", "ping" + "yuan", "npm" + "mirror")))
REGISTRIES = re.compile(r"https?://(?!registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org)[\w.:-]+/[^\s\"']*\.(tgz|whl|tar\.gz)")
COMPILED = ("package-lock.json", "types/api.ts", "messages/", "tests/data/", "requirements.lock")
LEFTOVERS = re.compile(r"(#|//|/\*|--)\s*(TODO|FIXME|XXX|HACK)\b(?! #\d+)")
DISABLED_LINT = re.compile(r"(eslint-disable|@ts-ignore|noqa|type: ignore|@ts-expect-error)")
BARREL = re.compile(r"^export (\*|\{[^}]*\}) from ", re.MULTILINE)


def check() -> list[str]:
    problems = []
    for path in project_files():
        name = place(path)
        if EMPTY_NAMES.search(path.name):
            problems.append(f"{name}: name the file after its idea")
        if path.suffix in TEXT and path.stat().st_size < 3_000_000:
            problems += _check_text(path, name, path.read_text(encoding="utf-8", errors="replace"))
    return problems + _pages() + _barrels() + _lockfiles()


def _check_text(path: Path, name: str, text: str) -> list[str]:
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if FORBIDDEN.search(line):
            problems.append(f"{name}:{number}: an address of one machine")
        if not name.startswith(COMPILED) and path.suffix in LONGEST and LEFTOVERS.search(line) and "LEFTOVERS" not in line:
            problems.append(f"{name}:{number}: do it, or give the issue's number")
        if path.suffix in LONGEST and (found := DISABLED_LINT.search(line)) and "DISABLED_LINT" not in line:
            escape = line[found.start() :]
            if not re.search(r"(--|#|//|:)\s*\w.*\w+ \w+", escape[len(found[0]) :]):
                problems.append(f"{name}:{number}: a lint escape carries its reason on the same line")
    return problems


def _pages() -> list[str]:
    pages = [path for path in under("app", suffixes=(".tsx",)) if path.name == "page.tsx"]
    return [
        f"{place(page)}: a page has at most {PAGE_LINES} lines"
        for page in pages
        if len(page.read_text(encoding="utf-8").splitlines()) > PAGE_LINES
    ]


def _barrels() -> list[str]:
    folders = ("components", "containers", "hooks", "lib", "services", "stores")
    return [
        f"{place(path)}: no barrel files"
        for path in under(*folders, suffixes=(".ts", ".tsx"))
        if path.stem == "index" or BARREL.search(path.read_text(encoding="utf-8"))
    ]


def _lockfiles() -> list[str]:
    problems = []
    for name in ("package-lock.json", "requirements.lock"):
        path = ROOT / name
        if path.exists():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if REGISTRIES.search(line):
                    problems.append(f"{name}:{number}: packages come from the public registries")
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    without = [key for key, entry in packages.items() if key and not entry.get("integrity") and not entry.get("link")]
    problems += [f"package-lock.json: {key} has no integrity hash" for key in without if "inBundle" not in packages[key]]
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [i for i, line in enumerate(lines) if re.match(r"^[a-z0-9].*==", line)]
    for i in pinned:
        if "--hash=" not in "".join(lines[i : i + 2]):
            problems.append(f"requirements.lock:{i + 1}: {lines[i].split()[0]} has no hash")
    return problems


def warnings() -> list[str]:
    """Files longer than the aim: perhaps they hold two ideas."""
    found = []
    for path in project_files():
        limit = LONGEST.get(path.suffix)
        if limit is None or place(path).startswith(COMPILED):
            continue
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > limit:
            found.append(f"{place(path)}: {count} lines, aim at {limit}")
    return found
