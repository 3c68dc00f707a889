"""Try two-factor authentication by hand: your own app, your own eyes, a running API.

    python3 tests/e2e/api/run_2fa_tests.py [--api URL] [--email YOU] [--auto]

Without --auto it shows a QR code for your app and asks for the codes that the app shows.
"""

import argparse
import getpass
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
if Path(sys.prefix) != VENV_PYTHON.parent.parent:
    # Whichever python3 this is, the packages are in .venv; `scripts.run install` makes it where it is missing.
    if not VENV_PYTHON.exists():
        subprocess.run([sys.executable, "-m", "scripts.run", "install"], cwd=ROOT, check=True)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
sys.path.insert(0, str(ROOT))

import segno  # noqa: E402  # the path above comes first

from tests.e2e.api.two_factor_run import CheckFailed, Run, find_api, report, whole_way  # noqa: E402  # as above


def ask(question: str) -> str:
    try:
        return input(f"  → {question}: ").strip()
    except (EOFError, KeyboardInterrupt):
        raise SystemExit("\nStopped.") from None


def by_hand(run: Run) -> None:
    """Set up, log in by code and by backup code, and take it away again, with a person's own app. Raises CheckFailed."""
    found = run.set_up()
    print("\n  Scan this with your authenticator app, or type the secret:\n")
    segno.make(found["otpauth_uri"]).terminal(compact=True)
    print(f"\n  {found['secret']}\n")
    codes = run.enable(ask("The six digits that the app shows"))
    print("\n  Your backup codes, shown this once:\n")
    for left, right in zip(codes[:5], codes[5:], strict=True):
        print(f"    {left}    {right}")
    print("\n  Now log in again. Wait until the app shows another code: each works once.")
    run.sign_in(run.challenge(), ask("The app's next code"), "your app's code signs you in")
    print("\n  Once more, as if the phone were gone.")
    run.sign_in(run.challenge(), ask("Any of the backup codes"), "your backup code signs you in")
    if ask("Remove the app from this account again? [Y/n]").lower() not in ("n", "no"):
        run.disable()


def sign_in_first(run: Run, email: str | None) -> None:
    """As the person who was named, else as somebody new. Raises CheckFailed."""
    if email is None:
        run.sign_up()
        return
    run.email, run.password = email, getpass.getpass("  → Password: ")
    found = run.log_in()
    if "challenge_token" in found:
        raise CheckFailed("this account has two-factor authentication already: remove it first, or leave --email out")
    run.token = found["access_token"]


def main() -> int:
    given = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    given.add_argument("--api", help="address of the API, else the one that runs on this machine")
    given.add_argument("--email", help="your account; somebody new is signed up without it")
    given.add_argument("--auto", action="store_true", help="ask nobody: play the app and the person")
    chosen = given.parse_args()
    run = Run.at(find_api(chosen.api, may_start=chosen.auto))
    if chosen.auto:
        return report(run, whole_way)

    def way(run: Run) -> None:
        sign_in_first(run, chosen.email)
        by_hand(run)

    return report(run, way)


if __name__ == "__main__":
    sys.exit(main())
