"""Contact cards (vCard 2.1, 3.0, 4.0): every card that can be saved is read, one clean form is written."""

from desktop.exchange.vcards.cards import CardFile, CardProblem, ContactCard, Detail, DetailKind
from desktop.exchange.vcards.fields import ROLE, SEAT, STATE
from desktop.exchange.vcards.reading import read_vcards
from desktop.exchange.vcards.writing import write_vcards

__all__ = [
    "ROLE",
    "SEAT",
    "STATE",
    "CardFile",
    "CardProblem",
    "ContactCard",
    "Detail",
    "DetailKind",
    "read_vcards",
    "write_vcards",
]
