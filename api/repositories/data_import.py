from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from api.core import cursor as cursors
from api.models.data_import import DataImport
from api.repositories.base import TenantRepository, page

IMPORT_JSON = """json_build_object(
    'id', i.id, 'kind', i.kind, 'status', i.status, 'file_name', i.file_name, 'columns', i.file_shape -> 'columns',
    'fields', (%(fields)s::jsonb -> i.kind) || (SELECT coalesce(jsonb_agg('cf.' || f.key ORDER BY f.position, f.id), '[]')
        FROM custom_fields f WHERE f.organization_id = i.organization_id AND f.entity || 's' = i.kind AND f.deleted_at IS NULL),
    'repeatable_fields', %(repeatable)s::jsonb -> i.kind,
    'suggested_mapping', i.file_shape -> 'suggested_mapping', 'mapping', i.mapping, 'preview', i.file_shape -> 'preview',
    'encoding', i.file_shape -> 'dialect' ->> 'encoding', 'delimiter', i.file_shape -> 'dialect' ->> 'delimiter',
    'has_heading', i.file_shape -> 'has_heading', 'date_order', i.file_shape ->> 'date_order', 'on_duplicate', i.on_duplicate,
    'row_count', i.row_count, 'blank_row_count', i.file_shape -> 'blank_row_count', 'processed_count', i.processed_count,
    'created_count', i.created_count, 'updated_count', i.updated_count, 'duplicate_count', i.duplicate_count,
    'problem_count', i.problem_count,
    'warning_count', (SELECT count(*) FROM import_problems w WHERE w.organization_id = i.organization_id AND w.import_id = i.id
                      AND w.severity = 'warning'),
    'error_code', i.error_code, 'undo', i.file_shape -> 'undo', 'user_id', i.user_id,
    'user_name', (SELECT u.full_name FROM users u WHERE u.id = i.user_id),
    'created_at', i.created_at, 'updated_at', i.updated_at, 'finished_at', i.finished_at)::text"""
