"""Order among siblings: fractional keys, so that a move changes the one row that moved.

A key is read as the digits behind a decimal point in base 62; ASCII order is their order. No key ends in "0",
so between any two keys there is always another. Rows added one by one at an end get keys whose length
grows with the logarithm of their number.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The digits in ASCII order."""

_BASE = len(DIGITS)
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
_ROOM = 4
"""How many places `keys` keeps per key, so that the first moves stay short."""


def is_key(text: str) -> bool:
    """Whether a text is a key."""
    return bool(text) and not text.endswith("0") and set(text) <= _VALUES.keys()


def key_between(before: str | None, after: str | None) -> str:
    """A key strictly between two neighbours; None stands for the start or the end of the list.

    Raises ValueError when a neighbour is no key or the two are not in order.
    """
    for key in (before, after):
        if key is not None and not is_key(key):
            raise ValueError(f"not an order key: {key!r}")
    if before is None:
        return "V" if after is None else _ahead_of(after)
    if after is None:
        return _behind(before)
    if before >= after:
        raise ValueError(f"not in order: {before!r}, {after!r}")
    return _middle(before, after)


def keys(count: int) -> list[str]:
    """So many keys in order, evenly spaced and short."""
    length = 1
    while _BASE**length < _ROOM * (count + 1):
        length += 1
    step = _BASE**length // (count + 1)
    return [_text(place * step, length) for place in range(1, count + 1)]


def keys_between(before: str | None, after: str | None, count: int) -> list[str]:
    """So many keys in order between two neighbours, about as short as the room between them lets them be."""
    if count <= 0:
        return []
    if before is None and after is None:
        return keys(count)
    middle = key_between(before, after)
    left = (count - 1) // 2
    return [*keys_between(before, middle, left), middle, *keys_between(middle, after, count - 1 - left)]


def _number(key: str, length: int) -> int:
    """The first digits of a key as a whole number."""
    number = 0
    for digit in key[:length].ljust(length, "0"):
        number = number * _BASE + _VALUES[digit]
    return number


def _text(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, value = divmod(number, _BASE)
        digits.append(DIGITS[value])
    return "".join(reversed(digits)).rstrip("0")


def _level(key: str, end: str) -> int:
    """How many digits count at an end: 1, 3, 7, 15 ..., more than the key has end digits in front.

    Each level has the square of the places of the one before: that keeps keys short.
    """
    in_front = len(key) - len(key.lstrip(end))
    length = 1
    while length <= in_front:
        length = 2 * length + 1
    return length


def _behind(before: str) -> str:
    length = _level(before, "z")
    number = _number(before, length) + 1
    # A number that ends in the digit 0 would lose it and with it the level's fineness.
    return _text(number + (number % _BASE == 0), length)


def _ahead_of(after: str) -> str:
    length = _level(after, "0")
    number = _number(after, length) - 1
    if number == 0:
        length = 2 * length + 1
        number = _number(after, length) - 1
    return _text(number - (number % _BASE == 0), length)


def _middle(before: str, after: str) -> str:
    length = 1
    while True:
        lowest = _number(before, length) + 1
        highest = _number(after, length) - (len(after) <= length)
        if lowest <= highest:
            return _text((lowest + highest) // 2, length)
        length += 1
