"""Names: taken apart only where the writing shows it, one key for one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.person_names import PersonName, person_key, split_person_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dr. PÉREZ GÓMEZ, Ana", PersonName("Dr.", "Ana", "PÉREZ GÓMEZ", "Ana PÉREZ GÓMEZ")),
        ("Sra. Ana PÉREZ GÓMEZ", PersonName("Sra.", "Ana", "PÉREZ GÓMEZ", "Ana PÉREZ GÓMEZ")),
        ("PÉREZ GÓMEZ Ana", PersonName("", "Ana", "PÉREZ GÓMEZ", "PÉREZ GÓMEZ Ana")),
        (
            "S. E. Embajadora Ana de la CRUZ",
            PersonName("S. E. Embajadora", "Ana", "de la CRUZ", "Ana de la CRUZ"),
        ),
        ("DOE, John (Mr.)", PersonName("Mr.", "John", "DOE", "John DOE")),
        ("Doe, John, Jr.", PersonName("", "John", "Doe Jr.", "John Doe, Jr.")),
        ("Ruiz, Sr. José", PersonName("Sr.", "José", "Ruiz", "José Ruiz")),
        ("Ruiz, Dr.", PersonName("Dr.", "", "", "Ruiz")),
        ("da Silva, Ana", PersonName("", "Ana", "da Silva", "Ana da Silva")),
    ],
)
def test_names_whose_writing_shows_the_parts(written: str, name: PersonName) -> None:
    assert split_person_name(written) == name


@pytest.mark.parametrize(
    ("written", "treatment", "printed"),
    [
        ("Ana Pérez Gómez", "", "Ana Pérez Gómez"),
        ("JOHN DOE", "", "JOHN DOE"),
        ("H.E. Mr. John Doe", "H.E. Mr.", "John Doe"),
        ("Excmo. Sr. D. José Ruiz", "Excmo. Sr. D.", "José Ruiz"),
        ("M. Dupont", "", "M. Dupont"),
        ("M. Jean Dupont", "M.", "Jean Dupont"),
        ("Don Johnson", "", "Don Johnson"),
        ("Se Ri Pak", "", "Se Ri Pak"),
        ("Juan Pérez, Director", "", "Juan Pérez, Director"),
        ("John Doe, Ph.D.", "", "John Doe, Ph.D."),
        ("李伟", "", "李伟"),
        ("Dr.", "", "Dr."),
        ("Ruiz (Ana)", "", "Ruiz (Ana)"),
        ("Ana PÉREZ Luz GÓMEZ", "", "Ana PÉREZ Luz GÓMEZ"),
        ("Ana PÉREZ Luz", "", "Ana PÉREZ Luz"),
        ("", "", ""),
    ],
)
def test_doubtful_names_stay_whole(written: str, treatment: str, printed: str) -> None:
    assert split_person_name(written) == PersonName(treatment, "", "", printed)


@pytest.mark.parametrize(
    "written",
    [
        *("PÉREZ GÓMEZ, Ana", "Pérez Gómez, Ana", "ana perez gomez", "PÉREZ GÓMEZ Ana", "Ana PÉREZ-GÓMEZ"),
        *(
            "Sra. Ana Pérez Gómez",
            "S.E. Dra. Ana Pérez Gómez",
            "Pérez Gómez, Lic. Ana",
            "H. E. Ms. Ana Pérez Gómez",
        ),
        *("Ana Pérez Gómez, Ph.D.", "PEREZ GOMEZ, Ana (Mrs.)", "  ANA  PÉREZ\u00a0GÓMEZ "),
    ],
)
def test_one_person_has_one_key(written: str) -> None:
    assert person_key(written) == "ana perez gomez"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Wei", "Wei Li"),
        ("John Doe Jr.", "John Doe"),
        ("M. García", "J. García"),
        ("Ana Pérez", "Ana Pérez Gómez"),
        ("Sr.", "Dr."),
    ],
)
def test_two_persons_have_two_keys(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


NAMES = st.from_regex(r"[A-Z][a-zé]{1,6}ez( [A-Z][a-zñ]{1,6}ez)?", fullmatch=True)


@given(NAMES, NAMES, st.sampled_from(["", "Sr. ", "Dra. ", "S.E. ", "Mr. ", "Lic. "]))
def test_order_case_and_treatment_do_not_matter(given_names: str, surnames: str, treatment: str) -> None:
    plain = person_key(f"Sra. {given_names} {surnames}")
    assert person_key(f"{treatment}{given_names} {surnames.upper()}") == plain
    assert person_key(f"{surnames}, {treatment}{given_names}") == plain


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_is_never_lost(text: str) -> None:
    name = split_person_name(text)
    assert bool(person_key(text)) == bool(text.split())
    if any(sign.isalnum() for sign in text):
        assert name.printed or name.treatment
