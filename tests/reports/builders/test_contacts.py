"""The directory of points of contact as a document."""

import gettext

from desktop.base.formats import Formats
from desktop.base.i18n import SOURCE_LANGUAGE, Texts
from desktop.reports.builders.contacts import build_contacts
from desktop.reports.document import Table
from tests.reports.builders.samples import contact, data, request, state_data

ENGLISH = Texts(SOURCE_LANGUAGE, gettext.NullTranslations())


def built(*states, **asked):
    wanted = request("contacts", **asked)
    return build_contacts(data(*states), wanted, ENGLISH, Formats("en", "X01"))


def tables(section):
    return {block.caption: list(block.rows()) for block in section.blocks if isinstance(block, Table)}


def test_points_of_contact_focal_points_and_offices_stand_apart():
    rows = [
        contact(),
        contact(kind="post", person="", role="alternate"),
        contact(person="Enlace", role="technical"),
        contact(kind="person", person="Sin Cargo", role=""),
        contact(
            kind="institution", institution="Oficina", person="", role="", address="Calle 1", web="x.example"
        ),
    ]
    section, _end = built(state_data(contacts=rows)).sections
    found = tables(section)
    assert [row[0] for row in found["National points of contact"]] == ["Ana Ejemplo", "Vacant"]
    assert [row[0] for row in found["Focal points of institutions"]] == ["Enlace", "Sin Cargo"]
    assert found["Offices of institutions"] == [("Oficina", "Calle 1", "", "", "x.example")]


def test_a_state_without_anyone_has_one_empty_table_and_its_sentence():
    section, _end = built(state_data()).sections
    (table,) = section.blocks
    assert table.empty_text == "No point of contact is recorded."
    assert list(table.rows()) == []


def test_a_regional_network_lists_states_by_name():
    document = built(*[state_data(code, contacts=[contact()]) for code in ("X02", "X01")], state="")
    assert document.title == "Regional network of points of contact"
    assert [section.title for section in document.sections[:-1]] == ["Marenta", "Solvara"]
    assert [(fact.label, fact.value) for fact in document.facts] == [("States", 2)]
