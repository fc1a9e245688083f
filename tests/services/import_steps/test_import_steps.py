"""The steps of an import: a source read, columns proposed and chosen, open questions, a trial, the import."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.changes import verify_chain
from db.queries.plan import items
from db.schema import Institution
from desktop.base.errors import UserError
from desktop.exchange.layout import MappingFile
from desktop.exchange.reading.grid import Sheet, Workbook
from desktop.services.import_steps import columns, fields, questions, reading, running
from tests.builders import new_database
from tests.services.import_contacts.sources import ANA
from tests.services.import_plan.books import spanish_plan

HEAD = ["N°", "Acción", "Institución responsable", "Plazo", "Estado", "Presupuesto"]


def book_of(*rows: list[object], name: str = "Plan", more: tuple[Sheet, ...] = ()) -> Workbook:
    return Workbook([Sheet(name, [list(row) for row in rows]), *more], "test")


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def source_of(*rows: list[object], more: tuple[Sheet, ...] = ()) -> reading.ImportSource:
    return reading.ImportSource("plan.xlsx", book_of(*rows, more=more))


def chosen_of(proposal: columns.Proposal) -> dict[int, str]:
    return {column.index: column.field for column in proposal.columns}


class TestReading:
    def test_a_workbook_is_read_with_its_name(self, tmp_path):
        read = reading.read_file("plan", spanish_plan(tmp_path / "plan.xlsx"))
        assert (read.name, read.are_cards) == ("plan.xlsx", False)
        assert [sheet.name for sheet in read.book.sheets] == ["Plan", "Notas"]

    def test_cards_are_contacts_and_no_plan(self, tmp_path):
        path = tmp_path / "ana.vcf"
        path.write_bytes(ANA)
        assert reading.read_file("contacts", path).are_cards
        with pytest.raises(UserError, match="contact cards"):
            reading.read_file("plan", path)

    def test_what_is_pasted_is_a_table_or_cards(self):
        assert reading.read_text("plan", "N°\tAcción\n1\tRevisar\n", "pegado").book is not None
        assert reading.read_text("contacts", "BEGIN:VCARD\nFN:Ana\nEND:VCARD", "pegado").are_cards
        with pytest.raises(UserError, match="no text"):
            reading.read_text("plan", " \n", "pegado")
        with pytest.raises(UserError, match="contact cards"):
            reading.read_text("plan", "BEGIN:VCARD\nEND:VCARD", "pegado")


class TestColumns:
    def test_columns_come_with_field_samples_and_sureness(self, tmp_path):
        read = reading.read_file("plan", spanish_plan(tmp_path / "plan.xlsx"))
        found = columns.propose("plan", read.book, read.name)
        assert (found.sheet, found.header_row, found.sheets, found.alike) == (
            "Plan",
            5,
            ("Plan", "Notas"),
            (),
        )
        by_field = {column.field: column for column in found.columns}
        assert (by_field["title"].letter, by_field["title"].heading) == ("D", "Acción")
        assert by_field["title"].samples[0] == "Revisar el código penal"
        assert by_field["title"].confidence > 0.9

    def test_without_headings_that_are_known_a_person_chooses(self):
        book = book_of(["Liste"], ["Kod", "Was", "Wer"], ["a", "tun", "wir"], ["b", "lassen", "sie"])
        found = columns.propose("plan", book, "x")
        assert (found.header_row, {column.field for column in found.columns}) == (2, {""})
        problem = columns.problem_of("plan", chosen_of(found))
        assert problem is not None
        assert "title" in str(problem)
        mapping = columns.mapping_for(found, {1: "title", 2: "lead"})
        assert mapping.columns == {"title": ("Was",), "lead": ("Wer",)}
        assert (mapping.sheet, mapping.header_row) == ("Plan", 2)

    def test_a_person_names_sheet_and_row(self):
        more = Sheet("Zwei", [["x"], ["Number", "Title"], ["1", "Do"]])
        found = columns.propose(
            "plan", book_of(HEAD, ["1", "a"], more=(more,)), "x", sheet="Zwei", header_row=2
        )
        assert (found.sheet, found.header_row) == ("Zwei", 2)
        assert chosen_of(found) == {0: "number", 1: "title"}

    def test_sheets_laid_out_alike_are_taken_together(self):
        more = Sheet("Otra", [HEAD, ["2", "b"]])
        book = book_of(HEAD, ["1", "a"], more=(more, Sheet("Notas", [["nada"]])))
        found = columns.propose("plan", book, "x")
        assert found.alike == ("Plan", "Otra")
        mapping = columns.mapping_for(found, chosen_of(found), takes_alike=True)
        assert (mapping.sheet, mapping.header_row) == (None, None)

    def test_contacts_without_a_table_leave_the_choice_to_the_person(self):
        found = columns.propose("contacts", book_of(["Wer", "Wo"], ["Ana", "hier"]), "x")
        assert columns.problem_of("contacts", chosen_of(found)) is not None
        assert columns.problem_of("contacts", {0: "person"}) is None

    def test_a_field_of_one_column_is_not_taken_from_two(self):
        assert columns.problem_of("plan", {0: "title", 1: "title"}) is None
        problem = columns.problem_of("plan", {0: "title", 1: "status", 2: "status"})
        assert problem is not None
        assert problem.values == {"field": "Status"}

    def test_an_empty_workbook_is_refused(self):
        with pytest.raises(UserError, match="no sheet with rows"):
            columns.propose("plan", Workbook([Sheet("leer", [])], "test"), "x.xlsx")

    def test_a_hidden_sheet_is_taken_only_when_there_is_no_other(self):
        hidden = Workbook([Sheet("h", [["eins", "zwei"], ["a", "b"]], is_hidden=True)], "test")
        assert columns.propose("plan", hidden, "x").sheet == "h"

    def test_long_cells_and_errors_are_no_samples_as_they_stand(self):
        from desktop.exchange.reading.grid import CellError

        found = columns.propose("plan", book_of(["Title", "Due"], ["x" * 99, CellError("#REF!")]), "x")
        assert found.columns[0].samples == ("x" * 60 + "…",)
        assert found.columns[1].samples == ()

    def test_every_field_has_a_name(self):
        for kind in reading.KINDS:
            names = [target.name for target in fields.targets_of(kind)]
            assert all(fields.label_of(kind, name) for name in names)
            assert sorted(fields.shown_order(kind, names)) == sorted(names)
        assert fields.shown_order("plan", ["remarks", "title", "number"]) == ["number", "title", "remarks"]


class TestMemory:
    def test_a_layout_is_proposed_as_it_was_taken_before(self):
        book = book_of(["Kod", "Was", "Wer"], ["a", "tun", "wir"])
        first = columns.propose("plan", book, "x")
        mapping = columns.mapping_for(first, {1: "title", 2: "persons"})
        kept = columns.memory_of("plan", mapping)
        again = columns.propose("plan", book, "x", memory={first.fingerprint: kept})
        assert again.is_remembered
        assert {c.heading: c.field for c in again.columns} == {"Kod": "", "Was": "title", "Wer": "persons"}

    @pytest.mark.parametrize(
        "kept",
        [
            None,
            {"kind": "contacts", "columns": {"title": ["Was"]}},
            {"kind": "plan"},
            {"kind": "plan", "columns": {"title": ["Anders"]}},
            {"kind": "plan", "columns": {"title": "Was", "unknown": ["Was"], "lead": [1]}},
        ],
    )
    def test_what_does_not_fit_is_forgotten(self, kept):
        book = book_of(["Kod", "Was"], ["a", "tun"])
        mark = columns.propose("plan", book, "x").fingerprint
        assert not columns.propose("plan", book, "x", memory={mark: kept} if kept else {}).is_remembered

    def test_answers_are_kept_with_it(self):
        mapping = MappingFile(
            columns={"title": ("Was",)}, status={"Gut": "completed"}, day_first=True, decimal="."
        )
        assert columns.mapping_from_memory("plan", columns.memory_of("plan", mapping)) == mapping
        spoilt = {"kind": "plan", "columns": {}, "status": {"Gut": "fine"}, "day_first": 1, "decimal": ";"}
        assert columns.mapping_from_memory("plan", spoilt) == MappingFile()


class TestTrial:
    ROWS = (
        HEAD,
        ["1", "Revisar", "Direccion General de Aduana", "03/04/2027", "conculida", "1.234"],
        ["2", "Aprobar", "Cancillería", "05/06/2027", "rarísima", "2.345"],
    )

    def asked(self, database, **more):
        source = source_of(*self.ROWS)
        proposal = columns.propose("plan", source.book, source.name)
        mapping = columns.mapping_for(proposal, chosen_of(proposal))
        return running.ImportAsked("plan", source, "X01", mapping=mapping, **more)

    def test_a_trial_writes_nothing_and_asks(self, database):
        with database.write("Ana", "Add") as unit:
            unit.insert(Institution, [{"name": "Dirección General de Aduanas", "state": "X01"}])
            unit.commit()
        before = database.head
        trial = running.try_out(database, "Ana", self.asked(database))
        assert database.head == before
        assert trial.outcome.added == 2
        open_ = trial.questions
        assert open_
        assert open_.dates == ("03/04/2027", "05/06/2027")
        assert [(word.text, word.suggestion) for word in open_.statuses] == [
            ("conculida", "completed"),
            ("rarísima", ""),
        ]
        assert open_.names == (
            questions.NearName("Direccion General de Aduana", "Dirección General de Aduanas"),
        )

    def test_answers_are_taken(self, database):
        with database.write("Ana", "Add") as unit:
            unit.insert(Institution, [{"name": "Dirección General de Aduanas", "state": "X01"}])
            unit.commit()
        asked = self.asked(
            database, aliases={"Direccion General de Aduana": "Dirección General de Aduanas", "x": "nobody"}
        )
        mapping = questions.with_answers(asked.mapping, True, ",", {"conculida": "completed"})
        outcome = running.carry_out(database, "Ana", replace(asked, mapping=mapping))
        with database.read() as unit:
            first, second = items(unit)
        assert (first.due, first.status, first.lead[0].text) == (
            "2027-04-03",
            "completed",
            "Dirección General de Aduanas",
        )
        assert second.due == "2027-06-05"
        assert outcome.created.institutions == 1
        with database.read() as unit:
            assert verify_chain(unit) == []

    def test_no_answer_leaves_the_mapping_as_it_was(self):
        mapping = MappingFile(day_first=False, decimal=",")
        assert questions.with_answers(mapping, None, None, {}) == mapping

    def test_numbers_that_fit_both_signs_are_asked(self, database):
        source = source_of(["Acción", "Presupuesto", "Avance"], ["a", "KWD 1,234", "mucho"], ["b", "poco", 3])
        proposal = columns.propose("plan", source.book, source.name)
        mapping = columns.mapping_for(proposal, chosen_of(proposal))
        trial = running.try_out(database, "Ana", running.ImportAsked("plan", source, "X01", mapping=mapping))
        assert trial.questions.numbers == ("KWD 1,234",)
        mapping = questions.with_answers(mapping, None, ",", {})
        trial = running.try_out(database, "Ana", running.ImportAsked("plan", source, "X01", mapping=mapping))
        assert trial.questions.numbers == ()
        assert trial.outcome.preview[0].values["budget"] == "1.234"

    def test_all_sheets_laid_out_alike_come_in(self, database):
        source = source_of(HEAD, ["1", "a"], more=(Sheet("Otra", [["Otra hoja"], HEAD, ["2", "b"]]),))
        proposal = columns.propose("plan", source.book, source.name)
        mapping = columns.mapping_for(proposal, chosen_of(proposal), takes_alike=True)
        trial = running.try_out(database, "Ana", running.ImportAsked("plan", source, "X01", mapping=mapping))
        assert [(row.sheet, row.title) for row in trial.outcome.preview] == [("Plan", "a"), ("Otra", "b")]

    def test_a_backup_stands_before_the_import_and_only_then(self, database, tmp_path):
        folder = tmp_path / "backups"
        asked = running.ImportAsked("plan", source_of(HEAD, ["1", "a"]), "X01")
        assert running.carry_out(database, "Ana", asked, folder).change_set is not None
        assert len(list(folder.iterdir())) == 1

    def test_contacts_from_a_table_and_from_cards(self, database):
        table = reading.read_text("contacts", "Nombre\tCargo\nAna Pérez\tJefa\n", "pegado")
        proposal = columns.propose("contacts", table.book, table.name)
        mapping = columns.mapping_for(proposal, {0: "person", 1: "post"})
        asked = running.ImportAsked("contacts", table, "X01", mapping=mapping)
        assert running.try_out(database, "Ana", asked).outcome.added == 1
        assert running.carry_out(database, "Ana", asked).added == 1
        cards = reading.read_text("contacts", "BEGIN:VCARD\nVERSION:3.0\nFN:Luis Soto\nEND:VCARD", "pegado")
        outcome = running.carry_out(database, "Ana", running.ImportAsked("contacts", cards, "X01"))
        assert (outcome.added, outcome.created.people) == (1, 1)

    def test_dates_of_contacts_follow_the_answer(self, database):
        rows = "Nombre\tCargo\tDesde\nAna Pérez\tJefa\t03/04/2025\n"
        table = reading.read_text("contacts", rows, "pegado")
        proposal = columns.propose("contacts", table.book, table.name)
        mapping = columns.mapping_for(proposal, {0: "person", 1: "post", 2: "from"})
        trial = running.try_out(
            database, "Ana", running.ImportAsked("contacts", table, "X01", mapping=mapping)
        )
        assert trial.questions.dates == ("03/04/2025",)
        answered = questions.with_answers(mapping, False, None, {})
        trial = running.try_out(
            database, "Ana", running.ImportAsked("contacts", table, "X01", mapping=answered)
        )
        assert trial.outcome.preview[0].values["from"] == "2025-03-04"
        assert not trial.questions
