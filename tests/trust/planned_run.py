"""What a whole run of the window works on: a file with needles, a workbook to import, a folder of exports."""

from __future__ import annotations

import csv
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from db.database import Database
from db.opening import create
from desktop.services.contacts import DetailInput, add_institution, add_person, add_post, designate
from desktop.services.file_settings import update_file_settings
from desktop.services.objectives import add_objective
from desktop.services.plans import add_item, add_plan
from tests.trust.traced import as_program

NEEDLES = 20


@dataclass(slots=True)
class PlannedRun:
    """The places of one run; `needles` are 20 texts that nothing else holds, one of them the passphrase."""

    folder: Path
    is_encrypted: bool
    end: str = "close"
    needles: list[str] = field(default_factory=lambda: [_needle(number) for number in range(NEEDLES)])

    @property
    def passphrase(self) -> str:
        """The passphrase of the file, or nothing."""
        return self.needles[18] if self.is_encrypted else ""

    @property
    def file(self) -> Path:
        """The file that is opened."""
        return self.folder / "work" / "file.desk1540"

    @property
    def exports(self) -> Path:
        """Where the person lets exports be written: there the needles may be read."""
        return self.folder / "exports"

    @property
    def given(self) -> Path:
        """What was readable before: the workbook that is imported, and the plan of the run."""
        return self.folder / "given"

    def arguments(self) -> list[str]:
        """The words for Python that run it."""
        return [*as_program("tests.trust.whole_run"), str(self.given / "plan.json")]

    def prepare(self) -> None:
        """Make everything that must be there before."""
        for folder in (self.file.parent, self.exports, self.given):
            folder.mkdir(parents=True)
        workbook = self.given / "plan.csv"
        with workbook.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("No.", "Action", "Responsible", "Due", "Status"))
            writer.writerow(("9.1", self.needles[16], self.needles[17], "2027", "Completed"))
        asked = {
            "file": str(self.file),
            "passphrase": self.passphrase,
            "needles": self.needles,
            "workbook": str(workbook),
            "exports": str(self.exports),
            "end": self.end,
        }
        (self.given / "plan.json").write_text(json.dumps(asked), "utf-8")
        database = create(self.file, state="X01", author="Ana", language="en", secret=self.passphrase or None)
        plant_needles(database, self.needles)
        database.close()


def _needle(number: int) -> str:
    return f"needle-{secrets.token_hex(8)}-{number} äß"


def plant_needles(database: Database, needles: list[str]) -> None:
    """Write needles where people write what must not leave: names, private numbers, plans, settings."""
    author = "Ana"
    lead = add_institution(database, author, {"name": needles[9], "state": "X01"})
    details = [
        DetailInput(needles[11], "phone", "home", is_private=True),
        DetailInput(needles[19], "phone"),
    ]
    person = add_person(database, author, {"name": needles[10], "institution_id": lead}, details)
    post = add_post(database, author, {"name": "Post", "state": "X01", "institution_id": lead})
    designate(database, author, person, post, {"from_date": "2025-01-10"})
    plan = add_plan(database, author, {"title": needles[12], "state": "X01"})
    objective = add_objective(database, author, plan, {"title": needles[13], "number": "1"})
    values = {"number": "1.1", "title": "Act", "objective_id": objective, "description": needles[14]}
    add_item(database, author, plan, values)
    update_file_settings(database, author, {"organisation": needles[15]})
