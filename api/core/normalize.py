"""One spelling of what people type in many: e-mails, phones, domains and searchable text.

Phones are E.164. Brazil's mobile numbers got a ninth digit in 2012 to 2016 and both spellings are still around
(WhatsApp ids among them): `match_key_phone` folds them together, for matching only.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

DEFAULT_REGION: Final = "BR"
FREE_MAIL_DOMAINS: Final = frozenset(
    [
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.com.br", "hotmail.es", "outlook.com", "outlook.com.br", "outlook.es",
        "live.com", "msn.com", "yahoo.com", "yahoo.com.br", "yahoo.es", "ymail.com", "rocketmail.com", "icloud.com", "me.com",
        "mac.com", "aol.com", "gmx.com", "gmx.net", "mail.com", "proton.me", "protonmail.com", "pm.me", "zoho.com", "fastmail.com",
        "hey.com", "yandex.com", "mail.ru", "qq.com", "163.com", "126.com", "uol.com.br", "bol.com.br", "terra.com.br", "ig.com.br",
        "globo.com", "globomail.com", "r7.com", "oi.com.br", "zipmail.com.br",
    ]
)  # fmt: skip
# Letters that Unicode doesn't decompose but people type without their stroke.
UNDECOMPOSED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
BRAZILIAN_MOBILE: Final = re.compile(r"^\+55([1-9][1-9])9?([6-9]\d{7})$")
DOMAIN: Final = re.compile(r"^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$")


def mask_email(email: str) -> str:
    """The address as a log may keep it for ever: who knows it recognizes it, nobody reads it there."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"


def normalize_email(text: str) -> str | None:
    """The address in lower case, or None when it is not one."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def normalize_phone(text: str, region: str = DEFAULT_REGION) -> str | None:
    """E.164 of a number that can exist; without a country code it is one of `region`. None otherwise."""
    text = text.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def match_key_phone(phone: str) -> str:
    """The E.164 number with a Brazilian mobile's ninth digit in place; landlines and other countries untouched."""
    found = BRAZILIAN_MOBILE.match(phone)
    return f"+55{found[1]}9{found[2]}" if found else phone


def match_key_tax_id(text: str) -> str | None:
    """Digits and letters only, 5 to 20 of them."""
    plain = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    return plain if 5 <= len(plain) <= 20 and any(c.isdigit() for c in plain) else None


def normalize_domain(text: str) -> str | None:
    """The host of a website or of an e-mail, without `www.`; None for free mail and for what has no domain."""
    text = text.strip().lower()
    if "://" not in text and "@" in text:
        host: str | None = text.rpartition("@")[2]
    else:
        try:
            host = urlsplit(text if "://" in text else f"//{text}").hostname
        except ValueError:
            return None
    host = (host or "").rstrip(".").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    return host if DOMAIN.match(host) and host not in FREE_MAIL_DOMAINS else None


def search_text(*parts: str) -> str:
    """Lower-cased, unaccented text with single spaces, the same whichever Unicode form it came in."""
    text = " ".join(parts)
    if text.isascii():
        return " ".join(text.lower().split())
    # Some compatibility letters decompose into capitals or combining marks: fold until nothing changes.
    while True:
        folded = _fold(text)
        if folded == text:
            return folded
        text = folded


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(UNDECOMPOSED)
    return " ".join(unicodedata.normalize("NFKC", plain).split())
