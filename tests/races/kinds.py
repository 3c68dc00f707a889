"""Every thing that may happen once. Each function arranges one round: the thing, and how to ask for it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7
from websockets.exceptions import InvalidStatus

from api.core import one_time
from tests.e2e.api.authenticator import Authenticator
from tests.e2e.api.factors import add_passkey
from tests.e2e.api.oidc import COOKIE as OIDC_COOKIE
from tests.e2e.api.oidc import REFRESH, Browser, google_email
from tests.e2e.api.support import PASSWORD, forwarded, make_client, make_import, session_of, some_address, some_email
from tests.e2e.api.test_live import opened, ticket_of
from tests.races.stage import Round, Stage, Won

Race = Callable[[Stage], Round]


def won(answer: httpx.Response, status: int = 200) -> Won:
    """Refused is what was asked for a moment too late, or waited too long for its turn to hash; all else is a failure of its own."""
    if answer.status_code == status:
        return True
    assert answer.status_code in (400, 401, 403, 404, 409, 422, 429, 503), answer.text
    return None


# ---------------------------------------------------------------- links in mails
def verification(stage: Stage) -> Round:
    stage.superuser.execute("UPDATE users SET email_verified_at = NULL WHERE id = %s", (stage.other.user_id,))
    token = stage.token(stage.other, "email_verification", stage.other.email)
    return Round(lambda _: won(stage.post("/auth/email/verify", {"token": token})))


def password_reset(stage: Stage) -> Round:
    token = stage.token(stage.other, "password_reset", stage.other.email)
    return Round(lambda n: won(stage.post("/auth/password/reset", {"token": token, "password": f"{PASSWORD}-{n}"})))


def change_of_address(stage: Stage) -> Round:
    new_email = some_email()
    stage.superuser.execute("DELETE FROM email_changes WHERE user_id = %s", (stage.other.user_id,))
    stage.superuser.execute(
        "INSERT INTO email_changes (user_id, new_email, old_confirmed_at, expires_at) VALUES (%s, %s, now(), now() + interval '1 hour')",
        (stage.other.user_id, new_email),
    )
    token = stage.token(stage.other, "email_change_new", new_email)
    return Round(lambda _: won(stage.post("/auth/email/verify", {"token": token})))


def recovery(stage: Stage) -> Round:
    recovery_id = uuid7()
    stage.superuser.execute("DELETE FROM two_factor_recoveries WHERE user_id = %s", (stage.other.user_id,))
    stage.superuser.execute(
        "INSERT INTO two_factor_recoveries (id, user_id, expires_at) VALUES (%s, %s, now() + interval '10 minutes')",
        (recovery_id, stage.other.user_id),
    )
    token = one_time.derive(stage.settings, "recovery_confirm", recovery_id)
    return Round(lambda _: won(stage.post("/auth/recovery/confirm", {"token": token})))


# ---------------------------------------------------------------- invites
def invite_of_a_member(stage: Stage) -> Round:
    """Somebody with an account presses the link in many tabs."""
    invited, inviter = stage.renewed(stage.other), stage.owner
    stage.superuser.execute(
        "UPDATE memberships SET left_at = now() WHERE user_id = %s AND organization_id = %s", (invited.user_id, inviter.organization_id)
    )
    token = _invite(stage, invited.email)

    def accept(_: int) -> Won:
        return won(replace(invited, address=some_address()).post(f"/invites/token/{token}/accept", json={}), 201)

    return Round(accept)


def invite_of_a_newcomer(stage: Stage) -> Round:
    token = _invite(stage, some_email())
    body = {"full_name": "Bia Rocha", "password": PASSWORD}
    return Round(lambda _: won(stage.post(f"/invites/token/{token}/accept", body), 201))


def _invite(stage: Stage, email: str) -> str:
    token_id = uuid7()
    token = one_time.derive(stage.settings, "invite", token_id)
    stage.superuser.execute("DELETE FROM invites WHERE organization_id = %s AND email = %s", (stage.owner.organization_id, email))
    stage.superuser.execute(
        "INSERT INTO invites (organization_id, id, email, role, locale, token_id, token_hash, invited_by, expires_at)"
        " VALUES (%s, %s, %s, 'viewer', 'pt', %s, %s, %s, now() + interval '1 day')",
        (stage.owner.organization_id, uuid7(), email, token_id, one_time.hashed(token), stage.owner.user_id),
    )
    return token


# ---------------------------------------------------------------- second factors
def backup_code(stage: Stage) -> Round:
    """One code, in ten log-ins at once."""
    tokens, [code] = stage.challenges(10), stage.backup_codes(1)
    return Round(lambda n: won(stage.post("/auth/login/2fa", {"challenge_token": tokens[n % 10], "code": code})))


def app_code(stage: Stage) -> Round:
    tokens, code = stage.challenges(10), stage.guarded.code(stage.superuser)
    return Round(lambda n: won(stage.post("/auth/login/2fa", {"challenge_token": tokens[n % 10], "code": code})))


def login_challenge(stage: Stage) -> Round:
    """One log-in, completed by ten codes that are all right."""
    [token], codes = stage.challenges(1), stage.backup_codes(10)
    return Round(lambda n: won(stage.post("/auth/login/2fa", {"challenge_token": token, "code": codes[n % 10]})))


@cache
def _authenticator(person_id: str) -> Authenticator:
    return Authenticator()


def passkey_challenge(stage: Stage) -> Round:
    made = _authenticator(stage.owner.user_id)
    if not made.user_handle:
        add_passkey(stage.owner, made)
    body = made.sign(stage.post("/auth/login/passkey-options").json()["public_key"])
    return Round(lambda _: won(stage.post("/auth/login/passkey", body)))


# ---------------------------------------------------------------- log-ins
def provider_state(stage: Stage) -> Round:
    browser = Browser()
    path = f"/auth/oauth/google/callback?{urlsplit(browser.agree(browser.start(), email=google_email())).query}"
    cookie = f"{OIDC_COOKIE}={browser.api.cookies[OIDC_COOKIE]}"

    def come_back(_: int) -> Won:
        answer = stage.http.get(path, headers={"X-Forwarded-For": forwarded(some_address()), "Cookie": cookie})
        assert answer.status_code == 302, answer.text
        return True if REFRESH in answer.cookies else None

    return Round(come_back)


def refresh_rotation(stage: Stage) -> Round:
    """Not refused to any tab, but all are handed the same successor."""
    person, session_id = stage.other, session_of(stage.other)
    stage.superuser.execute("UPDATE user_sessions SET rotated_at = now() - interval '1 minute' WHERE id = %s", (session_id,))
    cookie = f"{REFRESH}={person.cookies[REFRESH]}"

    def refresh(_: int) -> Won:
        answer = stage.post("/auth/refresh", Cookie=cookie)
        assert answer.status_code == 200, answer.text
        person.cookies[REFRESH] = answer.cookies[REFRESH]
        return answer.cookies[REFRESH]

    return Round(refresh, is_shared=True)


def socket_ticket(stage: Stage) -> Round:
    ticket = ticket_of(stage.renewed(stage.owner))

    def open_socket(_: int) -> Won:
        try:
            with opened(ticket):
                return True
        except InvalidStatus as refused:
            return None if refused.response.status_code == 403 else refused.response.status_code

    return Round(open_socket)


# ---------------------------------------------------------------- organizations
def transfer(stage: Stage) -> Round:
    """To four colleagues at once: one becomes the owner."""
    heirs, owner = stage.colleagues, stage.renewed(stage.owner)
    stage.superuser.execute(
        "UPDATE memberships SET role = CASE WHEN user_id = %s THEN 'owner' ELSE 'member' END WHERE organization_id = %s AND left_at IS NULL",
        (owner.user_id, owner.organization_id),
    )
    return Round(
        lambda n: won(owner.post("/organizations/current/transfer", json={"user_id": heirs[n % len(heirs)].user_id})),
        finish=lambda: _give_back(stage),
    )


def _give_back(stage: Stage) -> None:
    stage.superuser.execute("UPDATE memberships SET role = 'owner' WHERE user_id = %s", (stage.owner.user_id,))


def restored_organization(stage: Stage) -> Round:
    owner = stage.renewed(stage.owner)
    stage.superuser.execute(
        "UPDATE organizations SET deleted_at = now(), purge_at = now() + interval '1 day' WHERE id = %s", (owner.organization_id,)
    )
    return Round(lambda _: won(owner.post(f"/organizations/{owner.organization_id}/restore")))


# ---------------------------------------------------------------- work
def committed_import(stage: Stage) -> Round:
    owner = stage.renewed(stage.owner)
    made = make_import(owner)
    body = {"mapping": made["suggested_mapping"]}
    return Round(lambda _: won(owner.post(f"/imports/{made['id']}/commit", json=body), 202))


def undone_command(stage: Stage) -> Round:
    owner = stage.renewed(stage.owner)
    client = make_client(owner)
    deleted = owner.delete(f"/clients/{client['id']}")
    command_id = UUID(deleted.headers["x-command-id"])
    return Round(lambda _: won(owner.post(f"/commands/{command_id}/undo")))


def restored_client(stage: Stage) -> Round:
    owner = stage.renewed(stage.owner)
    client = make_client(owner)
    owner.delete(f"/clients/{client['id']}")
    return Round(lambda _: won(owner.post(f"/clients/{client['id']}/restore")))


def repeated_request(stage: Stage) -> Round:
    """With one Idempotency-Key: whoever isn't told to wait is told of the same client."""
    owner, key = stage.renewed(stage.owner), str(uuid7())

    def create(_: int) -> Won:
        answer = owner.post("/clients", json={"name": "Padaria Sol", "allow_duplicate": True}, headers={"Idempotency-Key": key})
        return str(answer.json()["id"]) if won(answer, 201) else None

    return Round(create, is_shared=True)


RACES: Final[tuple[Race, ...]] = (
    verification, password_reset, change_of_address, recovery, invite_of_a_member, invite_of_a_newcomer, backup_code, app_code,
    login_challenge, passkey_challenge, provider_state, refresh_rotation, socket_ticket, transfer, restored_organization,
    committed_import, undone_command, restored_client, repeated_request,
)  # fmt: skip
BY_NAME: Final = {race.__name__: race for race in RACES}
