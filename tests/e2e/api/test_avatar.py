"""A person's picture: read with suspicion, seen by colleagues alone."""

import io
import struct
import zlib
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.e2e.api.support import ENVIRONMENT, Connection, Person, assert_problem, eventually

pytestmark = pytest.mark.users

STORAGE = Path(ENVIRONMENT.variables["STORAGE_DIR"])


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object) -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size, "#7c3aed").save(kept, form, **options)
    return kept.getvalue()


def put(person: Person, content: bytes, name: str = "ana.png", kind: str = "image/png") -> httpx.Response:
    return person.put("/users/me/avatar", files={"file": (name, content, kind)})


def path_of(superuser: Connection, person: Person) -> Path:
    row = superuser.execute("SELECT avatar_key FROM users WHERE id = %s", (person.user_id,)).fetchone()
    assert row is not None
    return STORAGE / str(row["avatar_key"])


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")


class TestPut:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
    def test_keeps_a_square_of_256_pixels_for_colleagues(self, owner: Person, member: Person, form: str) -> None:
        answer = put(owner, picture(form))
        assert answer.status_code == 200
        version = answer.json()["avatar_version"]
        assert version
        assert owner.get("/users/me").json()["avatar_version"] == version
        assert {row["user_id"]: row["avatar_version"] for row in member.get("/members").json()["items"]} == {
            owner.user_id: version, member.user_id: None,
        }  # fmt: skip
        shown = member.get(f"/users/{owner.user_id}/avatar", params={"v": version})
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        with Image.open(io.BytesIO(shown.content)) as image:
            assert (image.format, image.size) == ("WEBP", (256, 256))

    def test_may_be_cached_by_the_browser_alone_and_runs_nothing(self, owner: Person) -> None:
        put(owner, picture())
        headers = owner.get(f"/users/{owner.user_id}/avatar").headers
        assert headers.get_list("cache-control") == ["private, max-age=604800, immutable"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; sandbox"

    def test_leaves_out_what_the_camera_wrote(self, owner: Person) -> None:
        exif = Image.Exif()
        exif[0x010E] = "Rua das Flores 12, São Paulo"
        exif[0x8825] = {1: "S", 2: (23.0, 33.0, 1.0)}
        put(owner, picture("JPEG", exif=exif, comment=b"segredo"), "ana.jpg", "image/jpeg")
        with Image.open(io.BytesIO(owner.get(f"/users/{owner.user_id}/avatar").content)) as image:
            assert not image.getexif()
            assert set(image.info) <= {"background", "loop", "duration", "timestamp"}

    def test_turns_a_photo_upright(self, owner: Person) -> None:
        photo = Image.new("RGB", (256, 256), "#000000")
        photo.paste("#ffffff", (0, 0, 256, 128))
        exif, kept = Image.Exif(), io.BytesIO()
        exif[0x0112] = 3
        photo.save(kept, "JPEG", exif=exif)
        put(owner, kept.getvalue(), "ana.jpg", "image/jpeg")
        with Image.open(io.BytesIO(owner.get(f"/users/{owner.user_id}/avatar").content)) as image:
            darkest, brightest = image.convert("L").crop((0, 0, 256, 100)).getextrema()
        assert (darkest, brightest) < (40, 40)

    def test_the_former_picture_s_file_goes(self, superuser: Connection, owner: Person) -> None:
        put(owner, picture())
        former = path_of(superuser, owner)
        assert former.is_file()
        put(owner, picture("JPEG"))
        assert eventually(lambda: not former.exists())
        assert path_of(superuser, owner).is_file()

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\x00" * 40, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n",
            picture()[:60], picture("GIF"), picture("BMP"), picture("TIFF"), b"<html></html>", b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        ],
        ids=["empty", "text", "svg", "gif-head", "pdf", "png-head", "cut", "gif", "bmp", "tiff", "html", "webp-head"],
    )  # fmt: skip
    def test_what_is_no_picture_is_refused(self, superuser: Connection, owner: Person, content: bytes) -> None:
        assert_problem(put(owner, content), 422, "picture_unreadable")
        assert superuser.execute("SELECT FROM users WHERE id = %s AND avatar_key IS NOT NULL", (owner.user_id,)).fetchone() is None

    @pytest.mark.parametrize(("width", "height"), [(6400, 6251), (40_000_001, 1), (2**31 - 1, 2**31 - 1)])
    def test_more_than_forty_megapixels_are_never_decoded(self, owner: Person, width: int, height: int) -> None:
        assert put(owner, huge_png(width, height)).status_code == 422

    def test_more_than_five_megabytes_are_refused(self, owner: Person) -> None:
        assert_problem(put(owner, picture() + b"\x00" * (5 * 1024 * 1024)), 413, "picture_too_large")

    def test_without_a_file_is_refused(self, owner: Person) -> None:
        assert_problem(owner.put("/users/me/avatar", json={"file": "x"}), 422)

    def test_anonymous_gets_401(self, http: httpx.Client) -> None:
        assert_problem(http.put("/users/me/avatar", files={"file": ("a.png", picture(), "image/png")}), 401)


class TestGet:
    def test_a_stranger_s_picture_is_not_there(self, owner: Person, other: Person) -> None:
        put(owner, picture())
        assert_problem(other.get(f"/users/{owner.user_id}/avatar"), 404, "avatar_not_found")

    def test_without_a_picture_there_is_none(self, owner: Person) -> None:
        assert_problem(owner.get(f"/users/{owner.user_id}/avatar"), 404, "avatar_not_found")

    def test_a_viewer_sees_it(self, owner: Person, viewer: Person) -> None:
        put(owner, picture())
        assert viewer.get(f"/users/{owner.user_id}/avatar").status_code == 200

    def test_anonymous_gets_401(self, http: httpx.Client, owner: Person) -> None:
        assert_problem(http.get(f"/users/{owner.user_id}/avatar", headers={"X-Org-Id": owner.organization_id}), 401)


class TestDelete:
    def test_takes_it_away(self, superuser: Connection, owner: Person) -> None:
        put(owner, picture())
        place = path_of(superuser, owner)
        assert owner.delete("/users/me/avatar").status_code == 204
        assert owner.get("/users/me").json()["avatar_version"] is None
        assert_problem(owner.get(f"/users/{owner.user_id}/avatar"), 404)
        assert eventually(lambda: not place.exists())

    def test_twice_is_no_mistake(self, owner: Person) -> None:
        assert owner.delete("/users/me/avatar").status_code == 204
