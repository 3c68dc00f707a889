"""What people can be told of: one table of events, with who may learn of each and how they are told unless they choose."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from api.core.permissions import Permission

Channel = Literal["in_app", "mail"]
NotificationEvent = Literal[
    "deal.assigned",
    "deal.won",
    "deal.lost",
    "client.assigned",
    "task.assigned",
    "task.due",
    "import.finished",
    "invite.accepted",
    "member.joined",
    "api_key.expiring",
]


@dataclass(frozen=True, slots=True)
class EventRule:
    """permission: without it the event is not the person's business. in_app, mail: told that way until they choose."""

    permission: Permission
    in_app: bool = True
    mail: bool = False


# Security mails (a new device, a changed password) are no events of this table: nobody can switch them off.
EVENTS: Final[dict[NotificationEvent, EventRule]] = {
    "deal.assigned": EventRule("deal:read", mail=True),
    "deal.won": EventRule("deal:read"),
    "deal.lost": EventRule("deal:read"),
    "client.assigned": EventRule("client:read", mail=True),
    "task.assigned": EventRule("task:read", mail=True),
    "task.due": EventRule("task:read", mail=True),
    "import.finished": EventRule("import:read"),
    "invite.accepted": EventRule("member:read", mail=True),
    "member.joined": EventRule("member:read"),
    "api_key.expiring": EventRule("api_key:read", mail=True),
}
assert set(EVENTS) == set(get_args(NotificationEvent))

Choices = dict[str, dict[str, bool]]


def channels_of(event: NotificationEvent, choices: Choices) -> dict[Channel, bool]:
    """How a person is told of an event: their own choice, else the product's."""
    rule, chosen = EVENTS[event], choices.get(event, {})
    return {"in_app": chosen.get("in_app", rule.in_app), "mail": chosen.get("mail", rule.mail)}
