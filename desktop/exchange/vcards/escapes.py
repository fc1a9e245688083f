"""Turns what writers really put after the colon into values that a strict reader of vCard 3.0 takes."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([\\,;:nN])")
_PARTS = re.compile(r"((?:\\.|[^\\;]|\\$)*)(?:;|$)", re.DOTALL)
_ITEMS = re.compile(r"((?:\\.|[^\\,]|\\$)*)(?:,|$)", re.DOTALL)


def unescape(value: str) -> str:
    """Give the text of a value; a backslash that escapes nothing stays."""
    return _ESCAPED.sub(lambda mark: "\n" if mark.group(1) in "nN" else mark.group(1), value)


def escape(text: str) -> str:
    """Give text as one value of vCard 3.0 and 4.0."""
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def one_text(value: str) -> str:
    """Give a value whose commas and semicolons are all part of the text, as vCard 2.1 writes them."""
    return escape(unescape(value))


def parts_of_text(value: str) -> str:
    """Give a value of parts cut by semicolons, commas being text: addresses, organisations."""
    return ";".join(one_text(part) for part in _cut(_PARTS, value))


def parts_of_items(value: str) -> str:
    """Give a value of parts cut by semicolons, each a list cut by commas: names."""
    parts = (_cut(_ITEMS, part) for part in _cut(_PARTS, value))
    return ";".join(",".join(one_text(item.strip()) for item in items) for items in parts)


def _cut(pattern: re.Pattern[str], value: str) -> list[str]:
    """Give what lies between the signs of the pattern."""
    matches = list(pattern.finditer(value))
    if len(matches) > 1 and matches[-2].end(1) == len(value):
        matches.pop()  # the empty match behind a last part that no sign ends
    return [match.group(1) for match in matches]
