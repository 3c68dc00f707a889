from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.core import cursor as cursors
from api.models.custom_field import CustomField
from api.repositories.base import TenantRepository, page

FIELD_JSON = """json_build_object(
    'id', f.id, 'entity', f.entity, 'key', f.key, 'kind', f.kind, 'labels', f.labels, 'options', f.options, 'currency', f.currency,
    'is_required', f.is_required, 'position', f.position, 'is_deleted', f.deleted_at IS NOT NULL, 'version', f.version,
    'created_at', f.created_at, 'updated_at', f.updated_at)::text"""
GET = f"""
    SELECT {FIELD_JSON} AS json FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.id = %(id)s AND f.deleted_at IS NULL"""
LIST = f"""
    SELECT {FIELD_JSON} AS json, f.position AS sort_value, f.id FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.entity = %(entity)s AND (f.deleted_at IS NOT NULL) = %(deleted)s
      AND (%(cursor_value)s::text IS NULL OR (f.position, f.id) > (%(cursor_value)s::text, %(cursor_id)s::uuid))
    ORDER BY f.position, f.id LIMIT %(limit)s"""
LIVE = """
    SELECT f.id, f.key, f.kind, f.labels, f.options, f.currency, f.is_required, f.position FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.entity = %(entity)s AND f.deleted_at IS NULL ORDER BY f.position, f.id"""
# Held against the removal of their options until the values are written.
LIVE_HELD = f"{LIVE} FOR KEY SHARE"
LOCK = """
    SELECT f.* FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.id = %(id)s AND (f.deleted_at IS NOT NULL) = %(deleted)s FOR UPDATE"""
# One at a time in an organization, so that keys stay unique and the limit holds.
LOCK_COUNT = "SELECT pg_advisory_xact_lock(hashtextextended('custom_fields|' || %(organization_id)s::text, 0))"
KEYS = """
    SELECT f.key, f.deleted_at IS NULL AS is_live, f.position FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.entity = %(entity)s ORDER BY f.position"""
PLACE = """
    SELECT n.position AS before, (SELECT f.position FROM custom_fields f WHERE f.organization_id = %(organization_id)s
        AND f.entity = n.entity AND f.position < n.position AND f.id <> %(id)s ORDER BY f.position DESC LIMIT 1) AS after
    FROM custom_fields n WHERE n.organization_id = %(organization_id)s AND n.entity = %(entity)s AND n.id = %(before_id)s
      AND n.deleted_at IS NULL"""
END = """
    SELECT max(f.position) FROM custom_fields f
    WHERE f.organization_id = %(organization_id)s AND f.entity = %(entity)s AND f.id <> %(id)s"""
MEMBERS = """
    SELECT m.user_id FROM memberships m
    WHERE m.organization_id = %(organization_id)s AND m.user_id = ANY(%(ids)s::uuid[]) AND m.left_at IS NULL"""

# entity, its records, their values.
TABLES: Final = tuple((entity, f"{entity}s", f"{entity}_custom_values") for entity in ("client", "contact", "deal"))
COUNT_OPTIONS: Final = {
    entity: f"""
    SELECT v.text_value AS key, count(*) AS count FROM {values} v
    WHERE v.organization_id = %(organization_id)s AND v.field_id = %(field_id)s AND v.text_value = ANY(%(keys)s)
    GROUP BY v.text_value"""
    for entity, records, values in TABLES
}
# has_both: of a multiple choice, whether the record had chosen the target as well.
MOVE_OPTION: Final = {
    entity: f"""
    WITH chosen AS (
        SELECT r.id, coalesce(r.custom_fields -> %(key)s::text @> to_jsonb(%(target)s::text), false) AS has_both FROM {records} r
        WHERE r.organization_id = %(organization_id)s AND r.id IN (
            SELECT v.{entity}_id FROM {values} v WHERE v.organization_id = %(organization_id)s
              AND v.field_id = %(field_id)s AND v.text_value = %(option)s) FOR NO KEY UPDATE)
    UPDATE {records} r SET version = r.version + 1, updated_at = now(), custom_fields = CASE
        WHEN jsonb_typeof(r.custom_fields -> %(key)s::text) <> 'array' THEN
            CASE WHEN %(target)s::text IS NULL THEN r.custom_fields - %(key)s::text
                 ELSE jsonb_set(r.custom_fields, ARRAY[%(key)s::text], to_jsonb(%(target)s::text)) END
        WHEN jsonb_array_length(r.custom_fields -> %(key)s::text) = 1 AND %(target)s::text IS NULL THEN r.custom_fields - %(key)s::text
        ELSE jsonb_set(r.custom_fields, ARRAY[%(key)s::text], ((r.custom_fields -> %(key)s::text) - %(option)s::text)
            || CASE WHEN %(target)s::text IS NULL OR chosen.has_both THEN '[]'::jsonb ELSE jsonb_build_array(%(target)s::text) END) END
    FROM chosen WHERE r.organization_id = %(organization_id)s AND r.id = chosen.id
    RETURNING r.id, chosen.has_both"""
    for entity, records, values in TABLES
}
# The way back, for the records that still hold what they were given.
RESTORE_OPTION: Final = {
    entity: f"""
    UPDATE {records} r SET version = r.version + 1, updated_at = now(), custom_fields = CASE
        WHEN NOT %(is_multiple)s THEN jsonb_set(r.custom_fields, ARRAY[%(key)s::text], to_jsonb(%(option)s::text))
        ELSE jsonb_set(r.custom_fields, ARRAY[%(key)s::text], CASE WHEN %(target)s::text IS NULL OR %(has_both)s
                 THEN coalesce(r.custom_fields -> %(key)s::text, '[]'::jsonb)
                 ELSE (r.custom_fields -> %(key)s::text) - %(target)s::text END || jsonb_build_array(%(option)s::text)) END
    WHERE r.organization_id = %(organization_id)s AND r.id = ANY(%(ids)s::uuid[])
      AND CASE WHEN %(target)s::text IS NULL THEN %(is_multiple)s OR NOT r.custom_fields ? %(key)s::text
               WHEN %(is_multiple)s THEN r.custom_fields -> %(key)s::text ? %(target)s::text
               ELSE r.custom_fields ->> %(key)s::text = %(target)s::text END"""
    for entity, records, values in TABLES
}

