"""When a person does not want to be disturbed, by the clock on their wall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

# Longer than any chain of quiet nights that touch each other, which takes an hour lost to summer time.
MOST_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` to `ends`, over midnight when it ends earlier than it starts, on the ISO weekdays that it starts on."""

    starts: time
    ends: time
    days: frozenset[int]
    zone: ZoneInfo

    @classmethod
    def load(cls, stored: Mapping[str, Any], zone: str) -> Self | None:
        """From a row of user_preferences; None while they are off."""
        if not stored["is_on"]:
            return None
        starts, ends = (time.fromisoformat(stored[name]) for name in ("from", "to"))
        return cls(starts, ends, frozenset(stored["days"]), ZoneInfo(zone))

    def end_after(self, moment: datetime) -> datetime | None:
        """When the quiet that holds at `moment` is over, in UTC; None when none holds."""
        end = None
        for _ in range(MOST_IN_A_ROW):
            following = self._end_of_one(end or moment)
            if following is None:
                break
            end = following
        return end

    def _end_of_one(self, moment: datetime) -> datetime | None:
        today = moment.astimezone(self.zone).date()
        for day in (today - timedelta(days=1), today):
            if day.isoweekday() not in self.days:
                continue
            last_day = day if self.ends > self.starts else day + timedelta(days=1)
            start = datetime.combine(day, self.starts, self.zone).astimezone(UTC)
            # An hour that comes twice counts as quiet until its second end: nobody is woken too early.
            end = datetime.combine(last_day, self.ends.replace(fold=1), self.zone).astimezone(UTC)
            if start <= moment < end:
                return end
        return None
