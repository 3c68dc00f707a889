from functools import lru_cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from api.core.notifications import NotificationEvent
from api.schemas.base import Patch, Storable, Strict

Locale = Literal["en", "pt", "es"]
Theme = Literal["system", "light", "dark"]
# auto: as the language writes it.
DateFormat = Literal["auto", "dmy", "mdy", "ymd"]
NumberFormat = Literal["auto", "comma_dot", "dot_comma", "space_comma"]
FirstWeekday = Literal["auto", "monday", "sunday", "saturday"]
StartPage = Literal["dashboard", "pipeline", "clients"]
# Files of the time zone database that are no zone of any place.
NOT_A_PLACE = frozenset({"Factory", "localtime", "posixrules"})


@lru_cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - NOT_A_PLACE


def _time_zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError("is not a time zone")
    return name


TimeZone = Annotated[
    str, StringConstraints(min_length=1, max_length=64), Storable, AfterValidator(_time_zone), Field(examples=["America/Sao_Paulo"])
]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["22:00"])]
IsoWeekday = Annotated[int, Field(ge=1, le=7, strict=True)]


def _once_each(days: list[int]) -> list[int]:
    return sorted(set(days))


class QuietHours(Strict):
    """No mails from `from` until `to` on the person's clock; they come when it is over."""

    is_on: bool
    starts: Annotated[ClockTime, Field(alias="from")]
    ends: Annotated[ClockTime, Field(alias="to", description="On the next day when it is earlier than `from`")]
    days: Annotated[
        list[IsoWeekday],
        Field(max_length=7, description="ISO weekdays that they begin on: 1 is Monday"),
        AfterValidator(_once_each),
    ]

    @model_validator(mode="after")
    def ends_at_another_time(self) -> Self:
        if self.starts == self.ends:
            raise ValueError("quiet hours can't end when they begin")
        return self


class NotificationChannels(BaseModel):
    in_app: bool
    mail: bool


class NotificationChannelsUpdate(Patch):
    in_app: Annotated[bool, Field(strict=True)] | None = None
    mail: Annotated[bool, Field(strict=True)] | None = None


class Preferences(BaseModel):
    theme: Theme
    locale: Locale
    time_zone: str
    date_format: DateFormat
    number_format: NumberFormat
    first_weekday: FirstWeekday
    start_page: StartPage
    notifications: Annotated[dict[NotificationEvent, NotificationChannels], Field(description="Every event there is")]
    quiet_hours: QuietHours


class PreferencesUpdate(Patch):
    theme: Theme | None = None
    locale: Locale | None = None
    time_zone: TimeZone | None = None
    date_format: DateFormat | None = None
    number_format: NumberFormat | None = None
    first_weekday: FirstWeekday | None = None
    start_page: StartPage | None = None
    notifications: (
        Annotated[dict[NotificationEvent, NotificationChannelsUpdate], Field(description="Events and channels left out stay as they are")]
        | None
    ) = None
    quiet_hours: QuietHours | None = None
