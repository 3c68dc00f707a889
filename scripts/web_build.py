"""The production build of the web, made again only when its sources changed."""

import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path

from scripts.environment import ROOT, Environment, Unusable
from scripts.processes import last_lines

DIST = ROOT / ".next"
STANDALONE = DIST / "standalone"
STAMP = STANDALONE / "lovedcrm-build.sha256"
SOURCES = ("app", "components", "containers", "hooks", "i18n", "lib", "messages", "public", "services", "stores", "types")
SOURCE_FILES = ("middleware.ts", "next.config.mjs", "package-lock.json", "postcss.config.js", "tailwind.config.ts", "tsconfig.json")
# Next writes these into the bundle; every other setting is read when the server starts.
BAKED = ("NEXT_PUBLIC_API_URL", "NEXT_PUBLIC_SAAS_MODE")


def digest(variables: dict[str, str]) -> str:
    total = hashlib.sha256()
    files = [ROOT / name for name in SOURCE_FILES]
    for folder in SOURCES:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and ".test." not in path.name]
    for path in sorted(files):
        if path.exists():
            total.update(str(path.relative_to(ROOT)).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    for name in BAKED:
        total.update(f"{name}={variables.get(name, '')}\n".encode())
    return total.hexdigest()


def is_current(variables: dict[str, str]) -> bool:
    return STAMP.exists() and STAMP.read_text() == digest(variables)


def build(environment: Environment, *, force: bool = False) -> bool:
    """Build unless the last build has the same sources; returns whether it built."""
    variables = environment.child_env()
    wanted = digest(variables)
    if not force and is_current(variables):
        return False
    print("Building the web (about a minute)", flush=True)
    begun = time.monotonic()
    log = environment.logs_dir / "web-build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # What a running server of the old build still reads must not be mixed with the new one's files.
    shutil.rmtree(STANDALONE, ignore_errors=True)
    env = {**variables, "NODE_ENV": "production", "NEXT_DIST_DIR": DIST.name}
    with log.open("wb") as output:
        done = subprocess.run([*next_command("build")], cwd=ROOT, env=env, stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        raise Unusable(f"The web did not build. The end of {log}:\n{last_lines(log, 40)}")
    shutil.copytree(DIST / "static", STANDALONE / DIST.name / "static", dirs_exist_ok=True)
    if (ROOT / "public").exists():
        shutil.copytree(ROOT / "public", STANDALONE / "public", dirs_exist_ok=True)
    for copied in STANDALONE.glob(".env*"):
        # Next copies .env beside the server; the settings come from the process environment, once.
        copied.unlink()
    STAMP.write_text(wanted)
    print(f"  Built in {time.monotonic() - begun:.0f} s", flush=True)
    return True


def next_command(*arguments: str) -> list[str]:
    node = shutil.which("node") or "node"
    return [node, str(Path("node_modules") / "next" / "dist" / "bin" / "next"), *arguments]


def main() -> None:
    from scripts.environment import development

    os.chdir(ROOT)
    build(development(), force=True)


if __name__ == "__main__":
    main()
