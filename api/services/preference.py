"""A person's own theme, language and time zone in an organization."""

from uuid import UUID

from api.core.deps import OrgContext
from api.core.record import record
from api.repositories.preference import PreferenceRepository
from api.schemas.preference import Preferences, PreferencesUpdate

DEFAULTS = {"theme": "system", "time_zone": "America/Sao_Paulo"}


def owner_of(ctx: OrgContext) -> UUID:
    assert ctx.user_id is not None
    return ctx.user_id


async def get(ctx: OrgContext) -> Preferences:
    row = await PreferenceRepository(ctx.session, ctx.organization_id).find(owner_of(ctx))
    return Preferences.model_validate(row or DEFAULTS | {"locale": ctx.user_locale})


async def update(ctx: OrgContext, data: PreferencesUpdate) -> Preferences:
    preferences = PreferenceRepository(ctx.session, ctx.organization_id)
    user_id = owner_of(ctx)
    row = await preferences.lock(user_id) or DEFAULTS | {"locale": ctx.user_locale}
    wanted = data.model_dump(exclude_unset=True)
    found = Preferences.model_validate(row | wanted)
    await preferences.store(user_id, theme=found.theme, locale=found.locale, time_zone=found.time_zone)
    await record(
        ctx, action="preferences.updated", entity_type="preferences", entity_id=user_id,
        changes={name: [row[name], value] for name, value in wanted.items() if row[name] != value},
    )  # fmt: skip
    return found
