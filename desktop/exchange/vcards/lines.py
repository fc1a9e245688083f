"""Joins the broken lines of one card and takes each apart into name, parameters and decoded bytes."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.exchange.vcards.letters import guess_alphabet, known_alphabet, reads_as, to_text

_LOOKS_LIKE_PROPERTY = re.compile(rb"(?:[\w-]+\.)?([A-Za-z][\w-]*)[ \t]*(?:;[^:]*)?:")
_KNOWN_NAMES = frozenset(
    b"ADR AGENT ANNIVERSARY BDAY CALADRURI CALURI CATEGORIES CLASS CLIENTPIDMAP EMAIL FBURL FN GENDER GEO "
    b"IMPP KEY KIND LABEL LANG LOGO MAILER MEMBER N NAME NICKNAME NOTE ORG PHOTO PRODID PROFILE RELATED "
    b"REV ROLE SORT-STRING SOUND SOURCE TEL TITLE TZ UID URL VERSION XML".split()
)
_BINARY_NAMES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_OUTSIDE_QUOTES = r'(?:"[^"]*"|[^"{sign}])*'
_HEADER = re.compile(_OUTSIDE_QUOTES.format(sign=":"))
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";]|")*?)(?=;|$)')
_CARET = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: where it stands, what it says of itself, and its value as text still escaped."""

    name: str
    group: str
    types: frozenset[str]
    preference: int
    label: str
    value: str


@dataclass(slots=True)
class _RawProperty:
    """A line of a card whose transfer encoding is undone; a wrong alphabet counts as none."""

    name: str
    group: str
    parameters: dict[str, list[str]]
    raw: bytes
    alphabet: str | None


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The properties of a card, the alphabet that had to be guessed, and whether letters were lost."""

    properties: list[Property]
    guessed: str | None
    has_lost_letters: bool
    left: dict[str, None]


def read_properties(lines: Iterable[bytes], wanted: frozenset[str]) -> ReadLines:
    """Give the wanted properties of a card with their letters decoded, and the names of those left out."""
    left: dict[str, None] = {}
    raws: list[_RawProperty] = []
    for line in _logical_lines(lines):
        name = _name_of(line)
        if name in wanted:
            raws += [raw] if (raw := _take_apart(line, name)) is not None else []
        elif line.partition(b":")[2].strip(b" ;"):
            left[name] = None
    doubtful = [raw.raw for raw in raws if raw.alphabet is None and not reads_as(raw.raw, "utf-8")]
    guessed = guess_alphabet(b"\n".join(doubtful)) if doubtful else "utf-8"
    properties = [_decoded(raw, guessed) for raw in raws]
    lost = any("\ufffd" in found.value for found in properties)
    return ReadLines(properties, guessed if doubtful else None, lost, left)


def _logical_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join folded lines, soft breaks of quoted-printable and lines broken by hand, as bytes.

    Letters of several bytes that were cut at a fold become whole by it.
    """
    current = bytearray()
    is_quoted = is_binary = is_soft = False
    for line in lines:
        if is_soft:
            del current[-1:]
            current += line
        elif line[:1] in (b" ", b"\t"):
            current += line[1:]
        elif _is_property(line):
            if current:
                yield bytes(current)
            current = bytearray(line)
            is_quoted = b"quoted-printable" in line.partition(b":")[0].lower()
            is_binary = _is_binary_header(line)
        elif line and current and not is_binary:
            current += (b"=0D=0A" if is_quoted else b"\\n") + line
        is_soft = is_quoted and bool(line) and current.endswith(b"=")
    if current:
        yield bytes(current)


def _is_property(line: bytes) -> bool:
    """Whether a line begins a property: `Tel. and fax: 12` in a note broken by hand does not."""
    match = _LOOKS_LIKE_PROPERTY.match(line)
    if match is None:
        return False
    name = match.group(1).replace(b"_", b"-")
    return name.upper() in _KNOWN_NAMES or name.upper().startswith(b"X-") or name.isupper()


def _is_binary_header(line: bytes) -> bool:
    header = line.partition(b":")[0].upper()
    name = header.partition(b";")[0].rpartition(b".")[2].decode("ascii", "replace")
    return name in _BINARY_NAMES or b"BASE64" in header or b"ENCODING=B" in header


def _name_of(line: bytes) -> str:
    first_name = line[:80].partition(b":")[0].partition(b";")[0].rpartition(b".")[2]
    return first_name.strip().decode("ascii", "replace").upper().replace("_", "-")


def _take_apart(line: bytes, name: str) -> _RawProperty | None:
    """Split a line into its parts; None when its encoding cannot be undone."""
    header, raw = _header_and_value(line)
    group = header.partition(";")[0].rpartition(".")[0]
    parameters = _parameters(header)
    encodings = {value.upper() for value in parameters.pop("ENCODING", [])}
    decoded = _undo_encoding(raw, encodings)
    if decoded is None:
        return None
    declared = known_alphabet(parameters.get("CHARSET", [""])[0])
    alphabet = declared if declared is not None and reads_as(decoded, declared) else None
    return _RawProperty(name, group.lower(), parameters, decoded, alphabet)


def _header_and_value(line: bytes) -> tuple[str, bytes]:
    """Cut at the first colon outside quotes; latin-1 keeps the places of the bytes."""
    header = _HEADER.match(line.decode("latin-1"))
    place = header.end() if header else -1
    if line[place : place + 1] != b":":
        place = line.find(b":")
    text = line[:place]
    return to_text(text, None, guess_alphabet(text)), line[place + 1 :]


def _parameters(header: str) -> dict[str, list[str]]:
    """Give the parameters of a header; the bare words of vCard 2.1 are types or an encoding."""
    found: dict[str, list[str]] = {}
    for written in _PARAMETER.findall(header):
        key, has_value, value = written.partition("=")
        key = key.strip().upper()
        if not has_value:
            key, value = ("ENCODING" if key in _ENCODINGS else "TYPE"), key
        values = [value.strip(' "')] if key == "LABEL" else value.replace('"', "").split(",")
        found.setdefault(key, []).extend(part.strip() for part in values)
    return found


def _undo_encoding(raw: bytes, encodings: set[str]) -> bytes | None:
    if "QUOTED-PRINTABLE" in encodings:
        return quopri.decodestring(raw)
    if encodings & {"B", "BASE64"}:
        try:
            return base64.b64decode(raw, validate=False)
        except binascii.Error:
            return None
    return raw


def _decoded(raw: _RawProperty, guessed: str) -> Property:
    types = {value.lower() for value in raw.parameters.get("TYPE", []) if value}
    label = raw.parameters.get("LABEL", [""])[0].replace("\\n", "\n").replace("\\N", "\n")
    return Property(
        name=raw.name,
        group=raw.group,
        types=frozenset(types),
        preference=_preference(raw.parameters, types),
        label=re.sub(r"\^[nN^']", lambda mark: _CARET[mark.group()], label),
        value=to_text(raw.raw, raw.alphabet, guessed),
    )


def _preference(parameters: dict[str, list[str]], types: set[str]) -> int:
    """Give 1 for the most preferred to 101 for one without preference."""
    written = parameters.get("PREF", [""])[0]
    if written.isdecimal() and len(written) <= 3:
        return int(written)
    return 1 if "pref" in types or "PREF" in parameters else 101
