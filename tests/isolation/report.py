"""The report of a run, for people: on the terminal and as docs/security/isolation.md."""

from collections.abc import Sequence
from typing import Final

from tests.isolation.proof import Outcome

TITLE: Final = "# Isolation of organizations, proven"
INTRODUCTION: Final = """\
`make prove-isolation` attacks a running copy of the product as everybody who may not see an organization: over HTTP as
other people, in SQL as the product's own database logins, through jobs, live sockets and Redis. The cases are made from
the OpenAPI document and the PostgreSQL catalog, so a new operation, field, table, function or job is attacked without
anybody writing a case. Any finding, and any group that could not be tried, makes the command fail.
`make prove-isolation MUTATE=1` turns the question round: it removes each wall in turn, and fails if nothing notices
([walls.md](walls.md))."""
METHOD: Final = """\
- **routes**: every operation, by nobody, with spoiled tokens (expired, unsigned, other key, other algorithm, other
  audience, other session), with an ended log-in, without or with a malformed `X-Org-Id`, by owners of other organizations,
  by members of several, by removed members, by every role that lacks the permission. The status and code must be the
  documented ones, and a hash over all rows must stay the same.
- **ids**: the id in every path, body field (nested and in lists), query parameter and cursor is replaced by a neighbour's.
  The answer must equal the one for a random id, down to the body; a stale version must not answer otherwise.
- **canaries**: two neighbours, one older and one younger, carry a word of their own in every text column. Every answer to
  the house, every row, mail and notice kept for it, every Redis value, stored file and log line is searched for them, and
  asking for such a word must answer as asking for a word of nobody.
- **sql**: on every table, as each runtime login, outside any organization and inside another: reading in every form, COPY,
  sampling, locking, dividing and casting in WHERE, statistics, changing, moving, merging, emptying, altering; then forged
  signed contexts (each part, cut, lengthened, replayed later and elsewhere) and every definer function with hostile
  arguments.
- **jobs**: every kind of job of one organization with another's ids, and in the name of another's owner.
- **live**: many sockets of many organizations while all of them work; log-ins, memberships and roles that end.
- **redis**: all commands of the whole run, as Redis's MONITOR saw them; every key names its organization or is the
  installation's own."""


def verdict(outcomes: Sequence[Outcome]) -> str:
    cases, findings = sum(o.case_count for o in outcomes), sum(len(o.findings) for o in outcomes)
    untried = [o.group.key for o in outcomes if o.case_count == 0]
    text = f"{cases:,} cases, {findings} findings, {sum(o.seconds for o in outcomes):.0f} s"
    return f"{text}; not tried: {', '.join(untried)}" if untried else text


def line(outcome: Outcome) -> str:
    """One group on the terminal, with its findings below."""
    sign = "✓" if outcome.holds else "✗"
    rows = [f"{sign} {outcome.group.key:<10}{outcome.case_count:>7,} cases {len(outcome.findings):>4} findings {outcome.seconds:>6.1f} s"]
    rows.append(f"    {outcome.group.promise}")
    rows += [f"    {name}: {value}" for name, value in outcome.figures.items()]
    rows += [f"    ✗ {finding}" for finding in outcome.findings]
    return "\n".join(rows)


def markdown(outcomes: Sequence[Outcome]) -> str:
    parts = [TITLE, "", INTRODUCTION, "", "## The last run", "", f"{verdict(outcomes)}.", ""]
    parts += ["| group | what holds | cases | findings | seconds |", "|---|---|---:|---:|---:|"]
    for each in outcomes:
        parts.append(f"| {each.group.key} | {each.group.promise} | {each.case_count:,} | {len(each.findings)} | {each.seconds:.0f} |")
    parts += ["", "| counted | |", "|---|---|"]
    parts += [f"| {each.group.key}: {name} | {value} |" for each in outcomes for name, value in each.figures.items()]
    findings = [f"- **{each.group.key}** {finding}" for each in outcomes for finding in each.findings]
    parts += ["", "## Findings", "", *(findings or ["None."]), "", "## How each group works", "", METHOD, ""]
    return "\n".join(parts)
