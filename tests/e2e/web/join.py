"""Prints, as JSON, a new colleague in an existing organization: invites come later, so the database is told directly.

Usage: python -m tests.e2e.web.join ORGANIZATION_ID ROLE FULL_NAME
"""

import json
import sys

import httpx
import psycopg
from psycopg.rows import dict_row

from tests.e2e.api.support import API_URL, DATABASE_URL, PASSWORD, join


def main() -> None:
    organization_id, role, full_name = sys.argv[1:4]
    with (
        httpx.Client(base_url=API_URL) as http,
        psycopg.connect(DATABASE_URL, autocommit=True, row_factory=dict_row) as superuser,
    ):
        person = join(http, superuser, organization_id, role, full_name=full_name)
    sys.stdout.write(json.dumps({"email": person.email, "password": PASSWORD}))


if __name__ == "__main__":
    main()
