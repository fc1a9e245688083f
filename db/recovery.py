"""The recovery sheet: key and salt of a file in groups that can be typed from paper, each with a check sign.

48 bytes become 16 groups of three bytes: five signs of base 30 and one check sign after ISO 7064, hybrid
system MOD 31,30, which finds every single wrong sign and nearly every swap. The signs leave out 0, 1, I, L,
O and U, which look like others. The place of a group is woven into its check sign, so that groups typed in
the wrong order are found too.
"""

from __future__ import annotations

from collections.abc import Sequence

from db.encryption import KEY_BYTES, SALT_BYTES, FileKey
from db.errors import DatabaseProblem
from db.messages import N_

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = (KEY_BYTES + SALT_BYTES) // 3
_GROUP_BYTES = 3
_SIGNS_OF_VALUE = 5
_GROUP_SIGNS = _SIGNS_OF_VALUE + 1
_BASE = len(SIGNS)


def groups_of(key: FileKey) -> list[str]:
    """The 16 groups of a sheet, six signs each."""
    whole = key.raw + key.salt
    parts = (whole[start : start + _GROUP_BYTES] for start in range(0, len(whole), _GROUP_BYTES))
    return [_group(place, part) for place, part in enumerate(parts, start=1)]


def _group(place: int, part: bytes) -> str:
    value = int.from_bytes(part, "big")
    digits = [value // _BASE**power % _BASE for power in reversed(range(_SIGNS_OF_VALUE))]
    return "".join(SIGNS[digit] for digit in (*digits, _check_digit(place, digits)))


def _check_digit(place: int, digits: Sequence[int]) -> int:
    """ISO 7064, MOD 31,30, over the place and the digits."""
    product = _BASE
    for digit in (place % _BASE, *digits):
        product = ((product + digit) % _BASE or _BASE) * 2 % (_BASE + 1)
    return (_BASE + 1 - product) % _BASE


def key_from(text: str) -> FileKey:
    """The key of a sheet as it was typed: spaces, hyphens and small letters do not matter.

    Raises DatabaseProblem naming the first group that is not as on a sheet.
    """
    signs = "".join(letter for letter in text.upper() if letter.isalnum())
    groups = [signs[start : start + _GROUP_SIGNS] for start in range(0, len(signs), _GROUP_SIGNS)]
    for place, group in enumerate(groups[:GROUPS], start=1):
        if not is_group(place, group):
            raise DatabaseProblem(
                N_("Group {place} of the recovery sheet is not as printed: {group}"), place=place, group=group
            )
    if len(groups) != GROUPS:
        raise DatabaseProblem(
            N_("A recovery sheet has {count} groups; {found} were typed."), count=GROUPS, found=len(groups)
        )
    whole = b"".join(_value(group).to_bytes(_GROUP_BYTES, "big") for group in groups)
    return FileKey(whole[:KEY_BYTES], whole[KEY_BYTES:])


def is_group(place: int, group: str) -> bool:
    """Whether a group can stand at a place (from 1) of a sheet."""
    group = group.strip().upper()
    if len(group) != _GROUP_SIGNS or not set(group) <= set(SIGNS):
        return False
    *digits, check = (SIGNS.index(sign) for sign in group)
    return check == _check_digit(place, digits) and _value(group) < 1 << 8 * _GROUP_BYTES


def _value(group: str) -> int:
    value = 0
    for sign in group[:_SIGNS_OF_VALUE]:
        value = value * _BASE + SIGNS.index(sign)
    return value
