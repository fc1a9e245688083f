"""What may leave the file, and to whom: the one rule that every export and every report obeys.

A record may leave to the recipients it is shared with; with nobody unless somebody said so. What belongs to
a record goes with it: the institutions an action names, the post and institution of a person. A person's name
stands beside an action only where the person is shared too. Private details of persons never leave. The own
office (recipient None) gets everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from db.database import Database
from db.fields import Kind, stored_fields
from db.log_records import ChangeSetInfo
from db.queries.contact_rows import ContactRow
from db.records import ObjectiveRecord, PlanItemRecord, PlanRecord, record_class
from db.schema import LOGGED, Institution, Person, Plan, PlanItem, Post
from db.schema.base import RECIPIENTS, Shareable
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.base.leaving import FOR_OFFICE, PROVIDER, STATE, Leaving, Part
from desktop.base.reference import Reference

PUBLIC = "public"


def may_leave(sharing: str, recipient: str | None) -> bool:
    """Whether a record of this sharing may leave to a recipient: what is public may go to anyone."""
    return recipient is None or not {PUBLIC, recipient}.isdisjoint(sharing.split())


def find_recipient(text: str, reference: Reference) -> str:
    """The recipient that a code names; raises UserError with the known ones."""
    kind, colon, code = text.strip().partition(":")
    if not colon and kind.casefold() in RECIPIENTS:
        return kind.casefold()
    if kind.casefold() == STATE and (state := reference.find_state(code)) is not None:
        return f"{STATE}:{state.code}"
    if kind.casefold() == PROVIDER and code.strip().upper() in reference.providers:
        return f"{PROVIDER}:{code.strip().upper()}"
    raise UserError(
        N_("There is no recipient “{recipient}”. Known are: {known}, state:CODE, provider:CODE."),
        recipient=text,
        known=", ".join(RECIPIENTS),
    )


def recipients_in(unit: Reader) -> list[str]:
    """The States and providers that anything in the file is shared with."""
    found = {
        code
        for entity, table in LOGGED.items()
        if issubclass(table, Shareable)
        for (codes,) in unit.raw(
            f"SELECT DISTINCT sharing FROM {unit.schema}.\"{entity}\" WHERE sharing <> ''"
        )
        for code in codes.split()
    }
    return sorted(found - RECIPIENTS.keys())


class Gate:
    """Lets out what of a state of the file may leave to one recipient.

    The present decision counts, also for an earlier state; of what is gone since, the last one.
    """

    def __init__(self, unit: Reader, recipient: str | None) -> None:
        self.recipient = recipient
        self._unit = unit
        self._shared: dict[str, frozenset[str]] = {}

    def lets(self, table: type[Shareable], row_id: str | None) -> bool:
        """Whether a record may leave."""
        return self.recipient is None or row_id in self._shared_ids(table.__tablename__)

    def _shared_ids(self, entity: str) -> frozenset[str]:
        if entity not in self._shared:
            then, now = (
                dict(self._unit.raw(f'SELECT id, sharing FROM {schema}."{entity}"'))
                for schema in (self._unit.schema, "main")
            )
            decisions = {**then, **now}
            self._shared[entity] = frozenset(
                row_id for row_id, sharing in decisions.items() if may_leave(sharing, self.recipient)
            )
        return self._shared[entity]

    def items(self, found: Iterable[PlanItemRecord]) -> list[PlanItemRecord]:
        """The items that may leave, without what of them stays."""
        if self.recipient is None:
            return list(found)
        return [self._bare_item(item) for item in found if self.lets(PlanItem, item.id)]

    def _bare_item(self, item: Any) -> PlanItemRecord:
        """An item as a recipient gets it: whom else it is shared with is nobody else's matter."""
        hidden = {name: None for name in _item_links() if not self.lets(PlanItem, getattr(item, name))}
        persons = tuple(ref for ref in item.persons if self.lets(Person, ref.id))
        bare: PlanItemRecord = item._replace(**hidden, persons=persons, sharing="")
        return bare

    def plan(self, plan: Any, *, has_items: bool) -> PlanRecord | None:
        """A plan that may leave; of one that is not shared itself the title goes with its items."""
        if self.lets(Plan, plan.id):
            shared: PlanRecord = plan if self.recipient is None else plan._replace(sharing="")
            return shared
        title = {name: getattr(plan, name) for name in ("id", "title", "state")}
        bare: PlanRecord = record_class(Plan)()._replace(**title)
        return bare if has_items else None

    def contacts(self, rows: Iterable[ContactRow]) -> list[ContactRow]:
        """The lines of the directory that may leave, without what of them stays."""
        if self.recipient is None:
            return list(rows)
        return [row for each in rows if (row := self._bare_contact(each)) is not None]

    def _bare_contact(self, row: ContactRow) -> ContactRow | None:
        """A line as a recipient gets it; of a post whose holder is not shared the post alone."""
        details = tuple(each for each in row.details if not each.is_private)
        row = row._replace(
            details=details,
            emails=tuple(each.written for each in details if each.kind == "email"),
            phones=tuple(each.written for each in details if each.kind == "phone"),
            card_id="",
        )
        if row.kind == "institution":
            return row if self.lets(Institution, row.institution_id) else None
        if not self.lets(Institution, row.institution_id):
            row = row._replace(web="")
        if row.kind == "post":
            return row if self.lets(Post, row.post_id) else None
        if self.lets(Person, row.person_id):
            return row._replace(note="")
        if row.kind == "designation" and self.lets(Post, row.post_id):
            return _without_person(row)
        return None


