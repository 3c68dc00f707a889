from datetime import UTC, date, datetime, timedelta

from api.services.attention import thresholds_at
from api.services.stage_rules import DEFAULTS, StageRules

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def test_today_is_the_person_s() -> None:
    rules = StageRules.of(None)
    assert thresholds_at(NOW, "America/Sao_Paulo", rules).today == date(2026, 2, 28)
    assert thresholds_at(NOW, "Asia/Tokyo", rules).closing_until == date(2026, 3, 8)


def test_each_stage_waits_as_long_as_the_organization_says() -> None:
    stages = DEFAULTS["stages"] | {"lead": {"names": {}, "required": [], "rotting_days": None}}
    found = thresholds_at(NOW, "UTC", StageRules.of({**DEFAULTS, "stages": stages}))
    assert (found.lead_since, found.contact_since) == (None, NOW - timedelta(days=14))
