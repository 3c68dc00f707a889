"""Files of organizations and of people in a local folder; every key carries whose it is."""

import asyncio
import os
import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final, Literal
from uuid import UUID

from uuid_utils.compat import uuid7

StoredKind = Literal["import", "logo"]
KEY: Final = re.compile(r"^(?:org|user)/[0-9a-f-]{36}/[a-z]+/[0-9a-f-]{36}$")


class StoredFileMissing(Exception):
    """The row is there, its file is not."""


class Storage:
    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def new_key(organization_id: UUID, kind: StoredKind) -> str:
        """The only builder of an organization's keys: org/{organization_id}/{kind}/{uuid}."""
        return f"org/{organization_id}/{kind}/{uuid7()}"

    @staticmethod
    def new_avatar_key(user_id: UUID) -> str:
        """The only builder of a person's keys: user/{user_id}/avatar/{uuid}."""
        return f"user/{user_id}/avatar/{uuid7()}"

    def path(self, key: str) -> Path:
        """Where the file of a key is. Raises StoredFileMissing."""
        path = self._place(key)
        if not path.is_file():
            raise StoredFileMissing(key)
        return path

    async def save(self, key: str, source: BinaryIO) -> None:
        """Copy a stream into place; the file appears whole or not at all."""
        await asyncio.to_thread(self._save, self._place(key), source)

    async def touch(self, key: str) -> None:
        """Have its age begin now."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(os.utime, self._place(key))

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._place(key).unlink, missing_ok=True)

    async def list_older(self, organization_id: UUID, kind: StoredKind, age: timedelta) -> list[str]:
        """Keys of files that were last written longer ago than `age`, unfinished ones too."""
        return await asyncio.to_thread(self._list_older, f"org/{organization_id}/{kind}", datetime.now(UTC) - age)

    async def measure(self, organization_id: UUID) -> int:
        """Bytes of all files of an organization."""
        return await asyncio.to_thread(self._measure, self.root / "org" / str(organization_id))

    async def delete_all(self, organization_id: UUID) -> None:
        """Every file of an organization that is no more."""
        await asyncio.to_thread(shutil.rmtree, self.root / "org" / str(organization_id), ignore_errors=True)

    @staticmethod
    def _measure(folder: Path) -> int:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    def _place(self, key: str) -> Path:
        if not KEY.match(key):
            raise StoredFileMissing(key)
        return self.root / key

    @staticmethod
    def _save(path: Path, source: BinaryIO) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("wb") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise

    def _list_older(self, folder: str, before: datetime) -> list[str]:
        place = self.root / folder
        if not place.is_dir():
            return []
        old = []
        for path in place.iterdir():
            try:
                written_at = path.stat().st_mtime
            except FileNotFoundError:
                continue
            if written_at < before.timestamp():
                if path.suffix:
                    path.unlink(missing_ok=True)
                else:
                    old.append(f"{folder}/{path.name}")
        return old
