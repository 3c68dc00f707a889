"""Everything that is known of a person, for themselves, as a ZIP of JSON files."""

import asyncio
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Any, Final
from uuid import UUID

import orjson

from api.core.deps import Services
from api.core.fresh import require_fresh
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.storage import Storage, StoredFileMissing
from api.repositories.personal_data import PAGE, REGISTRY, PersonalDataRepository
from api.repositories.user import UserRepository
from api.services import user_session

EXPORTS_PER_HOUR: Final = 5
IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
NIL: Final = UUID(int=0)
ACCOUNT_TABLES: Final = [name for name, about in REGISTRY.items() if about.plane == "identity"]
ORGANIZATION_TABLES: Final = [name for name, about in REGISTRY.items() if about.plane == "tenant"]
ABOUT: Final = {
    "en": "What Loved CRM knows of you. account/: you, your log-ins and how you prove who you are. organizations/: what you did in each"
    " of them, one folder each. Secrets (passwords, keys, tokens) are kept as hashes and are left out.\n",
    "pt": "O que o Loved CRM sabe sobre você. account/: você, os seus acessos e como você prova quem é. organizations/: o que você fez em"
    " cada uma, uma pasta por organização. Segredos (senhas, chaves, tokens) são guardados como hash e ficam de fora.\n",
    "es": "Lo que Loved CRM sabe de ti. account/: tú, tus accesos y cómo demuestras quién eres. organizations/: lo que hiciste en cada una,"
    " una carpeta por organización. Los secretos (contraseñas, claves, tokens) se guardan como hash y quedan fuera.\n",
}


async def export(services: Services, caller: Caller) -> IO[bytes]:
    """The archive, rewound; who reads it closes it. Raises ReauthenticationRequired (403), RateLimited (429)."""
    assert caller.claims is not None
    claims = caller.claims
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # read by the answer, which closes it
    with ExitStack() as unless_done:
        unless_done.callback(spool.close)
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
            async with services.databases.identity_session() as identity:
                ctx = await user_session.enter(identity, caller, claims.session_id, claims.organization_id)
                require_fresh(ctx)
                await services.limiter.hit(f"export:{claims.user_id}", limit=EXPORTS_PER_HOUR, window_seconds=3600)
                data = PersonalDataRepository(identity, claims.user_id)
                user = await UserRepository(identity).get(claims.user_id)
                avatar_key = await UserRepository(identity).find_avatar(claims.user_id)
                account = {table: await data.list_of_account(table) for table in ACCOUNT_TABLES}
                account["outgoing_mails"] = await data.list_mails(user["email"])
                await record(ctx, action="user.exported", entity_type="user", entity_id=claims.user_id)
            services.live.publish_soon(ctx.events)
            archive.writestr("README.txt", ABOUT[user["locale"]])
            for table, rows in account.items():
                archive.writestr(f"account/{table}.json", _dump(rows))
            await _add_avatar(archive, Storage(services.settings.storage_dir), avatar_key)
            for membership in account["memberships"]:
                if membership["left_at"] is None:
                    await _add_organization(services, archive, claims.session_id, claims.user_id, membership["organization_id"])
        spool.seek(0)
        unless_done.pop_all()
    return spool


async def _add_organization(services: Services, archive: zipfile.ZipFile, session_id: UUID, user_id: UUID, organization_id: UUID) -> None:
    """What the person did there; nothing where they can't get in, as in an organization that demands a second factor."""
    async with services.databases.tenant_transaction(read_only=True) as pending:
        session, entered = await pending.enter(session_id, organization_id)
        if entered.status != "ok":
            return
        data = PersonalDataRepository(session, user_id)
        folder = f"organizations/{organization_id}"
        archive.writestr(f"{folder}/organization.json", _dump([{"id": organization_id, "name": entered.organization_name}]))
        for table in ORGANIZATION_TABLES:
            rows: list[dict[str, Any]] = []
            after = NIL
            while found := await data.list_in_organization(table, organization_id, after):
                after = found[-1]["page_id"]
                rows += [{name: value for name, value in row.items() if name != "page_id"} for row in found]
                if len(found) < PAGE:
                    break
            await asyncio.to_thread(archive.writestr, f"{folder}/{table}.json", _dump(rows))


async def _add_avatar(archive: zipfile.ZipFile, storage: Storage, key: str | None) -> None:
    if key is None:
        return
    try:
        archive.writestr("account/avatar.webp", await asyncio.to_thread(storage.path(key).read_bytes))
    except StoredFileMissing:
        return


def _dump(rows: Sequence[dict[str, Any]]) -> bytes:
    return orjson.dumps(list(rows), default=str, option=orjson.OPT_INDENT_2)


def pieces(archive: IO[bytes]) -> Iterator[bytes]:
    """The archive in pieces, closed at the end."""
    with archive:
        while piece := archive.read(64 * 1024):
            yield piece