GET = f"""
    SELECT {IMPORT_JSON} FROM imports i WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
LIST = f"""
    SELECT {IMPORT_JSON} AS json, i.created_at::text AS sort_value, i.id FROM imports i
    WHERE i.organization_id = %(organization_id)s
      AND (%(cursor_value)s::timestamptz IS NULL OR (i.created_at, i.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY i.created_at DESC, i.id DESC LIMIT %(limit)s"""
FIND = """
    SELECT i.id, i.kind, i.status, i.user_id, i.storage_key, i.file_name, i.file_shape, i.mapping, i.on_duplicate, i.row_count,
           i.processed_count
    FROM imports i WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
LOCK = f"{FIND} FOR UPDATE"
ADVANCE = """
    UPDATE imports i SET processed_count = i.processed_count + %(processed)s, created_count = i.created_count + %(created)s,
        updated_count = i.updated_count + %(updated)s, duplicate_count = i.duplicate_count + %(duplicate)s,
        problem_count = i.problem_count + %(problem)s, updated_at = now()
    WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
SET_STATUS = """
    UPDATE imports i SET status = %(status)s, error_code = %(error_code)s, updated_at = now(),
        finished_at = CASE WHEN %(is_final)s THEN now() ELSE i.finished_at END
    WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
COMMIT = """
    UPDATE imports i SET status = 'queued', mapping = %(mapping)s, on_duplicate = %(on_duplicate)s, updated_at = now(),
        file_shape = i.file_shape || jsonb_build_object('date_order', %(date_order)s::text)
    WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
SET_UNDO = """
    UPDATE imports i SET file_shape = i.file_shape || jsonb_build_object('undo', %(undo)s::jsonb)
    WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s"""
PROBLEM_JSON = """json_build_object(
    'id', p.id, 'row_number', p.row_number, 'code', p.code, 'severity', p.severity, 'field', p.field, 'value', p.value,
    'raw', p.raw)::text"""
LIST_PROBLEMS = f"""
    SELECT {PROBLEM_JSON} AS json, p.row_number AS sort_value, p.id FROM import_problems p
    WHERE p.organization_id = %(organization_id)s AND p.import_id = %(import_id)s
      AND (%(cursor_value)s::integer IS NULL OR (p.row_number, p.id) > (%(cursor_value)s::integer, %(cursor_id)s::uuid))
    ORDER BY p.row_number, p.id LIMIT %(limit)s"""
PROBLEM_ROWS = """
    SELECT p.row_number, array_agg(p.code || CASE WHEN p.field = '' THEN '' ELSE ' (' || p.field || ')' END ORDER BY p.id) AS codes,
           (array_agg(p.raw ORDER BY p.id))[1] AS raw
    FROM import_problems p
    WHERE p.organization_id = %(organization_id)s AND p.import_id = %(import_id)s AND p.row_number > %(after)s
    GROUP BY p.row_number ORDER BY p.row_number LIMIT %(limit)s"""
KEEP_ALIVE = "SELECT %(organization_id)s IS NOT NULL"
STORED_KEYS = "SELECT i.storage_key FROM imports i WHERE i.organization_id = %(organization_id)s AND i.storage_key = ANY(%(keys)s)"
FORGET_UNCOMMITTED = """
    DELETE FROM imports i WHERE i.organization_id = %(organization_id)s AND i.status = 'uploaded'
      AND i.created_at < now() - interval '1 day' RETURNING i.storage_key"""


class DataImportRepository(TenantRepository):
    model = DataImport

    def __init__(
        self, session: Any, organization_id: UUID, *, fields: Mapping[str, Sequence[str]], repeatable: Mapping[str, Sequence[str]]
    ) -> None:
        """fields, repeatable: by kind of import, told with every import so that a form needs nothing else."""
        super().__init__(session, organization_id)
        self.shown = {"fields": Jsonb(dict(fields)), "repeatable": Jsonb(dict(repeatable))}

    async def get_json(self, import_id: UUID) -> bytes | None:
        return await self.json(GET, id=import_id, **self.shown)

    async def list_json(self, *, limit: int, cursor: str | None) -> bytes:
        value, last_id = cursors.decode(cursor, "imports") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value, cursor_id=last_id, **self.shown))
        return page(rows, limit=limit, listing="imports")

    async def keep_alive(self) -> None:
        """Say something, so that the database doesn't take the transaction for forgotten."""
        await self.session.scalar(KEEP_ALIVE, self.params())

    async def find(self, import_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params(id=import_id))

    async def lock(self, import_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=import_id))

    async def advance(self, import_id: UUID, counts: Mapping[str, int]) -> None:
        """counts: how many more rows are processed, created, updated, duplicate, problem."""
        await self.session.run(ADVANCE, self.params(id=import_id, **counts))

    async def set_status(self, import_id: UUID, status: str, *, error_code: str | None = None, is_final: bool = False) -> None:
        await self.session.run(SET_STATUS, self.params(id=import_id, status=status, error_code=error_code, is_final=is_final))

    async def commit(self, import_id: UUID, *, mapping: Mapping[str, str], on_duplicate: str, date_order: str) -> None:
        values = self.params(id=import_id, mapping=Jsonb(dict(mapping)), on_duplicate=on_duplicate, date_order=date_order)
        await self.session.run(COMMIT, values)

    async def set_undo(self, import_id: UUID, *, removed_count: int, kept_count: int) -> None:
        undo = Jsonb({"removed_count": removed_count, "kept_count": kept_count})
        await self.session.run(SET_UNDO, self.params(id=import_id, undo=undo))

    async def list_problems_json(self, import_id: UUID, *, limit: int, cursor: str | None) -> bytes:
        listing = f"import_problems:{import_id}"
        value, last_id = cursors.decode(cursor, listing) if cursor else (None, None)
        values = self.params(import_id=import_id, limit=limit + 1, cursor_value=value, cursor_id=last_id)
        return page(await self.session.rows(LIST_PROBLEMS, values), limit=limit, listing=listing)

    async def list_problem_rows(self, import_id: UUID, *, after: int, limit: int) -> Sequence[dict[str, Any]]:
        """(row_number, codes, raw) of rows with a problem, behind row `after`."""
        return await self.session.rows(PROBLEM_ROWS, self.params(import_id=import_id, after=after, limit=limit))

    async def list_stored_keys(self, keys: Sequence[str]) -> set[str]:
        """Those of the storage keys that an import still names."""
        return {row["storage_key"] for row in await self.session.rows(STORED_KEYS, self.params(keys=list(keys)))}

    async def forget_uncommitted(self) -> list[str]:
        """Delete imports that nobody committed within a day; their storage keys."""
        return [row["storage_key"] for row in await self.session.rows(FORGET_UNCOMMITTED, self.params())]
