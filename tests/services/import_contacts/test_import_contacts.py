"""Contacts come in from tables and cards: once each, nothing lost, nothing erased, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.changes import change_sets, tables_differ, verify_chain
from db.database import Database
from db.queries.contact_rows import ContactRow, contact_rows
from db.queries.people import aliases, contact_details, designations, institutions, persons, posts
from desktop.base.errors import UserError
from desktop.services import contacts
from desktop.services.history import revert_change_set
from desktop.services.import_contacts import import_contacts, read_contacts
from desktop.services.import_outcome import ImportOutcome
from tests.builders import new_database
from tests.services.import_contacts.sources import ANA, LIST, card, csv_text, workbook

HEAD = "person,post,institution,emails,phones,note"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = new_database(tmp_path)
    yield made
    made.close()


def take(database: Database, source: Path | bytes, **options: object) -> ImportOutcome:
    asked: dict[str, object] = {"state": "X01", **options}
    return import_contacts(database, "Ana", source, **asked)  # type: ignore[arg-type]


def rows_of(database: Database, state: str | None = "X01", **options: bool) -> list[ContactRow]:
    with database.read() as unit:
        return contact_rows(unit, state, **options)


def counts(outcome: ImportOutcome) -> tuple[int, int, int, int]:
    return outcome.added, outcome.updated, outcome.unchanged, len(outcome.refused)


def doubts(outcome: ImportOutcome) -> list[tuple[int, str]]:
    return [(each.row, each.message.text_id) for each in outcome.doubtful]


def test_a_list_as_ministries_write_it(database: Database, tmp_path: Path) -> None:
    outcome = take(database, workbook(tmp_path / "red.xlsx", LIST))
    assert (outcome.read, counts(outcome)) == (4, (4, 0, 0, 0))
    assert [each.row for each in outcome.skipped] == [1, 2, 4, 9]
    assert (outcome.created.people, outcome.created.institutions) == (2, 3)
    assert [(each.row, each.column, each.text) for each in outcome.doubtful] == [
        (7, "D", "contacto (at) nuclear")
    ]
    ana, luis, vacant, office = _by_kind(database)
    assert (ana.person, ana.treatment, ana.post, ana.institution, ana.role) == (
        "Lic. Ana Pérez Gómez",
        "Lic.",
        "Punto de contacto titular",
        "Cancillería",
        "main",
    )
    assert ana.emails == ("ana@mre.example", "ana.perez@mre.example")
    assert ana.phones == ("+54 11 4321-5678", "+54 11 4321-5679")
    assert (ana.from_date, ana.note, ana.instrument_state) == ("2024-03-15", "Habla francés", "awaited")
    assert (luis.person, luis.surnames, luis.role, luis.from_date) == (
        "RUIZ, Luis",
        "RUIZ",
        "alternate",
        "2024",
    )
    assert (vacant.kind, vacant.post, vacant.role, vacant.note) == (
        "post",
        "Jefatura técnica",
        "technical",
        "contacto (at) nuclear",
    )
    assert (office.institution, office.emails, office.phones) == (
        "Dirección General de Aduanas",
        ("mesa@aduana.example",),
        ("0800 555 1540",),
    )


def _by_kind(database: Database) -> list[ContactRow]:
    places = {"designation": 0, "post": 1, "institution": 2, "person": 3}
    return sorted(rows_of(database), key=lambda row: (places[row.kind], row.id))


def test_one_change_set_that_is_taken_back_in_one_step(database: Database, tmp_path: Path) -> None:
    outcome = take(database, workbook(tmp_path / "red.xlsx", LIST))
    with database.read() as unit:
        newest = change_sets(unit, limit=1)[0]
    assert (newest.number, newest.summary_id, dict(newest.summary_values)) == (
        outcome.change_set,
        "Import contacts from {name}",
        {"name": "red.xlsx"},
    )
    assert newest.origin == "import"
    revert_change_set(database, "Ana", newest.number)
    with database.read() as unit:
        assert (persons(unit), posts(unit), institutions(unit), contact_details(unit)) == ([], [], [], {})
        assert tables_differ(unit) == []
        assert verify_chain(unit) == []


def test_a_second_import_changes_nothing(database: Database, tmp_path: Path) -> None:
    source = workbook(tmp_path / "red.xlsx", LIST)
    take(database, source)
    again = take(database, source)
    assert (counts(again), again.change_set) == ((0, 0, 4, 0), None)
    assert (again.created.people, again.created.institutions) == (0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    source = workbook(tmp_path / "red.xlsx", LIST)
    head = database.head
    dry = take(database, source, dry_run=True)
    assert (database.head, dry.change_set) == (head, None)
    assert [(each.row, each.action, each.title) for each in dry.preview] == [
        (5, "added", "Lic. Ana Pérez Gómez"),
        (6, "added", "RUIZ, Luis"),
        (7, "added", "Jefatura técnica"),
        (8, "added", "Dirección General de Aduanas"),
    ]
    real = take(database, source)
    assert (counts(dry), dry.doubtful, dry.created) == (counts(real), real.doubtful, real.created)


def test_the_same_card_three_times_makes_one_person(database: Database) -> None:
    outcome = take(database, ANA * 3)
    assert (outcome.read, counts(outcome)) == (3, (1, 0, 2, 0))
    assert outcome.reader == "vCard"
    (row,) = rows_of(database)
    assert (row.person, row.post, row.unit, row.card_id) == (
        "Ana Pérez",
        "Punto de contacto",
        "Dirección de Desarme",
        "ana-1",
    )


def test_a_card_without_uid_is_found_by_email_and_by_name(database: Database) -> None:
    take(database, ANA)
    by_email = card(
        "FN:Ana Pérez", "N:Pérez;Ana;;;", "EMAIL:Ana.Perez@OFFICE.example", "TEL:+54 11 4000-0000"
    )
    by_name = card("FN:PÉREZ, Ana", "N:PÉREZ;Ana;;;", "ORG:CANCILLERIA", "EMAIL:otra@office.example")
    outcome = take(database, by_email + by_name)
    assert (counts(outcome), outcome.created.people) == ((0, 2, 0, 0), 0)
    (row,) = rows_of(database)
    assert row.person == "Ana Pérez"
    assert row.emails == ("ana.perez@office.example", "otra@office.example")
    assert row.phones == ("+54 11 4321-5678", "+54 11 4000-0000")


def test_a_shared_mailbox_does_not_make_two_people_one(database: Database) -> None:
    take(database, csv_text(HEAD, "Ana Pérez,,Cancillería,desk@office.example,,"))
    outcome = take(database, csv_text(HEAD, "Ana Gómez,,Cancillería,desk@office.example,,"))
    assert (counts(outcome), len(rows_of(database))) == ((1, 0, 0, 0), 2)
    assert doubts(outcome) == [(2, "{known} has the same e-mail; the row was taken as another person.")]


def test_an_email_with_a_longer_name_is_the_same_person_and_said(database: Database) -> None:
    take(database, csv_text(HEAD, "Ana Pérez,,Cancillería,ana@office.example,,"))
    outcome = take(database, csv_text(HEAD, "Ana María Pérez Gómez,,Aduana,ana@office.example,,"))
    assert counts(outcome) == (0, 1, 0, 0)
    assert doubts(outcome) == [(2, "The e-mail is that of {known}; the row was taken as the same person.")]
    (row,) = rows_of(database)
    assert (row.person, row.institution) == ("Ana Pérez", "Aduana")


def test_namesakes_of_two_institutions_are_two_people(database: Database) -> None:
    take(database, csv_text(HEAD, "Juan Pérez,,Aduana,j1@a.example,,"))
    outcome = take(database, csv_text(HEAD, "Juan Pérez,,Policía,j2@p.example,,"))
    assert counts(outcome) == (1, 0, 0, 0)
    assert [text.split(" ")[1] for _, text in doubts(outcome)] == ["of"]
    unplaced = take(database, csv_text(HEAD, "Juan Pérez,,,j3@x.example,,"))
    again = take(database, csv_text(HEAD, "Juan Pérez,,,,,"))
    assert (counts(unplaced), counts(again)) == ((1, 0, 0, 0), (0, 0, 1, 0))


def test_blank_cells_never_erase_and_values_are_added_or_changed(database: Database) -> None:
    first = csv_text(
        "Nombre;Apellidos;Institución;Rango;Unidad;Correo;Celular;Teléfono particular;Dirección",
        "Ana;Pérez;Aduana;Ministra;Legal;ana@a.example;+54 9 11 5555-1234;+54 11 4000-1111;Calle 5 nº 10",
    )
    take(database, first)
    second = csv_text(
        "Nombre;Apellidos;Institución;Rango;Unidad;Correo",
        "Ana;Pérez;Aduana;;Jurídica;ana2@a.example",
    )
    outcome = take(database, second)
    assert counts(outcome) == (0, 1, 0, 0)
    (row,) = rows_of(database, include_private=True)
    assert (row.person, row.given_names, row.surnames) == ("Ana Pérez", "Ana", "Pérez")
    assert (row.rank, row.unit, row.address) == ("Ministra", "Jurídica", "Calle 5 nº 10")
    assert row.emails == ("ana@a.example", "ana2@a.example")
    assert [(each.written, each.use, each.is_private) for each in row.details if each.kind == "phone"] == [
        ("+54 9 11 5555-1234", "mobile", False),
        ("+54 11 4000-1111", "home", True),
    ]


def test_phones_are_kept_as_written_and_normalised_by_the_state(database: Database) -> None:
    source = csv_text(HEAD, 'Rui,,Receita,,"(21) 2555-0330 ramal 12\n(21) 2555-0330 ramal 13\nsin teléfono",')
    outcome = take(database, source, state="BRA")
    assert [(each.text, each.column) for each in outcome.doubtful] == [("sin teléfono", "E")]
    with database.read() as unit:
        ((details),) = contact_details(unit).values()
    assert [(each.written, each.normalised) for each in details] == [
        ("(21) 2555-0330 ramal 12", "+552125550330"),
        ("(21) 2555-0330 ramal 13", "+552125550330"),
    ]
    assert [row.note for row in rows_of(database, "BRA")] == ["sin teléfono"]


def test_refused_rows_stop_everything_unless_they_are_skipped(database: Database) -> None:
    source = csv_text(
        HEAD, "Ana Pérez,,Aduana,ana@a.example,,", ",,,,+54 11 4321-5678,", "Luis Ruiz,,Aduana,,,"
    )
    head = database.head
    stopped = take(database, source)
    assert (stopped.read, counts(stopped), stopped.is_stopped) == (3, (2, 0, 0, 1), True)
    assert (database.head, stopped.change_set) == (head, None)
    assert [(each.row, each.message.text_id) for each in stopped.refused] == [
        (3, "The row names no person, post or institution.")
    ]
    taken = take(database, source, skip_refused=True)
    assert (counts(taken), taken.is_stopped, len(rows_of(database))) == ((2, 0, 0, 1), False, 2)


def test_a_text_too_long_for_its_field_is_refused_by_its_row(database: Database) -> None:
    outcome = take(database, csv_text(HEAD, f"Ana,,Aduana,,,{'x' * 32_768}"))
    assert [(each.row, "at most" in each.message.text_id) for each in outcome.refused] == [(2, True)]


def test_a_row_without_a_name_is_called_by_its_email(database: Database) -> None:
    outcome = take(database, csv_text(HEAD, ",,,mesa@a.example,,", ",,,,,solo una nota"))
    assert (counts(outcome), [each.row for each in outcome.skipped]) == ((1, 0, 0, 0), [1, 3])
    assert [row.person for row in rows_of(database)] == ["mesa@a.example"]


def test_an_alias_leads_to_its_institution_and_is_remembered(database: Database) -> None:
    customs = contacts.add_institution(
        database, "Ana", {"name": "Dirección General de Aduanas", "acronym": "DGA", "state": "X01"}
    )
    source = csv_text(HEAD, "Ana,,Aduana Nacional,ana@a.example,,", "Luis,,dga,luis@a.example,,")
    outcome = take(database, source, aliases={"Aduana Nacional": customs})
    assert outcome.created.institutions == 0
    with database.read() as unit:
        assert aliases(unit) == {customs: ("Aduana Nacional",)}
    assert take(database, source).created.institutions == 0


def test_a_name_that_resembles_a_known_one_is_said_and_still_made(database: Database) -> None:
    contacts.add_institution(database, "Ana", {"name": "Ministerio de Defensa", "state": "X01"})
    contacts.add_institution(database, "Ana", {"name": "Ministerio de Salud", "state": "X02"})
    outcome = take(
        database,
        csv_text(
            HEAD, "Ana,,Ministerio de la Defensa,a@a.example,,", "Luis,,Ministerio de Salud,l@a.example,,"
        ),
    )
    assert outcome.created.institutions == 2
    (doubt,) = outcome.doubtful
    assert (doubt.column, doubt.message.values) == (
        "C",
        {"name": "Ministerio de la Defensa", "known": "Ministerio de Defensa"},
    )


def test_a_successor_in_a_post_is_added_beside_the_holder_and_said(database: Database) -> None:
    take(database, csv_text(HEAD, "Ana Pérez,Punto de contacto,Cancillería,a@a.example,,"))
    source = csv_text(HEAD, "Luis Ruiz,Punto de contacto,Cancillería,l@a.example,,")
    outcome = take(database, source)
    assert [text for _, text in doubts(outcome)] == [
        "The post is held by {known} as well; end that designation if the holder has changed."
    ]
    with database.read() as unit:
        (post,) = posts(unit)
        first = designations(unit, post_id=post.id)
        assert {each.person_name for each in first} == {"Ana Pérez", "Luis Ruiz"}
        ana = next(each for each in first if each.person_name == "Ana Pérez")
    contacts.end_designation(database, "Ana", ana.id, "2025")
    stale = take(database, csv_text(HEAD, "Ana Pérez,Punto de contacto,Cancillería,a@a.example,,"))
    assert (counts(stale), [text for _, text in doubts(stale)]) == (
        (0, 0, 1, 0),
        ["The designation of {known} in this post has ended; it was left so."],
    )


def test_several_people_in_one_cell_share_what_can_be_shared(database: Database) -> None:
    outcome = take(
        database,
        csv_text(
            HEAD,
            "Ana Pérez; Luis Ruiz,,Aduana,ana@a.example; luis@a.example,,",
            "Eva Sol; Raúl Paz,,Aduana,mesa@a.example; otra@a.example; tres@a.example,,",
        ),
    )
    assert (outcome.read, counts(outcome), outcome.created.people) == (2, (2, 0, 0, 0), 4)
    assert {row.person: row.emails for row in rows_of(database) if row.person} == {
        "Ana Pérez": ("ana@a.example",),
        "Luis Ruiz": ("luis@a.example",),
        "Eva Sol": ("mesa@a.example", "otra@a.example", "tres@a.example"),
        "Raúl Paz": (),
    }
    assert [row for row, _ in doubts(outcome)] == [3]


def test_rows_that_name_another_state_and_headings_of_states(database: Database, tmp_path: Path) -> None:
    rows = (
        ("Nombre", "Institución", "Correo", "Teléfono"),
        ("Brasil", None, None, None),
        ("Rui Costa", "Receita", "rui@r.example", "(21) 2555-0330"),
        ("Chile", None, None, None),
        ("Eva Sol", "Aduana", "eva@a.example", None),
    )
    outcome = take(database, workbook(tmp_path / "red.xlsx", rows))
    assert [each.row for each in outcome.skipped] == [1, 2, 4]
    assert [(notice.values) for notice in outcome.notices] == [{"count": 2, "state": "X01"}]
    assert [(row.state, row.person) for row in rows_of(database, None)] == [
        ("BRA", "Rui Costa"),
        ("CHL", "Eva Sol"),
    ]
    unknown = take(database, csv_text("person,state,emails", "Ana,Atlántida,ana@a.example"))
    assert [(each.text, each.column) for each in unknown.doubtful] == [("Atlántida", "B")]


def test_dates_that_are_not_certain_or_have_no_post_are_kept_as_text(database: Database) -> None:
    outcome = take(
        database,
        csv_text(
            "person,post,from,to,verified_on",
            "Ana Pérez,Jefa,hace mucho,,2025-05-02",
            "Luis Ruiz,,2024-01-05,,",
        ),
    )
    assert [(each.row, each.column, each.text) for each in outcome.doubtful] == [
        (2, "C", "hace mucho"),
        (3, "C", "2024-01-05"),
    ]
    assert {row.person: (row.note, row.from_date, row.verified_on) for row in rows_of(database)} == {
        "Ana Pérez": ("hace mucho", "", "2025-05-02"),
        "Luis Ruiz": ("2024-01-05", "", ""),
    }


def test_what_later_rows_say_otherwise_is_named_not_taken(database: Database) -> None:
    source = csv_text(
        "person,institution,unit,emails",
        "Ana Pérez,Aduana,Legal,ana@a.example",
        "Ana Pérez,Aduana,Técnica,ana@a.example",
    )
    outcome = take(database, source)
    assert counts(outcome) == (1, 0, 1, 0)
    assert [(each.row, each.column, each.text) for each in outcome.doubtful] == [(3, "C", "Técnica")]
    assert take(database, source).change_set is None


def test_an_id_of_another_person_is_not_believed(database: Database) -> None:
    ana = contacts.add_person(database, "Ana", {"name": "Ana Pérez"})
    source = csv_text("id,person,emails", f"{ana},Luis Ruiz,luis@a.example")
    outcome = take(database, source)
    assert (counts(outcome), [row.person for row in rows_of(database)]) == (
        (1, 0, 0, 0),
        ["Ana Pérez", "Luis Ruiz"],
    )
    corrected = take(database, csv_text("id,person,emails", f"{ana},Ana Pérez Gómez,"))
    assert counts(corrected) == (0, 1, 0, 0)
    assert rows_of(database)[0].person == "Ana Pérez Gómez"


def test_an_institution_renamed_under_its_id_keeps_the_old_name_as_alias(database: Database) -> None:
    office = contacts.add_institution(database, "Ana", {"name": "Ministerio de Ambiente", "state": "X01"})
    source = csv_text("id,institution,emails", f"{office},Ministerio de Ambiente y Clima,m@a.example")
    assert counts(take(database, source)) == (0, 1, 0, 0)
    with database.read() as unit:
        assert [each.name for each in institutions(unit)] == ["Ministerio de Ambiente y Clima"]
        assert aliases(unit) == {office: ("Ministerio de Ambiente",)}


def test_sheets_laid_out_alike_are_read_and_others_named(database: Database, tmp_path: Path) -> None:
    one = (("Nombre", "Correo"), ("Ana Pérez", "ana@a.example"))
    two = (("Nombre", "Correo"), ("Luis Ruiz", "luis@a.example"))
    other = (("Feriados",), ("1 de enero",))
    path = workbook(tmp_path / "red.xlsx", one, two, other, titles=("Norte", "Sur", "Feriados"))
    outcome = take(database, path)
    assert [(each.sheet, each.row) for each in outcome.preview] == [("Norte", 2), ("Sur", 2)]
    assert {"sheets": "Feriados"} in [dict(notice.values) for notice in outcome.notices]
    only = read_contacts(path, state="X01", sheet="Sur")
    assert [line.title for line in only.lines] == ["Luis Ruiz"]


def test_a_mapping_file_says_what_the_headings_do_not(database: Database, tmp_path: Path) -> None:
    source = tmp_path / "lista.csv"
    source.write_bytes(csv_text("A1;B1;C1", "Ana Pérez;Aduana;ana@a.example"))
    mapping = tmp_path / "lista.toml"
    mapping.write_text('header_row = 1\n[columns]\nperson = "A1"\ninstitution = "B1"\nemails = "C1"\n')
    outcome = take(database, source, mapping=mapping)
    assert counts(outcome) == (1, 0, 0, 0)
    assert [(row.person, row.institution) for row in rows_of(database)] == [("Ana Pérez", "Aduana")]


def test_damaged_cards_are_refused_and_lists_of_cards_skipped(database: Database) -> None:
    group = card("KIND:group", "FN:Todos", version="4.0")
    nobody = card("NOTE:nada")
    only_phone = card("TEL:+54 11 4321-5678")
    outcome = take(database, ANA + group + nobody + only_phone, skip_refused=True)
    assert (outcome.read, counts(outcome)) == (2, (1, 0, 0, 1))
    assert [each.row for each in outcome.skipped] == [2, 3]
    assert [each.row for each in outcome.refused] == [4]
    assert dict(outcome.notices[0].values) == {"read": 2, "expected": 4}


def test_a_card_with_home_details_keeps_them_private(database: Database) -> None:
    take(
        database,
        card(
            "N:Doe;John;Richter,James;Mr.;Sr.",
            "FN:Mr. John Richter James Doe Sr.",
            "ORG:Oficina",
            "TEL;WORK;VOICE:(905) 555-1234",
            "TEL;HOME;VOICE:(905) 666-1234",
            "EMAIL;PREF;INTERNET:contact (at) office",
            "ADR;WORK:;;Calle 1;Ciudad;;12345;País",
            "ADR;HOME:;;Calle 2;Ciudad;;12345;País",
            "URL:http://oficina.example",
            "LANG:es",
            version="2.1",
        ),
    )
    (row,) = rows_of(database)
    assert (row.person, row.treatment, row.surnames) == ("Mr. John Richter James Doe Sr.", "Mr.", "Doe")
    assert (row.phones, row.note, row.web) == (
        ("(905) 555-1234",),
        "contact (at) office",
        "http://oficina.example",
    )
    assert row.address == "Calle 1\nCiudad 12345\nPaís"
    with database.read() as unit:
        (person,) = persons(unit)
    assert person.private_address == "Calle 2\nCiudad 12345\nPaís"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"uno;dos;tres\n1;2;3\n", "no table of contacts"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    database: Database, tmp_path: Path, content: bytes, expected: str
) -> None:
    source = tmp_path / "lista.csv"
    source.write_bytes(content)
    head = database.head
    with pytest.raises(UserError, match=expected):
        take(database, source)
    assert database.head == head


def test_no_file_and_too_large_a_file_of_cards_are_one_sentence(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="There is no file"):
        take(database, tmp_path / "nada.vcf")
    monkeypatch.setattr("desktop.exchange.reading.cards.LARGEST", 100)
    with pytest.raises(UserError, match="too large for a file of contact cards"):
        take(database, ANA)
    monkeypatch.undo()
    monkeypatch.setattr("desktop.exchange.reading.cards.MOST_CARDS", 1)
    with pytest.raises(UserError, match="more than 1 contact cards"):
        take(database, ANA * 2)
    monkeypatch.setattr("desktop.exchange.reading.cards.MOST_LINES", 3)
    with pytest.raises(UserError, match="more than 3 lines"):
        take(database, ANA)
