"""`python -m tests.e2e.web.stale EMAIL`: as if the person had last proven who they are an hour ago."""

import sys

from tests.e2e.api.support import connect


def main() -> None:
    with connect() as superuser:
        superuser.execute(
            "UPDATE user_sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = (SELECT id FROM users WHERE email = %s)",
            (sys.argv[1],),
        )


if __name__ == "__main__":
    main()
