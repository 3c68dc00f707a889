"""Undo: every command that says how to take it back can be taken back once."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from api.core.deps import OrgContext, PermissionMissing
from api.core.errors import Conflict, NotFound
from api.core.permissions import Permission
from api.repositories.command import CommandRepository
from api.services import client as client_service
from api.services import client_bulk, client_merge, deal_bulk, deal_move, organization_logo, pipeline_settings, task_completion
from api.services import contact as contact_service
from api.services import custom_field as custom_field_service
from api.services import deal as deal_service
from api.services import task as task_service
from api.services import timeline as timeline_service
from api.services import view as view_service
from api.services.bulk import BulkReverted

Revert = Callable[[OrgContext, UUID, Mapping[str, Any], int], Awaitable[Any]]

REVERTS: Final[dict[str, tuple[Permission, Revert]]] = {
    "client.update": ("client:write", client_service.revert),
    "client.delete": ("client:delete", client_service.undelete),
    "client.merge": ("client:delete", client_merge.unmerge),
    "client.bulk_update": ("client:write", client_bulk.revert),
    "client.bulk_delete": ("client:delete", client_bulk.revert),
    "contact.update": ("client:write", contact_service.revert),
    "contact.delete": ("client:write", contact_service.undelete),
    "custom_field.update": ("custom_field:write", custom_field_service.revert),
    "custom_field.delete": ("custom_field:write", custom_field_service.undelete),
    "deal.update": ("deal:write", deal_service.revert),
    "deal.move": ("deal:write", deal_move.revert),
    "pipeline_settings.update": ("pipeline:write", pipeline_settings.revert),
    "deal.delete": ("deal:delete", deal_service.undelete),
    "deal.bulk_update": ("deal:write", deal_bulk.revert),
    "deal.bulk_delete": ("deal:delete", deal_bulk.revert),
    "task.create": ("task:write", task_service.undo_create),
    "task.update": ("task:write", task_service.revert),
    "task.complete": ("task:write", task_completion.revert_completion),
    "task.reopen": ("task:write", task_completion.revert_reopening),
    "task.delete": ("task:write", task_service.undelete),
    "organization.logo": ("organization:update", organization_logo.revert),
    "timeline.update": ("timeline:write", timeline_service.revert),
    "timeline.delete": ("timeline:write", timeline_service.undelete),
    "view.update": ("view:write", view_service.revert),
    "view.delete": ("view:write", view_service.undelete),
}


class CommandNotFound(NotFound):
    code, detail = "command_not_found", "There is nothing to undo here, or you can't see it."


class AlreadyUndone(Conflict):
    code, detail = "already_undone", "This was already undone."


async def undo(ctx: OrgContext, command_id: UUID) -> bytes:
    """Raises CommandNotFound, the entity's NotFound (404), AlreadyUndone, VersionStale (409), PermissionMissing (403)."""
    commands = CommandRepository(ctx.session, ctx.organization_id)
    command = await commands.lock(command_id)
    if command is None:
        raise CommandNotFound
    if command["undone_at"] is not None:
        raise AlreadyUndone
    permission, revert = REVERTS[command["kind"]]
    if permission not in ctx.permissions:
        raise PermissionMissing(permission=permission)
    reverted = await revert(ctx, command["entity_id"], command["before"], command["entity_version"])
    await commands.mark_undone(command_id)
    skipped_count = reverted.skipped_count if isinstance(reverted, BulkReverted) else 0
    what = {"id": command_id, "entity_type": command["entity_type"], "entity_id": command["entity_id"]}
    return orjson.dumps(what | {"skipped_count": skipped_count})
