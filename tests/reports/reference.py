"""The texts of whole papers as they were read and found good.

A change of words, order or cells of a paper shows in these files, so that somebody reads it before it lands;
`python -m tests.reports.reference` makes them anew.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from db.records import Ref
from desktop.base.formats import Formats
from desktop.base.i18n import texts_for
from desktop.reports.builders.contacts import build_contacts
from desktop.reports.builders.data import Baseline
from desktop.reports.builders.status import build_status
from desktop.reports.document import Document
from tests.reports.builders.samples import (
    TODAY,
    contact,
    data,
    item,
    objective,
    plan_data,
    request,
    state_data,
)
from tests.reports.readers import pdf_of, sheets_of, squeezed, xlsx_of

FOLDER = Path(__file__).parents[1] / "reference"
PAPERS = [(name, language) for name in ("status", "contacts") for language in ("es", "en")]
FORMS = ("pdf", "xlsx")
_BUILDERS = {"status": build_status, "contacts": build_contacts}


def document(name: str, language: str) -> Document:
    """A paper with one of everything that such a paper can say."""
    asked = request(name, language=language, since="2027-01-01", prepared_by="Eva Ejemplo")
    found = data(_state(), organisation="Ministerio de Relaciones Exteriores", place="Villa Ejemplo")
    before = [item("1.1", title="Título anterior", status="not_started"), item("9", title="Ya no figura")]
    baseline = Baseline(TODAY.replace(month=1, day=1), {"plan": tuple(before)})
    formats = Formats(language, "X01")
    return _BUILDERS[name](replace(found, baseline=baseline), asked, texts_for(language), formats)


def text_of(made: Document, form: str) -> str:
    """What a person reads in a paper: the lines of its pages, or the cells of its sheets."""
    if form == "pdf":
        pages = PdfReader(BytesIO(pdf_of(made)[0])).pages
        parts = [[squeezed(line) for line in page.extract_text().split("\n")] for page in pages]
        heads = [f"== {number} ==" for number in range(1, len(parts) + 1)]
    else:
        sheets = sheets_of(xlsx_of(made)[0])
        parts = [["\t".join(map(_cell, row)).rstrip() for row in rows] for rows in sheets.values()]
        heads = [f"== {title} ==" for title in sheets]
    lines = [line for head, part in zip(heads, parts, strict=True) for line in (head, *part) if line]
    return "\n".join(lines) + "\n"


def path_of(name: str, language: str, form: str) -> Path:
    """Where the text of a paper is kept."""
    return FOLDER / f"{name}-{language}-{form}.txt"


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("\n", " | ")


def _state():
    objectives = [objective("1"), objective("1.1", parent_id="objective-1"), objective("2")]
    customs, health = Ref("a", "Dirección General de Aduanas"), Ref("b", "Ministerio de Salud")
    items = [
        item(
            "1.1",
            objective_id="objective-1.1",
            status="in_progress",
            due="2027-Q2",
            lead=(customs,),
            co_leads=(health,),
        ),
        item(
            "1.2",
            objective_id="objective-1.1",
            status="completed",
            start="2026",
            due="2026-12-31",
            last_note="Se publicó.",
        ),
        item(
            "2.1",
            objective_id="objective-2",
            status="continuous",
            due="continuous",
            supporting=(health, customs),
        ),
        item("2.2", objective_id="objective-2", due="2027-12-01", due_text="a más tardar el 1 de diciembre"),
        item("A", due=None, due_text="por definir"),
    ]
    contacts = [
        contact(
            treatment="Lic.",
            rank="Ministra Consejera",
            emails=("ana@x01.example",),
            phones=("+999 1",),
            verified_on="2027-01-02",
        ),
        contact(kind="post", person="", post="Punto de contacto alterno", role="alternate"),
        contact(person="Luis Enlace", role="technical", instrument_state="awaited", is_acting=True),
        contact(
            kind="institution",
            person="",
            institution="Oficina de Aduanas",
            role="",
            address="Calle 1",
            web="x.example",
        ),
    ]
    plan = plan_data(items, objectives, period="2025/2028", instrument="Decreto 12", adopted_on="2025-03-07")
    return state_data("X01", plan, contacts)


def main() -> None:
    """Write all texts anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, language in PAPERS:
        made = document(name, language)
        for form in FORMS:
            path_of(name, language, form).write_text(text_of(made, form), encoding="utf-8")


if __name__ == "__main__":
    main()
