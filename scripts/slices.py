"""`make slice f=deal`: the files of one feature, in the order in which a request and a screen read them."""

import sys

from scripts.environment import ROOT, Unusable

SERVER_ROOMS = ("routers", "schemas", "services", "repositories", "models", "jobs")
READING_ORDER = (
    *(f"api/{room}/{{snake}}*.py" for room in SERVER_ROOMS),
    "app/**/{kebab}*/**/*.tsx",
    "app/**/{kebab}s/**/*.tsx",
    "containers/{kebab}/*",
    "hooks/use-{kebab}*.ts",
    "services/{kebab}*.ts",
    "stores/{kebab}*.ts",
    "components/{kebab}/*",
    "lib/{kebab}*",
    "tests/unit/test_{snake}*.py",
    "tests/unit/web/**/{kebab}*",
    "tests/e2e/api/test_{snake}*.py",
    "tests/e2e/web/{kebab}*",
)


def files_of(slug: str) -> list[str]:
    snake, kebab = slug.replace("-", "_"), slug.replace("_", "-")
    found: dict[str, None] = {}
    for pattern in READING_ORDER:
        for path in sorted(ROOT.glob(pattern.format(snake=snake, kebab=kebab))):
            if path.is_file():
                found[str(path.relative_to(ROOT))] = None
    return list(found)


def main() -> int:
    if len(sys.argv) != 2 or not sys.argv[1]:
        raise Unusable("Say which feature: make slice f=deal")
    files = files_of(sys.argv[1])
    if not files:
        raise Unusable(f"No file belongs to {sys.argv[1]!r}; use a singular slug such as deal.")
    print("\n".join(files))
    return 0


if __name__ == "__main__":
    sys.exit(main())
