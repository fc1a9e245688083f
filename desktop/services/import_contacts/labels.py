"""Columns that say of which kind the phone, e-mail or address beside them is, as address books have."""

from __future__ import annotations

from desktop.exchange.detail_labels import read_label
from desktop.exchange.layout import TableLayout, heading_key

_VALUES = frozenset(["value", "valor", "valeur", "valore", "formatted"])
_LABELS = frozenset(["type", "label", "tipo", "etiqueta", "etiquette", "etichetta"])
_FIELDS = {
    ("emails", "home"): "private_emails",
    ("phones", "home"): "private_phones",
    ("phones", "fax"): "faxes",
    ("phones", "mobile"): "mobiles",
    ("address", "home"): "private_address",
}


def label_columns(layout: TableLayout) -> dict[str, tuple[tuple[int, int], ...]]:
    """For phones, e-mails and addresses the places among their columns that have a column with their type."""
    labels = {
        stem: column
        for column, heading in enumerate(layout.headings)
        if (stem := _stem(heading, _LABELS)) is not None
    }
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for name in ("emails", "phones", "address"):
        stems = [_stem(layout.headings[column], _VALUES) for column in layout.columns.get(name, ())]
        places = tuple((place, labels[stem]) for place, stem in enumerate(stems) if stem in labels)
        if places:
            found[name] = places
    return found


def is_label(heading: str) -> bool:
    """Whether a heading only says that the column has the type of another one."""
    return _stem(heading, _LABELS) is not None


def _stem(heading: str, endings: frozenset[str]) -> str | None:
    first, _, last = heading_key(heading).rpartition(" ")
    return first if last in endings and first else None


def field_of_label(name: str, text: str) -> str:
    """The field that a phone, e-mail or address of this type belongs to."""
    label = read_label(text)
    use = "home" if label.is_private else label.use or ""
    return _FIELDS.get((name, use), name)
