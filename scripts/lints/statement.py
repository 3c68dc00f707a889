"""Which tables of a SQL text are not tied to the organization: each one, in each subquery, by itself or by a join."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PARAMETER = "%(organization_id)s"
# Clauses built elsewhere, which begin with the organization of the first table (the lint looks there too).
BUILT = re.compile(r"\{where\}|\{' AND '\.join\(\w+\)\}")
STRING = re.compile(r"'(?:[^']|'')*'")
QUERY = re.compile(r"\s*(?:SELECT|UPDATE|DELETE|INSERT|WITH)\b", re.IGNORECASE)
NOT_AN_ALIAS = (
    "SET|WHERE|ON|JOIN|LEFT|RIGHT|FULL|CROSS|INNER|GROUP|ORDER|LIMIT|USING|VALUES|SELECT|FOR|RETURNING|UNION|AS|HAVING|OFFSET|WINDOW|DO"
)
TABLE = re.compile(
    rf"\b(?:FROM|JOIN|UPDATE|INTO|USING)\s+(?:ONLY\s+)?(\w+|\{{[\w.]+\}})(?:\s+(?:AS\s+)?(?!(?:{NOT_AN_ALIAS})\b)(\w+))?", re.IGNORECASE
)
TIE = re.compile(r"(?:(\w+|@)\.)?\borganization_id\s*=\s*(?:(%\(organization_id\)s)|(\w+)\.organization_id)", re.IGNORECASE)
INSERT = re.compile(r"\bINSERT\s+INTO\s+(\w+|\{\w+\})\s*\(\s*organization_id\b", re.IGNORECASE)


@dataclass
class Block:
    """One query with its own tables; subqueries see its aliases."""

    text: str
    inner: list["Block"] = field(default_factory=list)


def expand(text: str, constants: Mapping[str, str], depth: int = 0) -> str:
    """Module constants put in the place of `{NAME}`."""
    if depth > 5:
        return text
    return re.sub(
        r"\{(\w+)\}", lambda found: expand(constants[found[1]], constants, depth + 1) if found[1] in constants else found[0], text
    )


def parse(text: str) -> list[Block]:
    """The query's parts between UNIONs, each with its subqueries."""
    own, inner = _split(text)
    return [Block(part, inner) for part in re.split(r"\bUNION(?:\s+ALL)?\b", own, flags=re.IGNORECASE)]


def _split(text: str) -> tuple[str, list[Block]]:
    own: list[str] = []
    inner: list[Block] = []
    position = 0
    while position < len(text):
        if text[position] != "(" or text[position - 1 : position] == "%":
            own.append(text[position])
            position += 1
            continue
        end = _closing(text, position)
        inside = text[position + 1 : end]
        if QUERY.match(inside):
            inner += parse(inside)
            own.append("()")
        else:
            part, found = _split(inside)
            own += ["(", part, ")"]
            inner += found
        position = end + 1
    return "".join(own), inner


def _closing(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)


def untied(text: str, tables: frozenset[str], constants: Mapping[str, str]) -> Iterator[str]:
    """Aliases of tenant tables that nothing ties to the organization.

    A fragment (no statement of its own) may lean on aliases of the statement that it is put into.
    """
    whole = STRING.sub("''", BUILT.sub(f"@.organization_id = {PARAMETER}", expand(text, constants)))
    defined = {found[2] or found[1] for found in TABLE.finditer(whole)}
    outer = frozenset() if QUERY.match(whole) else frozenset(found[3] for found in TIE.finditer(whole) if found[3]) - defined
    for block in parse(whole):
        yield from _untied(block, tables, outer)


def _untied(block: Block, tables: frozenset[str], outer: frozenset[str]) -> Iterator[str]:
    own = [(found[1], found[2] or found[1]) for found in TABLE.finditer(block.text) if found[1] in tables or found[1].startswith("{")]
    aliases = [alias for _, alias in own]
    # What has a name of its own here is not what the name meant outside.
    tied = set(outer) - set(aliases)
    pairs: list[tuple[str, str]] = []
    for found in TIE.finditer(block.text):
        alias = found[1] or "@"
        if alias == "@" and aliases:
            alias = aliases[0]
        if found[2]:
            tied.add(alias)
        elif found[3]:
            pairs.append((alias, found[3]))
    if PARAMETER in block.text:
        tied |= {alias for name, alias in own for inserted in INSERT.finditer(block.text) if inserted[1] == name}
    grew = True
    while grew:
        grew = False
        for left, right in pairs:
            if (left in tied) != (right in tied):
                tied |= {left, right}
                grew = True
    yield from (alias for alias in aliases if alias not in tied)
    for inner in block.inner:
        yield from _untied(inner, tables, frozenset(tied))
