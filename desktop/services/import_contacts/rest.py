"""Columns that no field of a contact takes: their cells are kept in the note under their own heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from desktop.base.text import fold
from desktop.exchange.detail_labels import read_label
from desktop.exchange.layout import TableLayout, heading_key
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet
from desktop.exchange.values import clean_text
from desktop.services.import_contacts.labels import is_label
from desktop.services.import_contacts.lines import ContactLine
from desktop.services.import_contacts.words import is_nobody

_PRIVATE = re.compile(
    r"birth|nacimiento|naissance|nascimento|nascita|anniversar|aniversario|cumpleano|spouse|conyuge|"
    r"conjoint|conjuge|children|hijo|enfant|filho|gender|\bsex[oe]?\b|genero|hobb|aficion|passe.?temps|"
    r"passport|pasaporte|passeport|passaporte|cedula|\b(?:dni|cpf|curp|rfc|cuil|nif|nss)\b|government id|"
    r"id del gobierno|code gouvernement|documento de identidad|identity (?:card|document)|\bedad\b|"
    r"\bage\b|religi|sangui|blood|estado civil|marital|maiden|\bsalari|salary|sueldo|\bhome\b|domicilio|"
    r"domicile|residenc|personal web"
)
_TECHNICAL = re.compile(
    r"\b(?:priorit|priorid|sensitiv|confidencialid|critere de diffusion|initial|inicia[li]|account|cuenta|"
    r"compte|conta\b|yomi|phonetic|photo|foto|image|file as|short name|screen name|free busy|disponib|"
    r"mileage|kilomet|directory server|servidor de|billing|facturaci|display name|nombre de pantalla|"
    r"exibicao|nom complet de|e-?mail.* type|tipo de (?:correo|e-?mail)|type de messagerie|symbol)"
)
_NUMBERS = frozenset(["no", "n", "num", "numero", "nro", "item", "orden", "ordem", "ordre", "ref", ""])
_SYSTEM_LABEL = re.compile(r"(?:^|\s*:::\s*)\* \w+")
_FLAGS = frozenset(["private", "privado", "prive", "particular"])
_EMPTY = frozenset(
    (
        *("0/0/00", "00/00/00", "unspecified", "sin especificar", "non specifie", "nao especificado"),
        *("smtp", "false", "falso", "faux"),
    )
)


_LONG = 6


class Rest:
    """Keeps what stands in the columns without a field; `kept` and `left` are headings, for a notice."""

    def __init__(self, sheet: Sheet, layout: TableLayout) -> None:
        self._sheet = sheet
        self._columns = {
            column: layout.headings[column]
            for column in layout.unused
            if not is_label(layout.headings[column])
        }
        used = [column for columns in layout.columns.values() for column in columns]
        self._used = used
        self.kept: dict[str, None] = {}
        self.left: dict[str, None] = {}
        self._counted = {column for column in self._columns if _counts_rows(sheet, layout, column)}

    def keep(self, line: ContactLine, number: int, said: dict[str, str]) -> None:
        """Put the cells of a row that have no field into its note."""
        texts = {fold(text) for text in said.values()}
        known = " ".join(text for text in texts)
        for column, heading, text in self._cells(number):
            folded = fold(text)
            if column in self._counted or folded in texts or (len(folded) >= _LONG and folded in known):
                continue
            if _is_left(heading):
                self.left[heading] = None
            else:
                self.kept[heading] = None
                line.keep_in_note(f"{heading}: {text}")

    def _cells(self, number: int) -> Iterator[tuple[int, str, str]]:
        cells = self._sheet.row(number)
        for column, heading in self._columns.items():
            value = cells[column] if column < len(cells) else None
            if value is None or isinstance(value, CellError | NoCachedValue):
                continue
            text = _SYSTEM_LABEL.sub("", " ".join(clean_text(value).split())).removeprefix(" ::: ")
            if text and not is_nobody(text) and fold(text) not in _EMPTY:
                yield column, heading, text


def _is_left(heading: str) -> bool:
    """Whether a column is nobody's business here, or says something to its own program only."""
    key = heading_key(heading)
    words = fold(heading)
    return bool(
        _PRIVATE.search(words) or _TECHNICAL.search(words) or key in _FLAGS or read_label(heading).is_private
    )


def _counts_rows(sheet: Sheet, layout: TableLayout, column: int) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    rows = range(layout.first_row, layout.last_row + 1)
    values = [clean_text(value) for row in rows if (value := sheet.value(row, column)) is not None]
    numbers = [int(text.rstrip(".")) for text in values if text.rstrip(".").isdecimal() and len(text) < 7]
    is_numbering = heading_key(layout.headings[column]) in _NUMBERS
    share = 5 if is_numbering else 8
    return bool(numbers) and len(numbers) * 10 >= len(values) * share and (is_numbering or _rise(numbers))


def _rise(numbers: Collection[int]) -> bool:
    ordered = list(numbers)
    rising = sum(second == first + 1 for first, second in pairwise(ordered))
    return rising * 10 >= (len(ordered) - 1) * 8 and (len(ordered) > 1 or ordered[0] == 1)