COMPARISONS: Final = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def live_values(record: str, entity: str) -> str:
    """The SQL of a record's values without those of deleted fields, which wait for a restore."""
    return (
        f"{record}.custom_fields - ARRAY(SELECT f.key FROM custom_fields f WHERE f.organization_id = %(organization_id)s"
        f" AND f.entity = '{entity}' AND f.deleted_at IS NOT NULL)"
    )


def matching(entity: str, record_id: str, field_id: UUID, operator: str, value: Any = None, *, name: str) -> tuple[str, dict[str, Any]]:
    """The condition that a record's value meets, and its parameters, which begin with `name`.

    operator: is, is_not, contains take text; any_of, none_of a list of keys, ids or booleans; eq, gt, gte, lt, lte a number, or a
    date as text; is_set, is_empty nothing. Keeps its index under row-level security (docs/decisions/0032-custom-fields.md).
    """
    values: dict[str, Any] = {f"{name}_field": field_id}
    test = ""
    if operator in ("is", "is_not"):
        test, values[f"{name}_value"] = f" AND v.text_value = app.fold_value(%({name}_value)s)", value
    elif operator == "contains":
        test, values[f"{name}_value"] = f" AND strpos(v.text_value, app.fold_value(%({name}_value)s)) > 0", value
    elif operator in ("any_of", "none_of"):
        test = f" AND v.text_value = ANY(%({name}_value)s::text[])"
        values[f"{name}_value"] = [str(item).lower() for item in value]
    elif operator in COMPARISONS:
        column, cast = ("text_value", "text") if isinstance(value, str) else ("number_value", "double precision")
        test, values[f"{name}_value"] = f" AND v.{column} {COMPARISONS[operator]} %({name}_value)s::{cast}", value
    elif operator not in ("is_set", "is_empty"):
        raise ValueError(operator)
    table = f"{entity}_custom_values"
    without = "NOT " if operator in ("is_not", "none_of", "is_empty") else ""
    sql = (
        f"{record_id} {without}IN (SELECT v.{entity}_id FROM {table} v"
        f" WHERE v.organization_id = %(organization_id)s AND v.field_id = %({name}_field)s{test})"
    )
    return sql, values


class CustomFieldRepository(TenantRepository):
    model = CustomField

    async def get_json(self, field_id: UUID) -> bytes | None:
        return await self.json(GET, id=field_id)

    async def list_json(self, entity: str, *, deleted: bool, limit: int, cursor: str | None) -> bytes:
        listing = f"custom_fields:{entity}"
        value, last_id = cursors.decode(cursor, listing) if cursor else (None, None)
        values = self.params(entity=entity, deleted=deleted, limit=limit + 1, cursor_value=value, cursor_id=last_id)
        return page(await self.session.rows(LIST, values), limit=limit, listing=listing)

    async def list_live(self, entity: str, *, held: bool = False) -> Sequence[dict[str, Any]]:
        """The fields of an entity in their order; held: none of their options goes before this transaction ends."""
        return await self.session.rows(LIVE_HELD if held else LIVE, self.params(entity=entity))

    async def lock(self, field_id: UUID, *, deleted: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=field_id, deleted=deleted))

    async def list_keys(self, entity: str) -> Sequence[dict[str, Any]]:
        """key, is_live, position of each, deleted ones too; nobody else adds or restores a field until this transaction ends."""
        await self.session.row(LOCK_COUNT, self.params())
        return await self.session.rows(KEYS, self.params(entity=entity))

    async def find_gap(self, entity: str, field_id: UUID, before_id: UUID | None) -> dict[str, Any] | None:
        """(after, before) of the place in front of a field, or at the end; None when that field is unknown."""
        await self.session.row(LOCK_COUNT, self.params())
        if before_id is None:
            return {"after": await self.session.scalar(END, self.params(entity=entity, id=field_id)), "before": None}
        return await self.session.row(PLACE, self.params(entity=entity, id=field_id, before_id=before_id))

    async def find_members(self, user_ids: Sequence[str]) -> set[str]:
        return {str(row["user_id"]) for row in await self.session.rows(MEMBERS, self.params(ids=list(user_ids)))}

    async def count_options(self, entity: str, field_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        """How many records hold each option; those that none holds are left out."""
        rows = await self.session.rows(COUNT_OPTIONS[entity], self.params(field_id=field_id, keys=list(keys)))
        return {row["key"]: row["count"] for row in rows}

    async def move_option(self, field: Mapping[str, Any], option: str, target: str | None) -> Sequence[dict[str, Any]]:
        """id and has_both of each record whose choice was exchanged."""
        values = self.params(field_id=field["id"], key=field["key"], option=option, target=target)
        return await self.session.rows(MOVE_OPTION[field["entity"]], values)

    async def restore_option(
        self, field: Mapping[str, Any], option: str, target: str | None, ids: Sequence[str], *, has_both: bool
    ) -> None:
        values = self.params(
            key=field["key"], option=option, target=target, ids=list(ids), has_both=has_both, is_multiple=field["kind"] == "multi_choice"
        )
        await self.session.run(RESTORE_OPTION[field["entity"]], values)
