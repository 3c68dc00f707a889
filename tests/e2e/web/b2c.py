"""`python -m tests.e2e.web.b2c`: the built web and an API in B2C mode beside those of the test environment, on its databases.

Prints the web's address once it answers, and ends with its standard input.
"""

import os
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from scripts.environment import ROOT
from scripts.processes import stop, wait_until
from scripts.stack import answers
from tests.e2e.api.support import ENVIRONMENT
from tests.e2e.api.test_service import serving

START_SECONDS = 60
GRACE_SECONDS = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    web = f"http://127.0.0.1:{free_port()}"
    with serving(saas_mode="B2C", next_public_app_url=web, allowed_origins=web) as api:
        env = ENVIRONMENT.child_env(
            SAAS_MODE="B2C",
            NEXT_PUBLIC_SAAS_MODE="B2C",
            NODE_ENV="production",
            API_INTERNAL_URL=str(api.base_url).rstrip("/"),
            HOST="127.0.0.1",
            PORT=str(urlsplit(web).port),
        )
        command = [shutil.which("node") or "node", str(ROOT / "server" / "guard.mjs")]
        guard = subprocess.Popen(
            command, cwd=ROOT, env={**env, **given()}, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
        )
        try:
            wait_until(lambda: guard.poll() is not None or answers(f"{web}/en/auth/login"), START_SECONDS, 0.1)
            if guard.poll() is not None or not answers(f"{web}/en/auth/login"):
                return 1
            sys.stdout.write(f"{web}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            stop(guard, GRACE_SECONDS)
    return 0


def given() -> dict[str, str]:
    """A Next server that runs already may stand behind the guard, instead of one of its own."""
    port = os.environ.get("WEB_INTERNAL_PORT")
    return {"WEB_INTERNAL_PORT": port} if port else {}


if __name__ == "__main__":
    sys.exit(main())
