"""The floor of each figure: pgbench with the same statement, the same number of connections, in the same run."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

TPS = re.compile(r"tps = ([0-9.]+)")


def _one_line(script: str) -> str:
    """pgbench ends a statement at its semicolon; a lone statement gets one."""
    text = script.strip()
    return text + "\n" if text.endswith(";") else text + ";\n"


def rate(pgbench: Path, url: str, scripts: Sequence[str], *, connections: int, seconds: int) -> float:
    """Transactions a second, the scripts drawn at random. Raises RuntimeError with pgbench's own words."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(pgbench), "-n", "-M", "prepared", "-c", str(connections), "-j", "1", "-T", str(seconds)]
        for number, script in enumerate(scripts):
            path = Path(folder) / f"{number}.sql"
            path.write_text(_one_line(script), encoding="utf-8")
            command += ["-f", str(path)]
        done = subprocess.run([*command, url], capture_output=True, text=True, check=False)
    found = TPS.search(done.stdout)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"pgbench: {done.stderr.strip()[-600:]}")
    return float(found[1])
