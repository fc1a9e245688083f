"""The names in the cells of a row as persons: one or several, each with its role, post and treatment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop.base.text import fold
from desktop.exchange.contact_details import take_emails
from desktop.exchange.person_names import is_post, split_person_name
from desktop.services.import_contacts.details import has_digits
from desktop.services.import_contacts.targets import begins_like_office, looks_like_person
from desktop.services.import_contacts.words import is_nobody, is_role

_BULLET = re.compile(r"^(?:[-–—•·*▪●■➢✓]+\s*|\(?\d{1,2}\s*(?:[.)°º]|[-–—](?=\s))+\s*|[a-z]\)\s+)")
_ALWAYS = re.compile(r"\s*;\s*")
_SLASH, _AND = re.compile(r"\s*/\s*"), re.compile(r"\s+(?:y|e|and|et|&)\s+")
_COMMA = re.compile(r"\s*,\s*")
_ROLE_BEFORE = re.compile(
    r"^\(?([^\W\d_]+(?: [^\W\d_]+){0,3})\)?\s*[:–—-]\s+(?=\S)|^([^\W\d_]+)\s*:\s*(?=\S)"
)
_ROLE_AFTER = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*$|\s+[–—-]\s+([^\W\d_]+(?: [^\W\d_]+){0,3})$")
_EMPTY_BRACKETS = re.compile(r"[(<\[]\s*[)>\]]|\s+")


class NamedPerson(NamedTuple):
    """A person of a cell: the name as printed, and the role and post that stand beside it there."""

    name: str
    role: str = ""
    post: str = ""


def sort_out_names(said: dict[str, str]) -> None:
    """Move what stands in the column of names and is no name: e-mails, phones, an institution."""
    name = said.get("person", "")
    if "@" in name:
        emails, _ = take_emails(name)
        for email in emails:
            name = name.replace(email, "")
        said["emails"] = _added(said.get("emails", ""), emails)
    lines = [_EMPTY_BRACKETS.sub(" ", line).strip(" ,;") for line in name.split("\n")]
    phones = [line for line in lines if has_digits(line) and sum(map(str.isalpha, line)) < 20]
    if phones:
        said["phones"] = _added(said.get("phones", ""), phones)
    if name:
        said["person"] = "\n".join(line for line in lines if line and line not in phones)
    is_alone = not any(said.get(key) for key in ("institution", "given_names", "surnames", "treatment"))
    if is_alone and begins_like_office(said.get("person", "")):
        said["institution"] = said.pop("person")


def _added(present: str, more: Sequence[str]) -> str:
    return "\n".join(filter(None, (present, *more)))


def full_name(said: dict[str, str]) -> str:
    """The name as printed: of its own column, with the parts that stand only beside it."""
    name, given, surnames = (said.get(key, "") for key in ("person", "given_names", "surnames"))
    if not name:
        found = " ".join(filter(None, (given, surnames)))
    elif surnames and fold(surnames) not in fold(name):
        more = given if fold(given) not in fold(name) else ""
        said["given_names"] = " ".join(filter(None, (name, more)))
        found = f"{said['given_names']} {surnames}"
    elif given and not surnames and fold(given) not in fold(name):
        # Beside a column of given names the column of names has the surnames.
        said["surnames"] = name
        found = f"{given} {name}"
    else:
        found = name
    suffix = said.get("suffix", "")
    return f"{found} {suffix}" if found and suffix and not found.endswith(suffix) else found


def people_of_cell(text: str, addresses: int = 0) -> list[NamedPerson]:
    """The persons that a cell names; `addresses` is the number of e-mails beside it.

    Lines and semicolons part names; a slash, comma or "and" only where both sides are names for sure.
    """
    found: list[NamedPerson] = []
    for piece in (each for line in _lines(text) for each in _ALWAYS.split(line)):
        bare = _BULLET.sub("", piece.strip(" ,"))
        if not bare or is_nobody(bare):
            continue
        if found and bare == piece.strip(" ,") and is_post(bare):
            found[-1] = found[-1]._replace(post=_joined(found[-1].post, bare))
            continue
        found += [_with_role(part) for part in _parts(bare, addresses)]
    return [person for person in found if person.name and not is_nobody(person.name)]


def _lines(text: str) -> list[str]:
    """The lines of a cell, those joined again that only together are a name."""
    lines: list[str] = []
    for line in filter(None, (" ".join(each.split()) for each in text.split("\n"))):
        is_rest = lines and " " not in line and not _BULLET.match(line) and not lines[-1].endswith(";")
        is_opened = lines and _is_unfinished(lines[-1])
        if is_opened or (is_rest and not is_nobody(line) and not is_post(line)):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _is_unfinished(line: str) -> bool:
    """Whether a line is only a treatment, or ends in a comma: the name goes on below."""
    bare = _BULLET.sub("", line)
    return line.endswith(",") or (
        " " not in bare and split_person_name(f"{bare} Ana Prueba Gomez").treatment == bare
    )


def _parts(text: str, addresses: int) -> list[str]:
    for pattern in (_SLASH, _AND, _COMMA):
        parts = pattern.split(text)
        if len(parts) > 1 and _are_names(parts, pattern, addresses):
            return parts
    return [text]


def _are_names(parts: Sequence[str], pattern: re.Pattern[str], addresses: int) -> bool:
    bare = [_with_role(part).name for part in parts]
    if not all(" " in name and looks_like_person(name) for name in bare):
        return False
    if pattern is _SLASH or all(split_person_name(name).treatment for name in bare):
        return True
    # "Ramón y Cajal" and "Pérez Gómez, Ana María" are one person each.
    return len(parts) == addresses if pattern is _AND else len(parts) > 2 and "," not in bare[0]


def _with_role(text: str) -> NamedPerson:
    """A name without the role before or after it: "Titular: Ana Pérez", "Ana Pérez (alterna)"."""
    for pattern in (_ROLE_BEFORE, _ROLE_AFTER):
        match = pattern.search(text)
        said = next(filter(None, match.groups()), "") if match else ""
        if match and is_role(said):
            return NamedPerson((text[: match.start()] + text[match.end() :]).strip(" ,"), said)
    return NamedPerson(text)


def _joined(first: str, more: str) -> str:
    return f"{first} {more}".strip()
