"""Which passwords are refused: short ones, common ones and those made of what everybody knows about the account.

No rules of composition: length is what counts (NIST SP 800-63B).
"""

import re
from collections.abc import Sequence
from typing import Final

from api.core.breached_passwords import fold, is_breached
from api.core.errors import Invalid

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 200
MIN_DISTINCT_CHARACTERS: Final = 5
# A shorter name is found in too many good passwords.
MIN_NAME_LENGTH: Final = 4
PRODUCT_NAMES: Final = ("lovedcrm", "loved crm")
# Of each common password what is left without the digits and signs that people put around it.
COMMON_STEMS: Final = frozenset(
    [
        "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "senha", "minhasenha", "suasenha", "contrasena", "contraseña",
        "clave", "letmein", "letmeinnow", "welcome", "bemvindo", "bienvenido", "changeme", "trustno", "administrator",
        "administrador", "admin", "adminadmin", "root", "rootroot", "user", "guest", "login", "master", "superman", "batman",
        "football", "baseball", "basketball", "futebol", "flamengo", "corinthians", "palmeiras", "saopaulo", "santos", "gremio",
        "internacional", "vasco", "brasil", "brazil", "mexico", "argentina", "iloveyou", "teamo", "euteamo", "amor", "meuamor",
        "jesus", "jesuscristo", "deus", "deusefiel", "princess", "princesa", "sunshine", "dragon", "monkey", "shadow",
        "michael", "jordan", "secret", "segredo", "secreto", "company", "empresa", "agencia", "agency", "marketing", "default",
        "testtesttest", "test", "teste", "testeteste", "prueba", "passwordpassword", "senhasenha", "qwerty", "qwertyuiop",
        "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "qwertyqwerty", "asdfghjkl", "asdfasdf", "asdfasdfasdf", "zxcvbnm",
        "qazwsx", "qazwsxedc", "qazwsxedcrfv", "abcdef", "abcdefgh", "abcdefghijkl", "abcdefghijklm", "abcdefghijklmnop", "abcabcabcabc",
        "starwars", "pokemon", "computer", "internet", "summer", "winter", "spring", "autumn", "verao", "inverno", "january",
        "correcthorsebatterystaple", "thisisapassword", "mypassword", "nopassword",
    ]
)  # fmt: skip
RUNS: Final = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
LEET: Final = str.maketrans("013457@$!", "oieastasi")


def check(password: str, *, known: Sequence[str] = (), field: str = "password") -> None:
    """Raise Invalid (422) on `field` with the reason as its code.

    known: names that everybody knows of the account: its e-mail, its organization.
    """
    if len(password) < MIN_LENGTH:
        raise Invalid.field(field, "password_too_short", f"Use at least {MIN_LENGTH} characters.")
    if len(password) > MAX_LENGTH:
        raise Invalid.field(field, "password_too_long", f"Use at most {MAX_LENGTH} characters.")
    compact = fold(password)
    if is_common(compact):
        raise Invalid.field(field, "password_too_common", "This password is one of the first that anybody tries.")
    if is_breached(compact) or is_breached(stem_of(compact)):
        raise Invalid.field(field, "password_breached", "This password has been in a breach: whoever attacks tries it first.")
    names = [fold(name) for text in (*known, *PRODUCT_NAMES) for name in (text, text.partition("@")[0])]
    if any(len(name) >= MIN_NAME_LENGTH and name in compact for name in names):
        raise Invalid.field(field, "password_contains_name", "Leave your e-mail and the organization's name out of it.")


def is_common(compact: str) -> bool:
    if len(set(compact)) < MIN_DISTINCT_CHARACTERS or is_repeated(compact):
        return True
    stem = stem_of(compact)
    if stem in COMMON_STEMS or stem.translate(LEET) in COMMON_STEMS or compact.translate(LEET) in COMMON_STEMS:
        return True
    return any(compact in run for run in RUNS) or (not stem and any(run.startswith(compact[:10]) for run in RUNS))


def stem_of(compact: str) -> str:
    """What is left without the digits and signs that people put around a word."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", compact)


def is_repeated(text: str) -> bool:
    """One piece of at most six characters over and over."""
    return any(text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, 7))
