"""Records of fictional States for the tests of the builders."""

from __future__ import annotations

from datetime import date

from db.queries.contact_rows import ContactRow
from db.records import ObjectiveRecord, PlanItemRecord, PlanRecord, Ref
from desktop.base.reference import shipped_reference
from desktop.reports.builders.data import FileFacts, PlanData, ReportData, ReportRequest, StateData

TODAY = date(2027, 9, 15)


def item(number: str, **values) -> PlanItemRecord:
    made = {
        "id": f"item-{number}",
        "number": number,
        "title": f"Acción {number}",
        "plan_id": "plan",
        **values,
    }
    return PlanItemRecord(**made)


def refs(*names: str) -> tuple[Ref, ...]:
    return tuple(Ref(name.lower(), name) for name in names)


def objective(number: str, **values) -> ObjectiveRecord:
    return ObjectiveRecord(id=f"objective-{number}", number=number, title=f"Objetivo {number}", **values)


def plan_data(items=(), objectives=(), **values) -> PlanData:
    given = {"id": "plan", "state": "X01", "title": "Plan 2025-2028", "status": "adopted", **values}
    return PlanData(PlanRecord(**given), tuple(objectives), tuple(items))


def state_data(code: str = "X01", plan: PlanData | None = None, contacts=()) -> StateData:
    return StateData(shipped_reference().state(code), plan, tuple(contacts))


def data(*states: StateData, **file) -> ReportData:
    home = shipped_reference().state("X01")
    return ReportData(FileFacts(**{"state": home, "organisation": "Ministerio", **file}), states)


def request(name: str = "status", **values) -> ReportRequest:
    return ReportRequest(**{"name": name, "language": "en", "date": TODAY, "state": "X01", **values})


def contact(**values) -> ContactRow:
    given = {"id": "c", "kind": "designation", "person": "Ana Ejemplo", "post": "Directora", "role": "main"}
    return ContactRow(**{**given, **values})
