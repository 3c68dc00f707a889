"""Sealed secrets open for whom and what they were sealed, by any key that is still configured, and not otherwise."""

import pytest

from api.core.sealing import SealBroken, Sealer
from api.core.settings import Settings

pytestmark = pytest.mark.security


def sealer(key: str, former: str = "") -> Sealer:
    return Sealer.of(Settings(data_encryption_key=key, data_encryption_former_keys=former))


def test_opens_what_it_sealed() -> None:
    sealed = sealer("one").seal(b"secret", purpose="totp|ana")
    assert b"secret" not in sealed
    assert sealer("one").open(sealed, purpose="totp|ana") == b"secret"


def test_never_seals_the_same_twice() -> None:
    assert sealer("one").seal(b"secret", purpose="x") != sealer("one").seal(b"secret", purpose="x")


@pytest.mark.parametrize("purpose", ["totp|bruno", "backup|ana", ""])
def test_another_owner_or_purpose_opens_nothing(purpose: str) -> None:
    sealed = sealer("one").seal(b"secret", purpose="totp|ana")
    with pytest.raises(SealBroken):
        sealer("one").open(sealed, purpose=purpose)


def test_a_former_key_still_opens_and_a_forgotten_one_does_not() -> None:
    sealed = sealer("one").seal(b"secret", purpose="x")
    assert sealer("two", "zero, one").open(sealed, purpose="x") == b"secret"
    with pytest.raises(SealBroken):
        sealer("two").open(sealed, purpose="x")


def test_any_flipped_bit_is_noticed() -> None:
    sealed = sealer("one").seal(b"secret", purpose="x")
    for place in range(len(sealed)):
        spoiled = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            sealer("one").open(spoiled, purpose="x")


@pytest.mark.parametrize("length", [0, 1, 5, 16, 20])
def test_cut_off_values_are_refused(length: int) -> None:
    with pytest.raises(SealBroken):
        sealer("one").open(sealer("one").seal(b"secret", purpose="x")[:length], purpose="x")


def test_digests_of_former_keys_are_still_compared() -> None:
    kept = sealer("one").digest("CODE", purpose="backup|ana")
    assert kept in sealer("two", "one").digests("CODE", purpose="backup|ana")
    assert kept not in sealer("two", "one").digests("CODE", purpose="backup|bruno")
    assert kept not in sealer("two").digests("CODE", purpose="backup|ana")
