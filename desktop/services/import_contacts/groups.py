"""Tables that have the columns of a person twice: main and alternate side by side in one row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from desktop.exchange.layout import TableLayout, TargetField, heading_key, table_at
from desktop.exchange.layout.fields import NAMED, HeadingNames
from desktop.exchange.reading.grid import Sheet
from desktop.services.import_contacts.targets import DETAILS
from desktop.services.import_contacts.words import role_of, role_words

_NAMES = ("person", "given_names", "surnames")
_OFFICES = ("institution", "acronym", "state")
_NUMBER = re.compile(r"^(.*?\D)??[\s._#-]*(\d)$|^(\d)[\s.)_-]*(.+)$")
_LEVELS = " / "
_Groups = list["ColumnGroup"]


class ColumnGroup(NamedTuple):
    """The columns of one of several persons, their headings without what tells the persons apart."""

    label: str
    columns: Mapping[int, str]


class GroupView(NamedTuple):
    """The table as it is for one person: the other persons' columns are empty. `label` names the person."""

    label: str
    sheet: Sheet
    layout: TableLayout
    own: frozenset[int]


def group_views(sheet: Sheet, layout: TableLayout, wanted: Sequence[TargetField]) -> list[GroupView]:
    """One view of a table for each person that its columns are repeated for; none in an ordinary table."""
    if not layout.header_rows:
        return []
    groups = _find_groups(layout.headings, HeadingNames(wanted))
    return [_view(sheet, layout, group, groups, wanted) for group in groups]


def _view(
    sheet: Sheet, layout: TableLayout, group: ColumnGroup, groups: _Groups, wanted: Sequence[TargetField]
) -> GroupView:
    hidden = {column for other in groups if other is not group for column in other.columns}
    if group is not groups[0]:
        # Phones and e-mails that belong to no person are shared out from the first one.
        grouped = {column for other in groups for column in other.columns}
        details = {column for name in DETAILS for column in layout.columns.get(name, ())}
        hidden |= details - grouped
    rows = [[None if column in hidden else cell for column, cell in enumerate(row)] for row in sheet.rows]
    first_header, last_header = layout.header_rows[0], layout.header_rows[-1]
    for number in layout.header_rows:
        cells = rows[number - sheet.first_row]
        for column, base in group.columns.items():
            if column < len(cells) or number == last_header:
                cells += [None] * (column + 1 - len(cells))
                cells[column] = base if number == last_header else None
    # A heading that is merged over the columns of its group must not be read again.
    merges = tuple(
        merge
        for merge in sheet.merges
        if not (first_header <= merge[0] <= last_header and merge[1] in group.columns)
    )
    view = replace(sheet, rows=rows, merges=merges)
    return GroupView(group.label, view, table_at(view, layout.header_rows, wanted), frozenset(group.columns))


def _find_groups(headings: Sequence[str], names: HeadingNames) -> _Groups:
    for method in (_by_level, _by_role, _by_number, _by_repetition):
        groups = [group for group in method(headings, names) if _has_name(group, names)]
        if len(groups) > 1 and _are_alike(groups):
            return groups
    return []


def _are_alike(groups: _Groups) -> bool:
    bases = [{heading_key(base) for base in group.columns.values()} for group in groups]
    return all(first & second for first, second in pairwise(bases))


def _is(names: HeadingNames, text: str, wanted: Iterable[str]) -> bool:
    scores = names.scores(text)
    return any(scores.get(name, 0.0) >= NAMED for name in wanted)


def _has_name(group: ColumnGroup, names: HeadingNames) -> bool:
    return any(_is(names, base, _NAMES) for base in group.columns.values())


def _by_level(headings: Sequence[str], names: HeadingNames) -> _Groups:
    """Groups of headings over two rows, with the same parts below: "Capital", "New York"."""
    tops: dict[str, dict[int, str]] = defaultdict(dict)
    for column, heading in enumerate(headings):
        top, _, rest = heading.partition(_LEVELS)
        if rest and not _is(names, top, _OFFICES):
            tops[top][column] = rest
    return [ColumnGroup(top, columns) for top, columns in tops.items()]