@cache
def _item_links() -> tuple[str, ...]:
    """The fields by which an item names another item."""
    fields = stored_fields(PlanItem)
    return tuple(
        name for name, made in fields.items() if made.target == "plan_item" and made.kind != Kind.LINKS
    )


_OF_PERSON = (
    *("person", "person_id", "rank", "unit", "address", "treatment", "given_names", "surnames", "languages"),
    *("note", "from_date", "to_date", "verified_on", "instrument_state"),
)


def _without_person(row: ContactRow) -> ContactRow:
    blank = ContactRow("", row.kind)
    hidden = (*_OF_PERSON, "emails", "phones", "details", "is_acting")
    return row._replace(**{name: getattr(blank, name) for name in hidden})


def shown_objectives(
    objectives: Sequence[ObjectiveRecord], items: Iterable[PlanItemRecord]
) -> list[ObjectiveRecord]:
    """The objectives that items stand below, with those above them: the others say nothing of the items."""
    above = {each.id: each.parent_id for each in objectives}
    shown: set[str] = set()
    for item in items:
        objective = item.objective_id
        while objective is not None and objective not in shown:
            shown.add(objective)
            objective = above.get(objective)
    return [each for each in objectives if each.id in shown]


_INSTITUTION_LINKS = ("lead", "co_leads", "supporting")


def leaving_of(
    gate: Gate,
    unit: Reader,
    *,
    items: tuple[Sequence[PlanItemRecord], Sequence[PlanItemRecord]] | None = None,
    contacts: tuple[Sequence[ContactRow], Sequence[ContactRow]] = ((), ()),
    names_persons: bool = True,
) -> Leaving:
    """Counts of what leaves; `items` and `contacts` are given as asked for and as they leave.

    `names_persons`: the persons of an item are told with it.
    """
    if gate.recipient is None:
        return FOR_OFFICE
    asked_items, leaving_items = items or ((), ())
    asked_rows, leaving_rows = contacts
    asked_persons = _persons(asked_items if names_persons else (), asked_rows)
    persons = _persons(leaving_items if names_persons else (), leaving_rows)
    institutions = _institutions(leaving_items, leaving_rows)
    return Leaving(
        gate.recipient,
        None if items is None else Part(len(leaving_items), len(asked_items) - len(leaving_items)),
        Part(len(persons), len(asked_persons - persons)),
        Part(len(institutions), len(_institutions(asked_items, asked_rows) - institutions)),
        classified=sum(bool(item.classification) for item in leaving_items)
        + _classified(unit, "person", persons),
        without_consent=_without_consent(unit, persons, gate.recipient),
    )


def _persons(items: Iterable[PlanItemRecord], rows: Iterable[ContactRow]) -> set[str]:
    named = {ref.id for item in items for ref in item.persons}
    return named | {row.person_id for row in rows if row.person_id}


def _institutions(items: Iterable[PlanItemRecord], rows: Iterable[ContactRow]) -> set[str]:
    named = {ref.id for item in items for name in _INSTITUTION_LINKS for ref in getattr(item, name)}
    return named | {row.institution_id for row in rows if row.institution_id}


def _classified(unit: Reader, entity: str, ids: Iterable[str]) -> int:
    rows = unit.values_by_id(LOGGED[entity], ids, ("classification",))
    return sum(bool(row["classification"]) for row in rows.values())


def _without_consent(unit: Reader, persons: Iterable[str], recipient: str | None) -> int:
    rows = unit.values_by_id(Person, persons, ("consent_to",))
    return sum(not may_leave(row["consent_to"], recipient) for row in rows.values())


def share_records(
    database: Database,
    author: str,
    ids: Mapping[str, Iterable[str]],
    recipient: str,
    *,
    is_shared: bool,
) -> ChangeSetInfo | None:
    """Share records, given by their tables, with a recipient too, or no longer; None when nothing changes."""
    listed = {entity: list(found) for entity, found in ids.items()}
    names: dict[str, Any] = {
        "count": sum(map(len, listed.values())),
        "recipient": Word(RECIPIENTS[recipient]) if recipient in RECIPIENTS else recipient,
    }
    shares = N_("Share with {recipient} (records: {count})")
    ends = N_("Share no longer with {recipient} (records: {count})")
    with database.write(author, shares if is_shared else ends, **names) as unit:
        for entity, found in listed.items():
            present = unit.values_by_id(LOGGED[entity], found, ("sharing",))
            new = {row_id: _with(row["sharing"], recipient, is_shared) for row_id, row in present.items()}
            unit.update(LOGGED[entity], {row_id: {"sharing": codes} for row_id, codes in new.items()})
        return unit.commit()


def _with(sharing: str, recipient: str, is_shared: bool) -> str:
    codes = set(sharing.split())
    return " ".join(sorted(codes | {recipient} if is_shared else codes - {recipient}))
