"""Write types/api.ts from the API's own OpenAPI document, or with `--check` say whether it is stale."""

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.environment import ROOT, Unusable

TARGET = ROOT / "types" / "api.ts"


def generate() -> str:
    document = subprocess.run([sys.executable, "-m", "api.openapi"], cwd=ROOT, capture_output=True, check=False)
    if document.returncode != 0:
        raise Unusable(f"The API's OpenAPI document could not be made:\n{document.stderr.decode(errors='replace')[-2000:]}")
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "openapi.json", Path(folder) / "api.ts"
        source.write_bytes(document.stdout)
        done = subprocess.run(
            # A field with a default may be left out of a request.
            ["npx", "--no-install", "openapi-typescript", str(source), "--default-non-nullable=false", "-o", str(output)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            raise Unusable(f"openapi-typescript failed:\n{done.stderr.decode(errors='replace')[-2000:]}")
        return output.read_text(encoding="utf-8")


def main() -> int:
    text = generate()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            raise Unusable("types/api.ts is stale; `npm run types` writes it again.")
        return 0
    TARGET.parent.mkdir(exist_ok=True)
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
