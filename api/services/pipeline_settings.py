"""How an organization runs its pipeline: names, demands and patience of each stage, and the reasons that end deals."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, VersionStale
from api.core.record import Undo, record
from api.repositories.custom_field import CustomFieldRepository
from api.repositories.pipeline_settings import PipelineSettingsRepository
from api.schemas.base import STAGES
from api.schemas.pipeline_settings import PipelineSettings, PipelineSettingsUpdate
from api.services.stage_rules import CUSTOM, DEFAULTS


class FieldUnknown(Invalid):
    code, detail = "field_unknown", "There is no such field of deals."


class ReasonInUse(Conflict):
    code, detail = "reason_in_use", "Some deals bear this reason. It can be hidden, and they keep it."


def repository(ctx: OrgContext) -> PipelineSettingsRepository:
    return PipelineSettingsRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext) -> PipelineSettings:
    return _shown(await repository(ctx).find() or DEFAULTS)


async def put(ctx: OrgContext, data: PipelineSettingsUpdate) -> PipelineSettings:
    """Replace them. Raises VersionStale, ReasonInUse (409), FieldUnknown (422) for a custom field that isn't there."""
    stored = await repository(ctx).lock()
    row = stored or DEFAULTS
    if row["version"] != data.version:
        raise VersionStale(current=_shown(row).model_dump(mode="json"))
    wanted = data.model_dump(exclude={"version", "stages"}) | {
        "stages": {stage.stage: stage.model_dump(exclude={"stage"}) for stage in data.stages}
    }
    await _require_fields(ctx, row, wanted)
    return await _write(ctx, row, wanted, is_new=stored is None)


async def revert(ctx: OrgContext, entity_id: UUID, before: Mapping[str, Any], entity_version: int) -> None:
    """Undo one change. Raises VersionStale when they changed since, ReasonInUse (409)."""
    row = await repository(ctx).lock()
    if row is None or row["version"] != entity_version:
        raise VersionStale
    await _write(ctx, row, dict(before), is_new=False)


async def _require_fields(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """What was demanded before may stay: its field may be deleted, and restored."""
    asked = {name for stage in wanted["stages"].values() for name in stage["required"] if name.startswith(CUSTOM)}
    new = asked - {name for stage in row["stages"].values() for name in stage["required"]}
    if not new:
        return
    known = {f"{CUSTOM}{field['key']}" for field in await CustomFieldRepository(ctx.session, ctx.organization_id).list_live("deal")}
    if unknown := sorted(new - known):
        raise FieldUnknown(errors=[{"field": name, "code": "field_unknown", "message": FieldUnknown.detail} for name in unknown])


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any], *, is_new: bool) -> PipelineSettings:
    settings = repository(ctx)
    for kind in ("lost_reasons", "won_reasons"):
        kept = {reason["key"] for reason in wanted[kind]}
        gone = [reason["key"] for reason in row[kind] if reason["key"] not in kept]
        if used := await settings.list_used_reasons(kind, gone):
            raise ReasonInUse(kind=kind, keys=used)
    await settings.store(wanted, is_new=is_new)
    version = row["version"] + 1
    await record(
        ctx, action="pipeline_settings.updated", entity_type="pipeline_settings", entity_id=ctx.organization_id, version=version,
        changes={name: [row[name], value] for name, value in wanted.items() if row[name] != value},
        undo=Undo("pipeline_settings.update", {name: row[name] for name in ("stages", "lost_reasons", "won_reasons")}, version),
    )  # fmt: skip
    return await get(ctx)


def _shown(row: Mapping[str, Any]) -> PipelineSettings:
    stages = [{"stage": stage, **row["stages"][stage]} for stage in STAGES]
    return PipelineSettings.model_validate({**row, "stages": stages})
