"""The words beside a phone say its kind, and what is private is never taken for the office's."""

import pytest

from desktop.exchange.contact_details import normalise_phone, private_emails, split_phones
from desktop.exchange.detail_labels import Label, label_of_phone, read_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Home Fax", Label("fax", True)),
        ("Celular", Label("mobile")),
        ("Teléfono (domicile)", Label("home", True)),
        ("Work", Label("work")),
        ("Tel/Fax", Label("work")),
        ("Other", Label()),
        ("", Label()),
    ],
)
def test_labels(text: str, label: Label) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        (
            "Tel. 2222-0001 Ext. 105\nCel. 5555-0001\nFax 2222-0009",
            [("Tel. 2222-0001 Ext. 105", "work"), ("Cel. 5555-0001", "mobile"), ("Fax 2222-0009", "fax")],
        ),
        (
            "(502) 2222-2000 (oficina) / (502) 5555-0003 (celular)",
            [("(502) 2222-2000 (oficina)", "work"), ("(502) 5555-0003 (celular)", "mobile")],
        ),
        ("T: 2222-3000; M: 5555-0004", [("T: 2222-3000", "work"), ("M: 5555-0004", "mobile")]),
        ("Oficina 2222-5000, Casa 2222-5001", [("Oficina 2222-5000", "work"), ("Casa 2222-5001", "home")]),
        (
            "Directo 2222-9000 Interno 12 - Celular 5555-0007",
            [("Directo 2222-9000 Interno 12", "work"), ("Celular 5555-0007", "mobile")],
        ),
        ("2222-9001 (o) 5555-0007 (c)", [("2222-9001 (o)", "work"), ("5555-0007 (c)", "mobile")]),
        ("2222-9001 y 2222-9002", [("2222-9001", None), ("2222-9002", None)]),
        ("+507 222-0001 ::: +507 222-0002", [("+507 222-0001", None), ("+507 222-0002", None)]),
        ("2222-4000 al 05", [("2222-4000 al 05", None)]),
    ],
)
def test_a_phone_has_the_use_that_stands_beside_it(cell: str, phones: list[tuple[str, str | None]]) -> None:
    assert [(written, label_of_phone(written).use) for written in split_phones(cell)] == phones


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("+502 2222-8001 (fax)", "+50222228001"),
        ("Oficina (502) 2222-5000", "+50222225000"),
        ("2222-9001 ext. 5 (oficina)", "+50222229001"),
        ("(502) 2222-9001 r. 12", "+50222229001"),
    ],
)
def test_words_around_a_number_are_no_figures_of_it(written: str, normal: str) -> None:
    assert normalise_phone(written, "GT") == normal


def test_an_email_that_is_called_private() -> None:
    cell = "Oficial: omar@l.example / Personal: omar@home.example; pia@g.example (particular)"
    assert private_emails(cell) == {"omar@home.example", "pia@g.example"}
    assert private_emails("personal@x.example") == frozenset()
