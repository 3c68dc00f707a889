"""What each plan includes: one table, read by the server's gates and shown by the web."""

from typing import Final

# A number is a limit, None is unlimited, a boolean is on or off.
FeatureValue = bool | int | None

FEATURES_BY_PLAN: Final[dict[str, dict[str, FeatureValue]]] = {
    "starter": {"mailboxes": 1, "voip": False, "ai_gpt": False, "whatsapp": False, "portals": False, "api_keys": 1},
    "pro": {"mailboxes": 10, "voip": True, "ai_gpt": True, "whatsapp": False, "portals": False, "api_keys": 10},
    "enterprise": {"mailboxes": None, "voip": True, "ai_gpt": True, "whatsapp": True, "portals": True, "api_keys": None},
    "unlimited": {"mailboxes": None, "voip": True, "ai_gpt": True, "whatsapp": True, "portals": True, "api_keys": None},
}
