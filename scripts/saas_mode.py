"""Whether SAAS_MODE and NEXT_PUBLIC_SAAS_MODE agree everywhere; exit 1 names each disagreement. Standard library alone."""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from scripts.environment import ENV_FILE, ROOT, development, read_env_file

SERVER, WEB = "SAAS_MODE", "NEXT_PUBLIC_SAAS_MODE"
MODES = ("B2B", "B2C")
DEFAULT = "B2B"
SECONDS = 3
COMPOSE_LINE = re.compile(rf"^\s*-?\s*[\"']?({SERVER}|{WEB})[\"']?\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
SUBSTITUTION = re.compile(r"^\$\{(\w+)(?::?-(.*))?\}$")

Found = list[tuple[str, str, str]]


def of_mapping(place: str, values: Mapping[str, str]) -> Found:
    return [(place, name, values[name]) for name in (SERVER, WEB) if values.get(name)]


def of_compose(path: Path, variables: Mapping[str, str]) -> Found:
    """Each line that sets a mode."""
    if not path.exists():
        return []
    found = []
    for name, value in COMPOSE_LINE.findall(path.read_text(encoding="utf-8")):
        found.append((path.name, name, resolve(value, variables)))
    return found


def resolve(text: str, variables: Mapping[str, str]) -> str:
    """Fill in ${NAME:-default}, nested ones too, as Compose does."""
    match = SUBSTITUTION.match(text)
    return text if match is None else variables.get(match[1]) or resolve(match[2] or "", variables)


def of_api(url: str) -> Found:
    """The mode that a running API reports, also while it isn't ready; one that is down says nothing."""
    try:
        with urllib.request.urlopen(f"{url}/ready", timeout=SECONDS) as response:
            body = json.loads(response.read())
    except urllib.error.HTTPError as error:
        body = _read_json(error)
    except (urllib.error.URLError, OSError, ValueError):
        return []
    mode = body.get("saas_mode") if isinstance(body, dict) else None
    return [("the running API", SERVER, str(mode))] if mode else []


def of_web(url: str) -> Found:
    """The mode that a running web was built for; one that is down says nothing."""
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/icon.svg", method="HEAD"), timeout=SECONDS) as response:
            mode = response.headers.get("X-Saas-Mode")
    except (urllib.error.URLError, OSError, ValueError):
        return []
    return [("the running web", WEB, mode)] if mode else []


def _read_json(response: urllib.error.HTTPError) -> object:
    try:
        return json.loads(response.read())
    except (OSError, ValueError):
        return None


def disagreements(found: Found) -> list[str]:
    sentences = [f"{place}: {name} is {value!r}; it must be B2B or B2C" for place, name, value in found if value not in MODES]
    counts = {mode: sum(value == mode for _, _, value in found) for mode in MODES}
    if counts["B2B"] and counts["B2C"]:
        # The environment is what a start would use, so that it names the others; without it, the first place found.
        expected = found[0][2] if found[0][2] in MODES else DEFAULT
        sentences += [
            f"{place}: {name} is {value}, but {found[0][0]} has {found[0][1]}={expected}"
            for place, name, value in found
            if value in MODES and value != expected
        ]
    return sentences


def collect(environ: Mapping[str, str], env_file: Path, compose: Path, *, api_url: str, web_url: str) -> Found:
    """Everything that sets or reports a mode, what decides at the next start first."""
    in_file = read_env_file(env_file)
    return [
        *of_mapping("environment", environ),
        *of_mapping(".env", in_file),
        *of_compose(compose, {**in_file, **environ}),
        *of_api(api_url),
        *of_web(web_url),
    ]


def main() -> int:
    environment = development()
    found = collect(
        os.environ,
        ENV_FILE,
        ROOT / "docker-compose.yml",
        api_url=f"http://127.0.0.1:{environment.api_port}",
        web_url=f"http://127.0.0.1:{environment.web_port}",
    )
    wrong = disagreements(found)
    for sentence in dict.fromkeys(wrong):
        print(f"✗ {sentence}")
    if wrong:
        return 1
    mode = found[0][2] if found else DEFAULT
    places = ", ".join(dict.fromkeys(place for place, _, _ in found)) or "nowhere set, so the default"
    print(f"{SERVER} and {WEB} agree: {mode} ({places})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
