"""Laws, treaties and the matrix of a fictional State."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.ids import link_id
from db.schema import Law, LawStage, MatrixCell, MatrixLaw, MatrixRowText, MatrixVersion, TreatyStatus
from db.unit_of_work import Writer
from desktop.base.reference import shipped_reference
from desktop.base.reference_rows import MatrixRow, Treaty
from desktop.services.exercise.country import Country

_TEMPLATE = "2017"
_VALUES = {"X": 52, "?": 13, "NA": 6, "": 29}
_ANSWERS = {"X": 60, "": 40}
_ALWAYS = frozenset(("op1.npt", "op1.cwc", "op1.bwc"))
_FIRST_DEPOSIT, _LAST_DEPOSIT = date(1972, 1, 3), date(2023, 6, 30)
_STAGES_OF_BILL = (("idea", "2023-Q2"), ("draft", "2024-05"), ("consultation", "2024-10-07"))


def write_matrix(unit: Writer, country: Country) -> None:
    """Write laws with their stages, treaty statuses, and one approved matrix of the 2017 form."""
    _write_laws(unit, country)
    _write_treaties(unit, country)
    _write_version(unit, country)


def _write_laws(unit: Writer, country: Country) -> None:
    stages: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for law in country.texts["laws"]:
        law_id = unit.ids.new()
        country.laws[law["key"]] = law_id
        dated = country.day_in(date(1996, 1, 8), date(2022, 11, 30))
        is_bill = law["key"] == "trade"
        rows.append(
            {
                "id": law_id,
                "state": country.code,
                "title": law["title"],
                "kind": law["kind"],
                "number": law["number"].format(number=country.rng.randint(40, 8900)),
                "dated": None if is_bill else dated.isoformat(),
                "note": "" if is_bill else country.texts["law_text"]["note"],
            }
        )
        reached = _STAGES_OF_BILL if is_bill else _stages_since(country, dated)
        stages += [{"law_id": law_id, "stage": stage, "on_date": day} for stage, day in reached]
    unit.insert(Law, rows)
    unit.insert(LawStage, stages)


def _stages_since(country: Country, dated: date) -> list[tuple[str, str]]:
    published = country.day_in(dated, date(dated.year, 12, 31))
    stages = [("adopted", dated.isoformat()), ("published", published.isoformat())]
    stages.append(("in_force", f"{published.year + 1}-01"))
    if country.chance(0.3):
        stages.append(("amended", str(country.rng.randint(published.year + 1, 2024))))
    return stages


def _write_treaties(unit: Writer, country: Country) -> None:
    known = [treaty for treaty in shipped_reference().treaties.values() if _may_join(country, treaty)]
    chosen = [treaty for treaty in known if treaty.key in _ALWAYS or country.chance(0.75)]
    unit.insert(TreatyStatus, [_treaty_row(country, treaty) for treaty in chosen])


def _may_join(country: Country, treaty: Treaty) -> bool:
    """Whether a treaty with a known date is open to this State: zones are open to their own region."""
    is_zone = treaty.key.startswith("op1.nwfz.")
    is_own_zone = country.group == "GRULAC" and treaty.key == "op1.nwfz.tlatelolco"
    return treaty.opened_on is not None and (is_own_zone or not is_zone)


def _treaty_row(country: Country, treaty: Treaty) -> dict[str, Any]:
    row: dict[str, Any] = {"state": country.code, "treaty_key": treaty.key}
    in_force = treaty.entered_into_force_on
    status = country.rng.choices(("in_force", "deposited", "signed", "not_party"), (60, 15, 15, 10))[0]
    if status == "not_party" and treaty.key not in _ALWAYS:
        return {**row, "status": status}
    if status == "not_party" or (status == "in_force" and in_force is None):
        status = "deposited"
    start = in_force if status == "in_force" else treaty.opened_on
    day = country.day_in(max(_FIRST_DEPOSIT, start or _FIRST_DEPOSIT), _LAST_DEPOSIT)
    printed = country.texts["treaty"][status].format(day=country.material.long_day(day))
    return {**row, "status": status, "on_date": day.isoformat(), "as_printed": printed}


def _write_version(unit: Writer, country: Country) -> None:
    texts = country.texts["matrix"]
    version_id = unit.ids.new()
    row = {name: texts[name] for name in ("report_dates", "addenda_dates", "approval_date")}
    row |= {"id": version_id, "state": country.code, "template": _TEMPLATE, "kind": "approved"}
    unit.insert(MatrixVersion, [{**row, "note": texts["draft_note"]}])
    cells: list[dict[str, Any]] = []
    row_texts: list[dict[str, Any]] = []
    laws: list[dict[str, Any]] = []
    for matrix_row in shipped_reference().matrix_rows[_TEMPLATE]:
        place = {"version_id": version_id, "row_key": matrix_row.key}
        found = _cells(country, matrix_row, place)
        cells += found
        if found:
            row_texts.append(_row_text(country, matrix_row, place, laws))
    unit.insert(MatrixCell, cells)
    unit.insert(MatrixRowText, row_texts)
    unit.insert(MatrixLaw, laws)


def _cells(country: Country, row: MatrixRow, place: dict[str, str]) -> list[dict[str, Any]]:
    sides = [
        side
        for side, is_there in (("legal", row.has_legal), ("enforcement", row.has_enforcement))
        if is_there
    ]
    wanted: list[tuple[str | None, str]] = [(weapon, side) for weapon in row.weapons for side in sides]
    weights = _VALUES if wanted else _ANSWERS
    cells = []
    for weapon, side in wanted or [(None, "answer")]:
        value = country.rng.choices(tuple(weights), tuple(weights.values()))[0]
        if value:
            cell_id = link_id("matrix_cell", place["version_id"], row.key, weapon, side)
            cells.append({"id": cell_id, **place, "weapon": weapon, "side": side, "value": value})
    return cells


def _row_text(
    country: Country, row: MatrixRow, place: dict[str, str], laws: list[dict[str, Any]]
) -> dict[str, Any]:
    texts = country.texts["matrix"]
    text: dict[str, Any] = {"id": link_id("matrix_row_text", place["version_id"], row.key), **place}
    if country.chance(0.2):
        text["remarks"] = country.rng.choice(texts["remarks"])
    if not row.weapons:
        return {**text, "information": country.rng.choice(texts["information"])}
    lines: list[str] = []
    for law in country.texts["laws"]:
        is_near = any(row.key.startswith(start) for start in law["rows"].split())
        if is_near and (not lines or country.chance(0.6)):
            first = country.rng.randint(4, 240)
            words = country.texts["law_text"]
            articles = words["articles"].format(first=first, last=first + country.rng.randint(1, 6))
            lines.append(f"{law['title']}, {articles}")
            row_id = link_id("matrix_law", place["version_id"], row.key, country.laws[law["key"]])
            laws.append({"id": row_id, **place, "law_id": country.laws[law["key"]], "articles": articles})
    if lines:
        text |= {"legal_source": "\n".join(lines), "enforcement_source": lines[0]}
    return text
