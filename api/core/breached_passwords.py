"""187,000 passwords that breaches have made public, most of all people's: looked up on disk, so that memory stays as it is.

The file is made by scripts/build_breached_passwords.py. Four bytes of a hash each: of a hundred thousand other
passwords, four are refused by mistake.
"""

import hashlib
from pathlib import Path
from typing import Final

from api.core.normalize import search_text

PATH: Final = Path(__file__).with_name("breached_passwords.bin")
SIZE: Final = 4


def fold(password: str) -> str:
    """What the case, the accents and the spaces of a password leave of it."""
    return search_text(password).replace(" ", "")


def fingerprint(folded: str) -> bytes:
    return hashlib.sha256(folded.encode("utf-8", errors="surrogatepass")).digest()[:SIZE]


def is_breached(folded: str) -> bool:
    """Whether the folded password is in the list; about eighteen small reads."""
    wanted = fingerprint(folded)
    with PATH.open("rb") as file:
        low, high = 0, PATH.stat().st_size // SIZE
        while low < high:
            middle = (low + high) // 2
            file.seek(middle * SIZE)
            found = file.read(SIZE)
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False
