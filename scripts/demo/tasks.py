"""What the agency has to do next: something late, something today, the coming days, and what repeats."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from api.core.due import Due, next_day

ZONE: Final = "America/Sao_Paulo"
Row = dict[str, Any]
# stage → the next step that it usually takes
BY_STAGE: Final[Mapping[str, tuple[str, ...]]] = {
    "lead": ("Ligar para {contato} e entender a necessidade", "Enviar portfólio do segmento para {contato}"),
    "contact": ("Cobrar o briefing de {contato}", "Marcar reunião de diagnóstico com {contato}"),
    "proposal": ("Retomar a proposta com {contato}", "Ajustar o escopo e reenviar para {contato}"),
    "negotiation": ("Revisar a minuta do contrato com {contato}", "Confirmar a assinatura com {contato}"),
}
# (title, time, rule): the routine of the first of them, who looks at the demo; without a rule it is for some day.
ROUTINE: Final[tuple[tuple[str, time | None, Row | None], ...]] = (
    ("Conferir as entregas do dia", time(17, 30), {"every": "weekday"}),
    ("Revisar o pipeline com a equipe", time(9), {"every": "week", "weekdays": [1]}),
    ("Enviar o relatório mensal aos clientes", None, {"every": "month", "day": 5}),
    ("Pensar na campanha de fim de ano", None, None),
)
# Days from today, with and without a time, for one deal after the other.
DAYS: Final = ((-2, None), (0, time(18)), (1, time(10)), (0, None), (1, time(15)), (3, None), (-1, time(16)), (2, time(9, 30)), (6, None))


def build_tasks(
    random: Random, deals: Sequence[Row], contacts: Mapping[UUID, Sequence[str]], user_ids: Sequence[UUID], now: datetime
) -> Iterator[Row]:
    """A next step for two of three open deals, and the routine."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    open_deals = [deal for deal in deals if deal["outcome"] is None]
    for index, deal in enumerate(deal for number, deal in enumerate(open_deals) if number % 3 != 2):
        days, at = DAYS[index % len(DAYS)]
        title = random.choice(BY_STAGE[deal["stage"]]).format(contato=random.choice(contacts[deal["client_id"]]))
        on = today + timedelta(days=days)
        yield _row(
            title, Due(on, at, ZONE), 15 if at else None, None, deal["owner_id"], now, client_id=deal["client_id"], deal_id=deal["id"]
        )
    for title, at, repeats in ROUTINE:
        due = Due(next_day(repeats, today - timedelta(days=1), today) if repeats else None, at, ZONE)
        yield _row(title, due, None, repeats, user_ids[0], now)


def _row(
    title: str, due: Due, reminder_minutes: int | None, repeats: Row | None, assignee_id: UUID, now: datetime, *,
    client_id: UUID | None = None, deal_id: UUID | None = None,
) -> Row:  # fmt: skip
    return {
        "id": uuid7(), "title": title, **due.columns(reminder_minutes, repeats), "assignee_id": assignee_id, "created_by": assignee_id,
        "client_id": client_id, "deal_id": deal_id, "created_at": now - timedelta(days=3), "updated_at": now - timedelta(days=3),
    }  # fmt: skip
