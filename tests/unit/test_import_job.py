"""How the job of an import ends, seen by the queue."""

import asyncio
from typing import Any, cast

import pytest

from api.jobs import data_import
from api.services.import_run import ImportOvertaken


def test_an_overtaken_import_does_not_end_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its job belongs to another worker now, and one that ends well is deleted."""

    async def overtaken(*_: object) -> None:
        raise ImportOvertaken

    monkeypatch.setattr(data_import, "_run", overtaken)
    with pytest.raises(ImportOvertaken):
        asyncio.run(data_import.run_import.func(cast(Any, None), "o", None, "01900000-0000-7000-8000-000000000000"))