def _by_role(headings: Sequence[str], names: HeadingNames) -> _Groups:
    """Groups by a word of role in each heading: "Nombre del titular", "Correo del suplente"."""
    roles: dict[str, dict[int, str]] = defaultdict(dict)
    for column, heading in enumerate(headings):
        role = role_of(heading)
        if role in ("main", "alternate"):
            roles[role][column] = _without_role(heading)
    groups = [ColumnGroup(_label(headings, columns), columns) for columns in roles.values()]
    return _with_followers(sorted(groups, key=lambda group: min(group.columns)), headings)


def _label(headings: Sequence[str], columns: Iterable[int]) -> str:
    """The words of role that the headings of a group have."""
    known = role_words()
    heading = headings[min(columns)]
    return " ".join(word for word in heading.replace("/", " ").split() if heading_key(word) in known)


def _with_followers(groups: _Groups, headings: Sequence[str]) -> _Groups:
    """Groups with the plain columns behind each: "Titular", "Correo", "Suplente", "Correo"."""
    if len(groups) < 2 or not _are_apart(groups):
        return groups
    keys = [heading_key(heading) for heading in headings]
    found: _Groups = []
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        end = min(following.columns) if following else len(headings)
        behind = [column for column in range(max(group.columns) + 1, end) if keys[column]]
        if following is None:
            earlier = {heading_key(base) for other in found for base in other.columns.values()}
            behind = [column for column in behind if keys[column] in earlier]
        found.append(ColumnGroup(group.label, {**group.columns, **{c: headings[c] for c in behind}}))
    return found


def _are_apart(groups: _Groups) -> bool:
    return all(max(one.columns) < min(next_.columns) for one, next_ in pairwise(groups))


def _without_role(heading: str) -> str:
    known = role_words()
    words = [word for word in heading_key(heading).split() if word not in known]
    # A heading that is only the role stands over the names themselves.
    return " ".join(words) or "name"


def _by_number(headings: Sequence[str], names: HeadingNames) -> _Groups:
    """Groups by a number in each heading, one after the other: "Nombre 1", "Correo 1", "Nombre 2"."""
    numbers: dict[str, dict[int, str]] = defaultdict(dict)
    for column, heading in enumerate(headings):
        match = _NUMBER.match(heading.strip())
        if match:
            numbers[match[2] or match[3]][column] = (match[1] or match[4] or "").strip()
    numbered = {column for columns in numbers.values() for column in columns}
    bases = {heading_key(base) for columns in numbers.values() for base in columns.values()}
    plain = {
        column: heading
        for column, heading in enumerate(headings)
        if column not in numbered and heading_key(heading) in bases
    }
    groups = [
        ColumnGroup("", columns) for columns in (plain, *dict(sorted(numbers.items())).values()) if columns
    ]
    return groups if _are_apart(groups) and all(len(group.columns) > 1 for group in groups) else []


def _by_repetition(headings: Sequence[str], names: HeadingNames) -> _Groups:
    """Groups of the same headings again: "Nombre", "Correo", "Nombre", "Correo"."""
    keys = [heading_key(heading) for heading in headings]
    first = next(
        (
            column
            for column, key in enumerate(keys)
            if key and keys.count(key) > 1 and _is(names, headings[column], _NAMES)
        ),
        None,
    )
    if first is None:
        return []
    starts = [column for column, key in enumerate(keys) if key == keys[first]]
    again = {key for key in keys if key and keys.count(key) > 1}
    ends = [*starts[1:], len(keys)]
    groups = []
    for start, end in zip(starts, ends, strict=True):
        columns = {column: headings[column] for column in range(start, end) if keys[column] in again}
        groups.append(ColumnGroup("", columns))
    return groups if all(len(group.columns) > 1 for group in groups) else []
