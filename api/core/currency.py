"""The currencies that are legal tender somewhere today, by ISO 4217 code."""

from datetime import UTC, datetime
from typing import Final

from babel.core import get_global
from babel.numbers import get_territory_currencies


def _in_use() -> frozenset[str]:
    today = datetime.now(UTC).date()
    territories = get_global("territory_currencies")
    return frozenset(code for territory in territories for code in get_territory_currencies(territory, today, today))


CURRENCIES: Final = _in_use()
