"""Cards as programs really write them: broken lines, odd letters, damaged neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.vcards import ContactCard, Detail, read_vcards


def card(*lines: str | bytes, version: str = "2.1", ending: bytes = b"\r\n") -> bytes:
    """Give one card of these lines."""
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return ending.join([b"BEGIN:VCARD", f"VERSION:{version}".encode(), *raw, b"END:VCARD", b""])


def only(data: bytes) -> ContactCard:
    """Give the only card of a file that reads without a problem."""
    found = read_vcards(data)
    assert (found.expected, found.problems) == (1, [])
    return found.cards[0]


OUTLOOK = card(
    "N;LANGUAGE=en-us:Prueba;Ana;Lucía,Inés;Sra.;Jr.",
    "FN:Sra. Ana Lucía Inés Prueba Jr.",
    "ORG:Oficina Nacional;Secretaría",
    "TITLE:Directora, adjunta",
    "TEL;WORK;VOICE:(905) 555-1234",
    "TEL;HOME;VOICE:(905) 555-1235",
    "TEL;CELL;VOICE:(905) 555-1236",
    "TEL;WORK;FAX:(905) 555-1237",
    "ADR;WORK;PREF:;;Calle Uno 1;Ciudad;Norte;12345;Estado X01",
    "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Calle Uno 1=0D=0A=",
    "Ciudad, Norte  12345",
    "ADR;HOME:;;Calle Dos 2,;Ciudad;Norte;12345;Estado X01",
    "URL;WORK:http\\://example.org/a,b;c",
    "PHOTO;TYPE=JPEG;ENCODING=BASE64:",
    " /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQY",
    "9k=",
    "",
    'X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://example.org"/>',
    "EMAIL;PREF;INTERNET:ana@example.org",
    "REV:20120305T131933Z",
)


def test_outlook_card_gives_person_office_and_details() -> None:
    found = only(OUTLOOK)
    assert found.full_name == "Sra. Ana Lucía Inés Prueba Jr."
    assert (found.prefix, found.given_names, found.surnames, found.suffix) == (
        "Sra.",
        "Ana Lucía Inés",
        "Prueba",
        "Jr.",
    )
    assert (found.organisation, found.unit) == ("Oficina Nacional", "Secretaría")
    assert found.title == "Directora, adjunta"
    assert found.emails == (Detail("ana@example.org"),)
    assert [(phone.kind, phone.is_private) for phone in found.phones] == [
        ("work", False),
        ("home", True),
        ("mobile", False),
        ("fax", False),
    ]
    assert found.addresses == ("Calle Uno 1\nCiudad, Norte  12345",)
    assert found.private_addresses == ("Calle Dos 2,\nCiudad, Norte 12345\nEstado X01",)
    assert found.urls == ("http://example.org/a,b;c",)
    assert found.rev == "20120305T131933Z"


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n", b"\r\r\n"])
def test_every_line_end_is_one(ending: bytes) -> None:
    lines = OUTLOOK.split(b"\r\n")
    assert only(ending.join(lines)) == only(OUTLOOK)


@pytest.mark.parametrize("alphabet", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_whole_file_in_another_form_of_unicode(alphabet: str) -> None:
    data = card("FN:Łucja Próba", version="3.0").decode().encode(alphabet)
    assert only(data).full_name == "Łucja Próba"


def test_letter_cut_at_a_fold_is_joined_before_decoding() -> None:
    raw = "FN:Ana Peña".encode()
    cut = raw.index("ñ".encode()) + 1
    found = read_vcards(card(raw[:cut] + b"\r\n " + raw[cut:], version="3.0"))
    assert (found.cards[0].full_name, found.notices) == ("Ana Peña", [])


def test_letter_cut_at_a_soft_break_of_quoted_printable() -> None:
    data = card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ana Pe=C3=", "=B1a")
    assert only(data).full_name == "Ana Peña"


def test_android_card() -> None:
    data = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=50=C3=A9=72=65=7A;=41=6E=61;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=41=6E=61=20=50=C3=A9=72=65=7A",
        "TEL;CELL;PREF:+1 905 555 1234",
        "TEL;X-Oficina:555 1235",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;x;1;;;;;;;;;;;;;",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:una=0D=0Ados",
    )
    found = only(data)
    assert (found.full_name, found.surnames, found.note) == ("Ana Pérez", "Pérez", "una\ndos")
    assert found.phones == (Detail("+1 905 555 1234", "mobile"), Detail("555 1235", "work"))


def test_lotus_card_with_underscores_and_bare_base64() -> None:
    data = card(
        "N:Prueba;Ana",
        "FN:Ana Prueba",
        "X_LOTUS_CHARSET:UTF-8",
        "A.EMAIL;TYPE=INTERNET;X_LOTUS_KIND=1:ana@example.org",
        "PHOTO;ENCODING=B;TYPE=JPEG:AAAA",
        "BBBBCCCC+/==",
        'ORG;TYPE="work:Oficina',
        version="3.0",
    )
    found = only(data)
    assert (found.full_name, found.emails, found.organisation) == (
        "Ana Prueba",
        (Detail("ana@example.org"),),
        "Oficina",
    )


def test_apple_labels_and_preference() -> None:
    data = card(
        "FN:Ana Prueba",
        "item1.EMAIL;type=INTERNET:ana@casa.example",
        "item1.X-ABLabel:_$!<Home>!$_",
        "item2.EMAIL;type=INTERNET;type=pref:ana@oficina.example",
        "item2.X-ABLabel:Trabajo",
        version="3.0",
    )
    assert only(data).emails == (
        Detail("ana@oficina.example", "work"),
        Detail("ana@casa.example", "home", is_private=True),
    )


def test_version_four_with_uris_quotes_and_label() -> None:
    data = card(
        "KIND:individual",
        "FN;ALTID=1;PREF=1:Ana Prueba",
        "FN;ALTID=1;LANGUAGE=jp:アナ",
        'TEL;VALUE=uri;TYPE="voice,work":tel:+1-905-555-1234;ext=12',
        "EMAIL;TYPE=work:mailto:ana@example.org",
        "ADR;TYPE=work;LABEL=\"Calle ^'Uno^'^nCiudad: X\":;;Calle;Ciudad;;;",
        "LANG;PREF=2:en",
        "LANG;PREF=1:es",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        version="4.0",
    )
    found = only(data)
    assert found.full_name == "Ana Prueba"
    assert found.phones == (Detail("+1-905-555-1234 ext. 12", "work"),)
    assert found.emails == (Detail("ana@example.org", "work"),)
    assert found.addresses == ('Calle "Uno"\nCiudad: X',)
    assert found.languages == ("es", "en")
    assert found.uid == "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"


@pytest.mark.parametrize(
    "lines",
    [
        ["ORG:Oficina Nacional", "FN:Oficina Nacional", "N:;;;;"],
        ["ORG:Oficina Nacional", "EMAIL:a@example.org"],
        ["KIND:org", "FN:Oficina Nacional"],
        ["X-ABShowAs:COMPANY", "FN:Oficina Nacional", "ORG:Oficina Nacional;"],
    ],
)
def test_office_without_a_person(lines: list[str]) -> None:
    found = only(card(*lines, version="3.0"))
    assert (found.full_name, found.organisation) == ("", "Oficina Nacional")


def test_name_that_only_repeats_the_address_is_no_name() -> None:
    assert only(card("FN:a@example.org", "EMAIL:a@example.org")).full_name == ""


def test_note_broken_by_hand_stays_whole() -> None:
    data = card("FN:Ana Prueba", "NOTE:una", "Despacho: dos", "", "tres", "TITLE:Asesora", version="3.0")
    found = only(data)
    assert (found.note, found.title) == ("una\nDespacho: dos\ntres", "Asesora")


def test_assistants_card_inside_is_not_another_person() -> None:
    data = card("AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Otra", "END:VCARD", "FN:Ana Prueba")
    assert only(data).full_name == "Ana Prueba"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("João Conceição", "latin"),
        ("Muñoz “Pepe” d’Ávila — José", "latin"),
        ("São Paulo, Ação", "latin"),
        ("山田 太郎", "japanese"),
        ("東京都千代田区 カード 日本", "japanese"),
    ],
)
def test_undeclared_letters_are_guessed_and_said(raw: str, name: str) -> None:
    alphabet, shown = {"latin": ("cp1252", "Windows-1252"), "japanese": ("cp932", "Shift-JIS")}[name]
    found = read_vcards(card(b"FN:" + raw.encode(alphabet), version="3.0"))
    assert found.cards[0].full_name == raw
    assert [notice.values for notice in found.notices] == [{"card": 1, "alphabet": shown}]


@pytest.mark.parametrize(
    ("declared", "alphabet"),
    [("SHIFT_JIS", "cp932"), ("ISO-2022-JP", "iso2022_jp"), ("euc-jp", "euc_jp"), ("GB2312", "gb18030")],
)
def test_declared_letters(declared: str, alphabet: str) -> None:
    found = read_vcards(card(f"FN;CHARSET={declared}:".encode() + "日本".encode(alphabet)))
    assert (found.cards[0].full_name, found.notices) == ("日本", [])


@pytest.mark.parametrize("declared", ["UTF-8", "euc-jp", "unicode_escape", "zip", "no-such", ""])
def test_wrong_or_strange_declaration_does_not_lose_the_card(declared: str) -> None:
    data = card(f"FN;CHARSET={declared}:".encode() + "Señor Peñón".encode("cp1252"))
    assert read_vcards(data).cards[0].full_name == "Señor Peñón"


def test_lost_cards_are_counted_and_named_and_the_others_survive() -> None:
    good = card("FN:Ana Prueba", version="3.0")
    data = good + card("X-NOTHING:1") + card("KIND:group", "FN:Lista", version="4.0") + good
    found = read_vcards(data)
    assert (len(found.cards), found.expected) == (2, 4)
    assert [problem.card for problem in found.problems] == [2, 3]
    assert all(problem.text_id.format(**problem.values) for problem in found.problems)


def test_card_without_end_is_kept_and_said() -> None:
    data = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Prueba\r\n" + card("FN:Otra", version="3.0")
    found = read_vcards(data)
    assert [one.full_name for one in found.cards] == ["Ana Prueba", "Otra"]
    assert [(notice.card, notice.values) for notice in found.notices] == [(1, {"card": 1})]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"name,mail\r\nAna,a@example.org\r\n"])
def test_no_cards_at_all(data: bytes) -> None:
    assert read_vcards(data).expected == 0


def test_value_ending_in_a_backslash_and_control_signs() -> None:
    found = only(card("FN:Ana\x00 Prueba\x1b", "NOTE:C:\\temp\\", version="3.0"))
    assert (found.full_name, found.note) == ("Ana Prueba", "C:\\temp\\")


@given(
    places=st.lists(
        st.tuples(st.integers(0, len(OUTLOOK) * 2 - 1), st.binary(max_size=3)), min_size=1, max_size=12
    )
)
def test_no_damage_raises_and_every_begun_card_is_accounted_for(places: list[tuple[int, bytes]]) -> None:
    data = bytearray(OUTLOOK * 2)
    for place, damage in places:
        data[place : place + len(damage)] = damage
    found = read_vcards(bytes(data))
    assert len(found.cards) + len(found.problems) == found.expected
    assert all(one.full_name or one.organisation or one.emails or one.phones for one in found.cards)


@given(st.binary(max_size=300))
def test_any_bytes_inside_a_card_leave_the_next_one_whole(rubbish: bytes) -> None:
    data = b"BEGIN:VCARD\r\n" + rubbish.replace(b":", b"") + b"\r\n" + card("FN:Ana Prueba", version="3.0")
    assert read_vcards(data).cards[-1].full_name == "Ana Prueba"


@pytest.mark.parametrize(("value", "note"), [("w6k=", "é"), ("w6k==%=", "é"), ("A", "")])
def test_text_in_base64(value: str, note: str) -> None:
    assert only(card("FN:Ana Prueba", f"NOTE;CHARSET=UTF-8;BASE64:{value}")).note == note


def test_alphabet_that_nobody_knows_is_undeclared() -> None:
    data = card(b"FN;CHARSET=ISO-8859-99:" + "Peñón".encode("cp1252"))
    assert read_vcards(data).cards[0].full_name == "Peñón"


def test_letters_that_no_alphabet_has_are_said() -> None:
    found = read_vcards(card("FN:áéíóú".encode() + b"\xc3", version="3.0"))
    assert found.cards[0].full_name == "áéíóú\ufffd"
    assert [notice.card for notice in found.notices] == [1]


def test_bytes_outside_of_windows_letters_still_read() -> None:
    assert read_vcards(card(b"FN:Pe\xf1a\x81", version="3.0")).cards[0].full_name == "Peña"


def test_header_with_a_label_in_old_letters() -> None:
    data = card('ADR;LABEL="Peñón 1":;;x;;;;'.encode("cp1252"), "FN:Ana", version="4.0")
    assert only(data).addresses == ("Peñón 1",)


def test_first_organisation_with_a_name_counts() -> None:
    assert only(card("ORG:;", "ORG:Oficina;Uno;Dos", "EMAIL:", "EMAIL:a@example.org")).unit == "Uno, Dos"


def test_card_that_the_library_cannot_take_apart_is_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    import vobject

    read_one = vobject.readOne

    def fail_on_bad(text: str) -> object:
        if "FN:bad" in text:
            raise vobject.base.ParseError("no")
        return read_one(text)

    monkeypatch.setattr(vobject, "readOne", fail_on_bad)
    found = read_vcards(card("FN:bad") + card("FN:Ana Prueba"))
    assert ([one.full_name for one in found.cards], len(found.problems)) == (["Ana Prueba"], 1)


def test_one_damaged_letter_does_not_change_the_declared_alphabet() -> None:
    found = read_vcards(card(b"FN;CHARSET=SHIFT_JIS:" + "山田太郎".encode("cp932") + b"\x8e"))
    assert found.cards[0].full_name == "山田太郎\ufffd"
    assert [notice.values for notice in found.notices] == [{"card": 1}]


def test_fields_without_a_place_are_kept_or_named() -> None:
    file = read_vcards(
        card("FN:Ana Prueba", "CATEGORIES:1540,NPOC", "BDAY:19700102", "GENDER:", "X-ASSISTANT:Luis")
    )
    assert file.cards[0].others == (("CATEGORIES", "1540,NPOC"), ("X-ASSISTANT", "Luis"))
    assert list(file.left) == ["BDAY"]


def test_a_whole_name_in_one_part_says_nothing_about_its_parts() -> None:
    found = only(card("N:Pérez Gómez, Ana;;;;", "FN:Pérez Gómez, Ana"))
    assert (found.full_name, found.surnames) == ("Pérez Gómez, Ana", "")


def test_a_name_that_is_the_organisations_is_an_office() -> None:
    found = only(
        card("N:Ministerio de Hacienda;;;;", "FN:Ministerio de Hacienda", "ORG:Ministerio de Hacienda")
    )
    assert (found.full_name, found.surnames, found.organisation) == ("", "", "Ministerio de Hacienda")
