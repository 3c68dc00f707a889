"""Fractional keys for the order of cards: strings that sort bytewise, with room between any two.

A key is an integer part, whose first letter says its length ('a' one digit, 'b' two, ... 'Z' one digit below
zero, 'Y' two), and an optional fraction that doesn't end in '0'. Appending or prepending only counts the integer
part on, so keys stay short however often somebody adds to an end; a random tail keeps simultaneous writers apart.
"""

import secrets

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
TAIL_LENGTH = 4


def between(after: str | None, before: str | None) -> str:
    """A key strictly between the neighbours; None stands for the open end.

    Raises ValueError when `after` is not less than `before`.
    """
    if after is not None and before is not None and after >= before:
        raise ValueError(f"{after!r} is not before {before!r}")
    return _between(after, before) + _tail()


def sequence(after: str | None, count: int) -> list[str]:
    """`count` ascending keys behind `after`."""
    keys = []
    current = after
    for _ in range(count):
        current = between(current, None)
        keys.append(current)
    return keys


def _tail() -> str:
    body = "".join(secrets.choice(DIGITS) for _ in range(TAIL_LENGTH - 1))
    return body + secrets.choice(DIGITS[1:])


def _between(after: str | None, before: str | None) -> str:
    if after is None:
        if before is None:
            return "a0"
        head, fraction = _split(before)
        return _decrement(head) if not fraction or head > _SMALLEST else head + _middle("", fraction)
    if before is None:
        head, _ = _split(after)
        return _increment(head)
    low_head, low_fraction = _split(after)
    high_head, high_fraction = _split(before)
    if low_head == high_head:
        return low_head + _middle(low_fraction, high_fraction)
    following = _increment(low_head)
    return following if following < high_head else low_head + _middle(low_fraction, None)


_SMALLEST = "A" + DIGITS[0] * 26


def _split(key: str) -> tuple[str, str]:
    length = _integer_length(key[:1])
    if len(key) < length:
        raise ValueError(f"{key!r} is not a position")
    return key[:length], key[length:]


def _integer_length(letter: str) -> int:
    if "a" <= letter <= "z":
        return ord(letter) - ord("a") + 2
    if "A" <= letter <= "Z":
        return ord("Z") - ord(letter) + 2
    raise ValueError(f"{letter!r} doesn't begin a position")


def _increment(head: str) -> str:
    digits = list(head[1:])
    for i in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[i]) + 1
        if value < BASE:
            digits[i] = DIGITS[value]
            return head[0] + "".join(digits)
        digits[i] = DIGITS[0]
    if head[0] == "Z":
        return "a" + DIGITS[0]
    letter = chr(ord(head[0]) + 1)
    digits = [*digits, DIGITS[0]] if letter > "a" else digits[:-1]
    return letter + "".join(digits)


def _decrement(head: str) -> str:
    digits = list(head[1:])
    for i in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[i]) - 1
        if value >= 0:
            digits[i] = DIGITS[value]
            return head[0] + "".join(digits)
        digits[i] = DIGITS[-1]
    if head[0] == "a":
        return "Z" + DIGITS[-1]
    letter = chr(ord(head[0]) - 1)
    digits = [*digits, DIGITS[-1]] if letter < "Z" else digits[:-1]
    return letter + "".join(digits)


def _middle(low: str, high: str | None) -> str:
    """A fraction strictly between two; `high` None means one. Neither ends in '0'."""
    prefix = ""
    while True:
        low_digit = DIGITS.index(low[0]) if low else 0
        high_digit = DIGITS.index(high[0]) if high else (BASE if high is None else 0)
        if low_digit == high_digit:
            prefix += DIGITS[low_digit]
            low, high = low[1:], high[1:] if high else high
            continue
        if high_digit - low_digit > 1:
            return prefix + DIGITS[(low_digit + high_digit) // 2]
        prefix += DIGITS[low_digit]
        low, high = low[1:], None
