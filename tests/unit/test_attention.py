import re
from datetime import UTC, date, datetime
from pathlib import Path

from api.services.attention import ROTTING_DAYS, thresholds_at

STAGES_TS = Path(__file__).parents[2] / "lib" / "stages.ts"


def test_cards_and_dashboard_call_the_same_deals_rotting() -> None:
    text = re.search(r"ROTTING_DAYS: Record<OpenStage, number> = \{([^}]*)\}", STAGES_TS.read_text())
    assert text is not None
    assert {name: int(days) for name, days in re.findall(r"(\w+): (\d+)", text[1])} == ROTTING_DAYS


def test_today_is_the_person_s() -> None:
    now = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    assert thresholds_at(now, "America/Sao_Paulo").today == date(2026, 2, 28)
    assert thresholds_at(now, "Asia/Tokyo").closing_until == date(2026, 3, 8)
