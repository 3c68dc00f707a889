"""Moments as mails say them: by the reader's clock, in their language."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

# Where most people are who have not said where they are.
DEFAULT_TIME_ZONE: Final = "America/Sao_Paulo"
BABEL_BY_LOCALE: Final = {"en": "en", "pt": "pt_BR", "es": "es"}


def long_moment(at: datetime, locale: str, time_zone: str | None) -> str:
    """Day, hour and zone."""
    zone = ZoneInfo(time_zone or DEFAULT_TIME_ZONE)
    return format_datetime(at.astimezone(zone), "long", tzinfo=zone, locale=BABEL_BY_LOCALE[locale])


def long_day(at: datetime, locale: str, time_zone: str | None) -> str:
    return format_date(at.astimezone(ZoneInfo(time_zone or DEFAULT_TIME_ZONE)), "long", locale=BABEL_BY_LOCALE[locale])
