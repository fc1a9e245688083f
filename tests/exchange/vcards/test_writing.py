"""What is written reads back equal, in lines that every reader takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.vcards import ContactCard, Detail, DetailKind, read_vcards, write_vcards

LETTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd")
WORDS = st.text(LETTERS, max_size=90).map(lambda text: text.replace("\u2028", " ").strip())
WORD = WORDS.filter(bool)
NOTES = st.lists(WORDS, max_size=4).map(lambda lines: "\n".join(lines).strip())
ADDRESSES = st.lists(WORD, min_size=1, max_size=4).map("\n".join)
EMAILS = st.from_regex(r"[a-zé]{1,9}@[a-z]{1,9}\.org", fullmatch=True)
PHONES = st.from_regex(r"\+[0-9]{3,14}( ext\. [0-9]{1,4})?", fullmatch=True)


def details(
    written: st.SearchStrategy[str], kinds: list[DetailKind]
) -> st.SearchStrategy[tuple[Detail, ...]]:
    """Give details as the reader makes them: home is private, a private one is of a kind."""
    one = st.builds(
        lambda text, kind, private: Detail(text, kind, kind == "home" or (private and kind != "other")),
        written,
        st.sampled_from(kinds),
        st.booleans(),
    )
    return st.lists(one, max_size=3, unique=True).map(tuple)


def several(one: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, max_size=3, unique=True).map(tuple)


PERSONS = st.builds(
    ContactCard,
    full_name=WORD.map(lambda text: f"P {text}"),
    prefix=WORDS,
    given_names=WORD,
    surnames=WORDS,
    suffix=WORDS,
    organisation=WORDS,
    unit=WORDS,
    title=WORDS,
    role=WORDS,
    emails=details(EMAILS, ["work", "home", "other"]),
    phones=details(PHONES, ["work", "home", "mobile", "fax", "other"]),
    addresses=several(ADDRESSES),
    private_addresses=several(ADDRESSES),
    urls=several(st.from_regex(r"https://[a-z]{1,9}\.org/[a-z0-9,;:?=&%-]{0,60}", fullmatch=True)),
    note=NOTES,
    languages=several(st.sampled_from(["es", "en", "fr", "pt-BR"])),
    uid=st.one_of(st.just(""), WORDS, st.uuids().map(lambda uid: uid.urn)),
    rev=st.sampled_from(["", "20260102T030405Z"]),
)
OFFICES = st.builds(
    ContactCard,
    organisation=WORD,
    unit=WORDS,
    emails=details(EMAILS, ["work", "other"]),
    addresses=several(ADDRESSES),
    note=NOTES,
)


@given(st.lists(st.one_of(PERSONS, OFFICES), max_size=4), st.sampled_from(["4.0", "3.0"]))
def test_written_cards_read_back_equal(cards, version) -> None:
    data = write_vcards(cards, version=version, include_private=True)
    found = read_vcards(data)
    assert found.cards == cards
    assert (found.expected, found.problems, found.notices) == (len(cards), [], [])


@given(PERSONS)
def test_lines_are_short_whole_letters_and_end_in_crlf(card) -> None:
    data = write_vcards([card])
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert b"\n" not in b"".join(lines)


@given(PERSONS)
def test_private_details_stay_here_unless_asked_for(card) -> None:
    left = read_vcards(write_vcards([card])).cards[0]
    assert left.private_addresses == ()
    assert left.phones == tuple(phone for phone in card.phones if not phone.is_private)
    assert left.emails == tuple(email for email in card.emails if not email.is_private)


def test_office_known_only_by_a_private_phone_does_not_show_it() -> None:
    data = write_vcards([ContactCard(phones=(Detail("+19055551234", "home", is_private=True),))])
    assert b"9055551234" not in data


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_same_cards_same_bytes(version) -> None:
    cards = [ContactCard("Ana Prueba", emails=(Detail("a@example.org", "work"),), uid="urn:uuid:1")]
    assert write_vcards(cards, version=version) == write_vcards(list(cards), version=version)


def test_form_of_version_four() -> None:
    card = ContactCard(
        "Ana Prueba",
        given_names="Ana",
        surnames="Prueba",
        organisation="Oficina; Nacional, X01",
        phones=(Detail("+1 905 555 1234", "mobile"),),
        uid="0190-x",
    )
    assert write_vcards([card]).decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID;VALUE=text:0190-x",
        "KIND:individual",
        "FN:Ana Prueba",
        "N:Prueba;Ana;;;",
        "ORG:Oficina\\; Nacional\\, X01",
        "TEL;TYPE=cell:+1 905 555 1234",
        "END:VCARD",
        "",
    ]


def test_text_of_a_person_cannot_add_a_line() -> None:
    card = ContactCard("Ana\r\nEMAIL:x@example.org\r\nEND:VCARD\r\nBEGIN:VCARD", note="a\nTEL:1")
    found = read_vcards(write_vcards([card]))
    assert (found.expected, found.cards[0].emails, found.cards[0].phones) == (1, (), ())
