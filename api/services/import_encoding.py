"""What kind of bytes an uploaded file holds: nothing, a workbook, something binary, or text in which encoding."""

import codecs
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from api.core.errors import Invalid

SAMPLE_BYTES: Final = 256 * 1024
CHUNK_BYTES: Final = 1024 * 1024
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
DOCUMENTS: Final = (b"{", b"[", b"<?xml", b"<!doctype", b"<html", b"begin:vcard", b"begin:vcalendar", b"{\\rtf")
OTHER_FORMATS: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"SQLite format", b"\x7fELF")
WESTERN: Final = ("cp1252", "mac_roman", "cp850")
WESTERN_LETTERS: Final = frozenset(
    "áàâãäåéèêëíìîïóòôõöúùûüçñýÿœæßøÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÇÑØÆªº°€\u2013\u2014\u2018\u2019\u201c\u201d\u2026·«»¿¡"
)
MIN_WESTERN_SHARE: Final = 0.6
# Below this many letters a statistical guess is worse than the most common code page.
MIN_GUESS_LETTERS: Final = 30
# A file is text in UTF-8 with a few damaged bytes, not another encoding, when most of its sequences are sound.
MAX_DAMAGE_SHARE: Final = 0.05
MAX_CONTROL_SHARE: Final = 0.05
MAX_NUL_SHARE: Final = 0.2


class FileIsEmpty(Invalid):
    code, detail = "file_is_empty", "The file is empty."


class FileIsSpreadsheet(Invalid):
    code, detail = "file_is_spreadsheet", "This is a workbook. Save it as CSV and upload that file."


class FileIsNotATable(Invalid):
    code, detail = "file_is_not_a_table", "This file holds no rows and columns. Upload a CSV file."


class FileIsBinary(Invalid):
    code, detail = "file_is_binary", "This file holds no text. Upload a CSV file."


def detect_encoding(path: Path) -> str:
    """A codec name that reads the whole file with few or no replacement characters.

    Raises FileIsEmpty, FileIsSpreadsheet, FileIsNotATable, FileIsBinary (422).
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    refuse_other_formats(sample)
    for bom, marked in BOMS:
        if sample.startswith(bom):
            if not sample[len(bom) :].strip(b"\x00 \t\r\n"):
                raise FileIsEmpty
            return marked
    if (codec := _utf16_without_mark(sample)) is not None:
        return codec
    if sample.count(0) > len(sample) * MAX_NUL_SHARE or _control_share(sample) > MAX_CONTROL_SHARE:
        raise FileIsBinary
    if _is_utf8(path):
        return "utf-8"
    return _eight_bit(_non_ascii_sample(path))


def refuse_other_formats(start: bytes) -> None:
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise FileIsEmpty
    if start.startswith(SPREADSHEETS):
        raise FileIsSpreadsheet
    if start.startswith(OTHER_FORMATS):
        raise FileIsBinary
    if start[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(DOCUMENTS):
        raise FileIsNotATable


def _utf16_without_mark(sample: bytes) -> str | None:
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return None
    even_share, odd_share = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_share > 0.5 and even_share < 0.1:
        return "utf-16-le"
    if even_share > 0.5 and odd_share < 0.1:
        return "utf-16-be"
    return None


def _control_share(sample: bytes) -> float:
    controls = sum(sample.count(code) for code in range(1, 32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return controls / len(sample)


def _is_utf8(path: Path) -> bool:
    """Whether all of it decodes, or all but so few sequences that the file is damaged rather than something else."""
    sound = damaged = 0
    # Undecodable bytes become lone surrogates, which no sound sequence gives.
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = decoder.decode(chunk)
            if not text.isascii():
                letters = [character for character in text if character > "\x7f"]
                broken = sum("\udc80" <= character <= "\udcff" for character in letters)
                sound, damaged = sound + len(letters) - broken, damaged + broken
    damaged += len(decoder.decode(b"", final=True))
    return damaged <= sound * MAX_DAMAGE_SHARE


def _non_ascii_sample(path: Path) -> bytes:
    """Lines that hold something else than ASCII: the rest tells nothing."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while (line := file.readline(CHUNK_BYTES)) and size < SAMPLE_BYTES:
            if not line.isascii():
                lines.append(line)
                size += len(line)
    return b"".join(lines)[:SAMPLE_BYTES]


def _eight_bit(sample: bytes) -> str:
    shares = {codec: _western_share(sample, codec) for codec in WESTERN}
    best = max(WESTERN, key=lambda codec: shares[codec])
    if shares[best] >= MIN_WESTERN_SHARE:
        return best
    if sum(byte > 127 for byte in sample) < MIN_GUESS_LETTERS:
        return "cp1252"
    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _western_share(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    others = [character for character in text if character > "\x7f"]
    return sum(character in WESTERN_LETTERS for character in others) / len(others) if others else 0.0
