"""Which ports a start needs, and a sentence for each that another program holds."""

import json
import urllib.request

from scripts.environment import Environment, Unusable
from scripts.postgres import Postgres
from scripts.processes import is_port_taken, supervisor_of
from scripts.valkey import Valkey

LABELS = {"postgres": "PostgreSQL", "redis": "Redis", "api": "the API", "web": "the web", "mail_smtp": "the mailbox's SMTP", "mail_page": "the mailbox's page", "oidc": "the log-in provider"}  # fmt: skip


MAILBOX = ("mail_smtp", "mail_page")


def has_mailbox(environment: Environment) -> bool:
    """Whether a mailbox of ours answers there already, be it another environment's."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{environment.mail_page_port}/api/health", timeout=2) as response:
            answer = json.loads(response.read(1_000))
    except (OSError, ValueError):
        return False
    return isinstance(answer, dict) and answer.get("service") == "lovedcrm-mail"


def numbers(environment: Environment) -> dict[str, int]:
    return {
        "postgres": environment.postgres_port,
        "redis": environment.redis_port,
        "api": environment.api_port,
        "web": environment.web_port,
        "mail_smtp": environment.mail_smtp_port,
        "mail_page": environment.mail_page_port,
        "oidc": environment.oidc_port,
    }


def taken(environment: Environment, *names: str) -> list[str]:
    """A sentence for each port of these names that another program holds; all that the environment takes when none is given.

    What this data folder's supervisor runs is ours; what a killed supervisor left behind is ended first.
    """
    names = names or tuple(environment.port_names)
    sentences = []
    wanted = {name: port for name, port in numbers(environment).items() if name in names}
    for port in set(wanted.values()):
        if len(twins := [environment.port_names[name] for name in wanted if wanted[name] == port]) > 1:
            return [f"{' and '.join(twins)} are both {port}; each needs a port of its own."]
    supervised = supervisor_of(environment.data_dir / "services.json") is not None
    for name in names:
        if supervised and name in ("postgres", "redis"):
            continue
        # One mailbox serves every environment of a machine; production has none.
        if name in MAILBOX and (not environment.simulates_mail or has_mailbox(environment)):
            continue
        if name == "postgres" and environment.embeds_postgres:
            Postgres(environment).stop_leftover()
        elif name == "redis" and environment.embeds_redis:
            Valkey(environment).stop_leftover()
        elif name in ("postgres", "redis"):
            continue
        host = environment.host if name == "web" else "127.0.0.1"
        if is_port_taken(wanted[name], host):
            variable = environment.port_names[name]
            sentences.append(
                f"Port {wanted[name]} for {LABELS[name]} is already in use. Free it, or choose another with {variable}, "
                f"for example {variable}={wanted[name] + 10}."
            )
    return sentences


def refuse_taken(environment: Environment, *names: str) -> None:
    sentences = taken(environment, *names)
    if sentences:
        raise Unusable("\n✗ ".join(sentences))
