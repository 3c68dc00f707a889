"""Where an address is, from a database file of MaxMind's format (GEOIP_DATABASE); nobody on the net is asked."""

from pathlib import Path
from typing import Any, Final

import maxminddb
import structlog

log = structlog.get_logger()

NAMES_BY_LOCALE: Final = {"en": "en", "pt": "pt-BR", "es": "es"}
MAX_LENGTH: Final = 120


class Places:
    def __init__(self, path: Path | None) -> None:
        """Raises OSError, InvalidDatabaseError for a file that can't be read: better at the start than at a log-in."""
        self._reader = maxminddb.open_database(path) if path else None

    def find(self, address: str, locale: str) -> str:
        """City and country code, the country's name where no city is known, empty where nothing is."""
        if self._reader is None:
            return ""
        try:
            found = self._reader.get(address)
        except (ValueError, maxminddb.InvalidDatabaseError) as error:
            log.info("place_unknown", error=repr(error))
            return ""
        if not isinstance(found, dict):
            return ""
        city, country = _name(found.get("city"), locale), _name(found.get("country"), locale)
        code = _text(found.get("country"), "iso_code")
        return (f"{city}, {code}" if city and code else city or country)[:MAX_LENGTH]

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()


def _text(record: Any, key: str) -> str:
    value = record.get(key) if isinstance(record, dict) else None
    return value if isinstance(value, str) else ""


def _name(record: Any, locale: str) -> str:
    names = record.get("names") if isinstance(record, dict) else None
    return _text(names, NAMES_BY_LOCALE.get(locale, "en")) or _text(names, "en")
