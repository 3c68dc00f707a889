"""Where an address is, read from a database file of MaxMind's format that is written here."""

from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from maxminddb import InvalidDatabaseError

from api.core.place import Places

MARKER = b"\xab\xcd\xefMaxMind.com"
CITY = {
    "city": {"names": {"en": "Sao Paulo", "pt-BR": "São Paulo"}},
    "country": {"iso_code": "BR", "names": {"en": "Brazil", "es": "Brasil"}},
}
COUNTRY = {"country": {"iso_code": "PT", "names": {"en": "Portugal"}}}
ODD = {"city": "São Paulo", "country": {"names": ["x"], "iso_code": (6, 7)}}


def _encoded(value: Any) -> bytes:
    """The format's own types: maps (7), arrays (11), strings (2); numbers as (type, value): uint16 (5), uint32 (6), uint64 (9)."""
    if isinstance(value, dict):
        return _control(7, len(value)) + b"".join(_encoded(key) + _encoded(item) for key, item in value.items())
    if isinstance(value, list):
        return _control(11, len(value)) + b"".join(map(_encoded, value))
    if isinstance(value, tuple):
        kind, number = value
        size = {5: 2, 6: 4, 9: 8}[kind]
        return _control(kind, size) + int(number).to_bytes(size, "big")
    text = str(value).encode()
    return _control(2, len(text)) + text


def _control(kind: int, size: int) -> bytes:
    first = kind << 5 if kind < 8 else 0
    extension = bytes([kind - 7]) if kind >= 8 else b""
    return bytes([first | size]) + extension if size < 29 else bytes([first | 29]) + extension + bytes([size - 29])


def write_database(path: Path, records: dict[str, Any]) -> Path:
    """A tree of IPv4 networks, 24 bits a record."""
    nodes: list[list[int | None]] = [[None, None]]
    ends: list[tuple[int, int, str]] = []
    for text in records:
        network = IPv4Network(text)
        bits = [(int(network.network_address) >> (31 - depth)) & 1 for depth in range(network.prefixlen)]
        node = 0
        for bit in bits[:-1]:
            if nodes[node][bit] is None:
                nodes.append([None, None])
                nodes[node][bit] = len(nodes) - 1
            following = nodes[node][bit]
            assert following is not None
            node = following
        ends.append((node, bits[-1], text))
    data, places = b"", {}
    for text, value in records.items():
        places[text] = len(data)
        data += _encoded(value)
    for node, bit, text in ends:
        nodes[node][bit] = len(nodes) + 16 + places[text]
    tree = b"".join((len(nodes) if side is None else side).to_bytes(3, "big") for node in nodes for side in node)
    about = {
        "binary_format_major_version": (5, 2), "binary_format_minor_version": (5, 0), "build_epoch": (9, 1_700_000_000),
        "database_type": "City", "description": {"en": "test"}, "ip_version": (5, 4), "languages": ["en"],
        "node_count": (6, len(nodes)), "record_size": (5, 24),
    }  # fmt: skip
    path.write_bytes(tree + bytes(16) + data + MARKER + _encoded(about))
    return path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(write_database(tmp_path / "city.mmdb", {"200.1.0.0/16": CITY, "81.20.0.0/16": COUNTRY, "9.9.9.0/24": ODD}))


@pytest.mark.parametrize(
    ("address", "locale", "place"),
    [
        ("200.1.2.3", "pt", "São Paulo, BR"),
        ("200.1.2.3", "en", "Sao Paulo, BR"),
        ("200.1.2.3", "es", "Sao Paulo, BR"),
        ("81.20.1.1", "pt", "Portugal"),
        ("9.9.9.9", "en", ""),
        ("127.0.0.1", "en", ""),
        ("2001:db8::1", "en", ""),
        ("not an address", "en", ""),
        ("", "en", ""),
    ],
)
def test_says_city_and_country_in_the_person_s_language(places: Places, address: str, locale: str, place: str) -> None:
    assert places.find(address, locale) == place


def test_without_a_file_places_are_unknown() -> None:
    assert Places(None).find("200.1.2.3", "pt") == ""


def test_a_file_that_can_not_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "bad.mmdb").write_bytes(b"no database")
    with pytest.raises(InvalidDatabaseError):
        Places(tmp_path / "bad.mmdb")
    with pytest.raises(FileNotFoundError):
        Places(tmp_path / "missing.mmdb")
