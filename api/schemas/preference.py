from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.schemas.base import Patch, Storable

Locale = Literal["en", "pt", "es"]
Theme = Literal["system", "light", "dark"]
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


class Preferences(BaseModel):
    theme: Theme
    locale: Locale
    time_zone: str


class PreferencesUpdate(Patch):
    theme: Theme | None = None
    locale: Locale | None = None
    time_zone: TimeZone | None = None
