import pytest

from api.core import breached_passwords, password_rules
from api.core.errors import Invalid

KNOWN = ["maria.lima@padariasol.com.br", "Padaria Sol"]


def code_of(password: str) -> str | None:
    """The code that the password is refused with; None for a good one."""
    try:
        password_rules.check(password, known=KNOWN)
    except Invalid as refused:
        return refused.problem_code
    return None


def test_the_refusal_names_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        password_rules.check("short")
    assert refused.value.extra["errors"][0]["field"] == "password"


@pytest.mark.parametrize(
    "password",
    [
        "um cavalo azul voador", "violet-harbour-lantern-42", "tr0ub4dor&3-mais-coisas", "ação coração emoção",
        "pudim de leite às 7", "x7Kq-99wz-PLm2", "今日はとても良い天気ですねえ", "quarenta e dois gatos" * 9,
    ],
)  # fmt: skip
def test_long_and_uncommon_is_enough(password: str) -> None:
    assert code_of(password) is None


@pytest.mark.parametrize("password", ["", "a", "abc123", "elevenchars", "áéíóúàèìòùâ"])
def test_fewer_than_twelve_characters_are_refused(password: str) -> None:
    assert code_of(password) == "password_too_short"


def test_twelve_characters_are_enough() -> None:
    assert code_of("gato-verde-7") is None


def test_up_to_two_hundred_characters_are_taken() -> None:
    letters = "pudim de leite " * 20
    assert code_of(letters[:200]) is None
    assert code_of(letters[:201]) == "password_too_long"


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Password12345!", "P@ssw0rd123456", "senha1234567", "SENHA-123456789", "minhasenha123", "qwertyuiop12",
        "qwertyuiopas", "123456789012", "1234567890123", "987654321098", "abcdefghijkl", "aaaaaaaaaaaa", "abababababab",
        "123123123123", "abc123abc123", "flamengo1981", "iloveyou1234", "deusefiel777", "correct horse battery staple",
        "contraseña12", "!!!!admin!!!!", "letmein123456", "000000000000", "a b c d e f g h",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert code_of(password) == "password_too_common"


@pytest.mark.parametrize(
    "password",
    [
        "maria.lima@padariasol.com.br", "maria.lima 2024 forte", "MARIA.LIMA-xyz-98", "padaria sol é nossa", "PadariaSol!7788",
        "lovedcrm-é-legal", "Loved CRM rocks 9",
    ],
)  # fmt: skip
def test_names_of_the_account_are_refused(password: str) -> None:
    assert code_of(password) == "password_contains_name"


def test_a_name_of_three_letters_is_no_reason() -> None:
    password_rules.check("banana com granola", known=["ana@exemplo.com.br"])


class TestBreached:
    """The list of what breaches have made public, made by scripts/build_breached_passwords.py."""

    @pytest.mark.parametrize(
        "password", ["123qweasdzxc", "1QAZ2wsx3edc4rfv", "finalfantasy", "Chickenwing101", "   leave me alone", "Mustang!!2024!"]
    )
    def test_is_refused_however_it_is_dressed(self, password: str) -> None:
        assert code_of(password) == "password_breached"

    def test_holds_more_than_a_hundred_thousand_in_less_than_a_megabyte(self) -> None:
        size = breached_passwords.PATH.stat().st_size
        assert 100_000 * breached_passwords.SIZE < size < 1_000_000
        assert size % breached_passwords.SIZE == 0

    def test_is_sorted_without_repeats(self) -> None:
        content = breached_passwords.PATH.read_bytes()
        rows = [content[at : at + breached_passwords.SIZE] for at in range(0, len(content), breached_passwords.SIZE)]
        assert rows == sorted(set(rows))

    def test_others_are_not_found(self) -> None:
        assert not any(breached_passwords.is_breached(f"harbour-lantern-{number}") for number in range(2_000))
