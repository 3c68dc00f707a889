"""Log-in with Google and Microsoft, against an OpenID provider that says what each of them says."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from tests.e2e.api.factors import guard
from tests.e2e.api.oidc import CALLBACK, COOKIE, REFRESH, WEB_URL, Browser, error_of, google_email, landed, parameters, some_subject
from tests.e2e.api.support import Connection, Person, assert_problem, forwarded, register, some_address, some_email

pytestmark = pytest.mark.auth

TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"


@pytest.fixture
def browser() -> Browser:
    return Browser()


def verify(superuser: Connection, person: Person) -> None:
    superuser.execute("UPDATE users SET email_verified_at = now() WHERE id = %s", (person.user_id,))


def count_users(superuser: Connection, email: str) -> int:
    row = superuser.execute("SELECT count(*) AS n FROM users WHERE email = %s", (email,)).fetchone()
    assert row is not None
    count: int = row["n"]
    return count


class TestMethods:
    def test_says_which_providers_there_are(self, http: httpx.Client) -> None:
        assert http.get("/auth/methods").json() == {"saas_mode": "B2B", "password": True, "providers": ["google", "microsoft"]}


class TestStart:
    def test_sends_the_browser_to_the_provider_with_pkce_state_and_nonce(self, browser: Browser) -> None:
        url = browser.start()
        asked = parameters(url)
        assert asked["redirect_uri"] == CALLBACK["google"]
        assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid email profile", "S256")
        assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
        assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))

    def test_every_way_has_secrets_of_its_own(self, browser: Browser) -> None:
        first, second = parameters(browser.start()), parameters(browser.start())
        assert first["state"] != second["state"]
        assert first["nonce"] != second["nonce"]

    def test_the_cookie_is_out_of_reach_of_scripts_and_short_lived(self, browser: Browser) -> None:
        answer = browser.api.get("/auth/oauth/google/start", headers={"X-Forwarded-For": forwarded(browser.address)})
        cookie = answer.headers["set-cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/"))

    def test_an_unknown_provider_is_refused(self, http: httpx.Client) -> None:
        assert http.get("/auth/oauth/facebook/start").status_code == 422

    def test_the_database_keeps_no_secret_of_the_way(self, superuser: Connection, browser: Browser) -> None:
        asked, secret = parameters(browser.start()), ""
        secret = browser.api.cookies[COOKIE]
        row = superuser.execute("SELECT string_agg(a::text, '') AS text FROM oauth_attempts a").fetchone()
        assert row is not None
        assert not any(value in row["text"] for value in (secret, asked["state"], asked["nonce"]))


class TestSignUp:
    def test_a_new_person_gets_an_account_with_an_organization(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        answer = browser.sign_in(email=email, name="Ana Souza", query={"locale": "pt", "time_zone": "America/Recife"})
        assert landed(answer) == ("/pt/admin", {})
        person = browser.person(http, email)
        me = person.get("/users/me").json()
        assert (me["email"], me["full_name"], me["locale"]) == (email, "Ana Souza", "pt")
        assert person.get("/organizations/current").json()["name"] == "Agência de Ana"
        assert person.get("/preferences").json()["time_zone"] == "America/Recife"
        row = superuser.execute("SELECT password_hash, email_verified_at FROM users WHERE email = %s", (email,)).fetchone()
        assert row is not None
        assert row["password_hash"] is None
        assert row["email_verified_at"] is not None

    def test_without_a_name_the_address_gives_one(self, http: httpx.Client, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        assert browser.person(http, email).full_name == email.partition("@")[0]

    def test_microsoft_s_address_is_not_taken_for_verified(self, superuser: Connection, browser: Browser) -> None:
        email = some_email()
        assert error_of(browser.sign_in("microsoft", email=email)) is None
        row = superuser.execute(
            "SELECT u.email_verified_at, i.issuer FROM users u JOIN oauth_identities i ON i.user_id = u.id WHERE u.email = %s", (email,)
        ).fetchone()
        assert row is not None
        assert row["email_verified_at"] is None
        assert row["issuer"].endswith(f"/{TENANT}/v2.0")

    def test_a_person_without_a_password_is_refused_like_a_wrong_one(self, http: httpx.Client, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        for password in ("", "violet-harbour-lantern-42"):
            answer = http.post("/auth/login", json={"email": email, "password": password or "x"})
            assert (answer.status_code, answer.json()["code"]) == (401, "credentials_invalid")

    def test_ends_up_on_the_page_that_asked(self, browser: Browser) -> None:
        answer = browser.sign_in(email=google_email(), query={"next": "/admin/clients?sort=name", "locale": "es"})
        assert landed(answer) == ("/es/admin/clients", {"sort": "name"})


class TestSignIn:
    def test_the_same_person_comes_back_to_the_same_account(self, http: httpx.Client, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        first = browser.person(http, email)
        other = Browser()
        assert error_of(other.sign_in(email=email)) is None
        assert other.person(http, email).user_id == first.user_id

    def test_is_recognized_by_subject_though_the_address_changed(self, http: httpx.Client, browser: Browser) -> None:
        subject, email = some_subject(), google_email()
        browser.sign_in(email=email, subject=subject)
        first = browser.person(http, email)
        other = Browser()
        other.sign_in(email=google_email(), subject=subject)
        assert other.person(http, email).user_id == first.user_id
        assert other.person(http, email).get("/users/me").json()["email"] == email

    def test_another_subject_with_the_same_unverified_address_is_another_person(self, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email, subject=some_subject())
        assert error_of(Browser().sign_in(email=email, subject=some_subject(), is_unverified="1")) == "oauth_email_known"

    def test_a_disabled_person_stays_out(self, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        superuser.execute("UPDATE users SET disabled_at = now() WHERE email = %s", (email,))
        assert error_of(Browser().sign_in(email=email)) == "oauth_account_disabled"

    def test_writes_an_audit_entry(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        Browser().sign_in(email=email)
        rows = superuser.execute(
            "SELECT action FROM audit_log WHERE organization_id = %s ORDER BY created_at", (browser.person(http, email).organization_id,)
        ).fetchall()
        assert [row["action"] for row in rows] == ["user.registered", "user.logged_in"]

    def test_the_second_factor_is_still_asked_for(self, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        superuser.execute("UPDATE users SET two_factor_enabled_at = now() WHERE email = %s", (email,))
        other = Browser()
        answer = other.sign_in(email=email, query={"next": "/admin/clients"})
        assert landed(answer) == ("/en/auth/login", {"next": "/admin/clients"})
        assert urlsplit(answer.headers["location"]).fragment.startswith("challenge_token=")
        assert REFRESH not in other.api.cookies


class TestLinkByAddress:
    def test_links_where_both_sides_are_proven_and_tells_by_mail(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        person = register(http, email=email)
        verify(superuser, person)
        assert error_of(browser.sign_in(email=email)) is None
        assert browser.person(http, email).user_id == person.user_id
        row = superuser.execute(
            "SELECT count(*) AS n FROM outgoing_mails WHERE recipient = %s AND template = 'provider_connected'", (email,)
        )
        assert row.fetchone() == {"n": 1}

    def test_a_workspace_s_address_counts_as_proven(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http)
        verify(superuser, person)
        assert error_of(browser.sign_in(email=person.email)) is None
        assert browser.person(http, person.email).user_id == person.user_id

    def test_never_by_an_address_that_google_did_not_verify(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http, email=google_email())
        verify(superuser, person)
        answer = browser.sign_in(email=person.email, is_unverified="1")
        assert error_of(answer) == "oauth_email_known"
        assert REFRESH not in answer.cookies

    def test_never_when_google_says_verified_in_words(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http, email=google_email())
        verify(superuser, person)
        assert error_of(browser.sign_in(email=person.email, subject=some_subject("verifiedtext"))) == "oauth_email_known"

    def test_never_to_an_account_whose_own_address_is_unproven(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http, email=google_email())
        superuser.execute("UPDATE users SET email_verified_at = NULL WHERE id = %s", (person.user_id,))
        assert error_of(browser.sign_in(email=person.email)) == "oauth_email_known"

    def test_never_by_microsoft(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http)
        verify(superuser, person)
        assert error_of(browser.sign_in("microsoft", email=person.email)) == "oauth_email_known"
        assert superuser.execute("SELECT FROM oauth_identities WHERE user_id = %s", (person.user_id,)).fetchone() is None

    def test_the_address_s_case_makes_no_second_account(self, http: httpx.Client, superuser: Connection, browser: Browser) -> None:
        person = register(http, email=google_email())
        assert error_of(browser.sign_in("microsoft", email=person.email.upper())) == "oauth_email_known"
        assert count_users(superuser, person.email) == 1


class TestConnect:
    def test_connects_lets_in_and_disconnects(self, http: httpx.Client, owner: Person, browser: Browser) -> None:
        subject = some_subject()
        answer = browser.connect(owner, "microsoft", email="ana@contoso.com", subject=subject)
        assert landed(answer) == ("/pt/admin/settings/security", {"connected": "microsoft"})
        listed = owner.get("/users/me/connections").json()
        assert [(item["provider"], item["email"]) for item in listed["items"]] == [("microsoft", "ana@contoso.com")]
        assert (listed["available"], listed["has_password"]) == (["google", "microsoft"], True)
        other = Browser()
        other.sign_in("microsoft", email="ana@contoso.com", subject=subject)
        assert other.person(http, owner.email).user_id == owner.user_id
        assert owner.delete("/users/me/connections/microsoft").status_code == 204
        assert owner.get("/users/me/connections").json()["items"] == []

    def test_tells_by_mail_and_in_the_audit_log(self, superuser: Connection, owner: Person, browser: Browser) -> None:
        browser.connect(owner, email=google_email())
        mails = superuser.execute("SELECT FROM outgoing_mails WHERE recipient = %s AND template = 'provider_connected'", (owner.email,))
        assert len(mails.fetchall()) == 1
        entries = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'provider.connected'", (owner.organization_id,)
        )
        assert [row["changes"] for row in entries.fetchall()] == [{"provider": [None, "google"]}]

    def test_somebody_else_s_identity_is_refused(self, owner: Person, other: Person, browser: Browser) -> None:
        subject = some_subject()
        browser.connect(owner, email=google_email(), subject=subject)
        assert error_of(Browser().connect(other, email=google_email(), subject=subject)) == "oauth_identity_taken"
        assert other.get("/users/me/connections").json()["items"] == []

    def test_a_second_one_of_the_same_provider_is_refused(self, owner: Person, browser: Browser) -> None:
        browser.connect(owner, email=google_email())
        answer = owner.post("/users/me/connections/google")
        assert (answer.status_code, answer.json()["code"]) == (409, "oauth_already_connected")

    def test_needs_a_fresh_proof_of_identity(self, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = %s", (owner.user_id,))
        for answer in (owner.post("/users/me/connections/google"), owner.delete("/users/me/connections/google")):
            assert (answer.status_code, answer.json()["code"]) == (403, "reauthentication_required")

    def test_a_log_in_that_ended_meanwhile_connects_nothing(self, owner: Person, superuser: Connection, browser: Browser) -> None:
        answer = owner.post("/users/me/connections/google")
        browser.api.cookies.set(COOKIE, answer.cookies[COOKIE])
        callback = browser.agree(answer.json()["url"], email=google_email())
        assert owner.post("/auth/logout").status_code == 204
        assert error_of(browser.come_back(callback)) == "oauth_state_invalid"
        assert superuser.execute("SELECT FROM oauth_identities WHERE user_id = %s", (owner.user_id,)).fetchone() is None

    def test_the_last_way_in_stays(self, http: httpx.Client, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        person = browser.person(http, email)
        answer = person.delete("/users/me/connections/google")
        assert (answer.status_code, answer.json()["code"]) == (409, "last_way_in")
        browser.connect(person, "microsoft", email=email)
        assert person.delete("/users/me/connections/google").status_code == 204
        assert person.delete("/users/me/connections/microsoft").json()["code"] == "last_way_in"

    def test_both_at_once_leave_one(self, http: httpx.Client, browser: Browser) -> None:
        email = google_email()
        browser.sign_in(email=email)
        person = browser.person(http, email)
        browser.connect(person, "microsoft", email=email)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda name: person.delete(f"/users/me/connections/{name}"), ("google", "microsoft")))
        assert sorted(answer.status_code for answer in answers) == [204, 409]

    def test_what_is_not_connected_cannot_be_disconnected(self, owner: Person) -> None:
        answer = owner.delete("/users/me/connections/google")
        assert (answer.status_code, answer.json()["code"]) == (404, "oauth_not_connected")

    def test_another_site_can_t_begin_it(self, owner: Person) -> None:
        answer = owner.post("/users/me/connections/google", headers={"Origin": "https://evil.example"})
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


class TestConfirm:
    def test_proves_the_identity_anew(self, superuser: Connection, owner: Person, browser: Browser) -> None:
        subject = some_subject()
        browser.connect(owner, email=google_email(), subject=subject)
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = %s", (owner.user_id,))
        assert self._confirm(owner, subject) == ("/pt/admin/settings/data", {})
        assert owner.post("/users/me/connections/microsoft").status_code == 200

    def test_another_person_s_account_proves_nothing(self, superuser: Connection, owner: Person, browser: Browser) -> None:
        browser.connect(owner, email=google_email())
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = %s", (owner.user_id,))
        assert self._confirm(owner, some_subject())[1]["error"] == "oauth_another_person"
        assert owner.post("/users/me/connections/microsoft").status_code == 403

    def test_whoever_has_a_second_factor_proves_that_one(self, superuser: Connection, owner: Person, browser: Browser) -> None:
        subject = some_subject()
        browser.connect(owner, email=google_email(), subject=subject)
        begun = owner.post("/users/me/connections/google/confirm")
        guard(owner)
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = %s", (owner.user_id,))
        assert_problem(owner.post("/users/me/connections/google/confirm"), 403, "second_factor_needed")
        browser.api.cookies.set(COOKIE, begun.cookies[COOKIE])
        answer = browser.come_back(browser.agree(begun.json()["url"], email=google_email(), subject=subject))
        assert error_of(answer) == "second_factor_needed"
        assert_problem(owner.post("/two-factor/disable"), 403, "reauthentication_required")

    def test_needs_a_connection(self, owner: Person) -> None:
        assert owner.post("/users/me/connections/google/confirm").json()["code"] == "oauth_not_connected"

    def _confirm(self, person: Person, subject: str) -> tuple[str, dict[str, str]]:
        browser = Browser()
        answer = person.post("/users/me/connections/google/confirm", params={"next": "/admin/settings/data"})
        browser.api.cookies.set(COOKIE, answer.cookies[COOKIE])
        return landed(browser.come_back(browser.agree(answer.json()["url"], email=google_email(), subject=subject)))


class TestAttacks:
    @pytest.mark.parametrize(
        "changes",
        [{"state": None}, {"state": "x"}, {"state": ""}, {"state": "a" * 43}, {"state": "é"}],
        ids=["missing", "foreign", "empty", "alike", "not-ascii"],
    )
    def test_a_wrong_state_is_refused(self, browser: Browser, changes: dict[str, str | None]) -> None:
        email = google_email()
        callback = browser.agree(browser.start(), email=email)
        answer = browser.come_back(callback, **changes)
        assert error_of(answer) == "oauth_state_invalid"
        assert REFRESH not in answer.cookies

    def test_another_browser_can_t_finish_the_way(self, superuser: Connection, browser: Browser) -> None:
        """Log-in by somebody else's link: the victim's browser has no secret for it, or another one."""
        email = google_email()
        callback = browser.agree(browser.start(), email=email)
        victim = Browser()
        assert error_of(victim.come_back(callback)) == "oauth_state_invalid"
        victim.start()
        assert error_of(victim.come_back(callback)) == "oauth_state_invalid"
        assert count_users(superuser, email) == 0

    def test_a_way_is_good_once(self, browser: Browser) -> None:
        callback = browser.agree(browser.start(), email=google_email())
        secret = browser.api.cookies[COOKIE]
        assert error_of(browser.come_back(callback)) is None
        browser.api.cookies.set(COOKIE, secret)
        assert error_of(browser.come_back(callback)) == "oauth_state_invalid"

    def test_of_fifty_at_once_one_gets_in(self, superuser: Connection, browser: Browser) -> None:
        email = google_email()
        callback = browser.agree(browser.start(), email=email)
        path = f"/auth/oauth/google/callback?{urlsplit(callback).query}"
        secret = browser.api.cookies[COOKIE]

        def finish(_: int) -> httpx.Response:
            with httpx.Client(base_url=browser.api.base_url, timeout=60) as client:
                return client.get(path, headers={"X-Forwarded-For": forwarded(some_address()), "Cookie": f"{COOKIE}={secret}"})

        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(finish, range(50)))
        assert sum(REFRESH in answer.cookies for answer in answers) == 1
        assert {error_of(answer) for answer in answers} == {None, "oauth_state_invalid"}
        assert count_users(superuser, email) == 1

    def test_a_code_of_another_way_is_refused(self, browser: Browser) -> None:
        """Its PKCE verifier is another browser's."""
        stolen = parameters(Browser().agree(Browser().start(), email=google_email()))["code"]
        callback = browser.agree(browser.start(), email=google_email())
        assert error_of(browser.come_back(callback, code=stolen)) == "oauth_refused"

    @pytest.mark.parametrize("code", [None, "", "x", "a" * 3_000])
    def test_a_made_up_code_is_refused(self, browser: Browser, code: str | None) -> None:
        callback = browser.agree(browser.start(), email=google_email())
        assert error_of(browser.come_back(callback, code=code)) == "oauth_refused"

    def test_a_way_that_took_too_long_is_over(self, superuser: Connection, browser: Browser) -> None:
        callback = browser.agree(browser.start(next="/admin/import"), email=google_email())
        superuser.execute("UPDATE oauth_attempts SET expires_at = now() - interval '1 second' WHERE next_path = '/admin/import'")
        assert error_of(browser.come_back(callback)) == "oauth_state_invalid"

    def test_an_answer_in_another_provider_s_name_is_refused(self, browser: Browser) -> None:
        callback = browser.agree(browser.start(), email=google_email())
        assert error_of(browser.come_back(callback, iss="https://accounts.example.com")) == "oauth_refused"

    def test_one_provider_s_way_doesn_t_end_at_the_other_s_callback(self, browser: Browser) -> None:
        callback = browser.agree(browser.start(), email=google_email())
        assert error_of(browser.come_back(callback.replace("/google/", "/microsoft/"))) == "oauth_state_invalid"

    @pytest.mark.parametrize(
        "attack",
        [
            "none", "key", "unknownkey", "hmac", "secret", "audience", "audiences", "issuer", "expired", "future", "nonce", "nononce",
            "nosubject", "cut", "text", "notoken",
        ],
    )  # fmt: skip
    def test_a_spoiled_token_lets_nobody_in(self, superuser: Connection, browser: Browser, attack: str) -> None:
        email = google_email()
        answer = browser.sign_in(email=email, subject=some_subject(attack))
        assert error_of(answer) == "oauth_refused"
        assert REFRESH not in answer.cookies
        assert count_users(superuser, email) == 0

    @pytest.mark.parametrize("attack", ["tenant", "issuer", "audience", "nonce", "none"])
    def test_neither_does_microsoft_s(self, superuser: Connection, browser: Browser, attack: str) -> None:
        email = some_email()
        assert error_of(browser.sign_in("microsoft", email=email, subject=some_subject(attack))) == "oauth_refused"
        assert count_users(superuser, email) == 0

    @pytest.mark.parametrize("attack", ["noemail", "bademail"])
    def test_an_account_needs_an_address(self, browser: Browser, attack: str) -> None:
        assert error_of(browser.sign_in(email=google_email(), subject=some_subject(attack))) == "oauth_email_missing"

    @pytest.mark.parametrize(
        "next_page",
        [
            "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/admin\\evil",
            "/adminevil", "/admin.evil.example", "evil", "", "/", "/auth/login", "@evil.example", "/admin\n//evil.example",
            "/admin?x= y", "%2F%2Fevil.example", "/admin\x00", "\t//evil.example", "http:/evil.example",
        ],
    )  # fmt: skip
    def test_leads_to_no_other_place_than_the_application(self, http: httpx.Client, browser: Browser, next_page: str) -> None:
        answer = browser.api.get(
            "/auth/oauth/google/start", params={"next": next_page}, headers={"X-Forwarded-For": forwarded(browser.address)}
        )
        if answer.status_code == 422:
            return
        landing = browser.come_back(browser.agree(answer.headers["location"], email=google_email()))
        assert landing.headers["location"] == f"{WEB_URL}/en/admin"

    def test_the_provider_refuses_another_redirect_address(self, browser: Browser) -> None:
        url = browser.start()
        spoiled = httpx.URL(url).copy_set_param("redirect_uri", "https://evil.example/callback")
        answer = browser.provider.get(spoiled)
        assert answer.status_code == 400
        assert "location" not in answer.headers

    def test_the_provider_refuses_a_way_without_pkce(self, browser: Browser) -> None:
        spoiled = httpx.URL(browser.start()).copy_remove_param("code_challenge").copy_remove_param("code_challenge_method")
        answer = browser.provider.get(spoiled)
        assert parameters(answer.headers["location"])["error"] == "invalid_request"
        assert error_of(browser.come_back(answer.headers["location"])) == "oauth_refused"


