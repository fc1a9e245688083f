"""Phones and e-mails of cells: nothing is lost, nothing doubtful is called certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.contact_details import (
    check_email,
    normalise_email,
    normalise_phone,
    split_emails,
    split_phones,
)


@pytest.mark.parametrize(
    ("written", "region", "normal"),
    [
        ("+55 21 25550330", None, "+552125550330"),
        ("+55 (021) 2555-0330", "X01", "+552125550330"),
        ("(+55 21) 2555-0330 ramal 12", None, "+552125550330"),
        ("0055 21 2555 0330", None, "+552125550330"),
        ("00 55 21 2555 0330", "BR", "+552125550330"),
        ("(21) 2555-0330", "br", "+552125550330"),
        ("Tel.: +44 (0)20 7946 0018 ext. 5", "GB", "+442079460018"),
        ("+507 511-4100x23", "PA", "+5075114100"),
        ("(21) 2555-0330", None, None),
        ("(21) 2555-0330", "X01", None),
        ("2555-0330", "BR", None),
        ("ramal 12", "BR", None),
        ("+55 12", None, None),
        ("", "BR", None),
        ("no tiene", "BR", None),
    ],
)
def test_only_certain_phones_are_normalised(written: str, region: str | None, normal: str | None) -> None:
    assert normalise_phone(written, region) == normal


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("+55 21 21424503, +55 21 21424502", ["+55 21 21424503", "+55 21 21424502"]),
        ("2555-0330\n2555-0331; 2555-0332", ["2555-0330", "2555-0331", "2555-0332"]),
        ("2555-0330 / 2555-0331", ["2555-0330", "2555-0331"]),
        ("2555-0330/0331", ["2555-0330/0331"]),
        ("2555-0330, ramal 5", ["2555-0330, ramal 5"]),
        ("2555-0330\nRamal 12", ["2555-0330 Ramal 12"]),
        ("2555-0330 ext. 5 / 2555-0331 x7", ["2555-0330 ext. 5", "2555-0331 x7"]),
        ("Tel: 123456 / Fax: 654321", ["Tel: 123456", "Fax: 654321"]),
        ("2555-0330_x000D_\n2555-0331", ["2555-0330", "2555-0331"]),
        (" \n; ", []),
    ],
)
def test_phones_of_a_cell(cell: str, phones: list[str]) -> None:
    assert split_phones(cell) == phones


@given(st.text(alphabet="0123456789+()-/,;. \nextramal", max_size=80))
def test_no_digit_of_a_phone_cell_is_lost(cell: str) -> None:
    together = "".join(split_phones(cell))
    assert [sign for sign in together if sign.isdigit()] == [sign for sign in cell if sign.isdigit()]


@given(st.text(max_size=60), st.sampled_from([None, "BR", "PA", "X01", ""]))
def test_any_text_is_no_error_and_what_is_normal_stays_so(written: str, region: str | None) -> None:
    normal = normalise_phone(written, region)
    if normal is not None:
        assert normalise_phone(normal) == normal


@pytest.mark.parametrize(
    ("cell", "emails"),
    [
        ("a@b.org; c@d.org", ["a@b.org", "c@d.org"]),
        ("Ana Prueba <ana@x.org>, b@y.org.", ["ana@x.org", "b@y.org"]),
        ("a@b.org/c@d.org a@b.org", ["a@b.org", "c@d.org"]),
        ("E-mail:a@b.org", ["a@b.org"]),
        ("mailto:a@b.org", ["a@b.org"]),
        ("O'Neil <o'neil@x.org>; 'a@b.org'", ["o'neil@x.org", "a@b.org"]),
        ("contacto (at) y.org", ["contacto (at) y.org"]),
        ("", []),
    ],
)
def test_emails_of_a_cell(cell: str, emails: list[str]) -> None:
    assert split_emails(cell) == emails


@pytest.mark.parametrize(
    "email",
    ["a@b.org", "first.last+tag@sub.example.gov.br", "a@münchen.de", "用户@例子.广告", "o'neil@x.org"],
)
def test_good_emails(email: str) -> None:
    assert check_email(email)
    assert split_emails(f"x <{email}>;") == [email]


@pytest.mark.parametrize(
    "email",
    [
        *("", "a", "a@b", "@b.org", "a@", "a b@c.org", "a..b@c.org", ".a@c.org", "a@b..org", "a@-b.org"),
        *("a@b-.org", "a@1.2.3.4", "a@[1.2.3.4]", "a@b@c.org", "contacto (at) y.org", "a@b.o", "a@b_c.org"),
        *("a" * 65 + "@b.org", "a@" + "b" * 64 + ".org", "a@" + "b." * 130 + "org", "a\x00@b.org"),
    ],
)
def test_bad_emails(email: str) -> None:
    assert not check_email(email)


def test_one_email_written_in_two_ways_is_one() -> None:
    assert (
        normalise_email(" <A@MÜNCHEN.de>") == normalise_email("mailto:a@xn--mnchen-3ya.de") == "a@münchen.de"
    )


@given(st.one_of(st.emails(), st.text(max_size=40)))
def test_normal_email_is_stable(written: str) -> None:
    normal = normalise_email(written)
    assert normalise_email(normal) == normal


def test_a_text_too_long_for_a_phone_cell_is_kept_whole() -> None:
    assert split_phones("1/" * 2000) == ["1/" * 2000]


def test_domain_without_a_form_in_the_network_is_compared_as_written() -> None:
    written = "a@xn--\u00fc.org"
    assert not check_email(written)
    assert normalise_email(written) == written
    assert normalise_email("a@xn--a.ORG") == "a@xn--a.org"
