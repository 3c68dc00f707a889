from itertools import pairwise
from typing import get_args

import pytest
from fastapi.routing import APIRoute

from api.core.caller_first import needs_login, permission_of
from api.core.deps import get_current_user
from api.core.permissions import ALL, PERMISSIONS_BY_ROLE, Role
from api.main import ROUTERS

ROLES_WEAKEST_FIRST = ("viewer", "member", "manager", "admin", "owner")
# Whoever calls these is not signed in, or proves it another way (the refresh cookie, a one-time token, a challenge).
PUBLIC = {
    ("GET", "/health"), ("GET", "/ready"), ("GET", "/metrics"),
    ("POST", "/auth/register"), ("POST", "/auth/login"), ("POST", "/auth/refresh"), ("POST", "/auth/logout"),
    ("POST", "/auth/login/2fa"), ("POST", "/auth/login/2fa/passkey-options"),
    ("POST", "/auth/login/passkey"), ("POST", "/auth/login/passkey-options"),
    ("POST", "/auth/password/forgot"), ("POST", "/auth/password/reset"),
    ("POST", "/auth/email/verify"), ("POST", "/auth/email/resend"), ("POST", "/auth/email/claim"), ("POST", "/auth/email/disown"),
    ("POST", "/auth/recovery"), ("POST", "/auth/recovery/confirm"), ("POST", "/auth/recovery/cancel"),
    ("GET", "/auth/methods"), ("GET", "/auth/oauth/{provider}/start"), ("GET", "/auth/oauth/{provider}/callback"),
    ("GET", "/invites/token/{token}"), ("GET", "/invites/token/{token}/logo"), ("POST", "/invites/token/{token}/accept"),
}  # fmt: skip
# What a signed-in person does with their own account, whatever their role.
OWN = ("/users/me", "/sessions", "/two-factor", "/auth/reauthenticate")
# Which organizations they have, and moving between them.
OWN_ORGANIZATIONS = {
    "/organizations", "/organizations/{organization_id}/logo", "/organizations/{organization_id}/restore",
    "/organizations/{organization_id}/switch",
}  # fmt: skip
ROUTES = [(method, route) for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) for method in route.methods or ()]


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS_BY_ROLE) == set(get_args(Role))


@pytest.mark.parametrize(("weaker", "stronger"), list(pairwise(ROLES_WEAKEST_FIRST)))
def test_a_stronger_role_may_whatever_a_weaker_one_may(weaker: str, stronger: str) -> None:
    assert PERMISSIONS_BY_ROLE[weaker] <= PERMISSIONS_BY_ROLE[stronger]


def test_the_owner_may_everything() -> None:
    assert PERMISSIONS_BY_ROLE["owner"] == ALL


def test_a_viewer_changes_nothing_but_what_is_their_own() -> None:
    assert {p for p in PERMISSIONS_BY_ROLE["viewer"] if not p.endswith(":read")} == {
        "preference:write",
        "notification:write",
        "member:leave",
        "view:write",
    }


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=lambda part: part.path if isinstance(part, APIRoute) else part)
def test_every_route_asks_for_a_permission_or_is_listed_as_public(method: str, route: APIRoute) -> None:
    is_guarded = permission_of(route.dependant) in ALL or needs_login(route.dependant)
    assert is_guarded != ((method, route.path) in PUBLIC)


def test_the_person_s_own_routes_are_the_only_ones_outside_organizations() -> None:
    own = {route.path for _, route in ROUTES if any(d.call is get_current_user for d in route.dependant.dependencies)}
    assert {path for path in own if not path.startswith(OWN)} == OWN_ORGANIZATIONS


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=lambda part: part.path if isinstance(part, APIRoute) else part)
def test_what_changes_something_needs_more_than_reading(method: str, route: APIRoute) -> None:
    permission = permission_of(route.dependant)
    if method != "GET" and permission is not None and route.path != "/ws/ticket":
        assert not permission.endswith(":read")
