"""Who may do what: one table, role by permission, served to the web and checked by every route."""

from typing import Final, Literal, get_args

Role = Literal["owner", "admin", "manager", "member", "viewer"]
# What of the records somebody sees, beside what their role lets them do with it. Owners and admins see all.
RecordScope = Literal["own", "team", "all"]
Permission = Literal[
    "client:read", "client:write", "client:delete",
    "deal:read", "deal:write", "deal:delete",
    "pipeline:read", "pipeline:write",
    "timeline:read", "timeline:write",
    "task:read", "task:write",
    "report:read",
    "import:read", "import:run",
    "view:read", "view:write", "view:share", "view:manage",
    "command:undo",
    "member:read", "member:invite", "member:manage", "member:leave", "role:read",
    "preference:read", "preference:write",
    "notification:read", "notification:write",
    "organization:read", "organization:update",
    "organization:convert", "organization:delete", "organization:transfer",
    "recovery:approve",
    "security_policy:read", "security_policy:write",
    "live:read",
    "audit:read", "audit:export",
    "api_key:read", "api_key:write",
    "custom_field:read", "custom_field:write",
]  # fmt: skip

ALL: Final[frozenset[Permission]] = frozenset(get_args(Permission))
# What the organization's owners and admins alone see, reading included.
ADMIN_ONLY: Final[frozenset[Permission]] = frozenset({"audit:read", "api_key:read"})
READ: Final[frozenset[Permission]] = frozenset(p for p in ALL if p.endswith(":read")) - ADMIN_ONLY
# Preferences, what they were told, and whether to stay, are a person's own: every role keeps them.
VIEWER: Final = READ | {"preference:write", "notification:write", "member:leave", "view:write"}
MEMBER: Final = VIEWER | {
    "client:write",
    "deal:write",
    "timeline:write",
    "task:write",
    "deal:delete",
    "client:delete",
    "import:run",
    "command:undo",
    "view:share",
}
# What the organization itself hangs on.
OWNER_ONLY: Final[frozenset[Permission]] = frozenset({
    "organization:convert", "organization:delete", "organization:transfer", "recovery:approve",
})  # fmt: skip
# Where everybody has a workspace of their own (SAAS_MODE=B2C), what these are for isn't there: 404.
TEAM_ONLY: Final[frozenset[Permission]] = frozenset({
    "member:read", "member:invite", "member:manage", "member:leave", "role:read", "organization:convert", "organization:transfer",
    "recovery:approve",
})  # fmt: skip

PERMISSIONS_BY_ROLE: Final[dict[str, frozenset[str]]] = {
    "owner": frozenset(ALL),
    "admin": frozenset(ALL - OWNER_ONLY),
    "manager": frozenset(MEMBER | {"pipeline:write", "view:manage", "member:invite"}),
    "member": frozenset(MEMBER),
    "viewer": frozenset(VIEWER),
}

# What a key may be given: the organization's work. What is a person's own, what proves who somebody is and what
# decides about people and keys stays with people.
KEY_RESOURCES: Final = frozenset({"client", "custom_field", "deal", "timeline", "task", "import", "command"})
KEY_SCOPES: Final[frozenset[Permission]] = frozenset(
    {p for p in ALL if p.partition(":")[0] in KEY_RESOURCES}
    | {"pipeline:read", "report:read", "member:read", "organization:read", "audit:read"}
)
