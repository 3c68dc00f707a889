"""`python -m tests.e2e.web.plan ORGANIZATION_ID PLAN`: as if the organization had bought another plan."""

import sys

from tests.e2e.api.support import connect


def main() -> None:
    organization_id, plan = sys.argv[1:3]
    with connect() as superuser:
        superuser.execute("UPDATE organizations SET plan = %s WHERE id = %s", (plan, organization_id))


if __name__ == "__main__":
    main()
