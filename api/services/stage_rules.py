"""What a stage demands of a deal, and which reasons end one: asked by every way into a stage, and nowhere else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.core.normalize import search_text
from api.repositories.pipeline_settings import PipelineSettingsRepository
from api.schemas.base import STAGES
from api.schemas.pipeline_settings import OTHER

ROTTING_DAYS: Final = 14
NO_NAMES: Final[Mapping[str, str | None]] = {"en": None, "pt": None, "es": None}
DEFAULTS: Final[Mapping[str, Any]] = {
    "stages": {stage: {"names": NO_NAMES, "required": [], "rotting_days": None if stage == "closed" else ROTTING_DAYS} for stage in STAGES},
    "lost_reasons": [
        {"key": key, "names": NO_NAMES, "is_hidden": False} for key in ("price", "timing", "competitor", "no_answer", "not_a_fit")
    ],
    "won_reasons": [],
    "custom_keys": [],
    "version": 0,
}  # fmt: skip
# What isn't a column of the deal itself; looked up only where a stage demands it.
ELSEWHERE: Final = {"client_contact": "has_client_contact", "next_step": "has_next_step"}
CUSTOM: Final = "custom:"


class StageFieldsRequired(Invalid):
    code, detail = "stage_fields_required", "This stage needs a few more details of the deal."


class LostReasonMissing(Invalid):
    code, detail = "lost_reason_missing", "Say why the deal was lost."


class ReasonTextMissing(Invalid):
    code, detail = "reason_text_missing", "Say the reason in your own words."


class ReasonHidden(Invalid):
    code, detail = "reason_hidden", "This reason is no longer in use. Choose another one."


@dataclass(frozen=True, slots=True)
class StageRules:
    """Of one organization, read once for any number of deals."""

    stages: Mapping[str, Mapping[str, Any]]
    lost_reasons: Sequence[Mapping[str, Any]]
    won_reasons: Sequence[Mapping[str, Any]]
    custom_keys: frozenset[str]

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "StageRules":
        """stored: a row of pipeline_settings, None before anybody decided anything."""
        found = stored or DEFAULTS
        return cls(found["stages"], found["lost_reasons"], found["won_reasons"], frozenset(found["custom_keys"]))

    def demanded(self, stage: str, outcome: str | None = None) -> list[str]:
        """The fields that a deal needs to be there, in the order in which they are asked for; a won deal has a value."""
        required = [name for name in self.stages[stage]["required"] if self._is_there(name)]
        return required if outcome != "won" or "value_cents" in required else ["value_cents", *required]

    def _is_there(self, name: str) -> bool:
        """A custom field that somebody deleted is demanded no more, and again once it is restored."""
        return not name.startswith(CUSTOM) or name.removeprefix(CUSTOM) in self.custom_keys

    def reason(self, kind: str, given: str) -> str:
        """What is stored of `given`: the key of one of the lost_reasons or won_reasons, or the person's own words.

        Raises ReasonTextMissing (422) for other without a word more, ReasonHidden (422) for what is no longer offered.
        """
        if given == OTHER:
            raise ReasonTextMissing(errors=[_problem(kind.removesuffix("s"), "text_missing", ReasonTextMissing.detail)])
        found = next((reason for reason in getattr(self, kind) if _is_named(reason, given)), None)
        if found is None:
            return given
        if found["is_hidden"]:
            raise ReasonHidden(errors=[_problem(kind.removesuffix("s"), "hidden", ReasonHidden.detail)])
        return str(found["key"])

    def known_reason(self, given: str) -> str:
        """The key of a lost reason from its name in a file, else the words of the file."""
        return next((str(reason["key"]) for reason in self.lost_reasons if _is_named(reason, given)), given)


async def load(ctx: OrgContext) -> StageRules:
    return StageRules.of(await PipelineSettingsRepository(ctx.session, ctx.organization_id).find())


def missing(rules: StageRules, stage: str, outcome: str | None, facts: Mapping[str, Any]) -> list[str]:
    """Which demanded fields the deal lacks.

    facts: the deal's columns as they are to be; has_client_contact and has_next_step where `asks_elsewhere` says so.
    """
    return [name for name in rules.demanded(stage, outcome) if not _is_filled(name, facts)]


def emptied(rules: StageRules, stage: str, outcome: str | None, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Which demanded fields an edit takes away; what was missing before stays missing without a refusal."""
    own = [name for name in rules.demanded(stage, outcome) if name not in ELSEWHERE]
    return [name for name in own if _is_filled(name, before) and not _is_filled(name, after)]


def asks_elsewhere(rules: StageRules, stage: str) -> bool:
    return any(name in ELSEWHERE for name in rules.stages[stage]["required"])


def refuse(stage: str, names: Iterable[str]) -> None:
    """Raises StageFieldsRequired (422) unless there are none."""
    if lacking := list(names):
        raise StageFieldsRequired(
            stage=stage, errors=[_problem(name, "stage_field_required", "This stage needs it.") for name in lacking]
        )  # fmt: skip


def _problem(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


def _is_named(reason: Mapping[str, Any], text: str) -> bool:
    return reason["key"] == text or search_text(text) in {search_text(name) for name in reason["names"].values() if name}


def _is_filled(name: str, facts: Mapping[str, Any]) -> bool:
    if name.startswith(CUSTOM):
        return (facts.get("custom_fields") or {}).get(name.removeprefix(CUSTOM)) not in (None, "", [])
    return bool(facts.get(ELSEWHERE.get(name, name)))
