"""The project's files as git would see them, and Python modules as trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from scripts.environment import ROOT


@lru_cache
def project_files() -> tuple[Path, ...]:
    """Tracked files and new ones that .gitignore lets in; without git, everything but what is installed or built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        skipped = {"node_modules", ".venv", ".next", ".data", ".git", "test-results"}
        paths = [path for path in ROOT.rglob("*") if not skipped & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def under(*folders: str, suffixes: tuple[str, ...]) -> list[Path]:
    roots = tuple(ROOT / folder for folder in folders)
    return [path for path in project_files() if path.suffix in suffixes and any(path.is_relative_to(root) for root in roots)]


def python_modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in under(*folders, suffixes=(".py",)):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute; the empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def text_of(node: ast.expr) -> str | None:
    """A string literal; an f-string with its expressions as `{source}`; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _expression(part) for part in node.values)
    return None


def _expression(part: ast.expr) -> str:
    assert isinstance(part, ast.FormattedValue)
    return "{" + ast.unparse(part.value) + "}"
