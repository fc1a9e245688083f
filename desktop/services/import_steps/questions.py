"""What only a person can decide about cells: day or month first, decimal sign, status words, near names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.written_dates import read_date
from desktop.exchange.layout import MappingFile
from desktop.exchange.values import DecimalSign, StatusWords, read_money, read_percent
from desktop.services.import_contacts import sentences
from desktop.services.import_outcome import Doubtful, ImportOutcome
from desktop.services.import_plan.cell_readers import MEANT_STATUS, NO_AMOUNT, NO_PERCENT, NO_STATUS
from desktop.services.import_plan.tables import NEAR_NAME

_EXAMPLES = 3
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class UnknownStatus:
    """A status text that means nothing certain, how often it stands there, the status that may be meant."""

    text: str
    count: int
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class NearName:
    """A new institution's name that resembles a known one."""

    name: str
    known: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What is open. `dates` and `numbers` are texts that can be read in two ways, a few of them."""

    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    statuses: tuple[UnknownStatus, ...] = ()
    names: tuple[NearName, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dates or self.numbers or self.statuses or self.names)


def questions_of(outcome: ImportOutcome) -> Questions:
    """What a trial run left open."""
    doubts = outcome.doubtful
    return Questions(
        dates=_some(each.text for each in doubts if _is_two_dates(each.text)),
        numbers=_some(each.text for each in doubts if _is_two_numbers(each)),
        statuses=tuple(_unknown_statuses(doubts)),
        names=tuple(_near_names(outcome)),
    )


def _some(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:_EXAMPLES]


def _is_two_dates(text: str) -> bool:
    """Whether a text is one date with the day first and another with the month first."""
    if read_date(text).is_certain:
        return False
    day, month = read_date(text, day_first=True).value, read_date(text, day_first=False).value
    return day is not None and month is not None and day != month


def _is_two_numbers(doubt: Doubtful) -> bool:
    """Whether a text is one number with a decimal comma and another with a point."""
    signs: tuple[DecimalSign, ...] = (",", ".")
    if doubt.message.text_id == NO_AMOUNT:
        amounts = {read_money(doubt.text, sign) for sign in signs}
        return len(amounts - {None}) == len(signs)
    if doubt.message.text_id == NO_PERCENT:
        parts = {read_percent(doubt.text, sign, column_is_fraction=False) for sign in signs}
        return len(parts - {None}) == len(signs)
    return False


def _unknown_statuses(doubts: Sequence[Doubtful]) -> list[UnknownStatus]:
    """The status texts that nobody knows, most frequent first."""
    counts = Counter(each.text for each in doubts if each.message.text_id in (NO_STATUS, MEANT_STATUS))
    words = StatusWords()
    return [
        UnknownStatus(text, count, words.read(text).suggestion)
        for text, count in counts.most_common(_MOST_WORDS)
    ]


def _near_names(outcome: ImportOutcome) -> list[NearName]:
    """The new names of institutions that resemble a known one."""
    said = [*outcome.notices, *(doubt.message for doubt in outcome.doubtful)]
    near = [each for each in said if each.text_id in (NEAR_NAME, sentences.NEAR_NAME)]
    pairs = {str(each.values["name"]): str(each.values["known"]) for each in near}
    return [NearName(name, known) for name, known in pairs.items()]


def with_answers(
    mapping: MappingFile, day_first: bool | None, decimal: DecimalSign | None, status: Mapping[str, str]
) -> MappingFile:
    """The mapping with a person's answers; what was not answered stays as it was."""
    return replace(
        mapping,
        day_first=mapping.day_first if day_first is None else day_first,
        decimal=mapping.decimal if decimal is None else decimal,
        status={**mapping.status, **status},
    )
