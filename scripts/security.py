"""Security gates of both sides: bandit and the house's own lints, as text, `--json` or `--html` (reports/)."""

import os
import subprocess
import sys

from scripts.environment import ROOT

REPORTS = ROOT / "reports"
BANDIT = [sys.executable, "-m", "bandit", "-q", "-r", "api", "-c", "pyproject.toml"]
# What a browser must never run or be handed; the rest of the web's rules are in .eslintrc.json.
FORBIDDEN_IN_WEB = ("dangerouslySetInnerHTML", "eval(", "new Function(", '"use server"', "document.write(")
WEB_FOLDERS = ("app", "components", "containers", "hooks", "lib", "services", "stores")


def web_findings() -> list[str]:
    found = []
    for folder in WEB_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.ts*")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                found += [f"{path.relative_to(ROOT)}:{number}: {word}" for word in FORBIDDEN_IN_WEB if word in line]
    return found


def main() -> int:
    os.chdir(ROOT)
    output = {"--json": ["-f", "json", "-o", "reports/security.json"], "--html": ["-f", "html", "-o", "reports/security.html"]}
    chosen = next((arguments for flag, arguments in output.items() if flag in sys.argv[1:]), [])
    if chosen:
        REPORTS.mkdir(exist_ok=True)
    code = subprocess.run([*BANDIT, *chosen], check=False).returncode
    findings = web_findings()
    for finding in findings:
        print(f"✗ {finding}")
    if chosen:
        print(f"Written to {chosen[-1]}")
    print("✓ No finding" if code == 0 and not findings else "✗ There are findings")
    return 1 if code or findings else 0


if __name__ == "__main__":
    sys.exit(main())
