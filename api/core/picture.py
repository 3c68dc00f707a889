"""Pictures that people send: read with suspicion, and kept as new ones without a byte of what came along."""

import asyncio
import io
from collections.abc import Callable
from typing import BinaryIO, Final, Literal

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from api.core.errors import AppError, Invalid

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
FORMATS: Final = ("PNG", "JPEG", "WEBP")
MEDIA_TYPE: Final = "image/webp"
# Answered with: its address changes with the picture, and nothing in it ever runs.
HEADERS: Final = {
    "Cache-Control": "private, max-age=604800, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}
# Forty megapixels take 160 MB while they last.
_DECODING: Final = asyncio.Semaphore(2)
# Of the brightness from 0 to 255: darker is lost on a dark page, lighter on a light one.
DARK_BELOW, LIGHT_ABOVE = 90, 200
# Less of it see-through is a rounded corner, and the picture brings its own background.
SEE_THROUGH_SHARE: Final = 0.1

Tone = Literal["any", "dark", "light"]
Shape = Callable[[Image.Image], Image.Image]


class PictureTooLarge(AppError):
    status, code, detail = 413, "picture_too_large", "The picture is larger than 5 MB."


class PictureUnreadable(Invalid):
    code, detail = "picture_unreadable", "This is no picture that can be read. Send a PNG, JPEG or WebP."


class PictureTooManyPixels(Invalid):
    code, detail = "picture_too_many_pixels", "The picture has more than 40 megapixels."


async def remake(file: BinaryIO, shape: Shape, *, side: int) -> Image.Image:
    """The picture in this file, upright and in its new shape; of an animated one the first frame.

    side: of the square that the shape fits into, in pixels. Raises PictureTooLarge (413), PictureUnreadable, PictureTooManyPixels (422).
    """
    content = await asyncio.to_thread(file.read, MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureTooLarge(limit_bytes=MAX_BYTES)
    async with _DECODING:
        return await asyncio.to_thread(_remake, content, shape, side)


def _remake(content: bytes, shape: Shape, side: int) -> Image.Image:
    try:
        # The size is known from the head; nothing is decoded before it was looked at.
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureTooManyPixels
            image.draft("RGB", (side * 2, side * 2))
            upright = ImageOps.exif_transpose(image)
            made = shape(upright.convert("RGBA" if upright.has_transparency_data else "RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        raise PictureUnreadable from error
    # A picture of its own: none of the bytes that came along.
    return Image.frombytes(made.mode, made.size, made.tobytes())


def webp(image: Image.Image, *, quality: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "WEBP", quality=quality, method=4)
    return kept.getvalue()


def png(content: bytes, *, width: int, height: int) -> tuple[bytes, int, int]:
    """A picture of ours, as programs read it that know no WebP, no larger than this; with its width and height."""
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as image:
        small = ImageOps.contain(image, (width, height))
    kept = io.BytesIO()
    small.save(kept, "PNG", optimize=True)
    return kept.getvalue(), small.width, small.height


def trimmed(image: Image.Image) -> Image.Image:
    """Without the empty margins of a see-through picture."""
    box = image.getchannel("A").getbbox() if image.mode == "RGBA" else None
    return image.crop(box) if box else image


def tone_of(image: Image.Image) -> Tone:
    """Whether a see-through picture is so dark, or so light, that it needs a background to be seen."""
    if image.mode != "RGBA":
        return "any"
    solid = image.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0)
    brightness = ImageStat.Stat(image.convert("L"), mask=solid)
    count = brightness.count[0]
    if count == 0 or count > (1 - SEE_THROUGH_SHARE) * image.width * image.height:
        return "any"
    mean = brightness.mean[0]
    return "dark" if mean < DARK_BELOW else "light" if mean > LIGHT_ABOVE else "any"
