"""Who may do what: one table, role by permission, served to the web and checked by every route."""

from typing import Final, Literal, get_args

Role = Literal["owner", "admin", "manager", "member", "viewer"]
Permission = Literal[
    "client:read", "client:write", "client:delete",
    "deal:read", "deal:write", "deal:delete",
    "timeline:read", "timeline:write",
    "import:read", "import:run",
    "command:undo",
    "member:read",
    "preference:read", "preference:write",
    "organization:read", "organization:update",
    "live:read",
]  # fmt: skip

ALL: Final[frozenset[Permission]] = frozenset(get_args(Permission))
READ: Final[frozenset[Permission]] = frozenset(p for p in ALL if p.endswith(":read"))
# Preferences are a person's own: every role keeps them.
VIEWER: Final = READ | {"preference:write"}
MEMBER: Final = VIEWER | {"client:write", "deal:write", "timeline:write", "deal:delete", "client:delete", "import:run", "command:undo"}

PERMISSIONS_BY_ROLE: Final[dict[str, frozenset[str]]] = {
    "owner": frozenset(ALL),
    "admin": frozenset(ALL),
    "manager": frozenset(MEMBER),
    "member": frozenset(MEMBER),
    "viewer": frozenset(VIEWER),
}
