"""What an export or report takes out of the office, counted, and for whom it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from db.schema.base import RECIPIENTS
from desktop.base.i18n import N_, Texts
from desktop.base.reference import shipped_reference

OFFICE = N_("This office")
STATE, PROVIDER = "state", "provider"
"""What stands before the colon of a recipient that is one State or one provider."""


class Part(NamedTuple):
    """How many records of a kind leave, and how many that were asked for stay."""

    leaves: int = 0
    stays: int = 0


NONE = Part()


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves for a recipient, None being this office, which gets everything.

    `actions` is None where none were asked for. Of what leaves, `classified` counts the records that carry a
    classification, and `without_consent` the persons whose consent for this recipient is not recorded.
    """

    recipient: str | None = None
    actions: Part | None = None
    persons: Part = NONE
    institutions: Part = NONE
    classified: int = 0
    without_consent: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing leaves."""
        parts = (self.actions or NONE, self.persons, self.institutions)
        return not any(part.leaves for part in parts)


FOR_OFFICE = Leaving()
"""Nothing is held back from this office."""


def recipient_name(recipient: str | None, texts: Texts) -> str:
    """The name of a recipient; of one that nobody has named its code."""
    if recipient is None:
        return texts.gettext(OFFICE)
    if recipient in RECIPIENTS:
        return texts.gettext(RECIPIENTS[recipient])
    kind, _, code = recipient.partition(":")
    reference = shipped_reference()
    if kind == STATE and (state := reference.find_state(code)) is not None:
        return state.name(texts.language)
    if kind == PROVIDER and code in reference.providers:
        return reference.providers[code].name(texts.language)
    return code or recipient


_LEAVES = {
    True: N_("For {recipient}: actions {actions}, persons {persons}, institutions {institutions}."),
    False: N_("For {recipient}: persons {persons}, institutions {institutions}."),
}
_STAYS = {
    True: N_(
        "Stays in this office: actions {actions}, persons {persons}, institutions {institutions}, "
        "and always the private details of persons."
    ),
    False: N_(
        "Stays in this office: persons {persons}, institutions {institutions}, "
        "and always the private details of persons."
    ),
}
_NOTHING = N_(
    "Nothing of this is shared with {recipient} yet: "
    "set “Sharing” of the actions, persons and institutions that may leave."
)
_CLASSIFIED = N_("Records among them that carry a classification: {count}.")
_WITHOUT_CONSENT = N_("Persons among them without recorded consent for this recipient: {count}.")
_EVERYTHING = N_(
    "For this office: no record is held back; private phones and e-mails leave in a whole copy only. "
    "Choose a recipient to let only what is shared leave."
)


def leaving_sentences(leaving: Leaving, texts: Texts) -> Iterator[str]:
    """What leaves and what stays, in sentences."""
    if leaving.recipient is None:
        yield texts.gettext(_EVERYTHING)
        return
    recipient = {"recipient": recipient_name(leaving.recipient, texts)}
    if leaving.is_empty:
        yield texts.fill(_NOTHING, recipient)
    has_actions = leaving.actions is not None
    parts = {
        "actions": leaving.actions or NONE,
        "persons": leaving.persons,
        "institutions": leaving.institutions,
    }
    if not leaving.is_empty:
        counts = {name: part.leaves for name, part in parts.items()}
        yield texts.fill(_LEAVES[has_actions], {**recipient, **counts})
    yield texts.fill(_STAYS[has_actions], {name: part.stays for name, part in parts.items()})
    for sentence, count in ((_CLASSIFIED, leaving.classified), (_WITHOUT_CONSENT, leaving.without_consent)):
        if count:
            yield texts.fill(sentence, {"count": count})
