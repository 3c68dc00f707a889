"""POST once: an Idempotency-Key gives the same answer again, whatever happens to the connection in between."""

import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid

MAX_KEY_LENGTH = 200

LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%(lock)s, 0))"
FIND = """
    SELECT id, request_hash, status, body, headers, created_at < now() - interval '24 hours' AS is_old FROM idempotency_keys
    WHERE organization_id = %(organization_id)s AND user_id = %(user_id)s AND route = %(route)s AND key = %(key)s"""
# An old key that is used anew starts a day of its own.
FORGET = "DELETE FROM idempotency_keys WHERE organization_id = %(organization_id)s AND id = %(id)s"
STORE = """
    INSERT INTO idempotency_keys (organization_id, id, user_id, route, key, request_hash, status, body, headers)
    VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(route)s, %(key)s, %(hash)s, %(status)s, %(body)s, %(headers)s)"""


class IdempotencyInFlight(Conflict):
    code, detail = "idempotency_in_flight", "The same request is still being worked on."


class IdempotencyKeyReused(Invalid):
    code, detail = "idempotency_key_reused", "This Idempotency-Key was used for another request."


async def answer_once(
    ctx: OrgContext,
    request: Request,
    make: Callable[[], Awaitable[bytes]],
    *,
    status: int = 201,
    fingerprint: bytes | None = None,
    kept: Callable[[bytes], bytes] = bytes,
) -> Response:
    """Run `make` and answer its JSON; with an Idempotency-Key, run it at most once in 24 hours.

    fingerprint: what makes two requests the same; the raw body unless given.
    kept: the answer as it may be stored and given again; all of it unless told.
    Raises IdempotencyInFlight (409), IdempotencyKeyReused (422).
    """
    key = request.headers.get("idempotency-key", "")
    if not key:
        return json_response(ctx, await make(), status)
    if len(key) > MAX_KEY_LENGTH:
        raise Invalid.field("Idempotency-Key", "string_too_long", f"At most {MAX_KEY_LENGTH} characters.")
    route = f"{request.method} {request.url.path}"
    where = {"organization_id": ctx.organization_id, "user_id": ctx.user_id, "route": route, "key": key}
    if not await ctx.session.scalar(LOCK, {"lock": f"{ctx.organization_id}|{ctx.user_id}|{route}|{key}"}):
        raise IdempotencyInFlight
    request_hash = hashlib.sha256(fingerprint if fingerprint is not None else await request.body()).digest()
    known = await ctx.session.row(FIND, where)
    if known is not None and known["is_old"]:
        await ctx.session.run(FORGET, {"organization_id": ctx.organization_id, "id": known["id"]})
    elif known is not None:
        if bytes(known["request_hash"]) != request_hash:
            raise IdempotencyKeyReused
        headers = known["headers"] | {"Idempotent-Replayed": "true"}
        return Response(known["body"], known["status"], headers, "application/json")
    body = await make()
    await ctx.session.run(
        STORE,
        where
        | {"id": uuid7(), "hash": request_hash, "status": status, "body": kept(body).decode(), "headers": Jsonb(ctx.response_headers)},
    )
    return json_response(ctx, body, status)


def json_response(ctx: OrgContext, body: bytes, status: int = 200) -> Response:
    """The bytes as they are, with the headers that the command left (X-Command-Id)."""
    return Response(body, status, ctx.response_headers, "application/json")


def no_content(ctx: OrgContext) -> Response:
    return Response(None, 204, ctx.response_headers)
