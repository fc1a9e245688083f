"""A report as data: what it says, in order, before any format; writers turn it into files.

Text is only ever text here: there is no field for markup, a link target or a path to a picture, so
nothing that a person typed can become one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias, Union

if TYPE_CHECKING:
    from db.partial_date import PartialDate
    from desktop.base.i18n import Texts

Cell: TypeAlias = Union[str, int, Decimal, date, "PartialDate", None]
Paper = Literal["A4", "Letter", "Legal"]
Direction = Literal["ltr", "rtl"]


class Kind(StrEnum):
    """What the cells of a column are; writers choose alignment, number form and width by it.

    `percent` cells are 0 to 100; `money` cells are amounts whose currency is the column's unit or
    stands in a column of its own; `number` in a plan ("3.2") is `code`, not a number.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `weight` is its share of the page's width against its sisters (0: chosen by kind); `unit` is printed
    behind the title; `choices` are the allowed words, in the document's language, offered in Excel.
    """

    title: str
    kind: Kind = Kind.TEXT
    weight: float = 0.0
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A heading between the data rows of a table; it holds until the next one of its level or above.

    On paper a band over the width of the table; in Excel a first column, so that the table still sorts.
    """

    text: str
    level: int = 1


DataRow: TypeAlias = tuple[Cell, ...]
Row: TypeAlias = DataRow | GroupRow


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are asked for each time they are read, so nothing holds all its cells.

    `rows` gives the same rows at each call, each data row as long as `columns`; `group_title` names the
    groups (required when there are `GroupRow`s); `count` is the number of data rows where known before;
    `empty_text` stands in place of no rows; `is_editable` lets Excel offer `choices`. `has_total`: the last
    row is the sum of the others (needs `count`). `has_chart`: the figures of the last column are also drawn
    as bars, without the total.
    """

    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    caption: str = ""
    empty_text: str = ""
    group_title: str = ""
    count: int | None = None
    is_editable: bool = False
    has_total: bool = False
    has_chart: bool = False

    def is_total(self, number: int) -> bool:
        """Whether the data row of this number, from 0, is the sum of those before it."""
        return self.has_total and self.count is not None and number == self.count - 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; the section's own title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends in it are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small print, such as how a figure was counted."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it."""

    label: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures of a chart, as long as its categories."""

    name: str
    values: tuple[int | Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart of a few categories, drawn by each writer in its own way; bars lie, or stand, or stack."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "column"] = "bar"
    is_stacked: bool = False


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """One ruled empty place to be signed or initialled; name and post are printed when given."""

    role: str
    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlocks:
    """The places at the end of a paper: prepared, reviewed, cleared, approved."""

    places: tuple[SignaturePlace, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """To whom the paper goes, one addressee a line."""

    title: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of signs to be typed from the paper: numbered, large, each sign as wide as the others."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block: TypeAlias = (
    Heading | Paragraph | Note | Facts | Table | Chart | SignatureBlocks | Distribution | Groups | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the report, upright or lying; `short_title` names its Excel sheet.

    `is_whole`: short, and not to be parted by the end of a page.
    """

    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False
    starts_page: bool = False
    short_title: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    `texts` speaks the report's language; `state_code` decides how numbers and dates are written (""=
    by language alone); `date` is given by the request, never by the clock; `exercise_text`, when not
    empty, stands on every page and cannot be switched off; `emblem` (PNG or JPEG bytes) is left out of
    drafts and exercises; `author_organisation` is the files' author; `reference` empty leaves a ruled
    place for a number given by hand when `has_reference_place`.
    """

    title: str
    texts: Texts
    sections: tuple[Section, ...]
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    running_head: str = ""
    author_organisation: str = ""
    date: date | PartialDate | None = None
    place: str = ""
    reference: str = ""
    has_reference_place: bool = False
    is_draft: bool = True
    exercise_text: str = ""
    paper: Paper = "A4"
    emblem: bytes | None = None
    state_code: str = ""
    direction: Direction = "ltr"

    @property
    def language(self) -> str:
        """The language of the report, as a tag such as "es"."""
        return self.texts.language


def tables_of(document: Document) -> Iterator[Table]:
    """All tables of a document in order."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
