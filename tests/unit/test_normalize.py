import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.normalize import match_key_phone, normalize_domain, normalize_email, normalize_phone, search_text


class TestNormalizeEmail:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Ana@Exemplo.com.br", "ana@exemplo.com.br"),
            ("  ana@exemplo.com ", "ana@exemplo.com"),
            ("ana+crm@exemplo.com", "ana+crm@exemplo.com"),
            ("josé@exemplo.com.br", "josé@exemplo.com.br"),
            ("ana@EXEMPLO.COM", "ana@exemplo.com"),
        ],
    )
    def test_one_spelling(self, text: str, expected: str) -> None:
        assert normalize_email(text) == expected

    @pytest.mark.parametrize(
        "text", ["", "ana", "ana@", "@exemplo.com", "ana@exemplo", "a b@exemplo.com", "a@b@c.com", "a\x00@exemplo.com"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        assert normalize_email(text) is None

    @given(st.emails())
    def test_twice_is_once(self, text: str) -> None:
        first = normalize_email(text)
        assert first is None or normalize_email(first) == first


class TestNormalizePhone:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("(11) 98765-4321", "+5511987654321"),
            ("11 98765 4321", "+5511987654321"),
            ("+55 11 98765-4321", "+5511987654321"),
            ("55 11 98765-4321", "+5511987654321"),
            ("0055 11 98765-4321", "+5511987654321"),
            ("011 98765-4321", "+5511987654321"),
            ("0 15 11 98765-4321", "+5511987654321"),
            ("(11) 8765-4321", "+551187654321"),
            ("11 3456-7890", "+551134567890"),
            ("+1 (415) 555-2671", "+14155552671"),
            ("+34 612 345 678", "+34612345678"),
        ],
    )
    def test_numbers_become_e164(self, text: str, expected: str) -> None:
        assert normalize_phone(text) == expected

    @pytest.mark.parametrize("text", ["", "12", "ramal 12", "não tem", "+", "+999 123", "1" * 40, "x" * 5_000])
    def test_what_cannot_be_dialled_is_refused(self, text: str) -> None:
        assert normalize_phone(text) is None

    def test_another_region_reads_local_numbers(self) -> None:
        assert normalize_phone("612 345 678", "ES") == "+34612345678"

    @given(st.text(max_size=40))
    def test_twice_is_once(self, text: str) -> None:
        first = normalize_phone(text)
        assert first is None or normalize_phone(first) == first


class TestMatchKeyPhone:
    def test_mobiles_with_and_without_the_ninth_digit_match(self) -> None:
        assert match_key_phone("+551187654321") == match_key_phone("+5511987654321") == "+5511987654321"

    @pytest.mark.parametrize(
        "phone",
        ["+551134567890", "+552122334455", "+551154567890", "+14155552671", "+558001234567", "+5511987654321", "+34612345678"],
    )
    def test_landlines_and_other_countries_stay(self, phone: str) -> None:
        assert match_key_phone(phone) == phone


class TestNormalizeDomain:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("https://www.padaria.com.br/contato?x=1", "padaria.com.br"),
            ("HTTP://PADARIA.COM.BR", "padaria.com.br"),
            ("padaria.com.br/", "padaria.com.br"),
            ("www.padaria.com.br", "padaria.com.br"),
            ("padaria.com.br:8080", "padaria.com.br"),
            ("contato@padaria.com.br", "padaria.com.br"),
            ("https://user@padaria.com.br/", "padaria.com.br"),
            ("https://ação.com.br", "xn--ao-siap.com.br"),
            ("padaria.com.br.", "padaria.com.br"),
        ],
    )
    def test_domain_of_a_website_or_an_email(self, text: str, expected: str) -> None:
        assert normalize_domain(text) == expected

    @pytest.mark.parametrize("text", ["ana@gmail.com", "https://hotmail.com", "ana@uol.com.br", "ana@outlook.com.br"])
    def test_free_mail_tells_nothing(self, text: str) -> None:
        assert normalize_domain(text) is None

    @pytest.mark.parametrize("text", ["", "padaria", "http://[::1", "http://10.0.0.1/", "http://", "a b.com", "-a.com", "." * 300])
    def test_anything_else_has_none(self, text: str) -> None:
        assert normalize_domain(text) is None


class TestSearchText:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("  São   PAULO\t", "sao paulo"),
            ("Ação & Reação", "acao & reacao"),
            ("Ñandú", "nandu"),
            ("Straße", "strasse"),
            ("ﬁm", "fim"),
            ("Ⅷ", "viii"),
            ("ＡＢＣ", "abc"),
            ("Łódź", "lodz"),
            ("Ærø", "aero"),
            ("", ""),
        ],
    )
    def test_folds_case_accents_and_spaces(self, text: str, expected: str) -> None:
        assert search_text(text) == expected

    def test_parts_are_joined_and_empty_ones_leave_no_trace(self) -> None:
        assert search_text("Ana", "", "Café") == "ana cafe"

    @given(st.text())
    def test_twice_is_once(self, text: str) -> None:
        assert search_text(search_text(text)) == search_text(text)

    @given(st.text())
    def test_is_the_same_for_every_unicode_form(self, text: str) -> None:
        forms = {search_text(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
        assert forms == {search_text(text)}

    @given(st.text())
    def test_holds_no_capital_letter_and_no_double_space(self, text: str) -> None:
        found = search_text(text)
        assert found == found.strip()
        assert "  " not in found
        assert found == found.lower()
