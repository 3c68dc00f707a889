"""Every visible word in three languages: same keys, same placeholders, nothing undefined, unused or left in English."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.environment import ROOT
from scripts.lints.source import place, python_modules, text_of, under

LOCALES = ("en", "pt", "es")
FOLDERS = ("app", "components", "containers", "hooks", "i18n", "lib", "services", "stores")
BINDING = re.compile(
    r"(?:const|let)\s+(\w+)\s*=\s*(?:await\s+)?(?:use|get)Translations\(\s*(?:\{[^}]*?namespace:\s*)?(?:[\"']([\w.]+)[\"'])?"
)
CALL = re.compile(r"\b(\w+)(?:\.(?:rich|markup|raw|has))?\(\s*([\"'`])((?:(?!\2).)*)\2")
PLACEHOLDER = re.compile(r"\{\s*(\w+)")
TAG = re.compile(r"</?(\w+)>")
# Codes that only programs meet: the web never sends what they refuse, or shows a sentence of its own.
NEVER_SHOWN = frozenset({"organization_header_invalid", "cursor_invalid", "idempotency_key_reused", "idempotency_in_flight"})
# Words that are the same in the three languages.
SAME = re.compile(r"^[\W\d]*$|^\S+(\s\S+){0,2}$")
BRAND = "Loved CRM"
TEXT_IN_JSX = re.compile(r">\s*([A-ZÀ-Ý][a-zà-ÿ]+(?:\s+[\wà-ÿ',.!?]+){1,})\s*<")


def flatten(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def load(locale: str) -> dict[str, str]:
    path = ROOT / "messages" / f"{locale}.json"
    return dict(flatten(json.loads(path.read_text(encoding="utf-8"))))


def check() -> list[str]:
    if not (ROOT / "messages" / "en.json").exists():
        return []
    messages = {locale: load(locale) for locale in LOCALES}
    return _parity(messages) + _translated(messages) + _use(messages["en"]) + _bare_words() + _codes(messages["en"])


def _parity(messages: dict[str, dict[str, str]]) -> list[str]:
    problems = []
    english = messages["en"]
    for locale in LOCALES[1:]:
        own = messages[locale]
        problems += [f"messages/{locale}.json: {key} is missing" for key in english.keys() - own.keys()]
        problems += [f"messages/{locale}.json: {key} is not in en.json" for key in own.keys() - english.keys()]
        for key in sorted(english.keys() & own.keys()):
            for kind, names in (("placeholders", _arguments), ("tags", _tags)):
                if names(english[key]) != names(own[key]):
                    problems.append(f"messages/{locale}.json: {key} has other {kind} than English")
    return problems + [
        f"messages/{locale}.json: {key} is empty" for locale in LOCALES for key, text in messages[locale].items() if not text.strip()
    ]


def _arguments(text: str) -> set[str]:
    """Names of an ICU message's arguments, also inside the branches of plural and select."""
    names: set[str] = set()
    position = 0
    while (start := text.find("{", position)) >= 0:
        end, depth = start, 0
        for end in range(start, len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                break
        name, _, rest = text[start + 1 : end].partition(",")
        names.add(name.strip())
        for branch in re.finditer(r"\{((?:[^{}]|\{[^{}]*\})*)\}", rest):
            names |= _arguments(branch[1])
        position = end + 1
    return names


def _tags(text: str) -> set[str]:
    return set(TAG.findall(text))


def _translated(messages: dict[str, dict[str, str]]) -> list[str]:
    """A sentence that equals English was forgotten; single words and names may agree."""
    return [
        f"messages/{locale}.json: {key} is still in English"
        for locale in LOCALES[1:]
        for key, text in messages[locale].items()
        if text == messages["en"].get(key) and not SAME.match(text) and re.search(r"[a-z]{3}", PLACEHOLDER.sub("", text))
    ]


def _sources() -> Iterator[tuple[Path, str]]:
    for path in under(*FOLDERS, suffixes=(".ts", ".tsx")):
        if ".test." not in path.name:
            yield path, path.read_text(encoding="utf-8")


def _use(english: dict[str, str]) -> list[str]:
    """Literal keys must be defined; defined keys must be named somewhere, whole, in parts or by a template."""
    problems = []
    exact: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    literals: set[str] = set()
    for path, text in _sources():
        literals |= set(re.findall(r"[\"'`]([\w.-]+)[\"'`]", text)) | set(re.findall(r"\b(\w+)\s*:", text))
        spaces: dict[str, set[str]] = {}
        for name, space in BINDING.findall(text):
            spaces.setdefault(name, set()).add(space)
        for name, bound in spaces.items():
            if re.search(rf"\b{name}(?:\.\w+)?\(\s*[a-zA-Z_(]", text):
                patterns += [re.compile(rf"^{re.escape(space)}\.") for space in bound if space]
        # A translator handed on by props or arguments has no namespace here.
        for found in CALL.finditer(text):
            name, quote, key = found[1], found[2], found[3]
            if name not in spaces and not re.fullmatch(r"t|t[A-Z]\w*|translate", name):
                continue
            found_spaces = spaces.get(name)
            if quote == "`" and "${" in key:
                shape = ".*".join(re.escape(part) for part in re.split(r"\$\{.*?\}", key))
                patterns += [re.compile(rf"^{re.escape(space + '.') if space else '(.*[.])?'}{shape}$") for space in found_spaces or {""}]
                continue
            candidates = {f"{space}.{key}" if space else key for space in found_spaces or set()}
            exact |= candidates or {known for known in english if known.endswith(f".{key}")}
            if found_spaces is not None and not any(candidate in english for candidate in candidates):
                line = text.count("\n", 0, found.start()) + 1
                problems.append(f"{place(path, line)}: the message {key!r} is not defined in {' or '.join(sorted(candidates))}")
    for key in english:
        tails = {".".join(key.split(".")[i:]) for i in range(len(key.split(".")))}
        if key not in exact and not any(p.match(key) for p in patterns) and not tails & literals:
            problems.append(f"messages/en.json: {key} is used nowhere")
    return problems


def _bare_words() -> list[str]:
    """Sentences written into JSX instead of the messages."""
    problems = []
    for path, text in _sources():
        if path.suffix != ".tsx" or path.name == "global-error.tsx":
            continue
        for found in TEXT_IN_JSX.finditer(text.replace(BRAND, "")):
            problems.append(f"{place(path, text.count(chr(10), 0, found.start()) + 1)}: {found[1]!r} belongs into the messages")
    return problems


def _codes(english: dict[str, str]) -> list[str]:
    """Each refusal of the API that a person can meet has a sentence in `errors`."""
    problems = []
    for path, tree in python_modules("api"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                for code in _class_codes(node):
                    if code not in NEVER_SHOWN and f"errors.{code}" not in english:
                        problems.append(f"{place(path, node.lineno)}: messages have no errors.{code}")
    return problems


def _class_codes(node: ast.ClassDef) -> list[str]:
    """`code` as an error class sets it, alone or among `status, code, detail = …`."""
    codes = []
    for statement in node.body:
        if not isinstance(statement, ast.Assign):
            continue
        target, value = statement.targets[0], statement.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            names = [name.id for name in target.elts if isinstance(name, ast.Name)]
            if "code" in names and (code := text_of(value.elts[names.index("code")])) is not None:
                codes.append(code)
    return codes
