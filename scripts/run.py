"""`python3 -m scripts.run MODULE …`: install what is missing, then run scripts.MODULE (or another module) with .venv.

Standard library alone, so that it runs on a fresh machine.
"""

import itertools
import os
import sys

from scripts import install, ports
from scripts.environment import ROOT, VENV_PYTHON, Unusable, development

OTHERS = ("bench", "bandit", "pytest")


def refuse_taken_ports(arguments: list[str]) -> None:
    """Before the long part of a first start: nobody should wait for an installation to learn of a taken port."""
    for name, value in itertools.pairwise(arguments):
        if name in ("--port", "-p"):
            os.environ["PORT"] = value
    ports.refuse_taken(development())


def main() -> None:
    if len(sys.argv) < 2:
        raise Unusable("Say which module: python3 -m scripts.run dev")
    name, *arguments = sys.argv[1:]
    os.chdir(ROOT)
    if name == "dev":
        refuse_taken_ports(arguments)
    install.install_missing()
    if name == "install":
        return
    module = name if name in OTHERS else f"scripts.{name}"
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", module, *arguments])


if __name__ == "__main__":
    main()
