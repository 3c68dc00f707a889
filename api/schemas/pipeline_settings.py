from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from api.core.normalize import search_text
from api.schemas.base import STAGES, Storable, Strict
from api.schemas.deal import Stage

REQUIRABLE = ("value_cents", "expected_close_date", "owner_id", "source", "client_contact", "next_step")
OTHER = "other"
Locale = Literal["en", "pt", "es"]
RequiredField = Annotated[
    str,
    StringConstraints(pattern=rf"^(?:{'|'.join(REQUIRABLE)}|custom:[a-z0-9_]{{1,64}})$"),
    Field(description="What a deal needs to enter the stage; custom:<key> is a custom field of deals."),
]


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


OwnName = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Storable] | None, BeforeValidator(_empty_is_none)
]


class Names(Strict):
    """By language; where one is missing another is shown, and the product's own word where all are."""

    en: OwnName = None
    pt: OwnName = None
    es: OwnName = None


class StageSettings(Strict):
    """required: in the order in which they are asked for. rotting_days: without contact with the client; null: never."""

    stage: Stage
    names: Names = Names()
    required: Annotated[list[RequiredField], Field(max_length=20)] = []
    rotting_days: Annotated[int, Field(ge=1, le=365, strict=True)] | None = None

    @model_validator(mode="after")
    def is_sound(self) -> Self:
        if len(set(self.required)) != len(self.required):
            raise ValueError("a field can be required once")
        if self.stage == "closed" and self.rotting_days is not None:
            raise ValueError("closed deals never rot")
        return self


class Reason(Strict):
    """Why a deal ended. is_hidden: no longer offered, and still the reason of the deals that have it."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
    names: Names = Names()
    is_hidden: bool = False


class PipelineSettings(BaseModel):
    """Stages and reasons in order; besides the reasons there is always the person's own text. version is 0 before any change."""

    stages: list[StageSettings]
    lost_reasons: list[Reason]
    won_reasons: list[Reason]
    version: int


class PipelineSettingsUpdate(Strict):
    """The whole of it."""

    stages: Annotated[list[StageSettings], Field(min_length=len(STAGES), max_length=len(STAGES))]
    lost_reasons: Annotated[list[Reason], Field(max_length=50)]
    won_reasons: Annotated[list[Reason], Field(max_length=50)] = []
    version: Annotated[int, Field(ge=0, le=2_147_483_647, strict=True)]

    @model_validator(mode="after")
    def names_stay_apart(self) -> Self:
        if tuple(stage.stage for stage in self.stages) != STAGES:
            raise ValueError(f"stages must be {', '.join(STAGES)}, in this order")
        for reasons in (self.lost_reasons, self.won_reasons):
            keys = [reason.key for reason in reasons]
            if len(set(keys)) != len(keys) or OTHER in keys:
                raise ValueError("each reason has a key of its own, and other is there by itself")
        for named in (self.stages, self.lost_reasons, self.won_reasons):
            for locale in ("en", "pt", "es"):
                names = [search_text(name) for one in named if (name := getattr(one.names, locale))]
                if len(set(names)) != len(names):
                    raise ValueError(f"two have the same name in {locale}")
        return self
