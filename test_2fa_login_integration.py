"""Two-factor log-in from end to end: `python3 test_2fa_login_integration.py`, against a running API or one that it starts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> int:
    from tests.e2e.api.two_factor_run import Run, find_api, report, whole_way

    return report(Run.at(find_api()), whole_way)


def test_two_factor_login() -> None:
    assert main() == 0


if __name__ == "__main__":
    # Whichever python3 this is, the packages are in .venv.
    venv_python = ROOT / ".venv" / "bin" / "python"
    os.chdir(ROOT)
    if Path(sys.prefix) != venv_python.parent.parent:
        if not venv_python.exists():
            subprocess.run([sys.executable, "-m", "scripts.run", "install"], cwd=ROOT, check=True)
        os.execv(venv_python, [str(venv_python), *sys.argv])
    sys.exit(main())
