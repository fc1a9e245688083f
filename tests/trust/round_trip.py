"""Proves that texts of all Unicode leave in every form and come back as they were, and never as formulas."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from db.database import Database
from db.fields import stored_fields
from db.opening import create
from db.queries import plan as queries
from db.records import PlanItemRecord
from db.schema import PlanItem
from desktop.base.errors import UserError
from desktop.services.exports import PLAN_FORMS, export_plan
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_plan import import_plan_file
from desktop.services.plans import add_plan
from desktop.services.validation import checked_value
from tests.trust.hostile_texts import hostile_texts, unicode_texts
from tests.trust.proof import Proof, Result

_COMES_BACK = ("xlsx", "csv")
_COMPARED = ("title", "description", "remarks")
_ALIVE = re.compile(rb"<f[ >/]|<hyperlink|<drawing|<oleObject|<externalReference|<legacyDrawing")
_CELLS_OF_CHART = re.compile(rb"<f>'[^<]*'![$A-Z0-9:]+</f>")
_PLAN = "Plan"


def prove_round_trip(rounds: int, folder: Path) -> Result:
    """Export items with these texts in every form, import them into an empty file, and compare."""
    result = Result({"texts": rounds})
    source = create(folder / "source.desk1540", state="X01", author="Ana", language="en")
    _plant(source, unicode_texts(rounds) + hostile_texts(folder / "bait"), result)
    with source.read() as unit:
        sent = {item.number: item for item in queries.items(unit)}
    result.figures["items"] = len(sent)
    for form in PLAN_FORMS:
        path = folder / f"plan.{form}"
        export_plan(source, path, state="X01")
        result.failures += [f"{form}: {said}" for said in alive_in(path)]
        if form in _COMES_BACK:
            result.failures += [f"{form}: {said}" for said in _brought_back(path, sent, folder, result)]
    result.failures += [f"json: {said}" for said in _different_json(folder / "plan.json", sent)]
    result.failures += [f"ics: {said}" for said in _lines_of_dates(folder / "plan.ics", len(sent))]
    source.close()
    return result


def _plant(database: Database, texts: list[str], result: Result) -> None:
    plan = add_plan(database, "Ana", {"title": _PLAN, "state": "X01"})
    fields = stored_fields(PlanItem)
    refused = 0
    rows = []
    for number in range(len(texts)):
        row = {"plan_id": plan, "number": str(number + 1), "due": "2027-05-01"}
        for place, name in enumerate(_COMPARED):
            try:
                row[name] = checked_value(fields[name], texts[(number + place) % len(texts)])
            except UserError:
                refused += 1
        if row.get("title"):
            rows.append(row)
    with database.write("Ana", "Plant") as unit:
        unit.insert(PlanItem, rows)
        unit.commit()
    result.figures["refused when written"] = refused
    result.figures["texts of nothing but blanks"] = len(texts) - len(rows)


def alive_in(path: Path) -> Iterator[str]:
    """What a workbook holds that is more than text."""
    if path.suffix != ".xlsx":
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(r"externalLinks|embeddings|media/|activeX|vbaProject", name):
                yield f"the part {name}"
            # A chart names the cells it draws.
            if found := _ALIVE.findall(_CELLS_OF_CHART.sub(b"", archive.read(name))):
                yield f"{len(found)} of {found[0]!r} in {name}"


def _brought_back(path: Path, sent: dict[str, PlanItemRecord], folder: Path, result: Result) -> Iterator[str]:
    form = path.suffix[1:]
    target = create(folder / f"{form}.desk1540", state="X01", author="Ana", language="en")
    outcome = import_plan_file(target, "Ana", path, state="X01", skips_refused=True)
    with target.read() as unit:
        back = {item.number: item for item in queries.items(unit)}
    target.close()
    missing = sent.keys() - back.keys()
    explained = _explained(outcome)
    result.figures[f"{form}: came back equal"] = sum(
        not _different(sent[number], back[number]) for number in back.keys() & sent
    )
    result.figures[f"{form}: refused with a reason"] = len(explained)
    if len(missing) > len(explained):
        yield f"{len(missing)} are missing, {len(explained)} rows were refused: {sorted(missing)[:5]}"
    for number in sorted(back.keys() & sent):
        for name in _different(sent[number], back[number]):
            before, after = getattr(sent[number], name), getattr(back[number], name)
            yield f"{name} of {number}: {before!r} came as {after!r}"


def _different(sent: PlanItemRecord, back: PlanItemRecord) -> list[str]:
    return [name for name in _COMPARED if getattr(sent, name) != getattr(back, name)]


def _explained(outcome: ImportOutcome) -> set[tuple[str, int]]:
    """The rows that were not taken, each with its reason."""
    return {(row.sheet, row.row) for row in (*outcome.refused, *outcome.skipped)}


def _different_json(path: Path, sent: dict[str, PlanItemRecord]) -> Iterator[str]:
    found = {each["number"]: each for each in json.loads(path.read_text("utf-8"))["items"]}
    for number, item in sent.items():
        for name in _COMPARED:
            if found[number][name] != getattr(item, name):
                yield f"{name} of {number}: {getattr(item, name)!r} stands as {found[number][name]!r}"


def _lines_of_dates(path: Path, count: int) -> Iterator[str]:
    """A text that ended its line could begin an entry of its own."""
    lines = path.read_bytes().split(b"\r\n")
    begun = lines.count(b"BEGIN:VEVENT")
    if begun != count:
        yield f"{begun} entries for {count} items"
    strangers = [line for line in lines if line.startswith((b"ATTACH", b"URL", b"BEGIN:VCARD", b"FN:"))]
    if strangers:
        yield f"lines that texts began: {strangers[:3]}"


PROOFS = (
    Proof(
        "export round trip",
        "What is exported comes back equal, or is refused with a reason",
        2_000,
        prove_round_trip,
    ),
)
