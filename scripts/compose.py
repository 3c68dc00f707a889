"""The development environment on Docker Compose: start, logs, stop, reset."""

import shutil
import subprocess
import sys

from scripts.environment import ROOT, Unusable

COMMANDS = {
    "start": ["up", "--detach", "--build", "--wait"],
    "logs": ["logs", "--follow", "--tail", "100"],
    "stop": ["down"],
    "reset": ["down", "--volumes", "--rmi", "local"],
}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise Unusable(f"Use one of: {', '.join(COMMANDS)}")
    if shutil.which("docker") is None or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode != 0:
        raise Unusable("There is no running Docker engine here; `make dev` runs everything without one.")
    return subprocess.run(["docker", "compose", *COMMANDS[sys.argv[1]]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
