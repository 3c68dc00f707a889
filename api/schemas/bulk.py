"""One change of many records: each row that can't be changed is named, the rest is changed and undone as one."""

from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from api.schemas.base import ShortText, Strict, Tag, Version
from api.schemas.deal import OpenStage, Outcome

MOST: Final = 1_000
Ids = Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
Versions = Annotated[
    dict[UUID, Version], Field(max_length=MOST, description="Rows named here must still be of this version; others are taken as they are")
]  # fmt: skip
BulkTags = Annotated[list[Tag], Field(min_length=1, max_length=20)]


class Bulk(Strict):
    ids: Ids
    versions: Versions = {}
    owner_id: UUID | None = None
    tags: BulkTags | None = None

    def require(self, action: str, *names: str) -> None:
        """What the action asks for is there, and nothing of another one's."""
        allowed = {"ids", "versions", "action", *names}
        if unfit := sorted(self.model_fields_set - allowed):
            raise ValueError(f"{', '.join(unfit)} can't go with {action}")

    def require_filled(self, action: str, name: str) -> None:
        if getattr(self, name) is None:
            raise ValueError(f"{action} needs {name}")


class DealBulk(Bulk):
    action: Literal["move", "assign", "tag", "untag", "close", "delete"]
    stage: OpenStage | None = None
    outcome: Outcome | None = None
    lost_reason: ShortText | None = None
    won_reason: ShortText | None = None

    @model_validator(mode="after")
    def fits_the_action(self) -> Self:
        match self.action:
            case "move":
                self.require("move", "stage")
                self.require_filled("move", "stage")
            case "assign":
                _require_owner(self)
            case "tag" | "untag":
                self.require(self.action, "tags")
                self.require_filled(self.action, "tags")
            case "close":
                self.require("close", "outcome", "lost_reason", "won_reason")
                self.require_filled("close", "outcome")
            case "delete":
                self.require("delete")
        return self


class ClientBulk(Bulk):
    action: Literal["assign", "tag", "untag", "delete"]

    @model_validator(mode="after")
    def fits_the_action(self) -> Self:
        match self.action:
            case "assign":
                _require_owner(self)
            case "tag" | "untag":
                self.require(self.action, "tags")
                self.require_filled(self.action, "tags")
            case "delete":
                self.require("delete")
        return self


def _require_owner(asked: Bulk) -> None:
    """owner_id: null for nobody, but it has to be said."""
    asked.require("assign", "owner_id")
    if "owner_id" not in asked.model_fields_set:
        raise ValueError("assign needs owner_id")


class BulkRefusal(BaseModel):
    """name: null for what isn't there, or isn't seen. fields: what a stage demands and the deal lacks."""

    id: UUID
    name: str | None
    code: str
    detail: str
    fields: list[str]


class BulkResult(BaseModel):
    """unchanged: was so already."""

    changed: list[UUID]
    unchanged: list[UUID]
    refused: list[BulkRefusal]
