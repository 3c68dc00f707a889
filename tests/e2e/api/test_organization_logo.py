"""An organization's logo: read with suspicion, whole and small, for its members and whoever holds one of its invites."""

import io
import os
import time
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageDraw

from tests.e2e.api.mailbox import mail_to
from tests.e2e.api.support import (
    ENVIRONMENT,
    Connection,
    Person,
    Record,
    assert_problem,
    eventually,
    invite_token,
    join,
    some_email,
)
from tests.e2e.api.test_avatar import huge_png, picture

pytestmark = pytest.mark.organizations

STORAGE = Path(ENVIRONMENT.variables["STORAGE_DIR"])
LOGO = "/organizations/current/logo"
# Inside one organization alone: in all that a test run makes, the daily one takes minutes.
CLEANUP = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    VALUES ('default', 'cleanup.run', jsonb_build_object('organization_id', %s::text))"""


def put(person: Person, content: bytes) -> httpx.Response:
    return person.put(LOGO, files={"file": ("logo.png", content, "image/png")})


def uploaded(person: Person, content: bytes | None = None) -> Record:
    answer = put(person, content or picture())
    assert answer.status_code == 200, answer.text
    found: Record = answer.json()["logo"]
    return found


def drawn(color: str, *, size: tuple[int, int] = (400, 300)) -> bytes:
    """Something in the middle of a see-through picture."""
    image, kept = Image.new("RGBA", size, (0, 0, 0, 0)), io.BytesIO()
    ImageDraw.Draw(image).ellipse((100, 100, size[0] - 100, size[1] - 100), fill=color)
    image.save(kept, "PNG")
    return kept.getvalue()


def shown(person: Person, path: str = LOGO, **params: str) -> Image.Image:
    answer = person.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    return Image.open(io.BytesIO(answer.content))


def path_of(superuser: Connection, person: Person) -> Path:
    row = superuser.execute("SELECT logo_key FROM organizations WHERE id = %s", (person.organization_id,)).fetchone()
    assert row is not None
    return STORAGE / str(row["logo_key"])


def undo(person: Person, answer: httpx.Response) -> httpx.Response:
    return person.post(f"/commands/{answer.headers['x-command-id']}/undo")


class TestPut:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_every_member_sees_it_whole(self, owner: Person, viewer: Person, form: str) -> None:
        logo = uploaded(owner, picture(form, (1200, 300)))
        assert viewer.get("/organizations/current").json()["logo"] == logo
        assert viewer.get("/organizations").json()["items"][0]["logo"] == logo
        assert shown(viewer).size == (512, 128)
        assert shown(viewer, f"/organizations/{owner.organization_id}/logo", v=logo["version"]).size == (512, 128)

    def test_a_small_one_stays_as_it_is(self, owner: Person) -> None:
        uploaded(owner, picture(size=(48, 24)))
        assert shown(owner).size == (48, 24)

    def test_empty_margins_go(self, owner: Person) -> None:
        uploaded(owner, drawn("#7c3aed"))
        assert shown(owner).size == (201, 101)

    @pytest.mark.parametrize(("color", "tone"), [("#18181b", "dark"), ("#fafafa", "light"), ("#7c3aed", "any")])
    def test_says_what_it_needs_behind_it(self, owner: Person, color: str, tone: str) -> None:
        assert uploaded(owner, drawn(color))["tone"] == tone

    @pytest.mark.parametrize("color", ["#000000", "#ffffff"])
    def test_one_with_its_own_background_needs_none(self, owner: Person, color: str) -> None:
        kept = io.BytesIO()
        Image.new("RGBA", (64, 64), color).save(kept, "PNG")
        assert uploaded(owner, kept.getvalue())["tone"] == "any"

    def test_leaves_out_what_the_camera_wrote(self, owner: Person) -> None:
        exif = Image.Exif()
        exif[0x8825] = {1: "S", 2: (23.0, 33.0, 1.0)}
        uploaded(owner, picture("JPEG", exif=exif, comment=b"segredo"))
        assert not shown(owner).getexif()

    def test_of_an_animation_the_first_frame(self, owner: Person) -> None:
        frames, kept = [Image.new("RGB", (64, 64), color) for color in ("#ff0000", "#00ff00")], io.BytesIO()
        frames[0].save(kept, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
        uploaded(owner, kept.getvalue())
        image = shown(owner)
        assert getattr(image, "n_frames", 1) == 1
        red, green, _ = image.convert("RGB").getpixel((32, 32))  # type: ignore[misc]  # a pixel of RGB is three numbers
        assert red > 200 > 60 > green

    def test_what_hides_behind_the_picture_goes(self, superuser: Connection, owner: Person) -> None:
        uploaded(owner, picture() + b"<script>alert(1)</script>PK\x03\x04")
        content = path_of(superuser, owner).read_bytes()
        assert b"script" not in content
        assert b"PK\x03\x04" not in content

    @pytest.mark.parametrize(
        "content",
        [b"", b"x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", picture()[:60], picture("GIF"), picture("BMP")],
        ids=["empty", "text", "svg", "png-head", "cut", "gif", "bmp"],
    )
    def test_what_is_no_picture_is_refused(self, owner: Person, content: bytes) -> None:
        before = owner.get("/organizations/current").json()
        assert_problem(put(owner, content), 422, "picture_unreadable")
        assert owner.get("/organizations/current").json() == before

    def test_more_than_forty_megapixels_are_never_decoded(self, owner: Person) -> None:
        assert_problem(put(owner, huge_png(6400, 6251)), 422, "picture_too_many_pixels")

    def test_more_than_five_megabytes_are_refused(self, owner: Person) -> None:
        assert_problem(put(owner, picture() + b"\x00" * (5 * 1024 * 1024)), 413, "picture_too_large")

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_only_owners_and_admins(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        uploaded(join(http, superuser, owner.organization_id, "admin"))
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(put(person, picture()), 403, "permission_missing")
        assert_problem(person.delete(LOGO), 403, "permission_missing")

    def test_is_in_the_audit_log_without_names(self, owner: Person) -> None:
        logo = uploaded(owner)
        owner.delete(LOGO)
        entries = owner.get("/audit-log", params={"entity_type": "organization"}).json()["items"][:2]
        assert [(entry["action"], entry["changes"]["logo"]) for entry in entries] == [
            ("organization.logo_removed", [logo["version"], None]), ("organization.logo_changed", [None, logo["version"]]),
        ]  # fmt: skip


class TestGet:
    def test_a_stranger_s_is_not_there(self, owner: Person, other: Person) -> None:
        uploaded(owner)
        assert_problem(other.get(LOGO), 404, "logo_not_found")
        assert_problem(other.get(f"/organizations/{owner.organization_id}/logo"), 404, "logo_not_found")

    def test_no_row_can_name_another_organization_s_file(self, superuser: Connection, owner: Person, other: Person) -> None:
        uploaded(owner)
        key = str(path_of(superuser, owner).relative_to(STORAGE))
        with pytest.raises(Exception, match="organizations_logo_key_check"):
            superuser.execute("UPDATE organizations SET logo_key = %s, logo_tone = 'any' WHERE id = %s", (key, other.organization_id))

    def test_of_the_person_s_other_organizations_too(self, owner: Person) -> None:
        uploaded(owner)
        second = owner.post("/organizations", json={"name": "Outra"}).json()["id"]
        assert_problem(owner.get(f"/organizations/{second}/logo"), 404, "logo_not_found")
        owner.token = owner.post(f"/organizations/{second}/switch").json()["access_token"]
        first, owner.organization_id = owner.organization_id, second
        assert shown(owner, f"/organizations/{first}/logo").size == (400, 300)

    def test_is_kept_only_under_an_address_that_names_the_version(self, owner: Person) -> None:
        logo = uploaded(owner)
        named = owner.get(LOGO, params={"v": logo["version"]}).headers
        assert named.get_list("cache-control") == ["private, max-age=604800, immutable"]
        assert (named["x-content-type-options"], named["content-security-policy"]) == ("nosniff", "default-src 'none'; sandbox")
        assert owner.get(LOGO).headers.get_list("cache-control") == ["private, no-store"]

    def test_holders_of_an_invite_see_it(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        logo = uploaded(owner)
        owner.patch("/organizations/current", json={"brand_color": "#0f766e", "version": 2})
        invite = owner.post("/invites", json={"emails": [some_email()]}).json()["items"][0]["invite"]
        token = invite_token(superuser, invite["id"])
        found = http.get(f"/invites/token/{token}").json()
        assert (found["logo"], found["brand_color"]) == (logo, "#0f766e")
        assert http.get(f"/invites/token/{token}/logo").headers["content-type"] == "image/webp"
        assert_problem(http.get("/invites/token/invented/logo"), 404, "invite_not_found")
        owner.delete(LOGO)
        assert_problem(http.get(f"/invites/token/{token}/logo"), 404, "logo_not_found")


class TestDelete:
    def test_takes_it_away_and_undo_brings_it_back(self, owner: Person) -> None:
        logo = uploaded(owner)
        answer = owner.delete(LOGO)
        assert answer.status_code == 204
        assert owner.get("/organizations/current").json()["logo"] is None
        assert undo(owner, answer).status_code == 200
        assert owner.get("/organizations/current").json()["logo"] == logo
        assert shown(owner).size == (400, 300)

    def test_twice_is_no_mistake(self, owner: Person) -> None:
        assert owner.delete(LOGO).status_code == 204
        assert "x-command-id" not in owner.delete(LOGO).headers


class TestUndo:
    def test_brings_the_former_one_back_whatever_else_changed(self, owner: Person) -> None:
        former = uploaded(owner)
        answer = put(owner, picture(size=(10, 10)))
        version = answer.json()["version"]
        assert owner.patch("/organizations/current", json={"name": "Aurora", "version": version}).status_code == 200
        assert undo(owner, answer).status_code == 200
        found = owner.get("/organizations/current").json()
        assert (found["logo"], found["name"]) == (former, "Aurora")

    def test_not_over_a_newer_one(self, owner: Person) -> None:
        answer = put(owner, picture())
        newest = uploaded(owner)
        assert_problem(undo(owner, answer), 409, "version_stale")
        assert owner.get("/organizations/current").json()["logo"] == newest

    def test_files_outlive_what_could_be_undone_and_no_longer(self, superuser: Connection, owner: Person) -> None:
        uploaded(owner)
        former = path_of(superuser, owner)
        uploaded(owner)
        current = path_of(superuser, owner)
        uploaded(owner)
        recent, shown_now = current, path_of(superuser, owner)
        long_ago = time.time() - 32 * 86_400
        for path in (former, shown_now):
            os.utime(path, (long_ago, long_ago))
        superuser.execute(CLEANUP, (owner.organization_id,))
        assert eventually(lambda: not former.exists(), timeout_seconds=60)
        assert recent.is_file()
        assert shown_now.is_file()


class TestMail:
    def test_the_invite_s_mail_bears_it(self, owner: Person) -> None:
        uploaded(owner, drawn("#18181b"))
        email = some_email()
        owner.post("/invites", json={"emails": [email], "locale": "en"})
        html = mail_to(email, "/invite/")["html"]
        assert '<img src="data:image/png;base64,' in html
        assert "background:#ffffff" in html.partition("<img")[2].partition(">")[0]
        assert f"{owner.full_name} entered your address" in html

    def test_without_a_logo_the_product_s_name_stands_there(self, owner: Person) -> None:
        email = some_email()
        owner.post("/invites", json={"emails": [email], "locale": "en"})
        assert "<img" not in mail_to(email, "/invite/")["html"]
