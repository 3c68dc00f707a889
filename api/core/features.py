"""What each plan includes: one table, read by the server's gates and shown by the web."""

from typing import Final, Literal

from api.core.errors import AppError

# A number is a limit, None is unlimited, a boolean is on or off.
FeatureValue = bool | int | None
Counted = Literal["mailboxes", "api_keys", "seats"]

# The cheapest first.
FEATURES_BY_PLAN: Final[dict[str, dict[str, FeatureValue]]] = {
    "starter": {"seats": 5, "mailboxes": 1, "voip": False, "ai_gpt": False, "whatsapp": False, "portals": False, "api_keys": 1},
    "pro": {"seats": 20, "mailboxes": 10, "voip": True, "ai_gpt": True, "whatsapp": False, "portals": False, "api_keys": 10},
    "enterprise": {"seats": None, "mailboxes": None, "voip": True, "ai_gpt": True, "whatsapp": True, "portals": True, "api_keys": None},
    "unlimited": {"seats": None, "mailboxes": None, "voip": True, "ai_gpt": True, "whatsapp": True, "portals": True, "api_keys": None},
}


class PlanLimitReached(AppError):
    """The problem says `limit`, and in `plan_needed` the cheapest plan that has room."""

    status, code, detail = 402, "plan_limit_reached", "Your plan has no room for another."


def limit_of(plan: str, feature: Counted) -> int | None:
    """How many of it a plan has; None for any number."""
    limit = FEATURES_BY_PLAN[plan][feature]
    assert limit is None or type(limit) is int
    return limit


def plan_for(feature: Counted, count: int) -> str:
    """The cheapest plan that has so many of it."""
    limits = {plan: limit_of(plan, feature) for plan in FEATURES_BY_PLAN}
    return next(plan for plan, limit in limits.items() if limit is None or limit >= count)
