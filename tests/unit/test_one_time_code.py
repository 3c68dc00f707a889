"""Codes of authenticator apps against the vectors of RFC 6238, their window, and backup codes."""

import base64

import pytest

from api.core import one_time_code

pytestmark = pytest.mark.two_factor

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(at: int, code: str) -> None:
    assert one_time_code.code_at(SECRET, at // 30) == code
    assert one_time_code.find_step(SECRET, code, now=at) == at // 30


@pytest.mark.parametrize(("offset", "is_taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_one_step_to_each_side_counts(offset: int, is_taken: bool) -> None:  # a table of cases
    now = 1_234_567_890
    found = one_time_code.find_step(SECRET, one_time_code.code_at(SECRET, (now + offset) // 30), now=now)
    assert (found is not None) is is_taken


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "２８７０８２"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert one_time_code.find_step(SECRET, code, now=59) is None


def test_secrets_are_of_160_bits_and_never_the_same() -> None:
    secrets = {one_time_code.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(base64.b32decode(secret)) == 20 for secret in secrets)


def test_backup_codes_have_no_signs_to_mix_up() -> None:
    codes = one_time_code.new_backup_codes()
    assert len(set(codes)) == 10
    assert not set("".join(codes)) & set("01ILOU")


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN", "abcd efgh jkmn", " abcdefghjkmn ", "ABCD–EFGH–JKMN"])
def test_typing_does_not_matter(typed: str) -> None:
    assert one_time_code.folded(typed) == "ABCDEFGHJKMN"


def test_qr_code_is_an_svg_without_scripts() -> None:
    drawn = one_time_code.qr_svg(one_time_code.otpauth_uri(SECRET, "ana@example.com"))
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
