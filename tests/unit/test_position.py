import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.position import between, sequence


class TestBetween:
    def test_an_empty_column_takes_any_key(self) -> None:
        assert between(None, None)

    def test_is_after_the_last(self) -> None:
        last = between(None, None)
        assert between(last, None) > last

    def test_is_before_the_first(self) -> None:
        first = between(None, None)
        assert between(None, first) < first

    def test_refuses_neighbours_in_the_wrong_order(self) -> None:
        low, high = sequence(None, 2)
        with pytest.raises(ValueError, match="is not before"):
            between(high, low)

    def test_refuses_the_same_neighbour_twice(self) -> None:
        key = between(None, None)
        with pytest.raises(ValueError, match="is not before"):
            between(key, key)

    def test_simultaneous_writers_get_different_keys(self) -> None:
        low, high = sequence(None, 2)
        assert len({between(low, high) for _ in range(200)}) == 200

    @given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=120))
    def test_any_order_of_inserts_stays_sorted(self, places: list[int]) -> None:
        keys: list[str] = []
        for place in places:
            index = place % (len(keys) + 1)
            after = keys[index - 1] if index else None
            before = keys[index] if index < len(keys) else None
            keys.insert(index, between(after, before))
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)

    def test_ten_thousand_appends_keep_keys_short(self) -> None:
        assert max(map(len, sequence(None, 10_000))) <= 12

    def test_ten_thousand_prepends_keep_keys_short(self) -> None:
        first = between(None, None)
        for _ in range(10_000):
            following = between(None, first)
            assert following < first
            first = following
        assert len(first) <= 12

    def test_always_dropping_into_the_same_gap_still_finds_room(self) -> None:
        low, high = sequence(None, 2)
        for _ in range(500):
            middle = between(low, high)
            assert low < middle < high
            high = middle


class TestSequence:
    def test_ascends_behind_the_last(self) -> None:
        last = between(None, None)
        keys = sequence(last, 100)
        assert keys == sorted(keys)
        assert keys[0] > last
