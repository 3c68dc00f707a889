"""Every mail in every language: the same parts and placeholders, values escaped, nothing loaded from elsewhere."""

import json
import re
from string import Formatter
from typing import Any

import pytest

from api.integrations.mail.smtp import connection
from api.mail import layout, render

NAMES = sorted(path.stem for path in render.FOLDER.glob("*.json"))
LINK = "https://crm.example/pt/auth/reset#token=abc.def"
HOSTILE = '<img src=x onerror=alert(1)> & "quotes" {name} \r\nBcc: all@x.com https://evil.example www.evil.example'


def strings(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    return [text for item in (part.values() if isinstance(part, dict) else part) for text in strings(item)]


def placeholders(name: str, locale: str) -> set[str]:
    return {found for text in strings(render.template(name)[locale]) for _, found, _, _ in Formatter().parse(text) if found}


@pytest.mark.parametrize("name", NAMES)
class TestTemplate:
    def test_languages_have_the_same_parts_and_placeholders(self, name: str) -> None:
        parts = render.template(name)
        assert set(parts) == set(render.LOCALES)
        shapes = [{key: len(value) if isinstance(value, list) else 0 for key, value in parts[locale].items()} for locale in render.LOCALES]
        assert shapes[0] == shapes[1] == shapes[2]
        assert placeholders(name, "en") == placeholders(name, "pt") == placeholders(name, "es")
        assert set(parts["en"]) <= {"subject", "preview", "heading", "paragraphs", "button", "facts", "code", "footnote", "why"}

    @pytest.mark.parametrize("locale", render.LOCALES)
    def test_renders_with_every_value_in_text_and_html(self, name: str, locale: str) -> None:
        values = {key: f"value-of-{key}" for key in placeholders(name, locale)}
        mail = render.render(name, locale, values, LINK)
        for value in values.values():
            assert value in mail.text or value in mail.subject
        assert "{" not in mail.text
        assert (LINK in mail.text) == (LINK in mail.html) == ("button" in render.template(name)[locale])
        assert "\n" not in mail.subject

    @pytest.mark.parametrize("locale", render.LOCALES)
    def test_escapes_what_people_wrote(self, name: str, locale: str) -> None:
        mail = render.render(name, locale, dict.fromkeys(placeholders(name, locale), HOSTILE), LINK)
        assert "<img" not in mail.html
        assert "evil.example" not in re.findall(r"https?://\S+|www\.\S+", mail.text + mail.html)
        assert not re.search(r"[\r\n]", mail.subject)

    def test_loads_nothing(self, name: str) -> None:
        mail = render.render(name, "en", dict.fromkeys(placeholders(name, "en"), "x"), LINK)
        assert not re.search(r"(?i)<(img|script|link|iframe|object|embed)\b|url\(|@import|\bsrc=", mail.html)
        assert set(re.findall(r"https?://[^\s\"<]+", mail.html)) <= {LINK}


def test_a_template_that_does_not_exist_is_a_mistake_in_code() -> None:
    for name in ("nothing", "../render", "a/b", ""):
        with pytest.raises(KeyError):
            render.render_subject(name, "en", {})


def test_a_missing_value_is_a_mistake_in_code() -> None:
    with pytest.raises(KeyError):
        render.render("password_reset", "en", {"name": "Ana"}, LINK)


def test_long_and_odd_names_stay_on_one_bearable_line() -> None:
    assert render.plain("a" * 500) == "a" * 199 + "…"
    assert render.plain("Ana\r\n\u202eSouza\x00") == "Ana Souza"


def test_every_template_is_plain_json_of_known_languages() -> None:
    for path in render.FOLDER.glob("*.json"):
        assert list(json.loads(path.read_text())) == ["en", "pt", "es"], path.name


class TestSmtpUrl:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, False, False, None)),
            ("smtp://me%40x.com:p%3Aw@mail.example", ("mail.example", 587, False, True, "me@x.com")),
            ("smtp://relay.internal:25?starttls=no", ("relay.internal", 25, False, False, None)),
            ("smtps://user:secret@mail.example", ("mail.example", 465, True, False, "user")),
        ],
    )
    def test_says_where_and_how_safely(self, url: str, expected: tuple[Any, ...]) -> None:
        made = connection(url)
        assert (made.hostname, made.port, made.use_tls, bool(made._start_tls_on_connect), made._login_username) == expected


class TestLogo:
    @pytest.mark.parametrize(("tone", "ground"), [("any", ""), ("dark", "background:#ffffff"), ("light", "background:#18181b")])
    def test_stands_where_the_product_s_name_does_on_what_makes_it_seen(self, tone: str, ground: str) -> None:
        logo = layout.Logo('Aurora "& Filhos"', 160, 40, tone)
        mail = render.render("invite", "pt", dict.fromkeys(placeholders("invite", "pt"), "x"), LINK, logo)
        picture = mail.html.partition("<img")[2].partition(">")[0]
        assert f'src="cid:{layout.LOGO_ID}" width="160" height="40" alt="Aurora &quot;&amp; Filhos&quot;"' in picture
        assert ("background" in picture) == bool(ground)
        assert ground in picture
