import pytest

from api.core import password_rules
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
