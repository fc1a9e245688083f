"""Makes rows from a damaged file fit together again: values that can be none, links into nothing, doubles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.checking import name_of
from db.fields import Field, Kind, stored_fields
from db.ids import IdSource
from db.log_reading import Place
from db.log_records import Values, is_row_id
from db.salvage.choosing import Tables
from db.salvage.history import RowHistory
from db.salvage.losses import Fate, Loss, Salvaged
from db.schema import LOGGED
from db.stored_values import faults, is_allowed
from db.unit_of_work import whole_row

UNREADABLE = "?"
"""Stands in a required text that could not be read."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reference data asks of rows.

    `belongs(table, row, tables)`: whether a row's keys have their place in it. `words` are what stands in
    a required field (table, field) of which nothing is known, where no other word would do.
    """

    belongs: Callable[[str, Values, Tables], bool]
    words: Mapping[tuple[str, str], str]


class Mending:
    """Mends the rows that were chosen, in place; every change of a value is listed."""

    def __init__(
        self,
        tables: Tables,
        told: Mapping[Place, RowHistory],
        result: Salvaged,
        ids: IdSource,
        rules: Rules,
        *,
        last_entry: int,
    ) -> None:
        self._tables = tables
        self._told = told
        self._result = result
        self._ids = ids
        self._rules = rules
        self._last_entry = last_entry
        self._spare: dict[str, str] = {}

    def mend(self, attachments: set[str]) -> None:
        """Mend everything; `attachments` are the hashes of which the bytes are there."""
        self._values()
        self._settings()
        self._doubles()
        self._attachments(attachments)
        self._links()
        # Last: a form of the matrix that stands again may be another than its cells were made for.
        self._keys()

    # Values

    def _values(self) -> None:
        for entity, rows in self._tables.items():
            table = LOGGED[entity]
            for row in rows.values():
                for name in faults(table, row):
                    self._empty(entity, row, name)
        for row in self._tables["submission"].values():
            if (row["baseline"] or 0) > self._last_entry:
                self._empty("submission", row, "baseline")

    def _empty(self, entity: str, row: Values, name: str) -> None:
        """Put in a value's place what the history has, else nothing, as far as the field can hold it."""
        field = stored_fields(LOGGED[entity])[name]
        told = self._told.get((entity, row["id"]))
        known = ((told.state if told else None) or {}).get(name)
        if known is not None and is_allowed(field, known) and known != row[name]:
            row[name] = known
            if not (told and told.is_complete):
                self._result.losses.append(Loss(Fate.OLDER, entity, row["id"], name_of(LOGGED[entity], row)))
            return
        row[name] = self._nothing(entity, field)
        self._result.losses.append(Loss(Fate.EMPTIED, entity, row["id"], name_of(LOGGED[entity], row), name))

    def _nothing(self, entity: str, field: Field) -> Any:
        """What stands in a field of which nothing is known."""
        if not field.is_required:
            return field.empty
        if (entity, field.name) in self._rules.words:
            return self._rules.words[entity, field.name]
        if field.default is not None:
            return field.default
        match field.kind:
            case Kind.CHOICE:
                return next(iter(field.choices or ()))
            case Kind.STATE:
                return self._state()
            case Kind.PARTIAL_DATE:
                return "continuous"
            case Kind.INTEGER:
                return 0
            case Kind.LINK | Kind.TECHNICAL if field.target:
                return self._spare_row(field.target)
            case Kind.TEXT | Kind.LONG_TEXT if field.label:
                return UNREADABLE
            case _:
                return field.empty

    def _state(self) -> str:
        """The State of the file, else one that its plans name."""
        for entity in ("file_settings", "plan", "post", "institution"):
            for row in self._tables[entity].values():
                if is_allowed(_STATE, row["state"]):
                    return str(row["state"])
        return "X01"

    def _settings(self) -> None:
        rows = self._tables["file_settings"]
        for row_id in list(rows)[1:]:
            self._leave_out("file_settings", row_id)
        if not rows:
            self._complete("file_settings", self._ids.new())

    # Rows that cannot stand

    def _leave_out(self, entity: str, row_id: str) -> None:
        row = self._tables[entity].pop(row_id)
        self._result.counts[entity].lost += 1
        name = name_of(LOGGED[entity], row)
        self._result.losses.append(Loss(Fate.LEFT_OUT, entity, row_id, name))

    def _keys(self) -> None:
        for entity, rows in self._tables.items():
            for row_id, row in list(rows.items()):
                told = self._told.get((entity, row_id))
                is_proven = told is not None and told.is_proven
                if not is_proven and not (
                    is_row_id(row_id) and self._rules.belongs(entity, row, self._tables)
                ):
                    self._leave_out(entity, row_id)

    def _doubles(self) -> None:
        seen = set()
        for row_id, row in list(self._tables["reference_override"].items()):
            place = (row["table_name"], row["row_key"], row["field"])
            if place in seen:
                self._leave_out("reference_override", row_id)
            seen.add(place)

    def _attachments(self, hashes: set[str]) -> None:
        for row_id, row in list(self._tables["attachment"].items()):
            if row["sha256"] not in hashes or row["owner_entity"] not in LOGGED:
                self._leave_out("attachment", row_id)

    # Links

    def _links(self) -> None:
        """Empty what leads nowhere; where a row cannot do without, let what it belongs to stand again."""
        waiting = [(entity, row) for entity, rows in self._tables.items() for row in list(rows.values())]
        while waiting:
            waiting = [made for entity, row in waiting for made in self._links_of(entity, row)]

    def _links_of(self, entity: str, row: Values) -> list[tuple[str, Values]]:
        """Mend the links of one row; gives the rows that were made for it."""
        made = []
        for name, field in stored_fields(LOGGED[entity]).items():
            target = row["owner_entity"] if (entity, name) == ("attachment", "owner_id") else field.target
            if not target or row[name] is None or row[name] in self._tables[target]:
                continue
            if is_row_id(row[name]) and (field.is_required or _is_only_owner(entity, name)):
                made.append((target, self._complete(target, row[name])))
            else:
                self._empty(entity, row, name)
        if entity == "contact_detail" and (row["person_id"] is None) == (row["institution_id"] is None):
            row["person_id"], row["institution_id"] = self._spare_row("person"), None
        if entity == "plan_item" and row["parent_id"] == row["id"]:
            self._empty(entity, row, "parent_id")
        return made

    def _complete(self, entity: str, row_id: str) -> Values:
        """A row that others belong to, with what is known of it."""
        table = LOGGED[entity]
        told = self._told.get((entity, row_id))
        row = whole_row(table, row_id, (told.state if told else None) or {})
        for name, field in stored_fields(table).items():
            if name != "id" and (field.is_required and not row[name]):
                row[name] = self._nothing(entity, field)
        for name in faults(table, row):
            row[name] = self._nothing(entity, stored_fields(table)[name])
        self._tables[entity][row_id] = row
        self._result.losses.append(Loss(Fate.COMPLETED, entity, row_id, name_of(table, row)))
        return row

    def _spare_row(self, entity: str) -> str:
        """The one row made for those that do not know any more what they belonged to."""
        if entity not in self._spare:
            self._spare[entity] = self._ids.new()
            self._complete(entity, self._spare[entity])
        return self._spare[entity]


_STATE = stored_fields(LOGGED["plan"])["state"]


def _is_only_owner(entity: str, name: str) -> bool:
    """Whether an optional link is the one owner that a row must have."""
    return entity == "contact_detail" and name in ("person_id", "institution_id")
