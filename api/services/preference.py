"""How the product looks, speaks and reports to a person in an organization."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from api.core.deps import OrgContext
from api.core.notifications import EVENTS, Choices, channels_of
from api.core.record import record
from api.repositories.preference import PreferenceRepository
from api.schemas.preference import Preferences, PreferencesUpdate

DEFAULTS: Final[Mapping[str, Any]] = {
    "theme": "system", "time_zone": "America/Sao_Paulo", "date_format": "auto", "number_format": "auto",
    "first_weekday": "auto", "start_page": "dashboard", "notifications": {},
    "quiet_hours": {"is_on": False, "from": "22:00", "to": "07:00", "days": [1, 2, 3, 4, 5, 6, 7]},
}  # fmt: skip


def owner_of(ctx: OrgContext) -> UUID:
    assert ctx.user_id is not None
    return ctx.user_id


def shown(row: Mapping[str, Any]) -> Preferences:
    """A row as people see it: every event, with what they chose or what holds unless they do."""
    return Preferences.model_validate({**row, "notifications": {event: channels_of(event, row["notifications"]) for event in EVENTS}})


async def get(ctx: OrgContext) -> Preferences:
    row = await PreferenceRepository(ctx.session, ctx.organization_id).find(owner_of(ctx))
    return shown(row or {**DEFAULTS, "locale": ctx.user_locale})


async def update(ctx: OrgContext, data: PreferencesUpdate) -> Preferences:
    """Effects: the person's other devices hear of it, and nobody else does."""
    preferences = PreferenceRepository(ctx.session, ctx.organization_id)
    user_id = owner_of(ctx)
    row = await preferences.lock(user_id) or {**DEFAULTS, "locale": ctx.user_locale}
    wanted = data.model_dump(exclude_unset=True, by_alias=True)
    if "notifications" in wanted:
        wanted["notifications"] = _merged(row["notifications"], wanted["notifications"])
    await preferences.store(user_id, row | wanted)
    changed = {name: value for name, value in wanted.items() if row[name] != value}
    found = shown(row | wanted)
    await record(
        ctx, action="preferences.changed", entity_type="preferences", entity_id=user_id,
        changes={name: [row[name], value] for name, value in changed.items()},
        data=found.model_dump(by_alias=True), only_to=frozenset({user_id}),
    )  # fmt: skip
    return found


def _merged(stored: Choices, wanted: Choices) -> Choices:
    return stored | {event: stored.get(event, {}) | channels for event, channels in wanted.items()}
