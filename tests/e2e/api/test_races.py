"""What may happen once happens once, however many ask for it at the same moment. `make prove-races` asks for long."""

import pytest

from tests.races.kinds import BY_NAME
from tests.races.run import run

pytestmark = pytest.mark.security

ROUNDS = 1


@pytest.mark.parametrize("name", BY_NAME)
def test_of_fifty_at_once_one_gets_it(name: str) -> None:
    assert run(name, rounds=ROUNDS).findings == []
