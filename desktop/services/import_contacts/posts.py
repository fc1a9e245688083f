"""The post of a row and the persons in it: each with role, treatment and what of the details is theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.exchange.person_names import split_person_name
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.lines import ContactLine, LineDetail
from desktop.services.import_contacts.people import NamedPerson
from desktop.services.import_contacts.words import (
    is_nobody,
    languages_of,
    role_in_column,
    seat_in,
    seat_of,
    sector_of,
)
from desktop.services.import_outcome import Message

_PERSON_TEXTS = ("treatment", "given_names", "surnames", "rank", "unit", "private_address")
_CHOICES: dict[str, Callable[[str], str]] = {"role": role_in_column, "seat": seat_of, "sector": sector_of}


def some_of(said: dict[str, str], names: Sequence[str]) -> dict[str, str]:
    """What a row says of these fields, words for nothing left out."""
    return {name: said[name] for name in names if name in said and not is_nobody(said[name])}


def said_by_group(group: str, said: dict[str, str]) -> dict[str, str]:
    """What the heading over a person's columns says of the person: the role or the seat."""
    if role_in_column(group):
        return {"role": group}
    seat = seat_in(group)
    return {"seat": seat} if seat and "seat" not in said else {}


def take_choice(line: ContactLine, target: dict[str, str], name: str, said: dict[str, str]) -> None:
    """Put the code of a declared choice into a record; a word that is not known is named and kept."""
    text = said.get(name, "")
    if not text or is_nobody(text):
        return
    code = _CHOICES[name](text)
    if code:
        target[name] = code
    else:
        line.doubt(name, text, Message(sentences.UNKNOWN_WORD))
        line.keep_in_note(text)


def take_posts(line: ContactLine, said: dict[str, str], people: Sequence[NamedPerson]) -> None:
    """Give the row its post and persons: one post for all, or as many lines of posts as persons."""
    names = [line_ for line_ in said.get("post", "").replace(";", "\n").split("\n") if line_.strip()]
    if len(names) != len(people) or len(names) < 2:
        names = [" ".join(said.get("post", "").split())] * max(1, len(people))
    for place, person in enumerate(people or [NamedPerson("")]):
        part = line if place == 0 else _beside(line)
        _take_post(part, said, names[place], person)
        if person.name:
            part.person = _person(person.name, said if place == 0 else {})
        if place:
            line.also.append(part)
    if line.person:
        codes, unknown = languages_of(said.get("languages", ""))
        line.keep_in_note(unknown)
        line.person |= {"languages": codes} if codes else {}


def _beside(line: ContactLine) -> ContactLine:
    """A further person of a row, of the same institution and address."""
    also = ContactLine(
        line.sheet, line.row, line.state, institution=dict(line.institution), columns=line.columns
    )
    also.address = line.address
    return also


def _take_post(line: ContactLine, said: dict[str, str], written: str, person: NamedPerson) -> None:
    name = "" if is_nobody(written) else written.strip()
    own = said | {"role": person.role} if person.role else said
    if person.post:
        name = name or person.post
        line.keep_in_note(person.post if name != person.post else "")
    if not name and role_in_column(own.get("role", "")):
        # A list of points of contact often says no more than "main" and "alternate".
        name = " ".join(own["role"].split())
    if not name:
        return
    line.post = {"name": name}
    take_choice(line, line.post, "role", own)
    take_choice(line, line.post, "seat", own)
    if said.get("instrument"):
        line.designation["instrument"] = said["instrument"]


def _person(name: str, said: dict[str, str]) -> dict[str, str]:
    parts = split_person_name(name)
    split = {
        "treatment": parts.treatment,
        "given_names": parts.given_names,
        "surnames": parts.surnames,
    }
    known = {key: value for key, value in split.items() if value}
    return {"name": " ".join(name.split()), **known, **some_of(said, _PERSON_TEXTS)}


def share_details(line: ContactLine, written: str) -> None:
    """Give each of several persons the phone or e-mail in its place when there are as many."""
    kinds: dict[tuple[str, str, bool], list[LineDetail]] = {}
    for detail in line.details:
        kinds.setdefault((detail.kind, detail.use, detail.is_private), []).append(detail)
    line.details = []
    for alike in kinds.values():
        if len(alike) == len(line.also) + 1:
            for part, detail in zip((line, *line.also), alike, strict=True):
                part.details.append(detail)
        else:
            line.details += alike
    if any(len(alike) != len(line.also) + 1 for alike in kinds.values()):
        line.doubt("person", written, Message(sentences.SEVERAL_PERSONS))
