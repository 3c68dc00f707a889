"""The only builders of Redis keys and channels: `org:{id}:…` of one organization, `sys:…` of the installation."""

from uuid import UUID


def organization_key(organization_id: UUID, *parts: str) -> str:
    return ":".join(("org", str(organization_id), *parts))


def system_key(*parts: str) -> str:
    return ":".join(("sys", *parts))
