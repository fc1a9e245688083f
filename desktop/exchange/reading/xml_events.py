"""Feeds the elements of an XML text to a reader of sheets, and says in one sentence what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from xml.parsers import expat

from desktop.base.errors import UserError
from desktop.exchange.reading.packages import DAMAGED, TOO_LARGE


class ElementReader(Protocol):
    """Takes elements as they come; raises OverflowError when there are more than can be read."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins; its name is the namespace, a blank and the local name."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def characters(self, text: str, /) -> None:
        """Text inside the present element."""


def parser_for(reader: ElementReader) -> expat.XMLParserType:
    """A parser that hands all it meets to the reader."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    return parser


@contextmanager
def said_in_one_sentence(file: str) -> Iterator[None]:
    """Turn what ends a parsing into the sentence for the person."""
    try:
        yield
    except OverflowError as error:
        raise UserError(TOO_LARGE, file=file) from error
    except expat.ExpatError as error:
        raise UserError(DAMAGED, file=file) from error
