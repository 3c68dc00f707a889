"""How the job of an import ends, seen by the queue."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from psycopg.errors import DataError

from api.jobs import data_import
from api.services import import_run
from api.services.import_drafts import ClientDraft, RowDraft
from api.services.import_reader import Row
from api.services.import_run import ImportOvertaken, RowUnwritable


def test_an_overtaken_import_does_not_end_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its job belongs to another worker now, and one that ends well is deleted."""

    async def overtaken(*_: object) -> None:
        raise ImportOvertaken

    monkeypatch.setattr(data_import, "_run", overtaken)
    with pytest.raises(ImportOvertaken):
        asyncio.run(data_import.run_import.func(cast(Any, None), "o", None, "01900000-0000-7000-8000-000000000000"))


class TestRefusedRow:
    """What the database refuses row by row, each attempt with fewer of the row's own values."""

    @staticmethod
    def apply(monkeypatch: pytest.MonkeyPatch, refuses: Callable[[RowDraft], bool], drafts: list[RowDraft]) -> list[RowDraft]:
        written: list[RowDraft] = []

        @asynccontextmanager
        async def transaction(_: object) -> AsyncIterator[None]:
            yield

        async def write(_: object, plan: object, chunk: list[RowDraft]) -> None:
            if any(refuses(draft) for draft in chunk):
                raise DataError("refused")
            written.extend(chunk)

        monkeypatch.setattr(data_import, "job_transaction", transaction)
        monkeypatch.setattr(import_run, "apply", write)
        plan = SimpleNamespace(import_id="i", processed_count=0)
        asyncio.run(data_import._apply(cast(Any, None), cast(Any, plan), drafts))
        assert plan.processed_count == len(drafts)
        return written

    @staticmethod
    def draft(number: int, *cells: str) -> RowDraft:
        return RowDraft(Row(number, list(cells)), client=ClientDraft(name=cells[0]))

    def test_becomes_a_problem_and_the_rest_arrives(self, monkeypatch: pytest.MonkeyPatch) -> None:
        drafts = [self.draft(n, f"Cliente {n}") for n in range(5)]
        written = self.apply(monkeypatch, lambda draft: draft is drafts[3], drafts)
        assert [draft.row.number for draft in written] == [0, 1, 2, 3, 4]
        assert [problem.code for draft in written for problem in draft.problems] == ["row_refused"]
        assert written[3].row.cells == ["Cliente 3"]

    def test_leaves_out_cells_that_are_refused_themselves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [written] = self.apply(monkeypatch, lambda draft: bool(draft.row.cells), [self.draft(7, "Cliente")])
        assert (written.row.number, written.row.cells, written.problems[0].row.cells) == (7, [], [])

    def test_ends_when_nothing_can_be_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(RowUnwritable):
            self.apply(monkeypatch, lambda draft: True, [self.draft(1, "Cliente")])
