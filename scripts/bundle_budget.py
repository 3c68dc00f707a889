"""How much JavaScript a browser loads before a page is interactive, from the last production build, against the budget.

Counted as a browser does: the page's own files and those of every layout, error and not-found boundary above it,
gzipped, without the polyfills that only old browsers ask for. Next's own table leaves the layouts out.
"""

import gzip
import json
import sys
from pathlib import Path, PurePosixPath

from scripts.web_build import DIST

BUDGET_KB = 200
BOUNDARIES = ("layout", "template", "loading", "error", "not-found")
ADMIN = "/[locale]/admin"


def first_load_files(page: str, files_by_entry: dict[str, list[str]], root_files: list[str]) -> set[str]:
    """`page` is an entry of app-build-manifest.json such as "/[locale]/admin/page"."""
    folders = [*reversed(PurePosixPath(page).parents)]
    entries = [page, *(str(folder / boundary) for folder in folders for boundary in BOUNDARIES)]
    loaded = {file for entry in entries for file in files_by_entry.get(entry, [])}
    return {file for file in {*root_files, *loaded} if file.endswith(".js")}


def first_load_kb(dist: Path = DIST) -> dict[str, float]:
    """Kilobytes (1,000 bytes) by page address, every page of the application."""
    files_by_entry = json.loads((dist / "app-build-manifest.json").read_text())["pages"]
    root_files = json.loads((dist / "build-manifest.json").read_text())["rootMainFiles"]
    pages = [entry for entry in files_by_entry if entry.startswith("/[locale]") and entry.endswith("/page")]
    sizes = {
        file: len(gzip.compress((dist / file).read_bytes(), 9))
        for file in {f for p in pages for f in first_load_files(p, files_by_entry, root_files)}
    }
    return {
        page.removesuffix("/page"): sum(sizes[file] for file in first_load_files(page, files_by_entry, root_files)) / 1000 for page in pages
    }


def main() -> int:
    if not (DIST / "app-build-manifest.json").exists():
        print("There is no production build to measure: npm run build")
        return 1
    is_over = False
    for page, kilobytes in sorted(first_load_kb().items(), key=lambda item: -item[1]):
        has_budget = page.startswith(ADMIN)
        is_heavy = has_budget and kilobytes > BUDGET_KB
        is_over |= is_heavy
        print(f"{'✗' if is_heavy else '✓' if has_budget else ' '} {kilobytes:6.1f} KB  {page}")
    print(f"Budget of an {ADMIN} page: {BUDGET_KB} KB gzipped before it is interactive")
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main())
