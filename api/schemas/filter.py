"""What lists can be narrowed by, in words that a URL, a saved view and an export share."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.core.period import Calendar, days_of
from api.schemas.base import SearchText, ShortText, Storable, Tag

CUSTOM = "cf."
# cf.<key>, or cf.<key>.<operator>
CUSTOM_NAME = re.compile(r"^cf\.[a-z0-9_]{1,60}(\.[a-z_]{1,20})?$")
MAX_CUSTOM_LENGTH = 500
# Whether a text is a period doesn't hang on whose calendar it is.
ANY = Calendar.of("UTC", 0)


def _period(text: str) -> str:
    days_of(text, ANY)
    return text


Owner = Literal["me", "none"] | UUID
Period = Annotated[
    str, StringConstraints(max_length=30), Storable, AfterValidator(_period),
    Field(examples=["this_month"], description="A name, such as this_week or last_30_days, or 2026-01-01..2026-01-31 with an end left out"),
]  # fmt: skip


def _is_custom(name: str, value: Any) -> bool:
    is_text = isinstance(value, str) and len(value) <= MAX_CUSTOM_LENGTH and "\x00" not in value
    return is_text and CUSTOM_NAME.match(name) is not None


class Filters(BaseModel):
    """One model a route; custom fields are its extra names, `cf.<key>` or `cf.<key>.<operator>`."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    query: SearchText | None = None
    owner_id: Annotated[list[Owner], Field(max_length=50, description="`me`, `none` for nobody, or a person's id; any of them")] = []
    tag: Annotated[list[Tag], Field(max_length=20)] = []
    tag_match: Annotated[Literal["any", "all"], Field(description="Whether one of the tags is enough")] = "any"
    source: Annotated[list[ShortText], Field(max_length=20)] = []
    created: Period | None = None

    @property
    def custom(self) -> dict[str, str]:
        """What was asked of custom fields, without the prefix."""
        return {name.removeprefix(CUSTOM): value for name, value in (self.model_extra or {}).items() if _is_custom(name, value)}

    @property
    def unknown(self) -> list[str]:
        return sorted(name for name, value in (self.model_extra or {}).items() if not _is_custom(name, value))