class TestFailures:
    def test_who_cancels_at_the_provider_is_back_at_the_log_in_page(self, browser: Browser) -> None:
        callback = browser.agree(browser.start(locale="pt", next="/admin/clients"), email=google_email(), choice="cancel")
        path, query = landed(browser.come_back(callback))
        assert path == "/pt/auth/login"
        assert query == {"error": "oauth_cancelled", "provider": "google", "next": "/admin/clients"}

    @pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable", "<script>alert(1)</script>"])
    def test_an_error_of_the_provider_is_told_without_repeating_it(self, browser: Browser, error: str) -> None:
        callback = browser.agree(browser.start(), email=google_email())
        answer = browser.come_back(callback, error=error, code=None)
        assert error_of(answer) == "oauth_refused"
        assert "script" not in answer.headers["location"]

    @pytest.mark.parametrize("attack", ["down", "html"])
    def test_a_provider_that_is_down_is_told_apart(self, browser: Browser, attack: str) -> None:
        assert error_of(browser.sign_in(email=google_email(), subject=some_subject(attack))) == "oauth_unavailable"

    def test_too_many_ways_from_one_address_are_refused(self, http: httpx.Client) -> None:
        address = forwarded(some_address())
        answers = [http.get("/auth/oauth/google/callback", headers={"X-Forwarded-For": address}) for _ in range(605)]
        assert error_of(answers[0]) == "oauth_state_invalid"
        assert error_of(answers[-1]) == "rate_limited"
